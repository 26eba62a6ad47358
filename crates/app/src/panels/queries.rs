//! All SQL that reads rounds.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{AreaId, OrganisationId, PersonId, RoundId, RouteId, VenueId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::model::{
    Appeal, Change, EvidenceSource, Item, Judge, Paper, Recheck, Recusal, Round, Route, Stop,
};
use crate::areas::{Level, Scope};

/// Rounds as [`read_round`] reads them.
macro_rules! rounds_where {
    ($condition:literal) => {
        concat!(
            "SELECT r.id, r.organisation, o.name, r.title, r.from_day, r.until_day, r.outlier, r.appeal_days, r.sheet,
                    r.drafted_at, r.appeal_until, r.published_at, r.editions, r.cancelled_at, r.cancel_reason, r.created_at
             FROM panel_round r JOIN organisation o ON o.id = r.organisation WHERE ",
            $condition
        )
    };
}

fn read_round(row: &Row<'_>) -> Result<Round, StoreError> {
    let cancelled: Option<Timestamp> = row.get(13)?;
    Ok(Round {
        id: row.get(0)?,
        organisation: row.get(1)?,
        host: row.get(2)?,
        title: row.get(3)?,
        period: (row.get(4)?, row.get(5)?),
        outlier: row.get(6)?,
        appeal_days: row.get(7)?,
        sheet: row.get(8)?,
        drafted_at: row.get(9)?,
        appeal_until: row.get(10)?,
        published_at: row.get(11)?,
        editions: row.get(12)?,
        cancelled: cancelled
            .map(|at| Ok::<_, StoreError>((at, row.get(14)?)))
            .transpose()?,
        created_at: row.get(15)?,
    })
}

/// A round, whoever holds it.
pub(super) fn round(tx: &mut ReadTx<'_>, id: RoundId) -> Result<Option<Round>, StoreError> {
    tx.one(rounds_where!("r.id = ?1"), params![id], read_round)
}

/// The rounds that an organisation holds, the latest first, after `after`.
pub(super) fn rounds_of(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    after: Option<(Timestamp, RoundId)>,
    limit: i64,
) -> Result<Vec<Round>, StoreError> {
    let (at, id) = after.unzip();
    tx.all(
        rounds_where!(
            "r.organisation = ?1 AND (CAST(?2 AS BIGINT) IS NULL OR r.created_at < ?2 OR (r.created_at = ?2 AND r.id < ?3))
             ORDER BY r.created_at DESC, r.id DESC LIMIT ?4"
        ),
        params![org, at, id, limit],
        read_round,
    )
}

/// Public rounds, the latest first, after `after`.
pub(super) fn public_rounds(
    tx: &mut ReadTx<'_>,
    after: Option<(Timestamp, RoundId)>,
    limit: i64,
) -> Result<Vec<Round>, StoreError> {
    let (at, id) = after.unzip();
    tx.all(
        rounds_where!(
            "r.published_at IS NOT NULL
             AND (CAST(?1 AS BIGINT) IS NULL OR r.published_at < ?1 OR (r.published_at = ?1 AND r.id < ?2))
             ORDER BY r.published_at DESC, r.id DESC LIMIT ?3"
        ),
        params![at, id, limit],
        read_round,
    )
}

/// The venues that an organisation keeps, in rounds whose draft its keepers may see: the latest first.
pub(super) fn of_keeper(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    limit: i64,
) -> Result<Vec<(Round, VenueId, String)>, StoreError> {
    tx.all(
        "SELECT r.id, r.organisation, o.name, r.title, r.from_day, r.until_day, r.outlier, r.appeal_days, r.sheet,
                r.drafted_at, r.appeal_until, r.published_at, r.editions, r.cancelled_at, r.cancel_reason, r.created_at,
                v.id, v.name
         FROM venue v JOIN panel_stop s ON s.venue = v.id JOIN panel_round r ON r.id = s.round
         JOIN organisation o ON o.id = r.organisation
         WHERE v.organisation = ?1 AND r.drafted_at IS NOT NULL AND r.cancelled_at IS NULL
         ORDER BY r.drafted_at DESC, s.position LIMIT ?2",
        params![org, limit],
        |row| Ok((read_round(row)?, row.get(16)?, row.get(17)?)),
    )
}

/// The round that a route belongs to.
pub(super) fn round_of(tx: &mut ReadTx<'_>, route: RouteId) -> Result<Option<RoundId>, StoreError> {
    let sql = "SELECT round FROM panel_route WHERE id = ?1";
    tx.one(sql, params![route], |row| row.get(0))
}

