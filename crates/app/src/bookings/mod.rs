//! Bookings 预约: a room held for a time, by a body for its own use or with an activity.
//!
//! What it promises: one room is never held by two at once, by the schema; who may book, how long before, and
//! when it is open are as its keeper laid down, and are said on its page; what others asked for waits for the
//! keeper's word. Activities hold their rooms here, by the same rules ([`holding`]).

mod api;
mod api_fields;
mod api_wire;
pub(crate) mod below;
pub(crate) mod beyond;
mod book;
mod calendar;
mod check;
mod closing;
mod come;
mod decide;
mod export;
mod feed;
mod find;
mod find_api;
mod find_view;
mod holding;
mod hours;
mod lending;
mod model;
mod moving;
mod own_rooms;
mod pages;
mod public;
mod queries;
mod room_view;
mod rules_api;
mod rules_form;
mod rules_page;
mod rules_wire;
mod say;
mod series;
mod settle;
mod special_days;
mod today;
mod typed;
mod views;
mod waiting;
mod way_in;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    i18n::msg,
    jobs::handler,
    permission,
    routes::Routes,
    ui::icon::Icon,
};

pub use book::{BookError, Booked, NewBooking, book};
pub use closing::close::{Closing, close as close_room, reopen as reopen_room};
pub(crate) use come::end_earlier;
pub use come::open;
pub use decide::{DecideError, answer, cancel, cancel_lesson};
pub use holding::{
    Hold, HoldError, Request, RoomState, Way, Why, agree_to_rooms, ask_for, forget_rooms, hold, let_go,
    refusal as rooms_refusal, refused_fields, requests, stand, withdraw_but,
};
pub use hours::{Closed, Hours, Opening, SpecialDay};
pub(crate) use lending::{
    along::{AlongError, Clash, give_back, move_along},
    lend::{PIECES_MAX, peak},
    queries::{Kept, Lent, at_spaces, lent},
    stock,
};
pub use lending::{
    page::{Lending, Unfit, write as set_lending},
    queries::{of_venue as equipment_of, venue_of},
};
pub use model::{Booking, OpenTo, Room, RoomClosed, Rules, Scope, Status, Taken};
pub use moving::lesson::change_lesson;
pub use moving::shift::{Shift, ShiftError, shift, shift_lesson};
pub use queries::{WeekBefore, last_closing, set_rules, weeks_before};
pub use rules_page::lay_down;
pub use series::{
    apart::{Stands, Wanted, look_apart},
    make::{Made, make},
    plan::{Choice, Choices, Instead, NewSeries, Occurrence, Preview, SeriesError, preview},
    rule::{Ends, Every, rule},
};
pub(crate) use series::{
    form::choices as read_choices,
    rule::{OCCURRENCES_MAX, occurrences},
    views::{Look, occurrence},
};
pub use settle::Outbid;
pub use waiting::join::{JoinError, join as wait_for};
pub(crate) use waiting::pieces::back as pieces_back;

permission!(
    /// Sees the rooms and who has them when.
    pub struct SeeSpaces = "activities.read"
);
permission!(
    /// Books rooms and gives bookings back.
    pub struct BookSpaces = "spaces.book"
);
permission!(
    /// Lays down the rules of the organisation's own rooms and answers who asks for them.
    pub struct KeepSpaces = "spaces.keep"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/spaces", pages::list)
        .get("/w/{org}/bookings.xlsx", export::spreadsheet)
        .get("/w/{org}/calendar", calendar::page::show)
        .get("/w/{org}/spaces/{space}", pages::show)
        .post("/w/{org}/spaces/{space}", pages::book_it)
        .get("/w/{org}/spaces/{space}/series", series::pages::away)
        .post("/w/{org}/spaces/{space}/series", series::pages::send)
        .post("/w/{org}/spaces/{space}/wait", waiting::pages::wait)
        .post("/w/{org}/waits/{wait}/answer", waiting::pages::answer_it)
        .post("/w/{org}/waits/{wait}/leave", waiting::pages::leave_it)
        .get("/w/{org}/venues/{venue}/lending", lending::page::show)
        .post("/w/{org}/venues/{venue}/lending", lending::page::change)
        .get("/w/{org}/spaces/{space}/rules", rules_page::show)
        .post("/w/{org}/spaces/{space}/rules", rules_page::change)
        .get("/w/{org}/spaces/{space}/closing", closing::page::show)
        .post("/w/{org}/spaces/{space}/closing", closing::page::change)
        .post("/w/{org}/spaces/{space}/reopen", closing::page::reopen)
        .post("/w/{org}/bookings/{booking}/answer", pages::answer_it)
        .post("/w/{org}/bookings/{booking}/cancel", pages::cancel_it)
        .post("/w/{org}/bookings/{booking}/here", pages::open_it)
        .get("/w/{org}/bookings/{booking}/time", moving::pages::show)
        .post("/w/{org}/bookings/{booking}/time", moving::pages::change)
        .get("/spaces/{space}/calendar.ics", feed::show)
        .get("/spaces/{space}/book", way_in::show)
        .merge(api::routes())
        .merge(find_api::routes())
        .merge(rules_api::routes())
        .merge(closing::api::routes())
        .merge(series::api::routes())
        .merge(waiting::api::routes());
    let nav = vec![NavEntry {
        label: msg::BOOKING_NAV,
        icon: Icon::Door,
        path: "/spaces",
        permission: "activities.read",
        order: 15,
    }];
    Feature {
        name: "bookings",
        routes,
        nav,
        today: vec![today::today],
        jobs: vec![
            (waiting::queue::OFFER_ENDS, handler(waiting::answer::end_offer)),
            (come::NO_SHOW, handler(come::look)),
            (settle::UNANSWERED, handler(settle::look)),
        ],
        panels: vec![
            (Slot::Venue, public::panel),
            (Slot::VenueRooms, closing::panel::panel),
        ],
        checks: vec![
            ("rooms", check::rooms),
            ("equipment", lending::check::pieces),
            ("things", stock::check),
            ("loans", stock::check_returns),
        ],
        openapi: Some(openapi),
    }
}

/// The room's part of the OpenAPI document.
fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api::openapi();
    document.merge(find_api::openapi());
    document.merge(rules_api::openapi());
    document.merge(closing::api::openapi());
    document.merge(series::api::openapi());
    document.merge(waiting::api::openapi());
    document
}
