//! Turns the locales into checked constants and the web bundle into embedded files.

#[path = "build/messages.rs"]
mod messages;
#[path = "build/web.rs"]
mod web;

use std::{env, path::PathBuf, process::exit};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let done = messages::generate(&root.join("locales"), &out).and_then(|()| web::embed(&root, &out));
    if let Err(problem) = done {
        println!("cargo::error={problem}");
        exit(1);
    }
}
