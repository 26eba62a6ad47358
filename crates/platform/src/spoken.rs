//! Sentences kept for later and read by someone whose language is not known yet: notices, flashes, refusals.

use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{id::PersonId, time};
use serde_json::{Map, Value as Json, json};

use crate::{
    i18n::{Arg, Catalogue, Msg, Sentence, Value},
    ui::{Ui, when},
};

/// An instant in a sentence, said in the reader's way: `args! { at = Moment(starts_at) }`. Sentences that
/// hold one are put into words by [`say`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

/// A day in a sentence, said in the reader's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

/// Somebody in a sentence that is kept: what is kept is who they are, and their masked name. Whoever reads it and is
/// them, their guardian or their companion, is told the name in full: two brothers look alike when masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Who.
    pub person: PersonId,
    /// Their masked name, for any other reader.
    pub masked: String,
}

impl From<Whose> for Value<'_> {
    fn from(whose: Whose) -> Self {
        Value::from(format!("{PERSON}{}:{}", whose.person, whose.masked))
    }
}

/// What marks somebody while they travel as a text.
const PERSON: &str = "langqiao-person:";

/// Whoever a value of a kept sentence stands for.
fn whose(value: &Value<'_>) -> Option<Whose> {
    let Value::String(text) = value else { return None };
    let (person, masked) = text.strip_prefix(PERSON)?.split_once(':')?;
    Some(Whose {
        person: person.parse().ok()?,
        masked: masked.to_owned(),
    })
}

/// Whether a kept sentence speaks of somebody by who they are.
pub fn names_somebody(sentence: &Sentence) -> bool {
    sentence.args.iter().any(|(_, value)| whose(value).is_some())
}

/// Puts names in place of those whom a kept sentence speaks of: the full one where `full` knows it.
pub fn name_them(sentence: &mut Sentence, full: impl Fn(PersonId) -> Option<String>) {
    for (_, value) in &mut sentence.args {
        if let Some(found) = whose(value) {
            *value = Value::from(full(found.person).unwrap_or(found.masked));
        }
    }
}

/// What instants and days are counted in while they travel as numbers, until their reader is known. Fluent
/// keeps such a mark beside a number as its currency.
const MOMENT: &str = "langqiao-moment";
const DAY: &str = "langqiao-day";

impl From<Moment> for Value<'_> {
    fn from(Moment(at): Moment) -> Self {
        measured(at.as_millisecond(), MOMENT)
    }
}
impl From<Day> for Value<'_> {
    fn from(Day(day): Day) -> Self {
        measured(time::day_number(day), DAY)
    }
}

fn measured<'a>(number: i64, unit: &str) -> Value<'a> {
    let options = FluentNumberOptions {
        currency: Some(unit.to_owned()),
        ..FluentNumberOptions::default()
    };
    Value::Number(FluentNumber::new(number as f64, options))
}

/// The sentence as its reader is told it.
pub fn say(ui: &Ui, sentence: &Sentence) -> String {
    let args: Vec<Arg<'_>> = sentence
        .args
        .iter()
        .map(|(name, value)| (*name, in_words(ui, value)))
        .collect();
    Catalogue::text(ui.lang, sentence.msg, &args).into_owned()
}

fn in_words<'a>(ui: &Ui, value: &'a Value<'a>) -> Value<'a> {
    let Value::Number(number) = value else {
        return value.clone();
    };
    let whole = number.value as i64;
    let words = match number.options.currency.as_deref() {
        Some(MOMENT) => time::parse_ms(whole)
            .ok()
            .map(|at| when::moment(ui.lang, at, ui.now)),
        Some(DAY) => time::from_day_number(whole)
            .ok()
            .map(|day| when::day(ui.lang, day, ui.now)),
        _ => None,
    };
    words.map_or_else(|| value.clone(), Value::from)
}

/// The values of a sentence as they are stored.
pub fn args_to_json(args: &[Arg<'_>]) -> Json {
    let one = |value: &Value<'_>| match value {
        Value::String(text) => json!(text),
        Value::Number(number) => match number.options.currency.as_deref() {
            Some(unit @ (MOMENT | DAY)) => json!({ unit: number.value as i64 }),
            _ => json!(number.value),
        },
        Value::Custom(_) | Value::None | Value::Error => Json::Null,
    };
    Json::Object(
        args.iter()
            .map(|(name, value)| ((*name).to_owned(), one(value)))
            .collect::<Map<_, _>>(),
    )
}

/// A stored sentence. What was stored for a variable that the sentence no longer has is left out, and one
/// that was not stored stays empty, so that an old notice outlives a new wording.
pub fn sentence_from_json(msg: Msg, stored: &Json) -> Sentence {
    let value = |name: &str| match stored.get(name) {
        Some(Json::String(text)) => Value::from(text.clone()),
        Some(Json::Number(number)) => Value::from(number.as_f64().unwrap_or_default()),
        Some(Json::Object(map)) => {
            let number = |unit| {
                map.get(unit)
                    .and_then(Json::as_i64)
                    .map(|number| measured(number, unit))
            };
            number(MOMENT)
                .or_else(|| number(DAY))
                .unwrap_or_else(|| Value::from(""))
        }
        _ => Value::from(""),
    };
    Sentence {
        msg,
        args: msg.variables().iter().map(|name| (*name, value(name))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        args,
        i18n::{Lang, msg},
    };

    #[test]
    fn an_instant_is_kept_and_said_in_each_reader_s_way() {
        let at: Timestamp = "2026-11-22T14:30:00+08:00".parse().unwrap();
        let now: Timestamp = "2026-11-21T09:00:00+08:00".parse().unwrap();
        let stored = args_to_json(args! { until = Moment(at) });
        let sentence = sentence_from_json(msg::SIGN_IN_WAIT, &stored);
        assert!(say(&Ui::new(Lang::ZhCn, "/", now), &sentence).contains("11月22日 周日 14:30"));
        assert!(say(&Ui::new(Lang::En, "/", now), &sentence).contains("Sun 22 Nov, 14:30"));
    }

    #[test]
    fn an_old_notice_outlives_a_new_wording() {
        let stored = serde_json::json!({ "gone": "x", "n": 3.0 });
        let sentence = sentence_from_json(msg::PEOPLE_NOTICES_UNREAD, &stored);
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(say(&Ui::new(Lang::ZhCn, "/", now), &sentence), "3 条未读");
        let empty = sentence_from_json(msg::PEOPLE_NOTICES_UNREAD, &serde_json::json!({}));
        assert_eq!(say(&Ui::new(Lang::ZhCn, "/", now), &empty), " 条未读");
    }
}
