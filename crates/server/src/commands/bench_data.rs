//! `bench-data`: invented records to measure with.

use std::{fmt::Write as _, fs, process::ExitCode, sync::Arc};

use jiff::SignedDuration;
use langqiao_kernel::clock::Clock;
use langqiao_platform::keys::Keys;
use langqiao_store::OpenOptions;

use super::progress;
use crate::{
    bench_data::{Amounts, Filling, fill, open_sessions},
    cli::BenchData,
    failure::Failure,
    logs::say,
    opening,
};

/// Over how long a time the activities begin.
const SPREAD: SignedDuration = SignedDuration::from_hours(28 * 24);

/// Fills an empty database.
pub(super) fn run(ask: &BenchData) -> Result<ExitCode, Failure> {
    let (settings, clock) = (opening::settings(&ask.at, None)?, Clock::system());
    let keys = Arc::new(Keys::open(&settings.key_file())?);
    let db = opening::database(&settings, OpenOptions::new(clock.clone()).in_bulk())?;
    let bar = progress::counting("");
    let filling = Filling {
        db: &db,
        keys: &keys,
        now: clock.now(),
        progress: &|what, done| {
            bar.set_message(what);
            bar.set_position(done as u64);
        },
    };
    let amounts = Amounts {
        units: ask.units,
        organisations: ask.organisations,
        people: ask.people,
        activities: ask.activities,
        places: ask.places,
        spread: SPREAD,
    };
    let filled = fill(&filling, &amounts, ask.seed).and_then(|filled| {
        let people = if ask.sessions.is_some() {
            &filled.people[..]
        } else {
            &[]
        };
        open_sessions(&filling, people)
    });
    bar.finish_and_clear();
    db.close();
    let sessions = filled?;
    if let Some(path) = &ask.sessions {
        let mut lines = String::new();
        for session in &sessions {
            let line = serde_json::to_string(session).map_err(|why| Failure::Said(why.to_string()))?;
            // Writing to a string can't fail.
            _ = writeln!(lines, "{line}");
        }
        fs::write(path, lines).map_err(Failure::io(path.display().to_string()))?;
    }
    say(&format!(
        "{} units, {} organisations, {} people and {} activities are in.",
        ask.units, ask.organisations, ask.people, ask.activities
    ));
    Ok(ExitCode::SUCCESS)
}
