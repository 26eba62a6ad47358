//! SQL of what people state of themselves.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, SignupId, StandingId, UnitId},
    time,
};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::model::{Held, Standing, StandingState, What};

fn held(row: &Row<'_>) -> Result<Held, StoreError> {
    Ok(Held {
        person: row.get(0)?,
        kind: row.get(1)?,
        what: row.get(2)?,
        state: row.get(3)?,
        again: row.get(4)?,
        expires: row.get(5)?,
    })
}

/// What `?1` and their family have stated; which of it comes after.
macro_rules! of_family {
    ($which:literal) => {
        concat!(
            "SELECT s.person, s.kind, s.what, s.state, s.again, s.expires_day
             FROM standing s JOIN person p ON p.id = s.person WHERE (p.id = ?1 OR p.guardian = ?1)",
            $which
        )
    };
}

/// What somebody and their family have stated: one statement.
///
/// # Errors
/// When the database fails.
pub fn held_by(tx: &mut ReadTx, booker: PersonId) -> Result<Vec<Held>, StoreError> {
    tx.all(of_family!(" AND s.withdrawn_at IS NULL"), params![booker], held)
}

/// The same with what was taken back since, unless it was refused: for those who signed up with it.
///
/// # Errors
/// When the database fails.
pub fn ever_held_by(tx: &mut ReadTx, booker: PersonId) -> Result<Vec<Held>, StoreError> {
    tx.all(of_family!(""), params![booker], held)
}

/// What all who are signed up for an activity have stated: one statement.
///
/// # Errors
/// When the database fails.
pub fn of_all_signed_up(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Held>, StoreError> {
    tx.all(
        "SELECT s.person, s.kind, s.what, s.state, s.again, s.expires_day FROM standing s
         WHERE s.withdrawn_at IS NULL AND s.person IN (SELECT u.person FROM signup u WHERE u.activity = ?1
           AND u.state IN ('seat', 'waiting', 'offered'))",
        params![activity],
        held,
    )
}

/// The columns of a [`Standing`], from `standing s` with its unit, its organisation and whose word decided.
macro_rules! columns {
    () => {
        "SELECT s.person, s.kind, s.what, s.state, s.again, s.expires_day, s.id, u.name, s.organisation, o.name,
                s.stated_at, d.name, s.decided_at, s.reason, p.name_masked
         FROM standing s JOIN person p ON p.id = s.person
         LEFT JOIN unit u ON u.id = s.unit LEFT JOIN organisation o ON o.id = s.organisation
         LEFT JOIN organisation d ON d.id = s.decided_for "
    };
}

/// Which standings of others an organisation may look at: of its units' people, of its members, and of members of its
/// line who named no body and belong to one of its units. `?1` is the organisation, `?2` the day.
macro_rules! in_reach {
    () => {
        "s.id IN (
           SELECT a.id FROM standing a JOIN organisation_unit c ON c.unit = a.unit
           WHERE c.organisation = ?1 AND c.valid_from <= ?2 AND ?2 < c.valid_to AND a.withdrawn_at IS NULL
           UNION SELECT b.id FROM standing b WHERE b.organisation = ?1 AND b.withdrawn_at IS NULL
           UNION SELECT e.id FROM organisation_unit c
             JOIN standing w ON w.unit = c.unit AND w.withdrawn_at IS NULL AND w.state <> 'refused'
             JOIN standing e ON e.person = w.person AND e.kind = 'line' AND e.organisation IS NULL
               AND e.withdrawn_at IS NULL
             JOIN organisation me ON me.id = c.organisation AND me.line = e.what
           WHERE c.organisation = ?1 AND c.valid_from <= ?2 AND ?2 < c.valid_to)"
    };
}

fn standing(row: &Row<'_>) -> Result<Standing, StoreError> {
    Ok(Standing {
        held: held(row)?,
        id: row.get(6)?,
        unit: row.get(7)?,
        organisation: row.get::<Option<OrganisationId>>(8)?.zip(row.get(9)?),
        stated_at: row.get(10)?,
        decided: row.get::<Option<String>>(11)?.zip(row.get(12)?),
        reason: row.get(13)?,
    })
}

/// All that somebody and their family have stated and not taken back.
///
/// # Errors
/// When the database fails.
pub fn own(tx: &mut ReadTx, booker: PersonId) -> Result<Vec<Standing>, StoreError> {
    tx.all(
        concat!(
            columns!(),
            "WHERE (p.id = ?1 OR p.guardian = ?1) AND s.withdrawn_at IS NULL
             ORDER BY CASE WHEN p.id = ?1 THEN 0 ELSE 1 END, p.id, s.kind DESC, s.stated_at, s.id"
        ),
        params![booker],
        standing,
    )
}

/// What is kept of one thing of one person.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: StandingId,
    /// As it was said.
    pub held: Held,
    /// The body that was named.
    pub organisation: Option<OrganisationId>,
}

