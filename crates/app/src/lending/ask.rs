//! A body asks for a thing for some days: it is promised at once, or its keeper answers.

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    codes::ShortCode,
    id::{ActivityId, EquipmentId, LoanId, OrganisationId, PersonId},
    text::{line, squash},
    time,
};
use langqiao_platform::{
    fault::Fault,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    keys::{Field, Keys},
    not_done::NotDone,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    loans::{self, NewLoan},
    model::{Kind, Status, Thing},
    occasions, queries,
    tell::{self, Whom},
    watch,
};
use crate::bookings::stock;

/// The most characters of a purpose.
pub const PURPOSE_MAX: usize = 60;
/// The most characters of who fetches.
pub const FETCHER_MAX: usize = 20;
/// How many days ahead one asks at most.
const AHEAD_DAYS: i64 = 365;
/// How often another code is tried where one is taken.
const CODE_TRIES: usize = 20;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Which thing.
    pub thing: EquipmentId,
    /// How many.
    pub pieces: i64,
    /// The first day.
    pub from: Date,
    /// The last day; of goods the day on which they are fetched is the only one.
    pub until: Date,
    /// What for.
    pub purpose: String,
    /// One of the body's own activities.
    pub activity: Option<ActivityId>,
    /// Who fetches it.
    pub fetcher: String,
}

/// Asks for a thing. The same asked twice is one loan.
///
/// # Errors
/// See [`NotDone`].
pub fn ask(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, person): (OrganisationId, PersonId),
    wish: &Wish,
) -> Result<(LoanId, Status), NotDone> {
    // Whoever moves or calls off its activity meanwhile finds the loan, or is found by it.
    if let Some(activity) = wish.activity {
        tx.lock("activity", &activity)?;
    }
    stock::queue(tx, wish.thing)?;
    let thing = queries::thing(tx, org, wish.thing)?;
    let thing = thing.filter(|thing| thing.open).ok_or(NotDone::NotFound)?;
    let until = if thing.kind == Kind::Goods {
        wish.from
    } else {
        wish.until
    };
    let (purpose, fetcher) = (line(&wish.purpose), squash(&wish.fetcher));
    let wish = Wish {
        purpose,
        fetcher,
        until,
        ..wish.clone()
    };
    let now = tx.now();
    let mut errors = problems(&thing, &wish, now);
    if let Some(activity) = wish.activity
        && !occasions::occasion(tx, org, activity)?.is_some_and(|one| one.comes(now))
    {
        errors.add("activity", msg::LOAN_NOT_YOUR_ACTIVITY);
    }
    let span = (
        time::start_of_day(wish.from),
        time::start_of_day(wish.until.saturating_add(1.day())),
    );
    if !errors.is_empty() {
        // What is wrong with the days doesn't hide that there are not so many.
        if errors.of("pieces").is_none()
            && let Some(free) = too_few(tx, &thing, &wish, span)?
        {
            errors.add("pieces", short(thing.kind, free));
        }
        return Err(NotDone::Fields(errors));
    }
    if let Some(known) = loans::same(tx, (thing.id, org), span, &wish.purpose)? {
        return again(tx, keys, known, &wish);
    }
    // What was over before now takes nothing away.
    let held = held_span(&thing, (span.0.max(now), span.1));
    let free = stock::free(tx, thing.id, held, (None, now))?;
    if wish.pieces > free {
        return Err(NotDone::field("pieces", short(thing.kind, free)));
    }
    let status = if thing.asks && thing.owner != org {
        Status::Asked
    } else {
        Status::Promised
    };
    let id = insert(
        tx,
        (org, person),
        (&thing, &wish),
        span,
        (status, keys.seal(Field::Name, &wish.fetcher)),
    )?;
    let loan = loans::one(tx, id)?.ok_or(NotDone::NotFound)?;
    watch::watch(tx, &loan)?;
    let (act, message) = match status {
        Status::Asked => ("loan.asked", msg::LOAN_NOTICE_ASKED),
        _ => ("loan.promised", msg::LOAN_NOTICE_TAKEN),
    };
    tell::tell(tx, &loan, Whom::Lender, message, "")?;
    let detail = json!({ "thing": thing.id, "pieces": wish.pieces });
    tx.record(Event::of(act, &id).org(org).detail(&detail))?;
    Ok((id, status))
}

