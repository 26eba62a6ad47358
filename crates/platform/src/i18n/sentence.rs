//! A sentence to be said later, in a language that is not known yet.

use std::borrow::Cow;

use super::{Catalogue, Lang, Msg};

/// The value of a variable: a text or a number.
pub type Value<'a> = fluent_bundle::FluentValue<'a>;

/// A variable's name and value; [`args!`](crate::args) makes a list of them.
pub type Arg<'a> = (&'static str, Value<'a>);

/// What a rule answers before anybody knows who will read it: a message and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Which sentence.
    pub msg: Msg,
    /// The values of its variables.
    pub args: Vec<Arg<'static>>,
}

impl Sentence {
    /// The sentence, its variables yet to be given by [`with`](Self::with).
    pub fn new(msg: Msg) -> Self {
        Sentence {
            msg,
            args: Vec::new(),
        }
    }

    /// Gives a variable its value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The sentence as it is said in `lang`.
    pub fn text(&self, lang: Lang) -> Cow<'static, str> {
        Catalogue::text(lang, self.msg, &self.args)
    }
}

impl From<Msg> for Sentence {
    fn from(msg: Msg) -> Self {
        Sentence::new(msg)
    }
}

/// Stands between the two languages of a name while its reader is not known. Nobody can type it: forms drop it.
pub(super) const BETWEEN: char = '\u{1f}';

/// A name in a sentence that is known in both languages: a line, a qualification. Kept in notices as it is, and said in
/// the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InBoth {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl InBoth {
    /// Several names as one.
    pub fn joined(names: &[InBoth]) -> InBoth {
        let of = |name: fn(&InBoth) -> &str, between: &str| {
            let names: Vec<&str> = names.iter().map(name).collect();
            names.join(between)
        };
        InBoth {
            zh: of(|name| &name.zh, Lang::ZhCn.between_names()),
            en: of(|name| &name.en, Lang::En.between_names()),
        }
    }

    /// The name in one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl From<InBoth> for Value<'_> {
    fn from(name: InBoth) -> Self {
        Value::from(format!("{}{BETWEEN}{}", name.zh, name.en))
    }
}
