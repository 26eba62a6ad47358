//! A person decides about scans that let nobody through, or whose time is in doubt: they count, or they don't.

use std::collections::BTreeSet;

use jiff::Timestamp;
use langqiao_kernel::{
    codes::ShortCode,
    id::{ActivityId, CheckinId, OrganisationId, PersonId, SignupId},
    text::{clip, line},
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, LISTED, Listed, ReadTx, StoreError, WriteTx, listed, params};
use serde_json::json;

use super::{
    super::{
        model::{Direction, Outcome, Reason, Verdict},
        queries::{Door, OfCourse},
    },
    IN_ORDER, devices, order,
    people::{self, Kept},
};
use crate::signups::SignupRole;

/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;
/// How many scans can be settled together.
pub const TOGETHER: usize = 500;

/// What is decided.
#[derive(Clone, Debug)]
pub struct SettleScans {
    /// At whose door.
    pub activity: ActivityId,
    /// Which scans.
    pub scans: Vec<CheckinId>,
    /// Whether they count.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Whose scan it was, by the short code, where the scan itself doesn't tell.
    pub code: Option<String>,
}

/// What was settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// How many scans.
    pub done: usize,
    /// How many were left because nobody leaves who has not come, or because they were one's own.
    pub left: usize,
}

/// Why nothing was settled.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// No such activity in the organisation's reach, or a scan that isn't one of its.
    #[error("no such scan")]
    NotFound,
    /// None was chosen.
    #[error("no scan")]
    None,
    /// More than [`TOGETHER`].
    #[error("too many scans")]
    TooMany,
    /// No reason was given.
    #[error("no reason")]
    NoReason,
    /// It must be said whose scan it was, for one scan at a time.
    #[error("whose scan?")]
    Whose,
    /// The code is no sign-up's of this activity.
    #[error("no such code")]
    NoSuchCode,
    /// It is the officer's own coming or going.
    #[error("one's own scan")]
    Own,
    /// Nobody leaves who has not come.
    #[error("out without in")]
    NotIn,
    /// It is a course.
    #[error(transparent)]
    OfCourse(#[from] OfCourse),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SettleError {
    /// The sentence for it, and the field that it belongs to; `None` for what is no rule's refusal.
    pub fn refusal(&self) -> Option<(&'static str, Refusal)> {
        Some(match self {
            Self::NotFound | Self::Store(_) => return None,
            Self::OfCourse(why) => ("scan", why.refusal()),
            Self::None => ("scan", Refusal::invalid("no-scan-chosen", msg::SETTLE_NONE)),
            Self::TooMany => ("scan", Refusal::invalid("too-many-scans", msg::SETTLE_TOO_MANY)),
            Self::NoReason => ("reason", Refusal::invalid("no-reason", msg::SETTLE_NO_REASON)),
            Self::Whose => ("code", Refusal::invalid("whose-scan", msg::SETTLE_WHOSE)),
            Self::NoSuchCode => ("code", Refusal::invalid("no-such-code", msg::SETTLE_NO_SUCH_CODE)),
            Self::Own => ("scan", Refusal::conflict("own-scan", msg::SETTLE_OWN)),
            Self::NotIn => ("scan", Refusal::conflict("out-without-in", msg::SETTLE_NOT_IN)),
        })
    }

    fn into_fault(self) -> Fault {
        match (self.refusal(), self) {
            (Some((_, refusal)), _) => refusal.into(),
            (None, Self::Store(error)) => error.into(),
            (None, _) => Fault::NotFound,
        }
    }
}
refuse_with!(SettleError);

/// A scan that is to be settled.
struct Case {
    id: CheckinId,
    signup: Option<SignupId>,
    person: Option<PersonId>,
    reason: Reason,
}

static CASES: Listed = Listed::new(
    "SELECT x.id, x.signup, s.person, x.reason FROM scan x LEFT JOIN signup s ON s.id = x.signup
     WHERE x.activity = ?33 AND x.id IN ({ids}) AND (x.decided_at IS NOT NULL OR x.outcome <> 'accepted')",
);

