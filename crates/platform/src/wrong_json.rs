//! What is wrong with a JSON body, in the reader's language: the parser says it in English, with the place and the words that
//! are asked for here.

use axum::{extract::rejection::JsonRejection, http::StatusCode};

use crate::{
    fault::Refusal,
    i18n::{Sentence, msg},
};

/// The answer to a body that was not understood; its code is `json`.
pub(crate) fn refusal(why: &JsonRejection) -> Refusal {
    let status = match why {
        JsonRejection::MissingJsonContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        JsonRejection::BytesRejection(_) => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let sentence = match why {
        JsonRejection::MissingJsonContentType(_) => msg::FAULT_JSON_TYPE.into(),
        JsonRejection::BytesRejection(_) => msg::FAULT_JSON_BYTES.into(),
        _ => said(&why.body_text(), matches!(why, JsonRejection::JsonSyntaxError(_))),
    };
    let mut refusal = Refusal::with_status(status, "json", msg::FAULT_JSON_WRONG_WHOLE);
    refusal.sentence = sentence;
    refusal
}

/// The answer to JSON that a handler reads by itself.
pub fn unread(why: &serde_json::Error) -> Refusal {
    let mut refusal = Refusal::invalid("json", msg::FAULT_JSON_WRONG_WHOLE);
    refusal.sentence = said(&why.to_string(), why.is_syntax() || why.is_eof());
    refusal
}

/// The sentence for what the parser says, such as ``Failed to …: stages[0].format: unknown variant `cup`, expected one of
/// `league`, `swiss` at line 1 column 9``; `broken` where it is no JSON.
fn said(text: &str, broken: bool) -> Sentence {
    let (what, place) = text.rsplit_once(" at line ").unwrap_or((text, ""));
    // What the framework says before it: that a body could not be read.
    let what = match what.split_once(": ") {
        Some((before, what)) if before.starts_with("Failed") => what,
        _ => what,
    };
    if broken {
        let (line, column) = place.split_once(" column ").unwrap_or((place, ""));
        return Sentence::new(msg::FAULT_JSON_SYNTAX)
            .with("line", line.to_owned())
            .with("column", column.to_owned());
    }
    let quoted: Vec<String> = what.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let first = quoted.first().cloned().unwrap_or_default();
    let others = || quoted.iter().skip(1).cloned().collect::<Vec<_>>().join(", ");
    // Where it is, before what it is: `stages[0].format: unknown …`; nothing where it is the whole body.
    let at = what.split_once(": ").map_or("", |(at, _)| at);
    let at = if at.contains(' ') {
        ""
    } else {
        at.trim_matches('.')
    };
    if what.contains("unknown field `") {
        let sentence = if quoted.len() > 1 {
            Sentence::new(msg::FAULT_JSON_UNKNOWN_FIELD).with("known", others())
        } else {
            Sentence::new(msg::FAULT_JSON_NO_SUCH_FIELD)
        };
        return sentence.with("field", first);
    }
    if what.contains("missing field `") {
        return Sentence::new(msg::FAULT_JSON_MISSING_FIELD).with("field", first);
    }
    if at.is_empty() {
        return msg::FAULT_JSON_WRONG_WHOLE.into();
    }
    if what.contains("unknown variant `") {
        return Sentence::new(msg::FAULT_JSON_UNKNOWN_WORD)
            .with("at", at.to_owned())
            .with("word", first)
            .with("known", others());
    }
    Sentence::new(msg::FAULT_JSON_WRONG_VALUE).with("at", at.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, extract::FromRequest, http::Request};
    use serde::Deserialize;

    use super::*;
    use crate::i18n::Lang;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Format {
        League,
        Swiss,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read from JSON")]
    struct Wish {
        title: String,
        seats: i64,
        formats: Vec<Format>,
    }

    async fn said_of(body: &str) -> String {
        let request = Request::post("/").header("content-type", "application/json");
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let why = axum::Json::<Wish>::from_request(request, &()).await.unwrap_err();
        let sentence = refusal(&why).sentence;
        sentence.msg.key().to_owned() + " " + &sentence.text(Lang::ZhCn)
    }

    #[tokio::test]
    async fn what_is_wrong_is_said_in_the_readers_language() {
        let unknown = said_of(r#"{"title":"x","open_entry":true}"#).await;
        assert!(
            unknown.contains("open_entry") && unknown.contains("title, seats, formats"),
            "{unknown}"
        );
        let missing = said_of(r#"{"title":"x"}"#).await;
        assert!(
            missing.starts_with("fault-json-missing-field") && missing.contains("seats"),
            "{missing}"
        );
        let word = said_of(r#"{"title":"x","seats":1,"formats":["cup"]}"#).await;
        assert!(
            word.contains("formats[0]") && word.contains("cup") && word.contains("league, swiss"),
            "{word}"
        );
        let wrong = said_of(r#"{"title":"x","seats":"many"}"#).await;
        assert!(
            wrong.starts_with("fault-json-wrong-value") && wrong.contains("seats"),
            "{wrong}"
        );
        let broken = said_of(r#"{"title":"#).await;
        assert!(broken.starts_with("fault-json-syntax"), "{broken}");
        for text in [unknown, missing, word, wrong, broken] {
            assert!(!text.contains("expected") && !text.contains("Failed"), "{text}");
        }
    }
}
