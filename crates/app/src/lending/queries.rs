//! The SQL of things: who has what, and what is free of it.

use jiff::Timestamp;
use langqiao_kernel::id::{EquipmentId, LoanId, OrganisationId, VenueId};
use langqiao_store::{LISTED, Listed, Param, ReadTx, Row, StoreError, WriteTx, listed, params};

use super::{
    keep::Terms,
    model::{Entry, Kind, Thing},
};
use crate::bookings::Lent;

/// Things as [`read_thing`] reads them, seen by the organisation `?1`. A body that is dissolved, or of which it is known
/// when it will be, offers nothing any more.
macro_rules! things_where {
    ($condition:literal) => {
        concat!(
            "SELECT q.id, q.owner, q.owner_name, q.venue, q.venue_name, q.place, q.area, q.name, q.kind, q.pieces, q.out_now,
                    q.open_to, q.asks, q.days_max, q.note, q.idle_days, q.version, q.gone_at, q.gone_why, q.open, q.far
             FROM (SELECT t.id AS id, t.organisation AS owner, o.name AS owner_name, t.venue AS venue, v.name AS venue_name,
                     t.place AS place, a.short_name AS area, t.name AS name, t.kind AS kind, t.pieces AS pieces,
                     t.out_now AS out_now, t.open_to AS open_to, t.asks AS asks, t.days_max AS days_max, t.note AS note,
                     t.idle_days AS idle_days, t.version AS version, t.gone_at AS gone_at, t.gone_why AS gone_why,
                     CAST(CASE WHEN t.gone_at IS NOT NULL THEN 0 WHEN t.organisation = me.id THEN 1
                       WHEN o.valid_to <> 2932896 THEN 0 WHEN t.open_to = 'anyone'
                       OR (t.open_to = 'line' AND o.line = me.line)
                       OR (t.open_to = 'town' AND COALESCE(a.town, a.id) = COALESCE(my.town, my.id)) THEN 1 ELSE 0 END
                       AS BIGINT) AS open,
                     CAST(((a.x - my.x) * (a.x - my.x) + (a.y - my.y) * (a.y - my.y)) * 1000000 AS BIGINT) AS far
                   FROM organisation me JOIN area my ON my.id = me.area JOIN thing t ON 1 = 1
                   JOIN organisation o ON o.id = t.organisation LEFT JOIN venue v ON v.id = t.venue
                   JOIN area a ON a.id = COALESCE(v.area, o.area) WHERE me.id = ?1) q WHERE ",
            $condition
        )
    };
}

fn read_thing(row: &Row<'_>) -> Result<Thing, StoreError> {
    let venue: Option<VenueId> = row.get(3)?;
    Ok(Thing {
        id: row.get(0)?,
        owner: row.get(1)?,
        owner_name: row.get(2)?,
        venue: venue.zip(row.get(4)?),
        place: row.get(5)?,
        area: row.get(6)?,
        name: row.get(7)?,
        kind: row.get(8)?,
        pieces: row.get(9)?,
        out_now: row.get(10)?,
        open_to: row.get(11)?,
        asks: row.get(12)?,
        days_max: row.get(13)?,
        note: row.get(14)?,
        idle_days: row.get(15)?,
        version: row.get(16)?,
        gone_at: row.get(17)?,
        gone_why: row.get(18)?,
        open: row.get::<i64>(19)? > 0,
        far: row.get(20)?,
    })
}

/// A thing as an organisation sees it: its own, one that it may ask for, or one that it has a loan of.
///
/// # Errors
/// When the database fails.
pub fn thing(tx: &mut ReadTx, org: OrganisationId, id: EquipmentId) -> Result<Option<Thing>, StoreError> {
    tx.one(
        things_where!(
            "q.id = ?2 AND (q.owner = ?1 OR q.open = 1
             OR EXISTS (SELECT 1 FROM loan l WHERE l.thing = q.id AND l.organisation = ?1))"
        ),
        params![org, id],
        read_thing,
    )
}

/// What is looked for among things.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// A part of the name, or of the owner's.
    pub words: Option<String>,
    /// Of one kind.
    pub kind: Option<Kind>,
}

