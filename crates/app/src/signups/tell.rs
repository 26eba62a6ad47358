//! What people are told in the app when their sign-up changes without them.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{
    args,
    i18n::{Msg, msg},
    notices,
    spoken::Moment,
};
use langqiao_store::{StoreError, WriteTx, params};
use serde_json::Value as Json;

use super::{
    model::PartyId,
    queries,
    queue::{Facts, Head},
};

/// Where a party's page is.
pub fn party_path(party: PartyId) -> String {
    format!("/mine/signups/{party}")
}

/// Where a party's places are handed on.
pub(super) fn hand_on_path(party: PartyId) -> String {
    format!("{}/hand-on", party_path(party))
}

/// A freed place is held for them.
pub(super) fn offered(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    head: &Head,
    until: Timestamp,
) -> Result<(), StoreError> {
    let args = args! { title = activity.title.clone(), until = Moment(until) };
    notices::send(
        tx,
        head.booker,
        msg::SIGNUP_NOTICE_OFFERED,
        args,
        &party_path(head.party),
    )
}

/// They are next, but more than fit.
pub(super) fn may_take_fewer(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    head: &Head,
    (free, until): (i64, Timestamp),
) -> Result<(), StoreError> {
    let args = args! {
        title = activity.title.clone(), free = free, people = head.people, until = Moment(until),
    };
    notices::send(
        tx,
        head.booker,
        msg::SIGNUP_NOTICE_FEWER_UNTIL,
        args,
        &party_path(head.party),
    )
}

/// They did not say in time whether they come with fewer, and what was free went to those after them.
pub(super) fn let_pass(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    booker: PersonId,
    party: PartyId,
) -> Result<(), StoreError> {
    let args = args! { title = activity.title.clone() };
    notices::send(tx, booker, msg::SIGNUP_NOTICE_LET_PASS, args, &party_path(party))
}

/// The time to answer is over.
pub(super) fn offer_ended(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    booker: PersonId,
    party: PartyId,
) -> Result<(), StoreError> {
    let args = args! { title = activity.title.clone() };
    notices::send(
        tx,
        booker,
        msg::SIGNUP_NOTICE_OFFER_ENDED,
        args,
        &party_path(party),
    )
}

/// Somebody took the place that they handed on.
pub(super) fn handed_on(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    giver: PersonId,
    party: PartyId,
) -> Result<(), StoreError> {
    let args = args! { title = activity.title.clone() };
    notices::send(tx, giver, msg::HANDING_NOTICE_TAKEN, args, &party_path(party))
}

/// Places were given to all at once: whether they have theirs. Companions are told, too.
///
/// # Errors
/// When the database fails.
pub fn allotted(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    (booker, party): (PersonId, PartyId),
    seated: bool,
) -> Result<(), StoreError> {
    let what = if seated {
        msg::SIGNUP_NOTICE_ALLOTTED
    } else {
        msg::SIGNUP_NOTICE_NOT_ALLOTTED
    };
    let mut told = queries::companions_of_party(tx, party)?;
    told.push(booker);
    for person in told {
        let args = args! { title = activity.title.clone() };
        notices::send(tx, person, what, args, &party_path(party))?;
    }
    Ok(())
}

/// Places were given to all at once, and theirs was passed over: what the activity asks for, they no longer have.
///
/// # Errors
/// When the database fails.
pub fn passed_over(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    (booker, party): (PersonId, PartyId),
) -> Result<(), StoreError> {
    let args = args! { title = activity.title.clone() };
    notices::send(
        tx,
        booker,
        msg::SIGNUP_NOTICE_PASSED_OVER,
        args,
        &party_path(party),
    )
}

/// The activity itself changed or was called off.
pub(super) fn about_activity(
    tx: &mut WriteTx<'_>,
    what: Msg,
    (title, place, starts_at): (&str, &str, Timestamp),
    (person, party): (PersonId, PartyId),
) -> Result<(), StoreError> {
    let args = args! { title = title.to_owned(), place = place.to_owned(), starts = Moment(starts_at) };
    notices::send(tx, person, what, args, &party_path(party))
}

/// That a course was called off, and why.
pub(super) fn course_off(
    tx: &mut WriteTx<'_>,
    (title, reason): (&str, &str),
    (person, party): (PersonId, PartyId),
) -> Result<(), StoreError> {
    let args = args! { title = title.to_owned(), reason = reason.to_owned() };
    let what = msg::SIGNUP_NOTICE_COURSE_CANCELLED;
    notices::send(tx, person, what, args, &party_path(party))
}

/// Whether everyone concerned was told this of an activity already, by the event that telling them left.
pub(super) fn told_before(
    tx: &mut WriteTx<'_>,
    act: &str,
    activity: ActivityId,
    detail: &Json,
) -> Result<bool, StoreError> {
    let event = tx.one(
        "SELECT 1 FROM event WHERE act = ?1 AND subject = ?2 AND detail = ?3",
        params![act, activity, detail],
        |_| Ok(()),
    )?;
    Ok(event.is_some())
}
