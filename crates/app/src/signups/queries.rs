//! What the sign-up pages and the API read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, SignupId};
use langqiao_platform::rollup;
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{
    answers::{Question, QuestionKind},
    model::{PartyId, SignupRole, SignupState},
};

/// The questions of an activity in their order.
///
/// # Errors
/// When the database fails.
pub fn questions(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Vec<Question>, StoreError> {
    tx.all(
        "SELECT id, label, kind, options, required FROM question WHERE activity = ?1 ORDER BY position",
        params![activity],
        |row| {
            Ok(Question {
                id: row.get(0)?,
                label: row.get(1)?,
                kind: QuestionKind::stored(row.text(2)?, row.text(3)?),
                required: row.get(4)?,
            })
        },
    )
}

/// The party under which a person is signed up for an activity now, if it is this booker's.
///
/// # Errors
/// When the database fails.
pub fn own_party_of(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    person: PersonId,
    booker: PersonId,
) -> Result<Option<PartyId>, StoreError> {
    tx.one(
        "SELECT party FROM signup WHERE activity = ?1 AND person = ?2 AND booker = ?3
         AND state IN ('seat', 'waiting', 'offered')",
        params![activity, person, booker],
        |row| row.get(0),
    )
}

/// An activity as those see it who sign up.
#[derive(Clone, Debug)]
pub struct ActivityFacts {
    /// Its id.
    pub id: ActivityId,
    /// What it is.
    pub title: String,
    /// Where: the place in words.
    pub place: String,
    /// Who holds it.
    pub host: String,
    /// Its state: `published`, `cancelled`, `draft`.
    pub status: String,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When sign-up begins.
    pub opens_at: Timestamp,
    /// When sign-up ends.
    pub closes_at: Timestamp,
    /// At most so many in one party.
    pub party_max: i64,
    /// How long an offer holds, in minutes.
    pub offer_minutes: i64,
    /// The youngest age, in years.
    pub min_age: Option<i64>,
    /// The oldest age, in years.
    pub max_age: Option<i64>,
    /// Grows with every change of the activity.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The columns of [`ActivityFacts`], from `activity a JOIN organisation o`.
macro_rules! activity_columns {
    () => {
        "a.id, a.title, a.place, o.name, a.status, a.cancel_reason, a.starts_at, a.ends_at, a.signup_opens_at,
         a.signup_closes_at, a.party_max, a.offer_minutes, a.min_age, a.max_age, a.version, a.updated_at"
    };
}
/// How many columns [`activity_columns!`] are.
const ACTIVITY_COLUMNS: usize = 16;

fn activity(row: &Row<'_>) -> Result<ActivityFacts, StoreError> {
    Ok(ActivityFacts {
        id: row.get(0)?,
        title: row.get(1)?,
        place: row.get(2)?,
        host: row.get(3)?,
        status: row.get(4)?,
        cancel_reason: row.get(5)?,
        starts_at: row.get(6)?,
        ends_at: row.get(7)?,
        opens_at: row.get(8)?,
        closes_at: row.get(9)?,
        party_max: row.get(10)?,
        offer_minutes: row.get(11)?,
        min_age: row.get(12)?,
        max_age: row.get(13)?,
        version: row.get(14)?,
        updated_at: row.get(15)?,
    })
}

/// A public activity.
///
/// # Errors
/// When the database fails.
pub fn public_activity(tx: &mut ReadTx<'_>, id: ActivityId) -> Result<Option<ActivityFacts>, StoreError> {
    tx.one(
        concat!(
            "SELECT ",
            activity_columns!(),
            " FROM activity a JOIN organisation o ON o.id = a.organisation
              WHERE a.id = ?1 AND a.status IN ('published', 'cancelled')"
        ),
        params![id],
        activity,
    )
}

/// The places of an activity for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// As what one comes.
    pub role: SignupRole,
    /// How many there are.
    pub capacity: i64,
    /// How many are held: taken or offered.
    pub taken: i64,
    /// How many people wait.
    pub waiting: i64,
}

impl Places {
    /// How many a newcomer can have now: while anyone waits, none.
    pub fn for_newcomers(&self) -> i64 {
        if self.waiting > 0 {
            0
        } else {
            self.capacity - self.taken
        }
    }
}

/// The places of an activity, by role; a role without places is none.
///
/// # Errors
/// When the database fails.
pub fn places(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Vec<Places>, StoreError> {
    tx.all(
        "SELECT role, capacity, taken, waiting FROM pool WHERE activity = ?1 AND capacity > 0 ORDER BY role",
        params![activity],
        |row| {
            Ok(Places {
                role: row.get(0)?,
                capacity: row.get(1)?,
                taken: row.get(2)?,
                waiting: row.get(3)?,
            })
        },
    )
}

/// Somebody whom a booker may sign up.
#[derive(Clone, Debug)]
pub struct Relative {
    /// Who.
    pub person: PersonId,
    /// Their name, protected.
    pub name_sealed: Vec<u8>,
    /// The day of birth, where it is known.
    pub birth: Option<Date>,
    /// The party under which they are signed up for the activity already, if they are.
    pub party: Option<PartyId>,
}

/// A booker and their family, the booker first, with who of them is signed up for an activity.
///
/// # Errors
/// When the database fails.
pub fn family(
    tx: &mut ReadTx<'_>,
    booker: PersonId,
    activity: ActivityId,
) -> Result<Vec<Relative>, StoreError> {
    tx.all(
        "SELECT p.id, p.name_sealed, p.birth_day, s.party FROM person p
         LEFT JOIN signup s ON s.activity = ?2 AND s.person = p.id AND s.state IN ('seat', 'waiting', 'offered')
         WHERE p.id = ?1 OR p.guardian = ?1
         ORDER BY CASE WHEN p.id = ?1 THEN 0 ELSE 1 END, p.id",
        params![booker, activity],
        |row| {
            Ok(Relative { person: row.get(0)?, name_sealed: row.get(1)?, birth: row.get(2)?, party: row.get(3)? })
        },
    )
}

/// One person's sign-up with its activity.
#[derive(Clone, Debug)]
pub struct SignupRow {
    /// The activity.
    pub activity: ActivityFacts,
    /// The sign-up.
    pub id: SignupId,
    /// Under which party.
    pub party: PartyId,
    /// As what.
    pub role: SignupRole,
    /// Who signed them up.
    pub booker: PersonId,
    /// Who.
    pub person: PersonId,
    /// Their name, protected.
    pub name_sealed: Vec<u8>,
    /// Their day of birth, where it is known.
    pub birth: Option<Date>,
    /// How it stands.
    pub state: SignupState,
    /// The party's number in the queue.
    pub number: i64,
    /// The short code.
    pub code: String,
    /// Until when the place offered is held.
    pub offered_until: Option<Timestamp>,
    /// Whether they have been checked in.
    pub came: bool,
    /// When they signed up.
    pub created_at: Timestamp,
}

macro_rules! signup_columns {
    () => {
        "s.id, s.party, s.role, s.booker, s.person, p.name_sealed, s.state, s.number, s.code, s.offered_until,
         (SELECT COUNT(*) FROM scan c WHERE c.signup = s.id AND c.outcome = 'accepted'), s.created_at, p.birth_day"
    };
}

fn signup(row: &Row<'_>) -> Result<SignupRow, StoreError> {
    let at = ACTIVITY_COLUMNS;
    Ok(SignupRow {
        activity: activity(row)?,
        id: row.get(at)?,
        party: row.get(at + 1)?,
        role: row.get(at + 2)?,
        booker: row.get(at + 3)?,
        person: row.get(at + 4)?,
        name_sealed: row.get(at + 5)?,
        state: row.get(at + 6)?,
        number: row.get(at + 7)?,
        code: row.get(at + 8)?,
        offered_until: row.get(at + 9)?,
        came: row.get::<i64>(at + 10)? > 0,
        created_at: row.get(at + 11)?,
        birth: row.get(at + 12)?,
    })
}

/// The rows of a party that a person may see: all of it for the booker, for others their own.
///
/// # Errors
/// When the database fails.
pub fn party(tx: &mut ReadTx<'_>, party: PartyId, person: PersonId) -> Result<Vec<SignupRow>, StoreError> {
    tx.all(
        concat!(
            "SELECT ",
            activity_columns!(),
            ", ",
            signup_columns!(),
            " FROM signup s JOIN activity a ON a.id = s.activity JOIN organisation o ON o.id = a.organisation
              JOIN person p ON p.id = s.person
              WHERE s.party = ?1 AND (s.booker = ?2 OR s.person = ?2) ORDER BY s.id"
        ),
        params![party, person],
        signup,
    )
}

/// The sign-ups that a person made or that others made for them: those of activities that are not over, or
/// those of the past, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn of_person(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    now: Timestamp,
    past: bool,
    limit: i64,
) -> Result<Vec<SignupRow>, StoreError> {
    if past {
        tx.all(
            concat!(
                "SELECT ",
                activity_columns!(),
                ", ",
                signup_columns!(),
                " FROM signup s JOIN activity a ON a.id = s.activity JOIN organisation o ON o.id = a.organisation
                  JOIN person p ON p.id = s.person
                  WHERE (s.booker = ?1 OR s.person = ?1) AND a.ends_at <= ?2
                  ORDER BY a.starts_at DESC, s.party, s.id LIMIT ?3"
            ),
            params![person, now, limit],
            signup,
        )
    } else {
        tx.all(
            concat!(
                "SELECT ",
                activity_columns!(),
                ", ",
                signup_columns!(),
                " FROM signup s JOIN activity a ON a.id = s.activity JOIN organisation o ON o.id = a.organisation
                  JOIN person p ON p.id = s.person
                  WHERE (s.booker = ?1 OR s.person = ?1) AND a.ends_at > ?2
                  ORDER BY a.starts_at, s.party, s.id LIMIT ?3"
            ),
            params![person, now, limit],
            signup,
        )
    }
}

/// Where a waiting party stands, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many places there are.
    pub capacity: i64,
    /// How many are held: taken or offered.
    pub taken: i64,
    /// How many of these are offered to others who have not answered yet.
    pub offered: i64,
    /// When the first of these offers ends.
    pub offer_ends: Option<Timestamp>,
    /// How many parties stand before this one.
    pub parties_ahead: i64,
    /// How many people that is.
    pub people_ahead: i64,
}

