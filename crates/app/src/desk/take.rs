//! Signs somebody up at a desk: finds who they are or takes them up, with their children, and signs up as anybody does.

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{ActivityId, AreaId, OrganisationId, PersonId},
    text::squash,
    time,
};
use langqiao_platform::{
    app::App,
    args,
    fault::{Fault, Refusal},
    i18n::{Msg, msg},
    keys::{Field, Keys},
    not_done::NotDone,
    notices,
    people::{self, FamilyError, NewFamilyMember, NewPerson, RegisterError},
    refuse_with,
};
use langqiao_store::{By, Event, StoreError, WriteTx};
use serde_json::json;

use super::{queries, typed};
use crate::{
    activities,
    areas::Directory,
    organisations,
    signups::{
        self, AnswerOfferError, Cancel, CancelError, PartyId, SignUp, SignUpError, SignedUp, SignupRole,
        answers::Answers,
    },
    standings::{self, Asks, What},
};

/// A child that comes with them.
#[derive(Clone, Debug)]
pub struct Child {
    /// The name in full.
    pub name: String,
    /// The day of birth.
    pub birth: Date,
}

/// Somebody who stands at the desk.
#[derive(Clone, Debug)]
pub struct AtDesk {
    /// The name in full.
    pub name: String,
    /// Their phone, if they have one.
    pub phone: Option<Phone>,
    /// Their day of birth, where it is needed.
    pub birth: Option<Date>,
    /// Where they live, where it is needed.
    pub area: Option<AreaId>,
    /// As what they come.
    pub role: SignupRole,
    /// Whether they come themselves; otherwise the children alone.
    pub comes: bool,
    /// The children for whom they answer.
    pub children: Vec<Child>,
    /// What they answer to the activity's questions.
    pub answers: Answers,
    /// What they showed the original of, of what the activity asks for.
    pub seen: Vec<What>,
    /// Whether their consent was given on paper, which whoever types it has seen, and not said at the desk.
    pub on_paper: bool,
}

/// Why nobody was signed up.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The phone belongs to somebody of another name.
    #[error("another name")]
    OtherName,
    /// They are too young to agree to it themselves.
    #[error("too young")]
    Minor,
    /// Somebody of this name and without a phone is signed up already.
    #[error("signed up already without a phone")]
    SameName,
    /// It has not begun, or is over for so long that nobody can be added any more.
    #[error("nobody can be added")]
    NotAddable,
    /// They are listed already, and a person has to look.
    #[error("listed already")]
    Listed,
    /// There is no such area.
    #[error("no such area")]
    Area,
    /// The name or the day of birth can't be.
    #[error(transparent)]
    Person(#[from] RegisterError),
    /// One of the children can't be taken up, by its number.
    #[error("a child")]
    Child(usize, FamilyError),
    /// They can't be signed up; with those who were added for it.
    #[error("not signed up")]
    SignUp(SignUpError),
    /// What was seen can't be kept.
    #[error(transparent)]
    Seen(#[from] NotDone),
    /// Not theirs to see.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskError {
    pub(super) fn into_fault(self) -> Fault {
        match self {
            Self::OtherName => Refusal::conflict("desk-other-name", msg::DESK_OTHER_NAME).into(),
            Self::Minor => Refusal::invalid("desk-minor", msg::DESK_MINOR).into(),
            Self::SameName => Refusal::conflict("desk-same-name", msg::DESK_SAME_NAME).into(),
            Self::NotAddable => Refusal::conflict("walk-ins-over", msg::WALK_IN_NOT_NOW).into(),
            Self::Listed => Refusal::conflict("walk-in-listed", msg::WALK_IN_LISTED).into(),
            Self::Area => Refusal::invalid("area", msg::DESK_AREA_UNKNOWN).into(),
            Self::Person(why) => why.into_fault(),
            Self::Child(_, why) => why.into_fault(),
            // It isn't the reader who is signed up.
            Self::SignUp(SignUpError::Already { .. }) => {
                Refusal::conflict("signed-up-already", msg::DESK_ALREADY_ONE).into()
            }
            Self::SignUp(why) => why.into_fault(),
            Self::Seen(why) => why.into(),
            Self::Fault(fault) => fault,
            Self::Store(why) => why.into(),
        }
    }
}
refuse_with!(DeskError);

/// Signs somebody up for an activity that `org` holds. They, or for children their guardian, stand at the desk and agree
/// to the use of their data; whose hand it was stays known.
///
/// # Errors
/// [`DeskError`]; nothing is changed then, and nobody taken up.
pub fn take(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, activity): (OrganisationId, ActivityId),
    who: &AtDesk,
) -> Result<SignedUp, DeskError> {
    let held = activities::require_held(tx, org, activity)?.activity;
    let hand = bring_in(tx, keys, (org, activity, &held.asks), who)?;
    let done = signups::sign_up(tx, &hand.wish).map_err(DeskError::SignUp)?;
    let seen_by = tx.by().actor.person().filter(|_| who.on_paper);
    queries::note(tx, done.party, (activity, org), (hand.wish.booker, seen_by))?;
    if hand.known {
        tell(
            tx,
            (org, held.title),
            (hand.wish.booker, done.party),
            msg::DESK_NOTICE_TAKEN,
        )?;
    }
    let detail = json!({ "activity": activity, "on_paper": who.on_paper });
    tx.record(Event::of("signup.at_desk", &done.party).org(org).detail(&detail))?;
    Ok(done)
}

