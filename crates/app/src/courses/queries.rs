//! What is read of courses: here the courses themselves, their sessions and who calls the rolls. What changes them is in the
//! use cases.

mod going_home;
mod members;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::model::{Course, Lesson};

pub(super) use going_home::{
    collector_names, collectors, collectors_open, handover, handovers_in, handovers_of,
};
pub(super) use members::{family, marks, marks_in, members};

/// Courses as [`read_course`] reads them.
macro_rules! courses {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.organisation, o.name, a.title, a.summary, a.place, a.status, a.starts_at, a.ends_at,
                    a.signup_opens_at, a.signup_closes_at, a.allotment, a.allotted_at, a.min_age, a.max_age,
                    only_area.short_name, p.capacity, p.taken, p.waiting, c.rule, c.leaves_out_holidays,
                    c.pass_percent, c.pick_up, c.trial_places, a.version,
                    a.updated_at, c.contact, a.cancel_reason
             FROM course c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
             JOIN pool p ON p.activity = a.id AND p.role = 'attendee'
             LEFT JOIN area only_area ON only_area.id = a.only_area ",
            $rest
        )
    };
}

fn read_course(row: &Row<'_>) -> Result<Course, StoreError> {
    Ok(Course {
        id: row.get(0)?,
        organisation: row.get(1)?,
        host: row.get(2)?,
        title: row.get(3)?,
        summary: row.get(4)?,
        place: row.get(5)?,
        status: row.get(6)?,
        starts_at: row.get(7)?,
        ends_at: row.get(8)?,
        opens_at: row.get(9)?,
        closes_at: row.get(10)?,
        allotment: row.get(11)?,
        allotted_at: row.get(12)?,
        ages: (row.get(13)?, row.get(14)?),
        only_area: row.get(15)?,
        seats: row.get(16)?,
        taken: row.get(17)?,
        waiting: row.get(18)?,
        rule: row.get(19)?,
        leaves_out_holidays: row.get(20)?,
        pass_percent: row.get(21)?,
        pick_up: row.get(22)?,
        trial_places: row.get(23)?,
        version: row.get(24)?,
        updated_at: row.get(25)?,
        contact: row.get(26)?,
        called_off: row.get(27)?,
    })
}

