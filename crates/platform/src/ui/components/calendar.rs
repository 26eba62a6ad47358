//! A calendar that one subscribes to.

use maud::{Markup, html};

use super::{button, field, link_button, muted, qr, row, stack_close};
use crate::{
    i18n::{Msg, msg},
    ui::{Ui, icon::Icon},
};

/// How one gets a calendar onto a phone: a button that opens the phone's calendar, a code for a phone when this is
/// looked at elsewhere, and the address to copy; what it shows, and how one is rid of it.
///
/// `name` tells several on one page apart, `address` is the whole address of the file, `shows` says what it shows,
/// `ends` how it ends.
pub fn subscribe(ui: &Ui, (name, address): (&str, &str), shows: Msg, ends: Msg) -> Markup {
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    let opens = format!("webcal://{bare}");
    let name = format!("calendar-{name}");
    html! {
        div.subscribe {
            (stack_close(html! {
                p { (ui.t(shows)) }
                (row(html! {
                    (link_button(&opens, ui.t(msg::SUBSCRIBE_OPEN)).primary().icon(Icon::Calendar))
                }))
                (field(ui, &name, ui.t(msg::SUBSCRIBE_ADDRESS)).value(address).unmarked().read_only())
                (row(html! { (button(ui.t(msg::SUBSCRIBE_COPY)).copies()) }))
                (muted(html! { (ui.t(msg::SUBSCRIBE_HOW)) " " (ui.t(ends)) }))
            }))
            div.subscribe-code { (qr(&opens)) (muted(html! { (ui.t(msg::SUBSCRIBE_SCAN)) })) }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn a_phone_opens_it_and_anybody_copies_it() {
        let ui = Ui::new(Lang::ZhCn, "/", Timestamp::UNIX_EPOCH);
        let address = ("a", "https://example.org/spaces/1/calendar.ics");
        let block = subscribe(&ui, address, msg::SUBSCRIBE_SHOWS_ROOM, msg::SUBSCRIBE_ENDS).0;
        assert!(block.contains("href=\"webcal://example.org/spaces/1/calendar.ics\""));
        assert!(block.contains("value=\"https://example.org/spaces/1/calendar.ics\""));
        assert!(block.contains("<svg"));
    }
}
