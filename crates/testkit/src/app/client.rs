//! A browser without a screen, or a program with a token.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use langqiao_platform::{form::CSRF_FIELD, identity::SESSION_COOKIE, keys::Keys};
use parking_lot::Mutex;
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE, HeaderMap, LOCATION, SET_COOKIE},
    multipart,
};
use serde::{Serialize, de::DeserializeOwned};

/// Keeps cookies as a browser does and gives forms their CSRF value; follows no redirect by itself.
pub struct Client {
    http: reqwest::Client,
    base: String,
    keys: Arc<Keys>,
    cookies: Mutex<BTreeMap<String, String>>,
    token: Option<String>,
    headers: Mutex<Vec<(&'static str, String)>>,
}

/// A file to be sent with a form.
pub struct Upload<'a> {
    /// The form's field.
    pub field: &'a str,
    /// The file's name.
    pub name: &'a str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Client {
    pub(super) fn new(address: SocketAddr, keys: Arc<Keys>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .expect("a client");
        let (cookies, headers) = (
            Mutex::default(),
            Mutex::new(vec![(ACCEPT_LANGUAGE.as_str(), "zh-CN".to_owned())]),
        );
        Self {
            http,
            base: format!("http://{address}"),
            keys,
            cookies,
            token: None,
            headers,
        }
    }

    /// The same as a program that shows this token.
    #[must_use]
    pub fn with_bearer(self, token: String) -> Self {
        Self {
            token: Some(token),
            ..self
        }
    }

    /// Sets a cookie, as a page would have.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().insert(name.to_owned(), value.to_owned());
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().get(name).cloned()
    }

    /// Sends this header with every request from now on.
    pub fn set_header(&self, name: &'static str, value: &str) {
        let mut headers = self.headers.lock();
        headers.retain(|(known, _)| *known != name);
        headers.push((name, value.to_owned()));
    }

    /// Reads a page, asking for HTML or, below `/api`, for JSON.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form with its CSRF value.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .copied()
            .chain([(CSRF_FIELD, csrf.as_str())])
            .collect();
        self.send(self.request(Method::POST, path).form(&fields)).await
    }

    /// Sends a form with files.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: Vec<Upload<'_>>) -> Reply {
        let mut form = multipart::Form::new().text(CSRF_FIELD, self.csrf());
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for file in files {
            let part = multipart::Part::bytes(file.bytes).file_name(file.name.to_owned());
            form = form.part(file.field.to_owned(), part);
        }
        self.send(self.request(Method::POST, path).multipart(form)).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, body: &impl Serialize) -> Reply {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Sends JSON by another method, such as PUT.
    pub async fn send_json(&self, method: &str, path: &str, body: &impl Serialize) -> Reply {
        let method = method.parse().expect("a method");
        self.send(self.request(method, path).json(body)).await
    }

    /// Sends a request without a body.
    pub async fn call(&self, method: &str, path: &str) -> Reply {
        self.send(self.request(method.parse().expect("a method"), path))
            .await
    }

    /// Reads the page that a reply leads to.
    pub async fn follow(&self, reply: &Reply) -> Reply {
        self.get(reply.location()).await
    }

    /// The CSRF value of the session in the cookie; empty without one.
    fn csrf(&self) -> String {
        self.cookie(SESSION_COOKIE)
            .map(|session| self.keys.csrf(&session))
            .unwrap_or_default()
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let accept = if path.starts_with("/api/") {
            "application/json"
        } else {
            "text/html"
        };
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header(ACCEPT, accept);
        let cookies: Vec<String> = self
            .cookies
            .lock()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        for (name, value) in self.headers.lock().iter() {
            request = request.header(*name, value);
        }
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn send(&self, request: RequestBuilder) -> Reply {
        let response = request
            .send()
            .await
            .unwrap_or_else(|why| panic!("no answer: {why}"));
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            self.keep(cookie);
        }
        let body = response
            .bytes()
            .await
            .unwrap_or_else(|why| panic!("half an answer: {why}"));
        Reply {
            status,
            headers,
            body: body.to_vec(),
        }
    }

    fn keep(&self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let mut cookies = self.cookies.lock();
        if cookie.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none of this kind.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why} in {}", self.text()))
    }

    /// What the page says between its frame, for messages.
    fn heart(&self) -> String {
        let text = self.text();
        let heart = text
            .split_once("<main")
            .and_then(|(_, rest)| rest.split_once("</main>"));
        heart.map_or_else(|| text.clone(), |(heart, _)| heart.to_owned())
    }

    /// A header's value; empty if it didn't come.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// Where it leads.
    ///
    /// # Panics
    /// When it leads nowhere.
    #[track_caller]
    pub fn location(&self) -> &str {
        assert!(
            self.status.is_redirection(),
            "{} leads nowhere: {}",
            self.status,
            self.heart()
        );
        self.header(LOCATION.as_str())
    }

    /// Says that the status must be this, and shows what came if it isn't.
    ///
    /// # Panics
    /// When it isn't.
    #[track_caller]
    pub fn must_be(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.heart());
        self
    }

    /// Says that the page must say this.
    ///
    /// # Panics
    /// When it doesn't.
    #[track_caller]
    pub fn must_say(self, text: &str) -> Self {
        let body = self.text();
        assert!(body.contains(text), "{text:?} is not in {}", self.heart());
        self
    }

    /// Says that the page must not say this.
    ///
    /// # Panics
    /// When it does.
    #[track_caller]
    pub fn must_not_say(self, text: &str) -> Self {
        let body = self.text();
        assert!(!body.contains(text), "{text:?} is in {}", self.heart());
        self
    }
}
