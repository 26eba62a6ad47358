//! Embeds the migrations: lists `migrations/{sqlite,postgres}` and writes both as constants.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("../../migrations");
    let sqlite = list(&root.join("sqlite"));
    let postgres = list(&root.join("postgres"));
    let names = |files: &[PathBuf]| files.iter().map(|file| stem(file)).collect::<Vec<_>>();
    assert_eq!(
        names(&sqlite),
        names(&postgres),
        "both databases need the same migrations"
    );
    for pair in sqlite.windows(2) {
        assert!(
            number(&pair[0]) < number(&pair[1]),
            "two migrations have the number {}",
            number(&pair[0])
        );
    }
    let mut code = String::new();
    constant(&mut code, "SQLITE", &sqlite);
    constant(&mut code, "POSTGRES", &postgres);
    let target = Path::new(&variable("OUT_DIR")).join("migrations.rs");
    fs::write(&target, code).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"))
}

/// The `.sql` files of a folder by name.
fn list(folder: &Path) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    files
}

fn stem(file: &Path) -> String {
    file.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The number that a file's name begins with, as in `0001_store.sql`.
fn number(file: &Path) -> u32 {
    let stem = stem(file);
    let (digits, _) = stem.split_once('_').unwrap_or((&stem, ""));
    digits
        .parse()
        .unwrap_or_else(|_| panic!("{}: a migration is called NNNN_name.sql", file.display()))
}

fn constant(code: &mut String, name: &str, files: &[PathBuf]) {
    let _ = writeln!(code, "pub(crate) const {name}: &[Migration] = &[");
    for file in files {
        let stem = stem(file);
        let title = stem.split_once('_').map_or("", |(_, title)| title);
        let _ = writeln!(
            code,
            "    Migration {{ number: {}, name: {title:?}, sql: include_str!({:?}) }},",
            number(file),
            file.display().to_string()
        );
    }
    let _ = writeln!(code, "];");
}
