//! All that sign-up reads, by what it is read for.

/// Whether `signup s` of `person p` is one of a companion: signed up by somebody else who neither answers for them nor
/// did so once.
macro_rules! is_companion {
    () => {
        "CASE WHEN s.person <> s.booker AND COALESCE(p.guardian, '') <> s.booker
           AND COALESCE(p.former_guardian, '') <> s.booker THEN 1 ELSE 0 END"
    };
}
pub(crate) use is_companion;

mod activity;
mod checks;
mod companions;
mod form;
mod parties;
mod standing;

pub(crate) use activity::passed_at;
pub use activity::{ActivityFacts, Places, allotted_at, places, public_activity};
pub use checks::{check_places, check_rollup};
pub use companions::{BookedBy, booked_by, companions_of_party, companions_signed_up, people_waiting};
pub use form::{Relative, able, family, has_address, questions};
pub use parties::{
    Besides, Live, OpenOffer, SignupRow, besides, live_of, live_people, of_person, open_offers, parties_of,
    party, party_of,
};
pub use standing::{Standing, standing};
