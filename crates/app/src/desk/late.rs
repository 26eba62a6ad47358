//! People who came without having signed up are added afterwards: from the sheet on which they wrote their name, or at
//! the door while it goes on.
//!
//! It promises that such a place says by whom it was added and from what; that the rules of the activity are asked as at
//! sign-up; and that whoever doesn't meet them stays on a list until a person has decided, with a reason. How long
//! people can be added is [`signups::ADDED_FOR`].

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, Id, OrganisationId},
    text,
};
use langqiao_platform::{app::App, i18n::msg, keys::Keys, not_done::NotDone};
use langqiao_store::{By, Event, WriteTx};
use serde_json::json;

use super::{
    late_queries::{self as rows, Open},
    queries,
    take::{self, AtDesk, DeskError},
};
use crate::{
    activities,
    areas::words,
    signups::{self, Against, SignUp, SignUpError, SignedUp},
};

/// The kind of thing a walk-in is.
#[derive(Debug)]
pub enum WalkInKind {}

/// The id of a walk-in: who came without having signed up, and was added afterwards.
pub type WalkInId = Id<WalkInKind>;

/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;

words! {
    /// How a walk-in stands.
    #[schema(as = WalkInState)]
    State {
        /// Has a place.
        Added = "added",
        /// Waits for a person who decides.
        Open = "open",
        /// A person decided that they don't count.
        Dismissed = "dismissed",
    }
}

/// What came of adding somebody.
#[derive(Clone, Copy, Debug)]
pub enum Added {
    /// They have a place.
    In(WalkInId, SignedUp),
    /// Something stands against it: they are listed for a person to decide.
    Listed(WalkInId, Against),
}

/// What a person decided about somebody who is listed.
#[derive(Clone, Debug)]
pub struct Settle {
    /// About whom.
    pub walk_in: WalkInId,
    /// Whether they get a place all the same.
    pub counts: bool,
    /// Why.
    pub reason: String,
}

/// Adds somebody who was there to an activity that `org` holds; whom the rules speak against is listed instead.
///
/// # Errors
/// [`DeskError`]; nothing is changed then.
pub async fn add(
    app: &App,
    by: By,
    of: (OrganisationId, ActivityId),
    who: &AtDesk,
) -> Result<Added, DeskError> {
    let (keys, one) = (app.keys.clone(), who.clone());
    let done = app
        .db
        .write(by.clone(), move |tx| place(tx, &keys, of, &one))
        .await;
    let against = match done {
        Err(DeskError::SignUp(why)) => match Against::of(&why) {
            Some(against) => against,
            None => return Err(DeskError::SignUp(why)),
        },
        done => return done.map(|(id, signed)| Added::In(id, signed)),
    };
    // What was refused is undone; what was typed is kept for a person.
    let (keys, one) = (app.keys.clone(), who.clone());
    let id = app
        .db
        .write(by, move |tx| list(tx, &keys, of, (&one, against)))
        .await?;
    Ok(Added::Listed(id, against))
}

/// Adds somebody as [`add`] does, with a code for each who has a place, which is noted down for them.
///
/// # Errors
/// [`DeskError`]; nothing is changed then.
pub async fn add_one(
    app: &App,
    by: By,
    of: (OrganisationId, ActivityId),
    who: &AtDesk,
) -> Result<(Added, Vec<String>), DeskError> {
    let added = add(app, by, of, who).await?;
    let codes = match added {
        Added::In(_, done) => app.db.read(move |tx| queries::codes(tx, done.party)).await?,
        Added::Listed(..) => Vec::new(),
    };
    Ok((added, codes))
}

/// Gives somebody who was there a place.
///
/// # Errors
/// [`DeskError`]; nothing is changed then.
pub fn place(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, activity): (OrganisationId, ActivityId),
    who: &AtDesk,
) -> Result<(WalkInId, SignedUp), DeskError> {
    let held = activities::require_held(tx, org, activity)?.activity;
    let hand = take::bring_in(tx, keys, (org, activity, &held.asks), who)?;
    if rows::is_listed(tx, activity, hand.wish.booker)? {
        return Err(DeskError::Listed);
    }
    let done = signups::add_late(tx, &hand.wish, false).map_err(late)?;
    let seen_by = tx.by().actor.person().filter(|_| who.on_paper);
    queries::note(tx, done.party, (activity, org), (hand.wish.booker, seen_by))?;
    let id = WalkInId::generate();
    rows::insert(tx, (id, org), &hand.wish, (who.on_paper, Some(done.party), None))?;
    if hand.known {
        let to = (hand.wish.booker, done.party);
        take::tell(tx, (org, held.title), to, msg::WALK_IN_NOTICE)?;
    }
    let detail = json!({ "activity": activity, "party": done.party, "on_paper": who.on_paper });
    tx.record(Event::of("walk_in.added", &id).org(org).detail(&detail))?;
    Ok((id, done))
}

