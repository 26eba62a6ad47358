//! Beside the floors: what tests share.

mod both;
pub mod pg;

pub use both::{Backend, TestDb, run_on};
#[doc(no_inline)]
pub use langqiao_store::Db;

#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "app")]
pub use app::{Client, County, Reply, TestApp};
