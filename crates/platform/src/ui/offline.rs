//! The page that the service worker keeps and shows when there is no network.

use maud::html;

use super::{
    Ui,
    components::{empty, link_button, stack_close},
    icon::Icon,
    page::{Head, Page, portal},
};
use crate::i18n::msg;

/// What may have been kept for the road on the reader's phone; `web/src/js/app.ts` shows the way there if it was.
const FOR_THE_ROAD: &str = "/scoring";

/// Where it is; `web/src/js/sw.ts` fetches it from here.
pub const PATH: &str = "/offline";

/// The page. It is the same for everybody who reads this language: nobody's name is on it.
pub fn page(ui: &Ui) -> Page {
    let anybody = Ui {
        viewer: None,
        flash: None,
        path: "/".into(),
        csrf: String::new(),
        ..ui.clone()
    };
    let ui = &anybody;
    portal(
        ui,
        Head::unlisted(ui.t(msg::OFFLINE_TITLE)),
        html! {
            h1.sr-only { (ui.t(msg::OFFLINE_TITLE)) }
            (empty(Icon::Bridge, ui.t(msg::OFFLINE_WHAT), html! {
                (stack_close(html! {
                    p { (ui.t(msg::OFFLINE_KEPT)) }
                    p { (ui.t(msg::OFFLINE_NEXT)) }
                }))
                a.btn.btn-primary href=(FOR_THE_ROAD) data-kept hidden { (ui.t(msg::OFFLINE_SCORING)) }
                (link_button("/", ui.t(msg::OFFLINE_AGAIN)))
            }))
        },
    )
}
