//! What the bodies below an organisation keep: a filter of its own, for the pages of rooms, of their use and of what is
//! idle. An office sees it all and changes nothing of it.

use langqiao_kernel::id::{AreaId, OrganisationId, SpaceId};
use langqiao_platform::{reply::href, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError, params};
use serde::Deserialize;

/// Which of the bodies below are asked for; whatever isn't readable is as if it had not been said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    below: Option<String>,
    town: Option<String>,
    body: Option<String>,
}

/// The organisation and those below it: of one town, or one of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Below {
    /// Whose venues stand in this town.
    pub town: Option<AreaId>,
    /// One body.
    pub body: Option<OrganisationId>,
}

impl Below {
    /// Whether one of the bodies is asked for, with the town where it stands.
    pub fn takes(&self, body: &Body) -> bool {
        self.town.is_none_or(|town| town == body.town) && self.body.is_none_or(|id| id == body.id)
    }
}

impl Asked {
    /// What is asked; nothing where the organisation's own is.
    pub fn below(&self) -> Option<Below> {
        self.below
            .as_deref()
            .filter(|said| matches!(*said, "1" | "true"))?;
        Some(Below {
            town: self.town.as_deref().and_then(|id| id.parse().ok()),
            body: self.body.as_deref().and_then(|id| id.parse().ok()),
        })
    }

    /// The same as fields: `below`, `town` and `body`, or none.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let Some(below) = self.below() else {
            return Vec::new();
        };
        let mut fields = vec![("below", "1".to_owned())];
        fields.extend(below.town.map(|town| ("town", town.to_text())));
        fields.extend(below.body.map(|body| ("body", body.to_text())));
        fields
    }

    /// The same as a part of an address: `&below=1&town=…`, or nothing.
    pub fn query(&self) -> String {
        let fields = self.fields();
        fields
            .iter()
            .map(|(name, value)| format!("&{name}={value}"))
            .collect()
    }

    /// The same for one of the bodies, whichever is asked for.
    pub fn query_of(&self, body: OrganisationId) -> String {
        let asked = Self {
            body: Some(body.to_text()),
            ..self.clone()
        };
        asked.query()
    }
}

/// A body that keeps venues, with a town where it does.
#[derive(Clone, Debug)]
pub struct Body {
    /// Which.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The town.
    pub town: AreaId,
    /// The town's name.
    pub town_name: String,
}

/// The organisation and those below it that keep venues, by town and name; a body that keeps some in two towns stands
/// there twice. At most 1,000.
///
/// # Errors
/// When the database fails.
pub(crate) fn bodies(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<Body>, StoreError> {
    tx.all(
        "SELECT DISTINCT o.id, o.name, COALESCE(t.id, a.id) AS town, COALESCE(t.short_name, a.short_name) AS town_name
         FROM organisation_closure c JOIN venue v ON v.organisation = c.descendant
         JOIN organisation o ON o.id = v.organisation JOIN area a ON a.id = v.area LEFT JOIN area t ON t.id = a.town
         WHERE c.ancestor = ?1 ORDER BY town_name, town, o.name, o.id LIMIT 1000",
        params![org],
        |row| {
            Ok(Body {
                id: row.get(0)?,
                name: row.get(1)?,
                town: row.get(2)?,
                town_name: row.get(3)?,
            })
        },
    )
}

/// A room that a body keeps.
#[derive(Clone, Debug)]
pub struct KeptRoom {
    /// Which.
    pub id: SpaceId,
    /// Venue and room.
    pub place: String,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// Its name.
    pub kept_by: String,
    /// The town's name.
    pub town: String,
    /// How many people it holds.
    pub capacity: i64,
}

/// The rooms that an organisation keeps, with those of the bodies below it where they are asked for, in the order of
/// their ids, after `after`.
///
/// # Errors
/// When the database fails.
pub(crate) fn rooms(
    tx: &mut ReadTx,
    org: OrganisationId,
    below: Option<Below>,
    (after, limit): (Option<SpaceId>, i64),
) -> Result<Vec<KeptRoom>, StoreError> {
    let depth = if below.is_some() { i64::MAX } else { 0 };
    let below = below.unwrap_or_default();
    tx.all(
        "SELECT s.id, v.name, s.name, o.id, o.name, COALESCE(t.short_name, a.short_name), s.capacity
         FROM organisation_closure c JOIN venue v ON v.organisation = c.descendant JOIN space s ON s.venue = v.id
         JOIN organisation o ON o.id = v.organisation JOIN area a ON a.id = v.area LEFT JOIN area t ON t.id = a.town
         WHERE c.ancestor = ?1 AND c.depth <= ?2 AND (CAST(?3 AS TEXT) IS NULL OR COALESCE(a.town, a.id) = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR o.id = ?4) AND (CAST(?5 AS TEXT) IS NULL OR s.id > ?5)
         ORDER BY s.id LIMIT ?6",
        params![org, depth, below.town, below.body, after, limit],
        |row| {
            Ok(KeptRoom {
                id: row.get(0)?,
                place: format!("{} · {}", row.text(1)?, row.text(2)?),
                keeper: row.get(3)?,
                kept_by: row.get(4)?,
                town: row.get(5)?,
                capacity: row.get(6)?,
            })
        },
    )
}

/// The two ways, 本级 and 含下级, and the choice of a town and a body where those below are shown. `kept` is what the
/// page was asked besides.
pub(crate) fn filter(ui: &Ui, at: &str, asked: &Asked, bodies: &[Body], kept: &[(&str, &str)]) -> Markup {
    let below = asked.below();
    let (to_own, to_all) = (href(at, kept), href(at, &[kept, &[("below", "1")]].concat()));
    let chosen = below.unwrap_or_default();
    let mut towns: Vec<(String, &str)> = Vec::new();
    for body in bodies {
        let id = body.town.to_text();
        if towns.iter().all(|(known, _)| *known != id) {
            towns.push((id, &body.town_name));
        }
    }
    let mut named: Vec<(String, &str)> = Vec::new();
    for body in bodies
        .iter()
        .filter(|body| chosen.town.is_none_or(|town| town == body.town))
    {
        let id = body.id.to_text();
        if named.iter().all(|(known, _)| *known != id) {
            named.push((id, &body.name));
        }
    }
    let (town, body) = (
        chosen.town.map(|id| id.to_text()).unwrap_or_default(),
        chosen.body.map(|id| id.to_text()).unwrap_or_default(),
    );
    html! {
        (row(html! {
            @let (own, all) = (link_button(&to_own, ui.t(msg::BELOW_OWN)).small(), link_button(&to_all, ui.t(msg::BELOW_ALL)).small());
            @if below.is_some() { (own) (all.primary()) } @else { (own.primary()) (all) }
        }))
        @if below.is_some() {
            (get_form(at, html! {
                @for (name, value) in kept { (hidden(name, value)) }
                (hidden("below", "1"))
                (row(html! {
                    (towns.iter().fold(select(ui, "town", ui.t(msg::SITE_TOWN)).required().option("", ui.t(msg::SITE_EVERY_TOWN), town.is_empty()), |list, (id, name)| list.option(id, name, *id == town)))
                    (named.iter().fold(select(ui, "body", ui.t(msg::BELOW_BODY)).required().option("", ui.t(msg::BELOW_EVERY_BODY), body.is_empty()), |list, (id, name)| list.option(id, name, *id == body)))
                    (button(ui.t(msg::YEAR_SHOW)))
                }))
            }))
        }
    }
}
