//! A room is closed 停用 by its keeper from a day on, and opened again. It promises that nothing is booked beyond that
//! day, by the schema; that each booking that stands in the way is answered first: taken back with a reason, or the
//! closing waits; and that what was used stays on record.

pub mod api;
pub mod close;
pub mod page;
pub mod panel;
