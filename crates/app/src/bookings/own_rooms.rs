//! The rooms that a body keeps itself, on its page of rooms: a page at a time and found by words, so that none is out of
//! reach.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    text::line,
};
use langqiao_platform::{reply::href, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError, params};
use serde::Deserialize;

use super::{
    find::{self, Found, Wanted, Whose},
    find_view,
};

/// How many stand on a page.
const PAGE: i64 = 100;

/// Which of them are asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    own_q: Option<String>,
    own_after: Option<String>,
}

/// The rooms of a page, with how many there are.
#[derive(Clone, Debug)]
pub(super) struct OwnRooms {
    rooms: Vec<Found>,
    /// How many the body keeps.
    all: i64,
    words: String,
    more: bool,
    first: bool,
}

impl OwnRooms {
    /// Reads a page of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(
        tx: &mut ReadTx,
        org: OrganisationId,
        asked: &Asked,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let words = line(asked.own_q.as_deref().unwrap_or_default());
        let after = asked
            .own_after
            .as_deref()
            .and_then(|id| id.parse::<SpaceId>().ok());
        let wanted = Wanted {
            words: Some(words.clone()).filter(|words| !words.is_empty()),
            ..Wanted::default()
        };
        let mut rooms = find::rooms(tx, (org, Whose::Own), &wanted, (after, PAGE + 1), now)?;
        let more = rooms.len() as i64 > PAGE;
        rooms.truncate(PAGE as usize);
        let first = after.is_none() && words.is_empty();
        let all = match more || !first {
            true => count(tx, org)?,
            false => rooms.len() as i64,
        };
        Ok(Self {
            rooms,
            all,
            words,
            more,
            first,
        })
    }

    /// Whether the body keeps none.
    pub fn is_empty(&self) -> bool {
        self.all == 0
    }

    /// The rooms, with the ways to the others where there are more.
    pub fn view(&self, ui: &Ui, org: OrganisationId) -> Markup {
        let at = format!("/w/{org}/spaces");
        let next = self.rooms.last().filter(|_| self.more).map(|last| {
            let after = last.id.to_text();
            let mut query = vec![("own_after", after.as_str())];
            if !self.words.is_empty() {
                query.push(("own_q", &self.words));
            }
            format!("{}#own", href(&at, &query))
        });
        let cut = self.more || !self.first;
        html! {
            div id="own" {
                (section(ui.t(msg::BOOKING_OWN_ROOMS), stack(html! {
                    @if cut {
                        (get_form(&at, html! {
                            (row(html! {
                                (field(ui, "own_q", ui.t(msg::OWN_ROOMS_FIND)).value(&self.words).search().unmarked())
                                (button(ui.t(msg::FIND_SHOW)))
                            }))
                        }))
                        p { (ui.tf(msg::LIST_PART, args! { n = self.rooms.len(), all = self.all })) }
                    }
                    @if self.rooms.is_empty() { (empty(Icon::Door, ui.t(msg::FIND_NONE), html! { p { (link(&at, ui.t(msg::BOOKING_OWN_ROOMS))) } })) }
                    @else { (find_view::grouped(ui, org, &self.rooms, None)) }
                    @if let Some(next) = next { (row(link_button(&next, ui.t(msg::LIST_NEXT)).icon(Icon::Forward).render())) }
                })))
            }
        }
    }
}

/// How many rooms in service a body keeps.
fn count(tx: &mut ReadTx, org: OrganisationId) -> Result<i64, StoreError> {
    let n = tx.one(
        "SELECT COUNT(*) FROM venue v JOIN space s ON s.venue = v.id
         WHERE v.organisation = ?1 AND v.stage = 'in_service'",
        params![org],
        |row| row.get(0),
    )?;
    Ok(n.unwrap_or(0))
}
