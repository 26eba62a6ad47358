//! Several lines, typed by the reader.

use maud::{Markup, Render, html};

use super::label::{described_by, id_of, labelled};
use crate::ui::Ui;

/// Several lines of text with their label.
pub struct TextArea<'a> {
    ui: &'a Ui,
    name: &'a str,
    label: &'a str,
    value: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    maxlength: Option<u32>,
    required: bool,
}

/// Several lines of text named `name`. It grows with what is typed where the browser can do that.
pub fn text_area<'a>(ui: &'a Ui, name: &'a str, label: &'a str) -> TextArea<'a> {
    TextArea {
        ui,
        name,
        label,
        value: "",
        hint: None,
        error: None,
        maxlength: None,
        required: false,
    }
}

impl<'a> TextArea<'a> {
    /// What is in it.
    #[must_use]
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// How to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What is wrong with it and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// At most so many characters.
    #[must_use]
    pub fn max_chars(mut self, n: u32) -> Self {
        self.maxlength = Some(n);
        self
    }
}

impl Render for TextArea<'_> {
    fn render(&self) -> Markup {
        let id = id_of(self.name);
        let area = html! {
            textarea.textarea id=(id) name=(self.name) rows="4" maxlength=[self.maxlength]
                required[self.required] aria-invalid=[self.error.map(|_| "true")]
                aria-describedby=[described_by(&id, self.hint, self.error)] { "\n" (self.value) }
        };
        labelled(
            self.ui,
            &id,
            self.label,
            self.required,
            self.hint,
            self.error,
            &area,
        )
    }
}
