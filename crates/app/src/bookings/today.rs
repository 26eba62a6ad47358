//! What an officer's page of the day says about rooms: what is offered, where somebody looks whether one came, and who
//! asks for one.

use langqiao_kernel::id::BookingId;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    come,
    model::{Booking, Pending},
    queries, waiting,
};

/// Two queries, of which one is for who may book; nothing for who may neither book nor answer.
pub fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let gives = |permission: &str| ask.roles.iter().any(|role| role.gives(permission));
    let (books, keeps) = (gives("spaces.book"), gives("spaces.keep"));
    if !books && !keeps {
        return Ok(Vec::new());
    }
    let soon = ask.now.saturating_add(come::EARLY).unwrap_or(ask.now);
    let found = queries::of_the_day(tx, ask.org, ask.now, soon)?;
    // Two who want one room at one time: the keeper learns it before answering one of them.
    let rivals: Vec<BookingId> = found
        .iter()
        .filter(|one| one.awaits_consent())
        .filter(|one| {
            found
                .iter()
                .any(|other| other.awaits_consent() && other.is_rival_of(one))
        })
        .map(|one| one.id)
        .collect();
    let items = by_series(found).into_iter().filter_map(|(booking, n)| {
        if booking.awaits_consent() {
            // An organisation that keeps the room it asks for asks nobody.
            let args = args! { by = booking.by.clone(), place = booking.place.clone(), n = n };
            let asked = if n > 1 {
                msg::SERIES_TODAY_ASKED
            } else {
                msg::BOOKING_TODAY_ASKED
            };
            let title = ui.tf(asked, args);
            let due = Some(booking.starts_at);
            return keeps.then(|| {
                let mut item = item(ui, ask, &booking, (due, title, msg::BOOKING_TODAY_ANSWER));
                if rivals.contains(&booking.id) {
                    item.detail = format!("{} · {}", item.detail, ui.t(msg::BOOKING_RIVALS));
                }
                item
            });
        }
        let place = args! { place = booking.place.clone() };
        let (due, title, action) = if booking.pending == Some(Pending::Offer) {
            let title = ui.tf(msg::WAIT_TODAY_OFFER, place);
            (booking.offered_until, title, msg::BOOKING_TODAY_ANSWER)
        } else {
            (
                Some(booking.no_show_at()),
                ui.tf(msg::COME_TODAY, place),
                msg::COME_HERE,
            )
        };
        books.then(|| item(ui, ask, &booking, (due, title, action)))
    });
    let mut items: Vec<TodayItem> = items.collect();
    if books {
        items.extend(pieces(tx, ui, ask)?);
    }
    Ok(items)
}

/// Equipment that was waited for and is offered.
fn pieces(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let mut found = waiting::pieces_queries::of_organisation(tx, ask.org, ask.now)?;
    found.retain(|one| waiting::pieces::open_until(&one.wait).is_some());
    let items = found.into_iter().map(|one| {
        let wait = one.wait;
        let args = args! { place = one.place, name = wait.name.clone(), n = wait.pieces };
        let when = when::span(ui.lang, wait.starts_at, wait.ends_at, ui.now);
        TodayItem {
            due: wait.offered_until,
            title: ui.tf(msg::WAIT_TODAY_PIECES, args),
            detail: format!("{when} · {}", wait.purpose),
            href: format!("/w/{}/spaces", ask.org),
            action: msg::BOOKING_TODAY_ANSWER,
        }
    });
    Ok(items.collect())
}

/// Of what is asked for as one series in one room the first alone, with how many there are: they are answered at once.
fn by_series(found: Vec<Booking>) -> Vec<(Booking, i64)> {
    let mut items: Vec<(Booking, i64)> = Vec::new();
    for booking in found {
        let same = |(first, _): &&mut (Booking, i64)| {
            booking.series.is_some()
                && first.series == booking.series
                && first.space == booking.space
                && first.awaits_consent()
        };
        match items.iter_mut().find(same).filter(|_| booking.awaits_consent()) {
            Some((_, n)) => *n += 1,
            None => items.push((booking, 1)),
        }
    }
    items
}

fn item(
    ui: &Ui,
    ask: &TodayAsk,
    booking: &Booking,
    (due, title, action): (Option<jiff::Timestamp>, String, Msg),
) -> TodayItem {
    let span = when::span(ui.lang, booking.starts_at, booking.ends_at, ui.now);
    TodayItem {
        due,
        title,
        detail: format!("{span} · {}", booking.purpose),
        href: format!("/w/{}/spaces", ask.org),
        action,
    }
}
