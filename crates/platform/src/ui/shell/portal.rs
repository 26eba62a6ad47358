//! The portal's frame: a header, on phones a bottom bar, and nothing in between.

use maud::{Markup, html};

use super::{
    Entry, announcements, brand, demonstration, dock, document, footer, skip_link, switches, waiting,
};
use crate::{
    i18n::msg,
    ui::{Ui, icon::Icon, page::Head},
};

pub(in crate::ui) fn portal(ui: &Ui, head: Head<'_>, content: &Markup) -> Markup {
    let doors = doors(ui);
    let frame = html! {
        (skip_link(ui))
        header.site-header {
            (demonstration(ui))
            div.site-header-inner {
                (brand(ui))
                nav.site-nav aria-label=(ui.t(msg::NAV_MAIN)) {
                    @for door in &doors {
                        a href=(door.href) aria-current=[door.current.then_some("page")] {
                            (door.name) (waiting(ui, door.waiting))
                        }
                    }
                }
                div.site-header-end { (switches::quick(ui)) (account(ui)) }
            }
        }
        main id="main" class="site-main" tabindex="-1" {
            (announcements(ui))
            (content)
        }
        (footer(ui))
        (dock(ui, &doors))
    };
    document(ui, head, "portal", &frame)
}

/// What belongs to the reader and stands behind one door.
const MINE: [&str; 3] = ["/me", "/mine", "/notices"];

/// The doors that exist. A door stands here only when there is a room behind it.
fn doors(ui: &Ui) -> Vec<Entry<'_>> {
    let viewer = ui.viewer.as_ref();
    let door = |name, href, icon, waiting| Entry {
        name: ui.t(name),
        href,
        icon,
        current: ui.is_at(href),
        waiting,
    };
    let unread = viewer.map_or(0, |viewer| viewer.unread);
    let mine = Entry {
        current: MINE.iter().any(|href| ui.is_at(href)),
        ..door(msg::NAV_ME, "/me", Icon::Account, unread)
    };
    let mut doors = vec![
        door(msg::NAV_HOME, "/", Icon::Home, 0),
        door(msg::NAV_ACTIVITIES, "/activities", Icon::Calendar, 0),
        mine,
    ];
    if viewer.is_some_and(|viewer| !viewer.organisations.is_empty()) {
        doors.push(door(msg::NAV_WORKBENCH, "/w", Icon::Workbench, 0));
    }
    doors
}

/// Sign-in, or whose page this is. On phones “我的” in the bottom bar does it.
fn account(ui: &Ui) -> Markup {
    html! {
        @match &ui.viewer {
            Some(viewer) => a.account href="/me" { (Icon::Account) span { (viewer.name) } },
            None => a.account href="/sign-in" { (Icon::Account) span { (ui.t(msg::SIGN_IN)) } },
        }
    }
}
