//! `make bench`: what is fast, as ratios against bare programs with the same database settings in the same run.

mod bare;
mod bare_pg;
mod client;
mod coverage;
mod cup;
mod import;
mod offline;
mod planning;
mod program;
mod report;
mod requests;
mod rush;
mod rush_pg;
mod stage;
mod start;
mod statements;
mod turns;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use report::Report;
use tokio::runtime::Runtime;

/// Measures, prints a table and writes the figures as JSON. Fails if something that is asked for is not met.
#[derive(Parser)]
#[command(name = "langqiao-bench", max_term_width = 100)]
struct Ask {
    #[command(subcommand)]
    bare: Option<Bare>,
    /// Where the figures go.
    #[arg(long, default_value = "target/bench.json", value_name = "FILE")]
    out: PathBuf,
    /// A PostgreSQL that syncs its commits to the disk, to measure on too.
    #[arg(long, env = "LANGQIAO_BENCH_PG", value_name = "URL")]
    postgres: Option<String>,
    /// A few requests only, to try the bench itself.
    #[arg(long)]
    quick: bool,
    /// Only this group of figures; may be given several times.
    #[arg(long, value_name = "GROUP")]
    only: Vec<Group>,
}

/// Figures that are measured together.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// Sign-up, scan and page on SQLite.
    Rush,
    /// Sign-up and scan on PostgreSQL.
    Postgres,
    /// The coverage page.
    Coverage,
    /// Start and memory of the demonstration county.
    Start,
    /// A large spreadsheet.
    Import,
    /// What an officer looks at before planning, and rooms booked in a rush.
    Planning,
    /// Phones that had no network.
    Offline,
    /// The schedule of a cup.
    Cup,
}

#[derive(Subcommand)]
enum Bare {
    /// Be a bare server to compare with.
    #[command(subcommand, hide = true)]
    Bare(Server),
}

#[derive(Subcommand)]
enum Server {
    /// That inserts.
    Insert {
        /// Where its database goes.
        #[arg(long)]
        folder: PathBuf,
        /// How many inserts it commits together.
        #[arg(long)]
        group: usize,
    },
    /// That draws a page.
    Page {
        /// How long a page.
        #[arg(long)]
        bytes: usize,
    },
}

/// How much is asked of each measurement.
#[derive(Clone, Copy)]
struct Scale {
    /// Rounds of slices that count.
    rounds: usize,
    /// Requests in a slice.
    slice: usize,
    /// Requests in a slice on PostgreSQL.
    pg_slice: usize,
    /// Requests before the memory is looked at.
    load: usize,
    /// Units of the county.
    units: usize,
    /// Rows of the spreadsheet.
    rows: usize,
    /// Activities of a year.
    planned: usize,
    /// Scans that phones bring.
    brought: usize,
}

impl Scale {
    const FULL: Self = Self {
        rounds: 10,
        slice: 2_000,
        pg_slice: 500,
        load: 20_000,
        units: 20_000,
        rows: 100_000,
        planned: 10_000,
        brought: 10_000,
    };
    const QUICK: Self = Self {
        rounds: 2,
        slice: 500,
        pg_slice: 100,
        load: 1_000,
        units: 2_000,
        rows: 5_000,
        planned: 1_000,
        brought: 1_000,
    };

    /// Each person signs up once in each rush, in the round that warms up too.
    fn people(self) -> usize {
        (self.rounds + 1) * self.slice
    }

    fn pg_people(self) -> usize {
        (self.rounds + 1) * self.pg_slice
    }
}

/// The bare servers get what the house has.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let ask = Ask::parse();
    let runtime = Runtime::new().expect("a runtime");
    if let Some(Bare::Bare(server)) = ask.bare {
        // Opened where the runtime is, for axum's sake.
        let _here = runtime.enter();
        let router = match server {
            Server::Insert { folder, group } => bare::inserting(&folder, group),
            Server::Page { bytes } => bare::page(bytes),
        };
        runtime.block_on(bare::serve(router));
        return ExitCode::SUCCESS;
    }
    let scale = if ask.quick { Scale::QUICK } else { Scale::FULL };
    let wanted = |group| ask.only.is_empty() || ask.only.contains(&group);
    let mut report = Report::default();
    if wanted(Group::Start) {
        start::measure(&mut report, scale, &runtime);
    }
    if wanted(Group::Coverage) {
        coverage::measure(&mut report, scale, &runtime);
    }
    if wanted(Group::Cup) {
        cup::measure(&mut report);
    }
    if wanted(Group::Import) {
        import::measure(&mut report, scale);
    }
    if wanted(Group::Planning) {
        planning::measure(&mut report, scale, &runtime);
    }
    if wanted(Group::Offline) {
        offline::measure(&mut report, scale, &runtime);
    }
    if wanted(Group::Rush) {
        rush::measure(&mut report, scale, &runtime);
    }
    match &ask.postgres {
        Some(server) if wanted(Group::Postgres) => rush_pg::measure(&mut report, scale, &runtime, server),
        None if ask.only.contains(&Group::Postgres) => {
            langqiao::logs::say("Say which PostgreSQL: --postgres URL or LANGQIAO_BENCH_PG");
            return ExitCode::FAILURE;
        }
        _ => {}
    }
    report.write(&ask.out).expect("the figures can be written");
    if report.all_met() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