impl Search {
    /// Whether everything is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_none() && self.kind.is_none()
    }

    /// The same in an address, to be followed by more.
    pub fn address(&self) -> String {
        let words = self.words.as_deref().unwrap_or_default();
        let kind = self.kind.map_or("", Kind::as_str);
        serde_urlencoded::to_string([("q", words), ("kind", kind)]).unwrap_or_default()
    }

    fn like(&self) -> Option<String> {
        let words = self.words.as_ref();
        words.map(|words| format!("%{}%", crate::units::escaped(&words.to_lowercase())))
    }
}

/// How a list of things goes on: how far the last one is, its name, itself. In one's own list all are as far.
pub type Cursor = (i64, String, EquipmentId);

/// The things of others that an organisation may ask for, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn near(
    tx: &mut ReadTx,
    org: OrganisationId,
    search: &Search,
    (after, limit): (Option<&Cursor>, i64),
) -> Result<Vec<Thing>, StoreError> {
    let (far, name, id) = parts(after);
    tx.all(
        things_where!(
            "q.open = 1 AND q.owner <> ?1 AND q.pieces > 0 AND (CAST(?2 AS TEXT) IS NULL OR q.kind = ?2)
             AND (CAST(?3 AS TEXT) IS NULL OR LOWER(q.name) LIKE ?3 ESCAPE '!' OR LOWER(q.owner_name) LIKE ?3 ESCAPE '!')
             AND (CAST(?5 AS BIGINT) IS NULL OR q.far > ?5 OR (q.far = ?5 AND (q.name > ?6 OR (q.name = ?6 AND q.id > ?7))))
             ORDER BY q.far, q.name, q.id LIMIT ?4"
        ),
        params![org, search.kind, search.like(), limit, far, name, id],
        read_thing,
    )
}

/// An organisation's own things that are on the list, by name.
///
/// # Errors
/// When the database fails.
pub fn own(
    tx: &mut ReadTx,
    org: OrganisationId,
    search: &Search,
    (after, limit): (Option<&Cursor>, i64),
) -> Result<Vec<Thing>, StoreError> {
    let (_, name, id) = parts(after);
    tx.all(
        things_where!(
            "q.owner = ?1 AND q.gone_at IS NULL AND (CAST(?2 AS TEXT) IS NULL OR q.kind = ?2)
             AND (CAST(?3 AS TEXT) IS NULL OR LOWER(q.name) LIKE ?3 ESCAPE '!')
             AND (CAST(?5 AS TEXT) IS NULL OR q.name > ?5 OR (q.name = ?5 AND q.id > ?6))
             ORDER BY q.name, q.id LIMIT ?4"
        ),
        params![org, search.kind, search.like(), limit, name, id],
        read_thing,
    )
}

fn parts(after: Option<&Cursor>) -> (Option<i64>, Option<&str>, Option<EquipmentId>) {
    match after {
        Some((far, name, id)) => (Some(*far), Some(name.as_str()), Some(*id)),
        None => (None, None, None),
    }
}

/// What is promised or out of each of so many things.
static HELD: Listed = Listed::new(
    "SELECT h.thing, h.held_from, h.held_until, h.pieces, h.is_out FROM thing_held h
     WHERE h.thing IN ({ids}) AND h.held_from < ?34 AND (?33 < h.held_until OR (h.is_out = 1 AND h.held_until <= ?35))",
);

