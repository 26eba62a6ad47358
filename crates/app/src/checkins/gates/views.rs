//! How the gates look: the phones, and what waits for a person.

use jiff::SignedDuration;
use langqiao_kernel::id::{CheckinId, OrganisationId};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    super::{
        model::{ClockState, Direction, Reason, Verdict},
        queries::Door,
        views as checkin,
    },
    devices::{Gate, NAME_MAX},
    settle::REASON_MAX,
    waiting::Waiting,
};

/// From how far off on a phone's clock is worth a word.
const CLOCK_OFF: SignedDuration = SignedDuration::from_secs(30);

fn title(ui: &Ui, org: OrganisationId, door: &Door, title: Msg) -> Markup {
    let span = when::span(ui.lang, door.starts, door.ends, ui.now);
    page_title(
        ui.t(title),
        Some(&format!("{} · {span} · {}", door.title, door.place)),
        Some(html! { (link_button(&checkin::path(org, door), ui.t(msg::CHECKIN_BACK)).icon(Icon::Scan)) }),
    )
}

/// The phones of an activity. `register` is the form as it was typed, for whoever may register one.
pub fn devices(
    ui: &Ui,
    (org, door): (OrganisationId, &Door),
    gates: &[Gate],
    register: Option<(&Fields, &Problems)>,
) -> Markup {
    let path = format!("{}/devices", checkin::path(org, door));
    html! {
        (title(ui, org, door, msg::GATE_TITLE))
        (stack(html! {
            (lede(ui.t(msg::GATE_LEAD)))
            @if gates.is_empty() { (empty(Icon::Scan, ui.t(msg::GATE_EMPTY), html! {})) }
            @else { (gate_table(ui, &path, gates, register.is_some())) }
            @if let Some((typed, problems)) = register { (section(ui.t(msg::GATE_REGISTER), register_form(ui, &path, typed, problems))) }
        }))
    }
}

fn register_form(ui: &Ui, path: &str, typed: &Fields, problems: &Problems) -> Markup {
    let out = typed.raw("direction") == Direction::Out.as_str();
    html! {
        (error_summary(ui, problems))
        (form(ui, path).body(html! {
            (field(ui, "name", ui.t(msg::GATE_NAME)).value(typed.raw("name")).hint(ui.t(msg::GATE_NAME_HINT))
                .error(problems.of("name")).required().max_chars(NAME_MAX as u32))
            (choices(ui, "direction", ui.t(msg::GATE_DIRECTION)).required().inline()
                .option(Direction::In.as_str(), ui.t(msg::CHECKIN_IN), !out)
                .option(Direction::Out.as_str(), ui.t(msg::CHECKIN_OUT), out))
            (checkbox("everywhere", ui.t(msg::GATE_EVERYWHERE), typed.has("everywhere"), None, None))
            (row(button(ui.t(msg::GATE_REGISTER)).primary().render()))
        }))
    }
}

fn gate_table(ui: &Ui, path: &str, gates: &[Gate], may: bool) -> Markup {
    let columns = vec![
        col(ui.t(msg::GATE_NAME)),
        col(ui.t(msg::GATE_STATE)),
        col(ui.t(msg::GATE_SEEN)),
        col(ui.t(msg::GATE_WAITS)),
        col(ui.t(msg::CHECKIN_COLUMN_ACT)).unseen(),
    ];
    let rows = gates.iter().map(|gate| {
        vec![
            html! {
                (gate.name) " · " (checkin::direction_name(ui, gate.direction))
                @if gate.activity.is_none() { " · " (ui.t(msg::GATE_EVERYWHERE_SHORT)) }
            },
            state(ui, gate),
            html! {
                @match gate.seen { Some(seen) => (when::moment(ui.lang, seen, ui.now)), None => (ui.t(msg::GATE_NEVER)) }
                @if let Some(off) = clock_off(ui, gate) { p { (badge(Tone::Warn, &off)) } }
            },
            html! {
                @match gate.queued {
                    Some(0) => (ui.t(msg::GATE_WAITS_NONE)),
                    Some(n) => (badge(Tone::Warn, &ui.tf(msg::GATE_WAITS_SOME, args! { n = n }))),
                    None => "—",
                }
            },
            html! { @if may && gate.revoked.is_none() { (revoke(ui, path, gate)) } },
        ]
    });
    table(ui.t(msg::GATE_TITLE), columns).rows(rows).render()
}

