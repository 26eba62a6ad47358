//! The pages at the door.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    codes::ShortCode,
    id::{ActivityId, CheckinId, OrganisationId, SignupId},
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    ScanIn, SettleScanning, gates,
    lists::{self, Counts, Find, Guest, Listed, Show, Which},
    model::Direction,
    queries::{self, Door},
    scan::{self, Answer, ScanCommand, ScanError},
    views::{self, AtDoor},
};

/// How many of the latest scans stand on the page at the door.
const LATEST: i64 = 8;
/// How many rows a list has.
const ROWS: i64 = 50;
/// Told to the page when a scan was answered in place, so that its figures follow.
const SCANNED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("hx-trigger"),
    HeaderValue::from_static("checkin-scanned"),
);

type Here = Path<(OrganisationId, ActivityId)>;

/// What the page at the door may be asked.
#[derive(Deserialize)]
pub(super) struct Ask {
    direction: Option<Direction>,
    scan: Option<CheckinId>,
}

pub(super) async fn show_door(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    Query(ask): Query<Ask>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (door, answer, counts, latest, gates) = app
        .db
        .read(move |tx| {
            let (door, _) = queries::look(tx, org, activity, None)?.ok_or(ScanError::NoSuchActivity)?;
            let door = door.of_one_day()?;
            let scan = ask
                .scan
                .map(|id| queries::by_id(tx, activity, id))
                .transpose()?
                .flatten();
            let answer = scan.map(|scan| scan::answer(tx, org, scan, false)).transpose()?;
            let (counts, latest) = live(tx, activity)?;
            let gates = gates::read_gates(tx, org, &door)?;
            Ok::<_, ScanError>((door, answer, counts, latest, gates))
        })
        .await?;
    let may = gate.may(SettleScanning::NAME);
    let page = AtDoor {
        org,
        door: &door,
        direction: ask.direction.unwrap_or(Direction::In),
        nonce: &Uuid::now_v7().to_string(),
        answer,
        counts,
        latest: &latest,
        gates: gates::door_panel(&ui, org, &door, &gates, may),
    };
    let content = views::at_door(&ui, &page);
    // Kept on the phone, so that it opens without a network too.
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::CHECKIN_TITLE), content).keep_offline())
}

fn live(tx: &mut ReadTx, activity: ActivityId) -> Result<(Counts, Vec<Listed>), StoreError> {
    let counts = lists::counts(tx, activity)?;
    Ok((
        counts,
        lists::scans(
            tx,
            activity,
            &Which {
                refused: false,
                before: None,
                limit: LATEST,
            },
        )?,
    ))
}

pub(super) async fn show_live(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
) -> Result<Page, Fault> {
    let org = gate.org();
    let (door, counts, latest) = app
        .db
        .read(move |tx| {
            let (door, _) = queries::look(tx, org, activity, None)?.ok_or(ScanError::NoSuchActivity)?;
            let door = door.of_one_day()?;
            let (counts, latest) = live(tx, activity)?;
            Ok::<_, ScanError>((door, counts, latest))
        })
        .await?;
    Ok(Page::fragment(views::live(
        &ui,
        (&views::path(org, &door), door.ends <= ui.now),
        &counts,
        &latest,
    )))
}

/// Takes a scan from the camera or the code field. Sent by a script it is answered in place; otherwise by the
/// page with the answer in it, or the list that it was sent from.
pub(super) async fn take_scan(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity)): Here,
    headers: HeaderMap,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let direction = form.raw("direction").parse().unwrap_or(Direction::In);
    let in_place = headers.contains_key("hx-request");
    let text = form.raw("code").to_owned();
    if text.trim().is_empty() {
        let sentence = ui.t(msg::CHECKIN_CODE_MISSING);
        if in_place {
            let answer = scan_answer(Tone::Warn, sentence, html! {});
            return Ok(Page::fragment(answer).into_response());
        }
        let href = format!(
            "/w/{org}/activities/{activity}/checkin?direction={}",
            direction.as_str()
        );
        return Ok(SeeOther::to(href)
            .say(Tone::Warn, msg::CHECKIN_CODE_MISSING)
            .into_response());
    }
    // A scan from a page has a number of its own instead of a place in its device's sequence.
    let device = format!("web-{}", form.raw("nonce"));
    let command = ScanCommand {
        activity,
        text,
        direction,
        device,
        sequence: 0,
        scanned_at: None,
    };
    let answer = app
        .db
        .write(gate.by(), move |tx| scan::scan(tx, org, person, &command))
        .await?;
    if in_place {
        let (name, value) = SCANNED;
        return Ok(Page::fragment(views::verdict(&ui, &answer))
            .header(name, value)
            .into_response());
    }
    let path = views::path(org, &answer.door);
    Ok(match form.raw("back").parse::<Show>() {
        Ok(show) => back_to_list(&ui, &path, show, &answer).into_response(),
        Err(_) => {
            let (direction, id) = (direction.as_str(), answer.scan.id);
            SeeOther::to(format!("{path}?direction={direction}&scan={id}")).into_response()
        }
    })
}

fn back_to_list(ui: &Ui, path: &str, show: Show, answer: &Answer) -> SeeOther {
    let name = answer.holder.as_ref().map_or("", |holder| holder.name.as_str());
    let outcome = ui.t(views::headline(answer.scan.reason));
    let sentence = Sentence::new(msg::CHECKIN_FLASH)
        .with("name", name.to_owned())
        .with("outcome", outcome);
    SeeOther::to(format!("{path}/{}", show.as_str())).say(views::tone(answer.scan.outcome), sentence)
}

