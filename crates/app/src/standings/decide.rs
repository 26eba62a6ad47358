//! Looking at what somebody stated: it is so, or it isn't, with the reason.
//!
//! Whether an organisation may look at all is asked here for its units' people and its members ([`by_office`]); a host may
//! look at what its activity asks for of those who are signed up for it ([`by_host`]); and at a desk the paper itself is
//! seen ([`seen`]). Nobody decides about themselves or about their family.

use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, StandingId},
    text,
};
use langqiao_platform::{
    args,
    i18n::{Sentence, msg},
    not_done::NotDone,
    notices,
};
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    asks::Asks,
    model::{REASON_MAX, Standing, StandingState, What},
    queries, state,
};
use crate::organisations;

/// What somebody who looked at it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is so.
    Confirmed,
    /// It isn't, for this reason.
    Refused(String),
}

/// A verdict about one standing.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Who looked.
    pub by: PersonId,
    /// In whose name.
    pub org: OrganisationId,
    /// At what.
    pub standing: StandingId,
    /// How it stood then.
    pub from: StandingState,
    /// What it is.
    pub verdict: Verdict,
}

/// Decides about one of an organisation's people: of a unit that it covers, or a member.
///
/// # Errors
/// [`NotDone`].
pub fn by_office(tx: &mut WriteTx<'_>, decision: &Decision) -> Result<(), NotDone> {
    if !queries::is_in_reach(tx, decision.org, decision.standing)? {
        return Err(NotDone::NotFound);
    }
    let standing = queries::by_id(tx, decision.standing)?.ok_or(NotDone::NotFound)?;
    decide(tx, decision, &standing)
}

/// Decides about somebody who is signed up for an activity that the organisation holds, which is for the caller to know,
/// and only about what that activity asks for.
///
/// # Errors
/// [`NotDone`].
pub fn by_host(
    tx: &mut WriteTx<'_>,
    (activity, asks): (ActivityId, &Asks),
    decision: &Decision,
) -> Result<(), NotDone> {
    let standing = queries::by_id(tx, decision.standing)?.ok_or(NotDone::NotFound)?;
    let held = &standing.held;
    if !asks.asks_for(held.kind, &held.what) || !queries::is_signed_up(tx, activity, held.person)? {
        return Err(NotDone::NotFound);
    }
    decide(tx, decision, &standing)
}

fn decide(tx: &mut WriteTx<'_>, decision: &Decision, standing: &Standing) -> Result<(), NotDone> {
    let person = standing.held.person;
    if queries::answers_for(tx, decision.by, person)? {
        return Err(NotDone::no("own-standing", msg::STANDING_OWN));
    }
    let (to, reason) = match &decision.verdict {
        Verdict::Confirmed => (StandingState::Confirmed, None),
        Verdict::Refused(reason) => {
            let reason = text::line(reason);
            if !(2..=REASON_MAX).contains(&reason.chars().count()) {
                return Err(NotDone::field(
                    "reason",
                    Sentence::new(msg::STANDING_REASON_EMPTY).with("most", REASON_MAX as i64),
                ));
            }
            (StandingState::Refused, Some(reason))
        }
    };
    // The same answer twice is one answer.
    if standing.held.state == to && to == StandingState::Confirmed {
        return Ok(());
    }
    let moved = (decision.from, to);
    if !queries::decide(tx, standing.id, moved, decision.org, reason.as_deref())? {
        return Err(NotDone::no("standing-changed", msg::STANDING_CHANGED));
    }
    if let Some(reason) = &reason {
        let to = queries::addressee(tx, person)?;
        let by = organisations::name_of(tx, decision.org)?;
        let args = args! { what = standing.name(), by = by, reason = reason.as_str() };
        notices::send(tx, to, msg::STANDING_NOTICE_REFUSED, args, "/me/standings")?;
    }
    let act = match to {
        StandingState::Refused => "standing.refused",
        _ => "standing.confirmed",
    };
    let detail = json!({ "person": person, "kind": standing.held.kind });
    Ok(tx.record(Event::of(act, &standing.id).org(decision.org).detail(&detail))?)
}

/// Somebody at a desk showed the paper itself: it is kept as confirmed, whether or not it was stated before.
///
/// # Errors
/// [`NotDone`], with the field that can't be.
pub fn seen(
    tx: &mut WriteTx<'_>,
    (by, org): (PersonId, OrganisationId),
    person: PersonId,
    what: &What,
) -> Result<StandingId, NotDone> {
    state::check(tx, what)?;
    if queries::answers_for(tx, by, person)? {
        return Err(NotDone::no("own-standing", msg::STANDING_OWN));
    }
    tx.lock("standing", &person)?;
    let kept = queries::kept(tx, person, what)?;
    let id = match kept {
        // Another last day is another paper.
        Some(kept) if !matches!(what, What::Qualification(_, last) if kept.held.expires != *last) => kept.id,
        other => {
            if let Some(other) = other {
                queries::withdraw(tx, other.id)?;
            }
            let id = queries::insert(tx, person, what, false)?;
            let detail = json!({ "person": person, "kind": what.kind(), "again": false });
            tx.record(Event::of("standing.stated", &id).org(org).detail(&detail))?;
            id
        }
    };
    let standing = queries::by_id(tx, id)?.ok_or(NotDone::NotFound)?;
    let decision = Decision {
        by,
        org,
        standing: id,
        from: standing.held.state,
        verdict: Verdict::Confirmed,
    };
    decide(tx, &decision, &standing)?;
    Ok(id)
}
