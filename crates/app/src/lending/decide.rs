//! What becomes of a loan before it is handed out: the keeper says yes, to all or to fewer, or no; or it is withdrawn.

use langqiao_kernel::{
    id::{LoanId, OrganisationId, PersonId},
    text::{clip, line},
};
use langqiao_platform::i18n::{Sentence, msg};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    ask,
    keep::NOTE_MAX,
    loans,
    model::{Loan, Status},
    queries,
    tell::{self, Whom, settled, turn},
    watch,
};
use crate::bookings::{pieces_back, stock};

/// The keeper's word.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How many are promised; nothing for a no.
    pub pieces: Option<i64>,
    /// In words; needed for a no.
    pub note: String,
}

/// The keeper answers who asks, or takes a promise back with a reason.
///
/// # Errors
/// See [`NotDone`].
pub fn answer(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: LoanId,
    answer: &Answer,
) -> Result<(), NotDone> {
    let (loan, lends, _) = turn(tx, org, id)?;
    if !lends {
        return Err(NotDone::NotFound);
    }
    let note = clip(&line(&answer.note), NOTE_MAX);
    match answer.pieces {
        Some(pieces) => promise(tx, &loan, pieces, (person, &note)),
        None => refuse(tx, &loan, (person, &note)),
    }
}

fn promise(
    tx: &mut WriteTx,
    loan: &Loan,
    pieces: i64,
    (person, note): (PersonId, &str),
) -> Result<(), NotDone> {
    let now = tx.now();
    if loan.status != Status::Asked || loan.ends_at <= now {
        return Err(settled());
    }
    if !(1..=loan.asked).contains(&pieces) {
        return Err(NotDone::field(
            "pieces",
            Sentence::new(msg::LOAN_ONE_TO).with("n", loan.asked),
        ));
    }
    let thing = queries::thing(tx, loan.owner, loan.thing)?.ok_or(NotDone::NotFound)?;
    let span = ask::held_span(&thing, (loan.starts_at.max(now), loan.ends_at));
    let free = stock::free(tx, loan.thing, span, (Some(&loan.id.to_text()), now))?;
    if pieces > free {
        return Err(NotDone::field("pieces", ask::short(thing.kind, free)));
    }
    if !loans::turn(
        tx,
        loan.id,
        (Status::Asked, Status::Promised),
        pieces,
        (Some(person), note),
    )? {
        return Err(settled());
    }
    let promised = Loan {
        pieces,
        ..loan.clone()
    };
    tell::tell(tx, &promised, Whom::Borrower, msg::LOAN_NOTICE_PROMISED, note)?;
    let detail = json!({ "pieces": pieces });
    Ok(tx.record(
        Event::of("loan.promised", &loan.id)
            .org(loan.owner)
            .detail(&detail),
    )?)
}

fn refuse(tx: &mut WriteTx, loan: &Loan, (person, note): (PersonId, &str)) -> Result<(), NotDone> {
    if !matches!(loan.status, Status::Asked | Status::Promised) {
        return Err(settled());
    }
    if note.chars().count() < 2 {
        return Err(NotDone::field("reason", msg::LOAN_NOTE_NEEDED));
    }
    let to = (loan.status, Status::Declined);
    if !loans::turn(tx, loan.id, to, loan.pieces, (Some(person), note))? {
        return Err(settled());
    }
    watch::forget(tx, loan.id)?;
    let message = match loan.status {
        Status::Asked => msg::LOAN_NOTICE_DECLINED,
        _ => msg::LOAN_NOTICE_TAKEN_BACK,
    };
    tell::tell(tx, loan, Whom::Borrower, message, note)?;
    tx.record(Event::of("loan.declined", &loan.id).org(loan.owner))?;
    Ok(pieces_back(tx, &mut [loan.thing])?)
}

/// The borrower doesn't need it any more.
///
/// # Errors
/// See [`NotDone`].
pub fn withdraw(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: LoanId,
    note: &str,
) -> Result<(), NotDone> {
    let (loan, _, borrows) = turn(tx, org, id)?;
    if !borrows {
        return Err(NotDone::NotFound);
    }
    let note = clip(&line(note), NOTE_MAX);
    if !matches!(loan.status, Status::Asked | Status::Promised) {
        return Err(settled());
    }
    let to = (loan.status, Status::Withdrawn);
    if !loans::turn(tx, id, to, loan.pieces, (Some(person), &note))? {
        return Err(settled());
    }
    watch::forget(tx, id)?;
    tell::tell(tx, &loan, Whom::Lender, msg::LOAN_NOTICE_WITHDRAWN, &note)?;
    tx.record(Event::of("loan.withdrawn", &id).org(org))?;
    Ok(pieces_back(tx, &mut [loan.thing])?)
}
