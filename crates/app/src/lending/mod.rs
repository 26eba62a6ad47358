//! Lending 物品互借: what bodies lend each other, for days: asked for, handed out, brought back.
//!
//! It promises that never more is out at once than there is, by the schema, and never more promised, by the thing's own
//! lock, which rooms' bookings take too; that a count of pieces is the sum of entries that are never changed; that what
//! came back broken is written down, answered once and settled once; that a return written down wrongly is corrected with
//! a reason, and what was written before stays; and that what is late is said to both sides until it is back.

mod api;
mod api_loans;
mod ask;
mod at_activity;
mod correct;
mod correct_page;
mod damage;
mod decide;
mod form;
mod hand;
mod keep;
mod keep_page;
mod list_page;
mod loan_page;
mod loan_view;
mod loan_wire;
mod loan_writes;
mod loans;
mod loans_page;
mod longer;
mod model;
mod occasions;
mod photo_pages;
mod photos;
mod queries;
mod say;
mod sums;
mod sums_page;
mod tell;
mod thing_page;
mod thing_view;
mod thing_wire;
mod today;
mod watch;

use langqiao_platform::{
    feature::{Feature, NavEntry, Slot},
    gate::Permission,
    i18n::msg,
    jobs::handler,
    routes::Routes,
    ui::icon::Icon,
};

use crate::bookings::SeeSpaces;

pub use ask::{Wish, ask};
pub use correct::{Correction, correct};
pub use damage::{Settlement, answer as answer_damage, settle};
pub use decide::{Answer, answer, withdraw};
pub use hand::{Parts, hand_out, take_back};
pub use keep::{Terms, change, count, enter, take_off};
pub use longer::{answer as answer_longer, ask as ask_longer};
pub use model::{Counts, Entry, Kind, OpenTo, Settled, Status};
pub use photos::add as add_photo;

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/lending", list_page::near)
        .get("/w/{org}/lending/own", list_page::own)
        .get("/w/{org}/lending/new", keep_page::new)
        .post("/w/{org}/lending/new", keep_page::create)
        .get("/w/{org}/lending/use", sums_page::show)
        .get("/w/{org}/lending/desk", loan_page::find)
        .get("/w/{org}/things/{thing}", thing_page::show)
        .get("/w/{org}/things/{thing}/edit", keep_page::edit)
        .post("/w/{org}/things/{thing}/edit", keep_page::save)
        .post("/w/{org}/things/{thing}/count", thing_page::count)
        .post("/w/{org}/things/{thing}/gone", thing_page::gone)
        .post("/w/{org}/things/{thing}/ask", thing_page::send)
        .get("/w/{org}/loans", loans_page::show)
        .get("/w/{org}/loans.xlsx", loans_page::spreadsheet)
        .get("/w/{org}/loans/{loan}", loan_page::show)
        .post("/w/{org}/loans/{loan}/answer", loan_page::answer)
        .post("/w/{org}/loans/{loan}/withdraw", loan_page::withdraw)
        .post("/w/{org}/loans/{loan}/hand-out", loan_page::hand_out)
        .post("/w/{org}/loans/{loan}/return", loan_page::take_back)
        .post("/w/{org}/loans/{loan}/longer", loan_page::ask_longer)
        .post("/w/{org}/loans/{loan}/longer-answer", loan_page::answer_longer)
        .post(
            "/w/{org}/loans/{loan}/returns/{back}/answer",
            loan_page::answer_damage,
        )
        .post(
            "/w/{org}/loans/{loan}/returns/{back}/settle",
            loan_page::settle_damage,
        )
        .post(
            "/w/{org}/loans/{loan}/returns/{back}/correct",
            correct_page::correct,
        )
        .merge(api::routes())
        .merge(api_loans::routes())
        .merge(photo_pages::routes());
    let nav = NavEntry {
        label: msg::LOAN_NAV,
        icon: Icon::Handshake,
        path: "/lending",
        permission: SeeSpaces::NAME,
        order: 48,
    };
    Feature {
        name: "lending",
        routes,
        nav: vec![nav],
        today: vec![today::today],
        jobs: vec![(watch::WATCH, handler(watch::look))],
        panels: vec![
            (Slot::ActivityWorkbench, at_activity::panel),
            (Slot::ActivityDraft, at_activity::panel),
        ],
        openapi: Some(openapi),
        ..Feature::default()
    }
}

/// The room's part of the OpenAPI document.
fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = api::openapi();
    document.merge(api_loans::openapi());
    document.merge(photo_pages::openapi());
    document
}
