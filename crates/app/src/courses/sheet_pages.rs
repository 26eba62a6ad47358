//! The roll on paper: all sessions of a course, or those that were chosen, with a column for each; one alone has room to
//! sign in.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId, PersonId};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    ui::prelude::*,
};

use super::{
    CallRoll, ManageCourses,
    attendance_pages::{on_paper, seen, short_day},
    model::{Lesson, Mark, Member},
    roll_pages::may_call,
    say,
    whole::Whole,
};
use crate::people::for_reason::{self, Ask, Purpose};

/// How many sessions stand side by side on a sheet.
const SIDE_BY_SIDE: usize = 12;

/// Which sessions an address or a form names; whatever isn't one is left out.
fn named<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<LessonId> {
    pairs
        .filter(|(name, _)| *name == "session")
        .filter_map(|(_, value)| value.parse().ok())
        .collect()
}

/// `GET /w/{org}/courses/{course}/sheet?session=…`: with masked names; without a session all of them.
pub(super) async fn show(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Page, Fault> {
    let whole = seen(&gate, &app, id).await?;
    let chosen = named(asked.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Ok(page(&ui, gate.org(), &whole, &chosen))
}

/// `POST /w/{org}/courses/{course}/sheet`: the same with full names. That they were shown is recorded first, where the
/// families read it.
pub(super) async fn names(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let mut whole = seen(&gate, &app, id).await?;
    let chosen = named(fields.typed());
    let whose: Vec<PersonId> = seated(&whole).map(|member| member.person).collect();
    let Some(why) = for_reason::reason(&gate, &fields) else {
        return Ok(Names::of(gate.org(), &whole, &chosen).ask(|ask| ask.page(&app, &ui, &gate, &fields)));
    };
    let (viewer, keys) = (gate.person(), app.keys.clone());
    let manages = gate.may_here(ManageCourses::NAME);
    let open = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (viewer, manages))?;
            for_reason::open(tx, &keys, &why, whose.iter().copied())
        })
        .await?;
    for member in &mut whole.members {
        if let Some(name) = open.get(&member.person) {
            member.name.clone_from(name);
        }
    }
    let page = page(&ui, gate.org(), &whole, &chosen);
    Ok(for_reason::not_kept(page))
}

/// What is sent to have a sheet with full names.
struct Names {
    action: String,
    back: String,
    sessions: Vec<String>,
}

impl Names {
    fn of(org: OrganisationId, whole: &Whole, chosen: &[LessonId]) -> Self {
        let action = format!("/w/{org}/courses/{}/sheet", whole.course.id);
        let sessions: Vec<String> = chosen.iter().map(|one| one.to_text()).collect();
        let query: Vec<String> = sessions.iter().map(|one| format!("session={one}")).collect();
        let back = match query.is_empty() {
            true => action.clone(),
            false => format!("{action}?{}", query.join("&")),
        };
        Self {
            action,
            back,
            sessions,
        }
    }

    fn ask<T>(&self, run: impl FnOnce(Ask<'_>) -> T) -> T {
        let more: Vec<(&str, &str)> = self
            .sessions
            .iter()
            .map(|one| ("session", one.as_str()))
            .collect();
        run(Ask {
            action: &self.action,
            back: &self.back,
            purposes: &[Purpose::Print],
            more: &more,
        })
    }
}

fn seated(whole: &Whole) -> impl Iterator<Item = &Member> {
    whole.members.iter().filter(|member| member.seated)
}

fn page(ui: &Ui, org: OrganisationId, whole: &Whole, chosen: &[LessonId]) -> Page {
    let of = &whole.course;
    let at = format!("/w/{org}/courses/{}", of.id);
    let all = on_paper(whole);
    let lessons: Vec<&Lesson> = all
        .iter()
        .copied()
        .filter(|lesson| chosen.is_empty() || chosen.contains(&lesson.id))
        .collect();
    let content = html! {
        div.paper-tools { (stack(html! { (row(html! {
            (link_button(&at, ui.t(msg::COURSE_BACK_TO)).icon(Icon::Back))
            (Button::print(ui.t(msg::COURSE_PRINT)).primary())
            (Names::of(org, whole, chosen).ask(|ask| ask.form(ui)))
        })) (choose(ui, &format!("{at}/sheet"), &all, chosen)) })) }
        @if let [one] = lessons.as_slice() { (signed(ui, whole, one)) }
        @else { @for part in lessons.chunks(SIDE_BY_SIDE) { (columns(ui, whole, part)) } }
    };
    bare(
        ui,
        &format!("{} · {}", of.title, ui.t(msg::COURSE_SHEET)),
        content,
    )
}

/// The sessions to choose from.
fn choose(ui: &Ui, action: &str, all: &[&Lesson], chosen: &[LessonId]) -> Markup {
    let names: Vec<(String, String, bool)> = all
        .iter()
        .map(|lesson| {
            let name = when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now);
            (lesson.id.to_text(), name, chosen.contains(&lesson.id))
        })
        .collect();
    let mut list = choices(ui, "session", ui.t(msg::COURSE_SHEET_WHICH))
        .several()
        .hint(ui.t(msg::COURSE_SHEET_WHICH_HINT));
    for (id, name, now) in &names {
        list = list.option(id, name, *now);
    }
    disclosure(
        ui.t(msg::COURSE_SHEET_CHOOSE),
        false,
        get_form(
            action,
            html! { (list) (row(button(ui.t(msg::COURSE_SHEET_SHOW)).render())) },
        ),
    )
}

