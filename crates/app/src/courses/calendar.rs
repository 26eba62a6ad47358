//! A course in calendars: one entry for each session, which keeps its id however often it is moved or called off.

use axum::{
    extract::State,
    http::{HeaderValue, header::CACHE_CONTROL, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{
    app::App,
    calendar::{self, Entry, Standing},
    extract::Path,
    fault::Fault,
    gate::{Anyone, SignedIn},
    keys::Field,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    model::{Course, Lesson},
    pages, queries,
};

/// What goes with every session in somebody's calendar.
struct Around<'a> {
    notes: &'a str,
    address: &'a str,
    /// When anything but the sessions was last changed.
    changed_at: Timestamp,
    /// Added to the number of changes of each session.
    changes: i64,
    /// Whether nobody of the family goes there any more.
    gone: bool,
}

fn feed(course: &Course, lessons: &[Lesson], around: &Around<'_>) -> String {
    let entries: Vec<Entry<'_>> = lessons
        .iter()
        .map(|lesson| Entry {
            id: lesson.id.to_text(),
            title: &course.title,
            place: &lesson.place,
            notes: around.notes,
            address: around.address,
            starts_at: lesson.starts_at,
            ends_at: lesson.ends_at,
            updated_at: around
                .changed_at
                .max(lesson.changed_at.unwrap_or(around.changed_at)),
            version: course.version + lesson.version + around.changes,
            standing: Standing::unless(around.gone || lesson.cancelled.is_some()),
        })
        .collect();
    calendar::feed(Some(&course.title), &entries)
}

/// `GET /courses/{course}/calendar.ics`
pub(super) async fn public(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Response, Fault> {
    let (course, lessons) = pages::read(&app, id).await?;
    let around = Around {
        notes: &course.host,
        address: &app.address(&format!("/courses/{id}")),
        changed_at: course.updated_at,
        changes: 0,
        gone: false,
    };
    let file = feed(&course, &lessons, &around);
    Ok(([(CONTENT_TYPE, calendar::CONTENT_TYPE)], file).into_response())
}

/// One of a family's enrolments in a course, ended ones too.
struct Enrolment {
    name_sealed: Vec<u8>,
    code: String,
    live: bool,
    changed_at: Timestamp,
}

fn enrolments(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    person: PersonId,
) -> Result<Vec<Enrolment>, StoreError> {
    tx.all(
        "SELECT p.name_sealed, s.code, CASE WHEN s.state = 'seat' THEN 1 ELSE 0 END,
                COALESCE(s.ended_at, s.seated_at, s.created_at)
         FROM signup s JOIN person p ON p.id = s.person
         WHERE s.activity = ?1 AND (s.booker = ?2 OR s.person = ?2) AND s.role = 'attendee' ORDER BY s.id",
        params![course, person],
        |row| {
            Ok(Enrolment {
                name_sealed: row.get(0)?,
                code: row.get(1)?,
                live: row.get(2)?,
                changed_at: row.get(3)?,
            })
        },
    )
}

/// `GET /mine/courses/{course}/calendar.ics`: with the codes of one's own; where nobody of the family has a place any
/// more, every session is called off for it.
pub(super) async fn own(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Response, Fault> {
    let person = gate.person();
    let read = app.db.read(move |tx| {
        let Some(course) = queries::public(tx, id)? else {
            return Ok(None);
        };
        let lessons = queries::lessons(tx, id)?;
        Ok::<_, StoreError>(Some((course, lessons, enrolments(tx, id, person)?)))
    });
    let (course, lessons, enrolled) = read.await?.ok_or(Fault::NotFound)?;
    if enrolled.is_empty() {
        return Err(Fault::NotFound);
    }
    let live = enrolled.iter().filter(|one| one.live);
    let notes: Vec<String> = live
        .map(|one| {
            let name = app
                .keys
                .open_field(Field::Name, &one.name_sealed)
                .unwrap_or_default();
            let code = one.code.as_str();
            ui.tf(msg::SIGNUP_CALENDAR_CODE, args! { name = name, code = code })
        })
        .collect();
    let gone = enrolled.len() - notes.len();
    let around = Around {
        notes: &notes.join("\n"),
        address: &app.address(&format!("/mine/courses/{id}")),
        changed_at: enrolled
            .iter()
            .fold(course.updated_at, |last, one| last.max(one.changed_at)),
        changes: (enrolled.len() + gone) as i64,
        gone: notes.is_empty(),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(calendar::CONTENT_TYPE)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, feed(&course, &lessons, &around)).into_response())
}