/// Somebody who was signed up, with a code for each, which is noted down for them.
pub type WithCodes = (SignedUp, Vec<String>);

/// Signs somebody up as [`take`] does, by themselves.
///
/// # Errors
/// [`DeskError`]; nothing is changed then.
pub async fn take_one(
    app: &App,
    by: By,
    of: (OrganisationId, ActivityId),
    who: AtDesk,
) -> Result<WithCodes, DeskError> {
    let keys = app.keys.clone();
    let done = app.db.write(by, move |tx| {
        let done = take(tx, &keys, of, &who)?;
        Ok::<_, DeskError>((done, queries::codes(tx, done.party)?))
    });
    done.await
}

/// Somebody at the desk, as they are known from here on.
pub(super) struct AtHand {
    /// Whether they were known before.
    pub known: bool,
    /// What they wish.
    pub wish: SignUp,
}

/// Finds who stands at the desk or takes them up, with their children, and keeps what is new of them.
///
/// # Errors
/// [`DeskError`].
pub(super) fn bring_in(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, activity, asks): (OrganisationId, ActivityId, &Asks),
    who: &AtDesk,
) -> Result<AtHand, DeskError> {
    // PIPL art. 31: below that age a guardian agrees, who is then the one at the desk.
    let today = time::day(tx.now());
    if who.birth.is_some_and(|birth| today < birth) {
        return Err(RegisterError::Birth.into());
    }
    if who
        .birth
        .is_some_and(|birth| people::age(birth, today) < people::CONSENT_AGE)
    {
        return Err(DeskError::Minor);
    }
    if let Some(area) = who.area
        && Directory::load(tx)?.get(area).is_none()
    {
        return Err(DeskError::Area);
    }
    let person = find(tx, keys, activity, who)?;
    let known = person.is_some();
    let person = match person {
        Some(person) => person,
        None => take_up(tx, keys, who)?,
    };
    keep_new(tx, keys, person, who)?;
    keep_seen(tx, (org, asks), person, &who.seen)?;
    let mut party: Vec<PersonId> = who.comes.then_some(person).into_iter().collect();
    for (n, child) in who.children.iter().enumerate() {
        let new = NewFamilyMember {
            name: child.name.clone(),
            birth: child.birth,
            consented: true,
        };
        let child = people::add_family_member(tx, keys, person, &new);
        party.push(child.map_err(|why| DeskError::Child(n, why))?);
    }
    let wish = SignUp {
        activity,
        booker: person,
        role: who.role,
        people: party.into_iter().collect(),
        answers: who.answers.clone(),
    };
    Ok(AtHand { known, wish })
}

/// Whoever has a phone hears what was done in their name.
pub(super) fn tell(
    tx: &mut WriteTx,
    (org, title): (OrganisationId, String),
    (person, party): (PersonId, PartyId),
    what: Msg,
) -> Result<(), StoreError> {
    let args = args! { by = organisations::name_of(tx, org)?, title = title };
    notices::send(tx, person, what, args, &signups::party_path(party))
}

