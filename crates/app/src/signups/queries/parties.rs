//! Parties as their people see them.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ActivityId, PersonId, SignupId};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::activity::{ACTIVITY_COLUMNS, ActivityFacts, activity, activity_columns};
use crate::signups::model::{PartyId, SignupRole, SignupState};

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
    /// Its number before its place was drawn, where places are given to all at once.
    pub entry: Option<i64>,
    /// Its place among the groups that come first.
    pub rank: i64,
    /// The same as it was when places were given to all at once, where they were and groups come first.
    pub given_rank: Option<i64>,
    /// The short code.
    pub code: String,
    /// Until when the place offered is held.
    pub offered_until: Option<Timestamp>,
    /// Until when it is asked whether fewer come, or was, while they wait.
    pub asked_until: Option<Timestamp>,
    /// Whether they have been checked in.
    pub came: bool,
    /// Whether somebody else has their place now, to whom it was handed on.
    pub handed_on: bool,
    /// When they signed up.
    pub created_at: Timestamp,
    /// Whether they are a companion of who signed them up.
    pub companion: bool,
}

macro_rules! signup_columns {
    () => {
        concat!(
            "s.id, s.party, s.role, s.booker, s.person, p.name_sealed, s.state, s.number, s.code, s.offered_until,
         (SELECT COUNT(*) FROM scan c WHERE c.signup = s.id AND c.outcome = 'accepted'), s.created_at, p.birth_day,
         s.entry, (SELECT COUNT(h.taken_by) FROM handed_on h WHERE h.signup = s.id), s.rank,
         s.given_rank, ",
            is_companion!(),
            ", s.asked_until"
        )
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
        entry: row.get(at + 13)?,
        handed_on: row.get::<i64>(at + 14)? > 0,
        rank: row.get(at + 15)?,
        given_rank: row.get(at + 16)?,
        companion: row.get(at + 17)?,
        asked_until: row.get(at + 18)?,
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

/// The party under which somebody is signed up, and who signed it up.
pub fn party_of(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    person: PersonId,
) -> Result<Option<(PartyId, PersonId)>, StoreError> {
    tx.one(
        "SELECT party, booker FROM signup WHERE activity = ?1 AND person = ?2
         AND state IN ('seat', 'waiting', 'offered')",
        params![activity, person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The live sign-up of somebody: as what they come, and how it stands.
pub fn live_of(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    person: PersonId,
) -> Result<Option<(SignupId, SignupRole, SignupState)>, StoreError> {
    tx.one(
        "SELECT id, role, state FROM signup WHERE activity = ?1 AND person = ?2
         AND state IN ('seat', 'waiting', 'offered')",
        params![activity, person],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
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
    /// With how many they may come, where they are more than what is free; `None` where they may all come.
    pub fewer: Option<i64>,
    /// How many they are.
    pub people: i64,
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
        "SELECT s.party, a.title, MIN(CASE WHEN s.state = 'offered' THEN s.offered_until ELSE s.asked_until END),
                MIN(CASE WHEN s.state = 'waiting' THEN s.asked_free END), COUNT(*)
         FROM signup s JOIN activity a ON a.id = s.activity
         WHERE s.booker = ?1 AND a.status = 'published' AND ((s.state = 'offered' AND s.offered_until > ?2)
           OR (s.state = 'waiting' AND s.asked_until > ?2))
         GROUP BY s.party, a.title ORDER BY 3",
        params![booker, now],
        |row| {
            Ok(OpenOffer {
                party: row.get(0)?,
                title: row.get(1)?,
                until: row.get(2)?,
                fewer: row.get(3)?,
                people: row.get(4)?,
            })
        },
    )
}

/// Somebody whom a booker has signed up for an activity and who still comes or waits.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// Who.
    pub person: PersonId,
    /// In which party.
    pub party: PartyId,
    /// Whether they have a place; others may never get one.
    pub seated: bool,
    /// Whether they are a companion of the booker.
    pub companion: bool,
}

/// Whom a booker has signed up for an activity and who still comes or waits.
///
/// # Errors
/// When the database fails.
pub fn live_people(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    booker: PersonId,
) -> Result<Vec<Live>, StoreError> {
    tx.all(
        concat!(
            "SELECT s.person, s.party, s.state, ",
            is_companion!(),
            " FROM signup s JOIN person p ON p.id = s.person
              WHERE s.activity = ?1 AND s.booker = ?2 AND s.state IN ('seat', 'waiting', 'offered')"
        ),
        params![activity, booker],
        |row| {
            Ok(Live {
                person: row.get(0)?,
                party: row.get(1)?,
                seated: row.get::<SignupState>(2)? == SignupState::Seat,
                companion: row.get(3)?,
            })
        },
    )
}

/// What else somebody of a party is signed up for at the same time.
#[derive(Clone, Debug)]
pub struct Besides {
    /// Which activity.
    pub activity: ActivityId,
    /// Its title.
    pub title: String,
    /// When it begins and ends.
    pub span: (Timestamp, Timestamp),
}

/// The other activities, at most five, for which people of this party are signed up while the party's own goes on, as
/// far as `reader` signed them up or is one of them. Courses last for months, with free hours between: they are left
/// out.
///
/// # Errors
/// When the database fails.
pub fn besides(tx: &mut ReadTx<'_>, party: PartyId, reader: PersonId) -> Result<Vec<Besides>, StoreError> {
    tx.all(
        "SELECT DISTINCT b.id, b.title, b.starts_at, b.ends_at FROM signup s JOIN activity a ON a.id = s.activity
         JOIN signup o ON o.person = s.person AND o.activity <> s.activity AND o.state IN ('seat', 'waiting', 'offered')
         JOIN activity b ON b.id = o.activity
         WHERE s.party = ?1 AND s.state IN ('seat', 'waiting', 'offered') AND (o.booker = ?2 OR o.person = ?2)
           AND a.status = 'published' AND b.status = 'published' AND a.course = 0 AND b.course = 0
           AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         ORDER BY b.starts_at, b.id LIMIT 5",
        params![party, reader],
        |row| {
            Ok(Besides {
                activity: row.get(0)?,
                title: row.get(1)?,
                span: (row.get(2)?, row.get(3)?),
            })
        },
    )
}
