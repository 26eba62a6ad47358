//! The binary `langqiao`.

use std::process::ExitCode;

use clap::Parser;
use langqiao::{cli::Cli, commands, logs};

/// Requests make many short-lived strings on several threads, and SQLite as many small blocks; see
/// docs/decisions/0010.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    logs::start();
    match commands::run(Cli::parse()) {
        Ok(code) => code,
        Err(failure) => {
            logs::say(&format!("langqiao: {failure}"));
            ExitCode::FAILURE
        }
    }
}
