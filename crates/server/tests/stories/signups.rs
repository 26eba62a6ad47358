//! Sign-up: places, the waiting list, offers; over HTTP and, where everybody comes at once, on the database.

mod eligibility;
mod fewer;
pub mod ground;
mod handing;
pub mod meanwhile;
mod model;
mod offers;
mod programs;
mod remind;
mod rush;
pub mod scene;
mod sign_up;
