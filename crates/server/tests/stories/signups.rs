//! Sign-up: places, the waiting list, offers; over HTTP and, where everybody comes at once, on the database.

mod eligibility;
pub mod ground;
mod model;
mod offers;
mod programs;
mod rush;
pub mod scene;
mod sign_up;
