//! Embeds the bundle of `web/` and builds it first where it is missing or older than its sources.

use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

/// What the bundle is made of: a change in any of these makes it stale.
const SOURCES: [&str; 4] = [
    "web/src",
    "web/build.mjs",
    "web/package-lock.json",
    "crates/platform/src/ui",
];

/// Writes `assets.rs` into `out`: a constant for each file's address and the table of all files.
pub fn embed(root: &Path, out: &Path) -> Result<(), String> {
    let dist = root.join("web/dist");
    let mut newest = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", root.join(source).display());
        newest = newest.max(changed(&root.join(source)));
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    let built = changed(&dist.join("root/sw.js"));
    if built < newest {
        build(&root.join("web"), built > SystemTime::UNIX_EPOCH)?;
    }
    write(&dist, &out.join("assets.rs"))
}

/// Runs npm. A bundle that is only stale is used as it is where there is no npm.
fn build(web: &Path, there: bool) -> Result<(), String> {
    if !web.join("node_modules/tailwindcss").is_dir()
        && let Err(problem) = install(web)
    {
        return if there {
            warn_of_stale(&problem)
        } else {
            Err(problem)
        };
    }
    npm(web, &["run", "build"])
}

/// Installs what the lockfile names. A registry that mirrors this system's packages only lacks the optional ones
/// of others, which `npm ci` insists on having in the lockfile; `npm install` keeps to the same versions.
fn install(web: &Path) -> Result<(), String> {
    npm(web, &["ci"]).or_else(|_| npm(web, &["install", "--no-save"]))
}

fn warn_of_stale(problem: &str) -> Result<(), String> {
    println!("cargo::warning=the pages' styles and scripts may be out of date: {problem}");
    Ok(())
}

fn npm(web: &Path, arguments: &[&str]) -> Result<(), String> {
    let asked = format!("`npm {}` in {}", arguments.join(" "), web.display());
    let output = Command::new("npm")
        .args(arguments)
        .current_dir(web)
        .output()
        .map_err(|problem| {
            format!(
                "web/dist is missing and {asked} could not be started ({problem}); \
             install Node.js 20 or later and run `make web`"
            )
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // Cargo takes one line for an error.
    let last = said
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    Err(format!("{asked} failed; run `make web` to see why: {last}"))
}

/// When a file, or the newest file below a folder, was changed; the epoch if it is not there.
fn changed(path: &Path) -> SystemTime {
    if let Ok(entries) = fs::read_dir(path) {
        let times = entries.filter_map(Result::ok).map(|entry| changed(&entry.path()));
        return times.max().unwrap_or(SystemTime::UNIX_EPOCH);
    }
    fs::metadata(path)
        .and_then(|data| data.modified())
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

fn write(dist: &Path, to: &Path) -> Result<(), String> {
    let mut constants = String::new();
    let mut table = String::from("static FILES: &[File] = &[\n");
    for (folder, prefix) in [("assets", "/assets/"), ("root", "/")] {
        for file in plain_files(&dist.join(folder))? {
            let name = file
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if folder == "assets" {
                let _ = writeln!(
                    constants,
                    "/// The address of `{}`.\npub const {}: &str = \"{prefix}{name}\";",
                    without_hash(name),
                    constant_name(name)
                );
            }
            let bytes = |end: &str| {
                let path = PathBuf::from(format!("{}{end}", file.display()));
                path.is_file().then(|| format!("include_bytes!({path:?})"))
            };
            let _ = writeln!(
                table,
                "    File {{ path: \"{prefix}{name}\", kind: {:?}, tag: {:?}, plain: {}, gzip: {}, brotli: {} }},",
                kind(&file)?,
                if folder == "assets" {
                    None
                } else {
                    Some(tag(&file)?)
                },
                bytes("").unwrap_or_default(),
                bytes(".gz").map_or("None".into(), |bytes| format!("Some({bytes})")),
                bytes(".br").map_or("None".into(), |bytes| format!("Some({bytes})")),
            );
        }
    }
    table.push_str("];\n");
    fs::write(to, constants + &table).map_err(|problem| format!("{}: {problem}", to.display()))
}

/// An entity tag for a file without a hash in its name: it differs when the content does.
fn tag(file: &Path) -> Result<String, String> {
    let content = fs::read(file).map_err(|problem| format!("{}: {problem}", file.display()))?;
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    Ok(format!("\"{:016x}\"", hasher.finish()))
}

fn plain_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries =
        fs::read_dir(folder).map_err(|problem| format!("{}: {problem}; run `make web`", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_none_or(|end| end != "gz" && end != "br"))
        .collect();
    files.sort();
    Ok(files)
}

fn kind(file: &Path) -> Result<&'static str, String> {
    match file.extension().and_then(|end| end.to_str()) {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        Some("png") => Ok("image/png"),
        Some("webmanifest") => Ok("application/manifest+json"),
        _ => Err(format!("{}: of no kind that the build knows", file.display())),
    }
}

/// `app-933e1c4158.css` → `app.css`
fn without_hash(name: &str) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
    format!("{stem}.{end}")
}

/// `app-933e1c4158.css` → `APP_CSS`
fn constant_name(name: &str) -> String {
    without_hash(name).replace(['-', '.'], "_").to_uppercase()
}
