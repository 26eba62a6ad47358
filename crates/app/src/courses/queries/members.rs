//! Those of a course, and what its rolls say of them.

use langqiao_kernel::id::{ActivityId, LessonId, PersonId};
use langqiao_platform::keys::{Field, Keys};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::super::model::{LastMarks, Marked, Member};

/// Those of a course as [`read_member`] reads them; `?1` is the course.
macro_rules! members {
    ($name:literal, $rest:literal) => {
        concat!(
            "SELECT s.id, s.person, s.booker, s.party, p.name_masked, g.name_masked, p.birth_day,
                    CASE WHEN s.state = 'seat' THEN 1 ELSE 0 END, COALESCE(s.seated_at, s.created_at),
                    CASE WHEN h.signup IS NULL THEN 0 ELSE 1 END, CASE WHEN s.state = 'seat' THEN NULL ELSE s.ended_at END,
                    n.place, ",
            $name,
            " FROM signup s JOIN person p ON p.id = s.person JOIN person g ON g.id = s.booker
             JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY number, id) AS place FROM signup
                   WHERE activity = ?1 AND role = 'attendee') n ON n.id = s.id
             LEFT JOIN course_alone h ON h.signup = s.id ",
            $rest
        )
    };
}

fn read_member(row: &Row<'_>) -> Result<Member, StoreError> {
    let (person, booker): (PersonId, PersonId) = (row.get(1)?, row.get(2)?);
    Ok(Member {
        signup: row.get(0)?,
        person,
        booker,
        party: row.get(3)?,
        name: row.get(4)?,
        guardian: (person != booker).then(|| row.get(5)).transpose()?,
        birth: row.get(6)?,
        seated: row.get(7)?,
        since: row.get(8)?,
        alone: row.get(9)?,
        until: row.get(10)?,
        number: row.get(11)?,
    })
}

/// Those who have a place in a course, and those who left but are on a roll of it; in the order in which they enrolled.
pub(in super::super) fn members(tx: &mut ReadTx<'_>, course: ActivityId) -> Result<Vec<Member>, StoreError> {
    tx.all(
        members!(
            "0",
            "WHERE s.activity = ?1 AND s.role = 'attendee'
               AND (s.state = 'seat' OR EXISTS (SELECT 1 FROM course_mark m WHERE m.signup = s.id))
             ORDER BY s.number, s.id"
        ),
        params![course],
        read_member,
    )
}

/// Those of one family, with their names in full for the family's own eyes.
pub(in super::super) fn family(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    course: ActivityId,
    booker: PersonId,
) -> Result<Vec<Member>, StoreError> {
    tx.all(
        members!(
            "p.name_sealed",
            "WHERE s.activity = ?1 AND s.booker = ?2 AND s.role = 'attendee'
               AND (s.state = 'seat' OR EXISTS (SELECT 1 FROM course_mark m WHERE m.signup = s.id))
             ORDER BY s.number, s.id"
        ),
        params![course, booker],
        |row| {
            let mut member = read_member(row)?;
            if let Ok(name) = keys.open_field(Field::Name, &row.get::<Vec<u8>>(12)?) {
                member.name = name;
            }
            Ok(member)
        },
    )
}

/// The last mark of everybody in every session of a course.
pub(in super::super) fn marks(tx: &mut ReadTx<'_>, course: ActivityId) -> Result<LastMarks, StoreError> {
    let marks = tx.all(
        "SELECT m.session, m.signup, m.mark, m.note, m.by_family, p.name_masked, m.given_at
         FROM course_session l JOIN course_mark m ON m.session = l.id LEFT JOIN person p ON p.id = m.given_by
         WHERE l.course = ?1 AND NOT EXISTS (SELECT 1 FROM course_mark n WHERE n.session = m.session
           AND n.signup = m.signup AND n.number > m.number)",
        params![course],
        read_mark,
    )?;
    Ok(marks
        .into_iter()
        .map(|mark| ((mark.signup, mark.lesson), mark))
        .collect())
}

/// The last marks in one session.
pub(in super::super) fn marks_in(tx: &mut ReadTx<'_>, lesson: LessonId) -> Result<Vec<Marked>, StoreError> {
    tx.all(
        "SELECT m.session, m.signup, m.mark, m.note, m.by_family, p.name_masked, m.given_at
         FROM course_mark m LEFT JOIN person p ON p.id = m.given_by
         WHERE m.session = ?1 AND NOT EXISTS (SELECT 1 FROM course_mark n WHERE n.session = m.session
           AND n.signup = m.signup AND n.number > m.number)",
        params![lesson],
        read_mark,
    )
}

fn read_mark(row: &Row<'_>) -> Result<Marked, StoreError> {
    Ok(Marked {
        lesson: row.get(0)?,
        signup: row.get(1)?,
        mark: row.get(2)?,
        note: row.get(3)?,
        by_family: row.get(4)?,
        by: row.get::<Option<String>>(5)?.unwrap_or_default(),
        at: row.get(6)?,
    })
}
