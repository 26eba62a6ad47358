//! The SQL of what nobody uses.

use jiff::Timestamp;
use langqiao_kernel::id::{AlarmId, EquipmentId, OrganisationId, PersonId, SpaceId, VenueId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::super::{idle::LASTED, model::Answer};
use crate::bookings::below::Below;

/// What is asked about a room before it rings, or of equipment, with who keeps it and since when nobody used it.
#[derive(Clone, Debug)]
pub struct Idle {
    /// The room.
    pub space: Option<SpaceId>,
    /// The thing that is lent.
    pub thing: Option<EquipmentId>,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// Its name with the venue's.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// Whether a use `u` was one: somebody is known to have been there, or it lasted; or it is a booking that nobody touched at
/// the door. `?1` is now, `?2` how long it has to last.
macro_rules! was_used {
    () => {
        "(u.at_door = 0 OR u.said > 0 OR COALESCE(u.used_until, ?1) - u.used_from >= ?2
          OR EXISTS (SELECT 1 FROM booking g JOIN scan c ON c.activity = g.activity
                     WHERE g.id = u.booking AND c.direction = 'in' AND c.outcome = 'accepted')
          OR EXISTS (SELECT 1 FROM course_session l JOIN course_mark m ON m.session = l.id
                     WHERE l.booking = u.booking AND m.mark IN ('present', 'late')))"
    };
}

/// Answers for the keeper where a room, or equipment, was used since it rang: nobody needs to say what everybody sees. Of
/// one room, or of all that ring.
///
/// # Errors
/// When the database fails.
pub fn hush(tx: &mut WriteTx, now: Timestamp, space: Option<SpaceId>) -> Result<(), StoreError> {
    tx.execute(
        concat!("UPDATE idle_alarm SET answer = 'used', answered_at = ?1 WHERE answer IS NULL AND (CAST(?3 AS TEXT) IS NULL OR space = ?3) AND (
           EXISTS (SELECT 1 FROM ", used!("", "t.space = idle_alarm.space", "idle_alarm.unused_since", "?1"), " u
                   WHERE u.used_from > idle_alarm.unused_since AND ", was_used!(), "
                     AND ((u.trace = 2 AND u.used_from <= ?1) OR (u.trace = 1 AND u.used_until <= ?1)))
           OR EXISTS (SELECT 1 FROM booking_equipment k JOIN booking b ON b.id = k.booking
                      WHERE k.equipment = idle_alarm.thing AND b.status = 'held' AND b.starts_at <= ?1
                        AND b.starts_at > idle_alarm.unused_since)
           OR EXISTS (SELECT 1 FROM thing t WHERE t.id = idle_alarm.thing AND t.out_now > 0)
           OR EXISTS (SELECT 1 FROM loan l WHERE l.thing = idle_alarm.thing AND l.handed_at > idle_alarm.unused_since))"),
        params![now, LASTED.as_millis() as i64, space],
    )?;
    Ok(())
}

/// A thing that rings is quiet: it is lent no more, or is not to ring any more.
///
/// # Errors
/// When the database fails.
pub fn hush_thing(
    tx: &mut WriteTx,
    thing: EquipmentId,
    answer: Answer,
    (person, reason): (Option<PersonId>, &str),
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE idle_alarm SET answer = ?2, reason = ?3, person = ?4, answered_at = ?5
         WHERE thing = ?1 AND answer IS NULL",
        params![thing, answer.as_str(), reason, person, now],
    )?;
    Ok(())
}

