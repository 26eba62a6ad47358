//! Asks the keepers of an activity's rooms for their consent: before a draft is made public, or before a public activity
//! moves to where it would need a new consent.

use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    not_done::NotDone,
};
use langqiao_store::WriteTx;

use super::{
    course,
    create::invalid,
    model::Act,
    plan::Plan,
    publish::{host_s, just_taken, not_now, wish},
    settle::{Unsettled, settle},
};
use crate::bookings::{self, HoldError};

/// Asks for the rooms of an activity of `org` whose keepers have to be asked: as it stands or, where a `plan` is given,
/// as it would be; nothing but the requests is written. How many rooms were asked for.
///
/// # Errors
/// [`NotDone`]: what stands in the way of each room, where there is nothing to ask for.
pub fn ask_keepers(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: ActivityId,
    plan: Option<&Plan>,
) -> Result<usize, NotDone> {
    tx.lock("activity", &id)?;
    let stored = host_s(tx, org, id)?.ok_or(NotDone::NotFound)?;
    let activity = &stored.activity;
    let now = activity
        .status
        .after(Act::Update, activity.times.ends_at, tx.now());
    now.map_err(|why| NotDone::Refused(Box::new(not_now(why))))?;
    let wish = match plan {
        None => wish(id, &stored.plan, &stored.cohosts),
        Some(plan) => {
            let lasts = course::keep_days(&stored, plan).map_err(|why| NotDone::from(Fault::from(why)))?;
            let settled = settle(tx, org, plan, Some(&stored.plan), lasts).map_err(unsettled)?;
            wish(id, &settled.plan, &stored.cohosts)
        }
    };
    let nothing = || Refusal::conflict("activity-rooms-nothing-to-ask", msg::HOLDING_NOTHING_TO_ASK);
    let wish = wish.ok_or_else(|| NotDone::Refused(Box::new(nothing())))?;
    bookings::ask_for(tx, person, &wish).map_err(|why| match why {
        HoldError::Rooms(rooms) => NotDone::Refused(Box::new(bookings::rooms_refusal(&rooms))),
        HoldError::JustTaken => NotDone::Refused(Box::new(just_taken())),
        HoldError::Short { .. } => NotDone::Refused(Box::new(nothing())),
        HoldError::Store(error) => error.into(),
    })
}

fn unsettled(why: Unsettled) -> NotDone {
    match why {
        Unsettled::Problems(problems) => invalid(&problems).into(),
        Unsettled::Store(error) => error.into(),
    }
}
