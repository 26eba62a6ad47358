//! A return that was written down wrongly is corrected by who lends: with a reason, and what was written before stays. The
//! count, what is out, the damage and its settlement, and whether it is late, follow from what is true.

use jiff::Timestamp;
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
    keep::NOTE_MAX,
    loans,
    model::{Counts, Entry, Kind, Loan, Return, Status, Thing},
    queries,
    tell::{self, Whom, turn},
    watch,
};
use crate::bookings::{pieces_back, stock};

/// What a return should have said.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// What came back in truth; nothing where it was written to the wrong loan.
    pub counts: Counts,
    /// Why it was wrong.
    pub reason: String,
    /// Which version of it was seen, so that a form that is sent twice corrects once.
    pub seen: Option<i64>,
}

/// Corrects a return. Where its damage was another, the borrower may answer anew and it is settled anew; what was settled
/// before is taken back.
///
/// # Errors
/// See [`NotDone`]; also where more would be out than there is by now.
pub fn correct(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (loan, back): (LoanId, LoanReturnId),
    correction: &Correction,
) -> Result<(), NotDone> {
    let (loan, lends, _) = turn(tx, org, loan)?;
    if !lends {
        return Err(NotDone::NotFound);
    }
    let returns = loans::returns(tx, loan.id)?;
    let known = returns.iter().find(|one| one.id == back);
    let known = known.ok_or(NotDone::NotFound)?;
    if correction.seen.is_some_and(|seen| seen != known.version) {
        return Err(NotDone::no("return-corrected", msg::LOAN_CORRECTED_SINCE));
    }
    let (was, now, reason) = (known.counts(), correction.counts, line(&correction.reason));
    check(&loan, known, now, &reason)?;
    let by = Counts {
        in_order: now.in_order - was.in_order,
        damaged: now.damaged - was.damaged,
        missing: now.missing - was.missing,
    };
    let lost = (by.damaged, by.missing) != (0, 0);
    let (pieces, out) = match loan.kind {
        Kind::Equipment if lost => (-by.lost() - known.restored, -by.all()),
        Kind::Equipment => (0, -by.all()),
        Kind::Goods => (by.in_order, 0),
    };
    let thing = queries::thing(tx, org, loan.thing)?.ok_or(NotDone::NotFound)?;
    fits(&thing, (pieces, out), back)?;
    let entry = (Entry::Corrected, pieces);
    let whose = (Some(loan.id), Some(person));
    // Never for a moment more out than there is: what is added to the count is added first.
    if pieces > 0 {
        stock::change(tx, thing.id, entry, &reason, whose)?;
    }
    if out != 0 {
        queries::move_out(tx, thing.id, out)?;
    }
    if pieces < 0 {
        stock::change(tx, thing.id, entry, &reason, whose)?;
    }
    loans::correct(tx, known, (now, lost), (person, &reason))?;
    loans::corrected(tx, loan.id, by, stands(&loan, &returns, (back, now)))?;
    let corrected = loans::one(tx, loan.id)?.ok_or(NotDone::NotFound)?;
    watch::watch(tx, &corrected)?;
    tell::tell(
        tx,
        &corrected,
        Whom::Borrower,
        msg::LOAN_NOTICE_CORRECTED,
        &reason,
    )?;
    tell::tell(
        tx,
        &corrected,
        Whom::Lender,
        msg::LOAN_NOTICE_CORRECTED_LENT,
        &reason,
    )?;
    let detail = json!({
        "return": back, "reason": reason,
        "was": [was.in_order, was.damaged, was.missing], "now": [now.in_order, now.damaged, now.missing],
    });
    tx.record(
        Event::of("loan.return_corrected", &loan.id)
            .org(org)
            .detail(&detail),
    )?;
    Ok(pieces_back(tx, &mut [loan.thing])?)
}

/// Whether what is said can be: not more than was handed out and did not come back at another time.
fn check(loan: &Loan, known: &Return, now: Counts, reason: &str) -> Result<(), NotDone> {
    let at = |name: &str| format!("{name}-{}", known.id);
    let others = loan.in_order + loan.damaged + loan.missing - known.counts().all();
    let (most, mut errors) = (loan.handed - others, FieldErrors::new());
    let each = [
        ("in_order", now.in_order),
        ("damaged", now.damaged),
        ("missing", now.missing),
    ];
    for (name, n) in each {
        if !(0..=most).contains(&n) || (loan.kind == Kind::Goods && name != "in_order" && n > 0) {
            errors.add(at(name), Sentence::new(msg::LOAN_AT_MOST).with("n", most));
        }
    }
    if errors.is_empty() && now.all() > most {
        errors.add(at("in_order"), Sentence::new(msg::LOAN_AT_MOST).with("n", most));
    }
    if errors.is_empty() && now == known.counts() {
        errors.add(at("in_order"), msg::LOAN_CORRECT_SAME);
    }
    if !(2..=NOTE_MAX).contains(&reason.chars().count()) {
        errors.add(at("why"), msg::LOAN_NOTE_NEEDED);
    }
    NotDone::unless_none(errors)
}

/// Whether the thing's count allows it: what was believed to be in hand may have been lent on, used up, written off or
/// taken off the list since.
fn fits(thing: &Thing, (pieces, out): (i64, i64), back: LoanReturnId) -> Result<(), NotDone> {
    if thing.gone_at.is_some() && thing.out_now + out > 0 {
        return Err(NotDone::no("thing-gone", msg::LOAN_CORRECT_GONE));
    }
    let in_hand = thing.pieces - thing.out_now;
    if in_hand + pieces - out < 0 {
        let sentence = Sentence::new(msg::LOAN_CORRECT_IN_HAND).with("n", in_hand);
        return Err(NotDone::field(format!("in_order-{back}"), sentence));
    }
    Ok(())
}

/// How the loan stands with this return as it is now, and when all was back.
fn stands(
    loan: &Loan,
    returns: &[Return],
    (back, now): (LoanReturnId, Counts),
) -> (Status, Option<Timestamp>) {
    let counts = |one: &Return| if one.id == back { now } else { one.counts() };
    let all: i64 = returns.iter().map(|one| counts(one).all()).sum();
    match loan.status {
        Status::Out | Status::Back if all < loan.handed => (Status::Out, None),
        Status::Out | Status::Back => {
            let last = returns.iter().filter(|one| counts(one).all() > 0);
            (Status::Back, last.map(|one| one.at).max())
        }
        other => (other, loan.back_at),
    }
}
