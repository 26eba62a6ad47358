//! What the process says: structured logs on standard error, answers on standard output.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

/// Starts logging: as JSON lines, or readably where a person watches. `LANGQIAO_LOG` sets the level
/// (`info` without it). Requests are logged without query strings, names or numbers of people.
pub fn start() {
    let filter = EnvFilter::try_from_env("LANGQIAO_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    if io::stderr().is_terminal() {
        logs.compact().init()
    } else {
        logs.json().init()
    }
}

/// Says something to the person at the terminal.
pub fn say(text: &str) {
    // A terminal that has gone away can't be told so.
    _ = writeln!(io::stderr(), "{text}");
}

/// Gives a command's answer, for a person or a program to read.
pub fn answer(text: &str) {
    let mut out = io::stdout().lock();
    _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
