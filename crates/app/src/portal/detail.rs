//! What an activity's own page reads.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CompetitionId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::queries::kind;
use crate::{
    activities::{ActivityKind, Allotment, First, whole_place},
    coverage::Line,
    signups::{self, PartyId, Places, SignupRole, SignupState},
    standings::Asks,
};

/// An activity on its own page.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Which.
    pub id: ActivityId,
    /// What it is.
    pub title: String,
    /// What to expect, in a few lines.
    pub summary: String,
    /// What kind of thing.
    pub kind: ActivityKind,
    /// `published` or `cancelled`.
    pub status: String,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// Where, in words.
    pub place: String,
    /// The venue's address, where it is held in one.
    pub address: Option<String>,
    /// Whether the venue can be entered without steps, where it is held in one.
    pub step_free: Option<bool>,
    /// The village or community.
    pub area: String,
    /// The town.
    pub town: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When sign-up begins.
    pub opens_at: Timestamp,
    /// When sign-up ends.
    pub closes_at: Timestamp,
    /// The youngest age, in years.
    pub min_age: Option<i64>,
    /// The oldest age, in years.
    pub max_age: Option<i64>,
    /// The area whose people it is for.
    pub only_area: Option<String>,
    /// What else is asked of those who come.
    pub asks: Asks,
    /// How places are given.
    pub allotment: Allotment,
    /// When they were given, where they are not given as people come.
    pub allotted_at: Option<Timestamp>,
    /// The area whose people get places first then.
    pub prior_area: Option<String>,
    /// Who comes first: who lives there, and the groups besides.
    pub first: First,
    /// The first competition that is held in it.
    pub competition: Option<CompetitionId>,
    /// Whether it is a course, of many sessions.
    pub course: bool,
    /// At most so many in one party.
    pub party_max: i64,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
    /// Grows with every change.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The places for those who take part.
    pub attendees: Option<Places>,
    /// The places for those who help.
    pub volunteers: Option<Places>,
    /// Who holds it together, the host first; filled by [`detail`].
    pub hosts: Vec<Host>,
}

impl Detail {
    /// Until when its places change hands.
    pub fn moves_until(&self) -> Timestamp {
        signups::moves_until(self.course, self.starts_at, self.ends_at)
    }
}

/// One of those who hold an activity together.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its line.
    pub line: Option<Line>,
    /// Whether it is the host.
    pub host: bool,
}

/// A public activity with who holds it together: two statements.
///
/// # Errors
/// When the database fails.
pub fn detail(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<Detail>, StoreError> {
    let found = tx.one(
        concat!(
            "SELECT a.id, a.title, a.summary, a.kind, a.status, a.cancel_reason, ",
            whole_place!(),
            ", ve.address, ve.step_free,
                ar.short_name, tn.short_name, a.starts_at, a.ends_at, a.signup_opens_at, a.signup_closes_at,
                a.min_age, a.max_age, oa.short_name, a.party_max, a.offer_minutes, a.version, a.updated_at,
                p.capacity, p.taken, p.waiting, h.capacity, h.taken, h.waiting,
                a.allotment, a.allotted_at, (SELECT pa.short_name FROM area pa WHERE pa.id = a.prior_area),
                (SELECT MIN(c.id) FROM competition c WHERE c.activity = a.id AND c.removed_at IS NULL), a.asks, a.course,
                a.prior_area, a.priority, a.kept_until, ",
            signups::passed_at!("p"),
            ", ",
            signups::passed_at!("h"),
            "
         FROM activity a
         JOIN area ar ON ar.id = a.area JOIN area tn ON tn.id = a.town
         LEFT JOIN area oa ON oa.id = a.only_area
         LEFT JOIN space sp ON sp.id = a.space LEFT JOIN venue ve ON ve.id = sp.venue
         LEFT JOIN pool p ON p.activity = a.id AND p.role = 'attendee' AND p.capacity > 0
         LEFT JOIN pool h ON h.activity = a.id AND h.role = 'volunteer' AND h.capacity > 0
         WHERE a.id = ?1 AND a.status IN ('published', 'cancelled')"
        ),
        params![id],
        |row| {
            Ok(Detail {
                id: row.get(0)?,
                title: row.get(1)?,
                summary: row.get(2)?,
                kind: kind(row, 3)?,
                status: row.get(4)?,
                cancel_reason: row.get(5)?,
                place: row.get(6)?,
                address: row.get(7)?,
                step_free: row.get(8)?,
                area: row.get(9)?,
                town: row.get(10)?,
                starts_at: row.get(11)?,
                ends_at: row.get(12)?,
                opens_at: row.get(13)?,
                closes_at: row.get(14)?,
                min_age: row.get(15)?,
                max_age: row.get(16)?,
                only_area: row.get(17)?,
                asks: Asks::read(row, 32)?.unwrap_or_default(),
                party_max: row.get(18)?,
                offer_minutes: row.get(19)?,
                version: row.get(20)?,
                updated_at: row.get(21)?,
                allotment: row.get(28)?,
                allotted_at: row.get(29)?,
                prior_area: row.get(30)?,
                first: First::read(row, [35, 34, 30, 36])?,
                competition: row.get(31)?,
                course: row.get(33)?,
                attendees: places(row, SignupRole::Attendee, (22, 37))?,
                volunteers: places(row, SignupRole::Volunteer, (25, 38))?,
                hosts: Vec::new(),
            })
        },
    )?;
    let Some(mut detail) = found else { return Ok(None) };
    detail.hosts = tx.all(
        "SELECT o.name, c.line, c.host FROM cohost c JOIN organisation o ON o.id = c.organisation
         WHERE c.activity = ?1 AND c.status = 'accepted' ORDER BY c.host DESC, o.name",
        params![id],
        |row| {
            Ok(Host {
                name: row.get(0)?,
                line: row.text(1)?.parse().ok(),
                host: row.get(2)?,
            })
        },
    )?;
    Ok(Some(detail))
}

fn places(
    row: &Row<'_>,
    role: SignupRole,
    (at, passed_at): (usize, usize),
) -> Result<Option<Places>, StoreError> {
    let Some(capacity) = row.get::<Option<i64>>(at)? else {
        return Ok(None);
    };
    Ok(Some(Places {
        role,
        capacity,
        taken: row.get(at + 1)?,
        waiting: row.get(at + 2)?,
        all_wait: signups::waits(row.get(28)?, row.get(29)?, role),
        passed_at: row.get(passed_at)?,
    }))
}

/// The party that a person booked for an activity or comes with, and how it stands.
///
/// # Errors
/// When the database fails.
pub fn own_signup(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    person: PersonId,
) -> Result<Option<(PartyId, SignupState)>, StoreError> {
    tx.one(
        // Two questions, each answered by an index of its own; asked as one, it is looked for among all sign-ups of
        // the activity.
        "SELECT party, state FROM (
           SELECT party, state, id FROM signup WHERE person = ?2 AND activity = ?1
           UNION SELECT party, state, id FROM signup WHERE booker = ?2 AND activity = ?1) AS own
         WHERE state IN ('seat', 'waiting', 'offered')
         ORDER BY CASE state WHEN 'offered' THEN 0 ELSE 1 END, id LIMIT 1",
        params![activity, person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
