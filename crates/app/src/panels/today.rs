//! What of rounds waits: a judge's route of today, objections without an answer, a result that can be published, a draft
//! that a keeper may object to.

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{PersonId, RoundId, RouteId, VenueId},
    time,
};
use langqiao_platform::{
    feature::{PanelAsk, TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::ManagePanels;

/// A route that somebody judges now: which, its name, its day, the round's title.
pub(super) type Judged = (RouteId, String, Date, String);

/// The open routes of a judge, the earliest first.
fn judged(tx: &mut ReadTx<'_>, person: PersonId, until: Date) -> Result<Vec<Judged>, StoreError> {
    tx.all(
        "SELECT r.id, r.name, r.day, n.title FROM panel_judge j JOIN panel_route r ON r.id = j.route
         JOIN panel_round n ON n.id = r.round
         WHERE j.person = ?1 AND j.left_at IS NULL AND r.closed_at IS NULL AND n.drafted_at IS NULL
           AND n.cancelled_at IS NULL AND r.day <= ?2 ORDER BY r.day, r.number LIMIT 20",
        params![person, until],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// What waits for an officer.
pub(super) fn today(tx: &mut ReadTx<'_>, ui: &Ui, ask: &TodayAsk<'_>) -> Result<Vec<TodayItem>, StoreError> {
    let day = time::day(ask.now);
    let mut items: Vec<TodayItem> = judged(tx, ask.person, day)?
        .into_iter()
        .map(|(route, name, on, title)| TodayItem {
            due: Some(time::start_of_day(on.saturating_add(1.day()))),
            title: name,
            detail: title,
            href: format!("/scoring/{route}"),
            action: msg::PANEL_GO_SCORE,
        })
        .collect();
    if !ask.roles.iter().any(|role| role.gives(ManagePanels::NAME)) {
        return Ok(items);
    }
    items.extend(of_office(tx, ui, ask, day)?);
    items.extend(of_keeper(tx, ui, ask, day)?);
    Ok(items)
}

fn of_office(
    tx: &mut ReadTx<'_>,
    ui: &Ui,
    ask: &TodayAsk<'_>,
    day: Date,
) -> Result<Vec<TodayItem>, StoreError> {
    let found = tx.all(
        "SELECT r.id, r.title, r.appeal_until,
                (SELECT COUNT(*) FROM panel_appeal a WHERE a.round = r.id AND a.upheld IS NULL)
         FROM panel_round r WHERE r.organisation = ?1 AND r.drafted_at IS NOT NULL AND r.published_at IS NULL
           AND r.cancelled_at IS NULL ORDER BY r.appeal_until LIMIT 10",
        params![ask.org],
        |row| {
            Ok((
                row.get::<RoundId>(0)?,
                row.get::<String>(1)?,
                row.get::<Date>(2)?,
                row.get::<i64>(3)?,
            ))
        },
    )?;
    let items = found.into_iter().filter_map(|(round, title, until, waiting)| {
        let at = format!("/w/{}/panels/{round}", ask.org);
        let due = Some(time::start_of_day(until.saturating_add(1.day())));
        if waiting > 0 {
            let detail = ui.tf(msg::PANEL_APPEALS_WAIT, args! { n = waiting });
            let href = format!("{at}/appeals");
            return Some(TodayItem {
                due,
                title,
                detail,
                href,
                action: msg::PANEL_APPEAL_ANSWER,
            });
        }
        let detail = ui.t(msg::PANEL_READY).to_owned();
        (day > until).then_some(TodayItem {
            due,
            title,
            detail,
            href: at,
            action: msg::PANEL_PUBLISH,
        })
    });
    Ok(items.collect())
}

fn of_keeper(
    tx: &mut ReadTx<'_>,
    ui: &Ui,
    ask: &TodayAsk<'_>,
    day: Date,
) -> Result<Vec<TodayItem>, StoreError> {
    tx.all(
        "SELECT r.id, r.title, r.appeal_until, v.id, v.name FROM venue v JOIN panel_stop s ON s.venue = v.id
         JOIN panel_round r ON r.id = s.round
         WHERE v.organisation = ?1 AND r.appeal_until >= ?2 AND r.published_at IS NULL AND r.cancelled_at IS NULL
         ORDER BY r.appeal_until, v.name LIMIT 10",
        params![ask.org, day],
        |row| {
            let (round, venue): (RoundId, VenueId) = (row.get(0)?, row.get(3)?);
            let until: Date = row.get(2)?;
            let title: String = row.get(1)?;
            Ok(TodayItem {
                due: Some(time::start_of_day(until.saturating_add(1.day()))),
                title: row.get(4)?,
                detail: ui.tf(msg::PANEL_DRAFT_WAITS, args! { title = title }),
                href: format!("/w/{}/panels/{round}/venues/{venue}", ask.org),
                action: msg::PANEL_SEE,
            })
        },
    )
}

/// The routes that somebody judges within a month.
pub(super) fn soon(tx: &mut ReadTx<'_>, person: PersonId, now: Timestamp) -> Result<Vec<Judged>, StoreError> {
    judged(tx, person, time::day(now).saturating_add(30.days()))
}

/// A way to each route.
pub(super) fn cards(ui: &Ui, routes: &[Judged]) -> Markup {
    html! {
        @for (route, name, day, title) in routes {
            (card_link(&format!("/scoring/{route}"), name, html! { p { (ui.day(*day)) " · " (title) } }))
        }
    }
}

/// The routes of a judge on their own page: not every judge is an officer.
pub(super) fn mine(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let Ok(person) = ask.id.parse() else {
        return Ok(html! {});
    };
    let routes = soon(tx, person, ask.now)?;
    Ok(html! {
        @if !routes.is_empty() { (section(ask.ui.t(msg::PANEL_MY_ROUTES), cards(ask.ui, &routes))) }
    })
}

/// On a venue's public page: the rounds in which it was scored, the latest first.
pub(super) fn at_venue(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let rounds: Vec<(RoundId, String)> = tx.all(
        "SELECT r.id, r.title FROM panel_stop s JOIN panel_round r ON r.id = s.round
         WHERE s.venue = ?1 AND r.published_at IS NOT NULL ORDER BY r.published_at DESC, r.id LIMIT 3",
        params![ask.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(html! {
        @if !rounds.is_empty() {
            (section(ask.ui.t(msg::PANEL_TITLE), bullets(rounds.iter().map(|(round, title)| {
                link(&format!("/panels/{round}/venues/{}", ask.id), title)
            }))))
        }
    })
}
