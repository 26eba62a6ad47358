//! What is made to be printed: a form to sign on, a poster for a notice board.

use maud::{Markup, html};

/// A sheet of paper with a title, lines about it, its matter, and a line at its foot.
pub fn paper(title: &str, about: &[String], matter: &Markup, foot: &str) -> Markup {
    html! {
        article.paper {
            h1.paper-title { (title) }
            @for line in about.iter().filter(|line| !line.is_empty()) { p.paper-about { (line) } }
            (matter)
            p.paper-foot { (foot) }
        }
    }
}

/// A ruled table to be written on: its head is repeated on every page, no row is cut in two, and `blank` empty
/// rows follow. On a narrow screen it stays as wide as it must be and is moved sideways.
pub fn paper_table(caption: &str, heads: &[&str], rows: &[Vec<String>], blank: usize) -> Markup {
    html! {
        div.paper-matter role="region" aria-label=(caption) tabindex="0" {
            table.paper-table {
                caption.sr-only { (caption) }
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows { tr { @for cell in row { td { (cell) } } } }
                    @for _ in 0..blank { tr { @for _ in heads { td {} } } }
                }
            }
        }
    }
}

/// What stands on a poster.
#[derive(Clone, Debug)]
pub struct PaperPoster<'a> {
    /// What sort of thing it is, over the title.
    pub kind: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// What one should know; its line breaks are kept.
    pub text: &'a str,
    /// When, where, for whom.
    pub facts: Markup,
    /// A QR code as SVG.
    pub qr: Markup,
    /// What the code is, for those who can't see it.
    pub qr_label: &'a str,
    /// What to do with it.
    pub call: &'a str,
    /// The same address in letters.
    pub address: &'a str,
}

/// A poster of one page.
pub fn paper_poster(poster: &PaperPoster<'_>) -> Markup {
    html! {
        article.poster {
            p.poster-kind { (poster.kind) }
            h1.poster-title { (poster.title) }
            @if !poster.text.is_empty() { p.poster-text { (poster.text) } }
            div.poster-facts { (poster.facts) }
            div.poster-code {
                div.poster-qr role="img" aria-label=(poster.qr_label) { (poster.qr) }
                div {
                    p.poster-call { (poster.call) }
                    p.poster-address { (poster.address) }
                }
            }
        }
    }
}

/// What stands on a name badge.
#[derive(Clone, Debug)]
pub struct PaperBadge<'a> {
    /// What it is for.
    pub about: &'a str,
    /// Whose it is: what is read from two steps away.
    pub name: &'a str,
    /// What they are there, on a band of colour, where that helps others.
    pub band: Option<&'a str>,
    /// A QR code as SVG.
    pub qr: Markup,
    /// What the code is, for those who can't see it.
    pub qr_label: &'a str,
    /// The same in letters.
    pub code: &'a str,
}

/// Name badges of 90 by 54 mm, the size of the usual holders, ten to a sheet of A4; none is cut in two. `title` and `how` to use
/// them stands on the screen only.
pub fn paper_badges<'a>(
    (title, how): (&str, &str),
    badges: impl IntoIterator<Item = PaperBadge<'a>>,
) -> Markup {
    let mut badges = badges.into_iter().peekable();
    html! {
        h1.badges-title { (title) }
        @if badges.peek().is_some() { p.badges-how { (how) } }
        ul.badges {
            @for badge in badges {
                li.name-badge {
                    p.name-badge-about { (badge.about) }
                    div.name-badge-who {
                        p.name-badge-name { (badge.name) }
                        div.name-badge-qr role="img" aria-label=(badge.qr_label) { (badge.qr) }
                    }
                    p.name-badge-foot {
                        span.name-badge-band { @if let Some(band) = badge.band { (band) } }
                        span.name-badge-code { (badge.code) }
                    }
                }
            }
        }
    }
}

/// A certificate on a sheet of its own: its name, what it says, and who gives it when, at the lower right as on any
/// Chinese certificate. Each of the words in `whole`, such as dates,
/// stands on one line.
pub fn diploma(title: &str, text: &str, whole: &[&str], given: Markup) -> Markup {
    html! {
        article.diploma {
            div.diploma-frame {
                h1.diploma-title { (title) }
                p.diploma-text { (unbroken(text, whole)) }
                div.diploma-given { (given) }
            }
        }
    }
}

/// A text in which these words, such as dates, stand on one line each.
fn unbroken(text: &str, whole: &[&str]) -> Markup {
    let first = whole
        .iter()
        .filter(|word| !word.is_empty())
        .filter_map(|word| Some((text.find(word)?, *word)))
        .min();
    match first {
        Some((at, word)) => html! {
            (text[..at])
            span.diploma-whole { (word) }
            (unbroken(&text[at + word.len()..], whole))
        },
        None => html! { (text) },
    }
}
