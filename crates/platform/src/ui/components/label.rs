//! What stands around every input: its label, its hint, what is wrong with it, and the ids that tie them.

use maud::{Markup, html};

use crate::{
    i18n::msg,
    ui::{Ui, icon::Icon},
};

/// The id of the field `name`: `questions[0].label` → `f-questions-0--label`.
pub(super) fn id_of(name: &str) -> String {
    let safe = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    "f-".chars().chain(safe).collect()
}

/// The ids of what explains the field `id`, for `aria-describedby`.
pub(super) fn described_by(id: &str, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    match (error, hint) {
        (Some(_), Some(_)) => Some(format!("{id}-error {id}-hint")),
        (Some(_), None) => Some(format!("{id}-error")),
        (None, Some(_)) => Some(format!("{id}-hint")),
        (None, None) => None,
    }
}

pub(super) fn hint_and_error(id: &str, hint: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint { p.hint id={ (id) "-hint" } { (hint) } }
        @if let Some(error) = error {
            p.field-error id={ (id) "-error" } { (Icon::Alert) span { (error) } }
        }
    }
}

pub(super) fn optional(ui: &Ui) -> Markup {
    html! { span.optional { (ui.t(msg::FIELD_OPTIONAL)) } }
}

pub(super) fn labelled(
    ui: &Ui,
    id: &str,
    label: &str,
    required: bool,
    hint: Option<&str>,
    error: Option<&str>,
    input: &Markup,
) -> Markup {
    html! {
        div.field {
            label.field-label for=(id) { (label) @if !required { (optional(ui)) } }
            (hint_and_error(id, hint, error))
            (input)
        }
    }
}
