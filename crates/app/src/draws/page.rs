//! The page of a draw: what was promised before, what was drawn, and that anyone can check it.

use std::collections::HashMap;

use axum::extract::State;
use langqiao_kernel::{
    draw::{Drawn, Entry},
    id::ActivityId,
};
use langqiao_platform::{app::App, extract::Path, fault::Fault, gate::Public, ui::prelude::*};

use super::queries::{self, Published};

pub(super) async fn show(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(activity): Path<ActivityId>,
) -> Result<Page, Fault> {
    let published = app.db.read(move |tx| queries::published(tx, activity)).await?;
    let published = published.ok_or(Fault::NotFound)?;
    let title = ui.t(msg::DRAW_TITLE);
    let content = html! {
        (page_title(title, Some(&published.title), None))
        (stack(html! {
            p { (link(&format!("/activities/{activity}"), ui.t(msg::SIGNUP_BACK_TO_ACTIVITY))) }
            (promise(&ui, &published))
            @match &published.drawn {
                Some(drawn) => (result(&ui, activity, drawn)),
                None => (notice(Tone::Info, html! {
                    (ui.tf(msg::DRAW_NOT_YET, args! { at = when::moment(ui.lang, published.closes_at, ui.now) }))
                })),
            }
            (section(ui.t(msg::DRAW_HOW), how(&ui)))
        }))
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// What was made public before sign-up.
fn promise(ui: &Ui, published: &Published) -> Markup {
    let at = when::moment(ui.lang, published.committed_at, ui.now);
    let facts = definitions(ui)
        .row(
            ui.t(msg::DRAW_COMMITMENT),
            html! { code { (published.commitment) } },
        )
        .row(ui.t(msg::DRAW_COMMITTED_AT), html! { (at) });
    card(html! { (facts) })
}

/// What was drawn, by place, and how to check it.
fn result(ui: &Ui, activity: ActivityId, drawn: &Drawn) -> Markup {
    let seats = ui.tf(
        msg::DRAW_SEATED,
        args! { seated = drawn.seated as i64, all = drawn.order.len() as i64, places = drawn.capacity },
    );
    let facts = definitions(ui)
        .row(ui.t(msg::DRAW_SEED), html! { code { (drawn.seed) } })
        .row(ui.t(msg::DRAW_LIST), html! { code { (drawn.list) } });
    html! {
        (notice(Tone::Ok, html! { (seats) }))
        (card(html! { (facts) }))
        (section(ui.t(msg::DRAW_ORDER), order(ui, drawn)))
        (row(html! {
            (link_button(&format!("/draws/check?activity={activity}"), ui.t(msg::DRAW_CHECK_NOW)).primary())
            (link_button(&format!("/api/v1/activities/{activity}/draw"), ui.t(msg::DRAW_DOCUMENT)))
        }))
    }
}

fn order(ui: &Ui, drawn: &Drawn) -> Markup {
    let columns = vec![
        number_col(ui.t(msg::DRAW_PLACE)),
        number_col(ui.t(msg::DRAW_ENTRY)),
        number_col(ui.t(msg::DRAW_PEOPLE)),
        col(ui.t(msg::DRAW_OUTCOME)),
    ];
    let entries: HashMap<i64, &Entry> = drawn.entries.iter().map(|entry| (entry.number, entry)).collect();
    let in_order = drawn.order.iter().filter_map(|number| entries.get(number));
    let rows = in_order
        .enumerate()
        .map(|(at, entry)| line(ui, at, entry, at < drawn.seated));
    html! { (table(ui.t(msg::DRAW_ORDER), columns).rows(rows)) }
}

fn line(ui: &Ui, at: usize, entry: &Entry, seated: bool) -> Vec<Markup> {
    let (tone, outcome) = if seated {
        (Tone::Ok, msg::SIGNUP_STATE_SEAT)
    } else {
        (Tone::Info, msg::SIGNUP_STATE_WAITING)
    };
    vec![
        html! { (at + 1) },
        html! {
            (entry.number)
            @if entry.first { " " (badge(Tone::Plain, ui.t(msg::DRAW_FIRST))) }
        },
        html! { (entry.people) },
        badge(tone, ui.t(outcome)),
    ]
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