/// What is promised or out of these things in a stretch of time: a query for each page of a list.
///
/// # Errors
/// When the database fails.
pub fn held(
    tx: &mut ReadTx,
    things: &[EquipmentId],
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<(EquipmentId, Lent)>, StoreError> {
    let mut found = Vec::new();
    for some in things.chunks(LISTED) {
        let mut args = listed(some);
        args.extend([&from as &dyn Param, &until, &now]);
        tx.each(HELD.sql(), &args, |row| {
            let ends: Timestamp = row.get(2)?;
            let late = row.get::<i64>(4)? > 0 && ends <= now;
            let lent = Lent {
                from: row.get(1)?,
                until: if late { Timestamp::MAX } else { ends },
                pieces: row.get(3)?,
            };
            found.push((row.get(0)?, lent));
            Ok(())
        })?;
    }
    Ok(found)
}

/// A change of a thing's count.
#[derive(Clone, Debug)]
pub struct Line {
    /// Why.
    pub kind: Entry,
    /// By how many.
    pub pieces: i64,
    /// In words.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// The loan it comes from.
    pub loan: Option<LoanId>,
}

/// The most entries that one page shows.
pub const LINES_MAX: i64 = 200;

/// A thing's entries, the latest first; one more than [`LINES_MAX`] at most.
///
/// # Errors
/// When the database fails.
pub fn lines(tx: &mut ReadTx, thing: EquipmentId) -> Result<Vec<Line>, StoreError> {
    tx.all(
        "SELECT kind, pieces, note, at, loan FROM thing_entry WHERE thing = ?1 ORDER BY at DESC, id DESC LIMIT ?2",
        params![thing, LINES_MAX + 1],
        |row| {
            Ok(Line {
                kind: row.get(0)?,
                pieces: row.get(1)?,
                note: row.get(2)?,
                at: row.get(3)?,
                loan: row.get(4)?,
            })
        },
    )
}

/// The venues that an organisation keeps, by name.
///
/// # Errors
/// When the database fails.
pub fn venues(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<(VenueId, String)>, StoreError> {
    tx.all(
        "SELECT id, name FROM venue WHERE organisation = ?1 ORDER BY name, id LIMIT 200",
        params![org],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Writes what a thing's keeper changed of it; false where somebody changed it since, or it is gone.
///
/// # Errors
/// When the database fails.
pub fn change(
    tx: &mut WriteTx,
    (org, id, seen): (OrganisationId, EquipmentId, i64),
    terms: &Terms,
) -> Result<bool, StoreError> {
    let done = tx.execute(
        "UPDATE thing SET name = ?4, venue = ?5, place = ?6, open_to = ?7, asks = ?8, days_max = ?9, note = ?10,
           idle_days = ?11, version = version + 1
         WHERE id = ?1 AND organisation = ?2 AND version = ?3 AND gone_at IS NULL",
        params![
            id,
            org,
            seen,
            terms.name,
            terms.venue,
            terms.place,
            terms.open_to,
            terms.asks,
            terms.days_max,
            terms.note,
            terms.idle_days
        ],
    )?;
    Ok(done > 0)
}

/// Takes a thing off the list; false where it is gone already.
///
/// # Errors
/// When the database fails.
pub fn take_off(tx: &mut WriteTx, id: EquipmentId, why: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE thing SET gone_at = ?2, gone_why = ?3, version = version + 1 WHERE id = ?1 AND gone_at IS NULL",
        params![id, now, why],
    )?;
    Ok(done > 0)
}

/// How many loans of a thing are asked for, promised or out, and how many bookings to come take it along.
///
/// # Errors
/// When the database fails.
pub fn in_use(tx: &mut ReadTx, id: EquipmentId, now: Timestamp) -> Result<i64, StoreError> {
    let n: Option<i64> = tx.one(
        "SELECT CAST((SELECT COUNT(*) FROM loan WHERE thing = ?1 AND status IN ('asked', 'promised', 'out'))
           + (SELECT COUNT(*) FROM booking_equipment i JOIN booking b ON b.id = i.booking
              WHERE i.equipment = ?1 AND b.status IN ('held', 'asked') AND b.held_until > ?2) AS BIGINT)",
        params![id, now],
        |row| row.get(0),
    )?;
    Ok(n.unwrap_or(0))
}

/// Changes how many of a thing are out.
///
/// # Errors
/// When the database fails, or more would be out than there are.
pub fn move_out(tx: &mut WriteTx, id: EquipmentId, by: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE thing SET out_now = out_now + ?2 WHERE id = ?1",
        params![id, by],
    )?;
    Ok(())
}

/// Whether a thing goes along with the rooms of its venue.
///
/// # Errors
/// When the database fails.
pub fn goes_along(tx: &mut ReadTx, id: EquipmentId) -> Result<bool, StoreError> {
    let found = tx.one("SELECT 1 FROM equipment WHERE id = ?1", params![id], |row| {
        row.get::<i64>(0)
    })?;
    Ok(found.is_some())
}

/// What is promised or out of one thing from now on.
///
/// # Errors
/// When the database fails.
pub fn held_of(tx: &mut ReadTx, id: EquipmentId, now: Timestamp) -> Result<Vec<Lent>, StoreError> {
    crate::bookings::lent(tx, id, (now, Timestamp::MAX), (None, now))
}
