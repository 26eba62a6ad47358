//! Invented records to measure with: as many as are asked for, entered through the same use cases as real ones,
//! so that events, roll-ups, the search index and coverage are there as in a county that has lived.
//!
//! Areas are the real divisions; everything else is invented. The same seed gives the same names and numbers.

mod people;
mod programme;
mod registers;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::keys::Keys;
use langqiao_store::{Actor, By, Db, StoreError, WriteTx, params};
use rand::{SeedableRng, rngs::StdRng};

use crate::{demo::names::Names, failure::Failure};

pub use people::{Session, open_sessions};

/// The fewest organisations: the reform's office and the county federations of the four lines.
pub const LEAST_ORGANISATIONS: usize = 5;

/// How much to invent.
#[derive(Clone, Copy, Debug)]
pub struct Amounts {
    /// Units: every village and community first, then firms.
    pub units: usize,
    /// Organisations, from the county down; at least [`LEAST_ORGANISATIONS`].
    pub organisations: usize,
    /// Residents.
    pub people: usize,
    /// Published activities.
    pub activities: usize,
    /// Places of each activity, at most 100,000.
    pub places: i64,
    /// Over how long a time the activities begin, the first in an hour.
    pub spread: SignedDuration,
}

/// An activity with whoever holds it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Which.
    pub activity: ActivityId,
    /// By whom.
    pub host: Officer,
}

/// An organisation with whoever leads it.
#[derive(Clone, Copy, Debug)]
pub struct Officer {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Who leads it.
    pub person: PersonId,
}

/// What was entered.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The reform's office of the county, which sees all of it.
    pub office: Officer,
    /// Residents, in the order in which they were entered.
    pub people: Vec<PersonId>,
    /// Activities, the earliest first.
    pub activities: Vec<Held>,
}

/// Where to fill, and when it is.
pub struct Filling<'f> {
    /// The database: empty but for its schema.
    pub db: &'f Db,
    /// The keys that names and phones are sealed with.
    pub keys: &'f Arc<Keys>,
    /// The moment at which everything is entered.
    pub now: Timestamp,
    /// Told what is being entered and how many of it are in.
    pub progress: &'f dyn Fn(&'static str, usize),
}

/// How many rows are entered in one transaction.
const PORTION: usize = 500;

/// Fills an empty database. Blocks.
///
/// # Errors
/// When the database holds something already, or fails.
pub fn fill(filling: &Filling<'_>, amounts: &Amounts, seed: u64) -> Result<Filled, Failure> {
    filling.require_empty()?;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut names = Names::new(&mut rng);
    let county = registers::enter(filling, amounts, &mut names)?;
    let people = people::enter(filling, amounts.people, &county, &mut names)?;
    let activities = programme::announce(filling, amounts, &county)?;
    Ok(Filled {
        office: county.office,
        people,
        activities,
    })
}

impl Filling<'_> {
    fn require_empty(&self) -> Result<(), Failure> {
        let held = self.db.read_blocking(|tx| {
            tx.one(
                "SELECT (SELECT COUNT(*) FROM area) + (SELECT COUNT(*) FROM person)",
                params![],
                |row| row.get::<i64>(0),
            )
        });
        match held.map_err(|why: StoreError| why)? {
            Some(0) => Ok(()),
            _ => Err(Failure::Said(
                "the database holds something already: invented records need one of their own".to_owned(),
            )),
        }
    }

    fn write<T: Send + 'static>(
        &self,
        run: impl FnMut(&mut WriteTx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.db
            .write_blocking(By::new(Actor::System("bench-data"), self.now), run)
    }

    /// Enters `rows` a portion at a time and gathers what each portion gives.
    fn portions<R, T>(
        &self,
        what: &'static str,
        rows: &[R],
        enter: impl FnMut(&mut WriteTx<'_>, &R) -> Result<T, Failure> + Clone + Send + 'static,
    ) -> Result<Vec<T>, Failure>
    where
        R: Clone + Send + 'static,
        T: Send + 'static,
    {
        let mut all = Vec::with_capacity(rows.len());
        for portion in rows.chunks(PORTION) {
            let (portion, mut enter) = (portion.to_vec(), enter.clone());
            let entered = self.write(move |tx| portion.iter().map(|row| enter(tx, row)).collect())?;
            all.extend::<Vec<T>>(entered);
            (self.progress)(what, all.len());
        }
        Ok(all)
    }
}

/// A use case that refuses an invented record is a mistake in the invention.
fn unexpected(what: &str, why: impl std::fmt::Debug) -> Failure {
    Failure::Said(format!("{what} could not be invented: {why:?}"))
}
