//! What an officer's page of the day says: what nobody uses, and of what it was not said how many came.

use jiff::ToSpan;
use langqiao_kernel::time;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};

/// For how many days it is asked how many came.
const ASKED_DAYS: i64 = 13;

/// One query; nothing for who doesn't keep rooms.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives("spaces.keep")) {
        return Ok(Vec::new());
    }
    let from = time::day(ask.now).saturating_sub(ASKED_DAYS.days());
    let since = time::start_of_day(from);
    let counts: Option<(i64, i64)> = tx.one(
        "SELECT CAST((SELECT COUNT(*) FROM idle_alarm WHERE organisation = ?1 AND answer IS NULL) AS BIGINT),
                CAST((SELECT COUNT(*) FROM venue v JOIN space s ON s.venue = v.id JOIN space_use u ON u.space = s.id
                      LEFT JOIN booking b ON b.id = u.booking
                      WHERE v.organisation = ?1 AND u.opened_at >= ?2 AND u.closed_at IS NOT NULL AND u.people IS NULL
                        AND NOT EXISTS (SELECT 1 FROM scan c WHERE c.activity = b.activity AND c.direction = 'in'
                          AND c.outcome = 'accepted')) AS BIGINT)",
        params![ask.org, since],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (idle, unsaid) = counts.unwrap_or_default();
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
            unsaid,
            msg::USE_TODAY_UNSAID,
            msg::USE_TODAY_UNSAID_DETAIL,
            format!("/w/{}/uses/list?from={from}&to={to}&unsaid=1", ask.org),
            msg::USE_SAY_PEOPLE,
        ),
    ];
    Ok(items.into_iter().flatten().collect())
}
