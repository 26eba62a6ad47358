//! The words and figures of rounds.

use langqiao_platform::ui::prelude::*;

use super::model::{EvidenceSource, Round, RoundPhase};

/// Hundredths of a point, always with two decimals, so that figures stand under each other: `9.25`.
pub(super) fn points(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The same as a field holds it: `9.25`, `9.5`, `9`.
pub(super) fn typed(hundredths: i64) -> String {
    let text = points(hundredths);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A figure that may not be there.
pub(super) fn maybe(hundredths: Option<i64>) -> String {
    hundredths.map_or_else(|| "—".to_owned(), points)
}

/// A place that may not be there.
pub(super) fn place(place: Option<usize>) -> String {
    place.map_or_else(|| "—".to_owned(), |place| place.to_string())
}

pub(super) fn source(source: EvidenceSource) -> Msg {
    match source {
        EvidenceSource::Uses => msg::PANEL_SOURCE_USES,
        EvidenceSource::Hours => msg::PANEL_SOURCE_HOURS,
        EvidenceSource::People => msg::PANEL_SOURCE_PEOPLE,
        EvidenceSource::Joint => msg::PANEL_SOURCE_JOINT,
        EvidenceSource::Bodies => msg::PANEL_SOURCE_BODIES,
        EvidenceSource::Feedback => msg::PANEL_SOURCE_FEEDBACK,
        EvidenceSource::StepFree => msg::PANEL_SOURCE_STEP_FREE,
        EvidenceSource::HoursStated => msg::PANEL_SOURCE_HOURS_STATED,
        EvidenceSource::Funding => msg::PANEL_SOURCE_FUNDING,
        EvidenceSource::Stage => msg::PANEL_SOURCE_STAGE,
    }
}

pub(super) fn phase(phase: RoundPhase) -> Msg {
    match phase {
        RoundPhase::Open => msg::PANEL_PHASE_OPEN,
        RoundPhase::Drafted => msg::PANEL_PHASE_DRAFTED,
        RoundPhase::Published => msg::PANEL_PHASE_PUBLISHED,
        RoundPhase::Cancelled => msg::PANEL_PHASE_CANCELLED,
    }
}

pub(super) fn phase_badge(ui: &Ui, of: RoundPhase) -> Markup {
    let tone = match of {
        RoundPhase::Open => Tone::Info,
        RoundPhase::Drafted => Tone::Warn,
        RoundPhase::Published => Tone::Ok,
        RoundPhase::Cancelled => Tone::Plain,
    };
    badge(tone, ui.t(phase(of)))
}

/// Of which days records count.
pub(super) fn period(ui: &Ui, (from, until): (jiff::civil::Date, jiff::civil::Date)) -> String {
    let day = |day| when::full_day(ui.lang, day);
    ui.tf(msg::PANEL_PERIOD, args! { from = day(from), until = day(until) })
}

/// How results come about, in words.
pub(super) fn rule(ui: &Ui) -> Markup {
    bullets([
        html! { (ui.t(msg::PANEL_RULE_MEAN)) },
        html! { (ui.t(msg::PANEL_RULE_WHOLE)) },
        html! { (ui.t(msg::PANEL_RULE_PLACES)) },
        html! { (ui.t(msg::PANEL_RULE_RECUSED)) },
        html! { (ui.t(msg::PANEL_RULE_VENUES)) },
    ])
}

/// What is said of a round in short.
pub(super) fn facts(ui: &Ui, round: &Round) -> Markup {
    definitions(ui)
        .row(ui.t(msg::PANEL_HOST), &round.host)
        .row(ui.t(msg::PANEL_PERIOD_LABEL), period(ui, round.period))
        .row(
            ui.t(msg::PANEL_APPEAL_DAYS),
            ui.tf(msg::PANEL_N_WORKDAYS, args! { n = round.appeal_days }),
        )
        .row(
            ui.t(msg::PANEL_OUTLIER),
            ui.tf(msg::PANEL_OUTLIER_RULE, args! { n = round.outlier }),
        )
        .render()
}
