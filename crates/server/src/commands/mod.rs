//! What each command does.

mod bench_data;
mod check;
mod draw;
mod password;
mod progress;
mod registers;
mod serve;

use std::process::ExitCode;

use langqiao_kernel::clock::Clock;
use langqiao_store::OpenOptions;

use crate::{
    cli::{Cli, Command},
    failure::Failure,
    opening,
};

pub use serve::serve_until_told;

/// Carries a command out.
///
/// # Errors
/// When it could not be carried out, in plain words.
pub fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Serve(serve) => serve::serve(&serve),
        Command::Demo(demo) => serve::demo(&demo),
        Command::Import(ask) => registers::import(&ask),
        Command::Export(ask) => registers::export(&ask),
        Command::Password(ask) => password::password(&ask),
        Command::Migrate(at) => {
            let settings = opening::settings(&at, None)?;
            opening::database(&settings, OpenOptions::new(Clock::system()))?.close();
            crate::logs::say("The schema is up to date.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify(at) => check::verify(&at),
        Command::Draw(ask) => draw::draw(&ask),
        Command::Doctor(at) => check::doctor(&at),
        Command::Openapi => check::openapi(),
        Command::BenchData(ask) => bench_data::run(&ask),
    }
}
