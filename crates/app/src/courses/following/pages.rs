//! The officer's page: what follows is changed, every session is looked at, then it is made.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::NotDone,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    super::{
        ManageCourses,
        model::{Course, Lesson},
        office_pages::said,
        queries,
    },
    Act, Following, Look, Where, apply, look, views,
};
use crate::{
    activities::typed as read,
    venues::{self, Choices, ROOM_WORDS},
};

/// What the form offers.
pub(super) struct Offered {
    pub course: Course,
    /// The sessions that are still to come.
    pub ahead: Vec<Lesson>,
    /// The rooms to choose from.
    pub rooms: Choices,
    /// Who may be named to call the rolls: id, name, post.
    pub staff: Vec<(PersonId, String, String)>,
}

async fn offered(
    gate: &Grant<ManageCourses>,
    app: &App,
    id: ActivityId,
    fields: &Fields,
) -> Result<Offered, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (chosen, words) = (
        fields.raw("space").parse().ok(),
        fields.raw(ROOM_WORDS).to_owned(),
    );
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        let mut ahead = queries::lessons(tx, id)?;
        ahead.retain(|lesson| {
            lesson.starts_at > now && lesson.cancelled.is_none() && lesson.closed_at.is_none()
        });
        let mut rooms = venues::choices(tx, org, &[], chosen, &words)?;
        rooms.rooms.retain(|room| room.open(now));
        let named = queries::teachers(tx, id)?;
        let mut staff = queries::staff(tx, org, time::day(now))?;
        staff.retain(|(person, ..)| !named.iter().any(|(known, _)| known == person));
        Ok::<_, NotDone>(Offered {
            course,
            ahead,
            rooms,
            staff,
        })
    });
    Ok(read.await?)
}

/// From which session the form begins.
#[derive(Deserialize)]
pub(super) struct Ask {
    session: Option<LessonId>,
}

/// `GET /w/{org}/courses/{course}/following?session=…`
pub(super) async fn show(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(ask): Query<Ask>,
) -> Result<Page, Fault> {
    let offered = offered(&gate, &app, id, &Fields::default()).await?;
    let fields = kept(&offered, ask.session);
    let content = views::form_page(&ui, gate.org(), &offered, &fields, &Problems::new());
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::COURSE_FOLLOWING), content))
}

/// What holds now, as it could have been typed.
fn kept(offered: &Offered, from: Option<LessonId>) -> Fields {
    let first = offered
        .ahead
        .iter()
        .find(|lesson| Some(lesson.id) == from)
        .or(offered.ahead.first());
    let mut typed: Vec<(String, String)> = offered
        .course
        .weekdays()
        .iter()
        .map(|day| ("weekdays".to_owned(), day.to_monday_zero_offset().to_string()))
        .collect();
    if let Some(lesson) = first {
        let (from, to) = (time::civil(lesson.starts_at), time::civil(lesson.ends_at));
        typed.extend([
            ("session".to_owned(), lesson.id.to_text()),
            ("from".to_owned(), when::clock_value(from.time())),
            ("to".to_owned(), when::clock_value(to.time())),
        ]);
    }
    typed.into_iter().collect()
}

/// The form as it is meant.
fn typed(fields: &Fields, now: Timestamp) -> Result<Following, FieldErrors> {
    let mut errors = FieldErrors::new();
    let clock = |name: &str, errors: &mut FieldErrors| {
        let found = read::time(fields.raw(name)).ok().flatten();
        if found.is_none() {
            errors.add(name, msg::COURSE_PROBLEM_CLOCK);
        }
        found
    };
    let from: Option<LessonId> = fields.raw("session").parse().ok();
    if from.is_none() {
        errors.add("session", msg::COURSE_FOLLOWING_WHICH);
    }
    let hours = (clock("from", &mut errors), clock("to", &mut errors));
    let acts = acts(fields, now, &mut errors);
    let place = match (fields.raw("space").parse(), fields.line("place")) {
        (Ok(space), _) => Where::Room(space),
        (Err(_), Some(words)) => Where::Words(words),
        (Err(_), None) => Where::Same,
    };
    match (from, hours, errors.is_empty()) {
        (Some(from), (Some(begins), Some(ends)), true) => Ok(Following {
            from,
            weekdays: fields
                .all("weekdays")
                .filter_map(|day| day.parse().ok())
                .filter(|day| *day < 7)
                .collect(),
            hours: (begins, ends),
            place,
            teacher: fields.text("teacher").and_then(|id| id.parse().ok()),
            acts,
            reason: fields.raw("reason").to_owned(),
        }),
        _ => Err(errors),
    }
}

