//! What the portal's pages are made of: the opening, the doors, the listings by day, the ticket.

use jiff::Timestamp;
use langqiao_kernel::time;
use maud::{Markup, html};

use crate::{
    i18n::msg,
    ui::{Ui, icon::Icon, when},
};

/// The opening of the home page: what this is in one line, and one big search under it.
pub fn hero(title: &str, lede: &str, search: Markup) -> Markup {
    html! {
        div.opening {
            h1 { (title) }
            p.lede { (lede) }
            (search)
        }
    }
}

/// One big search: a GET form that sends `q`.
pub fn search(ui: &Ui, action: &str, label: &str, example: &str, q: &str) -> Markup {
    html! {
        form.search method="get" action=(action) role="search" {
            label.sr-only for="q" { (label) }
            (Icon::Search)
            input id="q" name="q" type="search" inputmode="search" enterkeyhint="search" autocomplete="off"
                placeholder=(example) value=(q);
            button class="btn btn-primary" { (ui.t(msg::SEARCH)) }
        }
    }
}

/// The big doors of the home page.
pub fn doors(content: Markup) -> Markup {
    html! { div.doors { (content) } }
}

/// A big door: what one can do behind it.
pub fn door(icon: Icon, title: &str, text: &str, href: &str) -> Markup {
    html! {
        a.door href=(href) {
            (icon)
            span.door-title { (title) }
            span.door-text { (text) }
        }
    }
}

/// A day's heading in a list of what is on: 今天 11月21日 周六. Of the second level, so that a list needs no
/// other heading.
pub fn day_heading(ui: &Ui, at: Timestamp) -> Markup {
    let day = when::day(ui.lang, time::day(at), ui.now);
    let days = time::day_number(time::day(at)) - time::day_number(time::day(ui.now));
    html! {
        h2.day-heading {
            @match days {
                0 => { strong { (ui.t(msg::WHEN_TODAY)) } " " },
                1 => { strong { (ui.t(msg::WHEN_TOMORROW)) } " " },
                _ => {},
            }
            (day)
        }
    }
}

/// Something that is on: a leaf of the calendar, what, where, who holds it together, and how full it is.
#[derive(Clone, Debug)]
pub struct Listing<'a> {
    /// Its page.
    pub href: &'a str,
    /// Its name.
    pub title: &'a str,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// Where, in a few words.
    pub place: &'a str,
    /// Who holds it together.
    pub hosts: &'a str,
    /// Its state in badges.
    pub badges: Markup,
    /// Places left or another last line; may be empty.
    pub end: Markup,
}

/// A card for something that is on. Its title is a heading of the third level: it stands below a
/// [`day_heading`] or a [`section`](super::section).
pub fn listing(ui: &Ui, item: &Listing<'_>) -> Markup {
    html! {
        article.listing {
            (leaf(ui, item.from))
            div.listing-body {
                h3.listing-title { a href=(item.href) { (item.title) } }
                ul.listing-facts {
                    li { (Icon::Clock) (ui.span(item.from, item.to)) }
                    li { (Icon::Pin) span { span.sr-only { (ui.t(msg::PLACE)) } (item.place) } }
                    li { (Icon::Handshake) span { span.sr-only { (ui.t(msg::HELD_BY)) } (item.hosts) } }
                }
                @if !item.badges.0.is_empty() || !item.end.0.is_empty() {
                    div.listing-end { (item.badges) (item.end) }
                }
            }
        }
    }
}

/// A leaf torn from a wall calendar. It repeats the date in the text beside it, so it is only for the eye.
fn leaf(ui: &Ui, at: Timestamp) -> Markup {
    let day = time::day(at);
    html! {
        div.leaf aria-hidden="true" {
            span.leaf-month { (when::month(ui.lang, day)) }
            span.leaf-day { (day.day()) }
            span.leaf-week { (when::weekday(ui.lang, day)) }
        }
    }
}

/// A ticket: the QR code as SVG, the short code that says the same, and whose it is. The code's
/// background stays white in the dark, or scanners can't read it.
pub fn ticket(ui: &Ui, qr: Markup, code: &str, facts: Markup) -> Markup {
    code_slip((ui.t(msg::TICKET_QR), ui.t(msg::TICKET_CODE)), qr, code, facts)
}

/// The same for another code than that of a sign-up, with words of its own for the picture and for the code.
pub fn code_slip((picture, word): (&str, &str), qr: Markup, code: &str, facts: Markup) -> Markup {
    html! {
        div.ticket {
            div.ticket-code {
                div.ticket-qr role="img" aria-label=(picture) { (qr) }
                p.ticket-short {
                    span { (word) }
                    strong { (spaced(code)) }
                }
            }
            div.ticket-facts { (facts) }
        }
    }
}

/// A short code in two halves, easier to read out.
fn spaced(code: &str) -> String {
    let half = code.chars().count().div_ceil(2);
    let (head, tail): (String, String) = (
        code.chars().take(half).collect(),
        code.chars().skip(half).collect(),
    );
    if tail.is_empty() {
        head
    } else {
        format!("{head} {tail}")
    }
}
