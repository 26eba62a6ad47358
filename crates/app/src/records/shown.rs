//! What other workbench pages show of service records: the day's page, and an activity's page.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::ActivityId;
use langqiao_platform::{
    feature::{PanelAsk, TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    ConfirmRecords,
    model::Status,
    queries::{self, Reach},
    unsettled,
};

/// By when a record is to be confirmed after the activity began: while people remember.
const WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many activities the day's page names.
const NAMED: i64 = 10;

/// The activities whose records wait for an officer.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(ConfirmRecords::NAME)) {
        return Ok(Vec::new());
    }
    let due = |starts: Timestamp| starts.saturating_add(WITHIN).ok();
    let item = |title, detail, starts, activity: ActivityId| TodayItem {
        due: due(starts),
        title,
        detail,
        href: format!("/w/{}/records/activities/{activity}", ask.org),
        action: msg::RECORD_TODAY_ACTION,
    };
    let mut items = Vec::new();
    for waiting in queries::waiting(tx, ask.org, Reach::Own, NAMED)? {
        let args = args! { n = waiting.records, length = ui.minutes(waiting.minutes) };
        let detail = ui.tf(msg::RECORD_TODAY_DETAIL, args);
        let title = ui.tf(msg::RECORD_TODAY, args! { title = waiting.title });
        items.push(item(title, detail, waiting.starts, waiting.activity));
    }
    let since = ask.now.saturating_sub(WITHIN).unwrap_or(ask.now);
    let open = unsettled::scanned_in_only(tx, (ask.org, Reach::Own), None, (since, ask.now), NAMED * 10)?;
    for cases in open
        .chunk_by(|one, other| one.activity == other.activity)
        .take(NAMED as usize)
    {
        let detail = ui.tf(msg::RECORD_TODAY_UNSETTLED_DETAIL, args! { n = cases.len() });
        let title = ui.tf(
            msg::RECORD_TODAY_UNSETTLED,
            args! { title = cases[0].title.as_str() },
        );
        items.push(item(title, detail, cases[0].starts, cases[0].activity));
    }
    Ok(items)
}

/// How an activity's records stand, and the way to them.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(activity)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let standing = queries::standing_of(tx, org, activity)?;
    let open = unsettled::scanned_in_only(
        tx,
        (org, Reach::Below),
        Some(activity),
        (Timestamp::UNIX_EPOCH, ask.now),
        200,
    )?
    .len();
    if standing.is_empty() && open == 0 {
        return Ok(html! {});
    }
    let of = |status| {
        standing
            .iter()
            .find(|(known, ..)| *known == status)
            .map_or((0, 0), |(_, n, minutes)| (*n, *minutes))
    };
    let (pending, confirmed) = (of(Status::Pending), of(Status::Confirmed));
    let ui = ask.ui;
    let lead = ui.tf(
        msg::RECORD_PANEL_LEAD,
        args! {
            pending = pending.0, confirmed = confirmed.0, length = ui.minutes(pending.1 + confirmed.1)
        },
    );
    let word = if pending.0 > 0 || open > 0 {
        msg::RECORD_PANEL_OPEN
    } else {
        msg::RECORD_PANEL_SEE
    };
    let body = html! {
        p { (lead) }
        @if open > 0 { (notice(Tone::Warn, html! { p { (ui.tf(msg::RECORD_PANEL_UNSETTLED, args! { n = open })) } })) }
        (row(link_button(&format!("/w/{org}/records/activities/{activity}"), ui.t(word)).render()))
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::RECORD_PANEL),
        stack(body),
    ))
}
