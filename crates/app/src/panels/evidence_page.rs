//! The records behind a number that stood beside an item: the same list for the judge, the keeper, the office and anyone.

use jiff::civil::Date;
use langqiao_platform::ui::prelude::*;

use super::{evidence::Evidence, model::EvidenceSource, say};

/// How many records a page has at most; the rest is counted and said.
const ROWS: usize = 500;

/// The page's content. `of` is the venue's name and the way back.
pub(super) fn content(
    ui: &Ui,
    (name, back): (&str, &str),
    period: (Date, Date),
    evidence: &Evidence,
    source: EvidenceSource,
) -> Markup {
    let records = evidence.records(ui, source);
    let title = ui.t(say::source(source));
    let columns = vec![
        col(ui.t(msg::PANEL_RECORD)),
        col(ui.t(msg::PANEL_DAY)),
        number_col(ui.t(msg::PANEL_AMOUNT)),
    ];
    let all = records.len();
    let rows = records.into_iter().take(ROWS).map(|record| {
        let what = match record.activity {
            Some(activity) => link(&format!("/activities/{activity}"), &record.what),
            None => html! { (record.what) },
        };
        let day = html! { @if record.day.is_empty() { "—" } @else { (record.day) } };
        vec![what, day, html! { (record.much) }]
    });
    html! {
        (page_title(title, Some(name), None))
        (stack(html! {
            p { (link(back, ui.t(msg::PANEL_BACK_TO_VENUE))) }
            p { strong { (evidence.figure(ui, source)) } }
            (muted(html! { (say::period(ui, period)) }))
            @if source == EvidenceSource::StepFree { (muted(html! { (ui.t(msg::PANEL_STEP_FREE_FROM)) })) }
            @else if all == 0 { (empty(Icon::Search, ui.t(msg::PANEL_NO_RECORDS), html! {})) }
            @else {
                (table(title, columns).rows(rows))
                @if all > ROWS { (muted(html! { (ui.tf(msg::PANEL_RECORDS_CUT, args! { n = all - ROWS })) })) }
            }
        }))
    }
}
