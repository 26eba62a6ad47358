//! Language, print size and theme: chosen with one touch, kept in cookies for a year.
//!
//! The switches are ordinary forms that post to [`PATH`], so they work without JavaScript; nothing
//! about the reader is stored on the server.

use std::sync::Arc;

use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use cookie::{Cookie, SameSite, time::Duration};
use jiff::Timestamp;

use super::{Site, Theme, Ui};
use crate::i18n::Lang;

/// Where the switches post to.
pub const PATH: &str = "/preferences";

const LANG: &str = "lq_lang";
const LARGE: &str = "lq_large";
const THEME: &str = "lq_theme";

impl Theme {
    /// The word in the cookie and in the form.
    pub const fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    fn from_word(word: &str) -> Theme {
        match word {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }
}

impl Ui {
    /// The reader's wishes from cookie values by name and the `Accept-Language` header. Values that
    /// mean nothing count as absent. Viewer, CSRF token and flash are for the caller to fill in.
    pub fn from_cookies<'a>(
        cookie: impl Fn(&str) -> Option<&'a str>,
        accept_language: Option<&str>,
        path: impl Into<String>,
        now: Timestamp,
        site: Arc<Site>,
    ) -> Ui {
        let lang = cookie(LANG)
            .and_then(Lang::from_tag)
            .unwrap_or_else(|| accept_language.map_or(Lang::default(), Lang::from_accept_language));
        Ui {
            large: cookie(LARGE) == Some("1"),
            theme: cookie(THEME).map_or(Theme::Auto, Theme::from_word),
            site,
            ..Ui::new(lang, path, now)
        }
    }

    /// [`from_cookies`](Self::from_cookies), reading a request's headers.
    pub fn from_headers(headers: &HeaderMap, path: impl Into<String>, now: Timestamp, site: Arc<Site>) -> Ui {
        let pairs: Vec<(&str, &str)> = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .collect();
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| *value)
        };
        let accept = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ui::from_cookies(find, accept, path, now, site)
    }
}

/// Whether a cookie header holds these choices and nothing else.
pub(crate) fn hold_all_of(cookies: &HeaderValue) -> bool {
    let name = |pair: &str| {
        pair.split('=')
            .next()
            .map(|name| [LANG, LARGE, THEME].contains(&name.trim()))
    };
    cookies
        .to_str()
        .is_ok_and(|cookies| cookies.split(';').filter_map(name).all(|known| known))
}

/// Answers a switch: sets the cookies that the form names and goes back to where it stood.
///
/// `form` is the posted form's fields: `lang`, `large`, `theme` and `back`; what is unknown is ignored,
/// and `back` is only followed within this site. `secure` says that the site is reached by HTTPS.
pub fn save(form: &[(String, String)], secure: bool) -> Response {
    let mut back = "/";
    let mut response = StatusCode::SEE_OTHER.into_response();
    for (name, value) in form {
        let (cookie, word) = match name.as_str() {
            "back" if is_local(value) => {
                back = value;
                continue;
            }
            "lang" => match Lang::from_tag(value) {
                Some(lang) => (LANG, lang.tag()),
                None => continue,
            },
            "large" => (LARGE, if value == "1" { "1" } else { "0" }),
            "theme" => (THEME, Theme::from_word(value).word()),
            _ => continue,
        };
        let cookie = Cookie::build((cookie, word))
            .path("/")
            .max_age(Duration::days(365))
            .same_site(SameSite::Lax)
            .http_only(true)
            .secure(secure);
        if let Ok(header) = HeaderValue::from_str(&cookie.build().to_string()) {
            response.headers_mut().append(SET_COOKIE, header);
        }
    }
    let location = HeaderValue::from_str(back).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, location);
    response
}

/// Only a path of this site: `//elsewhere` and `/\elsewhere` lead away.
pub(crate) fn is_local(back: &str) -> bool {
    back.starts_with('/') && !back[1..].starts_with(['/', '\\']) && back.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use axum::http::{
        HeaderMap,
        header::{LOCATION, SET_COOKIE},
    };
    use jiff::Timestamp;

    use super::{Theme, Ui, is_local, save};
    use crate::i18n::Lang;

    fn read(cookie: &'static str, accept: &'static str) -> Ui {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookie.parse().expect("a header"));
        headers.insert("accept-language", accept.parse().expect("a header"));
        Ui::from_headers(&headers, "/", Timestamp::UNIX_EPOCH, Default::default())
    }

    #[test]
    fn cookies_win_over_the_browser_s_language() {
        let ui = read("a=b; lq_lang=zh-CN; lq_large=1; lq_theme=dark", "en");
        assert_eq!((ui.lang, ui.large, ui.theme), (Lang::ZhCn, true, Theme::Dark));
        let ui = read("lq_lang=??; lq_large=yes; lq_theme=pink", "en");
        assert_eq!((ui.lang, ui.large, ui.theme), (Lang::En, false, Theme::Auto));
    }

    #[test]
    fn a_switch_sets_its_cookie_and_goes_back() {
        let form = [
            ("large".into(), "1".into()),
            ("back".into(), "/activities?town=1".into()),
        ];
        let response = save(&form, true);
        assert_eq!(response.headers()[LOCATION], "/activities?town=1");
        let cookie = response.headers()[SET_COOKIE].to_str().expect("text");
        assert!(
            cookie.starts_with("lq_large=1;") && cookie.contains("Secure") && cookie.contains("SameSite=Lax")
        );
    }

    #[test]
    fn never_sends_the_reader_elsewhere() {
        for back in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "/a\r\nb",
        ] {
            assert!(!is_local(back), "{back:?}");
        }
        assert!(is_local("/") && is_local("/me?x=//y"));
    }
}
