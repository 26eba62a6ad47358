//! What was broken or did not come back: the borrower answers once, and the lender settles it once, after the answer or
//! when there was time for one.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{LoanId, LoanReturnId, OrganisationId, PersonId},
    text::line,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, WriteTx};
use serde_json::json;

use super::{
    keep::NOTE_MAX,
    loans,
    model::{Entry, Return, Settled},
    tell::{self, Whom, turn},
};
use crate::bookings::{pieces_back, stock};

/// For how long a borrower has to answer before it can be settled without.
pub const TIME_TO_ANSWER: SignedDuration = SignedDuration::from_hours(72);

/// What came back until then can be settled now, whoever answered.
pub(super) fn had_time(now: Timestamp) -> Timestamp {
    now.saturating_sub(TIME_TO_ANSWER).unwrap_or(now)
}

/// The borrower's answer to what was written down; one, and before it is settled.
///
/// # Errors
/// See [`NotDone`].
pub fn answer(
    tx: &mut WriteTx,
    org: OrganisationId,
    (loan, back): (LoanId, LoanReturnId),
    words: &str,
) -> Result<(), NotDone> {
    let (loan, _, borrows) = turn(tx, org, loan)?;
    if !borrows {
        return Err(NotDone::NotFound);
    }
    of_loan(tx, loan.id, back)?;
    let words = line(words);
    if !(2..=NOTE_MAX).contains(&words.chars().count()) {
        return Err(NotDone::field(format!("words-{back}"), msg::LOAN_ANSWER_NEEDED));
    }
    if !loans::answer(tx, back, &words)? {
        return Err(NotDone::no("damage-answered", msg::LOAN_ANSWERED_ALREADY));
    }
    tell::tell(tx, &loan, Whom::Lender, msg::LOAN_NOTICE_ANSWERED, &words)?;
    Ok(tx.record(Event::of("loan.damage_answered", &loan.id).org(org))?)
}

/// How damage is settled.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// In which way.
    pub how: Settled,
    /// How many pieces are there again; none where it is let go.
    pub restored: i64,
    /// In words.
    pub note: String,
}

/// The lender settles it; what is there again is entered into the count.
///
/// # Errors
/// See [`NotDone`].
pub fn settle(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (loan, back): (LoanId, LoanReturnId),
    settlement: &Settlement,
) -> Result<(), NotDone> {
    let (loan, lends, _) = turn(tx, org, loan)?;
    if !lends {
        return Err(NotDone::NotFound);
    }
    let known = of_loan(tx, loan.id, back)?;
    if known.settled.is_some() {
        return Err(NotDone::no("damage-settled", msg::LOAN_DAMAGE_SETTLED));
    }
    let waited = tx.now().duration_since(known.told_at()) >= TIME_TO_ANSWER;
    if known.answer.is_none() && !waited && loan.owner != loan.by {
        return Err(NotDone::no("damage-unanswered", msg::LOAN_WAIT_FOR_ANSWER));
    }
    let (note, mut errors) = (line(&settlement.note), FieldErrors::new());
    let (least, most) = match settlement.how {
        Settled::LetGo => (0, 0),
        how => (1, known.most(how)),
    };
    if least > most {
        let sentence = match settlement.how {
            Settled::Found => msg::LOAN_NONE_MISSING,
            _ => msg::LOAN_NONE_DAMAGED,
        };
        errors.add(format!("how-{back}"), sentence);
    } else if !(least..=most).contains(&settlement.restored) {
        let sentence = match settlement.how {
            Settled::LetGo => Sentence::new(msg::LOAN_LET_GO_NONE),
            _ => Sentence::new(msg::LOAN_ONE_TO).with("n", most),
        };
        errors.add(format!("restored-{back}"), sentence);
    }
    if note.chars().count() > NOTE_MAX {
        let sentence = Sentence::new(msg::SITE_TOO_LONG).with("n", NOTE_MAX as i64);
        errors.add(format!("settled_note-{back}"), sentence);
    }
    NotDone::unless_none(errors)?;
    if !loans::settle(tx, back, (settlement.how, settlement.restored), &note)? {
        return Err(NotDone::no("damage-settled", msg::LOAN_DAMAGE_SETTLED));
    }
    let entry = match settlement.how {
        Settled::Found => Entry::Found,
        Settled::Replaced => Entry::Bought,
        Settled::Repaired | Settled::LetGo => Entry::Repaired,
    };
    let by = (Some(loan.id), Some(person));
    stock::change(tx, loan.thing, (entry, settlement.restored), &note, by)?;
    tell::tell(tx, &loan, Whom::Borrower, msg::LOAN_NOTICE_SETTLED, &note)?;
    let detail = json!({ "how": settlement.how.as_str(), "restored": settlement.restored });
    tx.record(
        Event::of("loan.damage_settled", &loan.id)
            .org(org)
            .detail(&detail),
    )?;
    Ok(pieces_back(tx, &mut [loan.thing])?)
}

/// A return of a loan with something broken or missing.
fn of_loan(tx: &mut ReadTx, loan: LoanId, back: LoanReturnId) -> Result<Return, NotDone> {
    let known = loans::returns(tx, loan)?.into_iter().find(|one| one.id == back);
    known.filter(|one| one.lost() > 0).ok_or(NotDone::NotFound)
}
