//! Rounds as programs read and write them. Marks and results are in hundredths of a point.

mod judging;
mod round;
mod scores;
mod set_up;

pub(super) use judging::{
    AppealAnswerBody, AppealBody, DraftBody, HandedIn, Made, MendBody, PaperBody, RecheckBody, Seat,
    StandBody, WhyBody,
};
pub(super) use round::{RoundWholeWire, RoundWire};
pub(super) use scores::{PublicWire, ScoredVenueWire, ScoringWire};
pub(super) use set_up::{
    JudgeBody, RoundBody, RouteBody, SheetBody, SheetItemWire, VenuesBody, in_hundredths,
};
