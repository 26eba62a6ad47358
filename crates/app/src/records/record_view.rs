//! How one record looks: what it says, what it rests on, whom it is credited to, what can be decided.

use langqiao_kernel::id::{OrganisationId, PersonId, RecordId};
use langqiao_platform::{spoken, ui::prelude::*};

use super::{
    decide::{REASON_MAX, objection},
    model::Status,
    queries::Whole,
    views::{cuts, record_path, span, status},
};

/// Everything about one record; `officer` is who may decide about it, `reason` what was typed in vain.
pub fn record(
    ui: &Ui,
    org: OrganisationId,
    whole: &Whole,
    officer: Option<PersonId>,
    reason: Option<&str>,
) -> Markup {
    let record = &whole.record;
    let back = format!("/w/{org}/records/activities/{}", record.activity);
    let title = ui.tf(msg::RECORD_ONE_TITLE, args! { name = record.name.as_str() });
    html! {
        (page_title(&title, Some(&record.title), Some(html! {
            @if officer.is_some() { (link_button(&back, ui.t(msg::RECORD_BACK))) }
        })))
        (facts(ui, whole, |other| record_path(org, other)))
        @if let Some(officer) = officer { (decisions(ui, org, whole, officer, reason)) }
    }
}

/// What a record says, what it rests on, and whom it is credited to.
pub fn facts(ui: &Ui, whole: &Whole, link: impl Fn(RecordId) -> String) -> Markup {
    let record = &whole.record;
    let decided = whole.decided.as_ref().map(|(name, at)| {
        let at = when::moment(ui.lang, *at, ui.now);
        html! { (ui.tf(msg::RECORD_DECIDED, args! { name = name.as_str(), when = at })) }
    });
    let entered = whole.entered.as_ref().map(|(name, note)| {
        html! { (ui.tf(msg::RECORD_ENTERED, args! { name = name.as_str(), note = note.as_str() })) }
    });
    let mut terms = definitions(ui)
        .row(ui.t(msg::RECORD_FACT_STATUS), status(ui, record.status))
        .row(
            ui.t(msg::RECORD_FACT_MINUTES),
            html! { strong { (ui.minutes(record.minutes)) } },
        )
        .row(ui.t(msg::RECORD_FACT_SPAN), span(ui, record))
        .row(ui.t(msg::RECORD_FACT_CUTS), cuts(ui, record, link))
        .row(
            ui.t(msg::RECORD_FACT_ORGANISATION),
            html! { (whole.organisation_name) },
        );
    if let Some(entered) = entered {
        terms = terms.row(ui.t(msg::RECORD_FACT_ENTERED), entered);
    }
    if let Some(decided) = decided {
        terms = terms.row(ui.t(msg::RECORD_FACT_DECIDED), decided);
    }
    let credits = vec![
        col(ui.t(msg::RECORD_COLUMN_ORGANISATION)),
        number_col(ui.t(msg::RECORD_COLUMN_MINUTES)),
    ];
    let credits = table(ui.t(msg::RECORD_CREDITS), credits)
        .rows(
            whole
                .credits
                .iter()
                .map(|(_, name, minutes)| vec![html! { (name) }, html! { (ui.minutes(*minutes)) }]),
        )
        .foot(vec![
            html! { (ui.t(msg::RECORD_SUM)) },
            html! { (ui.minutes(record.minutes)) },
        ]);
    html! {
        @if let Some(reason) = &whole.void_reason {
            (notice(Tone::Warn, html! { p { (ui.tf(msg::RECORD_VOIDED_BECAUSE, args! { reason = reason.as_str() })) } }))
        }
        (card(terms.render()))
        (section(ui.t(msg::RECORD_EVIDENCE), evidence(ui, whole)))
        (section(ui.t(msg::RECORD_CREDITS), stack_close(html! {
            (muted(html! { (ui.t(msg::RECORD_CREDITS_LEDE)) }))
            (credits)
        })))
    }
}

fn evidence(ui: &Ui, whole: &Whole) -> Markup {
    let done: Vec<(String, Markup)> = whole
        .scans
        .iter()
        .map(|scan| {
            let word = if scan.direction == "in" {
                msg::RECORD_EVIDENCE_IN
            } else {
                msg::RECORD_EVIDENCE_OUT
            };
            let detail = html! {
                (ui.moment(scan.at)) " · "
                (ui.tf(msg::RECORD_EVIDENCE_BY, args! { name = scan.by.as_str() }))
            };
            (ui.t(word).to_owned(), detail)
        })
        .collect();
    let done: Vec<Step<'_>> = done
        .iter()
        .map(|(title, detail)| Step {
            title,
            detail: detail.clone(),
            state: StepState::Done,
        })
        .collect();
    html! {
        (steps(ui, &done))
        @if whole.scans.is_empty() {
            (muted(html! { (ui.t(msg::RECORD_EVIDENCE_NONE)) }))
        } @else if whole.scans.iter().all(|scan| scan.direction == "in") {
            (muted(html! { (ui.t(msg::RECORD_EVIDENCE_MISSING)) }))
        }
    }
}

fn decisions(ui: &Ui, org: OrganisationId, whole: &Whole, officer: PersonId, reason: Option<&str>) -> Markup {
    let record = &whole.record;
    let path = record_path(org, record.id);
    let against =
        objection(officer, record.person, record.entered_by).and_then(|objection| objection.refusal());
    let wrong = reason.map(|_| ui.t(msg::RECORD_NO_REASON));
    html! {
        @match (record.status, against) {
            (Status::Pending, None) => {
                (row(post_button(ui, &format!("{path}/confirm"), button(ui.t(msg::RECORD_CONFIRM_ONE)).primary())))
            }
            (Status::Pending, Some(refusal)) => {
                (notice(Tone::Info, html! { p { (spoken::say(ui, &refusal.sentence)) } }))
            }
            (Status::Voided, _) => {
                (row(link_button(&format!("/w/{org}/records/settle/{}", whole.signup), ui.t(msg::RECORD_AGAIN)).render()))
            }
            (Status::Confirmed, _) => {}
        }
        @if record.status != Status::Voided {
            (section(ui.t(msg::RECORD_VOID), form(ui, &format!("{path}/void")).body(html! {
                p { (ui.t(msg::RECORD_VOID_LEDE)) }
                (field(ui, "reason", ui.t(msg::RECORD_VOID_REASON)).value(reason.unwrap_or_default()).required()
                    .hint(ui.t(msg::RECORD_VOID_REASON_HINT)).error(wrong).max_chars(REASON_MAX as u32))
                (row(button(ui.t(msg::RECORD_VOID_DO)).danger().render()))
            })))
        }
    }
}
