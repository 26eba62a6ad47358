//! The frames around a page: head, header, navigation, footer.

mod portal;
mod switches;
mod workbench;

use maud::{DOCTYPE, Markup, html};

pub(super) use portal::portal;
pub(super) use workbench::workbench;

use super::{
    Theme, Ui,
    components::notice,
    field_names,
    icon::Icon,
    page::{Head, NavItem},
};
use crate::{args, assets, i18n::msg};

/// Settings of htmx: no inline style of its own, no eval, no request elsewhere (see docs/decisions/0004-htmx-2.md).
const HTMX: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"scrollIntoViewOnBoost":false}"#;

/// A page to be printed: nothing but its content.
pub(super) fn bare(ui: &Ui, title: &str, content: &Markup) -> Markup {
    document(
        ui,
        Head::unlisted(title),
        "bare",
        &html! {
            main id="main" class="mx-auto w-full max-w-4xl bg-base-100 p-6 sm:p-10 print:max-w-none print:p-0" {
                (content)
            }
        },
    )
}

/// `<html>` with the reader's language, print size and theme; `face` names the frame for the styles.
fn document(ui: &Ui, head: Head<'_>, face: &str, body: &Markup) -> Markup {
    let site = site_name(ui);
    html! {
        (DOCTYPE)
        html lang=(ui.lang.tag()) data-theme=[theme(ui.theme)] data-large[ui.large] data-face=(face) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                title { @if !head.title.is_empty() { (head.title) " · " } (site) }
                @if !head.description.is_empty() {
                    meta name="description" content=(head.description);
                    meta property="og:description" content=(head.description);
                }
                meta property="og:title" content=(if head.title.is_empty() { site } else { head.title });
                meta property="og:site_name" content=(site);
                @if head.unlisted { meta name="robots" content="noindex"; }
                @if let Some(address) = head.canonical {
                    link rel="canonical" href=(address);
                    meta property="og:url" content=(address);
                }
                meta name="color-scheme" content=(scheme(ui.theme));
                meta name="theme-color" content="#f7f1e6" media="(prefers-color-scheme: light)";
                meta name="theme-color" content="#16211f" media="(prefers-color-scheme: dark)";
                meta name="htmx-config" content=(HTMX);
                link rel="stylesheet" href=(assets::APP_CSS);
                link rel="icon" href=(assets::ICON_SVG) type="image/svg+xml";
                link rel="apple-touch-icon" href=(assets::ICON_192_PNG);
                link rel="manifest" href="/app.webmanifest";
                script src=(assets::APP_JS) defer data-unsent=(ui.t(msg::OFFLINE_UNSENT)) data-unsure=(ui.t(msg::OFFLINE_UNSURE)) {}
            }
            body { (field_names::fill(ui, body).as_ref()) }
        }
    }
}

const fn theme(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::Auto => None,
        Theme::Light => Some("paper"),
        Theme::Dark => Some("night"),
    }
}

const fn scheme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "light dark",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// The site's name, or the product's where none is set.
fn site_name(ui: &Ui) -> &str {
    if ui.site.name.is_empty() {
        ui.t(msg::PRODUCT)
    } else {
        &ui.site.name
    }
}

fn skip_link(ui: &Ui) -> Markup {
    html! { a.skip-link href="#main" { (ui.t(msg::SKIP_TO_CONTENT)) } }
}

/// The bridge and the name; leads home.
fn brand(ui: &Ui) -> Markup {
    html! {
        a.brand href="/" {
            (Icon::Bridge)
            span.brand-name { (site_name(ui)) }
        }
    }
}

/// What the last action came to.
fn announcements(ui: &Ui) -> Markup {
    html! {
        @if let Some(flash) = &ui.flash {
            div.mb-6 { (notice(flash.tone, html! { (flash.text) })) }
        }
    }
}

/// The first thing on every page of a demonstration: that it is one.
fn demonstration(ui: &Ui) -> Markup {
    html! {
        @if ui.site.demonstration { p.demonstration { (ui.t(msg::DEMONSTRATION)) } }
    }
}

/// The bar at the bottom of a phone's screen.
fn dock(ui: &Ui, entries: &[Entry<'_>]) -> Markup {
    html! {
        nav.dock.dock-bar aria-label=(ui.t(msg::NAV_BOTTOM)) {
            @for entry in entries {
                a href=(entry.href) class=[entry.current.then_some("dock-active")]
                    aria-current=[entry.current.then_some("page")] {
                    (entry.icon)
                    span.dock-label { (entry.name) }
                    (waiting(ui, entry.waiting))
                }
            }
        }
    }
}

/// A door of a navigation.
#[derive(Clone)]
struct Entry<'a> {
    name: &'a str,
    href: &'a str,
    icon: Icon,
    current: bool,
    waiting: i64,
}

impl<'a> Entry<'a> {
    fn of(ui: &Ui, item: &'a NavItem) -> Entry<'a> {
        Entry {
            name: ui.t(item.msg),
            href: &item.href,
            icon: item.icon,
            current: item.current,
            waiting: item.waiting,
        }
    }
}

/// How many things wait behind a door.
fn waiting(ui: &Ui, n: i64) -> Markup {
    html! {
        @if n > 0 {
            span.waiting {
                span aria-hidden="true" { @if n > 99 { "99+" } @else { (n) } }
                span.sr-only { (ui.tf(msg::NAV_WAITING, args! { n = n })) }
            }
        }
    }
}

fn footer(ui: &Ui) -> Markup {
    html! {
        footer.site-footer {
            div.site-footer-inner {
                div {
                    p.font-medium { (site_name(ui)) }
                    @if let Some(contact) = &ui.site.contact { p { (contact) } }
                    @if let Some(number) = &ui.site.registration { p { (number) } }
                }
                (switches::all(ui))
            }
        }
    }
}
