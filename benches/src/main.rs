//! `make bench`: what is fast, as ratios against bare programs with the same database settings in the same run.

mod bare;
mod client;
mod house;
mod report;
mod seed;

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use report::Report;

/// Measures, prints and writes the figures.
#[derive(Parser)]
struct Ask {
    /// Where the figures go.
    #[arg(long, default_value = "target/bench.json")]
    out: PathBuf,
    /// A PostgreSQL with durable settings to measure on too.
    #[arg(long, env = "LANGQIAO_BENCH_PG")]
    postgres: Option<String>,
    /// Fewer requests, to try the bench itself.
    #[arg(long)]
    quick: bool,
    /// Only figures whose group's name is given: http, coverage, import, start.
    #[arg(long)]
    only: Option<String>,
}

/// How much is asked of each measurement.
#[derive(Clone, Copy)]
pub struct Scale {
    /// Requests of a run.
    pub requests: usize,
    /// Units of the county.
    pub units: usize,
    /// Rows of the spreadsheet.
    pub rows: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    let ask = Ask::parse();
    let scale = if ask.quick { Scale { requests: 2_000, units: 2_000, rows: 5_000 } } else { Scale { requests: 30_000, units: 20_000, rows: 100_000 } };
    let wanted = |group: &str| ask.only.as_deref().is_none_or(|only| only == group);
    let mut report = Report::default();
    if wanted("http") {
        house::http(&mut report, scale, None).await;
        if let Some(url) = &ask.postgres {
            house::http(&mut report, scale, Some(url)).await;
        }
    }
    if wanted("coverage") {
        house::coverage(&mut report, scale).await;
    }
    if wanted("start") {
        house::start(&mut report).await;
    }
    if wanted("import") {
        house::import(&mut report, scale).await;
    }
    report.write(&ask.out).expect("the figures can be written");
    if report.missed().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
