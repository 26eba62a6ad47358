//! The demonstration county: real divisions, everything else invented and marked so.
//!
//! It is filled through the same use cases as a real one, at the times at which things would have happened,
//! so that every number of it opens to records.

mod agenda;
mod classes;
mod companions;
mod consents;
mod contests;
pub(crate) mod county;
pub mod drawings;
mod gates;
mod history;
mod lending;
pub mod names;
mod panels;
pub mod plan;
pub(crate) mod programme;
mod rooms;
mod shifts;
mod sign_ins;
mod sites;
mod standings;
mod uses;
mod voices;

use langqiao_kernel::time;
use langqiao_platform::house::House;
use langqiao_store::{StoreError, params};

use crate::{failure::Failure, logs};

pub use sign_ins::SignIn;

/// The table of divisions that the project carries; see data/README.md for its source.
const DIVISIONS: &str = include_str!("../../../../data/divisions-330483.csv");

/// Fills an empty house with the county that `seed` gives, and tells how to sign in for each role. A house that
/// is filled already is left as it is.
///
/// # Errors
/// When the database fails, or the house holds something else than a demonstration.
pub async fn fill_if_empty(house: &House, seed: u64, tell: bool) -> Result<Vec<SignIn>, Failure> {
    let app = house.app();
    if let Some(kept) = sign_ins::kept(app).await? {
        return sign_ins::renew_tokens(app, kept).await;
    }
    let people = "SELECT COUNT(*) FROM person";
    let people: Option<i64> = app
        .db
        .read(move |tx| tx.one(people, params![], |row| row.get(0)))
        .await
        .map_err(|why: StoreError| why)?;
    if people.unwrap_or(0) > 0 {
        return Err(Failure::Said(
            "the data folder holds a real house: a demonstration needs a folder of its own".to_owned(),
        ));
    }
    let say = |what: &str| {
        if tell {
            logs::say(what);
        }
    };
    let divisions = divisions();
    let plan = plan::draw_up(&divisions, seed, time::day(app.now()));
    say("Filling the demonstration county: divisions, units and organisations …");
    let county = county::build(app, &divisions, &plan).await?;
    rooms::lay_down(app, &plan, &county).await?;
    say("… people, activities and what became of them …");
    history::play(house, &plan, &county, seed).await?;
    sites::play(app, &plan, &county).await?;
    rooms::play(app, &plan, &county).await?;
    consents::play(app, &plan, &county).await?;
    uses::play(app, &plan, &county, seed).await?;
    lending::play(app, &plan, &county).await?;
    gates::play(app, &plan, &county).await?;
    contests::play(app, &plan, &county, seed).await?;
    classes::play(app, &plan, &county, seed).await?;
    let sign_ins = sign_ins::make(app, &plan, &county).await?;
    classes::name_teacher(app, &sign_ins).await?;
    standings::play(app, &sign_ins).await?;
    companions::play(app, &sign_ins).await?;
    panels::play(app, &plan, &county, &sign_ins).await?;
    say("… done.");
    Ok(sign_ins)
}

/// The real divisions of the county.
pub fn divisions() -> Vec<plan::Division> {
    plan::divisions(DIVISIONS)
}

/// A use case that refuses something in the demonstration is a mistake in the demonstration.
fn unexpected(what: &str, why: impl std::fmt::Debug) -> Failure {
    Failure::Said(format!("the demonstration could not {what}: {why:?}"))
}
