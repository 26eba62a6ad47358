//! Loans as programs read and send them.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, LoanId, LoanReturnId, OrganisationId},
    time,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Corrected, Counts, Kind, Loan, Return, Settled, Status};

/// A loan.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoanWire {
    #[schema(value_type = String)]
    pub(super) id: LoanId,
    #[schema(value_type = String)]
    pub(super) thing: EquipmentId,
    pub(super) name: String,
    pub(super) kind: Kind,
    #[schema(value_type = String)]
    pub(super) owner: OrganisationId,
    pub(super) owner_name: String,
    #[schema(value_type = String)]
    pub(super) borrower: OrganisationId,
    pub(super) borrower_name: String,
    /// How many were asked for.
    pub(super) asked: i64,
    /// How many are promised.
    pub(super) pieces: i64,
    pub(super) purpose: String,
    #[schema(value_type = Option<String>)]
    pub(super) activity: Option<ActivityId>,
    /// The first day.
    pub(super) from: String,
    /// The last day.
    pub(super) until: String,
    /// Until which day the borrower would like to keep it.
    pub(super) wished_until: Option<String>,
    /// What is shown when it is fetched.
    pub(super) code: String,
    pub(super) status: Status,
    /// Whether it should have come back.
    pub(super) late: bool,
    pub(super) note: String,
    pub(super) handed: i64,
    pub(super) handed_at: Option<String>,
    pub(super) condition: String,
    pub(super) in_order: i64,
    pub(super) damaged: i64,
    pub(super) missing: i64,
    pub(super) back_at: Option<String>,
}

impl LoanWire {
    pub(super) fn of(loan: Loan, now: jiff::Timestamp) -> Self {
        Self {
            from: loan.first_day().to_string(),
            until: loan.last_day().to_string(),
            wished_until: loan
                .wished_until
                .map(|until| super::model::last_day(until).to_string()),
            late: loan.is_late(now),
            id: loan.id,
            thing: loan.thing,
            name: loan.name,
            kind: loan.kind,
            owner: loan.owner,
            owner_name: loan.owner_name,
            borrower: loan.by,
            borrower_name: loan.by_name,
            asked: loan.asked,
            pieces: loan.pieces,
            purpose: loan.purpose,
            activity: loan.activity,
            code: loan.code,
            status: loan.status,
            note: loan.note,
            handed: loan.handed,
            handed_at: loan.handed_at.map(time::rfc3339),
            condition: loan.handed_note,
            in_order: loan.in_order,
            damaged: loan.damaged,
            missing: loan.missing,
            back_at: loan.back_at.map(time::rfc3339),
        }
    }
}

/// What came back at one time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReturnWire {
    #[schema(value_type = String)]
    pub(super) id: LoanReturnId,
    pub(super) in_order: i64,
    pub(super) damaged: i64,
    pub(super) missing: i64,
    pub(super) note: String,
    pub(super) at: String,
    /// What the borrower says to it.
    pub(super) answer: Option<String>,
    pub(super) settled: Option<Settled>,
    /// How many pieces are there again.
    pub(super) restored: i64,
    pub(super) settled_note: String,
    /// How often it was written; 1 while it was never corrected.
    pub(super) version: i64,
    /// Its corrections, the first first.
    pub(super) corrections: Vec<CorrectedWire>,
}

/// How many came back at one time, and how.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanReturnCounts)]
pub(super) struct CountsWire {
    pub(super) in_order: i64,
    pub(super) damaged: i64,
    pub(super) missing: i64,
}

impl From<Counts> for CountsWire {
    fn from(counts: Counts) -> Self {
        Self {
            in_order: counts.in_order,
            damaged: counts.damaged,
            missing: counts.missing,
        }
    }
}

/// A correction of a return.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanReturnCorrected)]
pub(super) struct CorrectedWire {
    /// What was written before.
    pub(super) was: CountsWire,
    /// What the borrower had said to that.
    pub(super) was_answer: Option<String>,
    /// How that had been settled.
    pub(super) was_settled: Option<Settled>,
    /// What it was corrected to.
    pub(super) now: CountsWire,
    pub(super) reason: String,
    /// By whom, masked.
    pub(super) by: Option<String>,
    pub(super) at: String,
}

