//! What an officer's page of the day says about rooms: what is offered, where somebody looks whether one came, and who
//! asks for one.

use jiff::SignedDuration;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    come,
    model::{Booking, Pending},
    queries,
};

/// One query; nothing for who may neither book nor answer.
pub fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let gives = |permission: &str| ask.roles.iter().any(|role| role.gives(permission));
    let (books, keeps) = (gives("spaces.book"), gives("spaces.keep"));
    if !books && !keeps {
        return Ok(Vec::new());
    }
    let soon = ask.now.saturating_add(come::EARLY).unwrap_or(ask.now);
    let found = queries::of_the_day(tx, ask.org, ask.now, soon)?;
    let items = found.into_iter().filter_map(|booking| {
        if booking.awaits_consent() {
            // An organisation that keeps the room it asks for asks nobody.
            let title = ui.tf(
                msg::BOOKING_TODAY_ASKED,
                args! { by = booking.by.clone(), place = booking.place.clone() },
            );
            let due = Some(booking.starts_at);
            return keeps.then(|| item(ui, ask, &booking, (due, title, msg::BOOKING_TODAY_ANSWER)));
        }
        let place = args! { place = booking.place.clone() };
        let (due, title, action) = if booking.pending == Some(Pending::Offer) {
            let title = ui.tf(msg::WAIT_TODAY_OFFER, place);
            (booking.offered_until, title, msg::BOOKING_TODAY_ANSWER)
        } else {
            let late = booking.starts_at + SignedDuration::from_mins(booking.no_show_minutes);
            (Some(late), ui.tf(msg::COME_TODAY, place), msg::COME_HERE)
        };
        books.then(|| item(ui, ask, &booking, (due, title, action)))
    });
    Ok(items.collect())
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
