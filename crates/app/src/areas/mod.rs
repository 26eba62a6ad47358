//! Areas 区域: the administrative divisions that everything lies in.
//!
//! Promises that a word for an area is understood as people write it or named as ambiguous, that areas come in
//! from a table as often as one likes, and that an area keeps its id when it is renamed.

use langqiao_platform::feature::Feature;

mod api;
mod import;
pub mod layout;
mod model;
mod queries;
mod words;

pub use import::{AreaProblem, AreaReport, AreaRow, import_rows};
pub use layout::Point;
pub use model::{Area, Directory, Found, Level, short_name};
pub use queries::{Scope, scope_of};
pub use words::UnknownWord;
pub(crate) use words::words;

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature {
        name: "areas",
        routes: api::routes(),
        openapi: Some(api::openapi),
        ..Feature::default()
    }
}
