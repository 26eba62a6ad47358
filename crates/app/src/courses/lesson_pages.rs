//! Where a session is moved, called off or added.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App, desk, extract::Path, fault::Fault, fields::Fields, form::Form, gate::Grant, not_done::NotDone,
    ui::prelude::*,
};

use super::{
    ManageCourses, lessons,
    model::{Course, Lesson},
    office_pages::said,
    queries, say, typed,
};
use crate::venues::{self, Choices, ROOM_WORDS};

/// What the page is made of.
struct Read {
    course: Course,
    lesson: Option<Lesson>,
    /// The rooms to choose from.
    rooms: Choices,
}

async fn read(
    gate: &Grant<ManageCourses>,
    app: &App,
    (id, lesson): (ActivityId, Option<LessonId>),
    fields: &Fields,
) -> Result<Read, Fault> {
    let org = gate.org();
    let (chosen, words) = (
        fields.raw("space").parse().ok(),
        fields.raw(ROOM_WORDS).to_owned(),
    );
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        let lesson = match lesson {
            Some(lesson) => Some(queries::lesson(tx, id, lesson)?.ok_or(NotDone::NotFound)?),
            None => None,
        };
        let rooms = venues::choices(tx, org, &[], chosen, &words)?;
        Ok::<_, NotDone>(Read {
            course,
            lesson,
            rooms,
        })
    });
    Ok(read.await?)
}

/// `GET /w/{org}/courses/{course}/sessions/{session}/edit`
pub(super) async fn edit(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Page, Fault> {
    let read = read(&gate, &app, (id, Some(lesson)), &Fields::default()).await?;
    let fields = read.lesson.as_ref().map(kept).unwrap_or_default();
    Ok(page(&app, &ui, &gate, &read, &fields, &Problems::new()))
}

/// A session as it could have been typed.
fn kept(lesson: &Lesson) -> Fields {
    let (from, to) = (time::civil(lesson.starts_at), time::civil(lesson.ends_at));
    [
        ("day", from.date().to_string()),
        ("from", when::clock_value(from.time())),
        ("to", when::clock_value(to.time())),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<ManageCourses>,
    read: &Read,
    fields: &Fields,
    problems: &Problems,
) -> Page {
    let org = gate.org();
    let course = format!("/w/{org}/courses/{}", read.course.id);
    let title = match &read.lesson {
        Some(_) => ui.t(msg::COURSE_CHANGE_LESSON),
        None => ui.t(msg::COURSE_ADD_LESSON),
    };
    let at = match &read.lesson {
        Some(lesson) => format!("{course}/sessions/{}", lesson.id),
        None => format!("{course}/sessions"),
    };
    let action = match &read.lesson {
        Some(_) => format!("{at}/move"),
        None => at.clone(),
    };
    let settled = read.lesson.as_ref().is_some_and(|lesson| {
        lesson.starts_at <= ui.now || lesson.cancelled.is_some() || lesson.closed_at.is_some()
    });
    let content = html! {
        (page_title(title, Some(&read.course.title), None))
        (error_summary(ui, problems))
        (stack(html! {
            p { (link(&course, ui.t(msg::COURSE_BACK_TO))) }
            @if let Some(lesson) = &read.lesson {
                (row(html! {
                    span { (when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now)) }
                    span { (lesson.place) }
                    (say::lesson(ui, lesson))
                }))
            }
            @if settled {
                (notice(Tone::Info, html! { (ui.t(msg::COURSE_LESSON_BEGUN)) }))
            } @else {
                (form(ui, &action).body(html! {
                    (field(ui, "day", ui.t(msg::COURSE_DAY)).required().date().value(fields.raw("day")).error(problems.of("day")))
                    (grid(Columns::Two, html! {
                        (field(ui, "from", ui.t(msg::COURSE_FROM)).required().time().value(fields.raw("from")).error(problems.of("from")))
                        (field(ui, "to", ui.t(msg::COURSE_TO)).required().time().value(fields.raw("to")).error(problems.of("to")))
                    }))
                    (rooms(ui, read, fields, problems))
                    p { (ui.t(msg::COURSE_TOLD)) }
                    (button(title).primary())
                }))
                @if let Some(lesson) = &read.lesson {
                    p { (link(&format!("{course}/following?session={}", lesson.id), ui.t(msg::COURSE_FOLLOWING_INSTEAD))) }
                }
            }
            @if let Some(lesson) = read.lesson.as_ref().filter(|lesson| lesson.cancelled.is_none() && lesson.closed_at.is_none()) {
                (panel(ui.t(msg::COURSE_CALL_OFF), html! {
                    p { (ui.t(msg::COURSE_CALL_OFF_WHAT)) }
                    (confirm_with(ui.t(msg::COURSE_CALL_OFF), problems.of("reason").is_some(), form(ui, &format!("{course}/sessions/{}/cancel", lesson.id)).body(html! {
                        (field(ui, "reason", ui.t(msg::COURSE_REASON)).required().max_chars(200).value(fields.raw("reason")).error(problems.of("reason")))
                        (button(ui.t(msg::COURSE_CALL_OFF)).danger())
                    })))
                }))
            }
        }))
    };
    desk::page(app, ui, gate, title, content)
}

fn rooms(ui: &Ui, read: &Read, fields: &Fields, problems: &Problems) -> Markup {
    let stay = match &read.lesson {
        Some(_) => msg::COURSE_ROOM_STAYS,
        None => msg::COURSE_ROOM_IN_WORDS,
    };
    let chosen = fields.raw("space");
    let mut list = select(ui, "space", ui.t(msg::COURSE_ROOM))
        .error(problems.of("space"))
        .option("", ui.t(stay), chosen.is_empty());
    let rooms: Vec<(String, &str, bool)> = read
        .rooms
        .rooms
        .iter()
        .map(|room| (room.id.to_text(), room.name.as_str(), room.open(ui.now)))
        .collect();
    for (id, name, _) in rooms.iter().filter(|(id, _, open)| *open || id == chosen) {
        list = list.option(id, name, id == chosen);
    }
    html! {
        (list)
        (venues::finder(ui, &read.rooms, ("act", "rooms")))
    }
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/move`
pub(super) async fn move_it(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    if fields.raw("act") == "rooms" {
        return looked(&gate, &ui, &app, (id, Some(lesson)), &fields).await;
    }
    let (org, person) = (gate.org(), gate.person());
    let done = match typed::moved(&fields, app.now()) {
        Err(errors) => Err(NotDone::Fields(errors)),
        Ok(to) => {
            app.db
                .write(gate.by(), move |tx| {
                    lessons::shift(tx, (org, person), (id, lesson), &to)
                })
                .await
        }
    };
    answer(
        &gate,
        &ui,
        &app,
        (id, Some(lesson)),
        &fields,
        done.map(|()| msg::COURSE_SAID_MOVED),
    )
    .await
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/cancel`
pub(super) async fn cancel_it(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let reason = fields.raw("reason").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            lessons::call_off(tx, (org, person), (id, lesson), &reason)
        })
        .await;
    let done = done.map(|()| msg::COURSE_SAID_CALLED_OFF);
    answer(&gate, &ui, &app, (id, Some(lesson)), &fields, done).await
}

