//! The first page: what is near me, and when.

use axum::{extract::State, http::HeaderMap};
use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{AreaId, PersonId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::Public,
    reply::{SeeOther, safe_next},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;

use super::{
    cards,
    place::{self, Place},
    queries::{self, Card},
};
use crate::signups::{self, OpenOffer};

/// How many of today's activities are shown.
const TODAY: i64 = 6;
/// How many of the following days' are.
const SOON: i64 = 8;

struct Home {
    place: Option<Place>,
    today: Vec<Card>,
    soon: Vec<Card>,
    offers: Vec<OpenOffer>,
    panels: Markup,
}

pub(super) async fn home(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Page, Fault> {
    let (person, remembered) = (gate.person(), place::remembered(&headers));
    let (house, reader) = (app.clone(), ui.clone());
    let data = app
        .db
        .read(move |tx| read(tx, &house, &reader, person, remembered))
        .await?;
    let head = Head {
        title: "",
        description: ui.t(msg::PORTAL_HOME_DESCRIPTION),
        canonical: Some(&app.address("/")),
        ..Head::default()
    };
    Ok(portal(&ui, head, view(&ui, &data)).for_everyone())
}

fn read(
    tx: &mut ReadTx<'_>,
    app: &App,
    ui: &Ui,
    person: Option<PersonId>,
    remembered: Option<AreaId>,
) -> Result<Home, StoreError> {
    let place = match remembered {
        Some(area) => queries::place(tx, area)?,
        None => None,
    };
    let near = place.as_ref().map(|place| place.at);
    let today = time::day(ui.now);
    let (tonight, week) = (midnight_after(today, 1), midnight_after(today, 8));
    Ok(Home {
        today: queries::nearest(tx, (ui.now, tonight), ui.now, true, near, TODAY)?,
        soon: queries::nearest(tx, (tonight, week), ui.now, false, near, SOON)?,
        offers: match person {
            Some(person) => signups::open_offers(tx, person, ui.now)?,
            None => Vec::new(),
        },
        panels: app.registry.panels(
            Slot::Home,
            tx,
            &PanelAsk {
                ui,
                app,
                org: None,
                person: None,
                roles: &[],
                id: "",
                now: ui.now,
            },
        )?,
        place,
    })
}

/// The midnight at which the day so many days after this one begins.
fn midnight_after(day: Date, days: i64) -> Timestamp {
    time::start_of_day(day.checked_add(days.days()).unwrap_or(day))
}

fn view(ui: &Ui, home: &Home) -> Markup {
    let at = home.place.as_ref().map(|place| place.at);
    html! {
        (page_title(ui.t(msg::PORTAL_HOME_TITLE), None, None))
        (stack(html! {
            @for offer in &home.offers { (open_offer(ui, offer)) }
            (search(ui, "/activities", ui.t(msg::PORTAL_SEARCH_LABEL), ui.t(msg::PORTAL_SEARCH_EXAMPLE), ""))
            (where_am_i(ui, home))
            (aside(
                ui.t(msg::WHEN_TODAY),
                link("/activities?when=today", ui.t(msg::PORTAL_ALL)),
                html! {
                    @if home.today.is_empty() { (nothing(ui, msg::PORTAL_NOTHING_TODAY)) }
                    @else { (cards::plain(ui, &home.today, at)) }
                },
            ))
            (aside(
                ui.t(msg::PORTAL_THIS_WEEK),
                link("/activities?when=week", ui.t(msg::PORTAL_ALL)),
                html! {
                    @if home.soon.is_empty() { (nothing(ui, msg::PORTAL_NOTHING_SOON)) }
                    @else { (cards::by_day(ui, &home.soon, at)) }
                },
            ))
            @if at.is_some() { (muted(html! { (ui.t(msg::PORTAL_SCHEMATIC)) })) }
            (home.panels)
            (doors(html! {
                (door(Icon::Calendar, ui.t(msg::PORTAL_DOOR_ALL), ui.t(msg::PORTAL_DOOR_ALL_TEXT), "/activities"))
                (door(Icon::Today, ui.t(msg::PORTAL_DOOR_WEEKEND), ui.t(msg::PORTAL_DOOR_WEEKEND_TEXT), "/activities?when=weekend"))
                (door(Icon::People, ui.t(msg::PORTAL_DOOR_COURSES), ui.t(msg::PORTAL_DOOR_COURSES_TEXT), "/courses"))
                (door(Icon::Certificate, ui.t(msg::PORTAL_DOOR_CUPS), ui.t(msg::PORTAL_DOOR_CUPS_TEXT), "/competitions"))
                (door(Icon::Handshake, ui.t(msg::PORTAL_DOOR_HELP), ui.t(msg::PORTAL_DOOR_HELP_TEXT), "/activities?help=1"))
                (door(Icon::Ticket, ui.t(msg::PORTAL_DOOR_MINE), ui.t(msg::PORTAL_DOOR_MINE_TEXT), "/mine"))
            }))
        }))
    }
}

fn open_offer(ui: &Ui, offer: &OpenOffer) -> Markup {
    let until = when::moment(ui.lang, offer.until, ui.now);
    let what = match offer.fewer {
        Some(free) => ui.tf(
            msg::SIGNUP_NOTICE_FEWER_UNTIL,
            args! { title = offer.title.as_str(), free = free, people = offer.people, until = until },
        ),
        None => ui.tf(
            msg::SIGNUP_NOTICE_OFFERED,
            args! { title = offer.title.as_str(), until = until },
        ),
    };
    notice(
        Tone::Warn,
        html! {
            p { (what) }
            p { (link(&signups::party_path(offer.party), ui.t(msg::SIGNUP_ANSWER_OFFER))) }
        },
    )
}

fn where_am_i(ui: &Ui, home: &Home) -> Markup {
    let (here, choose) = match &home.place {
        Some(place) => (
            ui.tf(msg::PORTAL_NEAR, args! { place = place.name.as_str() }),
            msg::PORTAL_OTHER_PLACE,
        ),
        None => (
            ui.t(msg::PORTAL_WHERE_ARE_YOU).to_owned(),
            msg::PORTAL_CHOOSE_PLACE,
        ),
    };
    html! { p { (Icon::Pin) " " (here) " " span class="nobreak" { (link("/place", ui.t(choose))) } } }
}

fn nothing(ui: &Ui, what: Msg) -> Markup {
    empty(
        Icon::Calendar,
        ui.t(what),
        html! { (link_button("/activities", ui.t(msg::PORTAL_SEE_ALL))) },
    )
}

/// Where choosing a place comes back to.
#[derive(Deserialize)]
pub(super) struct Back {
    next: Option<String>,
}

/// All towns to choose from.
pub(super) async fn choose_town(_: Public, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let towns = app.db.read(queries::towns).await?;
    let title = ui.t(msg::PORTAL_CHOOSE_TOWN);
    let content = html! {
        (page_title(title, Some(ui.t(msg::PORTAL_CHOOSE_WHY)), None))
        (grid(Columns::Four, html! {
            @for town in &towns { (link_button(&format!("/place/{}", town.id), &town.name).wide()) }
        }))
        p { (link("/place/set", ui.t(msg::PORTAL_FORGET_PLACE))) }
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// A town and its villages to choose from.
pub(super) async fn choose_village(
    _: Public,
    ui: Ui,
    State(app): State<App>,
    Path(town): Path<AreaId>,
) -> Result<Page, Fault> {
    let found = app
        .db
        .read(move |tx| Ok::<_, StoreError>((queries::place(tx, town)?, queries::villages(tx, town)?)))
        .await?;
    let (Some(town), villages) = found else {
        return Err(Fault::NotFound);
    };
    let title = ui.t(msg::PORTAL_CHOOSE_VILLAGE);
    let set = |area: AreaId| format!("/place/set?area={area}");
    let content = html! {
        (page_title(title, Some(&town.name), None))
        (section(ui.t(msg::PORTAL_WHOLE_TOWN), html! { (link_button(&set(town.id), &town.name)) }))
        (section(ui.t(msg::PORTAL_ONE_VILLAGE), grid(Columns::Four, html! {
            @for village in &villages { (link_button(&set(village.id), &village.name).wide()) }
        })))
        p { (link("/place", ui.t(msg::PORTAL_OTHER_TOWN))) }
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

/// The area chosen.
#[derive(Deserialize)]
pub(super) struct Chosen {
    area: Option<String>,
    #[serde(flatten)]
    back: Back,
}

/// Remembers the area. A link and not a form: what it changes is on the reader's device alone.
pub(super) async fn set_place(
    _: Public,
    State(app): State<App>,
    Query(chosen): Query<Chosen>,
) -> Result<SeeOther, Fault> {
    let area = chosen
        .area
        .as_deref()
        .and_then(|area| area.parse::<AreaId>().ok());
    let known = match area {
        Some(area) => app
            .db
            .read(move |tx| queries::place(tx, area))
            .await?
            .map(|place| place.id),
        None => None,
    };
    let cookie = place::remember(known);
    Ok(SeeOther::to(safe_next(chosen.back.next.as_deref().unwrap_or("/"))).cookie(cookie))
}
