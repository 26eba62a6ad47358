//! A person decides about scans that let nobody through, or whose time is in doubt: they count, or they don't.

use std::collections::BTreeSet;

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
    /// The scan shows the code of the person whose it is, and another's was given.
    #[error("the scan's own code says whose it is")]
    OwnCode,
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
            Self::OwnCode => ("code", Refusal::conflict("not-a-stranger", msg::SETTLE_OWN_CODE)),
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
    /// Whether its code is nobody's here, and a person said whose scan it was if that is known.
    stranger: bool,
}

static CASES: Listed = Listed::new(
    "SELECT x.id, x.signup, s.person, x.reason, COALESCE(x.standing, x.reason) FROM scan x LEFT JOIN signup s ON s.id = x.signup
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
                stranger: matches!(
                    row.get(4)?,
                    Reason::Unreadable | Reason::Unknown | Reason::Foreign
                ),
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
    name_stranger(tx, (&door, person), command, &mut cases)?;
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

/// A scan of nobody's counts once it is said whose it was; whose it was said to be wrongly is said anew.
fn name_stranger(
    tx: &mut WriteTx,
    (door, person): (&Door, PersonId),
    command: &SettleScans,
    cases: &mut [Case],
) -> Result<(), SettleError> {
    if command.verdict == Verdict::Dismissed {
        return Ok(());
    }
    let typed = command.code.as_deref().unwrap_or_default().trim();
    let unnamed = cases.iter().any(|case| case.signup.is_none());
    let case = match cases {
        [case] if !typed.is_empty() => case,
        _ if unnamed => return Err(SettleError::Whose),
        _ => return Ok(()),
    };
    let code = ShortCode::parse(typed)
        .map_err(|_| SettleError::NoSuchCode)?
        .to_string();
    let holder = people::holders(tx, command.activity, std::slice::from_ref(&code))?
        .remove(&code)
        .ok_or(SettleError::NoSuchCode)?;
    if case.signup == Some(holder.signup) {
        return Ok(());
    }
    if case.signup.is_some() {
        if !case.stranger {
            return Err(SettleError::OwnCode);
        }
        if case.person == Some(person) {
            return Err(SettleError::Own);
        }
        take_away(tx, door, case)?;
    }
    tx.execute(
        "UPDATE scan SET signup = ?2 WHERE id = ?1",
        params![case.id, holder.signup],
    )?;
    (case.signup, case.person) = (Some(holder.signup), Some(holder.person));
    Ok(())
}

/// It was somebody else's scan: what was decided about it counts no more, and the others of whose it was said to be are
/// put into order without it.
fn take_away(tx: &mut WriteTx, door: &Door, case: &Case) -> Result<(), StoreError> {
    tx.execute("DELETE FROM scan_settlement WHERE scan = ?1", params![case.id])?;
    put_into_order(tx, door, std::slice::from_ref(case))?;
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
