//! Who is told what: the officers on the other side of an invitation.

use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{
    args,
    i18n::{Arg, Msg, msg},
    spoken::Moment,
};
use langqiao_store::{StoreError, WriteTx};

use super::{
    plan::Plan,
    queries::{Activity, Stored},
};
use crate::organisations;

/// Tells every officer of `to`, with a link to the activity's page in their own workbench.
pub(crate) fn tell(
    tx: &mut WriteTx,
    to: OrganisationId,
    id: ActivityId,
    message: Msg,
    args: &[Arg<'_>],
) -> Result<(), StoreError> {
    let link = format!("/w/{to}/activities/{id}");
    organisations::tell_officers(tx, to, message, args, &link)
}

/// An organisation is asked to hold an activity together with its host.
pub(super) fn invited(
    tx: &mut WriteTx,
    host: OrganisationId,
    to: OrganisationId,
    id: ActivityId,
    plan: &Plan,
) -> Result<(), StoreError> {
    let host = organisations::name_of(tx, host)?;
    let args = args! { host = host, title = plan.title.clone(), at = Moment(plan.times.starts_at) };
    tell(tx, to, id, msg::ACTIVITY_NOTICE_INVITED, args)
}

/// An invitation was taken back.
pub(super) fn withdrawn(tx: &mut WriteTx, activity: &Activity, to: OrganisationId) -> Result<(), StoreError> {
    let args = args! { host = activity.host_name.clone(), title = activity.title.clone() };
    let link = format!("/w/{to}/activities");
    organisations::tell_officers(tx, to, msg::ACTIVITY_NOTICE_WITHDRAWN, args, &link)
}

/// An organisation answered: its host is told what it said, and its own officers that it was said for them.
pub(super) fn answered(
    tx: &mut WriteTx,
    stored: &Stored,
    from: OrganisationId,
    accepted: bool,
    note: Option<&str>,
) -> Result<(), StoreError> {
    let activity = &stored.activity;
    let (name, title) = (organisations::name_of(tx, from)?, activity.title.clone());
    let (to_host, to_own) = match accepted {
        true => (msg::ACTIVITY_NOTICE_ACCEPTED, msg::ACTIVITY_NOTICE_OWN_ACCEPTED),
        false => (msg::ACTIVITY_NOTICE_DECLINED, msg::ACTIVITY_NOTICE_OWN_DECLINED),
    };
    let note = note.map(|note| format!("“{note}”")).unwrap_or_default();
    tell(
        tx,
        activity.organisation,
        activity.id,
        to_host,
        args! { name = name, title = title.clone(), note = note },
    )?;
    tell(
        tx,
        from,
        activity.id,
        to_own,
        args! { host = activity.host_name.clone(), title = title },
    )
}

/// An organisation changed what it brings: its host is told.
pub(super) fn contribution_changed(
    tx: &mut WriteTx,
    stored: &Stored,
    from: OrganisationId,
) -> Result<(), StoreError> {
    let activity = &stored.activity;
    let args = args! { name = organisations::name_of(tx, from)?, title = activity.title.clone() };
    tell(
        tx,
        activity.organisation,
        activity.id,
        msg::ACTIVITY_NOTICE_BRINGS,
        args,
    )
}

/// An organisation that had agreed leaves: its host is told why, and its own officers that it was said for them.
pub(super) fn left(
    tx: &mut WriteTx,
    activity: &Activity,
    from: OrganisationId,
    reason: &str,
) -> Result<(), StoreError> {
    let (name, title) = (organisations::name_of(tx, from)?, activity.title.clone());
    let args = args! { name = name, title = title.clone(), reason = reason.to_owned() };
    tell(
        tx,
        activity.organisation,
        activity.id,
        msg::ACTIVITY_NOTICE_LEFT,
        args,
    )?;
    let args = args! { host = activity.host_name.clone(), title = title };
    tell(tx, from, activity.id, msg::ACTIVITY_NOTICE_OWN_LEFT, args)
}

/// The host lets an organisation go: it is told why. The page of a draft is no longer its own to see.
pub(super) fn released(
    tx: &mut WriteTx,
    activity: &Activity,
    to: OrganisationId,
    reason: &str,
) -> Result<(), StoreError> {
    let args = args! { host = activity.host_name.clone(), title = activity.title.clone(), reason = reason.to_owned() };
    let link = format!("/w/{to}/activities");
    organisations::tell_officers(tx, to, msg::ACTIVITY_NOTICE_RELEASED, args, &link)
}

/// When or where it is held was changed: those who hold it together are told.
pub(super) fn moved(tx: &mut WriteTx, activity: &Activity, to: OrganisationId) -> Result<(), StoreError> {
    let (title, place) = (activity.title.clone(), activity.whole_place.clone());
    let args = args! { title = title, at = Moment(activity.times.starts_at), place = place };
    tell(tx, to, activity.id, msg::ACTIVITY_NOTICE_MOVED, args)
}

/// A room that another organisation keeps is to be used: its officers are told.
pub(super) fn room_used(
    tx: &mut WriteTx,
    activity: &Activity,
    keeper: OrganisationId,
) -> Result<(), StoreError> {
    let args = args! {
        host = activity.host_name.clone(),
        place = activity.whole_place.clone(),
        title = activity.title.clone(),
        at = Moment(activity.times.starts_at),
    };
    let link = activity
        .venue
        .map_or_else(|| "/".to_owned(), |venue| format!("/venues/{venue}"));
    organisations::tell_officers(tx, keeper, msg::ACTIVITY_NOTICE_ROOM, args, &link)
}

/// It was called off: those who hold it together, or were asked to, are told.
pub(super) fn cancelled(
    tx: &mut WriteTx,
    activity: &Activity,
    to: OrganisationId,
    reason: &str,
) -> Result<(), StoreError> {
    let args = args! { title = activity.title.clone(), host = activity.host_name.clone(), reason = reason.to_owned() };
    tell(tx, to, activity.id, msg::ACTIVITY_NOTICE_CANCELLED, args)
}
