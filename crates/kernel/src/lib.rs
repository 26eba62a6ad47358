//! The ground floor: what every other crate speaks in, and nothing that touches the outside.
//!
//! No file, socket or database is opened here. The outside gets in at two named places only: the time at
//! [`clock::Clock::system`] and randomness at [`id::Id::generate`].

pub mod allot;
pub mod calendar;
pub mod clock;
pub mod codes;
pub mod contest;
pub mod draw;
pub mod id;
pub mod share;
pub mod text;
pub mod time;
