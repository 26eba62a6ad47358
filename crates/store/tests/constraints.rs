//! Whatever the schema forbids has the same name on both databases.

use langqiao_kernel::clock::Clock;
use langqiao_store::{By, Db, StoreError};
use langqiao_testkit::{Backend, TestDb};

const SCHEMA: &[&str] = &[
    "CREATE TABLE room (
        id TEXT NOT NULL CONSTRAINT room_pkey PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        seats BIGINT NOT NULL CONSTRAINT room_has_seats CHECK (seats > 0)
     )",
    "CREATE TABLE booking (
        room TEXT NOT NULL REFERENCES room (id),
        day BIGINT NOT NULL,
        person TEXT NOT NULL,
        cancelled BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (room, day, person)
     )",
    "CREATE UNIQUE INDEX booking_once_a_day ON booking (person, day) WHERE cancelled = 0",
    "CREATE TABLE counter (id INTEGER CONSTRAINT counter_only PRIMARY KEY, label TEXT)",
    "CREATE UNIQUE INDEX counter_label_any_case ON counter (lower(label))",
    "INSERT INTO room (id, name, seats) VALUES ('r1', 'hall', 20), ('r2', 'yard', 5)",
    "INSERT INTO booking (room, day, person) VALUES ('r1', 1, 'ann')",
    "INSERT INTO counter (id, label) VALUES (1, 'a')",
];

const VIOLATIONS: &[(&str, &str)] = &[
    (
        "INSERT INTO room (id, name, seats) VALUES ('r1', 'x', 1)",
        "room_pkey",
    ),
    (
        "INSERT INTO room (id, name, seats) VALUES ('r3', 'hall', 1)",
        "room_name_key",
    ),
    (
        "INSERT INTO room (id, name, seats) VALUES ('r3', 'x', 0)",
        "room_has_seats",
    ),
    (
        "INSERT INTO room (id, name, seats) VALUES ('r3', NULL, 1)",
        "room_name_not_null",
    ),
    (
        "INSERT INTO booking (room, day, person) VALUES ('r9', 9, 'x')",
        "foreign_key",
    ),
    ("DELETE FROM room WHERE id = 'r1'", "foreign_key"),
    (
        "INSERT INTO booking (room, day, person, cancelled) VALUES ('r1', 1, 'ann', 1)",
        "booking_pkey",
    ),
    (
        "INSERT INTO booking (room, day, person) VALUES ('r2', 1, 'ann')",
        "booking_once_a_day",
    ),
    ("INSERT INTO counter (id) VALUES (1)", "counter_only"),
    (
        "INSERT INTO counter (id, label) VALUES (2, 'A')",
        "counter_label_any_case",
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