fn cases(tx: &mut ReadTx, activity: ActivityId, scans: &[CheckinId]) -> Result<Vec<Case>, StoreError> {
    let mut found = Vec::with_capacity(scans.len());
    for some in scans.chunks(LISTED) {
        let mut args = listed(some);
        args.push(&activity);
        found.extend(tx.all(CASES.sql(), &args, |row| {
            Ok(Case {
                id: row.get(0)?,
                signup: row.get(1)?,
                person: row.get(2)?,
                reason: row.get(3)?,
            })
        })?);
    }
    Ok(found)
}

/// Decides about scans, and puts the people concerned into order anew.
///
/// # Errors
/// See [`SettleError`]. Of several scans those that can't be settled are left, and counted.
pub fn settle(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    command: &SettleScans,
) -> Result<Settled, SettleError> {
    let reason = clip(&line(&command.reason), REASON_MAX);
    let scans: Vec<CheckinId> = command
        .scans
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    match scans.len() {
        0 => return Err(SettleError::None),
        n if n > TOGETHER => return Err(SettleError::TooMany),
        _ if reason.is_empty() => return Err(SettleError::NoReason),
        _ => {}
    }
    tx.lock(IN_ORDER, &command.activity)?;
    let door = devices::door(tx, org, command.activity)?
        .ok_or(SettleError::NotFound)?
        .of_one_day()?;
    let mut cases = cases(tx, command.activity, &scans)?;
    if cases.len() < scans.len() {
        return Err(SettleError::NotFound);
    }
    name_stranger(tx, command, &mut cases)?;
    let alone = cases.len() == 1;
    let mut settled = Settled::default();
    let own = |case: &Case| case.person == Some(person);
    if alone && cases.iter().any(own) {
        return Err(SettleError::Own);
    }
    let (own, cases): (Vec<Case>, Vec<Case>) = cases.into_iter().partition(own);
    settled.left += own.len();
    for case in &cases {
        keep(tx, case, command.verdict, &reason, person)?;
    }
    let missed = put_into_order(tx, &door, &cases)?;
    if alone && !missed.is_empty() {
        return Err(SettleError::NotIn);
    }
    for scan in &missed {
        tx.execute("DELETE FROM scan_settlement WHERE scan = ?1", params![*scan])?;
    }
    for case in cases.iter().filter(|case| !missed.contains(&case.id)) {
        let detail = json!({ "activity": command.activity, "verdict": command.verdict });
        tx.record(
            Event::of("checkin.settled", &case.id)
                .org(door.organisation)
                .detail(&detail),
        )?;
        settled.done += 1;
    }
    settled.left += missed.len();
    if settled.done == 0 {
        tx.bookkeeping();
    }
    Ok(settled)
}

/// A scan of nobody's counts once it is said whose it was.
fn name_stranger(tx: &mut WriteTx, command: &SettleScans, cases: &mut [Case]) -> Result<(), SettleError> {
    if command.verdict == Verdict::Dismissed || cases.iter().all(|case| case.signup.is_some()) {
        return Ok(());
    }
    let typed = command.code.as_deref().unwrap_or_default();
    let [case] = cases else {
        return Err(SettleError::Whose);
    };
    if typed.trim().is_empty() {
        return Err(SettleError::Whose);
    }
    let code = ShortCode::parse(typed)
        .map_err(|_| SettleError::NoSuchCode)?
        .to_string();
    let holder = people::holders(tx, command.activity, std::slice::from_ref(&code))?
        .remove(&code)
        .ok_or(SettleError::NoSuchCode)?;
    tx.execute(
        "UPDATE scan SET signup = ?2 WHERE id = ?1",
        params![case.id, holder.signup],
    )?;
    (case.signup, case.person) = (Some(holder.signup), Some(holder.person));
    Ok(())
}

fn keep(
    tx: &mut WriteTx,
    case: &Case,
    verdict: Verdict,
    reason: &str,
    person: PersonId,
) -> Result<(), StoreError> {
    // Why it was refused for the sign-up's sake is kept beside, for what it comes to may change now.
    tx.execute(
        "UPDATE scan SET standing = COALESCE(standing, CAST(?2 AS TEXT)), decided_at = COALESCE(decided_at, ?3) WHERE id = ?1",
        params![case.id, order::standing(case.reason), tx.now()],
    )?;
    tx.execute(
        "INSERT INTO scan_settlement (scan, verdict, reason, person, at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (scan) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason,
           person = excluded.person, at = excluded.at",
        params![case.id, verdict, reason, person, tx.now()],
    )?;
    Ok(())
}

