//! A family's own page of a course: its sessions, who takes the children home, leave, certificates.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, PersonId, SignupId},
    time,
};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, fields::Fields, gate::SignedIn, ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    model::{Collector, Handover, LATEST, Lesson, Mark, Member},
    office_views::in_list,
    queries, say,
    ticket::next_of,
    trials,
    whole::Whole,
};
use crate::activities::Status;

/// How many courses of one's own the list has: more than a family ever has.
const MOST: i64 = 200;

/// What a family reads of a course.
pub(super) struct Own {
    pub whole: Whole,
    pub collectors: Vec<Collector>,
    pub homes: Vec<Handover>,
}

impl Own {
    /// Whether nobody is taught or taken home there any more.
    fn is_over(&self, now: Timestamp) -> bool {
        let mut held = self
            .whole
            .lessons
            .iter()
            .filter(|lesson| lesson.cancelled.is_none());
        held.all(|lesson| now.duration_since(lesson.ends_at) > LATEST)
    }
}

/// Reads a course as one family may see it: its own children in full, and nobody else.
pub(super) async fn own(app: &App, booker: PersonId, id: ActivityId) -> Result<Own, Fault> {
    let (keys, now) = (app.keys.clone(), app.now());
    let read = app.db.read(move |tx| {
        let Some(course) = queries::public(tx, id)? else {
            return Ok(None);
        };
        let members = queries::family(tx, &keys, id, booker)?;
        if members.is_empty() {
            return Ok(None);
        }
        let ids: Vec<SignupId> = members.iter().map(|member| member.signup).collect();
        let mut marks = queries::marks(tx, id)?;
        marks.retain(|(signup, _), _| ids.contains(signup));
        let whole = Whole {
            lessons: queries::lessons(tx, id)?,
            course,
            members,
            marks,
            teachers: Vec::new(),
            idle: queries::idle(tx, id, now)?,
            today: time::day(now),
        };
        Ok::<_, StoreError>(Some(Own {
            collectors: queries::collectors_open(tx, &keys, id, booker)?,
            homes: queries::handovers_of(tx, id, booker)?,
            whole,
        }))
    });
    read.await?.ok_or(Fault::NotFound)
}

