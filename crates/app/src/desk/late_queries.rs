//! What is kept of those who were added afterwards.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};
use serde_json::Value;

use super::late::{State, WalkInId};
use crate::signups::{Against, PartyId, SignUp, SignupRole};

/// Whether somebody who answers for a party is listed, and nobody has decided.
pub(super) fn is_listed(tx: &mut ReadTx, activity: ActivityId, booker: PersonId) -> Result<bool, StoreError> {
    let there = tx.one(
        "SELECT 1 FROM walk_in WHERE activity = ?1 AND booker = ?2 AND state = 'open' LIMIT 1",
        params![activity, booker],
        |_| Ok(()),
    )?;
    Ok(there.is_some())
}

pub(super) fn insert(
    tx: &mut WriteTx,
    (id, org): (WalkInId, OrganisationId),
    wish: &SignUp,
    (on_paper, party, against): (bool, Option<PartyId>, Option<Against>),
) -> Result<(), StoreError> {
    let state = match party {
        Some(_) => State::Added,
        None => State::Open,
    };
    let answers = serde_json::to_string(&wish.answers)?;
    let (by, now) = (tx.by().actor.person(), tx.now());
    tx.execute(
        "INSERT INTO walk_in (id, activity, organisation, booker, role, answers, on_paper, against, added_by, at, state, party)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            id, wish.activity, org, wish.booker, wish.role, answers, i64::from(on_paper), against, by, now, state, party
        ],
    )?;
    for person in &wish.people {
        tx.execute(
            "INSERT INTO walk_in_person (walk_in, person) VALUES (?1, ?2)",
            params![id, *person],
        )?;
    }
    Ok(())
}

/// Somebody who waits for a decision, with what they wish.
pub(super) struct Open {
    pub wish: SignUp,
    pub against: Against,
    pub on_paper: bool,
    pub added_by: PersonId,
}

/// A walk-in of an activity that nobody has decided about.
pub(super) fn open(tx: &mut ReadTx, activity: ActivityId, id: WalkInId) -> Result<Option<Open>, StoreError> {
    let found = tx.one(
        "SELECT booker, role, answers, on_paper, against, added_by FROM walk_in
         WHERE id = ?1 AND activity = ?2 AND state = 'open'",
        params![id, activity],
        |row| {
            Ok(Open {
                wish: SignUp {
                    activity,
                    booker: row.get(0)?,
                    role: row.get(1)?,
                    people: Default::default(),
                    answers: serde_json::from_value(row.get::<Value>(2)?)?,
                },
                on_paper: row.get::<i64>(3)? == 1,
                against: row.get(4)?,
                added_by: row.get(5)?,
            })
        },
    )?;
    let Some(mut open) = found else {
        return Ok(None);
    };
    let people = tx.all(
        "SELECT person FROM walk_in_person WHERE walk_in = ?1",
        params![id],
        |row| row.get(0),
    )?;
    open.wish.people = people.into_iter().collect();
    Ok(Some(open))
}

pub(super) fn settle(
    tx: &mut WriteTx,
    id: WalkInId,
    (party, reason): (Option<PartyId>, &str),
) -> Result<(), StoreError> {
    let state = match party {
        Some(_) => State::Added,
        None => State::Dismissed,
    };
    let (by, now) = (tx.by().actor.person(), tx.now());
    tx.execute(
        "UPDATE walk_in SET state = ?2, party = ?3, settled_by = ?4, reason = ?5, settled_at = ?6
         WHERE id = ?1 AND state = 'open'",
        params![id, state, party, by, reason, now],
    )?;
    Ok(())
}

/// Somebody who was added afterwards, or is listed for a decision.
#[derive(Clone, Debug)]
pub(super) struct WalkIn {
    pub id: WalkInId,
    pub booker: PersonId,
    /// Who answers for the party, as screens show it.
    pub name: String,
    /// Those who came, as screens show them, where they are others than that.
    pub people: Vec<(PersonId, String)>,
    pub role: SignupRole,
    pub state: State,
    pub against: Option<Against>,
    pub on_paper: bool,
    /// Who added them, as screens show it.
    pub added_by: String,
    pub at: Timestamp,
    pub party: Option<PartyId>,
    /// Who decided and why, where somebody had to.
    pub settled_by: Option<String>,
    pub reason: Option<String>,
}

/// Which walk-ins are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Which {
    pub state: Option<State>,
    /// Only those before this one.
    pub before: Option<WalkInId>,
    pub limit: i64,
}

/// The walk-ins of an activity: those to be decided about first, then the latest.
pub(super) fn of_activity(
    tx: &mut ReadTx,
    activity: ActivityId,
    which: Which,
) -> Result<Vec<WalkIn>, StoreError> {
    let mut found: Vec<WalkIn> = Vec::new();
    tx.each(
        "SELECT w.id, b.name_masked, w.role, w.state, w.against, w.on_paper, a.name_masked, w.at, w.party, d.name_masked,
                w.reason, p.name_masked, p.id, b.id
         FROM (SELECT * FROM walk_in WHERE activity = ?1 AND (CAST(?2 AS TEXT) IS NULL OR state = ?2)
                 AND (CAST(?3 AS TEXT) IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4) w
         JOIN person b ON b.id = w.booker JOIN person a ON a.id = w.added_by
         LEFT JOIN person d ON d.id = w.settled_by
         LEFT JOIN walk_in_person x ON x.walk_in = w.id AND x.person <> w.booker LEFT JOIN person p ON p.id = x.person
         ORDER BY w.id DESC, x.person",
        params![activity, which.state, which.before, which.limit],
        |row| {
            let id = row.get(0)?;
            let with: Option<(PersonId, String)> = row.get::<Option<PersonId>>(12)?.zip(row.get(11)?);
            if let Some(last) = found.last_mut().filter(|last| last.id == id) {
                last.people.extend(with);
                return Ok(());
            }
            found.push(WalkIn {
                id,
                booker: row.get(13)?,
                name: row.get(1)?,
                people: with.into_iter().collect(),
                role: row.get(2)?,
                state: row.get(3)?,
                against: row.get(4)?,
                on_paper: row.get::<i64>(5)? == 1,
                added_by: row.get(6)?,
                at: row.get(7)?,
                party: row.get(8)?,
                settled_by: row.get(9)?,
                reason: row.get(10)?,
            });
            Ok(())
        },
    )?;
    Ok(found)
}

/// An activity of whose walk-ins some wait for a decision.
pub(super) struct Waiting {
    pub activity: ActivityId,
    pub title: String,
    pub ends_at: Timestamp,
    pub waiting: i64,
}

/// Those activities of an organisation in which somebody waits for a decision.
pub(super) fn waiting(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<Waiting>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, a.ends_at, COUNT(*) FROM walk_in w JOIN activity a ON a.id = w.activity
         WHERE w.organisation = ?1 AND w.state = 'open' GROUP BY a.id, a.title, a.ends_at ORDER BY a.ends_at",
        params![org],
        |row| {
            Ok(Waiting {
                activity: row.get(0)?,
                title: row.get(1)?,
                ends_at: row.get(2)?,
                waiting: row.get(3)?,
            })
        },
    )
}
