//! By a return's row: what was corrected in it, and the form to correct it.

use axum::{extract::State, response::Response};
use langqiao_platform::{
    app::App, extract::Path, fault::Fault, fields::Fields, form::Form, gate::Grant, ui::prelude::*,
};

use super::{
    correct::{self, Correction},
    form,
    keep::NOTE_MAX,
    loan_page::{OfReturn, again},
    loan_view::Shown,
    model::{Corrected, Counts, Kind, Return},
    say,
};
use crate::bookings::KeepSpaces;

/// What came back, in words; of goods it is what was not used.
pub(super) fn counts(ui: &Ui, goods: bool, counts: Counts) -> Markup {
    let words = args! { order = counts.in_order, damaged = counts.damaged, missing = counts.missing };
    html! {
        @if goods { (counts.in_order) " " (ui.t(msg::LOAN_UNIT)) } @else { (ui.tf(msg::LOAN_CAME_BACK, words)) }
    }
}

/// What was corrected, the first first. What was noted when it came back belongs to what was written then.
pub(super) fn history(ui: &Ui, shown: &Shown<'_>, back: &Return) -> Markup {
    let goods = shown.view.loan.kind == Kind::Goods;
    html! {
        @for (n, one) in back.corrections.iter().enumerate() {
            (muted(corrected(ui, goods, one, if n == 0 { &back.note } else { "" })))
        }
    }
}

fn corrected(ui: &Ui, goods: bool, one: &Corrected, note: &str) -> Markup {
    html! {
        (ui.moment(one.at)) " · " (ui.t(msg::LOAN_CORRECTED)) @if let Some(by) = &one.by { " · " (by) }
        " · " (ui.t(msg::LOAN_CORRECTED_WAS)) " " (counts(ui, goods, one.was)) " · " (one.reason)
        @if !note.is_empty() { " · " (ui.t(msg::LOAN_CORRECTED_NOTE)) " " (note) }
        @if let Some(answer) = &one.was_answer { " · " (ui.t(msg::LOAN_BORROWER_SAID)) " " (answer) }
        @if let Some(how) = one.was_settled { " · " (ui.t(msg::LOAN_WAS_SETTLED)) " " (ui.t(say::settled(how))) }
    }
}

/// The form to correct a return, for its lender.
pub(super) fn form_of(ui: &Ui, shown: &Shown<'_>, back: &Return) -> Markup {
    let goods = shown.view.loan.kind == Kind::Goods;
    let [in_order, damaged, missing, why] =
        ["in_order", "damaged", "missing", "why"].map(|name| format!("{name}-{}", back.id));
    let number = |name: &str, label: Msg, known: i64| {
        field(ui, name, ui.t(label))
            .short()
            .whole_number()
            .unit(ui.t(msg::LOAN_UNIT))
            .value(shown.typed(name, &known.to_string()))
            .error(shown.problems.of(name))
            .render()
    };
    let open = [&in_order, &damaged, &missing, &why]
        .iter()
        .any(|name| shown.problems.of(name).is_some());
    disclosure(
        ui.t(msg::LOAN_CORRECT),
        open,
        form(ui, &shown.at(&format!("/returns/{}/correct", back.id))).body(html! {
            (hidden("seen", &back.version.to_string()))
            p { (ui.t(if goods { msg::LOAN_CORRECT_UNUSED_HINT } else { msg::LOAN_CORRECT_HINT })) }
            @if goods {
                (number(&in_order, msg::LOAN_UNUSED, back.in_order))
            } @else {
                (row(html! {
                    (number(&in_order, msg::LOAN_IN_ORDER, back.in_order))
                    (number(&damaged, msg::LOAN_DAMAGED, back.damaged))
                    (number(&missing, msg::LOAN_MISSING, back.missing))
                }))
            }
            (field(ui, &why, ui.t(msg::SITE_REASON)).required().max_chars(NOTE_MAX as u32).value(shown.typed(&why, "")).error(shown.problems.of(&why))
                .hint(ui.t(msg::LOAN_CORRECT_WHY_HINT)))
            (row(button(ui.t(msg::LOAN_CORRECT_DO)).render()))
        }),
    )
}

fn typed(fields: &Fields, back: &str) -> Correction {
    let n = |name: &str| form::or_none(fields, &format!("{name}-{back}"));
    Correction {
        counts: Counts {
            in_order: n("in_order"),
            damaged: n("damaged"),
            missing: n("missing"),
        },
        reason: fields.raw(&format!("why-{back}")).to_owned(),
        seen: fields.raw("seen").parse().ok(),
    }
}

/// `POST /w/{org}/loans/{loan}/returns/{back}/correct`
pub(super) async fn correct(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, back)): OfReturn,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let correction = typed(&fields, &back.to_text());
    let done = app
        .db
        .write(gate.by(), move |tx| {
            correct::correct(tx, whose, (id, back), &correction)
        })
        .await;
    let done = done.map(|()| msg::LOAN_SAID_CORRECTED);
    again((&gate, &ui, &app), id, &fields, done).await
}
