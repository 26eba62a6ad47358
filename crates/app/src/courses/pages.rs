//! What everybody sees of courses: the list, one course with its sessions, its calendar.

use axum::extract::State;
use jiff::SignedDuration;
use langqiao_kernel::id::ActivityId;
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    feature::PanelAsk,
    gate::Public,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    model::{Course, Lesson},
    office_pages::After,
    office_views::{in_list, more},
    queries, say, trials,
};
use crate::activities::{Allotment, Status};

/// How long after its end a course stays in the list.
const LISTED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How many a page of the list has.
const ROWS: i64 = 30;

/// `GET /courses`
pub(super) async fn list(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let since = app.now().saturating_sub(LISTED).unwrap_or(app.now());
    let found = app
        .db
        .read(move |tx| queries::shown(tx, since, after.place(), ROWS + 1))
        .await?;
    let shown = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let (over, on): (Vec<&Course>, Vec<&Course>) = found
        .iter()
        .take(shown)
        .partition(|course| course.ends_at <= ui.now);
    let title = ui.t(msg::COURSE_NAME);
    let content = html! {
        (page_title(title, Some(ui.t(msg::COURSE_PUBLIC_LEDE)), None))
        @if found.is_empty() {
            (empty(Icon::Calendar, ui.t(msg::COURSE_PUBLIC_NONE), html! { p { (ui.t(msg::COURSE_PUBLIC_NONE_NEXT)) } }))
        }
        (stack(html! {
            @for course in on { (in_list(&ui, &format!("/courses/{}", course.id), course)) }
            @if !over.is_empty() {
                (section(ui.t(msg::COURSE_STATE_OVER), stack(html! { @for one in over { (in_list(&ui, &format!("/courses/{}", one.id), one)) } })))
            }
            @if let (true, Some(last)) = (found.len() > shown, found.get(shown.saturating_sub(1))) {
                (row(link_button(&more("/courses", last), ui.t(msg::COURSE_MORE)).render()))
            }
        }))
    };
    Ok(portal(&ui, Head::titled(title), content).for_everyone())
}

pub(super) async fn read(app: &App, id: ActivityId) -> Result<(Course, Vec<Lesson>), Fault> {
    let read = app.db.read(move |tx| {
        let Some(course) = queries::public(tx, id)? else {
            return Ok(None);
        };
        Ok::<_, StoreError>(Some((course, queries::lessons(tx, id)?)))
    });
    read.await?.ok_or(Fault::NotFound)
}

/// `GET /courses/{course}`
pub(super) async fn show(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Page, Fault> {
    let (course, lessons) = read(&app, id).await?;
    let open = course.status == Status::Published && course.opens_at <= ui.now && ui.now < course.closes_at;
    let actions = html! {
        @if open { (link_button(&format!("/activities/{id}/sign-up"), ui.t(msg::COURSE_ENROL)).primary()) }
        @if trials::are_open(&course, &lessons, ui.now) {
            (link_button(&format!("/courses/{id}/trial"), ui.t(msg::TRIAL_TITLE)))
        }
        (link_button(&format!("/mine/courses/{id}"), ui.t(msg::COURSE_MINE_OPEN)))
        (Button::share(ui.t(msg::COURSE_SHARE)))
    };
    let places = if course.all_wait() {
        ui.tf(
            msg::COURSE_SEATS_DRAWN,
            args! { seats = course.seats, n = course.waiting },
        )
    } else {
        ui.tf(
            msg::COURSE_SEATS_LEFT,
            args! { seats = course.seats, left = (course.seats - course.taken).max(0), waiting = course.waiting },
        )
    };
    let mut facts = whom_to_ask(&ui, &course)
        .row(ui.t(msg::COURSE_PLACE), html! { (course.place) })
        .row(ui.t(msg::COURSE_WHO), html! { (say::for_whom(&ui, &course)) })
        .row(ui.t(msg::COURSE_SEATS), html! { (places) })
        .row(ui.t(msg::COURSE_ALLOTMENT), html! { (allotment(&ui, &course)) })
        .row(
            ui.t(msg::COURSE_CLOSES_DAY),
            html! { (ui.moment(course.closes_at)) },
        );
    // A course of grown-ups hands nobody over, and not every course ends with a certificate: nothing is missing there.
    if course.pass_percent > 0 {
        let rule = ui.tf(msg::COURSE_PASS_RULE, args! { n = course.pass_percent });
        facts = facts.row(ui.t(msg::COURSE_CERTIFICATE), html! { (rule) });
    }
    if course.pick_up {
        facts = facts.row(
            ui.t(msg::COURSE_PICK_TITLE),
            html! { (ui.t(msg::COURSE_PICK_PUBLIC)) },
        );
    }
    let content = html! {
        (page_title(&course.title, Some(&say::weekly(&ui, &course, &lessons)), Some(actions)))
        (stack(html! {
            (row(html! { (say::standing(&ui, &course)) }))
            (say::called_off(&ui, &course))
            @if !course.summary.is_empty() {
                (prose(html! { @for line in course.summary.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }))
            }
            (facts)
            (section(ui.t(msg::COURSE_LESSONS), meetings(&ui, &lessons)))
            (row(link_button(&format!("/courses/{id}/calendar.ics"), ui.t(msg::COURSE_CALENDAR)).icon(Icon::Calendar).download().render()))
        }))
    };
    Ok(portal(&ui, Head::titled(&course.title), content).for_everyone())
}

/// Who holds it, and whom to ask where that is said.
fn whom_to_ask<'a>(ui: &'a Ui, course: &Course) -> Definitions<'a> {
    let facts = definitions(ui).row(ui.t(msg::COURSE_HOST), html! { (course.host) });
    if course.contact.is_empty() {
        return facts;
    }
    facts.row(ui.t(msg::COURSE_CONTACT), html! { (course.contact) })
}

