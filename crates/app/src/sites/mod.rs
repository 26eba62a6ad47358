//! Sites 阵地 and their groups 阵地集群: how they come into being and end, who paid, who has the key, what they look
//! like, and the pages on which anyone finds them.
//!
//! It promises that a site that isn't in service can't be booked, and one that is booked can't be closed; that what
//! was given for it is written once and taken back in the open; that how one gets in is told to those who have the
//! room near its time and to nobody else; and that no picture tells where or by whose phone it was taken.

mod api;
mod api_keeper;
pub mod builders;
mod cluster_pages;
mod clusters;
mod edit;
mod form;
mod form_pages;
mod funding;
mod funding_pages;
mod keeper_wire;
mod key_pages;
mod keys;
mod keys_api;
mod list;
mod map;
mod pages;
mod photo_pages;
mod photos;
mod public;
mod queries;
mod say;
mod stage;
mod stage_pages;
mod today;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    routes::Routes,
    ui::icon::Icon,
};

use crate::bookings::SeeSpaces;

pub use crate::pictures::{Picture, read_picture};
pub use clusters::describe as describe_cluster;
pub use edit::{Wish, add, add_space, change};
pub use funding::{Entry, NewEntry, Source, give, take_back};
pub use keys::{add_holder, holds_key, set_way_in};
pub use photos::{Shot, add as add_photo};
pub(crate) use say::{source as source_word, stage as stage_word};
pub use stage::{Site, Step, move_to};

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/venues", list::show)
        .get("/venues/{venue}", public::show)
        .get("/venues/{venue}/photos/{photo}", photo_pages::send)
        .get("/clusters/{cluster}", cluster_pages::show)
        .get("/w/{org}/venues", pages::list)
        .get("/w/{org}/venues/new", form_pages::new)
        .post("/w/{org}/venues", form_pages::create)
        .get("/w/{org}/venues/{venue}", pages::show)
        .get("/w/{org}/venues/{venue}/edit", form_pages::edit)
        .post("/w/{org}/venues/{venue}/edit", form_pages::save)
        .post("/w/{org}/venues/{venue}/spaces", pages::add_space)
        .post("/w/{org}/venues/{venue}/spaces/{space}", pages::change_space)
        .post("/w/{org}/venues/{venue}/stage", pages::step)
        .post("/w/{org}/clusters/{cluster}", cluster_pages::save)
        .get("/w/{org}/clusters/{cluster}", cluster_pages::edit)
        .post("/w/{org}/clusters/{cluster}/stage", cluster_pages::step)
        .get("/w/{org}/venues/{venue}/funding", funding_pages::show)
        .post("/w/{org}/venues/{venue}/funding", funding_pages::give)
        .post(
            "/w/{org}/venues/{venue}/funding/{funding}/back",
            funding_pages::take_back,
        )
        .get("/w/{org}/venues/{venue}/builders", builders::pages::show)
        .post("/w/{org}/venues/{venue}/builders", builders::pages::enter)
        .get(
            "/w/{org}/venues/{venue}/builders/{builder}",
            builders::pages::edit,
        )
        .post(
            "/w/{org}/venues/{venue}/builders/{builder}",
            builders::pages::save,
        )
        .post(
            "/w/{org}/venues/{venue}/builders/{builder}/name",
            builders::pages::name,
        )
        .post(
            "/w/{org}/venues/{venue}/builders/{builder}/end",
            builders::pages::leave,
        )
        .get("/w/{org}/venues/{venue}/keys", key_pages::show)
        .post("/w/{org}/venues/{venue}/keys", key_pages::add)
        .post("/w/{org}/venues/{venue}/keys/{person}/end", key_pages::end)
        .post("/w/{org}/venues/{venue}/way-in", key_pages::set_way_in)
        .get("/w/{org}/venues/{venue}/entry", key_pages::ask)
        .post("/w/{org}/venues/{venue}/entry", key_pages::tell)
        .get("/w/{org}/venues/{venue}/photos", photo_pages::show)
        .post("/w/{org}/venues/{venue}/photos", photo_pages::add)
        .post("/w/{org}/venues/{venue}/photos/{photo}", photo_pages::change)
        .merge(api::routes());
    let nav = NavEntry {
        label: msg::SITE_NAV,
        icon: Icon::Home,
        path: "/venues",
        permission: SeeSpaces::NAME,
        order: 41,
    };
    Feature {
        name: "sites",
        routes,
        nav: vec![nav],
        today: vec![today::today],
        panels: vec![(Slot::Home, list::way)],
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}
