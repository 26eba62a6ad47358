//! Somebody who helps takes shifts and leaves others: by their own hand, or by that of those who hold the activity.

use std::collections::BTreeSet;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, ShiftId, SignupId};
use langqiao_platform::{
    args,
    fault::{Fault, Refusal},
    i18n::{Msg, msg},
    notices, refuse_with,
    spoken::Moment,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::queries::{self, Helper};
use crate::{
    activities::{self, Shift, Status},
    signups::{SignupRole, SignupState, party_path},
};

/// By whose hand.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// Whoever signed up, or was signed up.
    Own(PersonId),
    /// An organisation that holds the activity, and the activity.
    Host(OrganisationId, ActivityId),
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ShiftError {
    /// There is no such sign-up for them, or no such shift in its activity.
    #[error("no such sign-up or shift")]
    NotFound,
    /// It is not said whose shifts are to change.
    #[error("nobody was chosen")]
    Nobody,
    /// They have no place as a helper: they wait, left, or take part.
    #[error("no place as a helper")]
    NoPlace,
    /// The activity was called off.
    #[error("called off")]
    CalledOff,
    /// The shift has begun, or for its hosts is over.
    #[error("too late")]
    TooLate {
        /// What is done in it.
        name: String,
    },
    /// As many as are wanted take it already.
    #[error("full")]
    Full {
        /// What is done in it.
        name: String,
    },
    /// Two of those wanted are at the same time.
    #[error("two at one time")]
    Both {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// They take a shift of another activity at that time.
    #[error("busy elsewhere")]
    Busy {
        /// What is done in the one here.
        name: String,
    },
    /// Not theirs to see.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ShiftError {
    fn into_fault(self) -> Fault {
        let about = |code, message: Msg, name: String| Refusal::conflict(code, message).arg("name", name);
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Nobody => Refusal::invalid("shift-nobody", msg::SHIFTS_WHO_FIRST).into(),
            Self::NoPlace => Refusal::conflict("shift-no-place", msg::SHIFTS_NO_PLACE).into(),
            Self::CalledOff => {
                Refusal::conflict("activity-cancelled", msg::ACTIVITY_REFUSED_CANCELLED).into()
            }
            Self::TooLate { name } => about("shift-too-late", msg::SHIFTS_TOO_LATE, name).into(),
            Self::Full { name } => about("shift-full", msg::SHIFTS_FULL, name).into(),
            Self::Both { one, other } => about("shift-both", msg::SHIFTS_BOTH, one)
                .arg("other", other)
                .into(),
            Self::Busy { name } => about("shift-busy", msg::SHIFTS_BUSY, name).into(),
            Self::Fault(fault) => fault,
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(ShiftError);

/// Makes the shifts of one sign-up those that are `wanted`, all or none: the others are left. Whoever's shifts their
/// hosts changed is told, and the hosts hear of it when somebody leaves one.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn choose(
    tx: &mut WriteTx,
    who: Who,
    signup: SignupId,
    wanted: &BTreeSet<ShiftId>,
) -> Result<(), ShiftError> {
    change(tx, who, signup, wanted, None)
}

/// The same from a page that showed the shifts `shown` as theirs: what they were given since then stays.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn choose_as_shown(
    tx: &mut WriteTx,
    person: PersonId,
    signup: SignupId,
    (wanted, shown): (&BTreeSet<ShiftId>, &BTreeSet<ShiftId>),
) -> Result<(), ShiftError> {
    change(tx, Who::Own(person), signup, wanted, Some(shown))
}

fn change(
    tx: &mut WriteTx,
    who: Who,
    signup: SignupId,
    wanted: &BTreeSet<ShiftId>,
    shown: Option<&BTreeSet<ShiftId>>,
) -> Result<(), ShiftError> {
    if let Who::Host(org, activity) = who {
        activities::require_held(tx, org, activity)?;
    }
    let helper = queries::helper(tx, signup)?
        .filter(|helper| answers_for(who, helper))
        .ok_or(ShiftError::NotFound)?;
    // Two of one person's choices wait for each other, and two people's for one shift: in this order, everybody.
    tx.lock("shifts of", &helper.person)?;
    for shift in wanted {
        tx.lock("shift", shift)?;
    }
    let helper = queries::helper(tx, signup)?.ok_or(ShiftError::NotFound)?;
    if helper.role != SignupRole::Volunteer || helper.state != SignupState::Seat {
        return Err(ShiftError::NoPlace);
    }
    if helper.status != Status::Published {
        return Err(ShiftError::CalledOff);
    }
    let shifts = activities::shifts(tx, helper.activity)?;
    let has = queries::taken_by(tx, signup)?;
    let known = |id: &ShiftId| shifts.iter().find(|shift| shift.id == Some(*id));
    let chosen = wanted
        .iter()
        .map(|id| known(id).ok_or(ShiftError::NotFound))
        .collect::<Result<Vec<_>, _>>()?;
    let took: Vec<&Shift> = chosen
        .iter()
        .copied()
        .filter(|shift| shift.id.is_some_and(|id| !has.contains(&id)))
        .collect();
    let left: Vec<&Shift> = has
        .difference(wanted)
        .filter(|id| shown.is_none_or(|shown| shown.contains(id)))
        .filter_map(known)
        .collect();
    if took.is_empty() && left.is_empty() {
        tx.bookkeeping();
        return Ok(());
    }
    in_time(who, tx.now(), took.iter().chain(&left))?;
    let stays = has
        .difference(wanted)
        .filter(|id| !left.iter().any(|shift| shift.id == Some(**id)));
    let stand: Vec<&Shift> = chosen.iter().copied().chain(stays.filter_map(known)).collect();
    one_at_a_time(&took, &stand)?;
    for shift in &took {
        take(tx, &helper, signup, shift)?;
    }
    for shift in &left {
        queries::leave(tx, signup, shift)?;
    }
    match who {
        Who::Host(..) => {
            tell(tx, &helper, &took, msg::SHIFTS_NOTICE_GIVEN)?;
            tell(tx, &helper, &left, msg::SHIFTS_NOTICE_TAKEN_BACK)?;
        }
        Who::Own(_) => tell_hosts(tx, &helper, &left)?,
    }
    let ids = |shifts: &[&Shift]| shifts.iter().filter_map(|shift| shift.id).collect::<Vec<_>>();
    let detail = json!({ "activity": helper.activity, "took": ids(&took), "left": ids(&left) });
    let event = Event::of("shift.chosen", &signup).org(helper.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

fn answers_for(who: Who, helper: &Helper) -> bool {
    match who {
        Who::Own(person) => person == helper.person || person == helper.booker,
        Who::Host(_, activity) => activity == helper.activity,
    }
}

/// People decide until a shift begins; those who hold the activity until it is over, for whoever steps in.
fn in_time<'s>(
    who: Who,
    now: Timestamp,
    mut shifts: impl Iterator<Item = &'s &'s Shift>,
) -> Result<(), ShiftError> {
    let late = |shift: &Shift| match who {
        Who::Own(_) => shift.starts_at <= now,
        Who::Host(..) => shift.ends_at <= now,
    };
    match shifts.find(|shift| late(shift)) {
        Some(shift) => Err(ShiftError::TooLate {
            name: shift.name.clone(),
        }),
        None => Ok(()),
    }
}

/// What is taken now meets nothing else that they take. Two that came to meet because they were moved stand in nobody's
/// way who wants to leave one of them.
fn one_at_a_time(took: &[&Shift], chosen: &[&Shift]) -> Result<(), ShiftError> {
    for one in took {
        let meets = |other: &&&Shift| {
            other.id != one.id && other.starts_at < one.ends_at && one.starts_at < other.ends_at
        };
        if let Some(other) = chosen.iter().find(meets) {
            return Err(ShiftError::Both {
                one: one.name.clone(),
                other: other.name.clone(),
            });
        }
    }
    Ok(())
}

fn take(tx: &mut WriteTx, helper: &Helper, signup: SignupId, shift: &Shift) -> Result<(), ShiftError> {
    let name = || shift.name.clone();
    let Some(id) = shift.id else {
        return Err(ShiftError::NotFound);
    };
    if activities::shift_takers(tx, id)? >= shift.places {
        return Err(ShiftError::Full { name: name() });
    }
    if queries::busy(
        tx,
        helper.person,
        helper.activity,
        (shift.starts_at, shift.ends_at),
    )? {
        return Err(ShiftError::Busy { name: name() });
    }
    Ok(queries::take(tx, id, signup, helper.person)?)
}

/// The hosts look for somebody else.
fn tell_hosts(tx: &mut WriteTx, helper: &Helper, left: &[&Shift]) -> Result<(), StoreError> {
    for shift in left {
        let of = (helper.organisation, helper.activity, helper.title.as_str());
        activities::tell_shift_left(tx, of, shift)?;
    }
    Ok(())
}

fn tell(tx: &mut WriteTx, helper: &Helper, shifts: &[&Shift], what: Msg) -> Result<(), StoreError> {
    for shift in shifts {
        let args = args! {
            title = helper.title.clone(), name = shift.name.clone(),
            from = Moment(shift.starts_at), to = Moment(shift.ends_at)
        };
        notices::send(tx, helper.told, what, args, &party_path(helper.party))?;
    }
    Ok(())
}
