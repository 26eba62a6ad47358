//! Looks after a loan at its times: what nobody answered or fetched lapses, what is due tomorrow is said, and what should
//! have come back is said to both on that day and every few days until it is back.

use jiff::{Timestamp, ToSpan, civil::Time};
use langqiao_kernel::{id::LoanId, time};
use langqiao_platform::{app::App, i18n::msg, jobs::JobOutcome};
use langqiao_store::{Event, Job, StoreError, WriteTx};
use serde::{Deserialize, Serialize};

use super::{
    loans,
    model::{Loan, Status},
    tell::{self, Whom},
};
use crate::bookings::{pieces_back, stock};

/// The kind of the job.
pub const WATCH: &str = "lending.watch";
/// The hour of the day at which somebody is told.
const HOUR: i8 = 9;
/// After how many days it is said again that something should have come back.
const AGAIN_DAYS: i64 = 3;

/// Which loan is looked after.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Watch {
    loan: LoanId,
}

/// Has somebody look at a loan when there is next something to see; to be called whenever it changed.
///
/// # Errors
/// When the database fails.
pub fn watch(tx: &mut WriteTx, loan: &Loan) -> Result<(), StoreError> {
    forget(tx, loan.id)?;
    match next(loan, tx.now()) {
        Some(at) => tx.enqueue(
            Job::new(WATCH, &Watch { loan: loan.id })
                .key(loan.id.to_text())
                .at(at),
        ),
        None => Ok(()),
    }
}

/// Nobody looks at it any more.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut WriteTx, id: LoanId) -> Result<(), StoreError> {
    tx.unqueue(WATCH, &id.to_text())?;
    Ok(())
}

fn morning(day: jiff::civil::Date) -> Timestamp {
    time::at(day.to_datetime(Time::constant(HOUR, 0, 0, 0)))
}

/// The morning of the day before the last one.
fn reminder(loan: &Loan) -> Timestamp {
    morning(loan.last_day().saturating_sub(1.day()))
}

/// When there is next something to see of a loan.
fn next(loan: &Loan, now: Timestamp) -> Option<Timestamp> {
    match loan.status {
        Status::Asked | Status::Promised => Some(loan.ends_at),
        Status::Out => {
            let late = morning(time::day(loan.ends_at));
            let again = morning(time::day(now).saturating_add(AGAIN_DAYS.days()));
            Some(
                [reminder(loan), late]
                    .into_iter()
                    .find(|at| *at > now)
                    .unwrap_or(again),
            )
        }
        _ => None,
    }
}

/// The job that looks.
pub(super) async fn look(app: App, watched: Watch) -> JobOutcome {
    let by = app.by_system(WATCH);
    app.db.write(by, move |tx| see(tx, watched.loan)).await?;
    Ok(())
}

/// Does what is to be done now, and looks again later.
///
/// # Errors
/// When the database fails.
pub(super) fn see(tx: &mut WriteTx, id: LoanId) -> Result<(), StoreError> {
    tx.bookkeeping();
    let Some(loan) = loans::one(tx, id)? else {
        return Ok(());
    };
    stock::queue(tx, loan.thing)?;
    let Some(loan) = loans::one(tx, id)? else {
        return Ok(());
    };
    let now = tx.now();
    match loan.status {
        Status::Asked | Status::Promised if loan.ends_at <= now => lapse(tx, &loan)?,
        Status::Out if loan.is_late(now) => {
            tell::always(tx, &loan, Whom::Borrower, msg::LOAN_NOTICE_LATE, "")?;
            tell::tell(tx, &loan, Whom::Lender, msg::LOAN_NOTICE_LATE_LENT, "")?;
            tx.record(Event::of("loan.late", &id).org(loan.owner))?;
        }
        Status::Out if reminder(&loan) <= now => {
            tell::always(tx, &loan, Whom::Borrower, msg::LOAN_NOTICE_TOMORROW, "")?;
        }
        _ => {}
    }
    match loans::one(tx, id)? {
        Some(loan) => watch(tx, &loan),
        None => Ok(()),
    }
}

fn lapse(tx: &mut WriteTx, loan: &Loan) -> Result<(), StoreError> {
    if loans::turn(
        tx,
        loan.id,
        (loan.status, Status::Lapsed),
        loan.pieces,
        (None, ""),
    )? {
        let (borrower, lender) = match loan.status {
            Status::Asked => (msg::LOAN_NOTICE_UNANSWERED, msg::LOAN_NOTICE_UNANSWERED_LENT),
            _ => (msg::LOAN_NOTICE_NOT_FETCHED, msg::LOAN_NOTICE_NOT_FETCHED_LENT),
        };
        tell::always(tx, loan, Whom::Borrower, borrower, "")?;
        tell::tell(tx, loan, Whom::Lender, lender, "")?;
        tx.record(Event::of("loan.lapsed", &loan.id).org(loan.owner))?;
        pieces_back(tx, &mut [loan.thing])?;
    }
    Ok(())
}