/// What a list may be asked.
#[derive(Deserialize)]
pub(super) struct ListAsk {
    #[serde(default)]
    q: String,
    after: Option<SignupId>,
    before: Option<CheckinId>,
}

/// Rows of a list, and where its next page begins.
enum Rows {
    Guests(Vec<Guest>),
    Scans(Vec<Listed>),
}

pub(super) async fn show_list(
    gate: Grant<ScanIn>,
    ui: Ui,
    State(app): State<App>,
    Path((_, activity, show)): Path<(OrganisationId, ActivityId, Show)>,
    Query(ask): Query<ListAsk>,
) -> Result<Page, Fault> {
    let (org, q) = (gate.org(), langqiao_kernel::text::squash(&ask.q));
    let find = find(&q, ask.after);
    let (door, counts, rows) = app
        .db
        .read(move |tx| {
            let (door, _) = queries::look(tx, org, activity, None)?.ok_or(ScanError::NoSuchActivity)?;
            let door = door.of_one_day()?;
            let rows = match show {
                Show::Refused => {
                    let which = Which {
                        refused: true,
                        before: ask.before,
                        limit: ROWS + 1,
                    };
                    Rows::Scans(lists::scans(tx, activity, &which)?)
                }
                show => Rows::Guests(lists::guests(tx, activity, show, &find)?),
            };
            Ok::<_, ScanError>((door, lists::counts(tx, activity)?, rows))
        })
        .await?;
    let title = format!(
        "{} · {}",
        ui.t(msg::CHECKIN_LIST_TITLE),
        ui.t(views::show_name(show))
    );
    let content = list_page(&ui, &views::path(org, &door), &door, (show, &q), &counts, rows);
    Ok(desk::page(&app, &ui, &gate, &title, content))
}

/// A whole short code is looked for as such; anything else by the name's first character, which is all of a
/// name that the screens show.
fn find(q: &str, after: Option<SignupId>) -> Find {
    let code = ShortCode::parse(q).ok().map(|code| code.to_string());
    let initial = q.chars().next().filter(|_| code.is_none()).map(String::from);
    Find {
        code,
        initial,
        after,
        limit: ROWS + 1,
    }
}

fn list_page(
    ui: &Ui,
    path: &str,
    door: &Door,
    (show, q): (Show, &str),
    counts: &Counts,
    rows: Rows,
) -> Markup {
    let here = format!("{path}/{}", show.as_str());
    // While it goes on who is in, afterwards who didn't come; the other one only where somebody asks for it.
    let aside = match door.ends <= ui.now {
        true => Show::Present,
        false => Show::Missing,
    };
    let views: Vec<(Show, String)> = Show::ALL
        .iter()
        .filter(|other| **other != aside || show == aside)
        .map(|show| (*show, format!("{path}/{}", show.as_str())))
        .collect();
    let views: Vec<_> = views
        .iter()
        .map(|(view, href)| {
            (
                ui.t(views::show_name(*view)),
                href.as_str(),
                Some(counts.of(*view)),
                *view == show,
            )
        })
        .collect();
    let more = |next: Option<String>| {
        html! { @if let Some(next) = next { (row(link_button(&next, ui.t(msg::CHECKIN_MORE)).render())) } }
    };
    let body = match rows {
        Rows::Scans(mut scans) => {
            let next = (scans.len() > ROWS as usize).then(|| scans.truncate(ROWS as usize));
            let next = next
                .and(scans.last())
                .map(|last| format!("{here}?before={}", last.id));
            html! {
                @if scans.is_empty() { (empty(Icon::Check, ui.t(views::show_empty(show)), html! {})) }
                @else { (views::scan_table(ui, ui.t(msg::CHECKIN_REFUSED), &scans)) (more(next)) }
            }
        }
        Rows::Guests(mut guests) => {
            let next = (guests.len() > ROWS as usize).then(|| guests.truncate(ROWS as usize));
            let next = next
                .and(guests.last())
                .map(|last| format!("{here}?after={}", last.signup));
            let nonce = |_: &Guest| Uuid::now_v7().to_string();
            html! {
                (search(ui, &here, ui.t(msg::CHECKIN_FIND), ui.t(msg::CHECKIN_FIND), q))
                @if guests.is_empty() {
                    (empty(Icon::People, ui.t(if q.is_empty() { views::show_empty(show) } else { msg::CHECKIN_FIND_NONE }),
                        row(link_button(if q.is_empty() { path } else { &here }, ui.t(if q.is_empty() { msg::CHECKIN_BACK } else { msg::CHECKIN_FIND_ALL })).render())))
                } @else { (views::guest_table(ui, path, show, &guests, nonce)) (more(next)) }
            }
        }
    };
    let span = when::span(ui.lang, door.starts, door.ends, ui.now);
    html! {
        (page_title(&door.title, Some(&format!("{span} · {}", door.place)), Some(html! {
            (link_button(path, ui.t(msg::CHECKIN_BACK)).icon(Icon::Scan))
        })))
        (tabs(ui.t(msg::CHECKIN_LIST_TITLE), &views))
        (stack(body))
    }
}