fn allotment(ui: &Ui, course: &Course) -> Markup {
    html! {
        @match course.allotment {
            Allotment::Draw => {
                (ui.t(msg::COURSE_DRAW_HINT)) " "
                (link(&format!("/activities/{}/draw", course.id), ui.t(msg::COURSE_DRAW_CHECK)))
            },
            _ => (ui.t(msg::COURSE_FIRST_COME_HINT)),
        }
    }
}

/// All sessions with when and where: those to come first, what is over behind a line.
fn meetings(ui: &Ui, lessons: &[Lesson]) -> Markup {
    let all: Vec<Numbered<'_>> = numbered(lessons).collect();
    let (over, ahead): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, lesson)| lesson.ends_at <= ui.now);
    if ahead.is_empty() {
        return met(ui, &over);
    }
    html! {
        (met(ui, &ahead))
        @if !over.is_empty() { (disclosure(&ui.tf(msg::COURSE_LESSONS_OVER, args! { n = over.len() as i64 }), false, met(ui, &over))) }
    }
}

/// A session with its number, where it has one.
type Numbered<'a> = (Option<i64>, &'a Lesson);

fn met(ui: &Ui, lessons: &[Numbered<'_>]) -> Markup {
    table(
        ui.t(msg::COURSE_LESSONS),
        vec![
            col(ui.t(msg::COURSE_COL_WHEN)),
            col(ui.t(msg::COURSE_COL_NUMBER)),
            col(ui.t(msg::COURSE_COL_WHERE)),
            col(ui.t(msg::COURSE_COL_STATE)),
        ],
    )
    .rows(lessons.iter().map(|(number, lesson)| {
        vec![
            html! { (when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now)) },
            html! { @if let Some(n) = number { (ui.tf(msg::COURSE_NTH, args! { n = *n })) } },
            html! { (lesson.place) },
            html! { @if let Some(reason) = &lesson.cancelled { (badge(Tone::Warn, ui.t(msg::COURSE_LESSON_OFF))) " " (reason) } },
        ]
    }))
    .render()
}

/// Sessions with their numbers; what is called off has none.
pub(super) fn numbered(lessons: &[Lesson]) -> impl Iterator<Item = (Option<i64>, &Lesson)> {
    lessons.iter().scan(0, |held, lesson| {
        if lesson.cancelled.is_none() {
            *held += 1;
        }
        Some((lesson.cancelled.is_none().then_some(*held), lesson))
    })
}

/// The way from an activity's public page to the course that it is.
pub(super) fn panel(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let Ok(id) = ask.id.parse::<ActivityId>() else {
        return Ok(html! {});
    };
    let Some(course) = queries::public(tx, id)? else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let body = html! {
        p { strong { (say::weekly(ui, &course, &queries::lessons(tx, id)?)) } }
        p { (ui.t(msg::COURSE_PANEL_PUBLIC)) }
        (row(link_button(&format!("/courses/{}", course.id), ui.t(msg::COURSE_OPEN_PUBLIC)).render()))
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::COURSE_NAME),
        stack_close(body),
    ))
}
