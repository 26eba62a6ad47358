//! Which qualifications there are: one file, built in.

use std::sync::LazyLock;

use langqiao_platform::i18n::InBoth;
use serde::Deserialize;

static ALL: LazyLock<Vec<Qualification>> = LazyLock::new(|| {
    // The built-in text is read by a test.
    let file: File = toml::from_str(include_str!("qualifications.toml"))
        .unwrap_or_else(|problem| panic!("the built-in qualifications: {problem}"));
    file.qualification
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    qualification: Vec<Qualification>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    zh: String,
    en: String,
}

/// Something a person can be qualified for, on paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualification {
    /// The word under which it is stored and sent.
    pub code: String,
    name: Names,
    /// Whether the paper names a last day.
    pub expires: bool,
}

impl Qualification {
    /// Its name.
    pub fn name(&self) -> InBoth {
        InBoth {
            zh: self.name.zh.clone(),
            en: self.name.en.clone(),
        }
    }
}

/// All of them, in the order in which they are offered.
pub fn all() -> &'static [Qualification] {
    &ALL
}

/// The one of this code.
pub fn of(code: &str) -> Option<&'static Qualification> {
    all().iter().find(|one| one.code == code)
}

/// A name for a code, which is the code itself where the list no longer has it.
pub fn name(code: &str) -> InBoth {
    of(code).map_or_else(
        || InBoth {
            zh: code.to_owned(),
            en: code.to_owned(),
        },
        Qualification::name,
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_can_be_read_and_names_nothing_twice() {
        let codes: BTreeSet<&str> = all().iter().map(|one| one.code.as_str()).collect();
        let names: BTreeSet<String> = all().iter().map(|one| one.name().zh).collect();
        assert_eq!((codes.len(), names.len()), (all().len(), all().len()));
        assert!(of("first_aid").is_some_and(|one| one.expires));
        assert_eq!(name("gone").zh, "gone");
    }
}
