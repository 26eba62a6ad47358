//! The portal: what anyone sees without registering.
//!
//! It promises that the first page answers "what is on near me, today and this week" at first sight; that
//! everything can be found by town, line, kind and day and by words in Chinese or pinyin; that an activity's
//! first screen says what, when, where, who holds it together, how many places are left, and has one button;
//! and that all of it works with links and forms alone. Where a visitor is, they say themselves, once; nobody
//! is located. Each page is one read with a fixed number of statements.

mod activity;
mod api;
mod api_asked;
mod cards;
mod detail;
mod filter;
mod home;
mod list;
mod place;
mod queries;

use langqiao_platform::{feature::Feature, routes::Routes};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/", home::home)
        .get("/place", home::choose_town)
        .get("/place/set", home::set_place)
        .get("/place/{town}", home::choose_village)
        .get("/activities", list::list)
        .get("/activities/{activity}", activity::show)
        .get("/activities/{activity}/calendar.ics", activity::calendar_file)
        .merge(api::routes());
    Feature {
        name: "portal",
        routes,
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}
