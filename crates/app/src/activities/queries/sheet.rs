//! Who signed up and what they answered: for the sign-in sheet and for the list.

use std::collections::BTreeMap;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_store::{ReadTx, Row, StoreError, params};
use serde_json::Value;

use crate::activities::model::QuestionKind;

/// What a party answered, by question; all of a party answer together.
pub type Answers = BTreeMap<String, String>;

/// A question as it was put to those who signed up.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id, under which answers are kept.
    pub id: String,
    /// The question.
    pub label: String,
    /// How it is answered.
    pub kind: QuestionKind,
}

/// What those who sign up for an activity are asked, in order.
///
/// # Errors
/// When the database fails.
pub fn asked(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<Asked>, StoreError> {
    tx.all(
        "SELECT id, label, kind FROM question WHERE activity = ?1 ORDER BY position",
        params![id],
        |row| {
            Ok(Asked {
                id: row.get(0)?,
                label: row.get(1)?,
                kind: row.get(2)?,
            })
        },
    )
}

/// The answers of the party of the sign-up `s`, which stand with one of its rows.
macro_rules! answers_of_party {
    () => {
        "(SELECT x.answers FROM signup x WHERE x.party = s.party AND x.answers <> '{}' LIMIT 1)"
    };
}

fn answers(row: &Row<'_>, column: usize) -> Result<Answers, StoreError> {
    let kept = row.get::<Option<Value>>(column)?;
    Ok(kept.map(serde_json::from_value).transpose()?.unwrap_or_default())
}

/// A line of the sign-in sheet.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Whose place it is.
    pub person: PersonId,
    /// Their name as screens show it.
    pub name_masked: String,
    /// `attendee` or `volunteer`.
    pub role: String,
    /// The party they come with.
    pub party: String,
    /// The code that is typed where nothing is scanned.
    pub code: String,
    /// What their party answered.
    pub answers: Answers,
}

/// The sign-in sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What was asked.
    pub asked: Vec<Asked>,
    /// Everybody who has a place.
    pub rows: Vec<SheetRow>,
}

/// Everybody who has a place: helpers after those who take part, parties together, in the order of signing up.
///
/// # Errors
/// When the database fails.
pub fn sheet(tx: &mut ReadTx, id: ActivityId) -> Result<Sheet, StoreError> {
    let rows = tx.all(
        concat!(
            "SELECT s.person, p.name_masked, s.role, s.party, s.code, ",
            answers_of_party!(),
            " FROM signup s JOIN person p ON p.id = s.person
              WHERE s.activity = ?1 AND s.state = 'seat'
              ORDER BY s.role, s.number, s.id"
        ),
        params![id],
        |row| {
            Ok(SheetRow {
                person: row.get(0)?,
                name_masked: row.get(1)?,
                role: row.get(2)?,
                party: row.get(3)?,
                code: row.get(4)?,
                answers: answers(row, 5)?,
            })
        },
    )?;
    let asked = asked(tx, id)?;
    Ok(Sheet { asked, rows })
}

fn afterwards(row: &Row<'_>, at: usize) -> Result<Option<Afterwards>, StoreError> {
    let Some(by) = row.get(at)? else { return Ok(None) };
    Ok(Some(Afterwards {
        by,
        on_paper: row.get::<Option<i64>>(at + 1)? == Some(1),
        reason: row.get(at + 2)?,
    }))
}

/// A line of the list of those who signed up.
#[derive(Clone, Debug)]
pub struct RollRow {
    /// The sign-up.
    pub id: SignupId,
    /// Whose.
    pub person: PersonId,
    /// Their name as screens show it.
    pub name: String,
    /// `attendee` or `volunteer`.
    pub role: String,
    /// Whether they have a place, wait, are offered one, or are gone.
    pub state: String,
    /// Their number in the order of signing up.
    pub number: i64,
    /// Of who waits, the place in the waiting list, from 1; a family has one.
    pub place: Option<i64>,
    /// Which of the groups that come first their party is in, from 0; their number for who is in none.
    pub rank: i64,
    /// The party they come with.
    pub party: String,
    /// The code of their ticket.
    pub code: String,
    /// When they signed up.
    pub at: Timestamp,
    /// What their party answered.
    pub answers: Answers,
    /// How they were added afterwards, where they were.
    pub afterwards: Option<Afterwards>,
    /// Whether somebody else has their place now, to whom it was handed on.
    pub handed_on: bool,
}

