//! The roll of a session, on the teacher's phone.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::{Grant, Permission},
    not_done::NotDone,
    people::{self, Shown, Why},
    spoken,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    CallRoll, ManageCourses,
    code_pages::camera,
    model::{Collector, Course, Handover, Lesson, Mark, Marked, Member},
    office_pages::said,
    queries, roll, say,
    trials::{self, Trial},
    typed,
    whole::on_roll,
};
use crate::{
    activities::Status,
    people::for_reason::{self, Ask, Purpose},
};

/// One session with its roll and who went home: the same for the page, the pick-up and programs.
pub(super) struct Roll {
    pub course: Course,
    pub lesson: Lesson,
    pub members: Vec<Member>,
    pub marks: Vec<Marked>,
    pub homes: Vec<Handover>,
    pub collectors: Vec<Collector>,
    /// Who comes to try it.
    pub trials: Vec<Trial>,
    /// Why names stand here in full, where they do.
    pub opened: Option<String>,
    /// What was just saved, where the page isn't left for it.
    pub done: Option<Sentence>,
}

impl Roll {
    /// What is said of somebody.
    pub fn mark(&self, member: &Member) -> Option<&Marked> {
        self.marks
            .iter()
            .find(|mark| mark.signup == member.signup && mark.mark != Mark::None)
    }

    /// How somebody went home.
    pub fn home(&self, member: &Member) -> Option<&Handover> {
        self.homes.iter().find(|home| home.signup == member.signup)
    }

    /// Whether somebody is there.
    pub fn is_there(&self, member: &Member) -> bool {
        self.mark(member).is_some_and(|mark| mark.mark.there())
    }

    /// The day on which it is called.
    pub fn day(&self) -> Date {
        time::day(self.lesson.starts_at)
    }

    /// What each form of the page sends along, so that names once opened stay so.
    pub fn carry(&self) -> Markup {
        for_reason::carry(self.opened.as_deref())
    }

    /// What was just saved.
    pub fn told(&self, ui: &Ui) -> Markup {
        html! {
            @if let Some(done) = &self.done { (notice(Tone::Ok, html! { (spoken::say(ui, done)) })) }
        }
    }
}

/// Reads a session of a course that `org` hosts, for one who manages courses or was named to call its rolls. Seven
/// statements, however many are on the roll.
pub(super) fn read(
    tx: &mut ReadTx<'_>,
    (org, person, manages): (OrganisationId, PersonId, bool),
    (id, lesson): (ActivityId, LessonId),
) -> Result<Roll, NotDone> {
    let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    if !manages && !queries::is_teacher(tx, id, person)? {
        return Err(NotDone::NotFound);
    }
    let lesson = queries::lesson(tx, id, lesson)?.ok_or(NotDone::NotFound)?;
    let marks = queries::marks_in(tx, lesson.id)?;
    let mut members = queries::members(tx, id)?;
    members.retain(|member| {
        let marked = marks.iter().any(|mark| mark.signup == member.signup);
        on_roll(member, &lesson, marked)
    });
    let homes = queries::handovers_in(tx, lesson.id)?;
    let collectors = queries::collectors(tx, id, None)?;
    let trials = trials::in_session(tx, lesson.id)?;
    Ok(Roll {
        course,
        lesson,
        members,
        marks,
        homes,
        collectors,
        trials,
        opened: None,
        done: None,
    })
}

/// Whether the reader may call the rolls of a course, asked within a change: a name may have been taken back meanwhile.
pub(super) fn may_call(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    (person, manages): (PersonId, bool),
) -> Result<(), NotDone> {
    if manages || queries::is_teacher(tx, course, person)? {
        Ok(())
    } else {
        Err(NotDone::NotFound)
    }
}

async fn roll_of<P: Permission>(
    gate: &Grant<P>,
    app: &App,
    of: (ActivityId, LessonId),
) -> Result<Roll, Fault> {
    let who = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    Ok(app.db.read(move |tx| read(tx, who, of)).await?)
}

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
    disclose(&gate, &app, &mut roll, why.reason).await?;
    Ok(afresh(&app, &ui, &gate, &roll))
}