/// `GET /mine/courses`
pub(super) async fn list(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let (person, keys, now) = (gate.person(), app.keys.clone(), app.now());
    let read = app.db.read(move |tx| {
        let tried = trials::ahead(tx, &keys, person, now)?;
        Ok::<_, StoreError>((tried, queries::of_family(tx, person, MOST)?))
    });
    let (tried, found) = read.await?;
    let title = ui.t(msg::COURSE_MINE);
    let content = html! {
        (page_title(title, None, None))
        @if found.is_empty() && tried.is_empty() {
            (empty(Icon::Calendar, ui.t(msg::COURSE_MINE_NONE), row(link_button("/courses", ui.t(msg::COURSE_FIND)).render())))
        }
        (stack(html! {
            @for one in &tried { (trials::in_list(&ui, one)) }
            @for course in &found { (in_list(&ui, &format!("/mine/courses/{}", course.id), course)) }
        }))
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// `GET /mine/courses/{course}`
pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Response, Fault> {
    match own(&app, gate.person(), id).await {
        Ok(own) => {
            let page = page(&ui, &own, &Fields::default(), &Problems::new());
            Ok(page.into_response())
        }
        // Nobody of theirs has a place: they wait for one, or have none.
        Err(Fault::NotFound) => none_yet(&ui, &app, gate.person(), id).await,
        Err(other) => Err(other),
    }
}

async fn none_yet(ui: &Ui, app: &App, person: PersonId, id: ActivityId) -> Result<Response, Fault> {
    let read = app.db.read(move |tx| {
        let course = queries::public(tx, id)?;
        let waits = queries::of_family(tx, person, MOST)?;
        Ok::<_, StoreError>((course, waits.iter().any(|one| one.id == id)))
    });
    let (course, waits) = read.await?;
    let course = course.ok_or(Fault::NotFound)?;
    let what = if waits {
        msg::COURSE_MINE_WAITS
    } else {
        msg::COURSE_MINE_NOT_IN
    };
    let content = html! {
        (page_title(&course.title, None, None))
        (stack(html! {
            (say::called_off(ui, &course))
            p { (ui.t(what)) }
            (row(html! {
                @if waits { (link_button("/mine", ui.t(msg::COURSE_MY_SIGNUPS)).primary()) }
                (link_button(&format!("/courses/{id}"), ui.t(msg::COURSE_OPEN_PUBLIC)))
            }))
        }))
    };
    Ok(portal(ui, Head::unlisted(&course.title), content).into_response())
}

pub(super) fn page(ui: &Ui, own: &Own, fields: &Fields, problems: &Problems) -> Page {
    let of = &own.whole.course;
    let at = format!("/mine/courses/{}", of.id);
    let children = own
        .whole
        .members
        .iter()
        .any(|member| member.is_child() && member.seated);
    let content = html! {
        (page_title(&of.title, Some(&say::weekly(ui, of, &own.whole.lessons)), None))
        (error_summary(ui, problems))
        (stack(html! {
            (row(html! { (say::standing(ui, of)) span { (of.place) } (link(&format!("/courses/{}", of.id), ui.t(msg::COURSE_OPEN_PUBLIC))) }))
            (say::called_off(ui, of))
            p { (ui.tf(msg::COURSE_CONTACT_LINE, args! { contact = of.whom_to_ask() })) }
            @if let Some(next) = own.whole.lessons.iter().find(|lesson| lesson.to_come(ui.now)) {
                (notice(Tone::Info, html! { (next_of(ui, next)) }))
            }
            @if of.status == Status::Published && own.whole.lessons.iter().any(|lesson| lesson.to_come(ui.now)) {
                (row(link_button(&format!("{at}/calendar.ics"), ui.t(msg::COURSE_CALENDAR)).icon(Icon::Calendar).download().render()))
            }
            @for member in &own.whole.members { (of_member(ui, own, member, &at, fields, problems)) }
            @if of.pick_up && children && !own.is_over(ui.now) { (section(ui.t(msg::COURSE_COLLECTORS), collectors(ui, own, &at, fields, problems))) }
        }))
    };
    portal(ui, Head::unlisted(&of.title), content)
}

fn of_member(ui: &Ui, own: &Own, member: &Member, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    let whole = &own.whole;
    let lessons: Vec<&Lesson> = whole
        .lessons
        .iter()
        .filter(|lesson| member.expected_at(lesson))
        .collect();
    let ahead: Vec<&Lesson> = lessons
        .iter()
        .copied()
        .filter(|lesson| lesson.cancelled.is_none() && lesson.starts_at > ui.now)
        .collect();
    let body = stack(html! {
        p { (say::attendance(ui, &whole.attendance(member))) }
        @if whole.passed(member) {
            (row(link_button(&format!("{at}/certificates/{}", member.signup), ui.t(msg::COURSE_CERTIFICATE)).primary().render()))
        }
        (disclosure(ui.t(msg::COURSE_LESSONS), false, history(ui, own, member, &lessons)))
        @if member.seated && !ahead.is_empty() { (leave(ui, own, member, &ahead, at, fields, problems)) }
        @if whole.course.pick_up && member.is_child() && member.seated && !own.is_over(ui.now) { (alone(ui, member, at)) }
        @if member.seated {
            @let leave = if own.is_over(ui.now) { msg::COURSE_ENROLMENT } else { msg::COURSE_LEAVE_COURSE };
            p { (link(&format!("/mine/signups/{}", member.party), ui.t(leave))) }
        } @else {
            (badge(Tone::Plain, ui.t(msg::COURSE_LEFT)))
        }
    });
    section(&member.name, card(body))
}

fn history(ui: &Ui, own: &Own, member: &Member, lessons: &[&Lesson]) -> Markup {
    table(
        &ui.tf(msg::COURSE_LESSONS_OF, args! { name = member.name.clone() }),
        vec![
            col(ui.t(msg::COURSE_COL_WHEN)),
            col(ui.t(msg::COURSE_COL_ROLL)),
            col(ui.t(msg::COURSE_COL_HOME)),
        ],
    )
    .rows(lessons.iter().map(|lesson| {
        let mark = own.whole.mark(lesson.id, member.signup).filter(|mark| mark.mark != Mark::None);
        let home = own
            .homes
            .iter()
            .find(|home| home.lesson == lesson.id && home.signup == member.signup);
        vec![
            html! { (when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now)) },
            html! {
                @if let Some(reason) = &lesson.cancelled { (badge(Tone::Plain, ui.t(msg::COURSE_LESSON_OFF))) " " (reason) }
                @if let Some(mark) = mark { (say::mark(ui, mark.mark)) @if !mark.note.is_empty() { " " (mark.note) } }
            },
            html! { @if let Some(home) = home { (say::home(ui, home)) } },
        ]
    }))
    .render()
}

/// To say beforehand that a child won't come, and to take that back.
fn leave(
    ui: &Ui,
    own: &Own,
    member: &Member,
    ahead: &[&Lesson],
    at: &str,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let signup = member.signup.to_text();
    let said = |lesson: &&&Lesson| {
        own.whole
            .mark(lesson.id, member.signup)
            .is_some_and(|mark| mark.mark == Mark::Excused && mark.by_family)
    };
    // Of which something is said already, there is nothing to excuse.
    let unsaid = |lesson: &&&Lesson| {
        let mark = own.whole.mark(lesson.id, member.signup);
        lesson.closed_at.is_none() && mark.is_none_or(|mark| mark.mark == Mark::None)
    };
    let free: Vec<(String, String)> = ahead
        .iter()
        .filter(unsaid)
        .take(20)
        .map(|lesson| {
            let at = when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now);
            (lesson.id.to_text(), at)
        })
        .collect();
    let (which, why) = (format!("session-{signup}"), format!("reason-{signup}"));
    let mut list = select(ui, &which, ui.t(msg::COURSE_LEAVE_WHICH))
        .required()
        .error(problems.of(&which));
    for (id, when) in &free {
        list = list.option(id, when, fields.raw(&which) == id);
    }
    let wrong = problems.of(&which).is_some() || problems.of(&why).is_some();
    html! {
        @for lesson in ahead.iter().filter(said) {
            (spread(
                html! { (badge(Tone::Info, ui.t(Mark::Excused.msg()))) " " (when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now)) },
                post_button(ui, &format!("{at}/children/{signup}/back/{}", lesson.id), button(ui.t(msg::COURSE_LEAVE_BACK)).small().about(&member.name)),
            ))
        }
        @if !free.is_empty() || wrong {
            (disclosure(&ui.tf(msg::COURSE_LEAVE, args! { name = member.name.clone() }), wrong, form(ui, &format!("{at}/children/{signup}/leave")).body(html! {
                (list)
                (field(ui, &why, ui.t(msg::COURSE_LEAVE_WHY)).required().max_chars(200).value(fields.raw(&why)).error(problems.of(&why)))
                (button(ui.t(msg::COURSE_LEAVE_SEND)).primary().about(&member.name))
            })))
        }
    }
}

