//! The page of a draw: what was promised before, what was drawn, and that anyone can check it.

use std::collections::HashMap;

use axum::extract::State;
use langqiao_kernel::{
    draw::{Drawn, Entry, PassedOver},
    id::ActivityId,
};
use langqiao_platform::{app::App, extract::Path, fault::Fault, gate::Public, ui::prelude::*};

use super::{
    by_group,
    queries::{self, Either, Published},
};

pub(super) async fn show(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
) -> Result<Page, Fault> {
    let read = app.db.read(move |tx| queries::either(tx, activity));
    let published = match read.await?.ok_or(Fault::NotFound)? {
        Either::Drawn(published) => published,
        Either::ByGroup(given) => return Ok(by_group::page(&ui, activity, &given)),
    };
    let title = ui.t(msg::DRAW_TITLE);
    let content = html! {
        (page_title(title, Some(&published.title), None))
        (stack(html! {
            p { (link(&format!("/activities/{activity}"), ui.t(msg::SIGNUP_BACK_TO_ACTIVITY))) }
            @match &published.drawn {
                Some(drawn) => (result(&ui, activity, &published, drawn)),
                None => (notice(Tone::Info, html! {
                    (ui.tf(msg::DRAW_NOT_YET, args! { at = when::moment(ui.lang, published.closes_at, ui.now) }))
                })),
            }
            (proof(&ui, &published))
            (section(ui.t(msg::DRAW_HOW), how(&ui)))
        }))
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// What it can be worked out from: what was made public before sign-up, and the rest once it was drawn.
fn proof(ui: &Ui, published: &Published) -> Markup {
    let at = when::moment(ui.lang, published.committed_at, ui.now);
    let mut facts = definitions(ui)
        .row(
            ui.t(msg::DRAW_COMMITMENT),
            html! { code { (published.commitment) } },
        )
        .row(ui.t(msg::DRAW_COMMITTED_AT), html! { (at) });
    if let Some(drawn) = &published.drawn {
        facts = facts
            .row(ui.t(msg::DRAW_SEED), html! { code { (drawn.seed) } })
            .row(ui.t(msg::DRAW_LIST), html! { code { (drawn.list) } })
            .row(
                ui.t(msg::DRAW_FINGERPRINT),
                html! { code { (drawn.fingerprint()) } },
            );
    }
    card(html! { (facts) })
}

/// What was drawn, by place, and where to check it.
fn result(ui: &Ui, activity: ActivityId, published: &Published, drawn: &Drawn) -> Markup {
    let seats = ui.tf(
        msg::DRAW_SEATED,
        args! { seated = drawn.seated as i64, all = drawn.order.len() as i64, places = drawn.capacity },
    );
    html! {
        (notice(Tone::Ok, html! { (seats) }))
        (groups(ui, published, drawn))
        (order(ui, drawn))
        (row(html! {
            (link_button(&format!("/draws/check?activity={activity}"), ui.t(msg::DRAW_CHECK_NOW)).primary())
            (link_button(&format!("/api/v1/activities/{activity}/draw"), ui.t(msg::DRAW_DOCUMENT)))
        }))
    }
}

/// The groups that come first, in the reader's language. The document names them in one, and where it is one alone not at
/// all: it is left as it was sealed.
fn groups(ui: &Ui, published: &Published, drawn: &Drawn) -> Markup {
    let named = published.first.names(ui);
    let names = match drawn.groups.len() {
        0 => named,
        n if n == named.len() => named,
        _ => drawn.groups.clone(),
    };
    html! {
        @if !names.is_empty() {
            (section(ui.t(msg::DRAW_GROUPS), html! { ol { @for name in &names { li { (name) } } } }))
        }
    }
}

/// The numbers in the order drawn, those with places and those who wait: everybody looks for one number, their own.
fn order(ui: &Ui, drawn: &Drawn) -> Markup {
    let entries: HashMap<i64, &Entry> = drawn.entries.iter().map(|entry| (entry.number, entry)).collect();
    let in_order: Vec<&Entry> = drawn
        .in_line()
        .iter()
        .filter_map(|number| entries.get(number).copied())
        .collect();
    let (seated, waiting) = in_order.split_at(drawn.seated.min(in_order.len()));
    let passed = passed_over(ui, &drawn.passed_over);
    html! {
        @if !seated.is_empty() { (section(ui.t(msg::DRAW_WITH_PLACES), numbers(ui, seated))) }
        @if !waiting.is_empty() { (section(ui.t(msg::DRAW_IN_LINE), numbers(ui, waiting))) }
        @if !passed.is_empty() {
            (section(ui.t(msg::DRAW_PASSED_OVER), stack_close(html! {
                (muted(html! { (ui.t(msg::DRAW_PASSED_OVER_WHAT)) }))
                (bullets(passed.into_iter().map(|one| html! { (one) })))
            })))
        }
    }
}

/// The numbers that were passed over, each with what it lacked.
pub(super) fn passed_over(ui: &Ui, passed: &[PassedOver]) -> Vec<String> {
    let say = |one: &PassedOver| {
        let what = match one.lacks.as_str() {
            "unit" => msg::DRAW_LACKS_UNIT,
            "line" => msg::DRAW_LACKS_LINE,
            _ => msg::DRAW_LACKS_QUALIFICATION,
        };
        ui.tf(
            msg::DRAW_PASSED_NUMBER,
            args! { n = one.number, what = ui.t(what) },
        )
    };
    passed.iter().map(say).collect()
}

/// A number, with how many come under it where they are several.
pub(super) fn listed(ui: &Ui, number: i64, people: i64) -> String {
    match people {
        1 => number.to_string(),
        people => ui.tf(msg::DRAW_NUMBER_PEOPLE, args! { n = number, people = people }),
    }
}

fn numbers(ui: &Ui, entries: &[&Entry]) -> Markup {
    let plain = |entry: &Entry| match (entry.people, entry.first) {
        (people, false) => listed(ui, entry.number, people),
        (1, true) => ui.tf(msg::DRAW_NUMBER_FIRST, args! { n = entry.number }),
        (people, true) => ui.tf(
            msg::DRAW_NUMBER_PEOPLE_FIRST,
            args! { n = entry.number, people = people },
        ),
    };
    let say = |entry: &Entry| match (entry.group, entry.people) {
        (None, _) => plain(entry),
        (Some(group), 1) => ui.tf(
            msg::DRAW_NUMBER_GROUP,
            args! { n = entry.number, group = i64::from(group) + 1 },
        ),
        (Some(group), people) => ui.tf(
            msg::DRAW_NUMBER_PEOPLE_GROUP,
            args! { n = entry.number, people = people, group = i64::from(group) + 1 },
        ),
    };
    let all: Vec<String> = entries.iter().map(|entry| say(entry)).collect();
    html! { p { (all.join(ui.lang.between_names())) } }
}

fn how(ui: &Ui) -> Markup {
    prose(html! {
        ol {
            li { (ui.t(msg::DRAW_HOW_SEED)) }
            li { (ui.t(msg::DRAW_HOW_LIST)) }
            li { (ui.t(msg::DRAW_HOW_KEYS)) }
            li { (ui.t(msg::DRAW_HOW_CHECK)) }
        }
    })
}