/// That somebody did not sign up but was added afterwards.
#[derive(Clone, Debug)]
pub struct Afterwards {
    /// By whom, as screens show it.
    pub by: String,
    /// Whether from a sheet that they signed.
    pub on_paper: bool,
    /// Why somebody let by what stood against it, where something did.
    pub reason: Option<String>,
}

/// Which of those who signed up are listed.
#[derive(Clone, Debug, Default)]
pub struct RollQuery {
    /// Of one role.
    pub role: Option<&'static str>,
    /// In one state.
    pub state: Option<&'static str>,
    /// Whether in the order of the waiting list, by the groups that come first.
    pub by_rank: bool,
    /// After this one: its role, number and id.
    pub after: Option<(String, i64, SignupId)>,
    /// How many rows to skip.
    pub skip: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// The place in the waiting list of each who waits for an activity, `?1`: a family has one place.
macro_rules! places_in_queue {
    () => {
        "(SELECT id, DENSE_RANK() OVER (PARTITION BY role ORDER BY rank, number) AS place FROM signup
          WHERE activity = ?1 AND state = 'waiting')"
    };
}
pub(crate) use places_in_queue;

/// Those who signed up, in the order of signing up, or of the waiting list; and how many in all.
///
/// # Errors
/// When the database fails.
pub fn roll(tx: &mut ReadTx, id: ActivityId, query: &RollQuery) -> Result<(Vec<RollRow>, i64), StoreError> {
    let (role, number, last) = match &query.after {
        Some((role, number, last)) => (Some(role.as_str()), *number, Some(*last)),
        None => (None, 0, None),
    };
    let mut all = 0;
    let rows = tx.all(
        concat!(
            "SELECT s.id, p.name_masked, s.role, s.state, s.number, s.party, s.code, s.created_at, ",
            answers_of_party!(),
            ", COUNT(*) OVER (), s.person, ab.name_masked, w.on_paper, w.reason, q.place, s.rank,
               (SELECT COUNT(h.taken_by) FROM handed_on h WHERE h.signup = s.id)
              FROM signup s JOIN person p ON p.id = s.person LEFT JOIN ",
            places_in_queue!(),
            " q ON q.id = s.id
              LEFT JOIN walk_in w ON w.party = s.party LEFT JOIN person ab ON ab.id = w.added_by
              WHERE s.activity = ?1 AND (CAST(?2 AS TEXT) IS NULL OR s.role = ?2)
                AND (CAST(?3 AS TEXT) IS NULL OR s.state = ?3)
                AND (CAST(?6 AS TEXT) IS NULL OR (s.role, s.number, s.id) > (?6, ?7, ?8))
              ORDER BY s.role, CASE WHEN CAST(?9 AS BIGINT) = 1 THEN s.rank ELSE 0 END, s.number, s.id
              LIMIT ?4 OFFSET ?5"
        ),
        params![
            id,
            query.role,
            query.state,
            query.limit,
            query.skip,
            role,
            number,
            last,
            i64::from(query.by_rank)
        ],
        |row| {
            all = row.get(9)?;
            Ok(RollRow {
                id: row.get(0)?,
                person: row.get(10)?,
                name: row.get(1)?,
                role: row.get(2)?,
                state: row.get(3)?,
                number: row.get(4)?,
                party: row.get(5)?,
                code: row.get(6)?,
                at: row.get(7)?,
                answers: answers(row, 8)?,
                afterwards: afterwards(row, 11)?,
                place: row.get(14)?,
                rank: row.get(15)?,
                handed_on: row.get::<i64>(16)? > 0,
            })
        },
    )?;
    Ok((rows, all))
}