impl Standing {
    /// Places that nobody has and nobody is offered.
    pub fn free(&self) -> i64 {
        self.capacity - self.taken
    }
}

/// Where the party with this number stands.
///
/// # Errors
/// When the database fails.
pub fn standing(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    role: SignupRole,
    number: i64,
) -> Result<Option<Standing>, StoreError> {
    tx.one(
        "SELECT p.capacity, p.taken, q.offered, q.offer_ends, q.parties, q.people FROM pool p CROSS JOIN (
           SELECT COUNT(CASE WHEN state = 'offered' THEN 1 END) AS offered,
                  MIN(CASE WHEN state = 'offered' THEN offered_until END) AS offer_ends,
                  COUNT(DISTINCT CASE WHEN state = 'waiting' AND number < ?3 THEN number END) AS parties,
                  COUNT(CASE WHEN state = 'waiting' AND number < ?3 THEN 1 END) AS people
           FROM signup WHERE activity = ?1 AND role = ?2 AND state IN ('waiting', 'offered')) q
         WHERE p.activity = ?1 AND p.role = ?2",
        params![activity, role, number],
        |row| {
            Ok(Standing {
                capacity: row.get(0)?,
                taken: row.get(1)?,
                offered: row.get(2)?,
                offer_ends: row.get(3)?,
                parties_ahead: row.get(4)?,
                people_ahead: row.get(5)?,
            })
        },
    )
}