impl From<Corrected> for CorrectedWire {
    fn from(one: Corrected) -> Self {
        Self {
            was: one.was.into(),
            was_answer: one.was_answer,
            was_settled: one.was_settled,
            now: one.now.into(),
            reason: one.reason,
            by: one.by,
            at: time::rfc3339(one.at),
        }
    }
}

/// What a return should have said; of goods, `in_order` is what was not used.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = LoanReturnCorrection)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectBody {
    #[serde(default)]
    pub(super) in_order: i64,
    #[serde(default)]
    pub(super) damaged: i64,
    #[serde(default)]
    pub(super) missing: i64,
    /// Why it was wrong.
    pub(super) reason: String,
    /// The version of the return that the caller read; refused where it was corrected since.
    #[serde(default)]
    pub(super) seen: Option<i64>,
}

impl From<Return> for ReturnWire {
    fn from(back: Return) -> Self {
        Self {
            id: back.id,
            in_order: back.in_order,
            damaged: back.damaged,
            missing: back.missing,
            note: back.note,
            at: time::rfc3339(back.at),
            answer: back.answer,
            settled: back.settled,
            restored: back.restored,
            settled_note: back.settled_note,
            version: back.version,
            corrections: back.corrections.into_iter().map(CorrectedWire::from).collect(),
        }
    }
}

/// A loan with who fetches it and what came back.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LoanWhole {
    #[serde(flatten)]
    pub(super) loan: LoanWire,
    /// Who fetches it; empty for who may only look.
    pub(super) fetcher: String,
    pub(super) returns: Vec<ReturnWire>,
}

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskBody {
    #[schema(value_type = String)]
    pub(super) thing: EquipmentId,
    pub(super) pieces: i64,
    /// The first day, `2026-11-28`.
    #[schema(value_type = String)]
    pub(super) from: Date,
    /// The last day; `from` if nothing is said. Goods are fetched on `from`.
    #[schema(value_type = Option<String>)]
    pub(super) until: Option<Date>,
    pub(super) purpose: String,
    #[schema(value_type = Option<String>)]
    pub(super) activity: Option<ActivityId>,
    /// Who fetches it.
    pub(super) fetcher: String,
}

/// The id of the loan, and whether it is asked for or promised.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoanAsked)]
pub(super) struct AskedWire {
    pub(super) id: String,
    pub(super) status: Status,
}

/// The lender's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LoanAnswerBody {
    /// How many are promised; absent for a no.
    pub(super) pieces: Option<i64>,
    /// Needed for a no.
    #[serde(default)]
    pub(super) note: String,
}

/// A word with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordBody {
    #[serde(default)]
    pub(super) note: String,
}

/// What is handed out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HandOutBody {
    pub(super) pieces: i64,
    #[serde(default)]
    pub(super) condition: String,
}

/// What comes back; of goods, `in_order` is what was not used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReturnBody {
    #[serde(default)]
    pub(super) in_order: i64,
    #[serde(default)]
    pub(super) damaged: i64,
    #[serde(default)]
    pub(super) missing: i64,
    /// Needed for what is damaged or missing.
    #[serde(default)]
    pub(super) note: String,
    /// How many the caller believes to be out; refused where it is another number by now.
    #[serde(default)]
    pub(super) seen: Option<i64>,
}

/// The id of the return.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReturnedWire {
    pub(super) id: String,
}

/// Until when it would be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LongerBody {
    /// The last day.
    #[schema(value_type = String)]
    pub(super) until: Date,
}

/// Whether it may be kept until then already.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LongerWire {
    pub(super) granted: bool,
}

/// Yes or no.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct YesBody {
    pub(super) yes: bool,
}

/// How damage is settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettleBody {
    pub(super) how: Settled,
    /// How many pieces are there again; none where it is let go.
    #[serde(default)]
    pub(super) restored: i64,
    #[serde(default)]
    pub(super) note: String,
}
