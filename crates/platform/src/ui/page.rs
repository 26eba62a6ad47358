//! A whole page: what a handler returns.

use axum::{
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::OrganisationId;
use maud::Markup;

use super::{Ui, icon::Icon, shell};
use crate::house::ForEveryone;
use crate::i18n::Msg;

/// What the browser may load: this server's own files and nothing else, no inline script or style.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Pages with this header are kept on the reader's device and shown when there is no network.
const OFFLINE: HeaderName = HeaderName::from_static("langqiao-offline");

/// An HTML answer with its status and headers.
#[derive(Debug)]
#[must_use]
pub struct Page {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Markup,
    for_everyone: bool,
}

impl Page {
    /// A part of a page, as htmx asks for: no shell around it.
    pub fn fragment(body: Markup) -> Page {
        Page {
            status: StatusCode::OK,
            headers: Vec::new(),
            body,
            for_everyone: false,
        }
    }

    /// Says that whoever has not signed in gets the same page at this address, as long as nothing in the database
    /// changes and the minute is the same: it is made once for all of them.
    pub fn for_everyone(self) -> Page {
        Page {
            for_everyone: true,
            ..self
        }
    }

    /// Answers with another status than 200.
    pub fn status(mut self, status: StatusCode) -> Page {
        self.status = status;
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Page {
        self.headers.push((name, value));
        self
    }

    /// Keeps the page on the reader's device for when there is no network: their own tickets.
    pub fn keep_offline(self) -> Page {
        self.header(OFFLINE, HeaderValue::from_static("keep"))
    }

    /// The HTML.
    pub fn body(&self) -> &str {
        &self.body.0
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body.into_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        // Pages differ by reader: they may be kept, but are asked for again.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        if self.for_everyone {
            response.extensions_mut().insert(ForEveryone);
        }
        response
    }
}

/// What the browser's tab and a shared link say about a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    /// The page's own name, without the site's; empty on the home page.
    pub title: &'a str,
    /// One sentence for search results and share cards; empty leaves it out.
    pub description: &'a str,
    /// True for pages that search engines must not list: tickets, forms, results.
    pub unlisted: bool,
    /// The page's lasting address with scheme and host, if the settings know it.
    pub canonical: Option<&'a str>,
}

impl<'a> Head<'a> {
    /// A page known by its title alone.
    pub fn titled(title: &'a str) -> Self {
        Head {
            title,
            ..Head::default()
        }
    }

    /// A page that search engines must not list.
    pub fn unlisted(title: &'a str) -> Self {
        Head {
            title,
            unlisted: true,
            ..Head::default()
        }
    }
}

/// The organisation whose workbench is open.
#[derive(Clone, Debug)]
pub struct OrgChrome<'a> {
    /// Its id, as in the path.
    pub id: OrganisationId,
    /// Its name.
    pub name: &'a str,
    /// What the viewer may open there; the first four stand in the phone's bottom bar.
    pub nav: &'a [NavItem],
}

/// An entry of the workbench's navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Its name.
    pub msg: Msg,
    /// Where it leads.
    pub href: String,
    /// Its picture.
    pub icon: Icon,
    /// True on its own pages.
    pub current: bool,
    /// How many things wait there; 0 shows nothing.
    pub waiting: i64,
}

/// A page of the public portal.
pub fn portal(ui: &Ui, head: Head<'_>, content: Markup) -> Page {
    Page::fragment(shell::portal(ui, head, &content))
}

/// A page of an organisation's workbench.
pub fn workbench(ui: &Ui, org: &OrgChrome<'_>, title: &str, content: Markup) -> Page {
    Page::fragment(shell::workbench(ui, org, title, &content))
}

/// A page without navigation: sign-in sheet, poster, certificate. It is made to be printed.
pub fn bare(ui: &Ui, title: &str, content: Markup) -> Page {
    Page::fragment(shell::bare(ui, title, &content))
}
