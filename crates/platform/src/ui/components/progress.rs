//! Ways and fills: how far a thing has come, how full it is.

use maud::{Markup, html};

use crate::{
    args,
    i18n::msg,
    ui::{Ui, icon::Icon, when},
};

/// Where a step stands on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Here we are.
    Now,
    /// To come.
    Next,
}

/// A step of a way.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// What it is.
    pub title: &'a str,
    /// When, who, by when; may be empty.
    pub detail: Markup,
    /// Where it stands.
    pub state: StepState,
}

/// The way of a thing, from top to bottom, with who had it and when.
pub fn steps(ui: &Ui, steps: &[Step<'_>]) -> Markup {
    html! {
        ol.way {
            @for step in steps {
                @let (class, icon, word) = match step.state {
                    StepState::Done => ("way-done", Icon::Check, msg::STEP_DONE),
                    StepState::Now => ("way-now", Icon::Wait, msg::STEP_NOW),
                    StepState::Next => ("way-next", Icon::Clock, msg::STEP_NEXT),
                };
                li class=(class) aria-current=[(step.state == StepState::Now).then_some("step")] {
                    span.way-mark { (icon) }
                    div {
                        p.way-title { (step.title) span.sr-only { " " (ui.t(word)) } }
                        @if !step.detail.0.is_empty() { div.way-detail { (step.detail) } }
                    }
                }
            }
        }
    }
}

/// The pages of a form that takes several, `at` counted from 0.
pub fn wizard(ui: &Ui, pages: &[&str], at: usize) -> Markup {
    html! {
        ol.pages aria-label=(ui.t(msg::STEPS)) {
            @for (number, page) in pages.iter().enumerate() {
                li class=(if number < at { "done" } else if number == at { "now" } else { "next" })
                    aria-current=[(number == at).then_some("step")] {
                    span.pages-number { (number + 1) }
                    span { (page) }
                }
            }
        }
    }
}

/// How many places are taken and left. `capacity` of `None` means that there is no limit.
pub fn capacity(ui: &Ui, taken: i64, capacity: Option<i64>) -> Markup {
    let Some(capacity) = capacity else {
        return html! {
            p.places { (ui.tf(msg::PLACES_UNLIMITED, args! { n = taken })) }
        };
    };
    let left = (capacity - taken).max(0);
    let words = match left {
        0 => ui.t(msg::PLACES_NONE).to_owned(),
        _ => ui.tf(msg::PLACES_LEFT, args! { n = left }),
    };
    bar_of_places(ui, (taken, capacity), &words, left == 0)
}

/// The same where what is left is not for newcomers: `words` say for whom it is.
pub fn capacity_kept(ui: &Ui, taken: i64, capacity: i64, words: &str) -> Markup {
    bar_of_places(ui, (taken, capacity), words, true)
}

fn bar_of_places(ui: &Ui, (taken, capacity): (i64, i64), words: &str, none_left: bool) -> Markup {
    let class = if none_left { "places places-full" } else { "places" };
    html! {
        div class=(class) {
            p {
                strong { (words) }
                span.places-of { (ui.tf(msg::PLACES_OF, args! { taken = taken, all = capacity })) }
            }
            // The words above say it all; the bar is for the eye.
            svg.places-bar viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" {
                rect width=(taken.clamp(0, capacity.max(0)) * 100 / capacity.max(1)) height="1" {}
            }
        }
    }
}

/// How much of a long work is done: rows of an import, for example.
pub fn progress(label: &str, done: i64, all: i64) -> Markup {
    html! {
        div.work-done {
            p {
                span { (label) }
                span.tabular-nums { (when::count(done)) " / " (when::count(all)) }
            }
            progress.progress.progress-secondary max=(all.max(1)) value=(done.clamp(0, all.max(0)))
                aria-label=(label) {}
        }
    }
}

/// A part of the page at `href` that changes by itself while work goes on: with JavaScript the page's content is
/// asked for again a second later, until what comes has no such part; without, the reader reloads.
pub fn following(href: &str, content: Markup) -> Markup {
    html! {
        div role="status" hx-get=(href) hx-trigger="load delay:1s" hx-select="#main" hx-target="#main"
            hx-swap="outerHTML" { (content) }
    }
}
