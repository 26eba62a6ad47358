//! The roll of a session, on the teacher's phone.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    ui::prelude::*,
};

use super::{
    CallRoll, ManageCourses,
    code_pages::camera,
    model::{Mark, Member},
    office_pages::said,
    roll,
    roll_names::{self, Whose},
    say, trials, typed,
};
// The pick-up and programs read a roll as this page does.
use super::one_roll::roll_of;
pub(super) use super::one_roll::{Roll, may_call, read, still_open};
use crate::{
    activities::Status,
    people::for_reason::{self, Ask, Purpose},
};

/// `GET /w/{org}/courses/{course}/sessions/{session}`
pub(super) async fn show(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
) -> Result<Page, Fault> {
    let roll = roll_of(&gate, &app, (id, lesson)).await?;
    Ok(page(
        &app,
        &ui,
        &gate,
        &roll,
        &Fields::default(),
        &FieldErrors::new(),
    ))
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/names`: the same with full names, for brothers and sisters look
/// alike when masked. That they were shown is recorded first, where the families read it.
pub(super) async fn names(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let mut roll = roll_of(&gate, &app, (id, lesson)).await?;
    let Some(why) = for_reason::reason(&gate, &fields) else {
        let at = format!("/w/{}/courses/{id}/sessions/{lesson}", gate.org());
        return Ok(ask(&format!("{at}/names"), &at).page(&app, &ui, &gate, &fields));
    };
    roll_names::open(&gate, &app, &mut roll, (why, Whose::Roll)).await?;
    Ok(afresh(&app, &ui, &gate, &roll))
}

/// The roll as it stands, with full names.
pub(super) fn afresh(app: &App, ui: &Ui, gate: &Grant<CallRoll>, roll: &Roll) -> Page {
    let page = page(app, ui, gate, roll, &Fields::default(), &FieldErrors::new());
    for_reason::not_kept(page)
}

fn ask<'a>(action: &'a str, back: &'a str) -> Ask<'a> {
    Ask::of(action, back, &[Purpose::Screen])
}

fn page<P: Permission>(
    app: &App,
    ui: &Ui,
    gate: &Grant<P>,
    roll: &Roll,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let problems = errors.problems(ui);
    let course = format!("/w/{}/courses/{}", gate.org(), roll.course.id);
    let at = format!("{course}/sessions/{}", roll.lesson.id);
    let there = roll.members.iter().filter(|member| roll.is_there(member)).count() as i64;
    let closed = roll.lesson.closed_at.is_some();
    let open = roll.lesson.can_call(ui.now) && roll.course.status != Status::Draft;
    let content = html! {
        (page_title(ui.t(msg::COURSE_ROLL), Some(&format!("{} · {}", roll.course.title, when::span(ui.lang, roll.lesson.starts_at, roll.lesson.ends_at, ui.now))), None))
        (error_summary(ui, &problems))
        (roll.told(ui))
        (stack(html! {
            p { (link(&course, ui.t(msg::COURSE_BACK_TO))) }
            (row(html! {
                (say::lesson(ui, &roll.lesson))
                span { (roll.lesson.place) }
                strong { (ui.tf(msg::COURSE_ROLL_THERE, args! { there = there, all = roll.members.len() as i64 })) }
            }))
            @if let Some(reason) = &roll.lesson.cancelled { (notice(Tone::Warn, html! { (reason) })) }
            @if open && !closed && !roll.members.is_empty() { (camera(ui, &at, roll.carry())) }
            (row(html! {
                @if roll.lesson.cancelled.is_none() && !roll.members.is_empty() {
                    (link_button(&format!("{course}/sheet?session={}", roll.lesson.id), ui.t(msg::COURSE_SHEET_ONE)).quiet())
                }
                @if roll.course.pick_up && open { (link_button(&format!("{at}/pick-up"), ui.t(msg::COURSE_PICK_TITLE))) }
                @if roll.opened.is_none() && (!roll.members.is_empty() || !roll.trials.is_empty()) {
                    (ask(&format!("{at}/names"), &at).form(ui))
                }
            }))
            @if roll.members.is_empty() && roll.trials.is_empty() {
                (empty(Icon::People, ui.t(msg::COURSE_ROLL_NOBODY), html! { p { (ui.t(msg::COURSE_ROLL_NOBODY_NEXT)) } }))
                // Until its end somebody may still enrol.
                @if open && roll.lesson.ends_at <= ui.now { (closing(ui, roll, &at, msg::COURSE_CLOSE_NOBODY)) }
            } @else if !open {
                (notice(Tone::Info, html! { (ui.t(msg::COURSE_ROLL_NOT_NOW)) }))
                (stack(html! { @for member in &roll.members { (still(ui, roll, member)) } }))
                (trials::listed(ui, &roll.trials))
            } @else {
                (calling(ui, roll, &at, fields, &problems))
            }
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::COURSE_ROLL), content)
}

/// Somebody on a roll that can't be called now.
fn still(ui: &Ui, roll: &Roll, member: &Member) -> Markup {
    spread(
        html! { strong { (say::who(ui, member, roll.day())) } },
        html! { (say::mark(ui, roll.mark(member).map_or(Mark::None, |mark| mark.mark))) },
    )
}

fn calling(ui: &Ui, roll: &Roll, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    let closed = roll.lesson.closed_at.is_some();
    html! {
        (form(ui, at).body(html! {
            (roll.carry())
            (stack(html! { @for member in &roll.members { (marking(ui, roll, member, fields, problems)) } }))
            (trials::marking(ui, &roll.trials, fields))
            @if closed {
                (field(ui, "note", ui.t(msg::COURSE_ROLL_WHY)).unmarked().max_chars(200).hint(ui.t(msg::COURSE_ROLL_WHY_HINT))
                    .value(fields.raw("note")).error(problems.of("note")))
            }
            (action_bar(html! {
                (button(ui.t(msg::COURSE_ROLL_SAVE)).primary().value("act", "save"))
                @if !closed { (button(ui.t(msg::COURSE_ROLL_REST)).value("act", "rest")) }
            }))
        }))
        (closing(ui, roll, at, msg::COURSE_CLOSE_WHAT))
    }
}

/// The end of a roll that has begun and is open; also of one with nobody on it, which would stay open otherwise.
fn closing(ui: &Ui, roll: &Roll, at: &str, what: Msg) -> Markup {
    html! {
        @if roll.lesson.closed_at.is_none() && roll.lesson.starts_at <= ui.now {
            (panel(ui.t(msg::COURSE_CLOSE), form(ui, &format!("{at}/close")).body(html! {
                p { (ui.t(what)) }
                (roll.carry())
                (row(button(ui.t(msg::COURSE_CLOSE)).render()))
            })))
        }
    }
}

fn marking(ui: &Ui, roll: &Roll, member: &Member, fields: &Fields, problems: &Problems) -> Markup {
    let (name, was) = (
        format!("mark-{}", member.signup),
        format!("was-{}", member.signup),
    );
    let kept = roll.mark(member);
    let stands = kept.map_or("", |mark| mark.mark.as_str());
    // What was only shown before isn't what anybody chose: it gives way to what stands by now.
    let chosen = match fields.raw(&name) {
        "" => stands,
        typed if typed == fields.raw(&was) => stands,
        typed => typed,
    };
    let legend = say::who(ui, member, roll.day());
    let said: Vec<String> = kept
        .map(|mark| say::mark_note(ui, mark))
        .into_iter()
        .chain(roll.home(member).map(|home| say::home(ui, home)))
        .collect();
    let said = said.join(" · ");
    let mut list = choices(ui, &name, &legend)
        .required()
        .even()
        .error(problems.of(&name));
    for mark in Mark::OFFERED {
        list = list.option(mark.as_str(), ui.t(mark.msg()), mark.as_str() == chosen);
    }
    if kept.is_some() {
        list = list.option(
            Mark::None.as_str(),
            ui.t(msg::COURSE_MARK_TAKE_BACK),
            chosen == "none",
        );
    }
    card(html! {
        (hidden(&was, stands))
        @if said.is_empty() { (list) } @else { (list.hint(&said)) }
    })
}

/// `POST /w/{org}/courses/{course}/sessions/{session}`
pub(super) async fn call(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person, manages) = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let mut marks = typed::marks(&fields);
    let mut roll_now = roll_of(&gate, &app, (id, lesson)).await?;
    if fields.raw("act") == "rest" {
        for member in &roll_now.members {
            // Whoever came by a place while the roll was open stood on no form: nobody looked whether they are there.
            let shown = fields.has(&format!("was-{}", member.signup));
            let said = fields.has(&format!("mark-{}", member.signup));
            if shown && !said && roll_now.mark(member).is_none() {
                marks.push((member.signup, Mark::Present));
            }
        }
    }
    let note = fields.raw("note").to_owned();
    let came = trials::came(&fields, &roll_now.trials);
    let done = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (person, manages))?;
            let noted = match came.is_empty() {
                true => 0,
                false => trials::note(tx, (org, person, manages), (id, lesson), &came)?,
            };
            let called = roll::call(tx, (org, person), (id, lesson), &marks, &note)?;
            Ok::<_, NotDone>(called + noted)
        })
        .await;
    match done {
        Ok(n) => {
            let back = format!("/w/{org}/courses/{id}/sessions/{lesson}");
            let sentence = Sentence::new(msg::COURSE_SAID_CALLED).with("n", n as i64);
            match still_open(
                &gate,
                &app,
                &fields,
                (id, lesson),
                (Whose::Roll, sentence.clone()),
            )
            .await?
            {
                Some(roll) => Ok(afresh(&app, &ui, &gate, &roll).into_response()),
                None => said(back, Ok::<_, NotDone>(sentence)),
            }
        }
        Err(why) => {
            let errors = why.into_fields()?;
            if let Some(why) = for_reason::carried(&gate, &fields) {
                roll_names::open(&gate, &app, &mut roll_now, (why, Whose::Roll)).await?;
            }
            let page = for_reason::not_kept(page(&app, &ui, &gate, &roll_now, &fields, &errors));
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/close`
pub(super) async fn close(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person, manages) = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (person, manages))?;
            roll::close(tx, (org, person), (id, lesson))
        })
        .await;
    let done = done.map(|absent| match absent {
        0 => Sentence::new(msg::COURSE_SAID_CLOSED_ALL_WELL),
        n => Sentence::new(msg::COURSE_SAID_CLOSED).with("n", n as i64),
    });
    if let Ok(sentence) = &done
        && let Some(roll) = still_open(
            &gate,
            &app,
            &fields,
            (id, lesson),
            (Whose::Roll, sentence.clone()),
        )
        .await?
    {
        return Ok(afresh(&app, &ui, &gate, &roll).into_response());
    }
    said(format!("/w/{org}/courses/{id}/sessions/{lesson}"), done)
}
