//! Whether a phone could do without a network, for the islands that can (`web/src/js/offline`).

use maud::{Markup, html};

use crate::{
    i18n::Msg,
    ui::{Ui, icon::Icon},
};

/// Something that must be in order before a phone can do without a network: its word in the page, what to say when it
/// is, and what when it isn't.
pub type Light = (&'static str, Msg, Msg);

/// The lights, all off until the island knows better.
pub fn lights(ui: &Ui, lights: &[Light]) -> Markup {
    html! {
        ul.gate-lights {
            @for (name, is, is_not) in lights {
                li data-light=(name) data-yes=(ui.t(*is)) data-no=(ui.t(*is_not)) {
                    span.gate-yes { (Icon::Check) }
                    span.gate-no { (Icon::Cross) }
                    span data-light-text { (ui.t(*is_not)) }
                }
            }
        }
    }
}

/// What an island puts before a field that is wrong, as the server would: the sentence goes where `data-words` is.
pub fn field_error_template() -> Markup {
    html! {
        template data-field-error { p.field-error { (Icon::Alert) span data-words {} } }
    }
}

/// The summary of what is wrong with a form, for an island that finds it by itself: as
/// [`error_summary`](super::error_summary), with a line for each field.
pub fn problems_template() -> Markup {
    html! {
        template data-problems {
            div.notice.notice-error role="alert" tabindex="-1" {
                (Icon::Alert)
                div {
                    p.font-semibold data-words {}
                    ul.error-list {}
                }
            }
        }
    }
}
