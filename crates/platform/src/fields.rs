//! What a form sent, as it was typed: nothing is lost when something in it is wrong.

use langqiao_kernel::text::without_controls;

use crate::{
    form::CSRF_FIELD,
    i18n::Sentence,
    spoken,
    ui::{Ui, components::Problems},
};

/// A form's fields in the order they came; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text. Bytes that aren't UTF-8 become the replacement character,
    /// control characters but line breaks and tabs are dropped.
    pub fn from_urlencoded(body: &[u8]) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
        let mut fields = Self::default();
        for (name, value) in pairs {
            fields.push(name, value);
        }
        fields
    }

    /// Adds a field, without stray control characters.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let plain = |text: String| without_controls(&text).into_owned();
        self.0.push((plain(name.into()), plain(value.into())));
    }

    /// The first value of this name, as typed; empty if it didn't come.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// The first value of this name, squashed (NFKC, trimmed); `None` if nothing is left.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(langqiao_kernel::text::squash(self.raw(name))).filter(|t| !t.is_empty())
    }

    /// The first value of this name as a line of a person's own words: trimmed, its punctuation as typed; `None`
    /// if nothing is left.
    pub fn line(&self, name: &str) -> Option<String> {
        Some(langqiao_kernel::text::line(self.raw(name))).filter(|t| !t.is_empty())
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Whether a field of this name came at all, as a ticked box does.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// All fields but the one that belongs to the machinery, to be kept as a draft.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(n, _)| n != CSRF_FIELD)
            .map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// What is wrong with a form, by field: shown in the field's place, with what to do about it. The empty name
/// stands for the form as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldErrors(Vec<FieldError>);

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq)]
struct FieldError {
    field: String,
    sentence: Sentence,
    /// A stable word for programs, where a field can be wrong in ways that they tell apart.
    code: Option<&'static str>,
}

impl FieldErrors {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes the first thing wrong with a field.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<Sentence>) {
        self.note(field.into(), sentence.into(), None);
    }

    /// The same with a stable word for programs, such as `room-hours`.
    pub fn add_coded(&mut self, field: impl Into<String>, code: &'static str, sentence: impl Into<Sentence>) {
        self.note(field.into(), sentence.into(), Some(code));
    }

    /// Notes what else is wrong; of two things wrong with a field the first.
    pub fn add_all(&mut self, others: Self) {
        for error in others.0 {
            self.note(error.field, error.sentence, error.code);
        }
    }

    fn note(&mut self, field: String, sentence: Sentence, code: Option<&'static str>) {
        if self.of(&field).is_none() {
            self.0.push(FieldError {
                field,
                sentence,
                code,
            });
        }
    }

    /// The same under other names, each with its stable word; of two that come under one name the first.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(&str) -> String) -> Self {
        let mut renamed = Self::new();
        for error in &self.0 {
            renamed.note(name(&error.field), error.sentence.clone(), error.code);
        }
        renamed
    }

    /// What is wrong with a field, if anything.
    pub fn of(&self, field: &str) -> Option<&Sentence> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| &error.sentence)
    }

    /// The stable word for what is wrong with a field, where it has one.
    pub fn code_of(&self, field: &str) -> Option<&'static str> {
        self.0.iter().find(|error| error.field == field)?.code
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each field with what is wrong with it, in the order in which it was noted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Sentence)> {
        self.0.iter().map(|error| (error.field.as_str(), &error.sentence))
    }

    /// The same in the reader's words, for the form's components.
    pub fn problems(&self, ui: &Ui) -> Problems {
        let mut problems = Problems::new();
        for (field, sentence) in self.iter() {
            problems.add(field, spoken::say(ui, sentence));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_as_typed_and_read_squashed() {
        let fields =
            Fields::from_urlencoded("name=%E5%BC%A0+%E4%B8%89&who=1&who=2&csrf=x&empty=+".as_bytes());
        assert_eq!(
            (fields.raw("name"), fields.text("name").as_deref()),
            ("张 三", Some("张三"))
        );
        assert_eq!(
            (fields.text("empty"), fields.has("empty"), fields.has("gone")),
            (None, true, false)
        );
        assert_eq!(fields.all("who").collect::<Vec<_>>(), ["1", "2"]);
        assert!(fields.typed().all(|(name, _)| name != "csrf"));
        assert_eq!(Fields::from_urlencoded(b"a=x%00%0D%0Ay").raw("a"), "x\ny");
    }
}
