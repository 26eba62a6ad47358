//! One activity with what belongs to it.

use langqiao_kernel::id::{ActivityId, AreaId, OrganisationId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::rows::{Activity, Cohost, Pool, Pools, Revision, Standing, Stored};
use super::{
    held::whole_place,
    with::{With, with},
};
use crate::activities::{
    model::{CohostStatus, Contribution, Times},
    plan::{Invitation, Plan},
    priority::First,
};
use crate::standings::Asks;

/// An activity by its id.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut ReadTx, id: ActivityId) -> Result<Option<Activity>, StoreError> {
    tx.one(
        concat!(
            "SELECT a.id, a.organisation, o.name, a.title, a.summary, a.kind, a.area, ar.short_name, a.town,
                t.short_name, a.space, s.venue, v.address, a.place, a.starts_at, a.ends_at, a.signup_opens_at,
                a.signup_closes_at, a.min_age, a.max_age, a.only_area, oa.short_name, a.party_max,
                a.offer_minutes, a.status, a.published_at, a.cancelled_at, a.cancel_reason, a.version,
                s.capacity, a.allotment, a.prior_area, a.allotted_at, a.course, a.asks, a.asks_since, pa.short_name,
                a.priority, a.kept_until, ",
            whole_place!(),
            " FROM activity a
         JOIN organisation o ON o.id = a.organisation
         JOIN area ar ON ar.id = a.area
         JOIN area t ON t.id = a.town
         LEFT JOIN area oa ON oa.id = a.only_area
         LEFT JOIN area pa ON pa.id = a.prior_area
         LEFT JOIN space s ON s.id = a.space
         LEFT JOIN venue v ON v.id = s.venue
         WHERE a.id = ?1"
        ),
        params![id],
        activity,
    )
}

fn activity(row: &Row<'_>) -> Result<Activity, StoreError> {
    Ok(Activity {
        id: row.get(0)?,
        organisation: row.get(1)?,
        host_name: row.get(2)?,
        title: row.get(3)?,
        summary: row.get(4)?,
        kind: row.get(5)?,
        area: row.get(6)?,
        area_name: row.get(7)?,
        town: row.get(8)?,
        town_name: row.get(9)?,
        space: row.get(10)?,
        venue: row.get(11)?,
        address: row.get(12)?,
        room_holds: row.get(29)?,
        place: row.get(13)?,
        whole_place: row.get(39)?,
        times: Times {
            starts_at: row.get(14)?,
            ends_at: row.get(15)?,
            signup_opens_at: row.get(16)?,
            signup_closes_at: row.get(17)?,
        },
        min_age: row.get(18)?,
        max_age: row.get(19)?,
        only_area: row.get(20)?,
        only_area_name: row.get(21)?,
        asks: Asks::read(row, 34)?.unwrap_or_default(),
        asks_since: row.get(35)?,
        party_max: row.get(22)?,
        offer_minutes: row.get(23)?,
        allotment: row.get(30)?,
        prior_area: row.get(31)?,
        prior_area_name: row.get(36)?,
        first: First::read(row, [37, 31, 36, 38])?,
        allotted_at: row.get(32)?,
        course: row.get(33)?,
        status: row.get(24)?,
        published_at: row.get(25)?,
        cancelled_at: row.get(26)?,
        cancel_reason: row.get(27)?,
        version: row.get(28)?,
    })
}

/// How an organisation stands to an activity; `None` if it has nothing to do with it.
///
/// # Errors
/// When the database fails.
pub fn standing(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: ActivityId,
) -> Result<Option<Standing>, StoreError> {
    tx.one(
        "SELECT k.depth, c.host, c.status FROM cohost c
         JOIN organisation_closure k ON k.descendant = c.organisation AND k.ancestor = ?1
         WHERE c.activity = ?2 ORDER BY k.depth, c.host DESC",
        params![org, id],
        |row| {
            Ok(match (row.get::<i64>(0)?, row.get::<bool>(1)?) {
                (0, true) => Standing::Host,
                (0, false) => Standing::Cohost(row.get(2)?),
                _ => Standing::Above,
            })
        },
    )
}

