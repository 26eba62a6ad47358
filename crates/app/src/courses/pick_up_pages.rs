//! Where children are handed over: the code first, then who it is for.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{ActivityId, CollectorId, HandoverId, LessonId, OrganisationId, SignupId};
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
    model::{Collector, Member},
    office_pages::said,
    pick_up::{self, Going},
    roll_names::{self, Whose},
    roll_pages::{self, Roll, may_call},
    say,
};
use crate::people::for_reason::{self, Ask, Purpose};

/// Whose a code is and which of their children are still there.
struct Found<'a> {
    collector: Collector,
    there: Vec<&'a Member>,
}

async fn roll_of(gate: &Grant<CallRoll>, app: &App, of: (ActivityId, LessonId)) -> Result<Roll, Fault> {
    let who = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let roll = app.db.read(move |tx| roll_pages::read(tx, who, of)).await?;
    if roll.course.pick_up {
        Ok(roll)
    } else {
        Err(Fault::NotFound)
    }
}

/// `GET /w/{org}/courses/{course}/sessions/{session}/pick-up`
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
        None,
        &Fields::default(),
        &FieldErrors::new(),
    ))
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/pick-up/names`: the same with full names, for brothers and sisters
/// look alike when masked, and of those who may fetch them, to see that it is them; whoever had a code looked at still does. Why is asked, and recorded first with that they were
/// shown, where the families read it.
pub(super) async fn names(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let mut roll = roll_of(&gate, &app, (id, lesson)).await?;
    let Some(why) = for_reason::reason(&gate, &fields) else {
        let at = address(&gate, &roll);
        return Ok(Names::of(&at, fields.raw("code")).ask(|ask| ask.page(&app, &ui, &gate, &fields)));
    };
    roll_names::open(&gate, &app, &mut roll, (why, Whose::RollAndCollectors)).await?;
    let found = found(&roll, fields.raw("code")).ok();
    let none = FieldErrors::new();
    let page = page(&app, &ui, &gate, &roll, found.as_ref(), &fields, &none);
    Ok(for_reason::not_kept(page))
}

/// Where the children of a session are handed over.
fn address(gate: &Grant<CallRoll>, roll: &Roll) -> String {
    let (course, lesson) = (roll.course.id, roll.lesson.id);
    format!("/w/{}/courses/{course}/sessions/{lesson}/pick-up", gate.org())
}

/// What is sent to have full names: a code that was looked at goes along.
struct Names<'a> {
    action: String,
    back: &'a str,
    code: &'a str,
}

impl<'a> Names<'a> {
    fn of(at: &'a str, code: &'a str) -> Self {
        Self {
            action: format!("{at}/names"),
            back: at,
            code,
        }
    }

    fn ask<T>(&self, run: impl FnOnce(Ask<'_>) -> T) -> T {
        let code = [("code", self.code)];
        run(Ask {
            action: &self.action,
            back: self.back,
            purposes: &[Purpose::Screen],
            more: if self.code.is_empty() { &[] } else { &code },
        })
    }
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/pick-up`: looks whose a code is, or hands over.
pub(super) async fn send(
    gate: Grant<CallRoll>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, lesson)): Path<(OrganisationId, ActivityId, LessonId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let mut roll = roll_of(&gate, &app, (id, lesson)).await?;
    let going = match going(&fields) {
        Going::Code(_) if fields.raw("act") != "hand" => {
            if let Some(why) = for_reason::carried(&gate, &fields) {
                roll_names::open(&gate, &app, &mut roll, (why, Whose::RollAndCollectors)).await?;
            }
            return match found(&roll, fields.raw("code")) {
                Ok(found) => {
                    let none = FieldErrors::new();
                    Ok(page(&app, &ui, &gate, &roll, Some(&found), &fields, &none).into_response())
                }
                Err(why) => again(&app, &ui, &gate, &roll, &fields, why),
            };
        }
        going => going,
    };
    let children: Vec<SignupId> = fields.all("child").filter_map(|id| id.parse().ok()).collect();
    let (org, person, manages) = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (person, manages))?;
            pick_up::hand_over(tx, org, (id, lesson), &children, &going)
        })
        .await;
    match done {
        Ok(()) => {
            let of = (id, lesson);
            if let Some(roll) = roll_pages::still_open(
                &gate,
                &app,
                &fields,
                of,
                (Whose::RollAndCollectors, msg::COURSE_SAID_HANDED),
            )
            .await?
            {
                let none = (Fields::default(), FieldErrors::new());
                let page = page(&app, &ui, &gate, &roll, None, &none.0, &none.1);
                return Ok(page.into_response());
            }
            said(
                format!("/w/{org}/courses/{id}/sessions/{lesson}/pick-up"),
                Ok::<_, NotDone>(msg::COURSE_SAID_HANDED),
            )
        }
        Err(why) => {
            let mut roll = roll_of(&gate, &app, (id, lesson)).await?;
            if let Some(why) = for_reason::carried(&gate, &fields) {
                roll_names::open(&gate, &app, &mut roll, (why, Whose::RollAndCollectors)).await?;
            }
            again(&app, &ui, &gate, &roll, &fields, why)
        }
    }
}

