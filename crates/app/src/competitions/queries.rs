//! The SQL that reads competitions: here those that are asked for, as they stand in lists. Use cases keep the statements that
//! change one thing beside their rules.

mod parts;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, AreaId, CompetitionId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use crate::{activities::whole_place, coverage::Line};

use super::model::Competition;

pub(super) use parts::{
    Elsewhere, Member, courts, elsewhere, entries, fixtures, judges, marks, members, protests, seats, stages,
};

fn competition(row: &Row<'_>) -> Result<Competition, StoreError> {
    Ok(Competition {
        id: row.get(0)?,
        activity: row.get(1)?,
        activity_title: row.get(2)?,
        activity_status: row.get(3)?,
        organisation: row.get(4)?,
        host: row.get(5)?,
        place: row.get(6)?,
        starts_at: row.get(7)?,
        ends_at: row.get(8)?,
        title: row.get(9)?,
        team: row.get(10)?,
        team_min: row.get(11)?,
        team_max: row.get(12)?,
        entries_max: row.get(13)?,
        self_entry: row.get(14)?,
        entries_close_at: row.get(15)?,
        protest_minutes: row.get(16)?,
        entered: row.get(17)?,
        started_at: row.get(18)?,
        version: row.get(19)?,
    })
}

/// What [`competition`] reads of a competition `c`, its activity `a` and the host `o`. Entries close with the activity at the
/// latest, also where that was moved to an earlier day after they were laid down.
macro_rules! columns {
    () => {
        concat!(
            "c.id, c.activity, a.title, a.status, a.organisation, o.name, ",
            whole_place!(),
            ", a.starts_at, a.ends_at, c.title, c.team, c.team_min, c.team_max, c.entries_max, c.self_entry,
             CASE WHEN c.entries_close_at > a.ends_at THEN a.ends_at ELSE c.entries_close_at END, c.protest_minutes,
             c.entered, c.started_at, c.version"
        )
    };
}

/// A competition that an organisation holds, as its host or having accepted.
pub(super) fn held(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    id: CompetitionId,
) -> Result<Option<Competition>, StoreError> {
    tx.one(
        concat!(
            "SELECT ",
            columns!(),
            "
         FROM competition c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE c.id = ?1 AND c.removed_at IS NULL AND EXISTS (SELECT 1 FROM cohost h
           WHERE h.activity = c.activity AND h.organisation = ?2 AND h.status = 'accepted')"
        ),
        params![id, org],
        competition,
    )
}

/// A competition that everybody may see.
pub(super) fn public(tx: &mut ReadTx<'_>, id: CompetitionId) -> Result<Option<Competition>, StoreError> {
    let found = any(tx, id)?;
    Ok(found.filter(|competition| competition.activity_status != crate::activities::Status::Draft))
}

/// A competition by its id.
pub(super) fn any(tx: &mut ReadTx<'_>, id: CompetitionId) -> Result<Option<Competition>, StoreError> {
    tx.one(
        concat!(
            "SELECT ",
            columns!(),
            "
         FROM competition c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE c.id = ?1 AND c.removed_at IS NULL"
        ),
        params![id],
        competition,
    )
}

/// The competitions that an organisation holds, the latest first.
pub(super) fn of_organisation(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    before: Option<CompetitionId>,
    limit: i64,
) -> Result<Vec<Competition>, StoreError> {
    tx.all(
        concat!(
            "SELECT ",
            columns!(),
            "
         FROM cohost h JOIN competition c ON c.activity = h.activity
         JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE h.organisation = ?1 AND h.status = 'accepted' AND c.removed_at IS NULL AND (CAST(?2 AS TEXT) IS NULL OR c.id < ?2)
         ORDER BY c.id DESC LIMIT ?3"
        ),
        params![org, before, limit],
        competition,
    )
}

/// A competition named in a list: which, what it is called, how many take part.
pub(super) type Named = (CompetitionId, String, i64);

/// The competitions of an activity.
pub(super) struct OfActivity {
    pub found: Vec<Named>,
    /// When the activity ends: from then on it takes no more of them.
    pub ends_at: Option<Timestamp>,
}