/// Who has this phone, if the name is theirs. Nobody is told whose phone it is otherwise.
fn find(
    tx: &mut WriteTx,
    keys: &Keys,
    activity: ActivityId,
    who: &AtDesk,
) -> Result<Option<PersonId>, DeskError> {
    let blind = keys.blind(Field::Name, &squash(&who.name));
    let Some(phone) = &who.phone else {
        // Without a phone the same name twice may be the same person: a second hand at the desk must not take them in
        // again. Two people of one name are told apart by their day of birth.
        tx.lock("desk", &format!("{activity}/{blind}"))?;
        return match queries::same_name(tx, activity, &blind, who.birth)? {
            true => Err(DeskError::SameName),
            false => Ok(None),
        };
    };
    match people::by_phone(tx, keys, phone)? {
        Some(person) if queries::is_named(tx, person, &blind)? => Ok(Some(person)),
        Some(_) => Err(DeskError::OtherName),
        None => Ok(None),
    }
}

fn take_up(tx: &mut WriteTx, keys: &Keys, who: &AtDesk) -> Result<PersonId, DeskError> {
    let new = NewPerson {
        phone: who.phone.clone(),
        birth: who.birth,
        area: who.area,
        consented: true,
        ..NewPerson::named(&who.name)
    };
    Ok(people::register(tx, keys, &new)?)
}

/// Keeps a day of birth and an area that were not known; what is known is not changed at a desk.
fn keep_new(tx: &mut WriteTx, keys: &Keys, person: PersonId, who: &AtDesk) -> Result<(), DeskError> {
    let Some(known) = people::masked(tx, person)? else {
        return Ok(());
    };
    let (birth, area) = (known.birth.or(who.birth), known.area.or(who.area));
    if (birth, area) != (known.birth, known.area) {
        people::correct(tx, keys, person, &who.name, birth, area)?;
    }
    Ok(())
}

/// Keeps what they showed as confirmed. Only what the activity asks for is looked at here.
fn keep_seen(
    tx: &mut WriteTx,
    (org, asks): (OrganisationId, &Asks),
    person: PersonId,
    seen: &[What],
) -> Result<(), DeskError> {
    for what in seen {
        if !asks.asks_for(what.kind(), &what.word()) {
            return Err(NotDone::field(typed::seen_field(what.kind()), msg::STANDING_DESK_NOT_ASKED).into());
        }
        let by = tx.by().actor.person().ok_or(Fault::NotFound)?;
        standings::seen(tx, (by, org), person, what)?;
    }
    Ok(())
}

/// Why nothing was given back at the desk.
#[derive(Debug, thiserror::Error)]
pub enum GiveBackError {
    /// Nobody was signed up under this party at this desk.
    #[error("not from this desk")]
    NotFound,
    /// It can't be given back.
    #[error(transparent)]
    Cancel(#[from] CancelError),
    /// Nothing is offered to them any more.
    #[error(transparent)]
    Offer(#[from] AnswerOfferError),
    /// Not theirs to see.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GiveBackError {
    fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Cancel(why) => why.into_fault(),
            Self::Offer(why) => why.into_fault(),
            Self::Fault(fault) => fault,
            Self::Store(why) => why.into(),
        }
    }
}
refuse_with!(GiveBackError);

/// Gives back the places of a party that was signed up at a desk of an activity which `org` holds.
///
/// # Errors
/// [`GiveBackError`]; nothing is changed then.
pub fn give_back(
    tx: &mut WriteTx,
    (org, activity): (OrganisationId, ActivityId),
    party: PartyId,
) -> Result<(), GiveBackError> {
    let title = activities::require_held(tx, org, activity)?.activity.title;
    let person = queries::booker(tx, activity, party)?.ok_or(GiveBackError::NotFound)?;
    let all = Cancel {
        person,
        party,
        only: None,
    };
    signups::cancel(tx, &all)?;
    Ok(tell(
        tx,
        (org, title),
        (person, party),
        msg::DESK_NOTICE_CANCELLED,
    )?)
}

/// Answers an offered place for somebody who was signed up at a desk, and may have no phone to answer with.
///
/// # Errors
/// [`GiveBackError`]; nothing is changed then.
pub fn answer_offer(
    tx: &mut WriteTx,
    (org, activity): (OrganisationId, ActivityId),
    (party, comes): (PartyId, bool),
) -> Result<(), GiveBackError> {
    activities::require_held(tx, org, activity)?;
    let person = queries::booker(tx, activity, party)?.ok_or(GiveBackError::NotFound)?;
    match comes {
        true => signups::accept(tx, person, party)?,
        false => drop(signups::decline(tx, person, party)?),
    }
    Ok(())
}
