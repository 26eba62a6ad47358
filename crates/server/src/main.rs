//! The binary `langqiao`.

use std::process::ExitCode;

use clap::Parser;
use langqiao::{cli::Cli, commands, logs};

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