/// A course that is public, or was.
pub(super) fn public(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<Course>, StoreError> {
    tx.one(
        courses!("WHERE c.activity = ?1 AND a.published_at IS NOT NULL"),
        params![id],
        read_course,
    )
}

/// A course that `org` hosts: those who were only asked to hold it together don't see its children.
pub(super) fn hosted(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    id: ActivityId,
) -> Result<Option<Course>, StoreError> {
    tx.one(
        courses!("WHERE c.activity = ?1 AND a.organisation = ?2"),
        params![id, org],
        read_course,
    )
}

/// The public courses that are not over for longer than since `since`, the nearest first; those after `after`.
pub(super) fn shown(
    tx: &mut ReadTx<'_>,
    since: Timestamp,
    after: Option<(Timestamp, ActivityId)>,
    most: i64,
) -> Result<Vec<Course>, StoreError> {
    let (at, id) = after.unzip();
    tx.all(
        courses!(
            "WHERE a.status = 'published' AND a.ends_at > ?1
               AND (CAST(?2 AS BIGINT) IS NULL OR a.ends_at > ?2 OR (a.ends_at = ?2 AND a.id > ?3))
             ORDER BY a.ends_at, a.id LIMIT ?4"
        ),
        params![since, at, id, most],
        read_course,
    )
}

/// A course, public or not.
pub(super) fn by_id(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<Course>, StoreError> {
    tx.one(courses!("WHERE c.activity = ?1"), params![id], read_course)
}

/// The public courses whose enrolment is open, the next to begin first.
pub(super) fn open_now(tx: &mut ReadTx<'_>, now: Timestamp, most: i64) -> Result<Vec<Course>, StoreError> {
    tx.all(
        courses!(
            "WHERE a.status = 'published' AND a.signup_opens_at <= ?1 AND a.signup_closes_at > ?1 AND a.ends_at > ?1
             ORDER BY a.starts_at, a.id LIMIT ?2"
        ),
        params![now, most],
        read_course,
    )
}

/// The courses that an organisation hosts, the last made first; those after `after`.
pub(super) fn of_host(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    after: Option<ActivityId>,
    most: i64,
) -> Result<Vec<Course>, StoreError> {
    tx.all(
        courses!(
            "WHERE a.organisation = ?1 AND (CAST(?2 AS TEXT) IS NULL OR a.id < ?2) ORDER BY a.id DESC LIMIT ?3"
        ),
        params![org, after, most],
        read_course,
    )
}

/// All courses that are public, by the order in which they were made: for programs.
pub(super) fn all_public(
    tx: &mut ReadTx<'_>,
    after: Option<ActivityId>,
    most: i64,
) -> Result<Vec<Course>, StoreError> {
    tx.all(
        courses!(
            "WHERE a.status = 'published' AND (CAST(?1 AS TEXT) IS NULL OR a.id > ?1) ORDER BY a.id LIMIT ?2"
        ),
        params![after, most],
        read_course,
    )
}

/// The courses in which somebody has enrolled themselves or their family, those that end last first.
pub(super) fn of_family(tx: &mut ReadTx<'_>, booker: PersonId, most: i64) -> Result<Vec<Course>, StoreError> {
    tx.all(
        courses!(
            "WHERE a.id IN (SELECT s.activity FROM signup s WHERE s.booker = ?1 AND s.state IN ('seat', 'waiting', 'offered'))
               AND a.published_at IS NOT NULL ORDER BY a.ends_at DESC, a.id LIMIT ?2"
        ),
        params![booker, most],
        read_course,
    )
}

/// All sessions of a course, in order of time.
pub(super) fn lessons(tx: &mut ReadTx<'_>, course: ActivityId) -> Result<Vec<Lesson>, StoreError> {
    tx.all(
        "SELECT l.id, l.starts_at, l.ends_at, l.place, l.booking, b.status, l.cancel_reason, l.closed_at,
                CASE WHEN b.starts_at <= l.starts_at AND l.ends_at <= b.ends_at THEN 1 ELSE 0 END, l.version, l.changed_at
         FROM course_session l LEFT JOIN booking b ON b.id = l.booking
         WHERE l.course = ?1 ORDER BY l.starts_at, l.id",
        params![course],
        read_lesson,
    )
}

/// One session of a course.
pub(super) fn lesson(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    id: LessonId,
) -> Result<Option<Lesson>, StoreError> {
    tx.one(
        "SELECT l.id, l.starts_at, l.ends_at, l.place, l.booking, b.status, l.cancel_reason, l.closed_at,
                CASE WHEN b.starts_at <= l.starts_at AND l.ends_at <= b.ends_at THEN 1 ELSE 0 END, l.version, l.changed_at
         FROM course_session l LEFT JOIN booking b ON b.id = l.booking WHERE l.id = ?1 AND l.course = ?2",
        params![id, course],
        read_lesson,
    )
}

fn read_lesson(row: &Row<'_>) -> Result<Lesson, StoreError> {
    Ok(Lesson {
        id: row.get(0)?,
        starts_at: row.get(1)?,
        ends_at: row.get(2)?,
        place: row.get(3)?,
        booking: row.get(4)?,
        room: row.get(5)?,
        cancelled: row.get(6)?,
        closed_at: row.get(7)?,
        room_covers: row.get(8)?,
        version: row.get(9)?,
        changed_at: row.get(10)?,
    })
}

/// Whether anybody is on the roll of the session `l`, as [`on_roll`](super::whole::on_roll) says.
macro_rules! on_roll_of_l {
    () => {
        "EXISTS (SELECT 1 FROM signup s WHERE s.activity = l.course AND s.role = 'attendee'
           AND COALESCE(s.seated_at, s.created_at) < l.ends_at
           AND (s.state = 'seat' OR (l.starts_at < s.ended_at
             AND EXISTS (SELECT 1 FROM course_mark m WHERE m.signup = s.id AND m.session = l.id))))"
    };
}
pub(super) use on_roll_of_l;

/// The sessions of a course that are over and that nobody was to come to: their rolls need nobody.
pub(super) fn idle(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    now: Timestamp,
) -> Result<Vec<LessonId>, StoreError> {
    tx.all(
        concat!(
            "SELECT l.id FROM course_session l WHERE l.course = ?1 AND l.ends_at <= ?2 AND l.cancelled_at IS NULL AND NOT ",
            on_roll_of_l!()
        ),
        params![course, now],
        |row| row.get(0),
    )
}

/// Who of the host's people calls the rolls of a course.
pub(super) fn teachers(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    tx.all(
        "SELECT t.person, p.name_masked FROM course_teacher t JOIN person p ON p.id = t.person
         WHERE t.course = ?1 ORDER BY t.named_at, t.person",
        params![course],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether somebody was named to call the rolls of a course.
pub(super) fn is_teacher(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let named = tx.one(
        "SELECT 1 FROM course_teacher WHERE course = ?1 AND person = ?2",
        params![course, person],
        |_| Ok(()),
    )?;
    Ok(named.is_some())
}

/// The stewards and officers of an organisation now, whom it can name.
pub(super) fn staff(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    today: jiff::civil::Date,
) -> Result<Vec<(PersonId, String, String)>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_masked, MIN(t.title) FROM posting t JOIN person p ON p.id = t.person
         WHERE t.organisation = ?1 AND t.role IN ('county', 'officer', 'steward') AND t.valid_from <= ?2 AND ?2 < t.valid_to
         GROUP BY p.id, p.name_masked ORDER BY p.id",
        params![org, today],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
