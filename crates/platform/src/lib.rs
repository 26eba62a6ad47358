//! Floor 3 of Langqiao: who is asking, what they may do, and how they are answered.
//!
//! Features (floor 4) build on this crate alone: they declare permissions, add gated routes, turn use
//! cases' errors into refusals and draw pages with the shared shell and components. [`house::House`] puts
//! them together.

pub mod accounts;
pub mod address;
pub mod api;
pub mod app;
pub mod assets;
pub mod between;
pub mod calendar;
pub mod desk;
pub mod drafts;
pub mod extract;
pub mod fault;
pub mod feature;
pub mod fields;
pub mod files;
pub mod form;
pub mod gate;
pub mod house;
pub mod i18n;
pub mod identity;
pub mod jobs;
pub mod keys;
pub mod not_done;
pub mod notices;
pub mod once;
pub mod people;
pub mod registry;
pub mod reply;
pub mod roles;
pub mod rollup;
pub mod routes;
pub mod settings;
pub mod spoken;
pub mod spreadsheet;
pub mod ui;
pub mod wrong_json;