/// What somebody has stated of one thing and not taken back.
///
/// # Errors
/// When the database fails.
pub fn kept(tx: &mut ReadTx, person: PersonId, what: &What) -> Result<Option<Kept>, StoreError> {
    tx.one(
        "SELECT s.person, s.kind, s.what, s.state, s.again, s.expires_day, s.id, s.organisation FROM standing s
         WHERE s.person = ?1 AND s.kind = ?2 AND s.what = ?3 AND s.withdrawn_at IS NULL",
        params![person, what.kind(), what.word()],
        |row| {
            Ok(Kept {
                held: held(row)?,
                id: row.get(6)?,
                organisation: row.get(7)?,
            })
        },
    )
}

/// Whether the last word on one thing of one person was a no.
///
/// # Errors
/// When the database fails.
pub fn was_refused(tx: &mut ReadTx, person: PersonId, what: &What) -> Result<bool, StoreError> {
    let last = tx.one(
        "SELECT state FROM standing WHERE person = ?1 AND kind = ?2 AND what = ?3 AND decided_at IS NOT NULL
         ORDER BY decided_at DESC, id DESC LIMIT 1",
        params![person, what.kind(), what.word()],
        |row| row.get::<StandingState>(0),
    )?;
    Ok(last == Some(StandingState::Refused))
}

/// Whether somebody is the asker or one for whom the asker answers.
///
/// # Errors
/// When the database fails.
pub fn answers_for(tx: &mut ReadTx, asker: PersonId, person: PersonId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM person WHERE id = ?2 AND (id = ?1 OR guardian = ?1)",
        params![asker, person],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// How much is kept of one person.
///
/// # Errors
/// When the database fails.
pub fn count_of(tx: &mut ReadTx, person: PersonId) -> Result<i64, StoreError> {
    let n = tx.one(
        "SELECT COUNT(*) FROM standing WHERE person = ?1 AND withdrawn_at IS NULL",
        params![person],
        |row| row.get(0),
    )?;
    Ok(n.unwrap_or_default())
}

/// Whether a unit is in the register on a day.
///
/// # Errors
/// When the database fails.
pub fn unit_name(tx: &mut ReadTx, unit: UnitId, on: Date) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT name FROM unit WHERE id = ?1 AND valid_from <= ?2 AND ?2 < valid_to",
        params![unit, on],
        |row| row.get(0),
    )
}

/// The line of an organisation that there is on a day.
///
/// # Errors
/// When the database fails.
pub fn line_of(tx: &mut ReadTx, org: OrganisationId, on: Date) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT line FROM organisation WHERE id = ?1 AND valid_from <= ?2 AND ?2 < valid_to",
        params![org, on],
        |row| row.get(0),
    )
}

/// Writes down what is said of somebody.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut WriteTx,
    person: PersonId,
    what: &What,
    again: bool,
) -> Result<StandingId, StoreError> {
    let (id, now) = (StandingId::generate(), tx.now());
    let (unit, organisation, expires) = match what {
        What::Unit(unit) => (Some(*unit), None, None),
        What::Line(_, organisation) => (None, *organisation, None),
        What::Qualification(_, expires) => (None, None, *expires),
    };
    tx.execute(
        "INSERT INTO standing (id, person, kind, what, unit, organisation, expires_day, state, again, stated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'stated', ?8, ?9)",
        params![
            id,
            person,
            what.kind(),
            what.word(),
            unit,
            organisation,
            expires,
            again,
            now
        ],
    )?;
    Ok(id)
}

/// Takes back what was said; false if it was before.
///
/// # Errors
/// When the database fails.
pub fn withdraw(tx: &mut WriteTx, id: StandingId) -> Result<bool, StoreError> {
    let now = tx.now();
    let gone = tx.execute(
        "UPDATE standing SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL",
        params![id, now],
    )?;
    Ok(gone == 1)
}

/// Keeps a verdict in the place of what it was when it was looked at; false if it is another by now.
///
/// # Errors
/// When the database fails.
pub fn decide(
    tx: &mut WriteTx,
    id: StandingId,
    (from, to): (StandingState, StandingState),
    org: OrganisationId,
    reason: Option<&str>,
) -> Result<bool, StoreError> {
    let (now, by) = (tx.now(), tx.by().actor.person());
    let done = tx.execute(
        "UPDATE standing SET state = ?3, decided_by = ?4, decided_for = ?5, decided_at = ?6, reason = ?7
         WHERE id = ?1 AND state = ?2 AND withdrawn_at IS NULL",
        params![id, from, to, by, org, now, reason.map(str::to_owned)],
    )?;
    Ok(done == 1)
}

/// A standing by its id, unless it was taken back.
///
/// # Errors
/// When the database fails.
pub fn by_id(tx: &mut ReadTx, id: StandingId) -> Result<Option<Standing>, StoreError> {
    tx.one(
        concat!(columns!(), "WHERE s.id = ?1 AND s.withdrawn_at IS NULL"),
        params![id],
        standing,
    )
}

/// Who answers for somebody: their guardian, or they themselves.
///
/// # Errors
/// When the database fails.
pub fn addressee(tx: &mut ReadTx, person: PersonId) -> Result<PersonId, StoreError> {
    let whose = tx.one(
        "SELECT COALESCE(guardian, id) FROM person WHERE id = ?1",
        params![person],
        |row| row.get(0),
    )?;
    Ok(whose.unwrap_or(person))
}

