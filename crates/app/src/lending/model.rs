//! What a thing is, and what a loan of it.

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, LoanId, LoanReturnId, OrganisationId, VenueId},
    time,
};

pub use crate::bookings::stock::{Entry, Kind, LoanStatus as Status, OpenTo};
use crate::{activities::ActivityKind, areas::words};

words! {
    /// How damage, or what is missing, was settled.
    Settled {
        /// It was repaired.
        Repaired = "repaired",
        /// It was found.
        Found = "found",
        /// The borrower brought another.
        Replaced = "replaced",
        /// It is let go.
        LetGo = "let_go",
    }

    /// Whose side of loans is looked at.
    Side {
        /// What the body borrows.
        In = "in",
        /// What it lends.
        Out = "out",
    }
}

/// A thing as a body sees it.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Which.
    pub id: EquipmentId,
    /// Whose.
    pub owner: OrganisationId,
    /// The owner's name.
    pub owner_name: String,
    /// The venue where it is kept.
    pub venue: Option<(VenueId, String)>,
    /// Where it is kept, in words.
    pub place: String,
    /// The village, community or town where it is.
    pub area: String,
    /// Its name.
    pub name: String,
    /// Whether it comes back.
    pub kind: Kind,
    /// How many there are, out or not.
    pub pieces: i64,
    /// How many are out.
    pub out_now: i64,
    /// Who may ask for it.
    pub open_to: OpenTo,
    /// Whether its keeper answers first.
    pub asks: bool,
    /// For how many days it is lent at most.
    pub days_max: i64,
    /// What a borrower must know.
    pub note: String,
    /// After how many days without use it rings; 0 for never.
    pub idle_days: i64,
    /// How often it was changed.
    pub version: i64,
    /// When it was taken off the list.
    pub gone_at: Option<Timestamp>,
    /// Why.
    pub gone_why: String,
    /// Whether who looks may ask for it.
    pub open: bool,
    /// How far from who looks it is, in no unit: only for the order.
    pub far: i64,
}

impl Thing {
    /// Where it is kept, in words.
    pub fn kept_at(&self) -> String {
        match &self.venue {
            Some((_, name)) if self.place.is_empty() => name.clone(),
            Some((_, name)) => format!("{name} · {}", self.place),
            None if self.place.is_empty() => self.owner_name.clone(),
            None => self.place.clone(),
        }
    }
}

/// A loan as both sides see it.
#[derive(Clone, Debug)]
pub struct Loan {
    /// Which.
    pub id: LoanId,
    /// Of what.
    pub thing: EquipmentId,
    /// Its name.
    pub name: String,
    /// Whether it comes back.
    pub kind: Kind,
    /// Who lends.
    pub owner: OrganisationId,
    /// The lender's name.
    pub owner_name: String,
    /// Who borrows.
    pub by: OrganisationId,
    /// The borrower's name.
    pub by_name: String,
    /// How many were asked for.
    pub asked: i64,
    /// How many are promised; as many as asked for until the keeper answers.
    pub pieces: i64,
    /// What for.
    pub purpose: String,
    /// The activity it is for.
    pub activity: Option<ActivityId>,
    /// What that activity is about.
    pub activity_kind: Option<ActivityKind>,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when: the midnight after its last day.
    pub ends_at: Timestamp,
    /// Until when the borrower would like to keep it.
    pub wished_until: Option<Timestamp>,
    /// What is shown, or said, when it is fetched.
    pub code: String,
    /// How it stands.
    pub status: Status,
    /// What was said when it was answered or withdrawn.
    pub note: String,
    /// How many were handed out.
    pub handed: i64,
    /// When.
    pub handed_at: Option<Timestamp>,
    /// In which condition.
    pub handed_note: String,
    /// How many came back in order; of goods: unused.
    pub in_order: i64,
    /// How many came back broken.
    pub damaged: i64,
    /// How many will not come back.
    pub missing: i64,
    /// When all was settled.
    pub back_at: Option<Timestamp>,
    /// Whether what came back broken, or is missing, is not settled yet.
    pub unsettled: bool,
}

impl Loan {
    /// How many are still out.
    pub fn still_out(&self) -> i64 {
        match self.status {
            Status::Out => self.handed - self.in_order - self.damaged - self.missing,
            _ => 0,
        }
    }

    /// How many can still be brought back: of goods, what was not used.
    pub fn may_come_back(&self) -> i64 {
        match self.status {
            Status::Out | Status::Given => self.handed - self.in_order - self.damaged - self.missing,
            _ => 0,
        }
    }

    /// Whether it should have come back.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.status == Status::Out && self.ends_at <= now
    }

    /// Its first day.
    pub fn first_day(&self) -> Date {
        time::day(self.starts_at)
    }

    /// Its last day.
    pub fn last_day(&self) -> Date {
        last_day(self.ends_at)
    }
}

/// The last day of what ends at the midnight after it.
pub fn last_day(ends_at: Timestamp) -> Date {
    time::day(
        ends_at
            .saturating_sub(SignedDuration::from_millis(1))
            .unwrap_or(ends_at),
    )
}

/// What came back at one time.
#[derive(Clone, Debug)]
pub struct Return {
    /// Which.
    pub id: LoanReturnId,
    /// In order; of goods: unused.
    pub in_order: i64,
    /// Broken.
    pub damaged: i64,
    /// Not coming back.
    pub missing: i64,
    /// In words.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// What the borrower says to it.
    pub answer: Option<String>,
    /// How it was settled.
    pub settled: Option<Settled>,
    /// How many pieces are there again.
    pub restored: i64,
    /// What was said when it was settled.
    pub settled_note: String,
    /// How often it was written; 1 while it was never corrected.
    pub version: i64,
    /// Since when its damage is as it is now, where that was corrected.
    pub lost_since: Option<Timestamp>,
    /// Its corrections, the first first.
    pub corrections: Vec<Corrected>,
}

/// How many came back at one time, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In order; of goods: unused.
    pub in_order: i64,
    /// Broken.
    pub damaged: i64,
    /// Not coming back.
    pub missing: i64,
}

impl Counts {
    /// All of them.
    pub fn all(self) -> i64 {
        self.in_order + self.lost()
    }

    /// What was broken or is missing.
    pub fn lost(self) -> i64 {
        self.damaged + self.missing
    }
}

/// A correction of a return.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Of which return.
    pub back: LoanReturnId,
    /// What was written before.
    pub was: Counts,
    /// What the borrower had said to that.
    pub was_answer: Option<String>,
    /// How that had been settled.
    pub was_settled: Option<Settled>,
    /// What it was corrected to.
    pub now: Counts,
    /// Why.
    pub reason: String,
    /// By whom, masked.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Return {
    /// Its numbers.
    pub fn counts(&self) -> Counts {
        Counts {
            in_order: self.in_order,
            damaged: self.damaged,
            missing: self.missing,
        }
    }

    /// Since when its borrower can answer.
    pub fn told_at(&self) -> Timestamp {
        self.lost_since.unwrap_or(self.at)
    }

    /// How many were broken or are missing.
    pub fn lost(&self) -> i64 {
        self.damaged + self.missing
    }

    /// How many of them can be settled in a way: only what is missing is found, only what is broken is repaired.
    pub fn most(&self, how: Settled) -> i64 {
        match how {
            Settled::Repaired => self.damaged,
            Settled::Found => self.missing,
            Settled::Replaced | Settled::LetGo => self.lost(),
        }
    }
}