fn going(fields: &Fields) -> Going {
    match fields.raw("way") {
        "alone" => Going::Alone,
        "known" => Going::Known {
            collector: fields
                .raw(&format!("collector-{}", fields.raw("child")))
                .parse()
                .unwrap_or(CollectorId::from_u128(0)),
            reason: fields.raw(&format!("reason-{}", fields.raw("child"))).to_owned(),
        },
        _ => Going::Code(fields.raw("code").to_owned()),
    }
}

/// Whose a code is; none of whose children is there is said, too.
fn found<'a>(roll: &'a Roll, typed: &str) -> Result<Found<'a>, NotDone> {
    let collector = pick_up::whose_code(&roll.collectors, typed)?;
    let own: Vec<&Member> = roll
        .members
        .iter()
        .filter(|member| member.is_child() && member.booker == collector.booker)
        .collect();
    let there: Vec<&Member> = own
        .iter()
        .copied()
        .filter(|member| roll.is_there(member) && roll.home(member).is_none())
        .collect();
    if !there.is_empty() {
        return Ok(Found { collector, there });
    }
    let gone = own
        .iter()
        .find_map(|member| roll.home(member).map(|home| (member, home)));
    Err(match gone {
        Some((member, home)) => NotDone::field("code", pick_up::gone(member, home)),
        None => NotDone::field("code", msg::COURSE_CODE_NOBODY_THERE),
    })
}

fn again(
    app: &App,
    ui: &Ui,
    gate: &Grant<CallRoll>,
    roll: &Roll,
    fields: &Fields,
    why: NotDone,
) -> Result<Response, Fault> {
    // Whoever forgets to tick a child finds them and the person again, and need not type the code anew.
    let looked_at = (fields.raw("act") == "hand")
        .then(|| found(roll, fields.raw("code")).ok())
        .flatten();
    let mut errors = FieldErrors::new();
    for (field, sentence) in why.into_fields()?.iter() {
        // Each child's own form has its own reason.
        let own = matches!(field, "reason" | "collector") && fields.has("child");
        let name = if own {
            format!("{field}-{}", fields.raw("child"))
        } else if looked_at.is_some() {
            "child".to_owned()
        } else {
            field.to_owned()
        };
        errors.add(name, sentence.clone());
    }
    let page = page(app, ui, gate, roll, looked_at.as_ref(), fields, &errors);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<CallRoll>,
    roll: &Roll,
    found: Option<&Found<'_>>,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let problems = errors.problems(ui);
    let lesson = format!(
        "/w/{}/courses/{}/sessions/{}",
        gate.org(),
        roll.course.id,
        roll.lesson.id
    );
    let at = address(gate, roll);
    let waiting: Vec<&Member> = roll
        .members
        .iter()
        .filter(|member| member.is_child() && roll.is_there(member) && roll.home(member).is_none())
        .collect();
    let gone: Vec<&Member> = roll
        .members
        .iter()
        .filter(|member| roll.home(member).is_some())
        .collect();
    let content = html! {
        (page_title(ui.t(msg::COURSE_PICK_TITLE), Some(&format!("{} · {}", roll.course.title, when::span(ui.lang, roll.lesson.starts_at, roll.lesson.ends_at, ui.now))), None))
        (error_summary(ui, &problems))
        (roll.told(ui))
        (stack(html! {
            p { (link(&lesson, ui.t(msg::COURSE_BACK_TO_ROLL))) }
            @match found {
                Some(found) => (hand(ui, roll, &at, found, fields, &problems)),
                None => (card(form(ui, &at).body(html! {
                    (roll.carry())
                    (field(ui, "code", ui.t(msg::COURSE_CODE)).required().one_time_code().max_chars(10)
                        .hint(ui.t(msg::COURSE_CODE_HINT)).value(fields.raw("code")).error(problems.of("code")))
                    (button(ui.t(msg::COURSE_CODE_LOOK)).primary().wide())
                }))),
            }
            @if !roll.members.is_empty() && roll.opened.is_none() {
                @let code = if found.is_some() { fields.raw("code") } else { "" };
                (Names::of(&at, code).ask(|ask| ask.form(ui)))
            }
            (section(&ui.tf(msg::COURSE_PICK_WAITING, args! { n = waiting.len() as i64 }), stack(html! {
                @if waiting.is_empty() { p { (ui.t(msg::COURSE_PICK_NONE_WAIT)) } }
                @for child in &waiting { (without_code(ui, roll, &at, child, &problems)) }
            })))
            @if !gone.is_empty() {
                (section(&ui.tf(msg::COURSE_PICK_GONE_N, args! { n = gone.len() as i64 }), stack(html! {
                    @for child in &gone { (went(ui, roll, &at, child)) }
                })))
            }
        }))
    };
    let page = desk::page(app, ui, gate, ui.t(msg::COURSE_PICK_TITLE), content);
    match roll.opened {
        Some(_) => for_reason::not_kept(page),
        None => page,
    }
}

