//! What is lent with a venue's rooms, and who built the venue together.
//!
//! Of a piece of equipment never more is lent at once than there is. There is no one row to fight for, because what
//! is free depends on the time; so whoever lends takes the equipment's own lock first and counts then
//! ([`lend::enough`]). Whatever makes a booking held calls that.

pub(super) mod along;
mod along_queries;
pub(super) mod check;
pub(super) mod lend;
pub(super) mod page;
pub(super) mod queries;
pub mod stock;