/// The same form sent twice is one loan; what differs in more than the purpose must not be lost in it.
fn again(tx: &mut WriteTx, keys: &Keys, known: LoanId, wish: &Wish) -> Result<(LoanId, Status), NotDone> {
    let known = loans::one(tx, known)?.ok_or(NotDone::NotFound)?;
    let fetcher = match loans::fetcher(tx, known.id)? {
        None => wish.fetcher.clone(),
        Some(sealed) => keys
            .open_field(Field::Name, &sealed)
            .map_err(|why| NotDone::Fault(Fault::Internal(why.to_string())))?,
    };
    if known.asked != wish.pieces || known.activity != wish.activity || fetcher != wish.fetcher {
        let sentence = Sentence::new(msg::LOAN_ASKED_ALREADY).with("n", known.asked);
        return Err(NotDone::field("purpose", sentence));
    }
    Ok((known.id, known.status))
}

/// Goods that are promised are promised for good.
pub fn held_span(thing: &Thing, (from, until): (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
    match thing.kind {
        Kind::Goods => (from, Timestamp::MAX),
        Kind::Equipment => (from, until),
    }
}

/// What is said where there isn't enough.
pub fn short(kind: Kind, free: i64) -> Sentence {
    match (kind, free > 0) {
        (Kind::Equipment, true) => Sentence::new(msg::LOAN_SHORT).with("n", free),
        (Kind::Equipment, false) => Sentence::new(msg::LOAN_NONE_LEFT),
        (Kind::Goods, true) => Sentence::new(msg::LOAN_GOODS_SHORT).with("n", free),
        (Kind::Goods, false) => Sentence::new(msg::LOAN_GOODS_GONE),
    }
}

fn insert(
    tx: &mut WriteTx,
    by: (OrganisationId, PersonId),
    (thing, wish): (&Thing, &Wish),
    span: (Timestamp, Timestamp),
    (status, fetcher): (Status, Vec<u8>),
) -> Result<LoanId, NotDone> {
    let id = LoanId::generate();
    for _ in 0..CODE_TRIES {
        let code = ShortCode::generate(&mut rand::rng()).to_string();
        let new = NewLoan {
            id,
            thing: thing.id,
            by,
            pieces: wish.pieces,
            purpose: &wish.purpose,
            activity: wish.activity,
            fetcher: fetcher.clone(),
            span,
            code: &code,
            status,
        };
        if loans::insert(tx, &new)? {
            return Ok(id);
        }
    }
    Err(StoreError::Commit("no code is free".to_owned()).into())
}

/// How many can be had, where that is fewer than are wished for: on its days as far as they are to come, or else at all.
fn too_few(
    tx: &mut WriteTx<'_>,
    thing: &Thing,
    wish: &Wish,
    (from, until): (Timestamp, Timestamp),
) -> Result<Option<i64>, StoreError> {
    let now = tx.now();
    let free = if from.max(now) < until {
        stock::free(
            tx,
            thing.id,
            held_span(thing, (from.max(now), until)),
            (None, now),
        )?
    } else {
        thing.pieces
    };
    Ok((wish.pieces > free).then_some(free))
}

/// What can't be in how many are asked for, in what for, and in who fetches it.
pub(super) fn of_words(errors: &mut FieldErrors, pieces: i64, purpose: &str, fetcher: &str) {
    if !(1..=crate::bookings::PIECES_MAX).contains(&pieces) {
        errors.add("pieces", msg::LOAN_BAD_PIECES);
    }
    if !(2..=PURPOSE_MAX).contains(&purpose.chars().count()) {
        errors.add(
            "purpose",
            Sentence::new(msg::LOAN_BAD_PURPOSE).with("n", PURPOSE_MAX as i64),
        );
    }
    if !(2..=FETCHER_MAX).contains(&fetcher.chars().count()) {
        errors.add(
            "fetcher",
            Sentence::new(msg::LOAN_BAD_FETCHER).with("n", FETCHER_MAX as i64),
        );
    }
}

fn problems(thing: &Thing, wish: &Wish, now: Timestamp) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let today = time::day(now);
    let days = i64::from((wish.until - wish.from).get_days()) + 1;
    if wish.from < today {
        errors.add("from", msg::LOAN_PAST);
    } else if wish.from > today.saturating_add(AHEAD_DAYS.days()) {
        errors.add("from", Sentence::new(msg::LOAN_TOO_FAR).with("n", AHEAD_DAYS));
    }
    if wish.until < wish.from {
        errors.add("until", msg::LOAN_ENDS_FIRST);
    } else if days > thing.days_max {
        errors.add(
            "until",
            Sentence::new(msg::LOAN_TOO_LONG).with("n", thing.days_max),
        );
    }
    of_words(&mut errors, wish.pieces, &wish.purpose, &wish.fetcher);
    errors
}
