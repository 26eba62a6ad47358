//! Who was there, over all sessions: on the screen, as a spreadsheet; and the certificates.

use axum::{
    extract::State,
    http::{HeaderValue, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, SignupId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    people::{self, Shown, Why},
    spreadsheet::{Cell, Sheet},
    ui::prelude::*,
};

use super::{
    CallRoll, ManageCourses,
    certificate::certificates,
    model::{Lesson, Mark, Member},
    office_pages::{sees_children, whole},
    queries, say,
    whole::Whole,
};
use crate::{
    activities::UnmaskPeople,
    people::for_reason::{self, Ask, Purpose},
};

/// A course with its children, for those who may see them.
pub(super) async fn seen(gate: &Grant<CallRoll>, app: &App, id: ActivityId) -> Result<Whole, Fault> {
    let whole = whole(app, gate.org(), id).await?;
    if sees_children(gate, &whole) {
        Ok(whole)
    } else {
        Err(Fault::NotFound)
    }
}

/// `GET /w/{org}/courses/{course}/attendance`
pub(super) async fn show(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let whole = seen(&gate, &app, id).await?;
    let at = format!("/w/{}/courses/{id}", gate.org());
    let passed = whole.members.iter().any(|member| whole.passed(member));
    let title = ui.t(msg::COURSE_ATTENDANCE);
    let content = html! {
        (page_title(title, Some(&whole.course.title), None))
        (stack(html! {
            p { (link(&at, ui.t(msg::COURSE_BACK_TO))) }
            @if whole.course.pass_percent > 0 {
                p { (ui.tf(msg::COURSE_PASS_RULE, args! { n = whole.course.pass_percent })) }
            }
            (row(html! {
                (link_button(&format!("{at}/attendance.xlsx"), ui.t(msg::COURSE_XLSX)).icon(Icon::Download).download())
                (link_button(&format!("{at}/sheet"), ui.t(msg::COURSE_SHEET)))
                @if passed && gate.may_here(ManageCourses::NAME) {
                    (post_button(&ui, &format!("{at}/certificates"), button(ui.t(msg::COURSE_CERTIFICATES))))
                }
            }))
            @if !whole.members.is_empty() && gate.may_here(ManageCourses::NAME) && gate.may(UnmaskPeople::NAME) {
                (ask(&format!("{at}/attendance.xlsx"), &format!("{at}/attendance")).form(&ui))
            }
            @if whole.members.is_empty() {
                (empty(Icon::People, ui.t(msg::COURSE_ROLL_NOBODY), html! { p { (ui.t(msg::COURSE_ROLL_NOBODY_NEXT)) } }))
            } @else {
                (table(title, vec![
                    col(ui.t(msg::COURSE_COL_CHILD)), number_col(ui.t(msg::COURSE_COL_HELD)), number_col(ui.t(msg::COURSE_COL_THERE)),
                    number_col(ui.t(msg::COURSE_COL_LATE)), number_col(ui.t(msg::COURSE_COL_ABSENT)), number_col(ui.t(msg::COURSE_COL_EXCUSED)),
                    col(ui.t(msg::COURSE_COL_STATE)),
                ]).rows(whole.members.iter().map(|member| line(&ui, &whole, member, &at))))
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, title, content))
}

fn line(ui: &Ui, whole: &Whole, member: &Member, at: &str) -> Vec<Markup> {
    let sum = whole.attendance(member);
    let child = format!("{at}/children/{}", member.signup);
    let number = |n: i64| html! { (link(&child, &when::count(n))) };
    vec![
        html! { (link(&child, &say::who(ui, member, whole.today))) },
        number(sum.held),
        number(sum.there),
        number(sum.late),
        number(sum.absent),
        number(sum.excused),
        html! {
            @if !member.seated { (badge(Tone::Plain, ui.t(msg::COURSE_LEFT))) }
            @if whole.passed(member) { (badge(Tone::Ok, ui.t(msg::COURSE_PASSED))) }
        },
    ]
}

/// `GET /w/{org}/courses/{course}/children/{signup}`: the sessions that somebody's numbers were counted from.
pub(super) async fn child(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, signup)): Path<(OrganisationId, ActivityId, SignupId)>,
) -> Result<Page, Fault> {
    let whole = seen(&gate, &app, id).await?;
    let member = whole
        .members
        .iter()
        .find(|member| member.signup == signup)
        .ok_or(Fault::NotFound)?;
    let booker = member.booker;
    let read = app.db.read(move |tx| {
        Ok::<_, langqiao_store::StoreError>((
            queries::handovers_of(tx, id, booker)?,
            queries::collectors(tx, id, Some(booker))?,
        ))
    });
    let (homes, collectors) = read.await?;
    let course = format!("/w/{}/courses/{id}", gate.org());
    let rows = whole.lessons.iter().filter(|lesson| member.expected_at(lesson)).map(|lesson| {
        let mark = whole.mark(lesson.id, signup);
        let home = homes.iter().find(|home| home.lesson == lesson.id && home.signup == signup);
        vec![
            html! { (link(&format!("{course}/sessions/{}", lesson.id), &when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now))) },
            say::lesson(&ui, lesson),
            html! { @if let Some(mark) = mark { (say::mark(&ui, mark.mark)) " " (muted(html! { (say::mark_note(&ui, mark)) })) } },
            html! { @if let Some(home) = home { (say::home(&ui, home)) } },
        ]
    });
    let content = html! {
        (page_title(&say::who_briefly(&ui, member, whole.today), Some(&say::attendance(&ui, &whole.attendance(member))), None))
        (stack(html! {
            p { (link(&format!("{course}/attendance"), ui.t(msg::COURSE_BACK_TO_ATTENDANCE))) }
            @if let Some(guardian) = &member.guardian {
                p { (ui.tf(msg::COURSE_GUARDIAN, args! { name = guardian.clone() })) }
            }
            (table(ui.t(msg::COURSE_LESSONS), vec![
                col(ui.t(msg::COURSE_COL_WHEN)), col(ui.t(msg::COURSE_COL_STATE)), col(ui.t(msg::COURSE_COL_ROLL)), col(ui.t(msg::COURSE_COL_HOME)),
            ]).rows(rows))
            @if whole.course.pick_up && member.is_child() {
                (section(ui.t(msg::COURSE_COLLECTORS), stack(html! {
                    @if member.alone { p { (ui.t(msg::COURSE_ALONE_SAID)) } }
                    @if collectors.is_empty() { p { (ui.t(msg::COURSE_PICK_NOBODY_NAMED)) } }
                    @for one in &collectors {
                        p {
                            (one.relation) " " (one.name)
                            @if one.revoked { " " (badge(Tone::Plain, ui.t(msg::COURSE_REVOKED))) }
                        }
                    }
                    @if gate.may("people.unmask") {
                        (row(link_button(&format!("/w/{}/people/{booker}", gate.org()), ui.t(msg::COURSE_REACH_FAMILY)).render()))
                    }
                })))
            }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, &member.name, content))
}

/// Sessions that stand on paper: those that are not called off.
pub(super) fn on_paper(whole: &Whole) -> Vec<&Lesson> {
    whole
        .lessons
        .iter()
        .filter(|lesson| lesson.cancelled.is_none())
        .collect()
}

pub(super) fn short_day(lesson: &Lesson) -> String {
    let wall = time::civil(lesson.starts_at);
    format!("{}/{}", wall.month(), wall.day())
}

/// `GET /w/{org}/courses/{course}/attendance.xlsx`
pub(super) async fn spreadsheet(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Response, Fault> {
    let whole = seen(&gate, &app, id).await?;
    file(&ui, &whole).await
}

fn ask<'a>(action: &'a str, back: &'a str) -> Ask<'a> {
    Ask::of(action, back, &[Purpose::Spreadsheet])
}

/// `POST /w/{org}/courses/{course}/attendance.xlsx`: the same with full names for the host's own officers, for brothers
/// and sisters look alike when masked. That they were shown, to whom and why is recorded first.
pub(super) async fn full_spreadsheet(
    gate: Grant<UnmaskPeople>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let mut whole = whole(&app, gate.org(), id).await?;
    if !gate.may_here(ManageCourses::NAME) {
        return Err(Fault::NotFound);
    }
    let Some(why) = for_reason::reason(&gate, &fields) else {
        let at = format!("/w/{}/courses/{id}", gate.org());
        let ask = ask(&format!("{at}/attendance.xlsx"), &format!("{at}/attendance"))
            .page(&app, &ui, &gate, &fields);
        return Ok(ask.into_response());
    };
    let whose: Vec<PersonId> = whole.members.iter().map(|member| member.person).collect();
    let keys = app.keys.clone();
    let open = app
        .db
        .write(gate.by(), move |tx| {
            tx.bookkeeping();
            people::disclose(tx, &keys, &why, Shown::Name, &whose)
        })
        .await?;
    for member in &mut whole.members {
        let full = open.iter().find(|one| one.id == member.person);
        if let Some(name) = full.and_then(|one| one.name.clone()) {
            member.name = name;
        }
    }
    let mut response = file(&ui, &whole).await?;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn file(ui: &Ui, whole: &Whole) -> Result<Response, Fault> {
    let lessons = on_paper(whole);
    let days: Vec<String> = lessons.iter().map(|lesson| short_day(lesson)).collect();
    let sums = [
        msg::COURSE_COL_PLACE,
        msg::COURSE_COL_CHILD,
        msg::COURSE_COL_AGE,
        msg::COURSE_COL_HELD,
        msg::COURSE_COL_THERE,
        msg::COURSE_COL_LATE,
        msg::COURSE_COL_ABSENT,
        msg::COURSE_COL_EXCUSED,
        msg::COURSE_PASSED,
    ];
    let heads = sums
        .iter()
        .map(|head| ui.t(*head))
        .chain(days.iter().map(String::as_str));
    let mut sheet = Sheet::new(heads)
        .titled(&whole.course.title)
        .named(ui.t(msg::COURSE_ATTENDANCE));
    for member in &whole.members {
        let sum = whole.attendance(member);
        let passed = if whole.passed(member) {
            ui.t(msg::COURSE_YES)
        } else {
            ""
        };
        let age = member
            .age_on(whole.today)
            .map_or_else(|| Cell::from(""), Cell::from);
        let mut cells = vec![Cell::from(member.number), Cell::from(member.name.as_str()), age];
        cells.extend([sum.held, sum.there, sum.late, sum.absent, sum.excused].map(Cell::from));
        cells.push(passed.into());
        cells.extend(lessons.iter().map(|lesson| {
            let mark = whole
                .mark(lesson.id, member.signup)
                .map_or(Mark::None, |mark| mark.mark);
            if mark == Mark::None {
                Cell::from("")
            } else {
                ui.t(mark.msg()).into()
            }
        }));
        sheet.push(cells);
    }
    sheet.as_xlsx("attendance.xlsx").await
}

/// `POST /w/{org}/courses/{course}/certificates`: all that were earned, with full names, to be printed. That the names
/// were shown is recorded first, where those whose they are can read it.
pub(super) async fn print_all(
    gate: Grant<ManageCourses>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(_): Form,
) -> Result<Page, Fault> {
    let (org, viewer) = (gate.org(), gate.person());
    let whole = whole(&app, org, id).await?;
    if !gate.may_here(ManageCourses::NAME) {
        return Err(Fault::NotFound);
    }
    let passed: Vec<&Member> = whole
        .members
        .iter()
        .filter(|member| whole.passed(member))
        .collect();
    let whose: Vec<PersonId> = passed.iter().map(|member| member.person).collect();
    let reason = ui.tf(
        msg::COURSE_CERTIFICATE_REASON,
        args! { title = whole.course.title.clone() },
    );
    let keys = app.keys.clone();
    let open = app
        .db
        .write(gate.by(), move |tx| {
            let why = Why {
                viewer,
                organisation: org,
                reason: reason.clone(),
            };
            people::disclose(tx, &keys, &why, Shown::Name, &whose)
        })
        .await?;
    let named: Vec<(String, &Member)> = passed
        .iter()
        .map(|member| {
            let name = open.iter().find(|one| one.id == member.person);
            let name = name.and_then(|one| one.name.clone());
            (name.unwrap_or_else(|| member.name.clone()), *member)
        })
        .collect();
    let back = format!("/w/{org}/courses/{id}/attendance");
    let page = certificates(&ui, &whole, &named, &back);
    Ok(page.header(CACHE_CONTROL, HeaderValue::from_static("no-store")))
}
