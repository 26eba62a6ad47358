//! A booking, or more of its series, is held at another time.

pub(super) mod pages;
pub(super) mod shift;
