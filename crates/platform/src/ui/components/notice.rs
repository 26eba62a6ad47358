//! What happened, what is wrong, what is empty: always with the next step.

use maud::{Markup, html};

use super::Problems;
use crate::{
    args,
    i18n::msg,
    ui::{Tone, Ui, field_names, icon::Icon},
};

/// Something the reader should know. Warnings and errors are announced at once, the rest in turn.
pub fn notice(tone: Tone, content: Markup) -> Markup {
    let (class, icon) = match tone {
        Tone::Plain => ("notice", Icon::Info),
        Tone::Info => ("notice notice-info", Icon::Info),
        Tone::Ok => ("notice notice-ok", Icon::Check),
        Tone::Warn => ("notice notice-warn", Icon::Alert),
        Tone::Error => ("notice notice-error", Icon::Alert),
    };
    let role = if matches!(tone, Tone::Warn | Tone::Error) {
        "alert"
    } else {
        "status"
    };
    html! {
        div class=(class) role=(role) {
            (icon)
            div { (content) }
        }
    }
}

/// What must be mended in a form, each with a way to its field; nothing if nothing is wrong. It takes
/// the focus when the page opens.
pub fn error_summary(ui: &Ui, problems: &Problems) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.notice.notice-error role="alert" tabindex="-1" autofocus {
                (Icon::Alert)
                div {
                    p.font-semibold { (ui.tf(msg::FORM_PROBLEMS, args! { n = problems.len() })) }
                    ul.error-list {
                        @for (field, text) in problems.iter() {
                            li {
                                @if field.is_empty() { (text) }
                                @else {
                                    @let id = super::label::id_of(field);
                                    a href={ "#" (id) } { (field_names::mark(&id)) (text) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Nothing here: what that means and what to do next.
pub fn empty(icon: Icon, what: &str, next: Markup) -> Markup {
    html! {
        div.empty-state {
            (icon)
            p.empty-what { (what) }
            div.empty-next { (next) }
        }
    }
}
