//! The officer's pages of a course: the list, setting one up, the course itself, its settings.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, Id, OrganisationId, PersonId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    feature::PanelAsk,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    ManageCourses,
    create::{self, Made, NewCourse},
    form_views::{self, Offered},
    lessons, office_views, queries, refusal, roll, typed,
    whole::Whole,
};
use crate::{
    activities::{self, ManageActivities, ReadActivities},
    standings::ask_form,
    venues,
};

/// How many courses a page of the list has.
const ROWS: i64 = 30;

/// From where on the list goes on: after the course that ends then.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct After {
    at: Option<i64>,
    id: Option<ActivityId>,
}

impl After {
    pub(super) fn place(self) -> Option<(Timestamp, ActivityId)> {
        self.at.and_then(|at| time::parse_ms(at).ok()).zip(self.id)
    }
}

/// Back to a page, saying what came of it: what happened, or the rule that said no.
pub(super) fn said(href: String, done: Result<impl Into<Sentence>, NotDone>) -> Result<Response, Fault> {
    let back = SeeOther::to(href);
    match done {
        Ok(sentence) => Ok(back.say(Tone::Ok, sentence).into_response()),
        Err(why) => {
            let errors = why.into_fields()?;
            let first = errors.iter().next().map(|(_, sentence)| sentence.clone());
            Ok(match first {
                Some(sentence) => back.say(Tone::Warn, sentence).into_response(),
                None => back.into_response(),
            })
        }
    }
}

/// `GET /w/{org}/courses`
pub(super) async fn list(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let found = app
        .db
        .read(move |tx| queries::of_host(tx, org, after.id, ROWS + 1))
        .await?;
    let content = office_views::list(&ui, org, &found, ROWS, gate.may(ManageCourses::NAME));
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::COURSE_NAME), content))
}

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
    // One form makes one course, however often it is sent.
    let once = match fields.raw("once") {
        "" => Id::<()>::generate().to_text(),
        once => once.to_owned(),
    };
    let content = html! {
        (page_title(ui.t(msg::COURSE_NEW), Some(ui.t(msg::COURSE_NEW_LEDE)), None))
        (error_summary(ui, problems))
        (form(ui, &format!("/w/{org}/courses")).body(html! {
            (hidden("once", &once))
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
    let once: Option<Id<()>> = fields.raw("once").parse().ok();
    let made = app
        .db
        .write(gate.by(), move |tx| match once {
            Some(once) => create::create_once(tx, (org, person), &wish, once),
            None => create::create(tx, org, person, &wish).map(Made::New),
        })
        .await;
    match made {
        Ok(made) => {
            let (id, tone, said) = match made {
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

/// A course that `org` hosts with all that belongs to it.
pub(super) async fn whole(app: &App, org: OrganisationId, id: ActivityId) -> Result<Whole, Fault> {
    let now = app.now();
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>(Whole::read(tx, course, now)?)
    });
    Ok(read.await?)
}

/// Whether the reader sees the children of a course: as an officer of its host, or as one named to call its rolls.
/// The officers of a body above the host see numbers only.
pub(super) fn sees_children<P: Permission>(gate: &Grant<P>, whole: &Whole) -> bool {
    gate.may_here(ManageCourses::NAME) || whole.teachers.iter().any(|(person, _)| *person == gate.person())
}

/// `GET /w/{org}/courses/{course}`
pub(super) async fn show(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let whole = whole(&app, gate.org(), id).await?;
    let may = office_views::May {
        manage: gate.may(ManageCourses::NAME),
        children: sees_children(&gate, &whole),
        desk: gate.may(ManageActivities::NAME),
    };
    let content = office_views::show(&ui, gate.org(), &whole, may);
    Ok(desk::page(&app, &ui, &gate, &whole.course.title, content))
}

/// `POST /w/{org}/courses/{course}/publish`
pub(super) async fn publish(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    let done = app
        .db
        .write(gate.by(), move |tx| create::publish(tx, &keys, org, id))
        .await;
    said(
        format!("/w/{org}/courses/{id}"),
        done.map(|()| msg::COURSE_SAID_PUBLIC),
    )
}

/// `GET /w/{org}/courses/{course}/settings`
pub(super) async fn settings(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    settings_page(&gate, &ui, &app, id, None, &Problems::new()).await
}

async fn settings_page(
    gate: &Grant<ManageCourses>,
    ui: &Ui,
    app: &App,
    id: ActivityId,
    fields: Option<&Fields>,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let read = app.db.read(move |tx| {
        let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
        let teachers = queries::teachers(tx, id)?;
        Ok::<_, NotDone>((course, teachers, queries::staff(tx, org, today)?))
    });
    let (course, teachers, staff) = read.await?;
    let kept = [
        ("pass_percent", course.pass_percent.to_string()),
        ("trial_places", course.trial_places.to_string()),
        (if course.pick_up { "pick_up" } else { "_" }, "1".to_owned()),
    ];
    let kept: Fields = kept
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let content = office_views::settings(
        ui,
        org,
        &course,
        (&teachers, &staff),
        fields.unwrap_or(&kept),
        problems,
    );
    Ok(desk::page(app, ui, gate, ui.t(msg::COURSE_SETTINGS), content))
}

/// `POST /w/{org}/courses/{course}/settings`
pub(super) async fn change(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = match typed::settings(&fields) {
        Err(errors) => Err(NotDone::Fields(errors)),
        Ok(to) => {
            app.db
                .write(gate.by(), move |tx| create::change(tx, org, id, &to))
                .await
        }
    };
    match done {
        Ok(()) => said(
            format!("/w/{org}/courses/{id}"),
            Ok::<_, NotDone>(msg::COURSE_SAID_CHANGED),
        ),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let page = settings_page(&gate, &ui, &app, id, Some(&fields), &problems).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/courses/{course}/teachers`
pub(super) async fn name_teacher(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    // Nobody has this id: whoever chose nobody is told so.
    let person = fields.raw("person").parse().unwrap_or(PersonId::from_u128(0));
    let done = app
        .db
        .write(gate.by(), move |tx| roll::name_teacher(tx, org, id, person))
        .await;
    said(
        format!("/w/{org}/courses/{id}/settings"),
        done.map(|()| msg::COURSE_SAID_TEACHER),
    )
}

/// `POST /w/{org}/courses/{course}/teachers/{person}/remove`
pub(super) async fn dismiss_teacher(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id, person)): Path<(OrganisationId, ActivityId, PersonId)>,
    Form(_): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| roll::dismiss_teacher(tx, org, id, person))
        .await;
    said(
        format!("/w/{org}/courses/{id}/settings"),
        done.map(|()| msg::COURSE_SAID_TEACHER_GONE),
    )
}

/// `POST /w/{org}/courses/{course}/cancel`
pub(super) async fn cancel(
    gate: Grant<ManageCourses>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let reason = fields.raw("reason").to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| lessons::end(tx, (org, person), id, &reason))
        .await;
    said(
        format!("/w/{org}/courses/{id}"),
        done.map(|()| msg::COURSE_SAID_CANCELLED),
    )
}

/// The way from an activity's page in the workbench to the course that it is.
pub(super) fn panel(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let (Some(org), Ok(id)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(course) = queries::hosted(tx, org, id)? else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let body = html! {
        p { (ui.t(msg::COURSE_PANEL)) }
        (row(link_button(&format!("/w/{org}/courses/{}", course.id), ui.t(msg::COURSE_OPEN)).primary().render()))
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::COURSE_NAME),
        stack_close(body),
    ))
}
