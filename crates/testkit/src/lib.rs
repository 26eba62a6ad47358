//! Beside the floors: what tests share.

mod both;
pub mod pg;

pub use both::{Backend, TestDb, run_on};
#[doc(no_inline)]
pub use langqiao_store::Db;