/// A round's sheet, with the items' positions.
pub(super) fn items(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<(i64, Item)>, StoreError> {
    let mut items: Vec<(i64, Item)> = tx.all(
        "SELECT position, label, wants, highest, weight FROM panel_item WHERE round = ?1 ORDER BY position",
        params![round],
        |row| {
            Ok((
                row.get(0)?,
                Item {
                    label: row.get(1)?,
                    wants: row.get(2)?,
                    highest: row.get(3)?,
                    weight: row.get(4)?,
                    sources: Vec::new(),
                },
            ))
        },
    )?;
    let sources: Vec<(i64, EvidenceSource)> = tx.all(
        "SELECT position, source FROM panel_evidence WHERE round = ?1",
        params![round],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (position, item) in &mut items {
        item.sources = sources
            .iter()
            .filter(|(at, _)| at == position)
            .map(|(_, source)| *source)
            .collect();
        item.sources.sort_unstable();
    }
    Ok(items)
}

pub(super) fn routes(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Route>, StoreError> {
    tx.all(
        "SELECT id, number, name, day, closed_at FROM panel_route WHERE round = ?1 ORDER BY number",
        params![round],
        |row| {
            Ok(Route {
                id: row.get(0)?,
                number: row.get(1)?,
                name: row.get(2)?,
                day: row.get(3)?,
                closed_at: row.get(4)?,
            })
        },
    )
}

pub(super) fn stops(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Stop>, StoreError> {
    tx.all(
        "SELECT s.venue, s.route, s.position, v.name, COALESCE(t.id, a.id), COALESCE(t.short_name, a.short_name),
                v.organisation, o.name
         FROM panel_stop s JOIN panel_route r ON r.id = s.route JOIN venue v ON v.id = s.venue
         JOIN organisation o ON o.id = v.organisation JOIN area a ON a.id = v.area LEFT JOIN area t ON t.id = a.town
         WHERE s.round = ?1 ORDER BY r.number, s.position, s.venue",
        params![round],
        |row| {
            Ok(Stop {
                venue: row.get(0)?,
                route: row.get(1)?,
                position: row.get(2)?,
                name: row.get(3)?,
                town: row.get(4)?,
                town_name: row.get(5)?,
                keeper: row.get(6)?,
                keeper_name: row.get(7)?,
            })
        },
    )
}

pub(super) fn judges(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Judge>, StoreError> {
    tx.all(
        "SELECT j.route, j.seat, j.person, p.name_masked, j.left_at
         FROM panel_route r JOIN panel_judge j ON j.route = r.id JOIN person p ON p.id = j.person
         WHERE r.round = ?1 ORDER BY r.number, j.seat",
        params![round],
        |row| {
            Ok(Judge {
                route: row.get(0)?,
                seat: row.get(1)?,
                person: row.get(2)?,
                name: row.get(3)?,
                left_at: row.get(4)?,
            })
        },
    )
}

pub(super) fn recusals(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Recusal>, StoreError> {
    tx.all(
        "SELECT q.route, q.seat, q.venue, o.name FROM panel_route r JOIN panel_recusal q ON q.route = r.id
         JOIN organisation o ON o.id = q.organisation WHERE r.round = ?1",
        params![round],
        |row| {
            Ok(Recusal {
                route: row.get(0)?,
                seat: row.get(1)?,
                venue: row.get(2)?,
                body: row.get(3)?,
            })
        },
    )
}

/// The last paper of each judge and venue, with its marks.
pub(super) fn papers(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Paper>, StoreError> {
    let mut papers: Vec<Paper> = Vec::new();
    tx.each(
        "SELECT p.id, p.route, p.seat, p.venue, p.number, p.reason, p.given_at, m.position, m.value, m.words
         FROM panel_paper p JOIN panel_mark m ON m.paper = p.id
         WHERE p.round = ?1 AND NOT EXISTS (SELECT 1 FROM panel_paper l WHERE l.route = p.route AND l.seat = p.seat
           AND l.venue = p.venue AND l.number > p.number)
         ORDER BY p.route, p.seat, p.venue, m.position",
        params![round],
        |row| {
            let id = row.get(0)?;
            let mark = (row.get(7)?, row.get(8)?, row.get(9)?);
            match papers.last_mut().filter(|last| last.id == id) {
                Some(last) => last.marks.push(mark),
                None => papers.push(Paper {
                    id,
                    route: row.get(1)?,
                    seat: row.get(2)?,
                    venue: row.get(3)?,
                    number: row.get(4)?,
                    reason: row.get(5)?,
                    given_at: row.get(6)?,
                    marks: vec![mark],
                }),
            }
            Ok(())
        },
    )?;
    Ok(papers)
}

/// Every change of a result, in the order in which they were made.
pub(super) fn changes(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Change>, StoreError> {
    tx.all(
        "SELECT venue, position, number, before, after, reason FROM panel_change WHERE round = ?1
         ORDER BY venue, position, number",
        params![round],
        |row| {
            Ok(Change {
                venue: row.get(0)?,
                position: row.get(1)?,
                number: row.get(2)?,
                before: row.get(3)?,
                after: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )
}

pub(super) fn rechecks(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Recheck>, StoreError> {
    tx.all(
        "SELECT id, route, seat, venue, position, words, answer, changed FROM panel_recheck WHERE round = ?1
         ORDER BY asked_at DESC, id DESC",
        params![round],
        |row| {
            let answer: Option<String> = row.get(6)?;
            Ok(Recheck {
                id: row.get(0)?,
                route: row.get(1)?,
                seat: row.get(2)?,
                venue: row.get(3)?,
                position: row.get(4)?,
                words: row.get(5)?,
                answer: answer.zip(row.get(7)?),
            })
        },
    )
}

pub(super) fn appeals(tx: &mut ReadTx<'_>, round: RoundId) -> Result<Vec<Appeal>, StoreError> {
    tx.all(
        "SELECT id, venue, position, words, made_at, upheld, answer FROM panel_appeal WHERE round = ?1
         ORDER BY made_at, id",
        params![round],
        |row| {
            let upheld: Option<bool> = row.get(5)?;
            Ok(Appeal {
                id: row.get(0)?,
                venue: row.get(1)?,
                position: row.get(2)?,
                words: row.get(3)?,
                made_at: row.get(4)?,
                answer: upheld.zip(row.get(6)?),
            })
        },
    )
}

/// Which judges of a route have a post in a body that keeps or built one of its venues: seat, venue, body.
pub(super) fn conflicts(
    tx: &mut ReadTx<'_>,
    route: RouteId,
    today: Date,
) -> Result<Vec<(i64, VenueId, OrganisationId, String)>, StoreError> {
    tx.all(
        "SELECT DISTINCT j.seat, v.id, o.id, o.name
         FROM panel_judge j JOIN panel_stop s ON s.route = j.route JOIN venue v ON v.id = s.venue
         JOIN posting p ON p.person = j.person AND p.valid_from <= ?2 AND ?2 < p.valid_to
         JOIN organisation o ON o.id = p.organisation
         WHERE j.route = ?1 AND j.left_at IS NULL
           AND (v.organisation = p.organisation
                OR EXISTS (SELECT 1 FROM venue_partner b WHERE b.venue = v.id AND b.organisation = p.organisation))
         ORDER BY 1, 2, 3",
        params![route, today],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// A venue that a round could visit.
#[derive(Clone, Debug)]
pub(super) struct VenueChoice {
    pub id: VenueId,
    pub name: String,
    pub whereabouts: String,
    pub cluster: Option<String>,
}

/// Venues in service within an organisation's area that aren't in the round yet, with this in their name, their group's,
/// or their village's or town's.
pub(super) fn choices(
    tx: &mut ReadTx<'_>,
    scope: Scope,
    round: RoundId,
    words: &str,
    limit: i64,
) -> Result<Vec<VenueChoice>, StoreError> {
    let (whole, area): (bool, AreaId) = (scope.level == Level::County, scope.area);
    tx.all(
        "SELECT v.id, v.name, COALESCE(t.short_name, ''), a.short_name, c.name
         FROM venue v JOIN area a ON a.id = v.area LEFT JOIN area t ON t.id = a.town LEFT JOIN cluster c ON c.id = v.cluster
         WHERE v.stage = 'in_service' AND (CAST(?1 AS BIGINT) = 1 OR a.id = ?2 OR a.town = ?2)
           AND (CAST(?4 AS TEXT) = '' OR v.name LIKE '%' || ?4 || '%' OR c.name LIKE '%' || ?4 || '%'
                OR a.short_name LIKE '%' || ?4 || '%' OR t.short_name LIKE '%' || ?4 || '%')
           AND NOT EXISTS (SELECT 1 FROM panel_stop s WHERE s.round = ?3 AND s.venue = v.id)
         ORDER BY COALESCE(t.code, a.code), a.code, v.name LIMIT ?5",
        params![whole, area, round, words, limit],
        |row| {
            Ok(VenueChoice {
                id: row.get(0)?,
                name: row.get(1)?,
                whereabouts: format!("{}{}", row.text(2)?, row.text(3)?),
                cluster: row.get(4)?,
            })
        },
    )
}

/// The seat of somebody on a route, and whether they left it.
pub(super) fn seat_of(
    tx: &mut ReadTx<'_>,
    route: RouteId,
    person: PersonId,
) -> Result<Option<(i64, bool)>, StoreError> {
    tx.one(
        "SELECT seat, left_at FROM panel_judge WHERE route = ?1 AND person = ?2",
        params![route, person],
        |row| Ok((row.get(0)?, row.get::<Option<Timestamp>>(1)?.is_some())),
    )
}

/// Whether a venue is in service and lies in an organisation's area.
pub(super) fn may_visit(tx: &mut ReadTx<'_>, scope: Scope, venue: VenueId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM venue v JOIN area a ON a.id = v.area
         WHERE v.id = ?1 AND v.stage = 'in_service' AND (CAST(?2 AS BIGINT) = 1 OR a.id = ?3 OR a.town = ?3)",
        params![venue, scope.level == Level::County, scope.area],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Who holds a post in an office today: who, the name as it is shown, the post.
pub(super) fn officers(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    today: Date,
) -> Result<Vec<(PersonId, String, String)>, StoreError> {
    tx.all(
        "SELECT p.person, MIN(x.name_masked), MIN(p.title) FROM posting p JOIN person x ON x.id = p.person
         WHERE p.organisation = ?1 AND p.valid_from <= ?2 AND ?2 < p.valid_to GROUP BY p.person ORDER BY 3, 2, 1",
        params![org, today],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
