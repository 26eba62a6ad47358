//! The waiting list of a room's times, and of the equipment that goes along ([`pieces`]).
//!
//! # The rules
//!
//! 1. Whoever may book a room may wait for a time at which somebody has it.
//! 2. When a time becomes free it belongs to the list before it reopens: in the same transaction it is *offered* to
//!    the first who wants it and whom the room's rules let in, until a stated time. An offer is a booking that is
//!    held, so that the schema keeps everybody else out as from any other.
//! 3. An offer that is declined, or not answered in time, goes to the next.
//!
//! Whoever frees a time calls [`queue::freed`] for it, holding the room's turn
//! ([`book::queue`](super::book::queue)), so that nobody comes between.

pub(super) mod answer;
pub(super) mod api;
pub(super) mod join;
pub(super) mod model;
pub(super) mod pages;
pub(super) mod pieces;
pub(super) mod pieces_queries;
pub(super) mod queries;
pub(super) mod queue;
pub(super) mod views;
