//! All sentences, parsed once for the life of the process.

use std::{borrow::Cow, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};

use super::{Arg, Lang, Value, sentence::BETWEEN};

/// A sentence, by number; only the constants in [`msg`](super::msg) exist.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Msg(pub(super) u16);

impl Msg {
    /// The key in the `.ftl` files: the stable name that jobs and the API store and say.
    pub fn key(self) -> &'static str {
        MESSAGES[usize::from(self.0)].key
    }

    /// The names of its variables.
    pub fn variables(self) -> &'static [&'static str] {
        MESSAGES[usize::from(self.0)].variables
    }

    /// The sentence with this key, if it (still) exists.
    pub fn from_key(key: &str) -> Option<Msg> {
        let at = MESSAGES.binary_search_by(|known| known.key.cmp(key)).ok()?;
        u16::try_from(at).ok().map(Msg)
    }
}

impl fmt::Debug for Msg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

struct Known {
    key: &'static str,
    variables: &'static [&'static str],
    #[cfg_attr(not(test), expect(dead_code, reason = "compared by a test"))]
    english: Option<&'static [&'static str]>,
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

struct Locale {
    bundle: FluentBundle<FluentResource>,
    /// Sentences without variables, ready to print: the usual case is an array lookup.
    ready: Vec<&'static str>,
}

/// The sentences of every language.
pub struct Catalogue {
    chinese: Locale,
    english: Locale,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let chinese = Locale::load(Lang::ZhCn, CHINESE, None);
    let english = Locale::load(Lang::En, ENGLISH, Some(&chinese));
    Catalogue { chinese, english }
});

impl Catalogue {
    /// Parses everything now rather than at the first request.
    pub fn warm_up() {
        LazyLock::force(&CATALOGUE);
    }

    /// A sentence without variables.
    pub fn plain(lang: Lang, msg: Msg) -> &'static str {
        debug_assert!(
            MESSAGES[usize::from(msg.0)].variables.is_empty(),
            "{msg:?} has variables: say it with tf and args!"
        );
        CATALOGUE.locale(lang).ready[usize::from(msg.0)]
    }

    /// A sentence with the values of its variables. A sentence that English lacks is said in Chinese.
    pub fn text(lang: Lang, msg: Msg, args: &[Arg<'_>]) -> Cow<'static, str> {
        let known = &MESSAGES[usize::from(msg.0)];
        if known.variables.is_empty() {
            return Cow::Borrowed(CATALOGUE.locale(lang).ready[usize::from(msg.0)]);
        }
        debug_assert!(
            known
                .variables
                .iter()
                .all(|name| args.iter().any(|(given, _)| given == name)),
            "{msg:?} needs {:?}",
            known.variables
        );
        let locale = CATALOGUE.locale(lang);
        let said = match in_language(lang, args) {
            Some(args) => locale.say(known.key, &args),
            None => locale.say(known.key, args),
        };
        let said = said.or_else(|| CATALOGUE.chinese.say(known.key, args));
        said.map_or(Cow::Borrowed(known.key), Cow::Owned)
    }

    fn locale(&self, lang: Lang) -> &Locale {
        match lang {
            Lang::ZhCn => &self.chinese,
            Lang::En => &self.english,
        }
    }
}

/// The values with every name that is known in both languages said in this one; nothing where none is.
fn in_language<'a>(lang: Lang, args: &[Arg<'a>]) -> Option<Vec<Arg<'a>>> {
    let both = |value: &Value<'_>| matches!(value, Value::String(text) if text.contains(BETWEEN));
    args.iter().any(|(_, value)| both(value)).then(|| {
        let one = |value: &Value<'a>| match value {
            Value::String(text) if text.contains(BETWEEN) => {
                let (chinese, english) = text.split_once(BETWEEN).unwrap_or((text, text));
                Value::from(match lang {
                    Lang::ZhCn => chinese.to_owned(),
                    Lang::En => english.to_owned(),
                })
            }
            other => other.clone(),
        };
        args.iter().map(|(name, value)| (*name, one(value))).collect()
    })
}

impl Locale {
    fn load(lang: Lang, sources: &[&'static str], fallback: Option<&Locale>) -> Locale {
        let tag = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks are for mixed writing directions; here they would only end up in copied text.
        bundle.set_use_isolating(false);
        for source in sources {
            // The build parsed these files already; what could be read is used in any case.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(part, _)| part);
            bundle.add_resource_overriding(resource);
        }
        let mut locale = Locale {
            bundle,
            ready: Vec::with_capacity(MESSAGES.len()),
        };
        for (number, known) in MESSAGES.iter().enumerate() {
            let text = if known.variables.is_empty() {
                locale.say(known.key, &[])
            } else {
                None
            };
            locale.ready.push(match (text, fallback) {
                (Some(text), _) => Box::leak(text.into_boxed_str()),
                (None, Some(fallback)) => fallback.ready[number],
                (None, None) => known.key,
            });
        }
        locale
    }

    fn say(&self, key: &str, args: &[Arg<'_>]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{args, i18n::msg};

    #[test]
    fn both_languages_have_the_same_sentences_with_the_same_variables() {
        let mut problems = Vec::new();
        for known in MESSAGES {
            match known.english {
                None => problems.push(format!("en lacks {}", known.key)),
                Some(english) if english != known.variables => problems.push(format!(
                    "{}: variables {:?} in zh-CN, {english:?} in en",
                    known.key, known.variables
                )),
                Some(_) => {}
            }
        }
        problems.extend(ENGLISH_ONLY.iter().map(|key| format!("zh-CN lacks {key}")));
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn says_plain_sentences_and_sentences_with_values() {
        assert_eq!(Catalogue::plain(Lang::ZhCn, msg::NAV_HOME), "首页");
        assert_eq!(Catalogue::plain(Lang::En, msg::NAV_HOME), "Home");
        assert_eq!(
            Catalogue::text(Lang::ZhCn, msg::PLACES_LEFT, args! { n = 12 }),
            "还有 12 个名额"
        );
        assert_eq!(
            Catalogue::text(Lang::En, msg::PLACES_LEFT, args! { n = 1 }),
            "1 place left"
        );
        assert_eq!(
            Catalogue::text(Lang::En, msg::PLACES_LEFT, args! { n = 12 }),
            "12 places left"
        );
    }

    #[test]
    fn a_sentence_is_found_by_its_key() {
        assert_eq!(Msg::from_key("nav-home"), Some(msg::NAV_HOME));
        assert_eq!(Msg::from_key("no-such-sentence"), None);
    }
}
