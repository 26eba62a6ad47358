//! A house filled with invented records, and those who send it requests.

use std::{
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use langqiao::bench_data::{self, Amounts, Filled, Filling, Session};
use langqiao_kernel::clock::Clock;
use langqiao_platform::keys::Keys;
use langqiao_store::{Db, OpenOptions};
use tempfile::TempDir;

use crate::program::{Running, house};

/// The same everywhere.
const SEED: u64 = 7;
/// The longest that a house takes for the work that its filling left.
const CAUGHT_UP: Duration = Duration::from_secs(120);
/// How often it is looked whether it is through.
const LOOK: Duration = Duration::from_millis(20);

/// A house that is filled and can be served.
pub struct Stage {
    /// Where its key is, its log and, with SQLite, its database. Removed in the end.
    pub folder: TempDir,
    /// Its database's address.
    pub database: String,
    /// Its keys.
    pub keys: Arc<Keys>,
    /// When it was filled.
    pub now: Timestamp,
    /// What is in it.
    pub filled: Filled,
    /// A session of each resident.
    pub residents: Vec<Session>,
    /// A session of the host's leader, for each activity.
    pub hosts: Vec<Session>,
    /// A session of the county office's leader.
    pub office: Session,
}

/// A folder on the disk that the build is on: where databases are synced in earnest, which a `/tmp` in memory isn't.
///
/// # Panics
/// When it can't be made.
pub fn folder() -> TempDir {
    std::fs::create_dir_all("target").expect("a target folder");
    tempfile::tempdir_in("target").expect("a folder for the bench")
}

/// The address of the SQLite database in a folder.
pub fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("langqiao.db").display())
}

impl Stage {
    /// Fills the database at this address, or one in SQLite without one.
    ///
    /// # Panics
    /// When that fails.
    pub fn fill(database: Option<&str>, amounts: &Amounts) -> Self {
        let folder = folder();
        let database = database.map_or_else(|| sqlite(folder.path()), str::to_owned);
        let keys = Arc::new(Keys::open(&folder.path().join("key")).expect("a key"));
        let clock = Clock::system();
        let url = database.parse().expect("the address of a database");
        let db = Db::open(&url, OpenOptions::new(clock.clone())).expect("a database");
        let filling = Filling {
            db: &db,
            keys: &keys,
            now: clock.now(),
            progress: &|_, _| {},
        };
        let filled = bench_data::fill(&filling, amounts, SEED).expect("it can be filled");
        let sign_in = |people: &[_]| bench_data::open_sessions(&filling, people).expect("people sign in");
        let residents = sign_in(&filled.people);
        let leaders: Vec<_> = filled.activities.iter().map(|held| held.host.person).collect();
        let hosts = sign_in(&leaders);
        let office = sign_in(&[filled.office.person]).remove(0);
        let now = filling.now;
        db.close();
        Self {
            folder,
            database,
            keys,
            now,
            filled,
            residents,
            hosts,
            office,
        }
    }

    /// Its database.
    ///
    /// # Panics
    /// When it can't be opened.
    pub fn open(&self) -> Db {
        let url = self.database.parse().expect("the address of a database");
        Db::open(&url, OpenOptions::new(Clock::system()).without_migrating()).expect("a database")
    }

    /// Serves it, and waits until the work that its filling left is done: what is measured is a house on a day of its
    /// life, not one that was filled a moment ago.
    ///
    /// # Panics
    /// When it doesn't start, or isn't through after two minutes.
    #[expect(
        clippy::disallowed_methods,
        reason = "another process tells nobody when it is through"
    )]
    pub fn serve(&self) -> Running {
        let house = Running::start(house(self.folder.path(), &self.database));
        let (begun, db) = (Instant::now(), self.open());
        let left = || {
            let jobs = db.read_blocking(|tx| tx.waiting_jobs(100)).expect("its jobs");
            let now = Clock::system().now();
            jobs.iter()
                .any(|job| job.leased_by.is_some() || job.due_at <= now)
        };
        while left() {
            assert!(begun.elapsed() < CAUGHT_UP, "it is through with its jobs");
            thread::sleep(LOOK);
        }
        db.close();
        house
    }
}

/// What a rush needs: so many residents, activities with places for all of them, all doors open.
pub fn rush(people: usize, activities: usize) -> Amounts {
    Amounts {
        units: 1_000,
        organisations: 1_000,
        people,
        activities,
        places: 100_000,
        spread: SignedDuration::from_mins(30),
    }
}

/// The header lines that a session's requests carry.
pub fn cookie(session: &Session) -> String {
    format!("Cookie: {}\r\n", session.cookie)
}