/// What has not been used for its number of days, is in service, rings not already and is not quiet; at most 500, the
/// longest unused first. A room counts from its last use, or from the day on which its venue came into service, or from when
/// its keeper opened it again, whichever was last; equipment from the last booking that it went along with.
///
/// # Errors
/// When the database fails.
pub fn idle(tx: &mut ReadTx, now: Timestamp) -> Result<Vec<Idle>, StoreError> {
    tx.all(
        concat!("SELECT i.space, i.thing, i.keeper, i.venue_name, i.name, i.since FROM (
           SELECT s.id AS space, CAST(NULL AS TEXT) AS thing, v.organisation AS keeper, v.name AS venue_name,
                  s.name AS name, s.idle_days AS days,
                  (SELECT MAX(x.at) FROM (
                     SELECT COALESCE(u.used_until, u.used_from) AS at FROM ", used!("", "t.space = s.id", "0", "?1"), " u
                     WHERE ((u.trace = 2 AND u.used_from <= ?1) OR (u.trace = 1 AND u.used_until <= ?1)) AND ", was_used!(), "
                     UNION ALL SELECT t.day * 86400000 FROM site_stage t WHERE t.venue = v.id AND t.stage = 'in_service'
                     UNION ALL SELECT z.closed_until FROM space_closing z WHERE z.space = s.id) x) AS since,
                  CAST((SELECT COUNT(*) FROM idle_alarm x WHERE x.space = s.id
                        AND (x.answer IS NULL OR x.quiet_until > ?1)) AS BIGINT) AS quiet,
                  CAST((SELECT COUNT(*) FROM space_use y WHERE y.space = s.id AND y.closed_at IS NULL) AS BIGINT) AS on_now
           FROM space s JOIN venue v ON v.id = s.venue WHERE v.stage = 'in_service' AND s.idle_days > 0
             AND (s.closed_from IS NULL OR s.closed_from > ?1)
           UNION ALL
           SELECT CAST(NULL AS TEXT), t.id, t.organisation, COALESCE(v.name, o.name), t.name, t.idle_days,
                  (SELECT MAX(x.at) FROM (
                     SELECT b.ends_at AS at FROM booking_equipment k JOIN booking b ON b.id = k.booking
                     WHERE k.equipment = t.id AND b.status = 'held' AND b.starts_at <= ?1
                     UNION ALL SELECT COALESCE(l.back_at, l.handed_at) FROM loan l WHERE l.thing = t.id AND l.handed_at IS NOT NULL
                     UNION ALL SELECT t.entered_at WHERE t.open_to <> 'nobody') x),
                  CAST((SELECT COUNT(*) FROM idle_alarm x WHERE x.thing = t.id
                        AND (x.answer IS NULL OR x.quiet_until > ?1)) AS BIGINT), t.out_now
           FROM thing t JOIN organisation o ON o.id = t.organisation LEFT JOIN venue v ON v.id = t.venue
           WHERE COALESCE(v.stage, 'in_service') = 'in_service' AND t.pieces > 0 AND t.idle_days > 0 AND t.gone_at IS NULL
         ) i WHERE i.since IS NOT NULL AND i.quiet = 0 AND i.on_now = 0 AND i.since + i.days * 86400000 <= ?1
         ORDER BY i.since LIMIT 500"),
        params![now, LASTED.as_millis() as i64],
        |row| {
            Ok(Idle {
                space: row.get(0)?,
                thing: row.get(1)?,
                keeper: row.get(2)?,
                name: format!("{} · {}", row.text(3)?, row.text(4)?),
                since: row.get(5)?,
            })
        },
    )
}

/// Rings; false where it rings already.
///
/// # Errors
/// When the database fails.
pub fn ring(tx: &mut WriteTx, idle: &Idle) -> Result<bool, StoreError> {
    let now = tx.now();
    let made = tx.execute(
        "INSERT INTO idle_alarm (id, space, thing, organisation, unused_since, rang_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        params![
            AlarmId::generate(),
            idle.space,
            idle.thing,
            idle.keeper,
            idle.since,
            now
        ],
    )?;
    Ok(made > 0)
}

/// What rings.
#[derive(Clone, Debug)]
pub struct Alarm {
    /// Which.
    pub id: AlarmId,
    /// The room.
    pub space: Option<SpaceId>,
    /// The thing that is lent.
    pub thing: Option<EquipmentId>,
    /// Of which venue, if it is kept in one.
    pub venue: Option<VenueId>,
    /// Its name with the venue's, or with who keeps it.
    pub name: String,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// The keeper's name.
    pub kept_by: String,
    /// Whether others may use it now.
    pub open_to_others: bool,
    /// Since when nobody used it.
    pub since: Timestamp,
    /// What was answered; nothing while it rings.
    pub answer: Option<String>,
    /// Why.
    pub reason: String,
    /// Until when it is quiet.
    pub quiet_until: Option<Timestamp>,
}

