//! All SQL of trial lessons.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ActivityId, LessonId, PersonId, TrialId};
use langqiao_platform::keys::{Field, Keys};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::super::model::Course;
use crate::standings::Asks;

/// Somebody on trial, as the host sees them.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Which.
    pub id: TrialId,
    /// Who.
    pub person: PersonId,
    /// Their name, masked, or in full where it was disclosed.
    pub name: String,
    /// Who booked it for them, masked; nothing for who booked it themselves.
    pub guardian: Option<String>,
    /// When they were born.
    pub birth: Option<Date>,
    /// Whether they came, once that is noted.
    pub came: Option<bool>,
}

/// A trial that stands: not given back, and not of somebody who has a place in the course by now.
macro_rules! stands {
    () => {
        "t.cancelled_at IS NULL AND (t.came IS NOT NULL OR NOT EXISTS (SELECT 1 FROM signup s
           WHERE s.activity = t.course AND s.person = t.person AND s.state = 'seat'))"
    };
}

/// Those on trial in a session.
pub fn in_session(tx: &mut ReadTx<'_>, lesson: LessonId) -> Result<Vec<Trial>, StoreError> {
    tx.all(
        concat!("SELECT t.id, t.person, p.name_masked, CASE WHEN t.person = t.booker THEN NULL ELSE g.name_masked END, t.came,
                p.birth_day
         FROM course_trial t JOIN person p ON p.id = t.person JOIN person g ON g.id = t.booker
         WHERE t.session = ?1 AND ", stands!(), " ORDER BY t.id"),
        params![lesson],
        |row| {
            Ok(Trial {
                id: row.get(0)?,
                person: row.get(1)?,
                name: row.get(2)?,
                guardian: row.get(3)?,
                came: row.get::<Option<i64>>(4)?.map(|came| came == 1),
                birth: row.get(5)?,
            })
        },
    )
}

/// What a course asks of those who come, where it asks for anything.
pub fn asks(tx: &mut ReadTx<'_>, course: ActivityId) -> Result<Option<Asks>, StoreError> {
    let found = tx.one(
        "SELECT asks FROM activity WHERE id = ?1",
        params![course],
        |row| Asks::read(row, 0),
    )?;
    Ok(found.flatten())
}

/// A session that can be tried.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which.
    pub lesson: LessonId,
    /// When it begins and ends.
    pub span: (Timestamp, Timestamp),
    /// Where.
    pub place: String,
    /// How many more may try it.
    pub free: i64,
}

