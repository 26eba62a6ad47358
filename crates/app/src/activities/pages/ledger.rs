//! The co-host ledger: who holds an activity together, what each puts in, how the credit is shared.

use langqiao_kernel::allot::split;
use langqiao_platform::ui::prelude::*;

use crate::activities::{
    model::{CohostStatus, Contribution, Totals},
    queries::Cohost,
};

/// The whole ledger with its totals. What counts is what those put in who have accepted. `release` is where one that
/// has can be let go.
pub fn ledger(ui: &Ui, cohosts: &[Cohost], release: impl Fn(&Cohost) -> Option<String>) -> Markup {
    let accepted = || {
        cohosts
            .iter()
            .filter(|cohost| cohost.status == CohostStatus::Accepted)
    };
    let totals = Totals::of(accepted().map(|cohost| &cohost.brings));
    let columns = vec![
        col(ui.t(msg::ACTIVITY_COHOST_ORG)),
        col(ui.t(msg::ACTIVITY_COHOST_STATE)),
        number_col(ui.t(msg::ACTIVITY_BRINGS_PEOPLE)),
        col(ui.t(msg::ACTIVITY_BRINGS_VENUE)),
        number_col(ui.t(msg::ACTIVITY_BRINGS_MONEY)),
        col(ui.t(msg::ACTIVITY_BRINGS_GOODS)),
        number_col(ui.t(msg::ACTIVITY_LEDGER_SHARE)),
    ];
    let shares: Vec<i64> = accepted().map(|cohost| cohost.brings.share).collect();
    // As the minutes are split, so that the parts add up here, too.
    let mut percents = split(100, &shares).into_iter();
    let rows = cohosts.iter().map(|cohost| {
        let percent = if cohost.status == CohostStatus::Accepted {
            percents.next()
        } else {
            None
        };
        let stands = html! {
            (state(ui, cohost))
            @if let Some(at) = release(cohost) { " " (link(&at, ui.t(msg::ACTIVITY_RELEASE))) }
        };
        let mut cells = vec![html! { (cohost.name) }, stands];
        cells.extend(amounts(&cohost.brings, percent));
        cells
    });
    let mut foot = vec![html! { (ui.t(msg::ACTIVITY_LEDGER_TOTAL)) }, html! {}];
    let sum = Contribution {
        people: totals.people,
        money: totals.money,
        ..Contribution::default()
    };
    foot.extend(amounts(&sum, Some(100)));
    html! {
        (table(ui.t(msg::ACTIVITY_LEDGER), columns).rows(rows).foot(foot))
        (muted(html! { (ui.t(msg::ACTIVITY_LEDGER_HINT)) }))
    }
}

/// Those who have answered, above the form that can no longer change what they bring.
pub fn answered(ui: &Ui, cohosts: &[&Cohost]) -> Markup {
    if cohosts.is_empty() {
        return html! {};
    }
    let columns = vec![
        col(ui.t(msg::ACTIVITY_COHOST_ORG)),
        col(ui.t(msg::ACTIVITY_COHOST_STATE)),
        col(ui.t(msg::ACTIVITY_BRINGS)),
    ];
    let rows = cohosts.iter().map(|cohost| {
        vec![
            html! { (cohost.name) },
            state(ui, cohost),
            html! { (super::look::brings(ui, &cohost.brings)) },
        ]
    });
    html! { (table(ui.t(msg::ACTIVITY_ANSWERED), columns).show_caption().rows(rows)) }
}

fn state(ui: &Ui, cohost: &Cohost) -> Markup {
    let (tone, word) = match (cohost.host, cohost.status) {
        (true, _) => (Tone::Info, msg::ACTIVITY_HOST),
        (_, CohostStatus::Accepted) => (Tone::Ok, CohostStatus::Accepted.msg()),
        (_, CohostStatus::Invited) => (Tone::Warn, CohostStatus::Invited.msg()),
        (_, CohostStatus::Declined) if cohost.left => (Tone::Plain, msg::ACTIVITY_COHOST_LEFT),
        (_, CohostStatus::Declined) => (Tone::Plain, CohostStatus::Declined.msg()),
    };
    html! {
        (badge(tone, ui.t(word)))
        @if let Some(note) = &cohost.note { " " (note) }
    }
}

/// The cells of what is put in; nothing is left empty, so that a gap is no riddle.
fn amounts(brings: &Contribution, percent: Option<i64>) -> [Markup; 5] {
    let words = |text: &str| html! { @if text.is_empty() { "—" } @else { (text) } };
    [
        html! { @if brings.people == 0 { "—" } @else { (when::count(brings.people)) } },
        words(&brings.venue),
        html! { @if brings.money == 0 { "—" } @else { (when::money(brings.money)) } },
        words(&brings.goods),
        html! { @match percent { Some(percent) => { (percent) "%" }, None => "—" } },
    ]
}
