//! What an officer's page of the day says about rooms: who asks for one.

use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::queries;

/// One query; nothing for who may not answer.
pub fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives("spaces.keep")) {
        return Ok(Vec::new());
    }
    let asked = queries::asked_of(tx, ask.org, ask.now)?;
    let items = asked.into_iter().map(|booking| TodayItem {
        due: Some(booking.starts_at),
        title: ui.tf(
            msg::BOOKING_TODAY_ASKED,
            args! { by = booking.by, place = booking.place },
        ),
        detail: format!(
            "{} · {}",
            when::span(ui.lang, booking.starts_at, booking.ends_at, ui.now),
            booking.purpose
        ),
        href: format!("/w/{}/spaces", ask.org),
        action: msg::BOOKING_TODAY_ANSWER,
    });
    Ok(items.collect())
}
