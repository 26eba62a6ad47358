//! What the page at the door shows of its gates: whether this phone could go on without a network, and the answers
//! that it gives then.

use jiff::SignedDuration;
use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    super::{model::Reason, queries::Door, rules::Rules, views as checkin},
    SettleScanning,
    devices::{self, Gate},
    waiting,
};
use crate::signups;

/// What the panel is drawn from.
pub struct DoorGates {
    gates: Vec<Gate>,
    waiting: i64,
}

/// Reads it: two statements.
pub fn read(tx: &mut ReadTx, org: OrganisationId, door: &Door) -> Result<DoorGates, StoreError> {
    Ok(DoorGates {
        gates: devices::gates(tx, org, door.activity, None)?,
        waiting: waiting::count_waiting(tx, door.activity)?,
    })
}

/// For how long after its start an activity's scans are asked about on the day's page.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(31 * 24);
/// Within how long they should be settled.
const SETTLED_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Activities of whose scans some wait for an officer.
pub fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(SettleScanning::NAME)) {
        return Ok(Vec::new());
    }
    let since = ask.now.saturating_sub(ASKED_FOR).unwrap_or(ask.now);
    let found = waiting::unsettled(tx, ask.org, (since, ask.now))?;
    let item = |activity: waiting::Unsettled| TodayItem {
        due: activity.ends.checked_add(SETTLED_WITHIN).ok(),
        title: ui.tf(msg::SETTLE_TODAY, args! { title = activity.title }),
        detail: ui.tf(msg::SETTLE_TODAY_DETAIL, args! { n = activity.waiting }),
        href: format!("/w/{}/activities/{}/checkin/settle", ask.org, activity.activity),
        action: msg::SETTLE_TODAY_ACTION,
    };
    Ok(found.into_iter().map(item).collect())
}

/// What has to be in order before a phone can do without a network.
const LIGHTS: [Light; 6] = [
    ("device", msg::GATE_LIGHT_DEVICE, msg::GATE_LIGHT_DEVICE_NO),
    ("roster", msg::GATE_LIGHT_ROSTER, msg::GATE_LIGHT_ROSTER_NO),
    ("page", msg::GATE_LIGHT_PAGE, msg::GATE_LIGHT_PAGE_NO),
    ("decoder", msg::GATE_LIGHT_DECODER, msg::GATE_LIGHT_DECODER_NO),
    ("storage", msg::GATE_LIGHT_STORAGE, msg::GATE_LIGHT_STORAGE_NO),
    ("clock", msg::GATE_LIGHT_CLOCK, msg::GATE_LIGHT_CLOCK_NO),
];

/// Draws the panel; `may` is whether the reader may register phones and settle.
pub fn door_panel(ui: &Ui, org: OrganisationId, door: &Door, shown: &DoorGates, may: bool) -> Markup {
    let path = checkin::path(org, door);
    let free: Vec<&Gate> = shown
        .gates
        .iter()
        .filter(|gate| gate.claimed.is_none() && gate.revoked.is_none())
        .collect();
    let settle = ui.tf(msg::GATE_TO_SETTLE, args! { n = shown.waiting });
    section(
        ui.t(msg::GATE_PANEL),
        html! {
            (island(ui, org, door, &free))
            (row(html! {
                (link_button(&format!("{path}/devices"), ui.t(msg::GATE_TITLE)))
                @if may && shown.waiting > 0 {
                    (link_button(&format!("{path}/settle"), &settle).icon(Icon::Alert))
                }
                (link_button(&format!("{path}/paper"), ui.t(msg::PAPER_TITLE)).icon(Icon::Edit))
                @if may && signups::addable(ui.now, door.starts, door.ends) {
                    (link_button(&format!("/w/{org}/activities/{}/desk", door.activity), ui.t(msg::PAPER_ADD)).icon(Icon::People))
                }
            }))
        },
    )
}

