//! Whatever the schema forbids has the same name on both databases.

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, StoreError};
use langqiao_testkit::{Backend, TestDb};

const SCHEMA: &[&str] = &[
    "CREATE TABLE t_room (
        id TEXT NOT NULL CONSTRAINT t_room_pkey PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        seats BIGINT NOT NULL CONSTRAINT t_room_has_seats CHECK (seats > 0)
     )",
    "CREATE TABLE t_booking (
        room TEXT NOT NULL REFERENCES t_room (id),
        day BIGINT NOT NULL,
        person TEXT NOT NULL,
        cancelled BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (room, day, person)
     )",
    "CREATE UNIQUE INDEX t_booking_once_a_day ON t_booking (person, day) WHERE cancelled = 0",
    "CREATE TABLE t_counter (id INTEGER CONSTRAINT t_counter_only PRIMARY KEY, label TEXT)",
    "CREATE UNIQUE INDEX t_counter_label_any_case ON t_counter (lower(label))",
    "INSERT INTO t_room (id, name, seats) VALUES ('r1', 'hall', 20), ('r2', 'yard', 5)",
    "INSERT INTO t_booking (room, day, person) VALUES ('r1', 1, 'ann')",
    "INSERT INTO t_counter (id, label) VALUES (1, 'a')",
];

const VIOLATIONS: &[(&str, &str)] = &[
    (
        "INSERT INTO t_room (id, name, seats) VALUES ('r1', 'x', 1)",
        "t_room_pkey",
    ),
    (
        "INSERT INTO t_room (id, name, seats) VALUES ('r3', 'hall', 1)",
        "t_room_name_key",
    ),
    (
        "INSERT INTO t_room (id, name, seats) VALUES ('r3', 'x', 0)",
        "t_room_has_seats",
    ),
    (
        "INSERT INTO t_room (id, name, seats) VALUES ('r3', NULL, 1)",
        "t_room_name_not_null",
    ),
    (
        "INSERT INTO t_booking (room, day, person) VALUES ('r9', 9, 'x')",
        "foreign_key",
    ),
    ("DELETE FROM t_room WHERE id = 'r1'", "foreign_key"),
    (
        "INSERT INTO t_booking (room, day, person, cancelled) VALUES ('r1', 1, 'ann', 1)",
        "t_booking_pkey",
    ),
    (
        "INSERT INTO t_booking (room, day, person) VALUES ('r2', 1, 'ann')",
        "t_booking_once_a_day",
    ),
    ("INSERT INTO t_counter (id) VALUES (1)", "t_counter_only"),
    (
        "INSERT INTO t_counter (id, label) VALUES (2, 'A')",
        "t_counter_label_any_case",
    ),
    ("DELETE FROM event", "event_append_only"),
];

fn violate(db: &Db, sql: &'static str) -> Result<u64, StoreError> {
    db.write_blocking(By::system("test", &Clock::system()), move |tx| {
        tx.bookkeeping();
        tx.execute("INSERT INTO event (at, actor_kind, act, subject_kind, subject) VALUES (0, 'visitor', '', '', '')", &[])?;
        tx.execute(sql, &[])
    })
}

fn names(backend: Backend) {
    let mut test = TestDb::new(backend);
    test.extend(SCHEMA);
    for (sql, name) in VIOLATIONS {
        let outcome = violate(&test.db, sql);
        assert_eq!(
            outcome.as_ref().err().and_then(StoreError::constraint),
            Some(*name),
            "{sql}: {outcome:?}"
        );
    }
}

#[test]
fn violations_have_names_on_sqlite() {
    names(Backend::Sqlite);
}

#[test]
fn violations_have_names_on_postgres() {
    names(Backend::Postgres);
}
