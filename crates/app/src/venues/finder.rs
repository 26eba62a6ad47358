//! Finds a room by its name, where a form can't offer all of them at once.

use langqiao_platform::ui::prelude::*;

use super::Choices;

/// The field for the name of a room that isn't offered, with a button that sends the form back with what was found; nothing
/// where all are offered. `button` is the name and the value by which the form knows it.
pub fn finder(ui: &Ui, choices: &Choices, (name, value): (&str, &str)) -> Markup {
    if !choices.cut() {
        return html! {};
    }
    let shown = choices.rooms.len() as i64;
    html! {
        @if choices.found_none { (notice(Tone::Info, html! { (ui.tf(msg::ROOMS_FOUND_NONE, args! { words = choices.words.clone() })) })) }
        @if shown < choices.all { p { (ui.tf(msg::ROOMS_CUT, args! { n = shown, all = choices.all })) } }
        (row(html! {
            (field(ui, FIELD, ui.t(msg::ROOMS_CUT_WORDS)).value(&choices.words).unmarked().search())
            (button(ui.t(msg::FIND_SHOW)).value(name, value))
        }))
    }
}

/// The name of the field.
pub const FIELD: &str = "room_q";
