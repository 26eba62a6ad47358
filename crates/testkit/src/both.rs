//! One test, both databases.

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, DbUrl, OpenOptions, StoreError};
use tempfile::TempDir;

use crate::pg::PgDatabase;

/// Makes of each function a test on SQLite and one on PostgreSQL, called `name::sqlite` and `name::postgres`.
///
/// ```
/// use langqiao_testkit::both;
/// both! {
///     async fn a_new_database_has_no_events(db: Db) {
///         let count = db.read(|tx| tx.one("SELECT COUNT(*) FROM event", &[], |row| row.get::<i64>(0)));
///         assert_eq!(count.await.unwrap(), Some(0));
///     }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: Db) $body:block)+) => { $(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($db: $crate::Db) $body

            #[test]
            fn sqlite() {
                $crate::run_on($crate::Backend::Sqlite, story);
            }

            #[test]
            fn postgres() {
                $crate::run_on($crate::Backend::Postgres, story);
            }
        }
    )+ };
}

/// One of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in a folder of the test's own.
    Sqlite,
    /// A fresh database on the PostgreSQL of `LANGQIAO_TEST_PG`.
    Postgres,
}

/// A migrated database of one test's own, removed in the end.
pub struct TestDb {
    /// The database, open.
    pub db: Db,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Server(PgDatabase),
}

impl TestDb {
    /// Opens a new one.
    ///
    /// # Panics
    /// When that fails.
    pub fn new(backend: Backend) -> Self {
        let place = match backend {
            Backend::Sqlite => Place::Folder(
                tempfile::tempdir().unwrap_or_else(|error| panic!("a folder for the test: {error}")),
            ),
            Backend::Postgres => Place::Server(PgDatabase::fresh()),
        };
        Self {
            db: open(&place.url()),
            place,
        }
    }

    /// Adds tables and the like, a statement each, for tests of the store itself.
    ///
    /// # Panics
    /// When a statement fails.
    pub fn extend(&mut self, schema: &'static [&'static str]) {
        let done = self
            .db
            .write_blocking(By::system("test", &Clock::system()), |tx| {
                tx.bookkeeping();
                schema.iter().try_for_each(|sql| tx.execute(sql, &[]).map(drop))
            });
        done.unwrap_or_else(|error: StoreError| panic!("{error}"));
        self.reopen();
    }

    /// Closes and opens it again.
    ///
    /// # Panics
    /// When it can't be opened.
    pub fn reopen(&mut self) {
        self.db.close();
        self.db = open(&self.url());
    }

    /// Its address, to open it once more.
    pub fn url(&self) -> DbUrl {
        self.place.url()
    }

    /// The database on the server, if it is on PostgreSQL.
    pub fn server(&self) -> Option<&PgDatabase> {
        match &self.place {
            Place::Server(database) => Some(database),
            Place::Folder(_) => None,
        }
    }
}

impl Place {
    fn url(&self) -> DbUrl {
        match self {
            Self::Folder(folder) => DbUrl::Sqlite(folder.path().join("langqiao.db")),
            Self::Server(database) => database.url(),
        }
    }
}

fn open(url: &DbUrl) -> Db {
    let options = OpenOptions::new(Clock::system()).readers(2).writers(6);
    Db::open(url, options).unwrap_or_else(|error| panic!("{url}: {error}"))
}

impl Drop for TestDb {
    fn drop(&mut self) {
        self.db.close();
    }
}

/// Runs a story on a fresh database in a runtime of two threads.
///
/// # Panics
/// When the story does.
pub fn run_on<F: Future<Output = ()>>(backend: Backend, story: impl FnOnce(Db) -> F) {
    let test = TestDb::new(backend);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime
        .unwrap_or_else(|error| panic!("{error}"))
        .block_on(story(test.db.clone()));
}
