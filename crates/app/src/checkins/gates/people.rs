//! Who the codes are, and what was scanned of them before: for many at once.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CheckinId, PersonId, SignupId};
use langqiao_store::{LISTED, Listed, ReadTx, StoreError, WriteTx, listed, params};

use super::{
    super::{
        model::{Direction, Outcome, Reason, Verdict},
        queries::Door,
        rules::Rules,
        scan::LEFT_JOB,
    },
    order::{self, Passing},
};
use crate::signups::{SignupRole, SignupState};

/// A sign-up that a code belongs to.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Which.
    pub signup: SignupId,
    /// Who.
    pub person: PersonId,
    /// Its state now.
    pub state: SignupState,
    /// When it ended, if it did.
    pub ended: Option<Timestamp>,
    /// What they come as.
    pub role: SignupRole,
    /// Whether the person holds a newer place in the activity.
    pub renewed: bool,
}

static HOLDERS: Listed = Listed::new(
    "SELECT s.code, s.id, s.person, s.state, s.ended_at, s.role,
            CASE WHEN s.state IN ('cancelled', 'declined', 'expired') THEN
              (SELECT COUNT(*) FROM signup n WHERE n.activity = s.activity AND n.person = s.person AND n.state = 'seat')
            ELSE 0 END
     FROM signup s WHERE s.activity = ?33 AND s.code IN ({ids})",
);

/// The activity's sign-ups with these codes.
pub fn holders(
    tx: &mut ReadTx,
    activity: ActivityId,
    codes: &[String],
) -> Result<HashMap<String, Holder>, StoreError> {
    let mut found = HashMap::with_capacity(codes.len());
    for some in codes.chunks(LISTED) {
        let mut args = listed(some);
        args.push(&activity);
        let rows = tx.all(HOLDERS.sql(), &args, |row| {
            let holder = Holder {
                signup: row.get(1)?,
                person: row.get(2)?,
                state: row.get(3)?,
                ended: row.get(4)?,
                role: row.get(5)?,
                renewed: row.get::<i64>(6)? > 0,
            };
            Ok((row.get::<String>(0)?, holder))
        })?;
        found.extend(rows);
    }
    Ok(found)
}

/// A scan that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which.
    pub id: CheckinId,
    /// Whose.
    pub signup: SignupId,
    /// What it came to so far.
    pub answer: (Outcome, Reason),
    /// What the order looks at.
    pub passing: Passing,
}

macro_rules! kept {
    ($which:literal) => {
        concat!(
            "SELECT x.id, x.signup, x.outcome, x.reason, x.standing, x.at, x.device, x.sequence, x.direction, t.verdict, t.at
             FROM scan x LEFT JOIN scan_settlement t ON t.scan = x.id
             WHERE x.signup IN ({ids}) AND x.outcome ", $which, " 'accepted'"
        )
    };
}

/// Two halves, for each of which there is an index of its own.
static KEPT: Listed = Listed::new(concat!(kept!("="), " UNION ALL ", kept!("<>")));

/// All scans of these sign-ups.
pub fn kept(
    tx: &mut ReadTx,
    door: &Door,
    signups: &[SignupId],
) -> Result<HashMap<SignupId, Vec<Kept>>, StoreError> {
    let mut found: HashMap<SignupId, Vec<Kept>> = HashMap::with_capacity(signups.len());
    for some in signups.chunks(LISTED) {
        let rows = tx.all(KEPT.sql(), &listed(some), |row| {
            let answer: (Outcome, Reason) = (row.get(2)?, row.get(3)?);
            let (at, direction) = (row.get(5)?, row.get::<Direction>(8)?);
            let standing = row.get::<Option<Reason>>(4)?.or(order::standing(answer.1));
            let person = row.get::<Option<Verdict>>(9)?.zip(row.get(10)?);
            let passing = Passing {
                at,
                device: row.get(6)?,
                sequence: row.get(7)?,
                direction,
                standing,
                hours: Rules::current().hours(direction, door.starts, door.ends, at),
                person,
            };
            Ok(Kept {
                id: row.get(0)?,
                signup: row.get(1)?,
                answer,
                passing,
            })
        })?;
        for row in rows {
            found.entry(row.signup).or_default().push(row);
        }
    }
    Ok(found)
}

/// Changes what scans came to, after they were put into order anew. Those that let nobody through any more come
/// first: the schema lets each be let through once.
pub fn redecide(tx: &mut WriteTx, changed: &[(CheckinId, (Outcome, Reason))]) -> Result<(), StoreError> {
    let (accepted, refused): (Vec<_>, Vec<_>) = changed
        .iter()
        .partition(|(_, (outcome, _))| *outcome == Outcome::Accepted);
    for (id, (outcome, reason)) in refused.into_iter().chain(accepted) {
        tx.execute(
            "UPDATE scan SET outcome = ?2, reason = ?3, decided_at = ?4 WHERE id = ?1",
            params![id, outcome, reason, tx.now()],
        )?;
    }
    Ok(())
}

/// When somebody came and left.
pub type Stay = (Option<Timestamp>, Option<Timestamp>);

/// When somebody came and left by scans and what they came to.
pub fn stay<'a>(scans: impl Iterator<Item = (&'a Passing, Outcome)>) -> Stay {
    let mut stay = (None, None);
    for (passing, outcome) in scans {
        match (outcome, passing.direction) {
            (Outcome::Accepted, Direction::In) => stay.0 = Some(passing.at),
            (Outcome::Accepted, Direction::Out) => stay.1 = Some(passing.at),
            _ => {}
        }
    }
    stay
}

/// Tells the records that a volunteer's service is over, or is to be counted anew.
pub fn tell_records(tx: &mut WriteTx, signup: SignupId, before: Stay, after: Stay) -> Result<(), StoreError> {
    let over = |stay: Stay| stay.0.is_some() && stay.1.is_some();
    if before != after && (over(before) || over(after)) {
        let payload = serde_json::json!({ "signup": signup });
        tx.enqueue(langqiao_store::Job::new(LEFT_JOB, &payload).key(signup.to_text()))?;
    }
    Ok(())
}
