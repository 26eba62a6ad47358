//! The command line: what can be asked of the binary, in plain words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use langqiao_store::DbUrl;

use crate::bench_data::LEAST_ORGANISATIONS;

/// 廊桥 Langqiao: a county's mass organisations and the people they serve, in one place.
#[derive(Debug, Parser)]
#[command(name = "langqiao", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal, the workbench and the API.
    Serve(Serve),
    /// Fill a folder with the demonstration county, if it is empty, and serve it.
    Demo(Demo),
    /// Bring a register in from a spreadsheet (XLSX, XLS or CSV); what is wrong with a row is said, the rest goes in.
    Import(Import),
    /// Write a register as CSV, in the columns in which it is brought in.
    Export(Export),
    /// Give somebody a new password, such as an office's first officer; it is shown once.
    Password(Password),
    /// Bring the database's schema up to this version.
    Migrate(At),
    /// Check that nothing was altered or lost: the sealed log, and every total against its records.
    Verify(At),
    /// Work a published draw out again, with nothing but its document.
    #[command(subcommand)]
    Draw(Draw),
    /// Look at the settings, the folder, the keys and the database, and say what to mend.
    Doctor(At),
    /// Print the OpenAPI document.
    Openapi,
    /// Fill an empty database with invented records in any number, to measure with.
    BenchData(BenchData),
}

/// Which house: its settings, its folder and its database.
#[derive(Args, Clone, Debug)]
pub struct At {
    /// The settings file; without it, langqiao.toml in the present folder if there is one.
    #[arg(long, env = "LANGQIAO_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder for files, keys and, with SQLite, the database.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The database: sqlite:PATH or postgres://…; without it, langqiao.db in the data folder.
    #[arg(long, value_name = "URL")]
    pub database: Option<DbUrl>,
}

/// `langqiao serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Which house.
    #[command(flatten)]
    pub at: At,
    /// Where to listen; port 0 takes a free one. Without it, as the settings say, or 127.0.0.1:8080.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Print one line of JSON with the address once ready.
    #[arg(long)]
    pub json: bool,
}

/// `langqiao demo`.
#[derive(Args, Debug)]
pub struct Demo {
    /// The folder that holds the demonstration; made if it isn't there.
    #[arg(long, default_value = "data/demo", value_name = "DIR")]
    pub data: PathBuf,
    /// The database; without it, langqiao.db in the folder.
    #[arg(long, value_name = "URL")]
    pub database: Option<DbUrl>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: String,
    /// The same seed gives the same county.
    #[arg(long, default_value_t = 7, value_name = "N")]
    pub seed: u64,
    /// Print one line of JSON with the address and the sign-ins once ready.
    #[arg(long)]
    pub json: bool,
}

/// A register that can be brought in or written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Register {
    /// Administrative divisions: code, name, level, parent.
    Areas,
    /// What is to be covered: enterprises, markets, schools and others.
    Units,
    /// Mass organisations.
    Organisations,
    /// People who hold a post.
    People,
}

/// `langqiao import`.
#[derive(Args, Debug)]
pub struct Import {
    /// Which register.
    pub register: Register,
    /// The spreadsheet.
    pub file: PathBuf,
    /// Which house.
    #[command(flatten)]
    pub at: At,
    /// Where the rows that could not go in are written, with a column saying why.
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Only say what would happen.
    #[arg(long)]
    pub dry_run: bool,
}

/// `langqiao export`.
#[derive(Args, Debug)]
pub struct Export {
    /// Which register.
    pub register: Register,
    /// Where to write it; standard output without it.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Which house.
    #[command(flatten)]
    pub at: At,
}

/// `langqiao draw`.
#[derive(Debug, Subcommand)]
pub enum Draw {
    /// Check that the order follows from the seed and the list, and the seed from what was published before.
    Verify {
        /// The document, as the page of the draw or `/api/v1/activities/{id}/draw` gives it; `-` for standard input.
        file: PathBuf,
    },
}

/// `langqiao password`.
#[derive(Args, Debug)]
pub struct Password {
    /// Their mobile number.
    pub phone: String,
    /// Which house.
    #[command(flatten)]
    pub at: At,
}

/// `langqiao bench-data`.
#[derive(Args, Debug)]
pub struct BenchData {
    /// Which house.
    #[command(flatten)]
    pub at: At,
    /// How many units: every village and community first, then firms.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    pub units: usize,
    /// How many organisations, from the county down.
    #[arg(long, default_value_t = 1_000, value_name = "N", value_parser = at_least_the_county)]
    pub organisations: usize,
    /// How many residents.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    pub people: usize,
    /// How many published activities, over the next four weeks.
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub activities: usize,
    /// How many places each activity has.
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=100_000))]
    pub places: i64,
    /// The same seed gives the same names and numbers.
    #[arg(long, default_value_t = 7, value_name = "N")]
    pub seed: u64,
    /// Sign every resident in and write what a load client needs, a line of JSON for each: person, cookie, csrf.
    #[arg(long, value_name = "FILE")]
    pub sessions: Option<PathBuf>,
    /// Also sign in whoever leads an organisation that holds one of the activities, and write what a load client
    /// needs to act as them to this file.
    #[arg(long, value_name = "FILE")]
    pub hosts: Option<PathBuf>,
}

/// Reads a number of organisations.
fn at_least_the_county(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if n >= LEAST_ORGANISATIONS => Ok(n),
        _ => Err(format!(
            "a number from {LEAST_ORGANISATIONS} on: the county's own bodies are always there"
        )),
    }
}
