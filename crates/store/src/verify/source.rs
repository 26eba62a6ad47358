//! Where the log is read from: a database, a file, or its exported text.

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use crate::constraint::ConstraintNames;
use crate::seal::Seal;
use crate::sqlite_conn::{self, Session};
use crate::tx::Conn;
use crate::verify::check::{Entry, Source, check};
use crate::verify::export::Line;
use crate::verify::{Expect, Report};
use crate::{Db, EventRow, ReadTx, StoreError, params};

/// How many events are in memory at a time.
const CHUNK: i64 = 1000;

/// Verifies the log of an open database. Blocks.
///
/// # Errors
/// When it can't be read at all; what is wrong in it is in the report.
pub fn database(db: &Db, expect: &Expect) -> Result<Report, StoreError> {
    check(&mut Tables::new(db.clone()), expect)
}

/// Verifies the log in an SQLite file that no program need have open: a copy, a backup, read-only media.
///
/// # Errors
/// When it can't be read at all; what is wrong in it is in the report.
pub fn sqlite_file(path: &Path, expect: &Expect) -> Result<Report, StoreError> {
    let conn = sqlite_conn::open_copy(path)?;
    let session = Session::new(&conn, Arc::new(ConstraintNames::default()));
    check(&mut Tables::new(ReadTx::new(Conn::Sqlite(session))), expect)
}

/// Verifies a log that was exported by [`export_jsonl`](crate::verify::export_jsonl).
///
/// # Errors
/// When it can't be read at all; what is wrong in it is in the report.
pub fn jsonl(text: impl BufRead, expect: &Expect) -> Result<Report, StoreError> {
    check(
        &mut Lines {
            text,
            number: 0,
            next: None,
        },
        expect,
    )
}

/// Reads the tables of the log, some rows at a time, each with its number.
pub(super) trait Tabled {
    fn seal_after(&mut self, number: i64) -> Result<Option<(i64, Entry<Seal>)>, StoreError>;
    fn events_after(&mut self, after: i64, through: i64) -> Result<Vec<(i64, Entry<EventRow>)>, StoreError>;
}

impl Tabled for ReadTx<'_> {
    fn seal_after(&mut self, number: i64) -> Result<Option<(i64, Entry<Seal>)>, StoreError> {
        self.one(Seal::SELECT_AFTER, params![number], |row| {
            let number = row.get(0)?;
            Ok((
                number,
                Seal::read(row).map_err(|error| format!("seal {number}: {error}")),
            ))
        })
    }

    fn events_after(&mut self, after: i64, through: i64) -> Result<Vec<(i64, Entry<EventRow>)>, StoreError> {
        self.all(
            "SELECT seq, at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail
             FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3",
            params![after, through, CHUNK],
            |row| {
                let seq = row.get(0)?;
                Ok((
                    seq,
                    EventRow::read(row).map_err(|error| format!("event {seq}: {error}")),
                ))
            },
        )
    }
}

impl Tabled for Db {
    fn seal_after(&mut self, number: i64) -> Result<Option<(i64, Entry<Seal>)>, StoreError> {
        self.read_blocking(move |tx| tx.seal_after(number))
    }

    fn events_after(&mut self, after: i64, through: i64) -> Result<Vec<(i64, Entry<EventRow>)>, StoreError> {
        self.read_blocking(move |tx| tx.events_after(after, through))
    }
}

pub(super) struct Tables<T> {
    tables: T,
    number: i64,
}

impl<T> Tables<T> {
    pub(super) fn new(tables: T) -> Self {
        Self {
            tables,
            number: i64::MIN,
        }
    }
}

impl<T: Tabled> Source for Tables<T> {
    fn seal(&mut self) -> Result<Option<Entry<Seal>>, StoreError> {
        let next = self.tables.seal_after(self.number)?;
        Ok(next.map(|(number, seal)| {
            self.number = number;
            seal
        }))
    }

    fn events(
        &mut self,
        mut after: i64,
        through: i64,
        each: &mut dyn FnMut(Entry<EventRow>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        loop {
            let events = self.tables.events_after(after, through)?;
            let Some((last, _)) = events.last() else {
                return Ok(());
            };
            after = *last;
            for (_, event) in events {
                each(event)?;
            }
        }
    }

    fn is_done(&mut self) -> Result<bool, StoreError> {
        Ok(true)
    }
}

/// The exported text, line by line.
struct Lines<R> {
    text: R,
    number: u64,
    /// The line that was read and is not yet used.
    next: Option<Entry<Line>>,
}

impl<R: BufRead> Lines<R> {
    /// The next line, left in place.
    fn peek(&mut self) -> Result<Option<&Entry<Line>>, StoreError> {
        if self.next.is_none() {
            let mut line = String::new();
            if self.text.read_line(&mut line)? > 0 {
                self.number += 1;
                let number = self.number;
                let read = serde_json::from_str(&line).map_err(|error| format!("line {number}: {error}"));
                self.next = Some(read);
            }
        }
        Ok(self.next.as_ref())
    }
}

impl<R: BufRead> Source for Lines<R> {
    fn seal(&mut self) -> Result<Option<Entry<Seal>>, StoreError> {
        match self.peek()? {
            None | Some(Ok(Line::Event(_))) => return Ok(None),
            Some(Err(_) | Ok(Line::Seal(_))) => {}
        }
        let number = self.number;
        Ok(self.next.take().map(|line| match line {
            Ok(Line::Seal(seal)) => seal.read().ok_or_else(|| format!("line {number}: no seal")),
            Ok(Line::Event(_)) => Err(format!("line {number}: an event where a seal is due")),
            Err(why) => Err(why),
        }))
    }

    fn events(
        &mut self,
        _after: i64,
        through: i64,
        each: &mut dyn FnMut(Entry<EventRow>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        loop {
            match self.peek()? {
                Some(Ok(Line::Event(event))) if event.seq <= through => {}
                Some(Err(_)) => {}
                _ => return Ok(()),
            }
            match self.next.take() {
                Some(Ok(Line::Event(event))) => each(Ok(event))?,
                Some(Err(why)) => each(Err(why))?,
                _ => return Ok(()),
            }
        }
    }

    fn is_done(&mut self) -> Result<bool, StoreError> {
        Ok(self.peek()?.is_none())
    }
}
