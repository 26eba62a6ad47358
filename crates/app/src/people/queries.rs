//! All SQL of this feature.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{AreaId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, params};

/// A town or a village to live in.
pub(super) struct Place {
    pub id: AreaId,
    pub name: String,
    pub is_town: bool,
}

/// All towns with their villages, in the order of their codes: a town stands before its villages.
pub(super) fn places(tx: &mut ReadTx, today: Date) -> Result<Vec<Place>, StoreError> {
    tx.all(
        "SELECT a.id, a.short_name, a.level FROM area a LEFT JOIN area t ON t.id = a.town
         WHERE a.level IN ('town', 'village') AND a.valid_from <= ?1 AND ?1 < a.valid_to
         ORDER BY COALESCE(t.code, a.code), a.level, a.code",
        params![today],
        |row| {
            Ok(Place {
                id: row.get(0)?,
                name: row.get(1)?,
                is_town: row.text(2)? == "town",
            })
        },
    )
}

/// A post held in an organisation or below it.
pub(super) struct Holder {
    pub depth: i64,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub posting: String,
    pub person: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub title: String,
    pub since: Date,
}

/// The sort key of [`holders`].
pub(super) type HolderKey = (i64, String, String);

/// Posts held today in an organisation and below it: its own first, then by organisation.
pub(super) fn holders(
    tx: &mut ReadTx,
    org: OrganisationId,
    today: Date,
    name_blind: Option<&str>,
    after: Option<&HolderKey>,
    rows: i64,
) -> Result<Vec<Holder>, StoreError> {
    let (depth, name, posting) = match after {
        Some((depth, name, posting)) => (*depth, name.as_str(), posting.as_str()),
        None => (-1, "", ""),
    };
    tx.all(
        "SELECT c.depth, o.id, o.name, po.id, p.id, p.name_masked, p.phone_masked, po.title, po.valid_from
         FROM organisation_closure c
         JOIN organisation o ON o.id = c.descendant
         JOIN posting po ON po.organisation = o.id
         JOIN person p ON p.id = po.person
         WHERE c.ancestor = ?1 AND po.valid_from <= ?2 AND ?2 < po.valid_to
           AND (CAST(?3 AS TEXT) IS NULL OR p.name_blind = ?3)
           AND (c.depth > ?4 OR (c.depth = ?4 AND (o.name > ?5 OR (o.name = ?5 AND po.id > ?6))))
         ORDER BY c.depth, o.name, po.id LIMIT ?7",
        params![org, today, name_blind, depth, name, posting, rows],
        |row| {
            Ok(Holder {
                depth: row.get(0)?,
                organisation: row.get(1)?,
                organisation_name: row.get(2)?,
                posting: row.get(3)?,
                person: row.get(4)?,
                name: row.get(5)?,
                phone: row.get(6)?,
                title: row.get(7)?,
                since: row.get(8)?,
            })
        },
    )
}

/// A member of a team of an organisation or below it.
pub(super) struct Member {
    pub person: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub team: String,
    pub leader: bool,
}

/// Members of the teams of an organisation and below it, by team, leaders first.
pub(super) fn members(
    tx: &mut ReadTx,
    org: OrganisationId,
    rows: i64,
    skip: i64,
) -> Result<Vec<Member>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_masked, p.phone_masked, t.name, m.leader
         FROM organisation_closure c
         JOIN team t ON t.organisation = c.descendant
         JOIN team_member m ON m.team = t.id
         JOIN person p ON p.id = m.person
         WHERE c.ancestor = ?1 ORDER BY t.name, t.id, m.leader DESC, p.id LIMIT ?2 OFFSET ?3",
        params![org, rows, skip],
        |row| {
            Ok(Member {
                person: row.get(0)?,
                name: row.get(1)?,
                phone: row.get(2)?,
                team: row.get(3)?,
                leader: row.get(4)?,
            })
        },
    )
}

