//! Forms: where they go, what they carry, what is wrong with them.

use maud::{Markup, html};

use crate::{
    i18n::{Lang, Sentence},
    ui::{Ui, icon::Icon},
};

/// What is wrong with a form: field names and sentences, in the order of the fields. An empty name
/// means the form as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Problems::default()
    }

    /// Notes that a field is wrong and what to do about it.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.push((field.into(), text.into()));
    }

    /// Notes a rule's answer, in the reader's language.
    pub fn say(&mut self, lang: Lang, field: impl Into<String>, sentence: &Sentence) {
        self.add(field, sentence.text(lang));
    }

    /// The first thing wrong with `field`.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.iter()
            .find_map(|(name, text)| (name == field).then_some(text))
    }

    /// All of them: field name and sentence.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, text)| (field.as_str(), text.as_str()))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A form that changes something: POST, with the reader's CSRF token.
pub struct Form<'a> {
    ui: &'a Ui,
    action: &'a str,
    multipart: bool,
    draft: Option<&'a str>,
    id: Option<&'a str>,
}

/// A form that posts to `action`. Its fields are checked by the server, which says what is wrong in the
/// reader's language, so the browser's own bubbles are off.
pub fn form<'a>(ui: &'a Ui, action: &'a str) -> Form<'a> {
    Form {
        ui,
        action,
        multipart: false,
        draft: None,
        id: None,
    }
}

impl Form<'_> {
    /// Carries files.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// The form around its fields.
    pub fn body(self, fields: Markup) -> Markup {
        html! {
            form.form method="post" action=(self.action) novalidate id=[self.id]
                enctype=[self.multipart.then_some("multipart/form-data")] {
                input type="hidden" name="csrf" value=(self.ui.csrf);
                (fields)
                @if let Some(key) = self.draft {
                    p.draft hx-post={ "/drafts/" (key) } hx-trigger="change from:closest form delay:600ms, input from:closest form delay:2s"
                        hx-include="closest form" hx-swap="innerHTML" hx-sync="this:replace"
                        role="status" {}
                }
            }
        }
    }
}

impl<'a> Form<'a> {
    /// Saves what is typed on the server after each change and each pause in typing, under this key (`POST /drafts/{key}`), and
    /// shows the answer ([`draft_state`]) at the form's end. Without JavaScript nothing is saved early.
    #[must_use]
    pub fn draft(mut self, key: &'a str) -> Self {
        self.draft = Some(key);
        self
    }

    /// Names the form, for buttons outside it.
    #[must_use]
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }
}

/// What the draft endpoint answers: a sentence such as “草稿已保存 14:30”.
pub fn draft_state(text: &str) -> Markup {
    html! { (Icon::Check) (text) }
}

/// A form that asks for a page and changes nothing: search and filters.
pub fn get_form(action: &str, fields: Markup) -> Markup {
    html! { form.form method="get" action=(action) novalidate { (fields) } }
}

/// A value that goes along unseen.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Fields that belong together under one name.
pub fn fieldset(legend: &str, hint: Option<&str>, fields: Markup) -> Markup {
    html! {
        fieldset.group-box {
            legend { (legend) }
            @if let Some(hint) = hint { p.hint { (hint) } }
            (fields)
        }
    }
}
