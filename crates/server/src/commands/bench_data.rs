//! `bench-data`: invented records to measure with.

use std::{fmt::Write as _, fs, path::Path, process::ExitCode, sync::Arc};

use jiff::SignedDuration;
use langqiao_kernel::{
    clock::Clock,
    id::{ActivityId, OrganisationId},
};
use langqiao_platform::keys::Keys;
use langqiao_store::OpenOptions;
use serde::Serialize;

use super::progress;
use crate::{
    bench_data::{Amounts, Filled, Filling, Held, Session, fill, open_sessions},
    cli::BenchData,
    failure::Failure,
    logs::say,
    opening,
};

/// A session of whoever leads an organisation, and what it holds.
#[derive(Serialize)]
struct Host {
    organisation: OrganisationId,
    activity: ActivityId,
    #[serde(flatten)]
    session: Session,
}

fn hosts(filling: &Filling<'_>, filled: &Filled) -> Result<Vec<Host>, Failure> {
    let leaders: Vec<_> = filled.activities.iter().map(|held| held.host.person).collect();
    let host = |(held, session): (&Held, Session)| Host {
        organisation: held.host.organisation,
        activity: held.activity,
        session,
    };
    let sessions = open_sessions(filling, &leaders)?;
    Ok(filled.activities.iter().zip(sessions).map(host).collect())
}

/// A line of JSON for each.
fn write_lines(path: &Path, each: &[impl Serialize]) -> Result<(), Failure> {
    let mut lines = String::new();
    for one in each {
        let line = serde_json::to_string(one).map_err(|why| Failure::Said(why.to_string()))?;
        // Writing to a string can't fail.
        _ = writeln!(lines, "{line}");
    }
    fs::write(path, lines).map_err(Failure::io(path.display().to_string()))
}

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
    let done = fill(&filling, &amounts, ask.seed).and_then(|filled| {
        if let Some(path) = &ask.sessions {
            write_lines(path, &open_sessions(&filling, &filled.people)?)?;
        }
        if let Some(path) = &ask.hosts {
            write_lines(path, &hosts(&filling, &filled)?)?;
        }
        Ok(())
    });
    bar.finish_and_clear();
    db.close();
    done?;
    say(&format!(
        "{} units, {} organisations, {} people and {} activities are in.",
        ask.units, ask.organisations, ask.people, ask.activities
    ));
    Ok(ExitCode::SUCCESS)
}