fn state(ui: &Ui, gate: &Gate) -> Markup {
    match (gate.revoked, gate.claimed) {
        (Some(at), _) => badge(
            Tone::Error,
            &ui.tf(
                msg::GATE_STATE_REVOKED,
                args! { when = when::moment(ui.lang, at, ui.now) },
            ),
        ),
        (None, None) => badge(Tone::Plain, ui.t(msg::GATE_STATE_FREE)),
        (None, Some(_)) => {
            let holder = gate.holder.as_deref().unwrap_or_default();
            badge(Tone::Ok, &ui.tf(msg::GATE_STATE_HELD, args! { name = holder }))
        }
    }
}

fn clock_off(ui: &Ui, gate: &Gate) -> Option<String> {
    let ahead = SignedDuration::from_millis(gate.ahead?);
    let minutes = ahead.unsigned_abs().as_secs().div_ceil(60);
    let msg = if ahead.is_positive() {
        msg::GATE_CLOCK_AHEAD
    } else {
        msg::GATE_CLOCK_BEHIND
    };
    (ahead.abs() > CLOCK_OFF).then(|| ui.tf(msg, args! { n = minutes as i64 }))
}

fn revoke(ui: &Ui, path: &str, gate: &Gate) -> Markup {
    confirm(
        ui,
        &format!("{path}/{}/revoke", gate.id),
        ui.t(msg::GATE_REVOKE),
        &html! { p { (ui.t(msg::GATE_REVOKE_WHAT)) } },
        button(ui.t(msg::GATE_REVOKE_YES)).danger().about(&gate.name),
    )
}

/// Scans that wait for a person, or were settled by one.
pub struct Waitings<'a> {
    /// In whose workbench.
    pub org: OrganisationId,
    /// The activity.
    pub door: &'a Door,
    /// How many wait, and how many were settled.
    pub counts: (i64, i64),
    /// A page of them.
    pub scans: &'a [Waiting],
    /// Whether these are the settled ones.
    pub settled: bool,
    /// Whether all are ticked.
    pub all: bool,
    /// The last of the page before, unless this is the first.
    pub after: Option<CheckinId>,
    /// The last of this page, when there are more.
    pub next: Option<CheckinId>,
}

/// The page on which a person decides.
pub fn settle(ui: &Ui, list: &Waitings<'_>, (typed, problems): (&Fields, &Problems)) -> Markup {
    let path = format!("{}/settle", checkin::path(list.org, list.door));
    let settled = format!("{path}?settled=true");
    let views = [
        (
            ui.t(msg::SETTLE_WAITING),
            path.as_str(),
            Some(list.counts.0),
            !list.settled,
        ),
        (
            ui.t(msg::SETTLE_SETTLED),
            settled.as_str(),
            Some(list.counts.1),
            list.settled,
        ),
    ];
    let page = |after: Option<CheckinId>| {
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        format!("{path}?settled={}{after}", list.settled)
    };
    let next = list.next.map(|last| page(Some(last)));
    html! {
        (title(ui, list.org, list.door, msg::SETTLE_TITLE))
        (tabs(ui.t(msg::SETTLE_TITLE), &views))
        (stack(html! {
            @if !list.settled { (lede(ui.t(msg::SETTLE_LEAD))) }
            @if list.scans.is_empty() {
                (empty(Icon::Check, ui.t(if list.settled { msg::SETTLE_SETTLED_EMPTY } else { msg::SETTLE_WAITING_EMPTY }), html! {}))
            } @else {
                (error_summary(ui, problems))
                (form(ui, &path).body(html! {
                    (hidden("settled", if list.settled { "true" } else { "false" }))
                    @if let Some(after) = list.after { (hidden("after", &after.to_text())) }
                    @if !list.all { p { (link(&format!("{}&all=true", page(list.after)), ui.t(msg::SETTLE_ALL))) } }
                    (scan_table(ui, list, typed))
                    (decision(ui, typed, problems))
                }))
                @if let Some(next) = &next { (row(link_button(next, ui.t(msg::SETTLE_MORE)).render())) }
            }
        }))
    }
}

