//! Calendars to subscribe to: an organisation's, for everybody, and a person's own behind an address that only they
//! know.
//!
//! What it promises: an organisation's calendar names what is public and calls everything else taken; a person's has
//! their own places in activities and what the bodies in which they hold a post have booked, by name. The address is
//! shown once, kept as a hash, and ended or renewed at any time. A room's calendar is with the rooms
//! ([`bookings`](crate::bookings)).

mod feeds;
mod own;
mod queries;

use langqiao_platform::{feature::Feature, feature::Slot, routes::Routes};

pub use queries::renew;

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/organisations/{body}/calendar.ics", feeds::organisation)
        .get("/calendars/{key}", feeds::person)
        .get("/me/calendar", own::show)
        .post("/me/calendar", own::make)
        .post("/me/calendar/end", own::end)
        .post("/api/v1/me/calendar", own::make_by_program);
    Feature {
        name: "calendars",
        routes,
        panels: vec![(Slot::Mine, own::panel)],
        openapi: Some(own::openapi),
        ..Feature::default()
    }
}
