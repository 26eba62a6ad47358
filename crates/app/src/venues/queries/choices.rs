//! The rooms that a form offers: those near by, or those that were looked for.

use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    text::line,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::SpaceChoice;
use crate::units::escaped;

/// The most rooms that a form offers at once.
const CHOICES: i64 = 200;

/// Rooms to choose from: those near by, or those that were looked for.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The rooms.
    pub rooms: Vec<SpaceChoice>,
    /// How many there are, of which these are the first.
    pub all: i64,
    /// What was looked for; nothing for those near by.
    pub words: String,
    /// Whether nothing was found by those words, so that these are those near by.
    pub found_none: bool,
}

impl Choices {
    /// Whether there are more than are offered here, or fewer because of what was looked for.
    pub fn cut(&self) -> bool {
        !self.words.is_empty() || (self.rooms.len() as i64) < self.all
    }
}

/// The rooms that an organisation may want to use: its own, then those of the bodies it works with here (the
/// first eight), then those of its town, and the one it has `chosen` wherever that is. With `words`, those of the whole
/// county whose room, venue, village or keeper is called so. The first 200, with how many there are.
///
/// # Errors
/// When the database fails.
pub fn choices(
    tx: &mut ReadTx,
    org: OrganisationId,
    with: &[OrganisationId],
    chosen: Option<SpaceId>,
    words: &str,
) -> Result<Choices, StoreError> {
    let words = line(words);
    let found = looked_for(tx, (org, with), chosen, &words)?;
    let asked = |room: &SpaceChoice| {
        Some(room.id) != chosen || room.name.contains(&words) || room.owner.contains(&words)
    };
    if words.is_empty() || found.rooms.iter().any(asked) {
        return Ok(Choices { words, ..found });
    }
    let near = looked_for(tx, (org, with), chosen, "")?;
    Ok(Choices {
        words,
        found_none: true,
        ..near
    })
}

/// The chosen room is there however many others are.
fn looked_for(
    tx: &mut ReadTx,
    (org, with): (OrganisationId, &[OrganisationId]),
    chosen: Option<SpaceId>,
    words: &str,
) -> Result<Choices, StoreError> {
    let body = |n: usize| with.get(n).copied();
    let like = (!words.is_empty()).then(|| format!("%{}%", escaped(words)));
    let mut choices = Choices::default();
    tx.each(
        "SELECT id, venue_name, name, capacity, owner, nearness, closed_from, n FROM (
           SELECT s.id AS id, v.name AS venue_name, s.name AS name, s.capacity AS capacity, o.name AS owner,
                CAST(CASE WHEN v.organisation = ?1 THEN 0
                     WHEN v.organisation IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) THEN 1 ELSE 2 END AS BIGINT) AS nearness,
                s.closed_from AS closed_from,
                CAST(COUNT(*) OVER () AS BIGINT) AS n
           FROM organisation me JOIN area my ON my.id = me.area
           JOIN space s ON 1 = 1 JOIN venue v ON v.id = s.venue
           JOIN area a ON a.id = v.area JOIN organisation o ON o.id = v.organisation
           WHERE me.id = ?1 AND (s.id = ?2 OR v.stage = 'in_service' AND (
             CAST(?11 AS TEXT) IS NULL AND (v.organisation = ?1
               OR v.organisation IN (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) OR COALESCE(a.town, a.id) = COALESCE(my.town, my.id))
             OR v.name LIKE ?11 ESCAPE '!' OR s.name LIKE ?11 ESCAPE '!' OR o.name LIKE ?11 ESCAPE '!'
             OR a.short_name LIKE ?11 ESCAPE '!'))
           ORDER BY CASE WHEN s.id = ?2 THEN 0 ELSE 1 END, nearness, v.name, s.name, s.id LIMIT ?12) found
         ORDER BY nearness, venue_name, name, id",
        params![
            org,
            chosen,
            body(0),
            body(1),
            body(2),
            body(3),
            body(4),
            body(5),
            body(6),
            body(7),
            like,
            CHOICES
        ],
        |row| {
            let id = row.get(0)?;
            choices.all = row.get(7)?;
            choices.rooms.push(SpaceChoice {
                id,
                name: format!("{} · {}", row.text(1)?, row.text(2)?),
                capacity: row.get(3)?,
                owner: row.get(4)?,
                nearness: row.get(5)?,
                closed_from: row.get(6)?,
            });
            Ok(())
        },
    )?;
    Ok(choices)
}
