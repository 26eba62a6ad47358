//! What lent things add up to: by thing, by borrower, by what for. The three add up to the same whole.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    id::{EquipmentId, OrganisationId},
    time,
};
use langqiao_store::{ReadTx, StoreError};
use serde::Serialize;

use super::{
    loans::{self, Which},
    model::{Kind, Loan, Side},
};
use crate::activities::ActivityKind;

/// The most loans that are added up at once; a body with more chooses fewer days.
pub const LOANS_MAX: i64 = 20_000;

/// Loans added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LoanSum {
    /// How many.
    pub loans: i64,
    /// How many pieces were handed out.
    pub pieces: i64,
    /// For how many days, each begun day counted; goods have none.
    pub days: i64,
}

impl LoanSum {
    fn add(&mut self, loan: &Loan, now: Timestamp) {
        self.loans += 1;
        self.pieces += loan.handed;
        if let (Kind::Equipment, Some(handed)) = (loan.kind, loan.handed_at) {
            let until = time::day(loan.back_at.unwrap_or(now));
            self.days += time::day_number(until) - time::day_number(time::day(handed)) + 1;
        }
    }
}

/// What a thing was lent for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LentFor {
    /// An activity: what it is about.
    Activity(ActivityKind),
    /// Something else, in the borrower's words.
    Words(String),
}

impl LentFor {
    fn of(loan: &Loan) -> Self {
        match loan.activity_kind {
            Some(kind) => Self::Activity(kind),
            None => Self::Words(loan.purpose.clone()),
        }
    }

    /// Activities in the order of their kinds, then what was said.
    fn key(&self) -> (usize, String) {
        let kinds = ActivityKind::ALL;
        match self {
            Self::Activity(kind) => {
                let at = kinds.iter().position(|one| one == kind);
                (at.unwrap_or_default(), String::new())
            }
            Self::Words(words) => (kinds.len(), words.clone()),
        }
    }
}

/// All sums of a span of days.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// By thing, by name.
    pub things: Vec<(EquipmentId, String, LoanSum)>,
    /// By borrower, by name: nobody is ranked.
    pub bodies: Vec<(OrganisationId, String, LoanSum)>,
    /// By what for: activities by what they are about, then what else was said.
    pub purposes: Vec<(LentFor, LoanSum)>,
    /// All that was for activities, and all that was not.
    pub for_activities: [LoanSum; 2],
    /// The whole.
    pub whole: LoanSum,
    /// Whether there were more than are added up.
    pub cut: bool,
}

/// From the first instant of one day to the last of another.
pub fn span((from, to): (Date, Date)) -> (Timestamp, Timestamp) {
    (
        time::start_of_day(from),
        time::start_of_day(to.saturating_add(1.day())),
    )
}

/// Adds up what a body handed out in some days. What is still out counts until now.
///
/// # Errors
/// When the database fails.
pub fn sums(
    tx: &mut ReadTx,
    org: OrganisationId,
    days: (Date, Date),
    now: Timestamp,
) -> Result<Sums, StoreError> {
    let which = Which {
        org,
        side: Side::Out,
        live: false,
        thing: None,
        with: None,
        activity: None,
        of_activity: None,
        activity_kind: None,
        purpose: None,
        damage: None,
        handed: Some(span(days)),
    };
    let mut found = loans::list(tx, &which, None, LOANS_MAX + 1)?;
    let mut sums = Sums {
        cut: found.len() as i64 > LOANS_MAX,
        ..Sums::default()
    };
    found.truncate(LOANS_MAX as usize);
    let mut things: BTreeMap<EquipmentId, (String, LoanSum)> = BTreeMap::new();
    let mut bodies: BTreeMap<OrganisationId, (String, LoanSum)> = BTreeMap::new();
    let mut purposes: BTreeMap<(usize, String), (LentFor, LoanSum)> = BTreeMap::new();
    for loan in &found {
        let thing = things
            .entry(loan.thing)
            .or_insert_with(|| (loan.name.clone(), LoanSum::default()));
        thing.1.add(loan, now);
        let body = bodies
            .entry(loan.by)
            .or_insert_with(|| (loan.by_name.clone(), LoanSum::default()));
        body.1.add(loan, now);
        sums.for_activities[usize::from(loan.activity.is_none())].add(loan, now);
        let what = LentFor::of(loan);
        let of = purposes.entry(what.key()).or_insert((what, LoanSum::default()));
        of.1.add(loan, now);
        sums.whole.add(loan, now);
    }
    sums.purposes = purposes.into_values().collect();
    sums.things = things
        .into_iter()
        .map(|(id, (name, sum))| (id, name, sum))
        .collect();
    sums.bodies = bodies
        .into_iter()
        .map(|(id, (name, sum))| (id, name, sum))
        .collect();
    sums.things.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    sums.bodies.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    Ok(sums)
}
