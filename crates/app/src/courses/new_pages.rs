//! The pages on which a course is set up: the form, every session of it looked at, and the course made.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    once::{self, Made, ONCE},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    ManageCourses,
    create::{self, NewCourse},
    form_views::{self, Offered},
    refusal, typed,
};
use crate::{activities, standings::ask_form, venues};

fn offered(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    (chosen, words): (Option<SpaceId>, &str),
    now: Timestamp,
) -> Result<Offered, StoreError> {
    let mut rooms = venues::choices(tx, org, &[], chosen, words)?;
    rooms
        .rooms
        .retain(|room| room.open(now) || Some(room.id) == chosen);
    let areas = activities::areas(tx, org, time::day(now))?;
    Ok(Offered {
        rooms,
        areas: areas
            .into_iter()
            .map(|area| (area.id, area.name.clone(), area.is_town()))
            .collect(),
    })
}

/// `GET /w/{org}/courses/new`
pub(super) async fn new_form(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let area = app.db.read(move |tx| activities::area_of(tx, org)).await?;
    let area = area.map(|area| area.to_text()).unwrap_or_default();
    let usual = [
        ("area", area.as_str()),
        ("kind", "family"),
        ("from", "16:30"),
        ("to", "17:30"),
        ("holidays", "1"),
        ("seats", "20"),
        ("allotment", "first_come"),
        ("pass_percent", "80"),
        ("pick_up", "1"),
    ];
    let fields: Fields = usual
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
        .collect();
    form_page(&app, &ui, &gate, &fields, &Problems::new()).await
}

async fn form_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    fields: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (chosen, words) = (
        fields.raw("space").parse().ok(),
        fields.raw(venues::ROOM_WORDS).to_owned(),
    );
    let offered = app
        .db
        .read(move |tx| offered(tx, org, (chosen, &words), now))
        .await?;
    let content = html! {
        (page_title(ui.t(msg::COURSE_NEW), Some(ui.t(msg::COURSE_NEW_LEDE)), None))
        (error_summary(ui, problems))
        (form(ui, &format!("/w/{org}/courses")).body(html! {
            (hidden(ONCE, &once::kept(fields)))
            (form_views::course_fields(ui, &offered, fields, problems))
            (action_bar(html! {
                (button(ui.t(msg::COURSE_TO_LOOK)).primary().value("act", "look"))
                (link_button(&format!("/w/{org}/courses"), ui.t(msg::COURSE_BACK)).quiet())
            }))
        }))
    };
    Ok(desk::page(app, ui, gate, ui.t(msg::COURSE_NEW), content))
}

/// `POST /w/{org}/courses`: looks at every session, makes the course, or goes back to the form.
pub(super) async fn send(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    if matches!(fields.raw("act"), "edit" | "rooms") {
        let page = form_page(&app, &ui, &gate, &fields, &Problems::new()).await?;
        return Ok(page.into_response());
    }
    let (sent, today) = (fields.clone(), time::day(app.now()));
    let asked = app
        .db
        .read(move |tx| ask_form::read(tx, &sent, &[], today))
        .await?;
    let new = match (typed::course(&fields, app.now()), asked) {
        (Ok(new), (asks, unread)) if unread.is_empty() => NewCourse { asks, ..new },
        (Ok(_), (_, errors)) | (Err(errors), _) => {
            let problems = errors.problems(&ui);
            drop(errors);
            return refuse(&app, &ui, &gate, &fields, problems).await;
        }
    };
    let unread = typed::choices(&fields).err().map(|errors| errors.problems(&ui));
    if let Some(problems) = unread {
        return look_page(&app, &ui, &gate, &fields, new, problems).await;
    }
    if fields.raw("act") != "make" {
        return look_page(&app, &ui, &gate, &fields, new, Problems::new()).await;
    }
    let (org, person, wish) = (gate.org(), gate.person(), new.clone());
    let form = once::sent(&fields);
    let made = app
        .db
        .write(gate.by(), move |tx| match form {
            Some(form) => create::create_once(tx, (org, person), &wish, form),
            None => create::create(tx, org, person, &wish).map(Made::New),
        })
        .await;
    match made {
        Ok(made) => {
            let (id, tone, said) = match made {
                Made::New(id) if new.space.is_none() => (id, Tone::Ok, msg::COURSE_SAID_MADE_PLACE),
                Made::New(id) => (id, Tone::Ok, msg::COURSE_SAID_MADE),
                Made::Before(id) => (id, Tone::Info, msg::COURSE_SAID_MADE_BEFORE),
            };
            let back = SeeOther::to(format!("/w/{org}/courses/{id}"));
            Ok(back.say(tone, said).into_response())
        }
        Err(why) => {
            let errors = why.into_fields()?;
            // What was chosen for each session is kept where it was chosen: that none of them is left is no fault of
            // the first form.
            let none_left = |(field, _): (&str, &Sentence)| matches!(field, "repeat" | "weekdays");
            if errors.iter().any(none_left) {
                let mut here = FieldErrors::new();
                for (_, sentence) in errors.iter() {
                    here.add("", sentence.clone());
                }
                let problems = here.problems(&ui);
                return look_page(&app, &ui, &gate, &fields, new, problems).await;
            }
            let problems = at_fields(&errors).problems(&ui);
            if problems.iter().any(|(field, _)| field.starts_with("do-")) {
                return look_page(&app, &ui, &gate, &fields, new, problems).await;
            }
            refuse(&app, &ui, &gate, &fields, problems).await
        }
    }
}

async fn refuse<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    fields: &Fields,
    problems: Problems,
) -> Result<Response, Fault> {
    let page = form_page(app, ui, gate, fields, &problems).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

async fn look_page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    fields: &Fields,
    new: NewCourse,
    problems: Problems,
) -> Result<Response, Fault> {
    let (org, now) = (gate.org(), app.now());
    let read = app.db.read(move |tx| create::look(tx, org, &new, now));
    let seen = match read.await {
        Ok(seen) => seen,
        Err(why) => {
            let problems = at_fields(&why.into_fields()?).problems(ui);
            return refuse(app, ui, gate, fields, problems).await;
        }
    };
    let content = form_views::look(ui, org, &seen, fields, &problems);
    let page = desk::page(app, ui, gate, ui.t(msg::COURSE_LOOK), content);
    if problems.is_empty() {
        Ok(page.into_response())
    } else {
        Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
    }
}

/// What stands against a course, at the fields of its form; a session by when it begins.
fn at_fields(errors: &FieldErrors) -> FieldErrors {
    let mut placed = FieldErrors::new();
    for (field, sentence) in refusal::at_its_fields(errors).iter() {
        let name = match field {
            "enrolment_closes_at" => "closes_day".to_owned(),
            other => match other.parse::<Timestamp>() {
                Ok(at) => format!("do-{}", at.as_millisecond()),
                Err(_) => other.to_owned(),
            },
        };
        placed.add(name, sentence.clone());
    }
    placed
}
