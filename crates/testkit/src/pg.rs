//! Fresh databases on the PostgreSQL that tests use.

use std::env;

use langqiao_kernel::clock::Clock;
use langqiao_store::{Db, DbUrl, OpenOptions, schema_version};
use postgres::{Client, NoTls};

/// Holds the lock under which the template is made; any number will do.
const TEMPLATE_LOCK: i64 = 0x6c71;

/// A database of one test's own, with all migrations applied; deleted in the end.
pub struct PgDatabase {
    server: String,
    name: String,
}

impl PgDatabase {
    /// Makes one on the server that `LANGQIAO_TEST_PG` names, as a copy of a template that is migrated once.
    ///
    /// # Panics
    /// When the variable is missing or the server can't be reached: a test that needs PostgreSQL is never left
    /// out in silence.
    pub fn fresh() -> Self {
        let database = Self::named();
        aside(|| {
            let mut client = connect(&database.server);
            let template = template(&mut client, &database.server);
            run(
                &mut client,
                &format!("CREATE DATABASE {} TEMPLATE {template}", database.name),
            );
        });
        database
    }

    /// Makes one without any tables.
    ///
    /// # Panics
    /// As of [`fresh`](Self::fresh).
    pub fn bare() -> Self {
        let database = Self::named();
        aside(|| {
            run(
                &mut connect(&database.server),
                &format!("CREATE DATABASE {}", database.name),
            )
        });
        database
    }

    fn named() -> Self {
        let name = format!("lq_test_{}", uuid::Uuid::now_v7().simple());
        Self {
            server: server(),
            name,
        }
    }

    /// Its address.
    pub fn url(&self) -> DbUrl {
        DbUrl::Postgres(address(&self.server, &self.name))
    }

    /// Runs statements on it over a plain connection, for what the store doesn't let anyone do.
    ///
    /// # Panics
    /// When they fail.
    pub fn run(&self, sql: &str) {
        aside(|| run(&mut connect(&address(&self.server, &self.name)), sql));
    }
}

impl Drop for PgDatabase {
    fn drop(&mut self) {
        // Not fatal: the whole server is thrown away after the run.
        aside(|| {
            if let Ok(mut client) = Client::connect(&self.server, NoTls) {
                _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
            }
        });
    }
}

/// The address of the server's maintenance database.
///
/// # Panics
/// When `LANGQIAO_TEST_PG` is not set.
pub fn server() -> String {
    env::var("LANGQIAO_TEST_PG").unwrap_or_else(|_| {
        panic!(
            "LANGQIAO_TEST_PG does not say where PostgreSQL is. \
             Start one: export LANGQIAO_TEST_PG=$(tools/pg-test.sh start)"
        )
    })
}

/// The name of a database that has all migrations of this program, made if need be.
fn template(client: &mut Client, server: &str) -> String {
    let template = format!("lq_template_{}", &schema_version()[..16]);
    run(client, &format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"));
    let known = client
        .query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&template])
        .unwrap_or_else(|error| panic!("{error}"));
    if known.is_none() {
        let draft = format!("{template}_draft");
        run(client, &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"));
        run(client, &format!("CREATE DATABASE {draft}"));
        let url = DbUrl::Postgres(address(server, &draft));
        let options = OpenOptions::new(Clock::system()).readers(1).writers(1);
        Db::open(&url, options)
            .unwrap_or_else(|error| panic!("{url}: {error}"))
            .close();
        run(client, &format!("ALTER DATABASE {draft} RENAME TO {template}"));
    }
    run(client, &format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})"));
    template
}

/// The address of another database on the same server.
fn address(server: &str, name: &str) -> String {
    let (base, query) = server
        .split_once('?')
        .map_or((server, None), |(base, query)| (base, Some(query)));
    let start = base.find("://").map_or(0, |scheme| scheme + 3);
    let end = base[start..].find('/').map_or(base.len(), |slash| start + slash);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{name}{query}", &base[..end])
}

/// Runs `work` on a thread of its own: the synchronous client can't be used where an async runtime runs.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        scope
            .spawn(work)
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap_or_else(|error| panic!("PostgreSQL of LANGQIAO_TEST_PG: {error}"))
}

fn run(client: &mut Client, sql: &str) {
    client
        .batch_execute(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_on_the_same_server() {
        assert_eq!(address("postgres://u@h:1/postgres", "x"), "postgres://u@h:1/x");
        assert_eq!(address("postgres://u@h", "x"), "postgres://u@h/x");
        assert_eq!(
            address("postgres://u@h/p?connect_timeout=3", "x"),
            "postgres://u@h/x?connect_timeout=3"
        );
    }
}
