//! All SQL of the feature.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use crate::{
    activities::places_in_queue,
    signups::{PartyId, SignupRole, SignupState},
};

/// Whether somebody of this name without a phone has a live sign-up; two days of birth are two people.
pub(super) fn same_name(
    tx: &mut ReadTx,
    activity: ActivityId,
    name_blind: &str,
    birth: Option<Date>,
) -> Result<bool, StoreError> {
    let same = tx.one(
        "SELECT 1 FROM (SELECT s.booker FROM signup s WHERE s.activity = ?1 AND s.state IN ('seat', 'waiting', 'offered')
                       UNION ALL SELECT w.booker FROM walk_in w WHERE w.activity = ?1 AND w.state = 'open') known
         JOIN person p ON p.id = known.booker
         WHERE p.name_blind = ?2 AND p.phone_blind IS NULL AND p.guardian IS NULL
           AND (CAST(?3 AS BIGINT) IS NULL OR p.birth_day = ?3) LIMIT 1",
        params![activity, name_blind, birth],
        |_| Ok(()),
    )?;
    Ok(same.is_some())
}

pub(super) fn is_named(tx: &mut ReadTx, person: PersonId, name_blind: &str) -> Result<bool, StoreError> {
    let same = tx.one(
        "SELECT 1 FROM person WHERE id = ?1 AND name_blind = ?2",
        params![person, name_blind],
        |_| Ok(()),
    )?;
    Ok(same.is_some())
}

pub(super) fn note(
    tx: &mut WriteTx,
    party: PartyId,
    (activity, org): (ActivityId, OrganisationId),
    (person, paper_seen_by): (PersonId, Option<PersonId>),
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO signup_at_desk (party, activity, organisation, person, at, paper_seen_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![party, activity, org, person, now, paper_seen_by],
    )?;
    Ok(())
}

/// Who was signed up under a party at a desk of this activity.
pub(super) fn booker(
    tx: &mut ReadTx,
    activity: ActivityId,
    party: PartyId,
) -> Result<Option<PersonId>, StoreError> {
    tx.one(
        "SELECT person FROM signup_at_desk WHERE party = ?1 AND activity = ?2",
        params![party, activity],
        |row| row.get(0),
    )
}

/// One who was signed up at a desk.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub party: PartyId,
    pub person: PersonId,
    /// Who answers for the party.
    pub booker: PersonId,
    /// As screens show it.
    pub name: String,
    pub role: SignupRole,
    pub state: SignupState,
    /// The number told at sign-up or, once places were drawn, the place in the order.
    pub number: i64,
    /// The number told at sign-up, where places were given to all at once.
    pub entry: Option<i64>,
    /// Of who waits, the place in the waiting list, from 1.
    pub place: Option<i64>,
    /// Which of the groups that come first their party is in, from 0.
    pub rank: i64,
    pub code: String,
    pub at: Timestamp,
    /// Who has seen their consent on paper, as screens show it.
    pub paper_seen_by: Option<String>,
    /// Who answers for them, as screens show it, where they are a child.
    pub guardian: Option<String>,
}

/// Those signed up at a desk, the latest first, so many after the first; and how many there are. With `named`, only
/// those of that name, or whose guardian has it.
pub(super) fn rows(
    tx: &mut ReadTx,
    (activity, named): (ActivityId, Option<&str>),
    (skip, limit): (i64, i64),
) -> Result<(Vec<Row>, i64), StoreError> {
    let mut all = 0;
    let rows = tx.all(
        concat!("SELECT d.party, p.name_masked, s.role, s.state, s.number, s.code, d.at, COUNT(*) OVER (), k.name_masked,
                CASE WHEN s.person <> s.booker THEN g.name_masked END, s.entry, s.person, s.booker, q.place, s.rank
         FROM signup_at_desk d JOIN signup s ON s.party = d.party JOIN person p ON p.id = s.person
         JOIN person g ON g.id = s.booker LEFT JOIN person k ON k.id = d.paper_seen_by
         LEFT JOIN ", places_in_queue!(), " q ON q.id = s.id
         WHERE d.activity = ?1 AND (CAST(?4 AS TEXT) IS NULL OR p.name_blind = ?4 OR g.name_blind = ?4)
         ORDER BY d.at DESC, d.party, s.id LIMIT ?2 OFFSET ?3"),
        params![activity, limit, skip, named],
        |row| {
            all = row.get(7)?;
            Ok(Row {
                party: row.get(0)?,
                name: row.get(1)?,
                role: row.get(2)?,
                state: row.get(3)?,
                number: row.get(4)?,
                code: row.get(5)?,
                at: row.get(6)?,
                paper_seen_by: row.get(8)?,
                guardian: row.get(9)?,
                entry: row.get(10)?,
                person: row.get(11)?,
                booker: row.get(12)?,
                place: row.get(13)?,
                rank: row.get(14)?,
            })
        },
    )?;
    Ok((rows, all))
}

/// The codes of a party.
pub(super) fn codes(tx: &mut ReadTx, party: PartyId) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT code FROM signup WHERE party = ?1 ORDER BY id",
        params![party],
        |row| row.get(0),
    )
}

/// What holds a party back that waits: how many groups come before its own, and how many places nobody has.
pub(super) fn held_back(tx: &mut ReadTx, party: PartyId) -> Result<Option<(i64, i64)>, StoreError> {
    tx.one(
        "SELECT s.rank, p.capacity - p.taken FROM signup s JOIN pool p ON p.activity = s.activity AND p.role = s.role
         WHERE s.party = ?1 ORDER BY s.id LIMIT 1",
        params![party],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The codes of those who were signed up at the desk of an activity at this very instant, by party.
pub(super) fn codes_of(
    tx: &mut ReadTx,
    activity: ActivityId,
    at: Timestamp,
) -> Result<Vec<(PartyId, String)>, StoreError> {
    tx.all(
        "SELECT d.party, s.code FROM signup_at_desk d JOIN signup s ON s.party = d.party
         WHERE d.activity = ?1 AND d.at = ?2 ORDER BY s.id",
        params![activity, at],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
