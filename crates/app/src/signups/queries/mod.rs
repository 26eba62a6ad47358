//! All that sign-up reads, by what it is read for.

mod activity;
mod checks;
mod form;
mod parties;
mod standing;

pub use activity::{ActivityFacts, Places, allotted_at, places, public_activity};
pub use checks::{check_places, check_rollup};
pub use form::{Relative, family, has_address, questions};
pub use parties::{
    Besides, Live, OpenOffer, SignupRow, besides, live_of, live_people, of_person, open_offers, parties_of,
    party, party_of,
};
pub use standing::{Standing, standing};
