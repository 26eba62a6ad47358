//! Pages that are the same for every visitor, kept until anything is changed.
//!
//! When sign-up opens, a village looks at one page and hardly anything is written. Such a page is made once and
//! handed out as it is, compressed, for as long as the database is the same ([`langqiao_store::Db::version`]) and
//! the minute too, for pages say how long it is until something happens. It is asked of the database at each
//! request, so what is handed out is never old.
//!
//! A page says itself that it is the same for everyone ([`crate::ui::Page::for_everyone`]). Whoever has signed in,
//! or brings any cookie but those of language, print and theme, gets one of their own.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{
        HeaderMap, Method, StatusCode,
        header::{ACCEPT_ENCODING, AUTHORIZATION, COOKIE, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use parking_lot::Mutex;

use crate::{
    app::App,
    i18n::Lang,
    ui::{Theme, Ui, preferences},
};

/// The longest address that is worth keeping a page for, in bytes.
const ADDRESS: usize = 300;
/// The largest page that is kept, in bytes.
const PAGE: usize = 256 << 10;
/// How many bytes of pages are kept in all; beyond that they are made as they are asked for.
const ALL: usize = 4 << 20;

/// What keeping a page takes besides its body and its address, in bytes: headers, mostly.
const OVERHEAD: usize = 2 << 10;

/// Marks an answer that is the same for every visitor.
#[derive(Clone, Copy)]
pub(crate) struct ForEveryone;

/// The pages that are kept.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    of: State,
    bytes: usize,
    pages: HashMap<Wish, (HeaderMap, Bytes)>,
}

/// What all that is kept was made from.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct State {
    version: i64,
    minute: i64,
}

/// What a visitor wants to see, and how.
#[derive(PartialEq, Eq, Hash)]
struct Wish {
    address: String,
    lang: Lang,
    large: bool,
    theme: Theme,
    gzip: bool,
}

/// A page that is not kept yet, and where it goes.
pub(super) struct Place {
    wish: Wish,
    state: State,
}

/// What there is for a visitor.
pub(super) enum Found {
    /// The page.
    Page(Response),
    /// A place for it, once it is made.
    Place(Place),
    /// Nothing: this is not a visitor's page.
    Nothing,
}

impl Kept {
    /// Looks for what a request asks for.
    pub(super) fn find(&self, app: &App, request: &Request) -> Found {
        let Some(wish) = Wish::of(app, request) else {
            return Found::Nothing;
        };
        let mut shelf = self.0.lock();
        // A database that can't be asked for its version will tell the handler why.
        let Ok(Some(version)) = app.db.version() else {
            return Found::Nothing;
        };
        let minute = app.now().as_second().div_euclid(60);
        let state = State { version, minute };
        shelf.clear_unless(state);
        match shelf.pages.get(&wish) {
            Some((headers, body)) => {
                let mut response = Response::new(Body::from(body.clone()));
                response.headers_mut().clone_from(headers);
                Found::Page(response)
            }
            None => Found::Place(Place { wish, state }),
        }
    }

    /// Keeps an answer if it is a page for everyone, and gives it back.
    pub(super) async fn keep(&self, place: Place, response: Response) -> Response {
        let for_everyone = response.extensions().get::<ForEveryone>().is_some()
            && response.status() == StatusCode::OK
            && !response.headers().contains_key(SET_COOKIE);
        if !for_everyone {
            return response;
        }
        let (parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut shelf = self.0.lock();
        let bytes = body.len() + place.wish.address.len() + OVERHEAD;
        if shelf.of == place.state && body.len() <= PAGE && shelf.bytes + bytes <= ALL {
            shelf.bytes += bytes;
            shelf
                .pages
                .insert(place.wish, (parts.headers.clone(), body.clone()));
        }
        Response::from_parts(parts, Body::from(body))
    }
}

impl Shelf {
    fn clear_unless(&mut self, state: State) {
        if self.of != state {
            self.of = state;
            self.bytes = 0;
            self.pages.clear();
        }
    }
}

impl Wish {
    /// Nothing if the answer may depend on more than this.
    fn of(app: &App, request: &Request) -> Option<Self> {
        let headers = request.headers();
        let address = request.uri().path_and_query()?.as_str();
        let plain = *request.method() == Method::GET
            && address.len() <= ADDRESS
            && !address.starts_with("/api/")
            && !address.starts_with("/assets/")
            && !headers.contains_key(AUTHORIZATION)
            && headers.get_all(COOKIE).iter().all(preferences::hold_all_of);
        if !plain {
            return None;
        }
        let gzip = takes_gzip(headers)?;
        let ui = Ui::from_headers(headers, "", app.now(), Arc::clone(&app.site));
        Some(Self {
            address: address.to_owned(),
            lang: ui.lang,
            large: ui.large,
            theme: ui.theme,
            gzip,
        })
    }
}

/// Whether a reader takes gzip, which is all that pages are compressed with; nothing where that takes weighing.
fn takes_gzip(headers: &HeaderMap) -> Option<bool> {
    let mut lines = headers.get_all(ACCEPT_ENCODING).iter();
    let Some(line) = lines.next() else {
        return Some(false);
    };
    let line = line.to_str().ok()?;
    let simple = lines.next().is_none() && !line.contains(['*', '=']);
    simple.then(|| {
        line.split(',')
            .any(|coding| coding.trim().eq_ignore_ascii_case("gzip"))
    })
}
