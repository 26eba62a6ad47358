//! The trials of a family that are still to come, on its own pages.

use langqiao_platform::ui::prelude::*;

use super::{path, queries::Ahead};

/// A trial in a list, which leads to where it is given back.
pub fn in_list(ui: &Ui, one: &Ahead) -> Markup {
    let (starts_at, ends_at) = one.span;
    card_link(
        &path(one.course),
        &one.title,
        html! {
            p { (ui.tf(msg::TRIAL_OF, args! { name = one.name.as_str() })) " · " (when::span(ui.lang, starts_at, ends_at, ui.now)) }
            (muted(html! { (one.place) }))
            @if let Some(reason) = &one.called_off {
                (row(html! { (badge(Tone::Warn, ui.t(msg::COURSE_LESSON_OFF))) span { (reason) } }))
            }
        },
    )
}
