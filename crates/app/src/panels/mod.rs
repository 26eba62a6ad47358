//! On-site scoring of venues by a panel 现场评审: an office lays down a sheet, teams visit venues by route, judges score apart
//! on their phones, what comes of it is ranked, may be objected to, and becomes public.
//!
//! It promises that venues are scored and people never; that what stands as evidence is counted from records, each number
//! opening to them, and that no photo is asked for; that nobody with a post at a venue scores it; that nobody sees
//! another's marks before all are in or the route is closed; that a judge scores where there is no network, and what was
//! filled in there comes in or is refused with a reason, and is never lost; that a mark or result is never overwritten but
//! followed by another with a reason; and that nothing is public before the keepers had their time to object and an answer.

mod api;
mod api_judge;
mod api_route;
mod api_wire;
mod appeal;
mod check;
mod close;
mod create;
mod evidence;
mod evidence_page;
mod judge;
mod judge_pages;
mod judge_sheet;
mod keeper_pages;
mod list_pages;
mod model;
mod offline_views;
mod public_pages;
mod publish;
mod queries;
mod ranking;
mod recheck;
mod result_pages;
mod round_pages;
mod route;
mod route_judges;
mod route_pages;
mod say;
mod score;
mod sheet;
mod sheet_pages;
mod standing;
mod today;
mod typed;
mod whole;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    permission,
    routes::Routes,
    ui::icon::Icon,
};
use utoipa::OpenApi;

pub use appeal::{answer_appeal, appeal};
pub use close::{close_route, reopen_route, send_draft};
pub use create::{RoundWish, SheetFrom, cancel, change, create};
pub use judge::{Who, add_judge, remove_judge};
pub use model::{EvidenceSource, Item, RoundPhase};
pub use publish::{correct, publish};
pub use recheck::{ask_again, confirm};
pub use route::{add_found, add_route, add_stops, change_route, move_up, remove_route, remove_stop};
pub use score::{Begun, HandIn, hand_in, keep_draft};
pub use sheet::set_sheet;

permission!(
    /// Holds rounds of scoring, and objects to what came of the own venues.
    pub struct ManagePanels = "panels.manage"
);

/// What this feature registers at start.
pub fn feature() -> Feature {
    let nav = NavEntry {
        label: msg::PANEL_TITLE,
        icon: Icon::Certificate,
        path: "/panels",
        permission: ManagePanels::NAME,
        order: 49,
    };
    Feature {
        name: "panels",
        routes: public_routes().merge(office_routes()).merge(api::routes()),
        nav: vec![nav],
        today: vec![today::today],
        panels: vec![(Slot::Mine, today::mine), (Slot::Venue, today::at_venue)],
        openapi: Some(api::Document::openapi),
        checks: vec![("panels", check::check)],
        ..Feature::default()
    }
}

fn public_routes() -> Routes {
    Routes::new()
        .get("/panels", public_pages::list)
        .get("/panels/{round}", public_pages::show)
        .get("/panels/{round}/results.xlsx", public_pages::spreadsheet)
        .get("/panels/{round}/venues/{venue}", public_pages::venue)
        .get(
            "/panels/{round}/venues/{venue}/evidence/{source}",
            public_pages::records,
        )
        .get("/scoring", judge_pages::mine)
        .get("/scoring/{route}", judge_pages::list)
        .get("/scoring/{route}/{venue}", judge_sheet::show)
        .post("/scoring/{route}/{venue}", judge_sheet::give)
        .post("/scoring/{route}/rechecks/{recheck}", judge_sheet::confirm)
        .get("/scoring/{route}/{venue}/evidence/{source}", judge_sheet::records)
}

fn office_routes() -> Routes {
    let round = Routes::new()
        .get("/w/{org}/panels", list_pages::list)
        .post("/w/{org}/panels", list_pages::create)
        .get("/w/{org}/panels/new", list_pages::new)
        .get("/w/{org}/panels/{round}", round_pages::show)
        .get("/w/{org}/panels/{round}/edit", list_pages::edit)
        .post("/w/{org}/panels/{round}/edit", list_pages::save)
        .post("/w/{org}/panels/{round}/cancel", list_pages::cancel)
        .get("/w/{org}/panels/{round}/sheet", sheet_pages::show)
        .post("/w/{org}/panels/{round}/sheet", sheet_pages::save)
        .post("/w/{org}/panels/{round}/draft", round_pages::send_draft)
        .post("/w/{org}/panels/{round}/publish", round_pages::publish_it);
    let route = Routes::new()
        .post("/w/{org}/panels/{round}/routes", round_pages::add_route)
        .get("/w/{org}/panels/{round}/routes/{route}", route_pages::show)
        .post("/w/{org}/panels/{round}/routes/{route}", route_pages::act)
        .post(
            "/w/{org}/panels/{round}/routes/{route}/venues",
            route_pages::add_venues,
        )
        .post(
            "/w/{org}/panels/{round}/routes/{route}/venues/{venue}",
            route_pages::change_venue,
        )
        .post(
            "/w/{org}/panels/{round}/routes/{route}/judges",
            route_judges::add_judge,
        )
        .post(
            "/w/{org}/panels/{round}/routes/{route}/judges/{seat}",
            route_judges::remove_judge,
        );
    let results = Routes::new()
        .get("/w/{org}/panels/{round}/results", result_pages::show)
        .get("/w/{org}/panels/{round}/results.xlsx", result_pages::spreadsheet)
        .get("/w/{org}/panels/{round}/results/{venue}", result_pages::venue)
        .post(
            "/w/{org}/panels/{round}/results/{venue}/rechecks",
            result_pages::ask_again,
        )
        .post(
            "/w/{org}/panels/{round}/results/{venue}/correct",
            result_pages::correct,
        )
        .get(
            "/w/{org}/panels/{round}/results/{venue}/evidence/{source}",
            result_pages::records,
        )
        .get("/w/{org}/panels/{round}/venues/{venue}", keeper_pages::show)
        .post(
            "/w/{org}/panels/{round}/venues/{venue}/appeals",
            keeper_pages::make,
        )
        .get(
            "/w/{org}/panels/{round}/venues/{venue}/evidence/{source}",
            keeper_pages::records,
        )
        .get("/w/{org}/panels/{round}/appeals", keeper_pages::list)
        .post("/w/{org}/panels/{round}/appeals/{appeal}", keeper_pages::answer);
    round.merge(route).merge(results)
}
