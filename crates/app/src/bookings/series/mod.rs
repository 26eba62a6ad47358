//! The same room at the same hour, again and again: by a rule, with a look at every occurrence before any is made.

mod along;
pub(super) mod apart;
pub(super) mod api;
pub(super) mod form;
pub(super) mod make;
pub(super) mod pages;
pub(super) mod plan;
pub(super) mod queries;
pub mod rule;
pub(super) mod views;
