//! How shifts look on more than one page.

use langqiao_platform::ui::prelude::*;

use super::queries::Filled;

/// When a shift is.
pub(super) fn span(ui: &Ui, shift: &Filled) -> String {
    when::span(ui.lang, shift.starts_at, shift.ends_at, ui.now)
}

/// How full a shift is, as a mark.
pub(super) fn fill(ui: &Ui, shift: &Filled) -> Markup {
    let tone = match shift.free() {
        0 => Tone::Ok,
        _ if shift.taken == 0 => Tone::Warn,
        _ => Tone::Info,
    };
    let text = ui.tf(msg::SHIFTS_FILL, args! { n = shift.taken, of = shift.places });
    badge(tone, &text)
}