/// The roll as it stands, with full names.
fn afresh(app: &App, ui: &Ui, gate: &Grant<CallRoll>, roll: &Roll) -> Page {
    let page = page(app, ui, gate, roll, &Fields::default(), &FieldErrors::new());
    for_reason::not_kept(page)
}

/// The roll after something was saved from a page with full names: with the names still in full, for the reason that was
/// given, which is recorded again. Nothing where names were masked.
pub(super) async fn still_open(
    gate: &Grant<CallRoll>,
    app: &App,
    fields: &Fields,
    of: (ActivityId, LessonId),
    done: impl Into<Sentence>,
) -> Result<Option<Roll>, Fault> {
    let Some(why) = for_reason::carried(gate, fields) else {
        return Ok(None);
    };
    let mut roll = roll_of(gate, app, of).await?;
    roll.done = Some(done.into());
    disclose(gate, app, &mut roll, why.reason).await?;
    Ok(Some(roll))
}

fn ask<'a>(action: &'a str, back: &'a str) -> Ask<'a> {
    Ask::of(action, back, &[Purpose::Screen])
}

/// Puts the full names of those on a roll in place of the masked ones, and records that they were shown and why.
pub(super) async fn disclose(
    gate: &Grant<CallRoll>,
    app: &App,
    roll: &mut Roll,
    reason: String,
) -> Result<(), Fault> {
    let id = roll.course.id;
    let members = roll.members.iter().map(|member| member.person);
    let whose: Vec<PersonId> = members
        .chain(roll.trials.iter().map(|trial| trial.person))
        .collect();
    let (viewer, organisation, keys) = (gate.person(), gate.org(), app.keys.clone());
    let manages = gate.may_here(ManageCourses::NAME);
    let said = reason.clone();
    let open = app
        .db
        .write(gate.by(), move |tx| {
            let why = Why {
                viewer,
                organisation,
                reason: reason.clone(),
            };
            tx.bookkeeping();
            may_call(tx, id, (viewer, manages))?;
            people::disclose(tx, &keys, &why, Shown::Name, &whose)
        })
        .await?;
    let full = |who: PersonId| open.iter().find(|one| one.id == who)?.name.clone();
    let members = roll
        .members
        .iter_mut()
        .map(|member| (member.person, &mut member.name));
    let trials = roll
        .trials
        .iter_mut()
        .map(|trial| (trial.person, &mut trial.name));
    for (who, name) in members.chain(trials) {
        if let Some(shown) = full(who) {
            *name = shown;
        }
    }
    roll.opened = Some(said);
    Ok(())
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
            @if open && !closed && !roll.members.is_empty() { (camera(ui, &at)) }
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
                (field(ui, "note", ui.t(msg::COURSE_ROLL_WHY)).max_chars(200).hint(ui.t(msg::COURSE_ROLL_WHY_HINT))
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
            let said = fields.has(&format!("mark-{}", member.signup));
            if !said && roll_now.mark(member).is_none() {
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
            match still_open(&gate, &app, &fields, (id, lesson), sentence.clone()).await? {
                Some(roll) => Ok(afresh(&app, &ui, &gate, &roll).into_response()),
                None => said(back, Ok::<_, NotDone>(sentence)),
            }
        }
        Err(why) => {
            let errors = why.into_fields()?;
            if let Some(why) = for_reason::carried(&gate, &fields) {
                disclose(&gate, &app, &mut roll_now, why.reason).await?;
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
        && let Some(roll) = still_open(&gate, &app, &fields, (id, lesson), sentence.clone()).await?
    {
        return Ok(afresh(&app, &ui, &gate, &roll).into_response());
    }
    said(format!("/w/{org}/courses/{id}/sessions/{lesson}"), done)
}
