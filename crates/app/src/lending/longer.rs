//! A borrower would like to keep it longer: at once where nobody is asked, and only as far as nobody else has it next.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{LoanId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::i18n::{Sentence, msg};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    loans,
    model::{Loan, Status},
    queries,
    tell::{self, Whom, settled, turn},
    watch,
};
use crate::bookings::stock;

/// Asks to keep what is out until a later day; says whether it may already.
///
/// # Errors
/// See [`NotDone`].
pub fn ask(
    tx: &mut WriteTx,
    (org, _): (OrganisationId, PersonId),
    id: LoanId,
    until: Date,
) -> Result<bool, NotDone> {
    let (loan, _, borrows) = turn(tx, org, id)?;
    if !borrows {
        return Err(NotDone::NotFound);
    }
    if loan.status != Status::Out {
        return Err(settled());
    }
    let thing = queries::thing(tx, org, loan.thing)?.ok_or(NotDone::NotFound)?;
    // What is late is kept longer from today on.
    let last = loan
        .last_day()
        .max(time::day(tx.now()))
        .saturating_add(thing.days_max.days());
    let ends_at = time::start_of_day(until.saturating_add(1.day()));
    if ends_at <= loan.ends_at || ends_at <= tx.now() {
        return Err(NotDone::field("until", msg::LOAN_LATER_DAY));
    }
    if until > last {
        return Err(NotDone::field(
            "until",
            Sentence::new(msg::LOAN_TOO_LONG).with("n", thing.days_max),
        ));
    }
    free_until(tx, &loan, ends_at)?;
    if thing.asks && loan.owner != org {
        loans::wish(tx, id, Some(ends_at))?;
        tell::tell(tx, &loan, Whom::Lender, msg::LOAN_NOTICE_WISH, "")?;
        tx.record(Event::of("loan.longer_asked", &id).org(org))?;
        return Ok(false);
    }
    extend(tx, org, &loan, ends_at)?;
    tell::tell(
        tx,
        &Loan { ends_at, ..loan },
        Whom::Lender,
        msg::LOAN_NOTICE_LONGER_TAKEN,
        "",
    )?;
    Ok(true)
}

/// The keeper's word on it.
///
/// # Errors
/// See [`NotDone`].
pub fn answer(tx: &mut WriteTx, org: OrganisationId, id: LoanId, yes: bool) -> Result<(), NotDone> {
    let (loan, lends, _) = turn(tx, org, id)?;
    if !lends {
        return Err(NotDone::NotFound);
    }
    let until = loan.wished_until.ok_or_else(settled)?;
    if !yes {
        loans::wish(tx, id, None)?;
        tell::tell(tx, &loan, Whom::Borrower, msg::LOAN_NOTICE_NOT_LONGER, "")?;
        return Ok(tx.record(Event::of("loan.longer_declined", &id).org(org))?);
    }
    free_until(tx, &loan, until)?;
    extend(tx, org, &loan, until)?;
    tell::tell(
        tx,
        &Loan {
            ends_at: until,
            ..loan
        },
        Whom::Borrower,
        msg::LOAN_NOTICE_LONGER,
        "",
    )?;
    Ok(())
}

/// Whether nobody else has what is out before then.
fn free_until(tx: &mut WriteTx, loan: &Loan, until: jiff::Timestamp) -> Result<(), NotDone> {
    let now = tx.now();
    let span = (loan.ends_at.max(now), until);
    let free = stock::free(tx, loan.thing, span, (Some(&loan.id.to_text()), now))?;
    if loan.still_out() > free {
        return Err(NotDone::no("loan-next", msg::LOAN_SOMEBODY_NEXT));
    }
    Ok(())
}

fn extend(tx: &mut WriteTx, org: OrganisationId, loan: &Loan, until: jiff::Timestamp) -> Result<(), NotDone> {
    loans::extend(tx, loan.id, until)?;
    let longer = loans::one(tx, loan.id)?.ok_or(NotDone::NotFound)?;
    watch::watch(tx, &longer)?;
    let detail = json!({ "until": longer.last_day().to_string() });
    Ok(tx.record(Event::of("loan.extended", &loan.id).org(org).detail(&detail))?)
}