/// A place that is held for somebody's answer.
#[derive(Clone, Debug)]
pub struct OpenOffer {
    /// For which party.
    pub party: PartyId,
    /// In which activity.
    pub title: String,
    /// Until when.
    pub until: Timestamp,
}

/// What a person has been offered and not answered, the most urgent first.
///
/// # Errors
/// When the database fails.
pub fn open_offers(
    tx: &mut ReadTx<'_>,
    booker: PersonId,
    now: Timestamp,
) -> Result<Vec<OpenOffer>, StoreError> {
    tx.all(
        "SELECT s.party, a.title, MIN(s.offered_until) FROM signup s JOIN activity a ON a.id = s.activity
         WHERE s.booker = ?1 AND s.state = 'offered' AND s.offered_until > ?2 AND a.status = 'published'
         GROUP BY s.party, a.title ORDER BY 3",
        params![booker, now],
        |row| {
            Ok(OpenOffer {
                party: row.get(0)?,
                title: row.get(1)?,
                until: row.get(2)?,
            })
        },
    )
}

/// Compares the roll-up of sign-ups with the sign-ups themselves.
///
/// # Errors
/// When the database fails.
pub fn check_rollup(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut counted: BTreeMap<(OrganisationId, i64), i64> = BTreeMap::new();
    tx.each(
        "SELECT a.organisation, s.created_at FROM signup s JOIN activity a ON a.id = s.activity",
        params![],
        |row| {
            let month = rollup::month(row.get(1)?);
            *counted.entry((row.get(0)?, month)).or_default() += 1;
            Ok(())
        },
    )?;
    let kept = rollup::all(tx, super::sign_up::MEASURE)?;
    let kept: BTreeMap<_, _> = kept
        .into_iter()
        .map(|(org, month, _, n)| ((org, month), n))
        .collect();
    let keys: BTreeSet<_> = counted.keys().chain(kept.keys()).copied().collect();
    let differs = keys.into_iter().filter_map(|key| {
        let (facts, total) = (
            counted.get(&key).copied().unwrap_or(0),
            kept.get(&key).copied().unwrap_or(0),
        );
        let (org, month) = key;
        (facts != total)
            .then(|| format!("signups of {org} in month {month}: {facts} in the records, {total} kept"))
    });
    Ok(differs.collect())
}

