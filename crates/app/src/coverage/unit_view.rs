//! A unit's coverage on its own page: what it is today by each line, and how it came about.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, UnitId},
    time,
};
use langqiao_platform::ui::prelude::*;

use super::{
    list_view::{organisation, reason, rule},
    model::Span,
    periods::{END, months_after},
    words::{Line, Status},
};

/// A span with the name of the organisation that decides it.
pub type NamedSpan = (Span, Option<String>);

/// What a unit's coverage is today, and was, and will be by what is known now.
pub fn of_unit(ui: &Ui, org: OrganisationId, unit: UnitId, spans: &[NamedSpan]) -> Markup {
    let today = time::day(ui.now);
    let now: Vec<&NamedSpan> = spans
        .iter()
        .filter(|(span, _)| span.from <= today && today < span.to)
        .collect();
    html! {
        (section(ui.t(msg::COVERAGE_UNIT_TITLE), html! {
            (grid(Columns::Two, html! { @for span in now { (today_card(ui, org, unit, span)) } }))
        }))
        (section(ui.t(msg::COVERAGE_UNIT_HISTORY), html! {
            (muted(html! { (ui.t(msg::COVERAGE_UNIT_HISTORY_HINT)) }))
            (strips(ui, spans, today))
            (history(ui, org, spans, today))
        }))
    }
}

fn today_card(ui: &Ui, org: OrganisationId, unit: UnitId, (span, name): &NamedSpan) -> Markup {
    let body = span.organisation.zip(name.clone());
    let facts = definitions(ui)
        .row(ui.t(msg::COVERAGE_COL_REASON), reason(ui, &span.reason))
        .row(
            ui.t(msg::COVERAGE_COL_ORGANISATION),
            organisation(org, body.as_ref()),
        )
        .row(ui.t(msg::COVERAGE_COL_PEOPLE), when::count(span.people))
        .row(ui.t(msg::COVERAGE_COL_SINCE), when::full_day(ui.lang, span.from))
        .row(ui.t(msg::COVERAGE_COL_UNTIL), until(ui, span))
        .maybe(ui.t(msg::COVERAGE_UNIT_RULE), rule(ui, &span.reason));
    let close = format!("/w/{org}/coverage/gaps/{unit}/{}", span.line);
    card(html! {
        (spread(html! { h3 { (span.line.name(ui)) } }, badge(span.status.tone(), ui.t(span.status.label()))))
        (facts)
        @if span.status == Status::Gap { (link_button(&close, ui.t(msg::COVERAGE_GAP_CLOSE)).about(span.line.name(ui))) }
    })
}

fn until(ui: &Ui, span: &Span) -> String {
    if span.to == END {
        return ui.t(msg::COVERAGE_UNTIL_OPEN).to_owned();
    }
    ui.tf(
        msg::COVERAGE_UNTIL_FUTURE,
        args! { day = when::full_day(ui.lang, span.to) },
    )
}

/// A strip for each line, from the unit's first day to a year from today.
fn strips(ui: &Ui, spans: &[NamedSpan], today: Date) -> Markup {
    let last = months_after(today, 12);
    let first = spans
        .iter()
        .map(|(span, _)| span.from)
        .min()
        .unwrap_or(today)
        .max(months_after(today, -120));
    let day = |day: Date| time::day_number(day.clamp(first, last)) - time::day_number(first);
    let whole = day(last).max(1);
    let x = |at: Date| day(at) * 1000 / whole;
    html! {
        (stack_close(html! {
            @for line in Line::all() {
                div {
                    (spread(html! { (line.name(ui)) }, html! {}))
                    svg viewBox="0 0 1000 18" width="100%" height="18" preserveAspectRatio="none" aria-hidden="true" {
                        @for (span, _) in spans.iter().filter(|(span, _)| span.line == line && span.to > first && span.from < last) {
                            rect class=(shade_class(span.status)) x=(x(span.from)) y="0" width=(x(span.to) - x(span.from)) height="18" {}
                        }
                        rect x=(x(today)) y="0" width="2" height="18" fill="var(--color-base-content)" {}
                    }
                }
            }
        }))
        (muted(html! { (when::full_day(ui.lang, first)) " — " (when::full_day(ui.lang, last)) }))
        (legend(&Status::ALL.iter().map(|status| (status.shade(), ui.t(status.label()))).collect::<Vec<_>>()))
    }
}

fn shade_class(status: Status) -> &'static str {
    match status {
        Status::Built => "shade-full",
        Status::Joint => "shade-shared",
        Status::Shell => "shade-hollow",
        Status::Gap => "shade-missing",
        Status::NotDue => "shade-blank",
    }
}

fn history(ui: &Ui, org: OrganisationId, spans: &[NamedSpan], today: Date) -> Markup {
    let columns = vec![
        col(ui.t(msg::COVERAGE_COL_LINE)),
        col(ui.t(msg::COVERAGE_COL_SINCE)),
        col(ui.t(msg::COVERAGE_COL_STATUS)),
        col(ui.t(msg::COVERAGE_COL_REASON)),
        col(ui.t(msg::COVERAGE_COL_ORGANISATION)),
        number_col(ui.t(msg::COVERAGE_COL_PEOPLE)),
    ];
    let rows = spans.iter().map(|(span, name)| {
        let body = span.organisation.zip(name.clone());
        vec![
            html! { (span.line.name(ui)) },
            html! {
                (when::full_day(ui.lang, span.from))
                @if span.from > today { " " (badge(Tone::Plain, ui.t(msg::COVERAGE_UNIT_FUTURE))) }
            },
            badge(span.status.tone(), ui.t(span.status.label())),
            reason(ui, &span.reason),
            organisation(org, body.as_ref()),
            html! { (when::count(span.people)) },
        ]
    });
    html! { (table(ui.t(msg::COVERAGE_UNIT_HISTORY_CAPTION), columns).rows(rows)) }
}
