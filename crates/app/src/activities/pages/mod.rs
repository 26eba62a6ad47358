//! The pages of activities in the workbench.

pub mod actions;
pub mod acts;
pub mod answered;
pub mod answers;
pub mod at_venue;
pub mod checked;
pub mod edit;
mod edit_page;
mod facts;
mod form_rows;
mod form_view;
mod ledger;
pub mod list;
mod look;
pub mod paper;
pub mod parting;
mod pressed;
pub mod roll;
pub mod rooms;
pub mod sheet;
pub mod show;
mod stale_view;

pub use look::brings;
