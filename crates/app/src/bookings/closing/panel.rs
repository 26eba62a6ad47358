//! On a venue's page in its keeper's workbench: the ways to close each room, and what is still booked, each with a link:
//! a venue is retired once nothing of it is left.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{SpaceId, VenueId},
    time,
};
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError, params};

use super::super::{
    queries::{bookings_where, read_booking},
    views::purpose,
};

/// How many bookings are listed; the first of them.
const BOOKINGS_MAX: usize = 100;

/// Two queries; nothing where the venue has no rooms.
///
/// # Errors
/// When the database fails.
pub fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Ok(venue), Some(org)) = (ask.id.parse::<VenueId>(), ask.org) else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let rooms: Vec<(SpaceId, String, Option<Timestamp>)> = tx.all(
        "SELECT id, name, closed_from FROM space WHERE venue = ?1 ORDER BY name, id",
        params![venue],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if rooms.is_empty() {
        return Ok(html! {});
    }
    let booked = tx.all(
        bookings_where!(
            "s.venue = ?1 AND b.held_until > ?2 AND b.status IN ('held', 'asked') ORDER BY b.starts_at, b.id LIMIT 101"
        ),
        params![venue, ask.now],
        read_booking,
    )?;
    Ok(section(
        ui.t(msg::CLOSING_PANEL),
        card(html! {
            (bullets(rooms.iter().map(|(id, name, closed)| html! {
                (link(&format!("/w/{org}/spaces/{id}/closing"), name)) " "
                @if let Some(from) = closed { (badge(Tone::Warn, &ui.tf(msg::CLOSING_BADGE, args! { day = when::full_day(ui.lang, time::day(*from)) }))) }
            })))
            @if !booked.is_empty() {
                (disclosure(&ui.tf(msg::CLOSING_STILL, args! { n = booked.len().min(BOOKINGS_MAX) }), false, bullets(booked.iter().take(BOOKINGS_MAX).map(|one| html! {
                    (link(&format!("/w/{org}/spaces/{}?day={}", one.space, time::day(one.starts_at)), &when::span(ui.lang, one.starts_at, one.ends_at, ui.now)))
                    " · " (one.place) " · " (purpose(org, one)) " · " (one.by)
                }))))
            }
        }),
    ))
}
