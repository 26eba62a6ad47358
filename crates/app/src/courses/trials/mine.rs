//! The trials of a family that are still to come, on its own pages.

use jiff::Timestamp;
use langqiao_kernel::id::PersonId;
use langqiao_platform::{keys::Keys, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError};

use super::{
    path,
    queries::{self, Ahead},
};

/// The trials that somebody booked and that are not over yet, the next first.
pub fn ahead(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    booker: PersonId,
    now: Timestamp,
) -> Result<Vec<Ahead>, StoreError> {
    queries::ahead(tx, keys, booker, now)
}

/// One of them, which leads to where it is given back.
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