/// Decides anew about the scans of the people concerned. Gives those that were to count and don't, because nobody
/// leaves who has not come.
fn put_into_order(tx: &mut WriteTx, door: &Door, cases: &[Case]) -> Result<Vec<CheckinId>, StoreError> {
    let signups: Vec<SignupId> = cases
        .iter()
        .filter_map(|case| case.signup)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut kept = people::kept(tx, door, &signups)?;
    let (mut changed, mut missed) = (Vec::new(), Vec::new());
    let mut stays = Vec::new();
    for signup in signups {
        let known: Vec<Kept> = kept.remove(&signup).unwrap_or_default();
        let mut passings: Vec<_> = known.iter().map(|scan| scan.passing.clone()).collect();
        let mut answers = order::decide(&passings);
        let gone: Vec<usize> = (0..known.len())
            .filter(|at| counts_for_nothing(cases, &known[*at], answers[*at]))
            .collect();
        if !gone.is_empty() {
            // It stays as it was, and takes nothing from those that count.
            for at in gone {
                passings[at].person = None;
                missed.push(known[at].id);
            }
            answers = order::decide(&passings);
        }
        let before = people::stay(known.iter().map(|scan| (&scan.passing, scan.answer.0)));
        let after = people::stay(passings.iter().zip(answers.iter().map(|answer| answer.0)));
        stays.push((signup, before, after));
        let anew = known
            .iter()
            .zip(&answers)
            .filter(|(scan, answer)| scan.answer != **answer);
        changed.extend(anew.map(|(scan, answer)| (scan.id, *answer)));
    }
    people::redecide(tx, &changed)?;
    for (signup, before, after) in stays {
        if before != after && role(tx, signup)? == Some(SignupRole::Volunteer) {
            people::tell_records(tx, signup, before, after)?;
        }
    }
    Ok(missed)
}

/// Whether one of these cases was to count as leaving and can't, because nobody had come by then.
fn counts_for_nothing(cases: &[Case], scan: &Kept, answer: (Outcome, Reason)) -> bool {
    let chosen = matches!(scan.passing.person, Some((Verdict::Counts, _)));
    cases.iter().any(|case| case.id == scan.id)
        && chosen
        && scan.passing.direction == Direction::Out
        && answer.0 != Outcome::Accepted
        && answer.1 == Reason::NotIn
}

fn role(tx: &mut ReadTx, signup: SignupId) -> Result<Option<SignupRole>, StoreError> {
    tx.one("SELECT role FROM signup WHERE id = ?1", params![signup], |row| {
        row.get(0)
    })
}

/// A scan that waits for a person, or was settled by one.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which.
    pub id: CheckinId,
    /// Whose code it was, as shown, where it was one of this activity.
    pub name: Option<String>,
    /// The code.
    pub code: String,
    /// Which way.
    pub direction: Direction,
    /// What it came to.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// What the phone said at the door.
    pub told: Option<Reason>,
    /// When it was, by a clock set right.
    pub at: Timestamp,
    /// When the device says it was.
    pub scanned_at: Timestamp,
    /// How far its time can be trusted.
    pub clock: super::super::model::ClockState,
    /// At which gate.
    pub gate: Option<String>,
    /// What was decided, by whom as shown, why, and when.
    pub settled: Option<(Verdict, String, String, Timestamp)>,
}

/// Which scans are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct WhichWaiting {
    /// Those that were settled, rather than those that wait.
    pub settled: bool,
    /// Only those after this one, in the order of their ids.
    pub after: Option<CheckinId>,
    /// How many at most.
    pub limit: i64,
}

/// Which scans a person must look at, one rule for those that were answered online and those that a phone brought
/// later: every one that let nobody through, and every one whose time is in doubt. But not what settled itself: a ticket
/// held up again within three minutes of being let through where the answer was seen at once, a refusal after which the same ticket was let through that
/// way, and what nobody could read where it was typed or shown again at once.
macro_rules! to_settle {
    () => {
        "(x.outcome <> 'accepted' OR x.clock = 'doubtful')
         AND (x.reason <> 'unreadable' OR x.source <> 'live')
         AND (x.outcome = 'accepted' OR NOT EXISTS (SELECT 1 FROM scan k WHERE k.signup = x.signup
           AND k.direction = x.direction AND k.outcome = 'accepted'
           AND CASE WHEN x.outcome = 'doubled' THEN x.source = 'live' AND x.at >= k.at AND x.at <= k.at + 180000 ELSE x.at <= k.at END))"
    };
}

