//! What an officer's page of the day says about sites: how to get into those that are used soon.

use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{keys::TOLD_BEFORE, queries};

/// One query; nothing for who may not book.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives("spaces.book")) {
        return Ok(Vec::new());
    }
    let until = ask.now.saturating_add(TOLD_BEFORE).unwrap_or(ask.now);
    let found = queries::soon(tx, ask.org, (ask.now, until))?;
    let items = found
        .into_iter()
        .map(|(venue, name, starts_at, ends_at)| TodayItem {
            due: Some(starts_at),
            title: ui.tf(msg::SITE_TODAY_ENTRY, args! { name = name }),
            detail: when::span(ui.lang, starts_at, ends_at, ui.now),
            href: format!("/w/{}/venues/{venue}/entry", ask.org),
            action: msg::SITE_ENTRY_SHOW,
        });
    Ok(items.collect())
}
