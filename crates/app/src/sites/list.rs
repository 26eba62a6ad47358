//! The list of all sites for anyone: by words, by town, those without a step.

use axum::extract::State;
use langqiao_kernel::{
    id::{AreaId, VenueId},
    text::line,
};
use langqiao_platform::{
    app::App, extract::Query, fault::Fault, feature::PanelAsk, gate::Anyone, reply::href, ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};
use serde::Deserialize;

use super::say;
use crate::venues::{self, Facility, Venue, Wanted};

/// The way to the list from the portal's first page.
#[expect(clippy::unnecessary_wraps, reason = "a panel may read")]
pub(super) fn way(_: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    Ok(html! { p { (Icon::Home) " " (link("/venues", ask.ui.t(msg::SITE_HOME))) } })
}

/// How many sites stand on a page.
const PAGE: i64 = 30;

/// What is looked for; whatever isn't readable is as if it had not been said.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    town: Option<String>,
    step_free: Option<String>,
    facility: Option<String>,
    after: Option<String>,
}

/// `GET /venues`
pub(super) async fn show(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let words = asked.q.as_deref().map(line).filter(|words| !words.is_empty());
    let wanted = Wanted {
        town: asked.town.as_deref().and_then(|town| town.parse().ok()),
        facility: words.as_deref().and_then(|words| say::facility_of(&ui, words)),
        has: asked.facility.as_deref().and_then(|word| word.parse().ok()),
        words: words.clone(),
        alive: true,
        step_free: asked.step_free.is_some(),
        ..Wanted::default()
    };
    let after = asked.after.as_deref().and_then(|id| id.parse::<VenueId>().ok());
    let (town, has) = (wanted.town, wanted.has);
    let read = app
        .db
        .read(move |tx| Ok::<_, StoreError>((towns(tx)?, venues::venues(tx, &wanted, after, PAGE + 1)?)));
    let (towns, mut found) = read.await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let q = words.unwrap_or_default();
    let chosen = town.map(|town| town.to_text()).unwrap_or_default();
    let mut query = vec![("q", q.as_str()), ("town", chosen.as_str())];
    if asked.step_free.is_some() {
        query.push(("step_free", "1"));
    }
    if let Some(has) = has {
        query.push(("facility", has.as_str()));
    }
    let next = found.last().filter(|_| more).map(|last| last.id.to_text());
    let next = next
        .as_deref()
        .map(|last| href("/venues", &[&query[..], &[("after", last)]].concat()));
    let title = ui.t(msg::SITE_ALL);
    let content = html! {
        (page_title(title, None, None))
        (stack(html! {
            (filter(&ui, &q, (&towns, &chosen), (asked.step_free.is_some(), has)))
            @if found.is_empty() { (empty(Icon::Map, ui.t(msg::SITE_NOT_FOUND), html! { (link_button("/venues", ui.t(msg::SITE_ALL))) })) }
            @else { (grid(Columns::Fit, html! { @for venue in &found { (one(&ui, venue)) } })) }
            @if let Some(next) = next { (row(link_button(&next, ui.t(msg::SITE_NEXT)).icon(Icon::Forward).render())) }
        }))
    };
    Ok(portal(
        &ui,
        Head {
            title,
            ..Head::default()
        },
        content,
    )
    .for_everyone())
}

fn filter(
    ui: &Ui,
    q: &str,
    (towns, chosen): (&[(AreaId, String)], &str),
    (step_free, has): (bool, Option<Facility>),
) -> Markup {
    let ids: Vec<(String, &str)> = towns
        .iter()
        .map(|(id, name)| (id.to_text(), name.as_str()))
        .collect();
    let mut town = select(ui, "town", ui.t(msg::SITE_TOWN)).required();
    town = town.option("", ui.t(msg::SITE_EVERY_TOWN), chosen.is_empty());
    for (id, name) in &ids {
        town = town.option(id, name, id == chosen);
    }
    let mut finds = select(ui, "facility", ui.t(msg::SITE_FACILITIES)).required();
    finds = finds.option("", ui.t(msg::SITE_ANY_FACILITY), has.is_none());
    for one in Facility::ALL {
        finds = finds.option(one.as_str(), ui.t(say::facility(*one)), has == Some(*one));
    }
    get_form(
        "/venues",
        html! {
            (row(html! {
                (field(ui, "q", ui.t(msg::SITE_SEARCH)).value(q).search().unmarked())
                (town)
                (finds)
            }))
            (checkbox("step_free", ui.t(msg::SITE_STEP_FREE_ONLY), step_free, None, None))
            (row(button(ui.t(msg::SEARCH)).primary().render()))
        },
    )
}

fn one(ui: &Ui, venue: &Venue) -> Markup {
    card_link(
        &format!("/venues/{}", venue.id),
        &venue.name,
        html! {
            p {
                (venue.whereabouts())
                @if venue.stage != venues::Stage::InService { " " (say::stage_badge(ui, venue.stage)) }
                @if venue.step_free == Some(true) { " " (badge(Tone::Info, ui.t(msg::SITE_STEP_FREE_SHORT))) }
            }
            @if let Some((_, name)) = &venue.cluster { (muted(html! { (name) })) }
            (muted(html! { (venue.owner) }))
        },
    )
}

fn towns(tx: &mut ReadTx) -> Result<Vec<(AreaId, String)>, StoreError> {
    tx.all(
        "SELECT id, short_name FROM area WHERE level = 'town' AND valid_to = 2932896 ORDER BY code",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
