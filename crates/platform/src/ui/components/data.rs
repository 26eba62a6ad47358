//! Facts and figures.

use maud::{Markup, Render, html};

use crate::{
    i18n::msg,
    ui::{Tone, Ui, when},
};

/// A short word about a thing's state.
pub fn badge(tone: Tone, text: &str) -> Markup {
    let class = match tone {
        Tone::Plain => "tag",
        Tone::Info => "tag tag-info",
        Tone::Ok => "tag tag-ok",
        Tone::Warn => "tag tag-warn",
        Tone::Error => "tag tag-error",
    };
    html! { span class=(class) { (text) } }
}

/// A figure that opens: it leads to the list it was counted from.
pub fn stat(label: &str, value: i64, href: &str, note: Option<&str>) -> Markup {
    html! {
        a.figure href=(href) {
            span.figure-label { (label) }
            span.figure-value { (when::count(value)) }
            @if let Some(note) = note { span.figure-note { (note) } }
        }
    }
}

/// A row of figures.
pub fn stats(content: Markup) -> Markup {
    html! { div.figures { (content) } }
}

/// Terms and what they are here: 时间, 地点, 主办.
pub struct Definitions<'a> {
    ui: &'a Ui,
    rows: Vec<(&'a str, Option<Markup>)>,
}

/// A list of terms and what they are here.
pub fn definitions(ui: &Ui) -> Definitions<'_> {
    Definitions { ui, rows: Vec::new() }
}

impl<'a> Definitions<'a> {
    /// A term and what it is.
    #[must_use]
    pub fn row(mut self, term: &'a str, is: impl Render) -> Self {
        self.rows.push((term, Some(is.render())));
        self
    }

    /// A term that may have nothing: it then says so instead of showing a gap.
    #[must_use]
    pub fn maybe(mut self, term: &'a str, is: Option<impl Render>) -> Self {
        self.rows.push((term, is.map(|is| is.render())));
        self
    }
}

impl Render for Definitions<'_> {
    fn render(&self) -> Markup {
        html! {
            dl.facts {
                @for (term, is) in &self.rows {
                    div {
                        dt { (term) }
                        dd {
                            @match is {
                                Some(is) => (is),
                                None => span.nothing { (self.ui.t(msg::NOT_GIVEN)) },
                            }
                        }
                    }
                }
            }
        }
    }
}