macro_rules! waits {
    () => {
        concat!(
            "x.activity = ?1 AND CASE CAST(?2 AS BIGINT) WHEN 1 THEN t.scan IS NOT NULL
               ELSE t.scan IS NULL AND ",
            to_settle!(),
            " END"
        )
    };
}

/// The scans of an activity that wait for a person, or were settled by one.
pub fn waiting(
    tx: &mut ReadTx,
    activity: ActivityId,
    which: &WhichWaiting,
) -> Result<Vec<Waiting>, StoreError> {
    tx.all(
        concat!(
            "SELECT x.id, p.name_masked, x.code, x.direction, x.outcome, x.reason, x.told, x.at, x.scanned_at, x.clock, g.name,
                    t.verdict, t.reason, b.name_masked, t.at
             FROM scan x LEFT JOIN scan_settlement t ON t.scan = x.id LEFT JOIN gate g ON g.id = x.gate
             LEFT JOIN signup s ON s.id = x.signup LEFT JOIN person p ON p.id = s.person
             LEFT JOIN person b ON b.id = t.person
             WHERE ", waits!(), " AND (CAST(?3 AS TEXT) IS NULL OR x.id > ?3)
             ORDER BY x.id LIMIT ?4"
        ),
        params![activity, which.settled, which.after, which.limit],
        |row| {
            let verdict = row.get::<Option<Verdict>>(11)?;
            let settled = match verdict {
                Some(verdict) => {
                    let by = row.get::<Option<String>>(13)?.unwrap_or_default();
                    Some((verdict, by, row.get(12)?, row.get(14)?))
                }
                None => None,
            };
            Ok(Waiting {
                id: row.get(0)?,
                name: row.get(1)?,
                code: row.get(2)?,
                direction: row.get(3)?,
                outcome: row.get(4)?,
                reason: row.get(5)?,
                told: row.get(6)?,
                at: row.get(7)?,
                scanned_at: row.get(8)?,
                clock: row.get(9)?,
                gate: row.get(10)?,
                settled,
            })
        },
    )
}

/// How many scans of an activity wait for a person, and how many were settled.
pub fn count(tx: &mut ReadTx, activity: ActivityId) -> Result<(i64, i64), StoreError> {
    Ok((counted(tx, activity, false)?, counted(tx, activity, true)?))
}

/// How many scans of an activity wait for a person.
pub fn count_waiting(tx: &mut ReadTx, activity: ActivityId) -> Result<i64, StoreError> {
    counted(tx, activity, false)
}

fn counted(tx: &mut ReadTx, activity: ActivityId, settled: bool) -> Result<i64, StoreError> {
    let count = tx.one(
        concat!(
            "SELECT COUNT(*) FROM scan x LEFT JOIN scan_settlement t ON t.scan = x.id WHERE ",
            waits!()
        ),
        params![activity, settled],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// An activity with scans that wait for a person.
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// Which.
    pub activity: ActivityId,
    /// What it is called.
    pub title: String,
    /// When it ended.
    pub ends: Timestamp,
    /// How many scans wait.
    pub waiting: i64,
}

/// The organisation's own activities between two instants of whose scans some wait for a person.
pub fn unsettled(
    tx: &mut ReadTx,
    org: OrganisationId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Unsettled>, StoreError> {
    tx.all(
        concat!(
            "SELECT a.id, a.title, a.ends_at, COUNT(*) FROM activity a
         JOIN scan x ON x.activity = a.id
         LEFT JOIN scan_settlement t ON t.scan = x.id
         WHERE a.organisation = ?1 AND a.starts_at BETWEEN ?2 AND ?3 AND t.scan IS NULL AND ",
            to_settle!(),
            "
         GROUP BY a.id, a.title, a.ends_at ORDER BY a.ends_at, a.id LIMIT 10"
        ),
        params![org, from, until],
        |row| {
            Ok(Unsettled {
                activity: row.get(0)?,
                title: row.get(1)?,
                ends: row.get(2)?,
                waiting: row.get(3)?,
            })
        },
    )
}
