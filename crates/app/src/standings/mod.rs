//! Standings 身份与资格: where a person works or belongs, of which line they are a member, what they are qualified for;
//! stated once, used by every activity that asks for it.
//!
//! It promises that what is stated counts until somebody who may look at it refuses it, with a reason that the person is
//! told, and never after its last day; that what was refused can't be made to count by saying it again; that of it an
//! office sees that of its own units' people and members, a host what its activity asks for of those who are signed up,
//! and nobody else anything; and that nobody confirms their own.

mod api;
pub(crate) mod ask_form;
mod asks;
mod decide;
mod model;
pub(crate) mod names;
mod office;
mod office_view;
mod own;
mod own_view;
mod qualifications;
mod queries;
mod say;
mod state;
mod today;
mod wire;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    gate::Permission,
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

pub use asks::{As, AskedUnit, Asks, Lack, UNITS_MAX};
pub use decide::{Decision, Verdict, by_host, by_office, seen};
pub(crate) use model::line_name;
pub use model::{Held, REASON_MAX, Standing, StandingKind, StandingState, What, WhyNot, is_line};
pub(crate) use names::{called as unit_called, named as unit_named};
pub(crate) use office::{Back as VerdictBack, not_kept, verdict};
pub(crate) use office_view::{Answer, verdicts};
pub(crate) use own::last_day;
pub(crate) use qualifications::name as qualification_name;
pub use qualifications::{Qualification, all as qualifications, of as qualification};
pub(crate) use queries::{Listed, of_all_signed_up, of_signed_up};
pub use queries::{ever_held_by, held_by};
pub(crate) use say::{asked, badge_of, detail_of, lack};
pub use state::{state, withdraw};
pub use wire::AsksWire;

permission!(
    /// Looks at what an organisation's people state of themselves, and confirms or refuses it.
    pub struct DecideStandings = "standings.decide"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/me/standings", own::show)
        .post("/me/standings", own::add)
        .post("/me/standings/{standing}/withdraw", own::take_back)
        .get("/w/{org}/standings", office::show)
        .post("/w/{org}/standings/names", office::with_names)
        .post("/w/{org}/standings/{standing}", office::decide)
        .merge(api::routes());
    Feature {
        name: "standings",
        routes,
        nav: vec![NavEntry {
            label: msg::STANDING_NAV,
            icon: Icon::Certificate,
            path: "/standings",
            permission: DecideStandings::NAME,
            order: 62,
        }],
        today: vec![today::today],
        openapi: Some(api::Api::openapi),
        ..Feature::default()
    }
}
