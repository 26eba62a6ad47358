//! Sign-up: places, the waiting list with timed offers, tickets.
//!
//! It promises that places are never oversold and a person never signed up twice, at any load; that whoever
//! comes later never passes whoever waits, and a family is never split; that a freed place is offered to the
//! next in line for a stated time before anyone else can have it; and that whoever waits can see why. How the
//! queue keeps this is written in [`queue`].
//!
//! Other features use what is named here: the counts of places, a person's open offers, where a party's page
//! is, the policy in words, and calendar files.

pub mod answers;
pub mod eligibility;
pub mod hand_on;
pub mod queue;
mod remind;
pub mod ticket;

mod answer_offer;
mod api;
mod cancel;
mod candidates;
mod companions;
pub(crate) mod errors;
mod family;
mod form_companions;
mod form_page;
mod form_questions;
mod form_view;
mod in_group;
mod jobs;
mod late;
mod mine;
mod model;
mod party;
mod party_page;
mod party_seen;
mod party_view;
mod place;
mod policy;
mod queries;
mod sign_up;
mod standing;
mod still_fit;
mod take_fewer;
mod tell;
mod typed;
mod wire;
mod wish;

use langqiao_platform::{
    feature::{Feature, Slot},
    routes::Routes,
};

pub use answer_offer::{AnswerOfferError, accept, decline, expire};
pub use cancel::{Cancel, CancelError, Cancelled, cancel};
pub(crate) use family::name as name_of;
pub(crate) use form_page::go_and_state;
pub(crate) use form_questions::asked;
pub(crate) use form_view::{asked_in_form, asked_of, left_for, role_name};
pub use jobs::{kept_over, promote};
pub use late::{ADDED_FOR, Against, add_late, addable, addable_until};
pub use model::{PartyId, SignupRole, SignupState, moves_until, offer_deadline, waits};
pub(crate) use party_view::state_name;
pub use policy::{Policy, policy};
pub use queries::{OpenOffer, Places, open_offers};
pub(crate) use queries::{family, is_companion, passed_at, places, questions};
pub use sign_up::{SignUp, SignUpError, SignedUp, sign_up};
pub use still_fit::no_longer_fit;
pub use take_fewer::{TakeFewer, TakeFewerError, take_fewer, unanswered};
pub use tell::{allotted as tell_allotted, party_path, passed_over as tell_passed_over};
pub(crate) use typed::{STATE as STATE_FIRST, forget, kept};
pub use wish::{may_come, unfit_alone};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/activities/{activity}/sign-up", form_page::show)
        .post("/activities/{activity}/sign-up", form_page::send)
        .get("/mine", mine::show)
        .get("/mine/signups/{party}", party_page::show)
        .get("/mine/signups/{party}/calendar.ics", party_page::calendar_file)
        .post("/mine/signups/{party}/accept", party_page::accept_offer)
        .post("/mine/signups/{party}/decline", party_page::decline_offer)
        .post("/mine/signups/{party}/fewer", party_page::come_with_fewer)
        .post("/mine/signups/{party}/cancel", party_page::cancel_places)
        .get("/t/{code}", party_page::about_code)
        .merge(hand_on::routes())
        .merge(api::routes());
    Feature {
        name: "signups",
        routes,
        jobs: jobs::all(),
        panels: vec![(Slot::Mine, mine::panel)],
        openapi: Some(openapi),
        checks: vec![
            ("signups", queries::check_rollup),
            ("places", queries::check_places),
        ],
        ..Feature::default()
    }
}

fn openapi() -> utoipa::openapi::OpenApi {
    let mut whole = api::openapi();
    whole.merge(hand_on::openapi());
    whole
}