/// The code is right: who stands there, and which children go with them.
fn hand(ui: &Ui, roll: &Roll, at: &str, found: &Found<'_>, fields: &Fields, problems: &Problems) -> Markup {
    let who = format!("{} {}", found.collector.relation, found.collector.name);
    // The guardian is the same for all of them.
    let children: Vec<(String, String)> = found
        .there
        .iter()
        .map(|member| (member.signup.to_text(), say::who_briefly(ui, member, roll.day())))
        .collect();
    let mut list = choices(ui, "child", ui.t(msg::COURSE_PICK_WHO))
        .several()
        .required()
        .error(problems.of("child"));
    // Of several, only the teacher sees which one stands there.
    let only = children.len() == 1;
    for (id, name) in &children {
        list = list.option(id, name, only || fields.all("child").any(|ticked| ticked == id));
    }
    card(html! {
        (notice(Tone::Ok, html! { (ui.tf(msg::COURSE_CODE_IS, args! { who = who })) }))
        (form(ui, at).body(html! {
            (roll.carry())
            (hidden("code", fields.raw("code")))
            (list)
            (row(html! {
                (button(ui.t(msg::COURSE_HAND)).primary().value("act", "hand"))
                (link_button(at, ui.t(msg::COURSE_OTHER_CODE)).quiet())
            }))
        }))
    })
}

/// A child who still waits, and the ways without a code.
fn without_code(ui: &Ui, roll: &Roll, at: &str, child: &Member, problems: &Problems) -> Markup {
    let known: Vec<(String, String)> = roll
        .collectors
        .iter()
        .filter(|one| one.booker == child.booker && !one.revoked)
        .map(|one| (one.id.to_text(), format!("{} {}", one.relation, one.name)))
        .collect();
    let signup = child.signup.to_text();
    let who = say::who(ui, child, roll.day());
    let (with, why) = (format!("collector-{signup}"), format!("reason-{signup}"));
    let mut list = select(ui, &with, ui.t(msg::COURSE_PICK_WITH))
        .required()
        .error(problems.of(&with));
    for (id, name) in &known {
        list = list.option(id, name, false);
    }
    card(html! {
        (spread(
            html! { strong { (who) } },
            html! {
                @if child.alone {
                    (form(ui, at).body(html! {
                        (roll.carry()) (hidden("way", "alone")) (hidden("child", &signup))
                        (button(ui.t(msg::COURSE_GOES_ALONE)).small().about(&who))
                    }))
                }
            },
        ))
        @if known.is_empty() {
            @if !child.alone { (muted(html! { (ui.t(msg::COURSE_PICK_NOBODY_NAMED)) })) }
        } @else {
            (disclosure(ui.t(msg::COURSE_WITHOUT_CODE), problems.of(&why).is_some() || problems.of(&with).is_some(), form(ui, at).body(html! {
                (roll.carry()) (hidden("way", "known")) (hidden("child", &signup))
                (list)
                (field(ui, &why, ui.t(msg::COURSE_WITHOUT_CODE_WHY)).required().max_chars(200)
                    .hint(ui.t(msg::COURSE_WITHOUT_CODE_HINT)).error(problems.of(&why)))
                (button(ui.t(msg::COURSE_HAND)).about(&who))
            })))
        }
    })
}

fn went(ui: &Ui, roll: &Roll, at: &str, child: &Member) -> Markup {
    let Some(home) = roll.home(child) else {
        return html! {};
    };
    let who = say::who(ui, child, roll.day());
    card(html! {
        p { strong { (who) } " · " (say::home(ui, home)) " · " (ui.tf(msg::COURSE_HANDED_BY, args! { by = home.by.clone() })) }
        (confirm_with(ui.t(msg::COURSE_VOID), false, form(ui, &format!("{at}/{}/void", home.id)).body(html! {
            p { (ui.t(msg::COURSE_VOID_WHAT)) }
            (field(ui, &format!("reason-{}", home.id), ui.t(msg::COURSE_REASON_WHY)).required().max_chars(200))
            (button(ui.t(msg::COURSE_VOID)).danger().about(&who))
        })))
    })
}

/// `POST /w/{org}/courses/{course}/sessions/{session}/pick-up/{handover}/void`
pub(super) async fn void(
    gate: Grant<CallRoll>,
    State(app): State<App>,
    Path((_, id, lesson, home)): Path<(OrganisationId, ActivityId, LessonId, HandoverId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person, manages) = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    let reason = fields.raw(&format!("reason-{home}")).to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            may_call(tx, id, (person, manages))?;
            pick_up::void_handover(tx, org, (id, lesson), home, &reason)
        })
        .await;
    said(
        format!("/w/{org}/courses/{id}/sessions/{lesson}/pick-up"),
        done.map(|()| msg::COURSE_SAID_VOIDED),
    )
}
