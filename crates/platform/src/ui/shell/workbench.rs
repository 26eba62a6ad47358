//! The workbench's frame: the organisation and its doors at the side, on phones behind one button.

use maud::{Markup, html};

use super::{
    Entry, announcements, brand, demonstration, dock, document, footer, skip_link, switches, waiting,
};
use crate::{
    i18n::msg,
    ui::{
        Ui,
        icon::Icon,
        page::{Head, OrgChrome},
    },
};

pub(in crate::ui) fn workbench(ui: &Ui, org: &OrgChrome<'_>, title: &str, content: &Markup) -> Markup {
    let doors: Vec<Entry<'_>> = org.nav.iter().map(|item| Entry::of(ui, item)).collect();
    let frame = html! {
        (skip_link(ui))
        header.site-header {
            (demonstration(ui))
            div.site-header-inner {
                (brand(ui))
                div.site-header-end {
                    (switches::quick(ui))
                    @if let Some(viewer) = &ui.viewer {
                        a.account href="/me" { (Icon::Account) span { (viewer.name) } }
                    }
                }
            }
        }
        div.bench {
            (organisations(ui, org))
            (side(ui, &doors))
            main id="main" class="bench-main" tabindex="-1" {
                (announcements(ui))
                (content)
            }
        }
        (footer(ui))
        (dock(ui, &thumb(ui, &doors)))
    };
    let title = format!("{title} · {}", org.name);
    document(ui, Head::unlisted(&title), "workbench", &frame)
}

/// Whose workbench this is, and the way to the viewer's others.
fn organisations(ui: &Ui, org: &OrgChrome<'_>) -> Markup {
    let others: Vec<_> = ui
        .viewer
        .iter()
        .flat_map(|viewer| &viewer.organisations)
        .filter(|(id, _)| *id != org.id)
        .collect();
    html! {
        section aria-label=(ui.t(msg::NAV_ORGANISATION)) {
            @if others.is_empty() {
                p.bench-org { (Icon::Building) span { (org.name) } }
            } @else {
                details.bench-orgs {
                    summary.bench-org { (Icon::Building) span { (org.name) } (Icon::Forward) }
                    ul {
                        @for (id, name) in others {
                            li { a href={ "/w/" (id.to_text()) } { (name) } }
                        }
                    }
                }
            }
        }
    }
}

/// The phone's bottom bar: the first four doors, and a way down to all of them.
fn thumb<'a>(ui: &Ui, doors: &[Entry<'a>]) -> Vec<Entry<'a>> {
    let mut thumb = doors[..doors.len().min(4)].to_vec();
    if doors.len() > thumb.len() {
        let waiting = doors[4..].iter().map(|door| door.waiting).sum();
        let current = doors[4..].iter().any(|door| door.current);
        thumb.push(Entry {
            name: ui.t(msg::NAV_MORE),
            href: "#doors",
            icon: Icon::Menu,
            current,
            waiting,
        });
    }
    thumb
}

/// All doors: at the side on a desk, at the end of the page on a phone.
fn side(ui: &Ui, doors: &[Entry<'_>]) -> Markup {
    html! {
        nav.bench-nav id="doors" aria-label=(ui.t(msg::NAV_WORKBENCH)) {
            ul {
                @for door in doors {
                    li {
                        a href=(door.href) aria-current=[door.current.then_some("page")] {
                            (door.icon) span { (door.name) } (waiting(ui, door.waiting))
                        }
                    }
                }
                li.bench-leave { a href="/" { (Icon::Back) span { (ui.t(msg::NAV_TO_PORTAL)) } } }
            }
        }
    }
}