/// A standing that an organisation may look at, as its list shows it.
#[derive(Clone, Debug)]
pub struct InReach {
    /// The standing.
    pub standing: Standing,
    /// Whose, as screens show names.
    pub name: String,
}

/// Which of an organisation's list.
#[derive(Clone, Copy, Debug)]
pub struct Which {
    /// Those that wait to be looked at, or those that were.
    pub waiting: bool,
    /// How many are passed over.
    pub skip: i64,
    /// How many at most.
    pub limit: i64,
}

/// The standings that an organisation may look at, those that wait longest first, and how many there are.
///
/// # Errors
/// When the database fails.
pub fn in_reach(
    tx: &mut ReadTx,
    (org, on): (OrganisationId, Date),
    which: Which,
) -> Result<(Vec<InReach>, i64), StoreError> {
    let rows = tx.all(
        concat!(
            columns!(),
            "WHERE ",
            in_reach!(),
            " AND (s.state = 'stated') = (?3 = 1)
              ORDER BY s.again DESC, s.stated_at, s.id LIMIT ?4 OFFSET ?5"
        ),
        params![org, on, i64::from(which.waiting), which.limit, which.skip],
        |row| {
            Ok(InReach {
                standing: standing(row)?,
                name: row.get(14)?,
            })
        },
    )?;
    let all = count_in_reach(tx, (org, on), which.waiting)?;
    Ok((rows, all))
}

/// How many standings of an organisation's people wait to be looked at, or were.
///
/// # Errors
/// When the database fails.
pub fn count_in_reach(
    tx: &mut ReadTx,
    (org, on): (OrganisationId, Date),
    waiting: bool,
) -> Result<i64, StoreError> {
    let n = tx.one(
        concat!(
            "SELECT COUNT(*) FROM standing s WHERE ",
            in_reach!(),
            " AND (s.state = 'stated') = (?3 = 1)"
        ),
        params![org, on, i64::from(waiting)],
        |row| row.get(0),
    )?;
    Ok(n.unwrap_or_default())
}

/// How many standings of an organisation's people wait for an officer to look at them: all but their own and their
/// family's, which are for a colleague.
///
/// # Errors
/// When the database fails.
pub fn count_for(
    tx: &mut ReadTx,
    (org, on): (OrganisationId, Date),
    officer: PersonId,
) -> Result<i64, StoreError> {
    let n = tx.one(
        concat!(
            "SELECT COUNT(*) FROM standing s JOIN person p ON p.id = s.person WHERE ",
            in_reach!(),
            " AND s.state = 'stated' AND p.id <> ?3 AND (p.guardian IS NULL OR p.guardian <> ?3)"
        ),
        params![org, on, officer],
        |row| row.get(0),
    )?;
    Ok(n.unwrap_or_default())
}

/// Whether an organisation may look at a standing.
///
/// # Errors
/// When the database fails.
pub fn is_in_reach(tx: &mut WriteTx, org: OrganisationId, id: StandingId) -> Result<bool, StoreError> {
    let on = time::day(tx.now());
    let found = tx.one(
        concat!("SELECT 1 FROM standing s WHERE ", in_reach!(), " AND s.id = ?3"),
        params![org, on, id],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Where a sign-up stands in an activity's list: its role, its number, its id.
pub type Listed = (String, i64, SignupId);

/// What people have stated who are signed up for an activity between two places of its list, and did so when it already
/// asked for what it asks for; what of it the activity asks for is for the caller to keep.
///
/// # Errors
/// When the database fails.
pub fn of_signed_up(
    tx: &mut ReadTx,
    activity: ActivityId,
    (first, last): (&Listed, &Listed),
) -> Result<Vec<Standing>, StoreError> {
    tx.all(
        concat!(
            columns!(),
            "WHERE s.withdrawn_at IS NULL AND s.person IN (
               SELECT g.person FROM signup g JOIN activity a ON a.id = g.activity
               WHERE g.activity = ?1 AND g.state IN ('seat', 'waiting', 'offered')
                 AND g.created_at >= COALESCE(a.asks_since, 0)
                 AND (g.role, g.number, g.id) >= (?2, ?3, ?4) AND (g.role, g.number, g.id) <= (?5, ?6, ?7))
             ORDER BY s.kind DESC, s.stated_at, s.id"
        ),
        params![
            activity,
            first.0.as_str(),
            first.1,
            first.2,
            last.0.as_str(),
            last.1,
            last.2
        ],
        standing,
    )
}

/// Whether somebody is signed up for an activity now, and was when it already asked for what it asks for.
///
/// # Errors
/// When the database fails.
pub fn is_signed_up(tx: &mut ReadTx, activity: ActivityId, person: PersonId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM signup g JOIN activity a ON a.id = g.activity
         WHERE g.activity = ?1 AND g.person = ?2 AND g.state IN ('seat', 'waiting', 'offered')
           AND g.created_at >= COALESCE(a.asks_since, 0)",
        params![activity, person],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}
