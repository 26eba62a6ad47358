//! How those who are added afterwards look at the desk.

use jiff::Timestamp;
use langqiao_platform::ui::prelude::*;

use super::{
    late::{REASON_MAX, State, WalkInId},
    late_queries::WalkIn,
    views::Desk,
};
use crate::{
    activities::Times,
    signups::{self, Against},
};

/// What stands against somebody, and so why they are listed.
pub(super) fn against(against: Against) -> Msg {
    match against {
        Against::TooYoung => msg::WALK_IN_TOO_YOUNG,
        Against::TooOld => msg::WALK_IN_TOO_OLD,
        Against::BirthUnknown => msg::WALK_IN_BIRTH_UNKNOWN,
        Against::Elsewhere => msg::WALK_IN_ELSEWHERE,
        Against::HelperTooYoung => msg::WALK_IN_HELPER_TOO_YOUNG,
        Against::HelperAlone => msg::WALK_IN_HELPER_ALONE,
        Against::HelperWithoutGuardian => msg::WALK_IN_HELPER_GUARDIAN,
        Against::Lacks => msg::WALK_IN_LACKS,
        Against::TooMany => msg::WALK_IN_TOO_MANY,
        Against::Answers => msg::WALK_IN_ANSWERS,
        Against::Full => msg::WALK_IN_FULL,
    }
}

fn days() -> i64 {
    signups::ADDED_FOR.as_hours() / 24
}

/// What adding afterwards is, and until when it is possible.
pub(super) fn what_it_is(ui: &Ui, until: Timestamp) -> Markup {
    let until = when::moment(ui.lang, until, ui.now);
    notice(
        Tone::Info,
        html! {
            p { (ui.tf(msg::WALK_IN_WHAT, args! { days = days(), until = until })) }
            p { (ui.t(msg::WALK_IN_RULES)) }
        },
    )
}

/// From when until when people can be added.
pub(super) fn when(ui: &Ui, times: &Times) -> Markup {
    let at = |at| when::moment(ui.lang, at, ui.now);
    let until = signups::addable_until(times.ends_at);
    let (from, until) = (at(times.starts_at), at(until));
    html! { p { (ui.tf(msg::WALK_IN_WHEN, args! { from = from, until = until, days = days() })) } }
}

/// Those who were added, and those who wait for a decision, with the means to decide.
pub(super) fn list(desk: &Desk<'_>, walk_ins: &[WalkIn], settling: Option<WalkInId>) -> Markup {
    if walk_ins.is_empty() {
        return html! {};
    }
    let ui = desk.ui;
    let (open, others): (Vec<&WalkIn>, Vec<&WalkIn>) =
        walk_ins.iter().partition(|one| one.state == State::Open);
    let rows = open.iter().chain(&others).map(|one| {
        vec![
            who(ui, one),
            html! { (ui.t(signups::role_name(one.role))) },
            stands(ui, one),
            html! {
                (ui.moment(one.at))
                (muted(html! { (ui.tf(origin(one.on_paper), args! { name = one.added_by.as_str() })) }))
            },
            html! { @if one.state == State::Open { (decide(desk, one, settling == Some(one.id))) } },
        ]
    });
    let columns = vec![
        col(ui.t(msg::ACTIVITY_ROLL_PERSON)),
        col(ui.t(msg::ACTIVITY_ROLL_ROLE)),
        col(ui.t(msg::ACTIVITY_ROLL_STATE)),
        col(ui.t(msg::WALK_IN_ORIGIN)),
        col(""),
    ];
    section(
        ui.t(msg::WALK_IN_TITLE),
        html! {
            @if !open.is_empty() { (notice(Tone::Warn, html! { p { (ui.tf(msg::WALK_IN_OPEN, args! { n = open.len() as i64 })) } })) }
            (table(ui.t(msg::WALK_IN_TITLE), columns).rows(rows).render())
        },
    )
}

/// By whom, and from what.
pub(super) const fn origin(on_paper: bool) -> Msg {
    if on_paper {
        msg::WALK_IN_FROM_PAPER
    } else {
        msg::WALK_IN_FROM_DOOR
    }
}

fn who(ui: &Ui, one: &WalkIn) -> Markup {
    html! {
        (one.name)
        @if !one.people.is_empty() {
            @let names: Vec<&str> = one.people.iter().map(|(_, name)| name.as_str()).collect();
            (muted(html! { (ui.tf(msg::WALK_IN_WITH, args! { names = names.join(ui.t(msg::CHECKIN_NAMES_AND)) })) }))
        }
    }
}

fn stands(ui: &Ui, one: &WalkIn) -> Markup {
    let (tone, word) = match one.state {
        State::Added => (Tone::Ok, msg::WALK_IN_ADDED),
        State::Open => (Tone::Warn, msg::WALK_IN_WAITS),
        State::Dismissed => (Tone::Plain, msg::WALK_IN_DISMISSED),
    };
    html! {
        (badge(tone, ui.t(word)))
        @if let Some(why) = one.against { (muted(html! { (ui.t(against(why))) })) }
        @if let (Some(by), Some(reason)) = (&one.settled_by, &one.reason) {
            (muted(html! { (ui.tf(msg::WALK_IN_SETTLED, args! { name = by.as_str(), reason = reason.as_str() })) }))
        }
    }
}

/// The field in which the reason is typed: each row has its own.
pub(super) fn reason_field(walk_in: &str) -> String {
    format!("reason-{walk_in}")
}

fn decide(desk: &Desk<'_>, one: &WalkIn, again: bool) -> Markup {
    let (ui, id) = (desk.ui, one.id.to_text());
    let reason = reason_field(&id);
    let problem = desk.problems.of(&reason);
    let may = one.against.is_none_or(|against| against.may_be_let_by(one.role));
    let fields = html! {
        p { (ui.t(if may { msg::WALK_IN_DECIDE_WHAT } else { msg::WALK_IN_BY_LAW })) }
        (form(ui, &format!("{}/settle", desk.at)).body(html! {
            (hidden("walk_in", &id))
            (field(ui, &reason, ui.t(msg::SETTLE_REASON)).required().max_chars(REASON_MAX as u32).error(problem)
                .value(if again { desk.fields.raw(&reason) } else { "" }).hint(ui.t(msg::WALK_IN_REASON_HINT)))
            (row(html! {
                @if may { (button(ui.t(msg::WALK_IN_COUNTS)).primary().value("verdict", "counts").about(&one.name)) }
                (button(ui.t(msg::WALK_IN_DISMISS)).value("verdict", "dismissed").about(&one.name))
            }))
        }))
    };
    confirm_with(ui.t(msg::WALK_IN_DECIDE), again, fields)
}
