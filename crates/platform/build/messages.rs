//! Reads `locales/zh-CN/*.ftl`, which is where sentences are born, and writes one constant for each.
//!
//! What English lacks or says with other variables is no build error, so that a sentence can be
//! tried in one language first: the lists written here let a test name every difference.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

struct Message {
    text: String,
    variables: BTreeSet<String>,
}

type Messages = BTreeMap<String, Message>;

/// Writes `msg.rs` (the constants) and `catalogue.rs` (the sources and what to compare) into `out`.
pub fn generate(locales: &Path, out: &Path) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", locales.display());
    let (zh, zh_files) = read(&locales.join("zh-CN"))?;
    let (en, en_files) = read(&locales.join("en"))?;
    if zh.len() > usize::from(u16::MAX) {
        return Err("more messages than Msg can number".into());
    }
    write(&out.join("msg.rs"), &constants(&zh))?;
    write(
        &out.join("catalogue.rs"),
        &catalogue(&zh, &en, &zh_files, &en_files),
    )
}

fn constants(zh: &Messages) -> String {
    let mut rust = String::new();
    for (number, (key, message)) in zh.iter().enumerate() {
        for line in message.text.trim().lines() {
            let _ = writeln!(rust, "/// `{}`", line.trim().replace('`', "'"));
        }
        let _ = writeln!(rust, "pub const {}: Msg = Msg({number});", constant_name(key));
    }
    rust
}

fn catalogue(zh: &Messages, en: &Messages, zh_files: &[PathBuf], en_files: &[PathBuf]) -> String {
    let mut rust = String::from("static MESSAGES: &[Known] = &[\n");
    for (key, message) in zh {
        let english = en.get(key).map(|m| &m.variables);
        let _ = writeln!(
            rust,
            "    Known {{ key: {key:?}, variables: &{:?}, english: {} }},",
            message.variables.iter().collect::<Vec<_>>(),
            english.map_or("None".into(), |v| format!(
                "Some(&{:?})",
                v.iter().collect::<Vec<_>>()
            )),
        );
    }
    let extra: Vec<_> = en.keys().filter(|key| !zh.contains_key(*key)).collect();
    let _ = writeln!(
        rust,
        "];\n#[cfg(test)]\nstatic ENGLISH_ONLY: &[&str] = &{extra:?};"
    );
    for (name, files) in [("CHINESE", zh_files), ("ENGLISH", en_files)] {
        let _ = writeln!(rust, "static {name}: &[&str] = &[");
        for file in files {
            let _ = writeln!(rust, "    include_str!({:?}),", file);
        }
        rust.push_str("];\n");
    }
    rust
}

fn read(folder: &Path) -> Result<(Messages, Vec<PathBuf>), String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "ftl"))
        .map(|path| path.canonicalize().unwrap_or(path))
        .collect();
    files.sort();
    let mut messages = Messages::new();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        read_file(file, &mut messages)?;
    }
    Ok((messages, files))
}

fn read_file(file: &Path, messages: &mut Messages) -> Result<(), String> {
    let source = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let resource = fluent_syntax::parser::parse(source.as_str()).map_err(|(_, errors)| {
        let first = errors.first().map_or(0, |e| e.pos.start);
        let line = source[..first.min(source.len())].matches('\n').count() + 1;
        format!("{}:{line}: not Fluent: {}", file.display(), errors[0].kind)
    })?;
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name;
        if !key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            return Err(format!(
                "{}: key {key} is not lower-case-with-hyphens",
                file.display()
            ));
        }
        let Some(value) = message.value.as_ref().filter(|_| message.attributes.is_empty()) else {
            return Err(format!(
                "{}: {key} must have a text and no attributes",
                file.display()
            ));
        };
        let mut variables = BTreeSet::new();
        in_pattern(value, &mut variables);
        let found = Message {
            text: text_of(&source, key),
            variables,
        };
        if messages.insert(key.to_owned(), found).is_some() {
            return Err(format!("{}: key {key} is there twice", file.display()));
        }
    }
    Ok(())
}

/// The message as it is written in the file, for the constant's documentation.
fn text_of(source: &str, key: &str) -> String {
    let start = source
        .match_indices(key)
        .map(|(at, _)| at)
        .find(|&at| {
            (at == 0 || source.as_bytes()[at - 1] == b'\n')
                && source[at + key.len()..].trim_start_matches(' ').starts_with('=')
        })
        .unwrap_or(0);
    let mut text = String::new();
    for (number, line) in source[start..].lines().enumerate() {
        if number > 0 && !line.starts_with(' ') {
            break;
        }
        let line = if number == 0 {
            line.split_once('=').map_or("", |(_, text)| text)
        } else {
            line
        };
        text.push_str(line.trim());
        text.push('\n');
    }
    text
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, found),
        InlineExpression::TermReference {
            arguments: Some(arguments),
            ..
        } => in_arguments(arguments, found),
        _ => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, found: &mut BTreeSet<String>) {
    for argument in &arguments.positional {
        in_inline(argument, found);
    }
    for argument in &arguments.named {
        in_inline(&argument.value, found);
    }
}

fn constant_name(key: &str) -> String {
    key.replace('-', "_").to_uppercase()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}