/// One thing that rings, or rang, at an organisation.
///
/// # Errors
/// When the database fails.
pub fn alarm(tx: &mut ReadTx, org: OrganisationId, id: AlarmId) -> Result<Option<Alarm>, StoreError> {
    let found = alarms_where(tx, org, None, (None, Some(id), 1))?;
    Ok(found.into_iter().next())
}

/// What rings at an organisation, and at those below it that are asked for, then what was answered last: from after one of
/// them on, at most so many.
///
/// # Errors
/// When the database fails.
pub fn alarms_of(
    tx: &mut ReadTx,
    org: OrganisationId,
    below: Option<Below>,
    (after, limit): (Option<AlarmId>, i64),
) -> Result<Vec<Alarm>, StoreError> {
    alarms_where(tx, org, below, (after, None, limit))
}

fn alarms_where(
    tx: &mut ReadTx,
    org: OrganisationId,
    below: Option<Below>,
    (after, id, limit): (Option<AlarmId>, Option<AlarmId>, i64),
) -> Result<Vec<Alarm>, StoreError> {
    let depth = if below.is_some() { i64::MAX } else { 0 };
    let below = below.unwrap_or_default();
    tx.all(
        "SELECT x.id, x.space, v.id, COALESCE(v.name, o.name), COALESCE(s.name, t.name),
                CAST(CASE WHEN s.open_to = 'lines' THEN 1 ELSE 0 END AS BIGINT), x.unused_since, x.answer, x.reason, x.quiet_until, x.thing,
                x.organisation, o.name
         FROM organisation_closure l JOIN idle_alarm x ON x.organisation = l.descendant LEFT JOIN space s ON s.id = x.space LEFT JOIN thing t ON t.id = x.thing
         LEFT JOIN venue v ON v.id = COALESCE(s.venue, t.venue) JOIN organisation o ON o.id = x.organisation
         LEFT JOIN area a ON a.id = COALESCE(v.area, o.area)
         WHERE l.ancestor = ?1 AND l.depth <= ?2 AND (CAST(?3 AS TEXT) IS NULL OR COALESCE(a.town, a.id) = ?3)
           AND (CAST(?4 AS TEXT) IS NULL OR x.organisation = ?4)
           AND (CAST(?5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM idle_alarm y WHERE y.id = ?5 AND (
             (y.answer IS NULL AND x.answer IS NOT NULL)
             OR ((y.answer IS NULL) = (x.answer IS NULL)
               AND (x.rang_at < y.rang_at OR (x.rang_at = y.rang_at AND x.id < y.id))))))
           AND (CAST(?6 AS TEXT) IS NULL OR x.id = ?6)
         ORDER BY CASE WHEN x.answer IS NULL THEN 0 ELSE 1 END, x.rang_at DESC, x.id DESC LIMIT ?7",
        params![org, depth, below.town, below.body, after, id, limit],
        |row| {
            Ok(Alarm {
                id: row.get(0)?,
                space: row.get(1)?,
                venue: row.get(2)?,
                name: format!("{} · {}", row.text(3)?, row.text(4)?),
                open_to_others: row.get::<i64>(5)? > 0,
                since: row.get(6)?,
                answer: row.get(7)?,
                reason: row.get(8)?,
                quiet_until: row.get(9)?,
                thing: row.get(10)?,
                keeper: row.get(11)?,
                kept_by: row.get(12)?,
            })
        },
    )
}

/// Answers what rings; false where it doesn't, or is another's.
///
/// # Errors
/// When the database fails.
pub fn answered(
    tx: &mut WriteTx,
    (org, person, id): (OrganisationId, PersonId, AlarmId),
    (answer, reason): (&str, &str),
    quiet_until: Timestamp,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let done = tx.execute(
        "UPDATE idle_alarm SET answer = ?3, reason = ?4, person = ?5, answered_at = ?6, quiet_until = ?7
         WHERE id = ?1 AND organisation = ?2 AND answer IS NULL",
        params![id, org, answer, reason, person, now, quiet_until],
    )?;
    Ok(done > 0)
}