/// A person who has served with an organisation or below it.
pub(super) struct Volunteer {
    pub person: PersonId,
    pub name: String,
    pub number: Option<String>,
    pub minutes: i64,
    pub last: Date,
}

/// Who has confirmed service with an organisation and below it, the latest first.
pub(super) fn volunteers(
    tx: &mut ReadTx,
    org: OrganisationId,
    rows: i64,
    skip: i64,
) -> Result<Vec<Volunteer>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_masked, p.volunteer_number, CAST(SUM(r.minutes) AS BIGINT), MAX(r.day)
         FROM organisation_closure c
         JOIN service_record r ON r.organisation = c.descendant AND r.status = 'confirmed'
         JOIN person p ON p.id = r.person
         WHERE c.ancestor = ?1 GROUP BY p.id, p.name_masked, p.volunteer_number
         ORDER BY MAX(r.day) DESC, p.id LIMIT ?2 OFFSET ?3",
        params![org, rows, skip],
        |row| {
            Ok(Volunteer {
                person: row.get(0)?,
                name: row.get(1)?,
                number: row.get(2)?,
                minutes: row.get(3)?,
                last: row.get(4)?,
            })
        },
    )
}

/// Whether a person has to do with an organisation or one below it: holds or held a post, is in a team, has
/// signed up or served there. Only of such people may its officers be shown more.
pub(super) fn is_ours(tx: &mut ReadTx, org: OrganisationId, person: PersonId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT CAST(1 AS BIGINT) FROM organisation_closure c WHERE c.ancestor = ?1 AND (
           EXISTS (SELECT 1 FROM posting po WHERE po.organisation = c.descendant AND po.person = ?2)
           OR EXISTS (SELECT 1 FROM team t JOIN team_member m ON m.team = t.id
                      WHERE t.organisation = c.descendant AND m.person = ?2)
           OR EXISTS (SELECT 1 FROM signup s JOIN activity a ON a.id = s.activity
                      WHERE s.person = ?2 AND a.organisation = c.descendant)
           OR EXISTS (SELECT 1 FROM service_record r WHERE r.person = ?2 AND r.organisation = c.descendant))
         LIMIT 1",
        params![org, person],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// A table of one's own data: its name and its rows as JSON objects.
pub(super) type Section = (&'static str, Vec<serde_json::Value>);

/// All that is kept about a person but for the protected fields, table by table.
pub(super) fn kept_about(tx: &mut ReadTx, person: PersonId) -> Result<Vec<Section>, StoreError> {
    let time = |row: &Row<'_>, at| {
        row.get::<Option<Timestamp>>(at)
            .map(|t| t.map(crate::people::export::wall))
    };
    let day = |row: &Row<'_>, at| row.get::<Date>(at).map(|d| d.to_string());
    let posts = tx.all(
        "SELECT o.name, p.title, p.kind, p.role, p.valid_from, p.valid_to
         FROM posting p JOIN organisation o ON o.id = p.organisation WHERE p.person = ?1 ORDER BY p.valid_from, p.id",
        params![person],
        |row| {
            Ok(serde_json::json!({
                "organisation": row.text(0)?, "title": row.text(1)?, "kind": row.text(2)?, "role": row.text(3)?,
                "from": day(row, 4)?, "to": day(row, 5)?,
            }))
        },
    )?;
    let teams = tx.all(
        "SELECT t.name, m.leader FROM team_member m JOIN team t ON t.id = m.team WHERE m.person = ?1 ORDER BY t.name",
        params![person],
        |row| Ok(serde_json::json!({ "team": row.text(0)?, "leader": row.get::<bool>(1)? })),
    )?;
    let signups = tx.all(
        "SELECT a.title, a.starts_at, s.role, s.state, s.answers, s.created_at, s.ended_at
         FROM signup s JOIN activity a ON a.id = s.activity WHERE s.person = ?1 OR s.booker = ?1
         ORDER BY s.created_at, s.id",
        params![person],
        |row| {
            Ok(serde_json::json!({
                "activity": row.text(0)?, "starts_at": time(row, 1)?, "role": row.text(2)?, "state": row.text(3)?,
                "answers": row.get::<serde_json::Value>(4)?, "made_at": time(row, 5)?, "ended_at": time(row, 6)?,
            }))
        },
    )?;
    let scans = tx.all(
        "SELECT a.title, c.direction, c.outcome, c.scanned_at
         FROM signup s JOIN scan c ON c.signup = s.id JOIN activity a ON a.id = c.activity
         WHERE s.person = ?1 ORDER BY c.scanned_at, c.id",
        params![person],
        |row| {
            Ok(serde_json::json!({
                "activity": row.text(0)?, "direction": row.text(1)?, "outcome": row.text(2)?, "at": time(row, 3)?,
            }))
        },
    )?;
    let records = tx.all(
        "SELECT a.title, r.started_at, r.ended_at, r.minutes, r.status, r.void_reason
         FROM service_record r JOIN activity a ON a.id = r.activity WHERE r.person = ?1 ORDER BY r.started_at, r.id",
        params![person],
        |row| {
            Ok(serde_json::json!({
                "activity": row.text(0)?, "from": time(row, 1)?, "to": time(row, 2)?, "minutes": row.get::<i64>(3)?,
                "status": row.text(4)?, "void_reason": row.get::<Option<String>>(5)?,
            }))
        },
    )?;
    let sessions = tx.all(
        "SELECT device, created_at, seen_at, revoked_at FROM session WHERE person = ?1 ORDER BY created_at, id",
        params![person],
        |row| {
            Ok(serde_json::json!({
                "device": row.text(0)?, "begun_at": time(row, 1)?, "seen_at": time(row, 2)?, "ended_at": time(row, 3)?,
            }))
        },
    )?;
    let trials = tx.all(
        "SELECT a.title, l.starts_at, t.booked_at, t.cancelled_at, t.came
         FROM course_trial t JOIN course_session l ON l.id = t.session JOIN activity a ON a.id = t.course
         WHERE t.person = ?1 OR t.booker = ?1 ORDER BY t.booked_at, t.id",
        params![person],
        |row| {
            let came = row.get::<Option<i64>>(4)?.map(|came| came == 1);
            Ok(serde_json::json!({
                "course": row.text(0)?, "starts_at": time(row, 1)?, "booked_at": time(row, 2)?,
                "cancelled_at": time(row, 3)?, "came": came,
            }))
        },
    )?;
    let standings = tx.all(
        "SELECT s.kind, COALESCE(u.name, s.what), o.name, s.expires_day, s.state, s.stated_at, d.name, s.decided_at,
                s.reason, s.withdrawn_at
         FROM standing s LEFT JOIN unit u ON u.id = s.unit LEFT JOIN organisation o ON o.id = s.organisation
         LEFT JOIN organisation d ON d.id = s.decided_for
         WHERE s.person = ?1 ORDER BY s.stated_at, s.id",
        params![person],
        |row| {
            let until = row.get::<Option<Date>>(3)?.map(|day| day.to_string());
            Ok(serde_json::json!({
                "kind": row.text(0)?, "what": row.text(1)?, "organisation": row.get::<Option<String>>(2)?,
                "expires_on": until, "state": row.text(4)?, "stated_at": time(row, 5)?,
                "decided_by": row.get::<Option<String>>(6)?, "decided_at": time(row, 7)?,
                "reason": row.get::<Option<String>>(8)?, "withdrawn_at": time(row, 9)?,
            }))
        },
    )?;
    Ok(vec![
        ("posts", posts),
        ("standings", standings),
        ("teams", teams),
        ("signups", signups),
        ("trials", trials),
        ("scans", scans),
        ("service_records", records),
        ("sessions", sessions),
    ])
}