/// Compares each pool's counts with the sign-ups.
///
/// # Errors
/// When the database fails.
pub fn check_places(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT p.activity, p.role, p.taken, p.waiting, COALESCE(s.holding, 0), COALESCE(s.waits, 0)
         FROM pool p LEFT JOIN (
           SELECT activity, role, COUNT(CASE WHEN state IN ('seat', 'offered') THEN 1 END) AS holding,
                  COUNT(CASE WHEN state = 'waiting' THEN 1 END) AS waits
           FROM signup GROUP BY activity, role) s ON s.activity = p.activity AND s.role = p.role
         WHERE p.taken <> COALESCE(s.holding, 0) OR p.waiting <> COALESCE(s.waits, 0)",
        params![],
        |row| {
            let (activity, role): (ActivityId, SignupRole) = (row.get(0)?, row.get(1)?);
            let n = |at| row.get::<i64>(at);
            Ok(format!(
                "places of {activity} for {}: {} held and {} waiting kept, {} and {} in the records",
                role.as_str(),
                n(2)?,
                n(3)?,
                n(4)?,
                n(5)?
            ))
        },
    )
}

/// A page of a person's parties: their rows, and when each was made.
#[derive(Debug)]
pub struct PartyRows {
    /// The rows, those of a party beside each other.
    pub rows: Vec<SignupRow>,
    /// When each party signed up, in milliseconds: the sort key.
    pub keys: HashMap<PartyId, i64>,
}

/// The parties of a person, the latest first, at most `limit`, after the one with this key.
///
/// # Errors
/// When the database fails.
pub fn parties_of(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    after: Option<(i64, PartyId)>,
    limit: i64,
) -> Result<PartyRows, StoreError> {
    let (at, party) = after.unwrap_or((i64::MAX, PartyId::from_u128(u128::MAX)));
    let rows = tx.all(
        concat!(
            "SELECT ",
            activity_columns!(),
            ", ",
            signup_columns!(),
            " FROM (
                SELECT party, MAX(created_at) AS made FROM signup WHERE (booker = ?1 OR person = ?1)
                AND (created_at, party) < (?2, ?3) GROUP BY party ORDER BY made DESC, party DESC LIMIT ?4) page
              JOIN signup s ON s.party = page.party AND (s.booker = ?1 OR s.person = ?1)
              JOIN activity a ON a.id = s.activity JOIN organisation o ON o.id = a.organisation
              JOIN person p ON p.id = s.person
              ORDER BY page.made DESC, s.party DESC, s.id"
        ),
        params![person, at, party, limit],
        signup,
    )?;
    let keys = rows
        .iter()
        .map(|row| (row.party, row.created_at.as_millisecond()))
        .collect();
    Ok(PartyRows { rows, keys })
}
