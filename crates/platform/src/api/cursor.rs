//! Lists by cursor: `?after=…&limit=…` → `{ "items": […], "next": "…" }`. The cursor holds the last item's sort
//! key, so a page costs the same wherever it is, and nothing is skipped or doubled when rows come and go.

use axum::{extract::FromRequestParts, http::request::Parts};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    app::App,
    extract::Query,
    fault::{Fault, Refusal},
    i18n::msg,
};

/// The items of a page when nothing is said.
const USUAL: u32 = 50;
/// The most items of a page.
const MOST: u32 = 200;

/// Which page of a list is asked for. `K` is the sort key of its items, a tuple that ends with the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging<K> {
    /// The sort key after which the page begins; `None` at the list's beginning.
    pub after: Option<K>,
    /// How many items at most, 1 to 200.
    pub limit: u32,
}

#[derive(Deserialize)]
struct Asked {
    after: Option<String>,
    limit: Option<u32>,
}

impl<K: DeserializeOwned> FromRequestParts<App> for Paging<K> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let Query(asked) = Query::<Asked>::from_request_parts(parts, app).await?;
        let after = asked
            .after
            .as_deref()
            .map(|text| read(text).ok_or_else(|| Fault::from(Refusal::invalid("cursor", msg::FAULT_CURSOR))));
        Ok(Self {
            after: after.transpose()?,
            limit: asked.limit.unwrap_or(USUAL).clamp(1, MOST),
        })
    }
}

impl<K> Paging<K> {
    /// How many rows to ask the database for: one more than shown tells whether there is a next page.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct List<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// What to give as `after` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> List<T> {
    /// A page from up to [`Paging::rows`] items; `key` gives an item's sort key.
    pub fn of<K: Serialize>(paging: &Paging<K>, mut items: Vec<T>, key: impl FnOnce(&T) -> K) -> Self {
        let shown = paging.limit as usize;
        let more = items.len() > shown;
        items.truncate(shown);
        let next = items.last().filter(|_| more).and_then(|last| write(&key(last)));
        Self { items, next }
    }

    /// The same page of other things, one for each.
    pub fn map<U>(self, one: impl FnMut(T) -> U) -> List<U> {
        List {
            items: self.items.into_iter().map(one).collect(),
            next: self.next,
        }
    }
}

/// A sort key as a cursor, for a list that knows by itself where it goes on.
pub fn write(key: &impl Serialize) -> Option<String> {
    serde_json::to_vec(key)
        .ok()
        .map(|bytes| BASE64URL_NOPAD.encode(&bytes))
}

fn read<K: DeserializeOwned>(text: &str) -> Option<K> {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next_and_a_cursor_comes_back() {
        let paging = Paging::<(i64, String)> {
            after: None,
            limit: 2,
        };
        let items: Vec<(i64, String)> = vec![(1, "a".into()), (1, "b".into()), (2, "a".into())];
        let page = List::of(&paging, items.clone(), Clone::clone);
        assert_eq!(page.items.len(), 2);
        assert_eq!(
            read::<(i64, String)>(&page.next.unwrap()),
            Some((1, "b".to_owned()))
        );
        assert_eq!(List::of(&paging, items[..2].to_vec(), Clone::clone).next, None);
        assert_eq!(read::<(i64, String)>("!"), None);
    }
}
