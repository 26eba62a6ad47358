//! Pieces go out over the desk and come back: counted each time, with a sentence on their condition.

use langqiao_kernel::{
    id::{LoanId, LoanReturnId, OrganisationId, PersonId},
    text::line,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    ask,
    keep::NOTE_MAX,
    loans,
    model::{Entry, Kind, Loan, Status},
    queries,
    tell::{self, Whom, settled, turn},
    watch,
};
use crate::bookings::{pieces_back, stock};

/// Hands out what was promised, all or fewer, from now on.
///
/// # Errors
/// See [`NotDone`].
pub fn hand_out(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: LoanId,
    pieces: i64,
    note: &str,
) -> Result<(), NotDone> {
    let (loan, lends, _) = turn(tx, org, id)?;
    if !lends {
        return Err(NotDone::NotFound);
    }
    let now = tx.now();
    if loan.status != Status::Promised || loan.ends_at <= now {
        return Err(settled());
    }
    let thing = queries::thing(tx, org, loan.thing)?.ok_or(NotDone::NotFound)?;
    let note = line(note);
    let mut errors = FieldErrors::new();
    if !(1..=loan.pieces).contains(&pieces) {
        errors.add("pieces", Sentence::new(msg::LOAN_ONE_TO).with("n", loan.pieces));
    }
    if note.chars().count() > NOTE_MAX {
        errors.add(
            "condition",
            Sentence::new(msg::SITE_TOO_LONG).with("n", NOTE_MAX as i64),
        );
    }
    NotDone::unless_none(errors)?;
    // Others may have it until then, or not have brought it back.
    let span = ask::held_span(&thing, (now, loan.ends_at));
    let free = stock::free(tx, loan.thing, span, (Some(&id.to_text()), now))?;
    let free = free.min(thing.pieces - thing.out_now);
    if pieces > free {
        return Err(NotDone::field("pieces", short_in_hand(free)));
    }
    let to = match loan.kind {
        Kind::Equipment => Status::Out,
        Kind::Goods => Status::Given,
    };
    if !loans::hand_out(tx, id, (to, pieces), &note)? {
        return Err(settled());
    }
    match loan.kind {
        Kind::Equipment => queries::move_out(tx, loan.thing, pieces)?,
        Kind::Goods => stock::change(
            tx,
            loan.thing,
            (Entry::Used, -pieces),
            "",
            (Some(id), Some(person)),
        )?,
    }
    let handed = loans::one(tx, id)?.ok_or(NotDone::NotFound)?;
    watch::watch(tx, &handed)?;
    let message = match loan.kind {
        Kind::Equipment => msg::LOAN_NOTICE_HANDED,
        Kind::Goods => msg::LOAN_NOTICE_GIVEN,
    };
    tell::tell(tx, &handed, Whom::Borrower, message, "")?;
    let detail = json!({ "pieces": pieces });
    tx.record(Event::of("loan.handed_out", &id).org(org).detail(&detail))?;
    // Fewer than were promised leave the rest free.
    Ok(pieces_back(tx, &mut [loan.thing])?)
}

fn short_in_hand(free: i64) -> Sentence {
    Sentence::new(msg::LOAN_IN_HAND).with("n", free.max(0))
}

/// What comes back at one time.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// In order; of goods: unused.
    pub in_order: i64,
    /// Broken.
    pub damaged: i64,
    /// Not coming back.
    pub missing: i64,
    /// In words; needed for what is broken or missing.
    pub note: String,
    /// How many whoever writes it saw out, so that a form that is sent twice counts once.
    pub seen: Option<i64>,
}

/// Pieces come back, all or some. What is broken or missing leaves the count by an entry of its own.
///
/// # Errors
/// See [`NotDone`].
pub fn take_back(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: LoanId,
    parts: &Parts,
) -> Result<LoanReturnId, NotDone> {
    let (loan, lends, _) = turn(tx, org, id)?;
    if !lends {
        return Err(NotDone::NotFound);
    }
    let left = loan.may_come_back();
    if left == 0 || parts.seen.is_some_and(|seen| seen != left) {
        return Err(settled());
    }
    let note = line(&parts.note);
    check(&loan, parts, left, &note)?;
    let all = parts.in_order + parts.damaged + parts.missing;
    let to = match loan.status {
        Status::Out if all < left => Status::Out,
        Status::Out => Status::Back,
        other => other,
    };
    let counts = (parts.in_order, parts.damaged, parts.missing);
    let back = loans::take_back(tx, &loan, to, counts, (person, &note))?;
    let by = (Some(id), Some(person));
    if loan.kind == Kind::Equipment {
        queries::move_out(tx, loan.thing, -all)?;
        stock::change(tx, loan.thing, (Entry::Damaged, -parts.damaged), &note, by)?;
        stock::change(tx, loan.thing, (Entry::Missing, -parts.missing), &note, by)?;
    } else {
        stock::change(tx, loan.thing, (Entry::Unused, parts.in_order), &note, by)?;
    }
    let now = loans::one(tx, id)?.ok_or(NotDone::NotFound)?;
    if now.status == Status::Back {
        watch::forget(tx, id)?;
    }
    let message = if parts.damaged + parts.missing > 0 {
        msg::LOAN_NOTICE_DAMAGE
    } else {
        msg::LOAN_NOTICE_BACK
    };
    tell::tell(tx, &now, Whom::Borrower, message, &note)?;
    let detail = json!({ "in_order": parts.in_order, "damaged": parts.damaged, "missing": parts.missing });
    tx.record(Event::of("loan.returned", &id).org(org).detail(&detail))?;
    pieces_back(tx, &mut [loan.thing])?;
    Ok(back)
}

fn check(loan: &Loan, parts: &Parts, left: i64, note: &str) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    let each = [
        ("in_order", parts.in_order),
        ("damaged", parts.damaged),
        ("missing", parts.missing),
    ];
    for (name, n) in each {
        if !(0..=left).contains(&n) || (loan.kind == Kind::Goods && name != "in_order" && n > 0) {
            errors.add(name, Sentence::new(msg::LOAN_AT_MOST).with("n", left));
        }
    }
    if errors.is_empty() {
        let all: i64 = each.iter().map(|(_, n)| n).sum();
        if !(1..=left).contains(&all) {
            errors.add("in_order", Sentence::new(msg::LOAN_TOGETHER).with("n", left));
        }
    }
    let chars = note.chars().count();
    if chars > NOTE_MAX || (parts.damaged + parts.missing > 0 && chars < 2) {
        errors.add("note", msg::LOAN_DAMAGE_NOTE);
    }
    NotDone::unless_none(errors)
}