/// Whether an organisation holds an activity or lies above one that does: having been asked is not enough.
///
/// # Errors
/// When the database fails.
pub fn held_at_or_below(tx: &mut ReadTx, org: OrganisationId, id: ActivityId) -> Result<bool, StoreError> {
    let held = tx.one(
        "SELECT 1 FROM cohost c JOIN organisation_closure k ON k.descendant = c.organisation AND k.ancestor = ?1
         WHERE c.activity = ?2 AND c.status = 'accepted' LIMIT 1",
        params![org, id],
        |_| Ok(()),
    )?;
    Ok(held.is_some())
}

/// Those who hold an activity together or were asked to: the host, then in the order in which they were asked.
///
/// # Errors
/// When the database fails.
pub fn cohosts(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<Cohost>, StoreError> {
    Ok(cohosts_and_depths(tx, id, None)?.0)
}

/// How far below an organisation those stand who hold an activity or were asked to: nothing for those who don't.
type Depths = Vec<Option<i64>>;

/// The same, with how far below `org` each stands.
fn cohosts_and_depths(
    tx: &mut ReadTx,
    id: ActivityId,
    org: Option<OrganisationId>,
) -> Result<(Vec<Cohost>, Depths), StoreError> {
    let mut depths = Depths::new();
    let cohosts = tx.all(
        "SELECT c.id, c.organisation, o.name, c.line, c.host, c.status, c.people, c.venue, c.money, c.goods,
                c.share, c.answer_note, c.answered_at, k.depth,
                CASE WHEN c.status = 'declined' AND EXISTS (SELECT 1 FROM event e WHERE e.subject = c.activity
                  AND e.act = 'activity.cohost_left' AND e.org = c.organisation AND e.at >= c.answered_at)
                THEN 1 ELSE 0 END
         FROM cohost c JOIN organisation o ON o.id = c.organisation
         LEFT JOIN organisation_closure k ON k.descendant = c.organisation AND k.ancestor = ?2
         WHERE c.activity = ?1 ORDER BY c.host DESC, c.id",
        params![id, org],
        |row| {
            depths.push(row.get(13)?);
            Ok(Cohost {
                id: row.get(0)?,
                organisation: row.get(1)?,
                name: row.get(2)?,
                line: row.get(3)?,
                host: row.get(4)?,
                status: row.get(5)?,
                brings: Contribution {
                    people: row.get(6)?,
                    venue: row.get(7)?,
                    money: row.get(8)?,
                    goods: row.get(9)?,
                    share: row.get(10)?,
                },
                note: row.get(11)?,
                answered_at: row.get(12)?,
                left: row.get(14)?,
            })
        },
    )?;
    Ok((cohosts, depths))
}

/// The places of an activity.
///
/// # Errors
/// When the database fails.
pub fn pools(tx: &mut ReadTx, id: ActivityId) -> Result<Pools, StoreError> {
    let mut pools = Pools::default();
    tx.each(
        "SELECT role, capacity, taken, waiting, last_number FROM pool WHERE activity = ?1",
        params![id],
        |row| {
            let (capacity, taken, waiting) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let pool = Pool {
                capacity,
                taken,
                waiting,
                last_number: row.get(4)?,
            };
            match row.text(0)? {
                "volunteer" => pools.volunteer = pool,
                _ => pools.attendee = pool,
            }
            Ok(())
        },
    )?;
    Ok(pools)
}

/// An activity with everything that its form changes.
///
/// # Errors
/// When the database fails.
pub fn stored(tx: &mut ReadTx, id: ActivityId) -> Result<Option<Stored>, StoreError> {
    Ok(stored_for(tx, None, id)?.map(|(stored, _)| stored))
}

/// The same, with how `org` stands to it; nothing of that for one that has no part in it, itself or below.
///
/// # Errors
/// When the database fails.
pub fn stored_for(
    tx: &mut ReadTx,
    org: Option<OrganisationId>,
    id: ActivityId,
) -> Result<Option<(Stored, Option<Standing>)>, StoreError> {
    let Some(activity) = load(tx, id)? else {
        return Ok(None);
    };
    let (cohosts, depths) = cohosts_and_depths(tx, id, org)?;
    // The nearest decides, of two as near the host: those who hold it are in this order.
    let nearest = cohosts
        .iter()
        .zip(&depths)
        .filter_map(|(cohost, depth)| Some((cohost, (*depth)?)))
        .min_by_key(|(_, depth)| *depth);
    let standing = nearest.map(|(cohost, depth)| match (depth, cohost.host) {
        (0, true) => Standing::Host,
        (0, false) => Standing::Cohost(cohost.status),
        _ => Standing::Above,
    });
    let With {
        pools,
        rooms,
        equipment,
        shifts,
        questions,
    } = with(tx, id)?;
    let own = cohosts
        .iter()
        .find(|cohost| cohost.host)
        .map(|cohost| cohost.brings.clone())
        .unwrap_or_default();
    let asked = cohosts
        .iter()
        .filter(|cohost| !cohost.host && cohost.status == CohostStatus::Invited);
    let invited = |cohost: &Cohost| Invitation {
        organisation: cohost.organisation,
        brings: cohost.brings.clone(),
    };
    let plan = Plan {
        title: activity.title.clone(),
        summary: activity.summary.clone(),
        kind: activity.kind,
        space: activity.space,
        rooms,
        equipment,
        place: activity.place.clone(),
        area: activity.area,
        times: activity.times,
        min_age: activity.min_age,
        max_age: activity.max_age,
        only_area: activity.only_area,
        asks: activity.asks.clone(),
        party_max: activity.party_max,
        offer_minutes: activity.offer_minutes,
        allotment: activity.allotment,
        prior_area: activity.prior_area,
        priority: activity.first.besides(activity.prior_area.is_some()),
        kept_until: activity.first.kept_until,
        seats: pools.attendee.capacity,
        volunteers: pools.volunteer.capacity,
        shifts,
        questions,
        own,
        cohosts: asked.map(invited).collect(),
    };
    let stored = Stored {
        activity,
        cohosts,
        pools,
        plan,
    };
    Ok(Some((stored, standing)))
}

/// The versions of a plan, the latest first, at most `limit`.
///
/// # Errors
/// When the database fails, or a plan was kept that this program can't read.
pub fn revisions(tx: &mut ReadTx, id: ActivityId, limit: i64) -> Result<Vec<Revision>, StoreError> {
    tx.all(
        "SELECT r.version, r.act, r.plan, p.name_masked, r.at FROM activity_revision r
         LEFT JOIN person p ON p.id = r.person
         WHERE r.activity = ?1 ORDER BY r.version DESC LIMIT ?2",
        params![id, limit],
        |row| {
            let (version, act, plan) = (row.get(0)?, row.get(1)?, row.json(2)?);
            Ok(Revision {
                version,
                act,
                plan,
                person: row.get(3)?,
                at: row.get(4)?,
            })
        },
    )
}

/// The plan as it was in a version.
///
/// # Errors
/// When the database fails, or the plan was kept in a way that this program can't read.
pub fn revision(tx: &mut ReadTx, id: ActivityId, version: i64) -> Result<Option<Plan>, StoreError> {
    tx.one(
        "SELECT plan FROM activity_revision WHERE activity = ?1 AND version = ?2",
        params![id, version],
        |row| row.json(0),
    )
}

/// The town of an area where activities can be held; for a town, itself. `None` for a county or an unknown area.
///
/// # Errors
/// When the database fails.
pub fn town_of(tx: &mut ReadTx, area: AreaId) -> Result<Option<AreaId>, StoreError> {
    let town = tx.one(
        "SELECT CASE level WHEN 'town' THEN id WHEN 'village' THEN town END FROM area WHERE id = ?1",
        params![area],
        |row| row.get::<Option<AreaId>>(0),
    )?;
    Ok(town.flatten())
}

/// What an area is called in short.
///
/// # Errors
/// When the database fails.
pub fn name_of_area(tx: &mut ReadTx, area: AreaId) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT short_name FROM area WHERE id = ?1",
        params![area],
        |row| row.get(0),
    )
}

/// An area's national code.
///
/// # Errors
/// When the database fails.
pub fn area_code(tx: &mut ReadTx, area: AreaId) -> Result<Option<String>, StoreError> {
    tx.one("SELECT code FROM area WHERE id = ?1", params![area], |row| {
        row.get(0)
    })
}