fn island(ui: &Ui, org: OrganisationId, door: &Door, free: &[&Gate]) -> Markup {
    let api = format!("/api/v1/organisations/{org}/activities/{}/devices", door.activity);
    html! {
        div.gate data-gate=(door.activity) data-api=(api) data-page=(checkin::path(org, door)) hidden
            data-good=(ui.t(msg::GATE_READY)) data-fair=(ui.t(msg::GATE_READY_BUT)) data-bad=(ui.t(msg::GATE_NOT_READY))
            data-queued=(ui.t(msg::GATE_QUEUED)) data-none-queued=(ui.t(msg::GATE_NONE_QUEUED)) data-unsent=(ui.t(msg::GATE_UNSENT))
            data-alone=(ui.t(msg::GATE_ALONE)) data-named=(ui.t(msg::GATE_NAMED)) data-sign-in=(ui.t(msg::GATE_SIGN_IN))
            data-failed=(ui.t(msg::GATE_FAILED)) data-insecure=(ui.t(msg::GATE_INSECURE)) data-off=(ui.t(msg::GATE_REVOKED)) {
            p.gate-state data-gate-state role="status" {}
            (lights(ui, &LIGHTS))
            @if free.is_empty() { p data-gate-nobody { (ui.t(msg::GATE_NONE_FREE)) } }
            @else {
                div data-gate-free { (row(html! {
                    @for gate in free {
                        @let text = ui.tf(msg::GATE_CLAIM, args! { name = gate.name.as_str() });
                        button.btn.btn-primary type="button" data-claim=(gate.id) { (text) }
                    }
                })) }
            }
            (row(html! {
                button.btn.btn-primary type="button" data-gate-prepare hidden { (ui.t(msg::GATE_PREPARE)) }
                button.btn.btn-outline type="button" data-gate-bring hidden { (ui.t(msg::GATE_BRING)) }
            }))
            p data-gate-queue role="status" {}
            (log(ui))
            @for reason in Reason::ALL { (answer(ui, *reason)) }
            template data-verdict="noted" {
                (scan_answer(Tone::Warn, ui.t(msg::GATE_TOLD_NOTED), html! { p { (ui.t(msg::GATE_TOLD_NOTED_DO)) } }))
            }
        }
    }
}

/// What this phone has scanned: filled by the phone itself, with or without a network.
fn log(ui: &Ui) -> Markup {
    html! {
        details.disclosure.gate-log data-gate-log hidden data-count=(ui.t(msg::GATE_LOG_COUNT))
            data-in=(ui.t(msg::CHECKIN_IN)) data-out=(ui.t(msg::CHECKIN_OUT)) data-no-code=(ui.t(msg::GATE_LOG_NO_CODE))
            data-live=(ui.t(msg::GATE_LOG_LIVE)) data-sent=(ui.t(msg::GATE_LOG_SENT)) data-waiting=(ui.t(msg::GATE_LOG_WAITING)) {
            summary { (Icon::Forward) span { (ui.t(msg::GATE_LOG)) } }
            div.disclosure-body {
                p data-log-count role="status" {}
                ol.gate-log-list data-log-list {}
                (muted(html! { (ui.t(msg::GATE_LOG_KEPT)) }))
            }
            template data-log-row {
                li.gate-log-row {
                    p.gate-log-who { strong data-log-code {} " " span data-log-name {} }
                    p.gate-log-when { span data-log-time {} " " span data-log-direction {} }
                    p.gate-log-said data-log-said {}
                    p.gate-log-state data-log-state {}
                }
            }
        }
    }
}

/// What the phone says by itself: as the server would, but for what it can't know.
fn answer(ui: &Ui, reason: Reason) -> Markup {
    let advice = match reason {
        Reason::Unreadable => Some(msg::CHECKIN_UNREADABLE_DO),
        Reason::Unknown | Reason::Foreign => Some(msg::GATE_TOLD_UNKNOWN),
        Reason::ActivityCancelled => Some(msg::CHECKIN_ACTIVITY_CANCELLED_DO),
        Reason::SignupCancelled => Some(msg::CHECKIN_SIGNUP_CANCELLED_DO),
        Reason::Renewed => Some(msg::CHECKIN_RENEWED_DO),
        Reason::OfferGone => Some(msg::CHECKIN_OFFER_GONE_DO),
        Reason::Offered => Some(msg::CHECKIN_OFFERED_DO),
        Reason::Waiting => Some(msg::CHECKIN_WAITING_DO),
        Reason::InAlready => Some(msg::GATE_TOLD_IN_ALREADY),
        Reason::OutAlready => Some(msg::GATE_TOLD_OUT_ALREADY),
        Reason::LeftAlready => Some(msg::GATE_TOLD_LEFT_ALREADY),
        Reason::TooEarly => Some(msg::GATE_TOLD_TOO_EARLY),
        Reason::TooLate => Some(msg::GATE_TOLD_TOO_LATE),
        Reason::NotIn => Some(msg::GATE_TOLD_NOT_IN),
        Reason::DeviceRevoked => Some(msg::GATE_REVOKED),
        Reason::Welcome | Reason::Goodbye | Reason::Dismissed => None,
    };
    let tone = checkin::tone(Rules::current().outcome(reason));
    let detail = html! {
        p data-who hidden { strong data-name {} " · " span data-attendee { (ui.t(msg::CHECKIN_ROLE_ATTENDEE)) } span data-volunteer { (ui.t(msg::CHECKIN_ROLE_VOLUNTEER)) } }
        @if let Some(advice) = advice { p { (ui.t(advice)) } }
        p data-before hidden { (ui.t(msg::GATE_TOLD_BEFORE)) " " span data-time {} }
        p { (ui.t(msg::GATE_TOLD_KEPT)) }
    };
    html! {
        template data-verdict=(reason.as_str()) {
            (scan_answer(tone, ui.t(checkin::headline(reason)), detail))
        }
    }
}
