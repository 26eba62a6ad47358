//! What a round of scoring is made of.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{
    AppealId, AreaId, OrganisationId, PaperId, PersonId, RecheckId, RoundId, RouteId, VenueId,
};

use crate::areas::words;

words! {
    /// Which records stand beside an item as evidence: those that the house counts by itself.
    EvidenceSource {
        /// How often the venue's rooms were used.
        Uses = "uses",
        /// For how long.
        Hours = "hours",
        /// How many people came.
        People = "people",
        /// Activities held there by two bodies or more.
        Joint = "joint",
        /// How many different bodies held a room there.
        Bodies = "bodies",
        /// What those who were there say.
        Feedback = "feedback",
        /// Whether one gets in and about without a step.
        StepFree = "step_free",
        /// For how many rooms opening hours are laid down.
        HoursStated = "hours_stated",
        /// What was given for it.
        Funding = "funding",
        /// How far it has come.
        Stage = "stage",
    }

    /// How far a round has come.
    RoundPhase {
        /// It is being prepared and scored.
        Open = "open",
        /// The keepers have the draft of the result.
        Drafted = "drafted",
        /// The result is public.
        Published = "published",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

impl EvidenceSource {
    /// Whether anyone may look at the records behind the number; what was given for a venue is a sum to them.
    pub(super) fn opens_to_anyone(self) -> bool {
        self != Self::Funding
    }
}

/// What a judge looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// In a few words.
    pub label: String,
    /// What is wanted, in a sentence.
    pub wants: String,
    /// The highest mark, in hundredths of a point; whole points.
    pub highest: i64,
    /// Its weight beside the others.
    pub weight: i64,
    /// Which records stand beside it.
    pub sources: Vec<EvidenceSource>,
}

/// A round.
#[derive(Clone, Debug)]
pub struct Round {
    /// Which.
    pub id: RoundId,
    /// Who holds it.
    pub organisation: OrganisationId,
    /// The name of who holds it.
    pub host: String,
    /// What it is called.
    pub title: String,
    /// The first and the last day of which records count.
    pub period: (Date, Date),
    /// From how many percent of the highest mark away from the median a mark stands out.
    pub outlier: i64,
    /// For how many working days keepers may object.
    pub appeal_days: i64,
    /// How often the sheet was laid down.
    pub sheet: i64,
    /// When the keepers got the draft.
    pub drafted_at: Option<Timestamp>,
    /// Until which day, it included, they may object.
    pub appeal_until: Option<Date>,
    /// When it became public.
    pub published_at: Option<Timestamp>,
    /// How often it was made public.
    pub editions: i64,
    /// When it was called off, and why.
    pub cancelled: Option<(Timestamp, String)>,
    /// When it was begun.
    pub created_at: Timestamp,
}

impl Round {
    /// How far it has come.
    pub fn phase(&self) -> RoundPhase {
        match (&self.cancelled, self.published_at, self.drafted_at) {
            (Some(_), ..) => RoundPhase::Cancelled,
            (None, Some(_), _) => RoundPhase::Published,
            (None, None, Some(_)) => RoundPhase::Drafted,
            (None, None, None) => RoundPhase::Open,
        }
    }
}

/// The venues that a team visits on a day.
#[derive(Clone, Debug)]
pub struct Route {
    /// Which.
    pub id: RouteId,
    /// Its number in the round, from 1.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// When.
    pub day: Date,
    /// When it was closed: nothing is scored after.
    pub closed_at: Option<Timestamp>,
}

/// A venue on a route.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Which venue.
    pub venue: VenueId,
    /// On which route.
    pub route: RouteId,
    /// Which on it, from 1.
    pub position: i64,
    /// The venue's name.
    pub name: String,
    /// The town it lies in.
    pub town: AreaId,
    /// That town's name.
    pub town_name: String,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// The name of who keeps it.
    pub keeper_name: String,
}

/// Somebody who scores a route.
#[derive(Clone, Debug)]
pub struct Judge {
    /// Which route.
    pub route: RouteId,
    /// Under which number.
    pub seat: i64,
    /// Who.
    pub person: PersonId,
    /// The name as it is shown in the office.
    pub name: String,
    /// When they left; what they gave no longer counts.
    pub left_at: Option<Timestamp>,
}

/// A venue that a judge doesn't score.
#[derive(Clone, Debug)]
pub struct Recusal {
    /// On which route.
    pub route: RouteId,
    /// Which judge.
    pub seat: i64,
    /// Which venue.
    pub venue: VenueId,
    /// In which body the judge has a post.
    pub body: String,
}

/// What a judge handed in last for a venue.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Which.
    pub id: PaperId,
    /// On which route.
    pub route: RouteId,
    /// Which judge.
    pub seat: i64,
    /// Which venue.
    pub venue: VenueId,
    /// How often they handed in.
    pub number: i64,
    /// Why it was changed.
    pub reason: String,
    /// When.
    pub given_at: Timestamp,
    /// By item's position: the mark and what was said to it.
    pub marks: Vec<(i64, i64, String)>,
}

impl Paper {
    /// The mark of an item.
    pub fn mark(&self, position: i64) -> Option<i64> {
        self.marks
            .iter()
            .find(|(at, ..)| *at == position)
            .map(|(_, value, _)| *value)
    }
}

/// What a result was changed to last.
#[derive(Clone, Debug)]
pub struct Change {
    /// Of which venue.
    pub venue: VenueId,
    /// Of which item.
    pub position: i64,
    /// How often it was changed.
    pub number: i64,
    /// What stood.
    pub before: i64,
    /// What stands.
    pub after: i64,
    /// Why.
    pub reason: String,
}

/// A judge is asked to look again.
#[derive(Clone, Debug)]
pub struct Recheck {
    /// Which.
    pub id: RecheckId,
    /// On which route.
    pub route: RouteId,
    /// Which judge.
    pub seat: i64,
    /// Which venue.
    pub venue: VenueId,
    /// Which item.
    pub position: i64,
    /// Why.
    pub words: String,
    /// What the judge says, and whether they changed the mark.
    pub answer: Option<(String, bool)>,
}

/// A keeper's objection.
#[derive(Clone, Debug)]
pub struct Appeal {
    /// Which.
    pub id: AppealId,
    /// About which venue.
    pub venue: VenueId,
    /// About which item.
    pub position: i64,
    /// What is said.
    pub words: String,
    /// When.
    pub made_at: Timestamp,
    /// Whether it was upheld, and the answer.
    pub answer: Option<(bool, String)>,
}