fn decision(ui: &Ui, typed: &Fields, problems: &Problems) -> Markup {
    html! {
        (field(ui, "reason", ui.t(msg::SETTLE_REASON)).value(typed.raw("reason")).hint(ui.t(msg::SETTLE_REASON_HINT))
            .error(problems.of("reason")).required().max_chars(REASON_MAX as u32))
        (field(ui, "code", ui.t(msg::SETTLE_CODE)).value(typed.raw("code")).hint(ui.t(msg::SETTLE_CODE_HINT))
            .error(problems.of("code")).short())
        (row(html! {
            (button(ui.t(msg::SETTLE_COUNTS)).primary().value("verdict", Verdict::Counts.as_str()))
            (button(ui.t(msg::SETTLE_DISMISS)).value("verdict", Verdict::Dismissed.as_str()))
        }))
    }
}

fn scan_table(ui: &Ui, list: &Waitings<'_>, typed: &Fields) -> Markup {
    let mut columns = vec![
        col(ui.t(msg::CHECKIN_COLUMN_NAME)),
        col(ui.t(msg::CHECKIN_COLUMN_WHY)),
        col(ui.t(msg::CHECKIN_COLUMN_TIME)),
    ];
    if list.settled {
        columns.push(col(ui.t(msg::SETTLE_DECISION)));
    }
    let ticked: Vec<&str> = typed.all("scan").collect();
    let rows = list.scans.iter().map(|scan| {
        let name = match &scan.name {
            // Several people may be called 周**: the code says which, as the phone's own log does.
            Some(name) => format!("{name} ({})", scan.code),
            None if scan.reason == Reason::Unreadable => ui.t(msg::CHECKIN_NO_HOLDER).to_owned(),
            None => format!("{} ({})", ui.t(msg::CHECKIN_NO_HOLDER), scan.code),
        };
        let id = scan.id.to_text();
        let mut cells = vec![
            html! {
                label.choice {
                    input.checkbox type="checkbox" name="scan" value=(id) checked[list.all || ticked.contains(&id.as_str())];
                    span { (name) }
                }
            },
            html! {
                (badge(checkin::tone(scan.outcome), ui.t(checkin::headline(scan.reason))))
                @if let Some(told) = scan.told.filter(|told| *told != scan.reason) {
                    p { (ui.tf(msg::SETTLE_TOLD, args! { what = ui.t(checkin::headline(told)) })) }
                }
            },
            moment(ui, scan),
        ];
        if let Some((verdict, by, reason, at)) = &scan.settled {
            let word = ui.t(if *verdict == Verdict::Counts { msg::SETTLE_COUNTED } else { msg::SETTLE_DISMISSED });
            let tone = if *verdict == Verdict::Counts { Tone::Ok } else { Tone::Plain };
            cells.push(html! {
                (badge(tone, word)) " " (reason)
                p { (by) " · " (when::moment(ui.lang, *at, ui.now)) }
            });
        }
        cells
    });
    table(ui.t(msg::SETTLE_TITLE), columns).rows(rows).render()
}

fn moment(ui: &Ui, scan: &Waiting) -> Markup {
    let clock = match scan.clock {
        ClockState::Mended => Some(msg::SETTLE_CLOCK_MENDED),
        ClockState::Doubtful => Some(msg::SETTLE_CLOCK_DOUBTFUL),
        ClockState::Server | ClockState::Good => None,
    };
    html! {
        (when::moment(ui.lang, scan.at, ui.now)) " · " (checkin::direction_name(ui, scan.direction))
        @if let Some(gate) = &scan.gate { " · " (gate) }
        @if let Some(clock) = clock {
            p { (badge(Tone::Warn, &ui.tf(clock, args! { time = when::moment(ui.lang, scan.scanned_at, ui.now) }))) }
        }
    }
}