fn alone(ui: &Ui, member: &Member, at: &str) -> Markup {
    let action = format!("{at}/children/{}/alone", member.signup);
    let (what, act, word) = if member.alone {
        (msg::COURSE_ALONE_SAID, "no", msg::COURSE_ALONE_NO)
    } else {
        (msg::COURSE_ALONE_NOT_SAID, "yes", msg::COURSE_ALONE_YES)
    };
    html! {
        p { (ui.t(what)) }
        (form(ui, &action).body(html! {
            (hidden("alone", act))
            (row(button(ui.t(word)).small().about(&member.name).render()))
        }))
    }
}

fn collectors(ui: &Ui, own: &Own, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    let live: Vec<&Collector> = own.collectors.iter().filter(|one| !one.revoked).collect();
    stack(html! {
        p { (ui.t(msg::COURSE_COLLECTORS_WHAT)) }
        @if live.is_empty() { (notice(Tone::Warn, html! { (ui.t(msg::COURSE_COLLECTORS_NONE)) })) }
        @for one in &live {
            (card(spread(
                html! {
                    p { strong { (one.relation) " " (one.name) } @if let Some(phone) = &one.phone { " · " (phone) } }
                    p { (ui.tf(msg::COURSE_CODE_OF, args! { code = one.code.clone() })) }
                },
                confirm(ui, &format!("{at}/collectors/{}/revoke", one.id), ui.t(msg::COURSE_REVOKE),
                    &html! { p { (ui.t(msg::COURSE_REVOKE_WHAT)) } }, button(ui.t(msg::COURSE_REVOKE)).danger().about(&one.name)),
            )))
        }
        (langqiao_platform::ui::components::panel(ui.t(msg::COURSE_COLLECTOR_ADD), form(ui, &format!("{at}/collectors")).body(html! {
            (field(ui, "name", ui.t(msg::COURSE_COLLECTOR_NAME_LABEL)).required().max_chars(40).value(fields.raw("name")).error(problems.of("name")))
            (field(ui, "relation", ui.t(msg::COURSE_COLLECTOR_RELATION_LABEL)).required().max_chars(20)
                .example(ui.t(msg::COURSE_RELATION_EXAMPLE)).value(fields.raw("relation")).error(problems.of("relation")))
            (field(ui, "phone", ui.t(msg::COURSE_COLLECTOR_PHONE_LABEL)).phone().value(fields.raw("phone")).error(problems.of("phone")))
            (button(ui.t(msg::COURSE_COLLECTOR_ADD)).primary())
        })))
    })
}
