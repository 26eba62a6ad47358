//! Pictures of places and things: read within bounds, written anew, kept by what they hold, each with words for those who
//! don't see it, in an order that their keeper chose.
//!
//! Whose pictures they are is an [`Album`]: every kind of owner has its own table of the same shape. Who may change them,
//! and who may look, is said by the room that has them.

mod album;
mod keep;
pub mod pages;
mod picture;
pub mod wire;

pub(crate) use album::album;
pub use album::{ALT_MAX, Album, Deed, Photo, Shot, described, read};
pub use keep::{file, shoot};
pub use picture::{Picture, read as read_picture};