/// Lists somebody who was there, and whom something stands against.
fn list(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, activity): (OrganisationId, ActivityId),
    (who, against): (&AtDesk, Against),
) -> Result<WalkInId, DeskError> {
    let held = activities::require_held(tx, org, activity)?.activity;
    let hand = take::bring_in(tx, keys, (org, activity, &held.asks), who)?;
    if rows::is_listed(tx, activity, hand.wish.booker)? {
        return Err(DeskError::Listed);
    }
    let id = WalkInId::generate();
    rows::insert(tx, (id, org), &hand.wish, (who.on_paper, None, Some(against)))?;
    let detail = json!({ "activity": activity, "against": against, "on_paper": who.on_paper });
    tx.record(Event::of("walk_in.listed", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Decides about somebody who is listed: they get a place all the same, or they don't count. Can be done as long as they
/// are listed, however long ago it was: nobody is lost because a week went by.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn settle(
    tx: &mut WriteTx,
    (org, activity): (OrganisationId, ActivityId),
    command: &Settle,
) -> Result<(), NotDone> {
    let held = activities::require_held(tx, org, activity)?.activity;
    let reason = text::clip(&text::line(&command.reason), REASON_MAX);
    if reason.chars().count() < 2 {
        return Err(NotDone::field("reason", msg::WALK_IN_NO_REASON));
    }
    tx.lock("walk-in", &command.walk_in)?;
    let open = rows::open(tx, activity, command.walk_in)?.ok_or(NotDone::NotFound)?;
    let party = match command.counts {
        true => Some(let_in(tx, org, &open)?),
        false => None,
    };
    rows::settle(tx, command.walk_in, (party, &reason))?;
    if let Some(party) = party {
        let to = (open.wish.booker, party);
        take::tell(tx, (org, held.title), to, msg::WALK_IN_NOTICE)?;
    }
    let detail = json!({ "activity": activity, "counts": command.counts, "party": party });
    tx.record(
        Event::of("walk_in.settled", &command.walk_in)
            .org(org)
            .detail(&detail),
    )?;
    Ok(())
}

fn let_in(tx: &mut WriteTx, org: OrganisationId, open: &Open) -> Result<signups::PartyId, NotDone> {
    let wish: &SignUp = &open.wish;
    if !open.against.may_be_let_by(wish.role) {
        return Err(NotDone::no("walk-in-by-law", msg::WALK_IN_BY_LAW));
    }
    let done = signups::add_late(tx, wish, true).map_err(|why| match why {
        // Who has a place by now needs none: the other answer settles it.
        SignUpError::Already { .. } => NotDone::no("signed-up-already", msg::WALK_IN_IN_BY_NOW),
        why if Against::of(&why).is_some() => NotDone::no("walk-in-by-law", msg::WALK_IN_BY_LAW),
        why => why.into_fault().into(),
    })?;
    let seen_by = open.on_paper.then_some(open.added_by);
    queries::note(tx, done.party, (wish.activity, org), (wish.booker, seen_by))?;
    Ok(done.party)
}

/// Sign-up that is over for good says so in the words of adding.
fn late(why: SignUpError) -> DeskError {
    match why {
        SignUpError::Closed | SignUpError::NotYet { .. } => DeskError::NotAddable,
        why => DeskError::SignUp(why),
    }
}

/// Until when people can be added to an activity, where they can be now.
pub fn until(now: Timestamp, activity: &activities::Activity) -> Option<Timestamp> {
    let times = &activity.times;
    let runs = activity.status == activities::Status::Published && !activity.course;
    (runs && signups::addable(now, times.starts_at, times.ends_at))
        .then(|| signups::addable_until(times.ends_at))
}
