//! What companions are told who were signed up by another, and the other of them.

use langqiao_kernel::id::PersonId;
use langqiao_platform::{
    args,
    i18n::{Msg, msg},
    notices,
    spoken::{Moment, Whose},
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    model::{PartyId, SignupState},
    party::Member,
    queue::Facts,
    sign_up::{SignUp, SignedUp},
    tell::party_path,
};

/// Somebody in a notice: masked, and in full to their companions.
fn whose(tx: &mut ReadTx<'_>, person: PersonId) -> Result<Whose, StoreError> {
    let masked = "SELECT name_masked FROM person WHERE id = ?1";
    let masked = tx
        .one(masked, params![person], |row| row.get(0))?
        .unwrap_or_default();
    Ok(Whose { person, masked })
}

/// Somebody signed them up.
pub(super) fn signed_up(
    tx: &mut WriteTx<'_>,
    wish: &SignUp,
    companions: &[PersonId],
    made: &SignedUp,
) -> Result<(), StoreError> {
    if companions.is_empty() {
        return Ok(());
    }
    let title = "SELECT title FROM activity WHERE id = ?1";
    let title: String = tx
        .one(title, params![wish.activity], |row| row.get(0))?
        .unwrap_or_default();
    let what = match made.state {
        SignupState::Seat => msg::SIGNUP_NOTICE_BY_SEAT,
        _ => msg::SIGNUP_NOTICE_BY_WAITING,
    };
    let name = whose(tx, wish.booker)?;
    for companion in companions {
        let args = args! { name = name.clone(), title = title.clone(), starts = Moment(made.starts_at) };
        notices::send(tx, *companion, what, args, &party_path(made.party))?;
    }
    Ok(())
}

/// Those of them who are companions have their places now.
pub(super) fn placed(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    party: PartyId,
    members: &[Member],
) -> Result<(), StoreError> {
    for member in members.iter().filter(|member| member.companion) {
        let args = args! { title = activity.title.clone(), starts = Moment(activity.starts_at) };
        notices::send(
            tx,
            member.person,
            msg::SIGNUP_NOTICE_BY_PLACED,
            args,
            &party_path(party),
        )?;
    }
    Ok(())
}

/// Who signed them up gave back the places of these.
pub(super) fn out(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    of: (PersonId, PartyId),
    members: &[Member],
) -> Result<(), StoreError> {
    to_each(tx, activity, of, (members, msg::SIGNUP_NOTICE_BY_OUT))
}

/// The places that were held for them were not taken.
pub(super) fn ended(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    of: (PersonId, PartyId),
    members: &[Member],
) -> Result<(), StoreError> {
    to_each(tx, activity, of, (members, msg::SIGNUP_NOTICE_BY_ENDED))
}

fn to_each(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    (booker, party): (PersonId, PartyId),
    (members, what): (&[Member], Msg),
) -> Result<(), StoreError> {
    let companions: Vec<PersonId> = members
        .iter()
        .filter(|member| member.companion)
        .map(|member| member.person)
        .collect();
    if companions.is_empty() {
        return Ok(());
    }
    let name = whose(tx, booker)?;
    for companion in companions {
        let args = args! { name = name.clone(), title = activity.title.clone() };
        notices::send(tx, companion, what, args, &party_path(party))?;
    }
    Ok(())
}

/// One of them withdrew: who signed them up hears of it.
pub(super) fn left(
    tx: &mut WriteTx<'_>,
    activity: &Facts,
    (booker, party): (PersonId, PartyId),
    companion: PersonId,
) -> Result<(), StoreError> {
    let args = args! { name = whose(tx, companion)?, title = activity.title.clone() };
    notices::send(
        tx,
        booker,
        msg::SIGNUP_NOTICE_COMPANION_LEFT,
        args,
        &party_path(party),
    )
}
