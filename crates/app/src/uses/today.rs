//! What an officer's page of the day says: what nobody uses, and of what it was not said how many came.

use jiff::ToSpan;
use langqiao_kernel::time;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::queries;
use crate::bookings::{BookSpaces, KeepSpaces};

/// For how many days it is asked how many came.
pub(super) const ASKED_DAYS: i64 = 13;

/// Two queries; nothing for who neither keeps rooms nor books them. How often it was not said how many came is one item
/// for all rooms that the organisation keeps, and one for those that it booked elsewhere.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let gives = |permission: &str| ask.roles.iter().any(|role| role.gives(permission));
    let (keeps, books) = (gives(KeepSpaces::NAME), gives(BookSpaces::NAME));
    if !keeps && !books {
        return Ok(Vec::new());
    }
    let from = time::day(ask.now).saturating_sub(ASKED_DAYS.days());
    let since = time::start_of_day(from);
    let idle: Option<i64> = tx.one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM idle_alarm WHERE organisation = ?1 AND answer IS NULL",
        params![ask.org],
        |row| row.get(0),
    )?;
    let (kept, booked) = queries::unsaid(tx, ask.org, (since, ask.now))?;
    let idle = if keeps { idle.unwrap_or(0) } else { 0 };
    let (kept, booked) = (if keeps { kept } else { 0 }, if books { booked } else { 0 });
    let item = |n: i64, title: Msg, detail: Msg, href: String, action: Msg| {
        (n > 0).then(|| TodayItem {
            due: None,
            title: ui.tf(title, args! { n = n }),
            detail: ui.t(detail).to_owned(),
            href,
            action,
        })
    };
    let to = time::day(ask.now);
    let items = [
        item(
            idle,
            msg::USE_TODAY_IDLE,
            msg::USE_TODAY_IDLE_DETAIL,
            format!("/w/{}/idle", ask.org),
            msg::USE_ANSWER,
        ),
        item(
            kept,
            msg::USE_TODAY_UNSAID,
            msg::USE_TODAY_UNSAID_DETAIL,
            format!("/w/{}/uses/list?from={from}&to={to}&unsaid=1", ask.org),
            msg::USE_SAY_PEOPLE,
        ),
        item(
            booked,
            msg::USE_TODAY_UNSAID_OURS,
            msg::USE_TODAY_UNSAID_DETAIL,
            format!("/w/{}/uses/list?from={from}&to={to}&unsaid=1&ours=1", ask.org),
            msg::USE_SAY_PEOPLE,
        ),
    ];
    Ok(items.into_iter().flatten().collect())
}