/// What was chosen for single sessions.
fn acts(fields: &Fields, now: Timestamp, errors: &mut FieldErrors) -> BTreeMap<LessonId, Act> {
    let mut found = BTreeMap::new();
    for (name, value) in fields.typed() {
        let Some(id) = name.strip_prefix("do-") else {
            continue;
        };
        let Ok(lesson) = id.parse::<LessonId>() else {
            continue;
        };
        let act = match value {
            "follow" => Act::Follow,
            "keep" => Act::Keep,
            "skip" => Act::Skip,
            _ => {
                let day = read::day(fields.raw(&format!("day-{id}")), time::day(now))
                    .ok()
                    .flatten();
                let hour = read::time(fields.raw(&format!("at-{id}"))).ok().flatten();
                let (Some(day), Some(hour)) = (day, hour) else {
                    errors.add(format!("do-{id}"), msg::COURSE_FOLLOWING_WHEN);
                    continue;
                };
                Act::Elsewhere {
                    starts_at: time::at(day.to_datetime(hour)),
                    space: fields.raw(&format!("space-{id}")).parse().ok(),
                }
            }
        };
        found.insert(lesson, act);
    }
    found
}

/// `POST /w/{org}/courses/{course}/following`: to look at every session, to go back to the form, or to make it so.
pub(super) async fn send(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person, now) = (gate.org(), gate.person(), app.now());
    let mut errors = FieldErrors::new();
    if !matches!(fields.raw("act"), "edit" | "rooms") {
        match typed(&fields, now) {
            Err(wrong) => errors = wrong,
            Ok(change) if fields.raw("act") == "make" => {
                let done = app
                    .db
                    .write(gate.by(), move |tx| apply::apply(tx, (org, person), id, &change))
                    .await;
                match done {
                    Ok(done) => {
                        let back = format!("/w/{org}/courses/{id}");
                        return said(back, Ok::<_, NotDone>(apply::said(done)));
                    }
                    Err(why) => errors = why.into_fields()?,
                }
            }
            Ok(_) => {}
        }
        let of_form = ["session", "weekdays", "from", "to", "space", "place", "teacher"];
        let wrong_form = errors.iter().any(|(field, _)| of_form.contains(&field));
        if !wrong_form {
            match seen(&gate, &app, (id, &fields, now)).await {
                Ok((course, seen)) => {
                    let problems = errors.problems(&ui);
                    let content = views::look_page(&ui, org, (&course, &seen), &fields, &problems);
                    let page = desk::page(&app, &ui, &gate, ui.t(msg::COURSE_FOLLOWING_LOOK), content);
                    return Ok(answer(page, &errors));
                }
                Err(why) => errors = why.into_fields()?,
            }
        }
    }
    let offered = offered(&gate, &app, id, &fields).await?;
    let content = views::form_page(&ui, org, &offered, &fields, &errors.problems(&ui));
    let page = desk::page(&app, &ui, &gate, ui.t(msg::COURSE_FOLLOWING), content);
    Ok(answer(page, &errors))
}

fn answer(page: Page, errors: &FieldErrors) -> Response {
    match errors.is_empty() {
        true => page.into_response(),
        false => page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response(),
    }
}

/// Every session as the form would have it; what was chosen badly for one is left at what usually becomes of it.
async fn seen(
    gate: &Grant<ManageCourses>,
    app: &App,
    (id, fields, now): (ActivityId, &Fields, Timestamp),
) -> Result<(Course, Look), NotDone> {
    let mut ignored = FieldErrors::new();
    let usable = acts(fields, now, &mut ignored);
    let plain: Fields = fields
        .typed()
        .filter(|(name, _)| !name.starts_with("do-"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut change = typed(&plain, now).map_err(NotDone::Fields)?;
    change.acts = usable;
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>((course, look::look(tx, org, id, &change, now)?))
    });
    read.await
}
