//! What is kept about people, why, for how long, and what they can do about it (PIPL, articles 17 and 44 to 47).

use maud::html;

use crate::{
    gate::Public,
    i18n::{Msg, msg},
    ui::{
        Ui,
        components::{page_title, prose},
        page::{Head, Page, portal},
    },
};

/// The version of the text that a person agrees to, kept with their consent.
pub const VERSION: &str = "2026-11";

const PARTS: [(Msg, Msg); 6] = [
    (msg::PRIVACY_WHAT, msg::PRIVACY_WHAT_TEXT),
    (msg::PRIVACY_WHY, msg::PRIVACY_WHY_TEXT),
    (msg::PRIVACY_WHO, msg::PRIVACY_WHO_TEXT),
    (msg::PRIVACY_CHILDREN, msg::PRIVACY_CHILDREN_TEXT),
    (msg::PRIVACY_LONG, msg::PRIVACY_LONG_TEXT),
    (msg::PRIVACY_RIGHTS, msg::PRIVACY_RIGHTS_TEXT),
];

pub(super) async fn show(_: Public, ui: Ui) -> Page {
    let title = ui.t(msg::PRIVACY_TITLE);
    let content = html! {
        (page_title(title, Some(ui.t(msg::PRIVACY_LEDE)), None))
        (prose(html! {
            @for (heading, text) in PARTS {
                h2 { (ui.t(heading)) }
                p { (ui.t(text)) }
            }
        }))
    };
    portal(&ui, Head::titled(title), content)
}
