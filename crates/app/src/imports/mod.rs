//! Imports 导入: registers come in from spreadsheets, as offices really send them.
//!
//! Promises that a file is read before anything goes in and that each bad cell is named with what to do; that good
//! rows go in and bad ones come back as a spreadsheet that says why; that the same file twice changes nothing;
//! that an import which was stopped goes on where it was; and that what a file holds of people is sealed while it
//! is kept, and forgotten after a month. A list of those who take part in a competition comes in the same way, on that
//! competition's own pages and for those who manage it.

mod api;
mod apply;
mod batch;
mod bring;
mod clean;
mod export;
mod field;
mod files;
mod header;
mod jobs;
mod lists;
mod lists_api;
mod pages;
mod place;
mod preview;
mod problem;
mod reading;
mod registers;
mod say;
mod suggest;
mod views;
mod workbook;

use langqiao_platform::{
    feature::{Feature, NavEntry},
    i18n::{Lang, msg},
    routes::Routes,
    ui::icon::Icon,
};

use self::place::Registers;
use crate::tables as sheet;

pub use batch::Status;
pub use bring::{BringError, Brought, Ground, bring};
pub use export::{ExportError, export};
pub use reading::ReadError;
pub use registers::{Counts, Subject, Verdict};

/// Why a file can't be read and how to send one that can, for a terminal.
pub fn unreadable(error: &ReadError) -> String {
    say::unreadable(error).text(Lang::En).into_owned()
}

/// What this feature registers at start.
pub fn feature() -> Feature {
    let routes = Routes::new()
        .get("/w/{org}/imports", pages::list::<Registers>)
        .post("/w/{org}/imports", pages::upload::<Registers>)
        .get("/w/{org}/imports/template.xlsx", pages::template::<Registers>)
        .get("/w/{org}/imports/{batch}", pages::show::<Registers>)
        .post("/w/{org}/imports/{batch}/apply", pages::confirm::<Registers>)
        .post("/w/{org}/imports/{batch}/go-on", pages::go_on::<Registers>)
        .post("/w/{org}/imports/{batch}/discard", pages::discard::<Registers>)
        .get(
            "/w/{org}/imports/{batch}/rejects.xlsx",
            pages::rejects::<Registers>,
        )
        .merge(api::routes())
        .merge(lists::routes())
        .merge(lists_api::routes());
    let label = msg::IMPORTS_TITLE;
    let nav = vec![NavEntry {
        label,
        icon: Icon::Upload,
        path: "/imports",
        permission: "registers.import",
        order: 80,
    }];
    Feature {
        name: "imports",
        routes,
        nav,
        jobs: jobs::jobs(),
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}
