//! Handing a place on: to somebody else of the family at once, or to whoever is given a link.
//!
//! What it promises: a place changes hands once, and there are never more of them; whoever gets it is asked all that
//! others were asked, rules and questions; places that are kept for groups stay theirs; and nobody is passed. While people wait, a place that its holder doesn't
//! need is theirs (rule 2 of the [`queue`](super::queue)), so that a link doesn't work then, whenever it was made;
//! only the family may change among themselves, for that takes nothing from anybody.

mod api;
mod give;
mod pages;
mod queries;
mod swap;
mod take;
mod views;

use jiff::Timestamp;
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
    routes::Routes,
    spoken::Moment,
};
use langqiao_store::StoreError;

use super::sign_up::SignUpError;

pub(super) use api::openapi;
pub use give::{give, take_back};
pub use swap::{Swap, swap};
pub use take::{Take, take};

/// Why a place was not handed on.
#[derive(Debug, thiserror::Error)]
pub enum HandOnError {
    /// There is no such sign-up for this person, or no such link.
    #[error("no such place")]
    NotFound,
    /// Nobody has that place any more, or not yet.
    #[error("no place is held")]
    NoPlace,
    /// Who had it has been checked in.
    #[error("they are there already")]
    Came,
    /// The activity has begun or was called off.
    #[error("too late")]
    TooLate,
    /// People wait: a place that is not needed is theirs.
    #[error("others wait")]
    OthersWait,
    /// Places are kept for groups that come first, and who is to come is in none of them.
    #[error("places are kept for others")]
    Kept {
        /// Until when.
        until: Timestamp,
    },
    /// Nobody of those who stay would meet what the activity asks for.
    #[error("those who stay don't meet what is asked")]
    StayUnfit,
    /// The rules, or the answers, speak against who is to come.
    #[error(transparent)]
    SignUp(#[from] SignUpError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HandOnError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            HandOnError::NotFound => Fault::NotFound,
            HandOnError::NoPlace => Refusal::conflict("no-place", msg::HANDING_NO_PLACE).into(),
            HandOnError::Came => Refusal::conflict("came-already", msg::HANDING_CAME).into(),
            HandOnError::TooLate => Refusal::conflict("too-late", msg::HANDING_TOO_LATE).into(),
            HandOnError::OthersWait => Refusal::conflict("others-wait", msg::HANDING_OTHERS_WAIT).into(),
            HandOnError::Kept { until } => Refusal::conflict("kept-for-others", msg::HANDING_KEPT)
                .arg("at", Moment(until))
                .into(),
            HandOnError::StayUnfit => Refusal::conflict("standing-needed", msg::STANDING_STAY).into(),
            HandOnError::SignUp(why) => why.into_fault(),
            HandOnError::Store(why) => why.into(),
        }
    }
}
refuse_with!(HandOnError);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/mine/signups/{party}/hand-on", pages::show)
        .post("/mine/signups/{party}/hand-on", pages::give_link)
        .post("/mine/signups/{party}/hand-on/end", pages::end_link)
        .post("/mine/signups/{party}/swap", pages::swap_in_family)
        .get("/handed-on/{key}", pages::taking)
        .post("/handed-on/{key}", pages::take_it)
        .merge(api::routes())
}
