//! What a form sent, as it was typed: nothing is lost when something in it is wrong.

use std::collections::BTreeMap;

use crate::i18n::Msg;

/// A form's fields in the order they came; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text. Bytes that aren't UTF-8 become the replacement character.
    pub fn from_urlencoded(body: &[u8]) -> Self {
        Self(serde_urlencoded::from_bytes(body).unwrap_or_default())
    }

    /// Adds a field.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The first value of this name, as typed; empty if it didn't come.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// The first value of this name, squashed (NFKC, trimmed); `None` if nothing is left.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(langqiao_kernel::text::squash(self.raw(name))).filter(|t| !t.is_empty())
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether a field of this name came at all, as a ticked box does.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// All fields but those that belong to the machinery, to be kept as a draft.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(n, _)| !n.starts_with('_')).map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// What is wrong with a form, by field: shown in the field's place, with what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<String, Msg>);

impl FieldErrors {
    /// Notes the first thing wrong with a field.
    pub fn add(&mut self, field: impl Into<String>, message: Msg) {
        self.0.entry(field.into()).or_insert(message);
    }

    /// What is wrong with a field, if anything.
    pub fn of(&self, field: &str) -> Option<Msg> {
        self.0.get(field).copied()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each field with what is wrong with it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Msg)> {
        self.0.iter().map(|(f, m)| (f.as_str(), *m))
    }
}
