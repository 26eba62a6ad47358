//! Answers to forms: go there next, and say there what happened.

use std::fmt::Display;

use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{COOKIE, LOCATION, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use cookie::{Cookie, SameSite, time::Duration};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::json;

use crate::{
    app::App,
    fault::Fault,
    i18n::{Msg, Sentence},
    spoken,
    ui::{Flash, Tone, Ui},
};

/// The cookie that carries what happened to the next page.
pub(crate) const FLASH_COOKIE: &str = "lq_flash";

/// After a form was carried out: see that page next (303), so that reloading it carries out nothing twice.
///
/// `Ok(SeeOther::to(format!("/w/{org}/activities/{id}")).say(Tone::Ok, msg::ACTIVITY_PUBLISHED))`
#[derive(Debug)]
#[must_use]
pub struct SeeOther {
    href: String,
    cookies: Vec<HeaderValue>,
}

impl SeeOther {
    /// The page to see, as a path of this site.
    pub fn to(href: impl Display) -> Self {
        Self {
            href: href.to_string(),
            cookies: Vec::new(),
        }
    }

    /// What happened, said once at the top of that page.
    pub fn say(self, tone: Tone, sentence: impl Into<Sentence>) -> Self {
        let sentence = sentence.into();
        let stored = json!({
            "tone": tone_word(tone), "say": sentence.msg.key(), "with": spoken::args_to_json(&sentence.args),
        });
        let value = BASE64URL_NOPAD.encode(stored.to_string().as_bytes());
        self.cookie(
            Cookie::build((FLASH_COOKIE, value))
                .max_age(Duration::minutes(5))
                .build(),
        )
    }

    /// What came of it, said in the same way: what happened, or in the tone `no` the rule that said no. What is nobody's
    /// refusal stays a fault.
    ///
    /// # Errors
    /// A fault other than a refusal.
    pub fn tell(self, done: Result<impl Into<Sentence>, impl Into<Fault>>, no: Tone) -> Result<Self, Fault> {
        match done.map_err(Into::into) {
            Ok(sentence) => Ok(self.say(Tone::Ok, sentence)),
            Err(Fault::Refused(refusal)) => Ok(self.say(no, refusal.sentence)),
            Err(fault) => Err(fault),
        }
    }

    /// Sets a cookie: for this site, kept from scripts and from requests that other sites make.
    pub fn cookie(mut self, mut cookie: Cookie<'_>) -> Self {
        cookie.set_http_only(true);
        cookie.set_same_site(SameSite::Lax);
        if cookie.path().is_none() {
            cookie.set_path("/");
        }
        self.cookies
            .extend(HeaderValue::from_str(&cookie.to_string()).ok());
        self
    }
}

impl IntoResponse for SeeOther {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let location = HeaderValue::from_str(&self.href).unwrap_or(HeaderValue::from_static("/"));
        response.headers_mut().insert(LOCATION, location);
        for cookie in self.cookies {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

/// A cookie of the session's kind: sent over HTTPS only where the site is reached by it.
pub(crate) fn session_cookie(app: &App, name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .max_age(age)
        .secure(app.settings.is_https())
        .build()
}

/// Takes a cookie back.
pub(crate) fn no_cookie(name: &'static str, path: &'static str) -> Cookie<'static> {
    Cookie::build((name, ""))
        .path(path)
        .max_age(Duration::ZERO)
        .build()
}

/// The value of a cookie that came with the request.
pub(crate) fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(Cookie::split_parse);
    pairs
        .flatten()
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// What the last page had to say, in the words of this one.
pub(crate) fn flash(headers: &HeaderMap, ui: &Ui) -> Option<Flash> {
    let bytes = BASE64URL_NOPAD
        .decode(cookie_value(headers, FLASH_COOKIE)?.as_bytes())
        .ok()?;
    let stored: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    let msg = Msg::from_key(stored.get("say")?.as_str()?)?;
    let sentence = spoken::sentence_from_json(msg, stored.get("with")?);
    let tone = tone_of(stored.get("tone")?.as_str()?);
    Some(Flash {
        tone,
        text: spoken::say(ui, &sentence),
    })
}

const TONES: [(Tone, &str); 5] = [
    (Tone::Plain, "plain"),
    (Tone::Info, "info"),
    (Tone::Ok, "ok"),
    (Tone::Warn, "warn"),
    (Tone::Error, "error"),
];

fn tone_word(tone: Tone) -> &'static str {
    TONES
        .iter()
        .find(|(known, _)| *known == tone)
        .map_or("plain", |(_, word)| word)
}

fn tone_of(word: &str) -> Tone {
    TONES
        .iter()
        .find(|(_, known)| *known == word)
        .map_or(Tone::Plain, |(tone, _)| *tone)
}

/// A path with a query, its values encoded: `href("/sign-in", &[("next", "/activities?town=1")])`.
pub fn href(path: &str, query: &[(&str, &str)]) -> String {
    // Pairs of texts can always be written.
    let query = serde_urlencoded::to_string(query).unwrap_or_default();
    format!("{path}?{query}")
}

/// Where the reader came from, such as an activity to sign up for, to go back there: `next` in the address.
#[derive(Debug, Deserialize)]
pub struct CameFrom {
    next: Option<String>,
}

impl CameFrom {
    /// The way back, if there is one, on this site.
    pub fn way_back(&self) -> Option<&str> {
        self.next.as_deref().map(safe_next)
    }
}

/// A path of this site to go back to, or else the home page: `//elsewhere` and `/\elsewhere` lead away.
pub fn safe_next(next: &str) -> &str {
    if crate::ui::preferences::is_local(next) {
        next
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::i18n::{Lang, msg};

    #[test]
    fn what_happened_is_said_on_the_next_page() {
        let reply = SeeOther::to("/me").say(Tone::Ok, Sentence::new(msg::PEOPLE_NOTICES_UNREAD).with("n", 2));
        let response = reply.into_response();
        assert_eq!(response.headers()[LOCATION], "/me");
        let set = response.headers()[SET_COOKIE].to_str().unwrap();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"));
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, set.split(';').next().unwrap().parse().unwrap());
        let ui = Ui::new(Lang::En, "/me", Timestamp::UNIX_EPOCH);
        let flash = flash(&headers, &ui).unwrap();
        assert_eq!((flash.tone, flash.text.as_str()), (Tone::Ok, "2 unread"));
    }

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        assert_eq!(safe_next("/activities?town=1"), "/activities?town=1");
        assert_eq!(safe_next("//evil.example"), "/");
        assert_eq!(
            href("/sign-in", &[("next", "/a?b=1&c=桥")]),
            "/sign-in?next=%2Fa%3Fb%3D1%26c%3D%E6%A1%A5"
        );
    }
}