/// `GET /w/{org}/courses/{course}/sessions/new`
pub(super) async fn new_form(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let read = read(&gate, &app, (id, None), &Fields::default()).await?;
    Ok(page(
        &app,
        &ui,
        &gate,
        &read,
        &Fields::default(),
        &Problems::new(),
    ))
}

/// `POST /w/{org}/courses/{course}/sessions`
pub(super) async fn add(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    if fields.raw("act") == "rooms" {
        return looked(&gate, &ui, &app, (id, None), &fields).await;
    }
    let (org, person) = (gate.org(), gate.person());
    let done = match typed::moved(&fields, app.now()) {
        Err(errors) => Err(NotDone::Fields(errors)),
        Ok(at) => {
            app.db
                .write(gate.by(), move |tx| lessons::add(tx, (org, person), id, &at))
                .await
        }
    };
    answer(
        &gate,
        &ui,
        &app,
        (id, None),
        &fields,
        done.map(|_| msg::COURSE_SAID_ADDED),
    )
    .await
}

/// The form again as it was typed, with the rooms that were looked for.
async fn looked(
    gate: &Grant<ManageCourses>,
    ui: &Ui,
    app: &App,
    which: (ActivityId, Option<LessonId>),
    fields: &Fields,
) -> Result<Response, Fault> {
    let read = read(gate, app, which, fields).await?;
    Ok(page(app, ui, gate, &read, fields, &Problems::new()).into_response())
}

/// What stands in both forms of the page: the one by which a session is called off says nothing of its day and hours, which
/// stand as they are in the other.
fn both_forms(read: &Read, typed: &Fields) -> Fields {
    let mut fields = match &read.lesson {
        Some(lesson) if !typed.has("day") => kept(lesson),
        _ => Fields::default(),
    };
    for (name, value) in typed.typed() {
        fields.push(name, value);
    }
    fields
}

/// Back to the course, or the form again with what was typed and what is wrong with it.
async fn answer(
    gate: &Grant<ManageCourses>,
    ui: &Ui,
    app: &App,
    (id, lesson): (ActivityId, Option<LessonId>),
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    let why = match done {
        Ok(sentence) => {
            let back = format!("/w/{}/courses/{id}", gate.org());
            return said(back, Ok::<_, NotDone>(sentence));
        }
        Err(why) => why,
    };
    let problems = why.into_fields()?.problems(ui);
    let read = read(gate, app, (id, lesson), fields).await?;
    let page = page(app, ui, gate, &read, &both_forms(&read, fields), &problems);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
