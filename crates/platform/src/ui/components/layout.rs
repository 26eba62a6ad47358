//! Where things stand: pages are stacks of sections, rows and grids on a 4-px rhythm.

use maud::{Markup, html};

/// How many columns a grid has where there is room; on phones it has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Columns {
    /// Two.
    Two,
    /// Three.
    Three,
    /// Four; two on phones, for small things such as numbers.
    Four,
    /// As many as fit at a comfortable width.
    Fit,
}

/// The id of the page's title, which changes with a list's filters.
pub(super) const PAGE_TITLE: &str = "page-title";

/// The page's one first-level heading, with what it is about and what can be done here.
pub fn page_title(title: &str, lede: Option<&str>, actions: Option<Markup>) -> Markup {
    html! {
        div.page-title id=(PAGE_TITLE) {
            div {
                h1 { (title) }
                @if let Some(text) = lede { p.lede { (text) } }
            }
            @if let Some(actions) = actions { div.page-actions { (actions) } }
        }
    }
}

/// An opening sentence, larger than the rest.
pub fn lede(text: &str) -> Markup {
    html! { p.lede { (text) } }
}

/// Side information, smaller and paler than the rest.
pub fn muted(content: Markup) -> Markup {
    html! { p.muted { (content) } }
}

/// Running text: paragraphs, lists and headings at a comfortable width.
pub fn prose(content: Markup) -> Markup {
    html! { div.prose-cn { (content) } }
}

/// Short things below each other, each with its dot.
pub fn bullets(items: impl IntoIterator<Item = Markup>) -> Markup {
    html! {
        ul.bullets { @for item in items { li { (item) } } }
    }
}

/// The part of a page that a [`filter_bar`](super::filter_bar) changes.
pub fn results(content: Markup) -> Markup {
    html! { div id="results" { (content) } }
}

/// A part of a page that is asked for again at `address` on each `trigger` of htmx, such as
/// `every 15s` or `checkin-scanned from:body`. Without JavaScript it stays as it was.
pub fn live(id: &str, address: &str, trigger: &str, content: Markup) -> Markup {
    html! { div id=(id) hx-get=(address) hx-trigger=(trigger) { (content) } }
}

/// A part of the page under a second-level heading.
pub fn section(title: &str, content: Markup) -> Markup {
    html! {
        section.page-section {
            h2 { (title) }
            (content)
        }
    }
}

/// A section with something to do or open at its heading's end: “全部 28 场”.
pub fn aside(title: &str, end: Markup, content: Markup) -> Markup {
    html! {
        section.page-section {
            div.section-head { h2 { (title) } (end) }
            (content)
        }
    }
}

/// Things below each other.
pub fn stack(content: Markup) -> Markup {
    html! { div class="flex flex-col gap-6" { (content) } }
}

/// Things below each other that belong together.
pub fn stack_close(content: Markup) -> Markup {
    html! { div class="flex flex-col gap-2" { (content) } }
}

/// Things beside each other that wrap when there is no room: buttons, badges.
pub fn row(content: Markup) -> Markup {
    html! { div class="flex flex-wrap items-center gap-3" { (content) } }
}

/// Two things at the two ends of a line.
pub fn spread(start: Markup, end: Markup) -> Markup {
    html! { div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3" { (start) (end) } }
}

/// Equal cells.
pub fn grid(columns: Columns, content: Markup) -> Markup {
    let class = match columns {
        Columns::Two => "grid gap-6 md:grid-cols-2",
        Columns::Three => "grid gap-6 md:grid-cols-2 xl:grid-cols-3",
        Columns::Four => "grid grid-cols-2 gap-4 lg:grid-cols-4",
        Columns::Fit => "grid gap-6 grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))]",
    };
    html! { div class=(class) { (content) } }
}

/// The matter at the left, what goes with it at the right; on phones below it.
pub fn split(main: Markup, side: Markup) -> Markup {
    html! {
        div class="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]" {
            div class="flex min-w-0 flex-col gap-8" { (main) }
            div class="flex min-w-0 flex-col gap-6" { (side) }
        }
    }
}

/// A sheet of paper on the table.
pub fn card(content: Markup) -> Markup {
    html! { div.sheet { (content) } }
}

/// A sheet with a heading of its own.
pub fn panel(title: &str, content: Markup) -> Markup {
    html! {
        section.sheet {
            h2.sheet-title { (title) }
            (content)
        }
    }
}

/// A sheet that leads somewhere as a whole.
pub fn card_link(href: &str, title: &str, content: Markup) -> Markup {
    html! {
        div.sheet.sheet-link {
            p.sheet-title { a href=(href) { (title) } }
            (content)
        }
    }
}

/// The one button of a page, within the thumb's reach on a phone whatever is scrolled.
pub fn action_bar(content: Markup) -> Markup {
    html! { div.action-bar { (content) } }
}

/// A line between parts.
pub fn divider() -> Markup {
    html! { hr.rule; }
}

/// Words for those who listen.
pub fn hidden_text(text: &str) -> Markup {
    html! { span.sr-only { (text) } }
}