/// The competitions of an activity that an organisation holds, as its host or having accepted; `None` if it doesn't.
pub(super) fn of_activity(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    activity: ActivityId,
) -> Result<Option<OfActivity>, StoreError> {
    let mut ends_at = None;
    let rows = tx.all(
        "SELECT c.id, c.title, c.entered, a.ends_at FROM cohost h JOIN activity a ON a.id = h.activity
         LEFT JOIN competition c ON c.activity = h.activity AND c.removed_at IS NULL
         WHERE h.activity = ?1 AND h.organisation = ?2 AND h.status = 'accepted' AND a.status <> 'cancelled' ORDER BY c.id",
        params![activity, org],
        |row| {
            let id: Option<CompetitionId> = row.get(0)?;
            ends_at = Some(row.get(3)?);
            Ok(match id {
                None => None,
                Some(id) => Some((id, row.get(1)?, row.get(2)?)),
            })
        },
    )?;
    Ok((!rows.is_empty()).then(|| OfActivity {
        found: rows.into_iter().flatten().collect(),
        ends_at,
    }))
}

/// Those that the public may see and that are not long over, the next first.
pub(super) fn shown_now(
    tx: &mut ReadTx<'_>,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Competition>, StoreError> {
    tx.all(
        concat!(
            "SELECT ",
            columns!(),
            "
         FROM competition c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE a.status = 'published' AND a.ends_at > ?1 AND c.removed_at IS NULL ORDER BY a.starts_at, c.id LIMIT ?2"
        ),
        params![since, limit],
        competition,
    )
}

/// Which of the public competitions are asked for.
pub(super) struct Shown {
    /// Held by a body of this line.
    pub line: Option<Line>,
    /// In this town.
    pub town: Option<AreaId>,
    /// `open`, `closed`, `running` or `over` at `now`.
    pub state: Option<&'static str>,
    /// Now.
    pub now: Timestamp,
    /// Those made before this one.
    pub before: Option<CompetitionId>,
    /// How many at most.
    pub most: i64,
}

/// Public competitions, the latest made first.
pub(super) fn listed(tx: &mut ReadTx<'_>, wanted: &Shown) -> Result<Vec<Competition>, StoreError> {
    tx.all(
        concat!(
            "SELECT ",
            columns!(),
            "
         FROM competition c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE a.status = 'published' AND c.removed_at IS NULL
           AND (CAST(?1 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM cohost h
                WHERE h.activity = a.id AND h.line = ?1 AND h.status = 'accepted'))
           AND (CAST(?2 AS TEXT) IS NULL OR a.town = ?2)
           AND (CAST(?3 AS TEXT) IS NULL OR ?3 =
                CASE WHEN a.ends_at <= ?4 THEN 'over' WHEN c.started_at IS NOT NULL THEN 'running'
                     WHEN c.entries_close_at > ?4 THEN 'open' ELSE 'closed' END)
           AND (CAST(?5 AS TEXT) IS NULL OR c.id < ?5)
         ORDER BY c.id DESC LIMIT ?6"
        ),
        params![
            wanted.line.map(Line::as_str),
            wanted.town,
            wanted.state,
            wanted.now,
            wanted.before,
            wanted.most
        ],
        competition,
    )
}

/// The competitions that are not over in which somebody takes part or has entered others, the next first.
pub(super) fn of_person(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Competition>, StoreError> {
    tx.all(
        concat!(
            "SELECT ",
            columns!(),
            "
         FROM competition c JOIN activity a ON a.id = c.activity JOIN organisation o ON o.id = a.organisation
         WHERE c.id IN (SELECT m.competition FROM entry_member m JOIN competition_entry e ON e.id = m.entry
                        WHERE m.person = ?1 AND e.withdrawn_at IS NULL
                        UNION SELECT e.competition FROM competition_entry e WHERE e.contact = ?1 AND e.withdrawn_at IS NULL)
           AND a.status = 'published' AND a.ends_at > ?2 AND c.removed_at IS NULL
         ORDER BY a.starts_at, c.id LIMIT ?3"
        ),
        params![person, now, most],
        competition,
    )
}
