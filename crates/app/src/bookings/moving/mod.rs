//! A booking, or more of its series, is held at another time or becomes another altogether.

pub(super) mod change;
pub(super) mod lesson;
pub(super) mod pages;
pub(super) mod queries;
pub(super) mod shift;
mod told;