/// The next sessions of a course with how many may still try them, at most `most`.
pub fn offers(
    tx: &mut ReadTx<'_>,
    course: &Course,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Offer>, StoreError> {
    let places = course.trial_places;
    tx.all(
        concat!(
            "SELECT l.id, l.starts_at, l.ends_at, l.place,
                    (SELECT COUNT(*) FROM course_trial t WHERE t.session = l.id AND ",
            stands!(),
            ") FROM course_session l
             WHERE l.course = ?1 AND l.cancelled_at IS NULL AND l.starts_at > ?2 ORDER BY l.starts_at LIMIT ?3"
        ),
        params![course.id, now, most],
        |row| {
            Ok(Offer {
                lesson: row.get(0)?,
                span: (row.get(1)?, row.get(2)?),
                place: row.get(3)?,
                free: (places - row.get::<i64>(4)?).max(0),
            })
        },
    )
}

/// A family's own trial.
#[derive(Clone, Debug)]
pub struct Own {
    /// Which.
    pub id: TrialId,
    /// Who.
    pub person: PersonId,
    /// Their name, for the family's eyes.
    pub name: String,
    /// Of which session.
    pub lesson: LessonId,
    /// When it begins and ends.
    pub span: (Timestamp, Timestamp),
    /// Where.
    pub place: String,
    /// Why the session was called off, if it was.
    pub called_off: Option<String>,
    /// Whether they came, once that is noted.
    pub came: Option<bool>,
}

/// The trials that somebody booked in a course and didn't give back.
pub fn own(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    course: ActivityId,
    booker: PersonId,
) -> Result<Vec<Own>, StoreError> {
    tx.all(
        concat!("SELECT t.id, t.person, p.name_sealed, p.name_masked, l.id, l.starts_at, l.ends_at, l.place, l.cancel_reason, t.came
         FROM course_trial t JOIN course_session l ON l.id = t.session JOIN person p ON p.id = t.person
         WHERE t.booker = ?1 AND t.course = ?2 AND ", stands!(), " ORDER BY l.starts_at, t.id"),
        params![booker, course],
        |row| {
            let masked: String = row.get(3)?;
            Ok(Own {
                id: row.get(0)?,
                person: row.get(1)?,
                name: keys.open_field(Field::Name, &row.get::<Vec<u8>>(2)?).unwrap_or(masked),
                lesson: row.get(4)?,
                span: (row.get(5)?, row.get(6)?),
                place: row.get(7)?,
                called_off: row.get(8)?,
                came: row.get::<Option<i64>>(9)?.map(|came| came == 1),
            })
        },
    )
}

/// A trial that is still to come, in whichever course.
pub struct Ahead {
    /// Of which course.
    pub course: ActivityId,
    /// What that is called.
    pub title: String,
    /// Whose, for their family's eyes.
    pub name: String,
    /// When the session is.
    pub span: (Timestamp, Timestamp),
    /// Where.
    pub place: String,
    /// Why the session was called off, if it was.
    pub called_off: Option<String>,
}

/// The trials that somebody booked and that are not over yet, the next first.
pub fn ahead(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    booker: PersonId,
    now: Timestamp,
) -> Result<Vec<Ahead>, StoreError> {
    tx.all(
        concat!("SELECT t.course, a.title, p.name_sealed, p.name_masked, l.starts_at, l.ends_at, l.place, l.cancel_reason
         FROM course_trial t JOIN course_session l ON l.id = t.session JOIN person p ON p.id = t.person
         JOIN activity a ON a.id = t.course
         WHERE t.booker = ?1 AND a.status = 'published' AND l.ends_at > ?2 AND ", stands!(), " ORDER BY l.starts_at, t.id"),
        params![booker, now],
        |row| {
            let masked: String = row.get(3)?;
            Ok(Ahead {
                course: row.get(0)?,
                title: row.get(1)?,
                name: keys.open_field(Field::Name, &row.get::<Vec<u8>>(2)?).unwrap_or(masked),
                span: (row.get(4)?, row.get(5)?),
                place: row.get(6)?,
                called_off: row.get(7)?,
            })
        },
    )
}

/// Who booked the trials of a session.
pub fn families(tx: &mut ReadTx<'_>, lesson: LessonId) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        concat!(
            "SELECT DISTINCT t.booker FROM course_trial t WHERE t.session = ?1 AND ",
            stands!(),
            " ORDER BY t.booker"
        ),
        params![lesson],
        |row| row.get(0),
    )
}

/// How many are on trial in a session.
pub fn count(tx: &mut ReadTx<'_>, lesson: LessonId) -> Result<i64, StoreError> {
    let count = tx.one(
        concat!(
            "SELECT COUNT(*) FROM course_trial t WHERE t.session = ?1 AND ",
            stands!()
        ),
        params![lesson],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// Whether somebody has a place in a course.
pub fn has_place(tx: &mut ReadTx<'_>, course: ActivityId, person: PersonId) -> Result<bool, StoreError> {
    let place = tx.one(
        "SELECT 1 FROM signup WHERE activity = ?1 AND person = ?2 AND state = 'seat'",
        params![course, person],
        |_| Ok(()),
    )?;
    Ok(place.is_some())
}

/// Who of a family has a place in a course.
pub fn with_place(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    booker: PersonId,
) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        "SELECT s.person FROM signup s JOIN person p ON p.id = s.person
         WHERE s.activity = ?1 AND s.state = 'seat' AND (p.id = ?2 OR p.guardian = ?2)",
        params![course, booker],
        |row| row.get(0),
    )
}

/// Whether somebody tries a course already, or has. What was called off doesn't count as tried.
pub fn tries(tx: &mut ReadTx<'_>, course: ActivityId, person: PersonId) -> Result<bool, StoreError> {
    let trial = tx.one(
        "SELECT 1 FROM course_trial WHERE course = ?1 AND person = ?2 AND cancelled_at IS NULL",
        params![course, person],
        |_| Ok(()),
    )?;
    Ok(trial.is_some())
}

/// Ends the trials of somebody in sessions of a course that were called off, so that they may try another.
pub fn let_go_of_called_off(
    tx: &mut WriteTx<'_>,
    course: ActivityId,
    person: PersonId,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE course_trial SET cancelled_at = ?3, came = NULL WHERE course = ?1 AND person = ?2
           AND cancelled_at IS NULL AND session IN (SELECT l.id FROM course_session l
             WHERE l.course = ?1 AND l.cancelled_at IS NOT NULL)",
        params![course, person, now],
    )?;
    Ok(())
}

/// Writes a trial down; `None` if they try the course already.
pub fn insert(
    tx: &mut WriteTx<'_>,
    (course, lesson): (ActivityId, LessonId),
    (person, booker): (PersonId, PersonId),
) -> Result<Option<TrialId>, StoreError> {
    let (id, now) = (TrialId::generate(), tx.now());
    let written = tx.execute(
        "INSERT INTO course_trial (id, course, session, person, booker, booked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
        params![id, course, lesson, person, booker, now],
    )?;
    Ok((written == 1).then_some(id))
}

/// The session of a trial that somebody booked and didn't give back.
pub fn session_of(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    trial: TrialId,
    booker: PersonId,
) -> Result<Option<LessonId>, StoreError> {
    tx.one(
        "SELECT session FROM course_trial WHERE id = ?1 AND course = ?2 AND booker = ?3 AND cancelled_at IS NULL",
        params![trial, course, booker],
        |row| row.get(0),
    )
}

/// Gives a trial back; says whether it was still there.
pub fn end(tx: &mut WriteTx<'_>, trial: TrialId) -> Result<bool, StoreError> {
    let now = tx.now();
    let ended = tx.execute(
        "UPDATE course_trial SET cancelled_at = ?2 WHERE id = ?1 AND cancelled_at IS NULL AND came IS NULL",
        params![trial, now],
    )?;
    Ok(ended > 0)
}

/// Notes whether somebody came.
pub fn note(tx: &mut WriteTx<'_>, trial: TrialId, came: bool, by: PersonId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE course_trial SET came = ?2, marked_by = ?3 WHERE id = ?1",
        params![trial, i64::from(came), by],
    )?;
    Ok(())
}
