//! Real use 实际使用: a room is opened and closed at its door, how many came is said once, and what nobody uses rings.
//!
//! It promises that nobody is counted twice: who was scanned in to an activity counts by the scans, whatever was typed
//! and whichever came first; that hours and people are added up from records, each number opening to them; that a booking at
//! whose door nobody touched anything counts by its own times and says that nobody said how many came; and that a
//! room unused for so long rings once, is answered with a reason, and is quiet then for as long as was said.

mod answer;
mod api;
mod api_wire;
mod close;
mod door;
mod door_pages;
mod export;
mod hours;
mod idle;
mod idle_pages;
mod list_page;
mod model;
mod open;
mod panel;
mod queries;
mod say;
mod sums;
mod sums_page;
mod today;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    jobs::handler,
    routes::Routes,
    ui::icon::Icon,
};

use crate::bookings::SeeSpaces;

pub use answer::{Reply, answer, set_days};
pub use close::{Sayer, amend, close};
pub use door::{Comer, Doors};
pub use idle::{begin, sweep};
pub use model::{Answer, Purpose, Use};
pub use open::open;
pub(crate) use queries::{hush_thing, of_venue};
pub(crate) use say::kind as purpose_word;
pub(crate) use sums_page::{Asked, chooser};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/venues/{venue}/door", door_pages::show)
        .post("/venues/{venue}/door/open", door_pages::open)
        .post("/venues/{venue}/door/close", door_pages::close)
        .get("/w/{org}/venues/{venue}/door-sign", door_pages::sign)
        .get("/w/{org}/uses", sums_page::show)
        .get("/w/{org}/uses/list", list_page::show)
        .get("/w/{org}/uses/list.xlsx", export::spreadsheet)
        .post("/w/{org}/uses/{use}/people", list_page::amend)
        .post("/w/{org}/uses/{use}/came", list_page::amend_ours)
        .get("/w/{org}/idle", idle_pages::show)
        .post("/w/{org}/idle/{alarm}", idle_pages::answer)
        .post("/w/{org}/spaces/{space}/idle-days", idle_pages::set_days)
        .merge(api::routes());
    let nav = NavEntry {
        label: msg::USE_NAV,
        icon: Icon::Clock,
        path: "/uses",
        permission: SeeSpaces::NAME,
        order: 47,
    };
    Feature {
        name: "uses",
        routes,
        nav: vec![nav],
        today: vec![today::today],
        panels: vec![(Slot::VenueWorkbench, panel::panel)],
        jobs: vec![
            (idle::SWEEP, handler(idle::look)),
            (open::END, handler(close::end)),
        ],
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}
