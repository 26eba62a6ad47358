//! Sign-up: places, the waiting list, offers; over HTTP and, where everybody comes at once, on the database.

mod ground;
mod model;
mod rush;