fn foot(ui: &Ui) -> String {
    let at = when::moment(ui.lang, ui.now, ui.now);
    ui.tf(msg::COURSE_SHEET_FOOT, args! { at = at })
}

/// One session: who comes signs.
fn signed(ui: &Ui, whole: &Whole, lesson: &Lesson) -> Markup {
    let of = &whole.course;
    let home = ui.t(msg::COURSE_SHEET_HOME);
    let mut heads = vec![
        ui.t(msg::COURSE_COL_CHILD),
        ui.t(msg::COURSE_COL_ROLL),
        ui.t(msg::COURSE_SHEET_SIGN),
    ];
    if of.pick_up {
        heads.push(home);
    }
    heads.push(ui.t(msg::COURSE_SHEET_NOTE));
    let expected = seated(whole).filter(|member| member.expected_at(lesson));
    let rows: Vec<Vec<String>> = expected
        .map(|member| {
            let mut cells = vec![
                say::who_briefly(ui, member, whole.today),
                sign(of_mark(whole, member, lesson)).to_owned(),
            ];
            cells.resize(heads.len(), String::new());
            cells
        })
        .collect();
    let at = when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now);
    paper(
        &of.title,
        &[at, lesson.place.clone(), of.host.clone()],
        &paper_table(ui.t(msg::COURSE_SHEET), &heads, &rows, 3),
        &foot(ui),
    )
}

/// Several sessions side by side.
fn columns(ui: &Ui, whole: &Whole, part: &[&Lesson]) -> Markup {
    let of = &whole.course;
    let days: Vec<String> = part.iter().map(|lesson| short_day(lesson)).collect();
    let heads: Vec<&str> = [ui.t(msg::COURSE_COL_CHILD)]
        .into_iter()
        .chain(days.iter().map(String::as_str))
        .collect();
    let rows: Vec<Vec<String>> = seated(whole)
        .map(|member| {
            let marks = part
                .iter()
                .map(|lesson| sign(of_mark(whole, member, lesson)).to_owned());
            let name = say::who_briefly(ui, member, whole.today);
            std::iter::once(name).chain(marks).collect()
        })
        .collect();
    let (first, last) = (days.first(), days.last());
    let caption = format!(
        "{} {}–{}",
        ui.t(msg::COURSE_SHEET),
        first.map_or("", String::as_str),
        last.map_or("", String::as_str)
    );
    let about = [
        say::weekly(ui, of, &whole.lessons),
        of.place.clone(),
        of.host.clone(),
    ];
    paper(
        &of.title,
        &about,
        &paper_days(&caption, &heads, &rows, 3),
        &foot(ui),
    )
}

fn of_mark(whole: &Whole, member: &Member, lesson: &Lesson) -> Mark {
    let kept = whole.mark(lesson.id, member.signup);
    kept.map_or(Mark::None, |mark| mark.mark)
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "✓",
        Mark::Late => "△",
        Mark::Absent => "✗",
        Mark::Excused => "○",
        Mark::None => "",
    }
}
