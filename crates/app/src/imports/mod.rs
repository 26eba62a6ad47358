//! .

use langqiao_platform::feature::Feature;

/// What this feature registers at start.
pub fn feature() -> Feature {
    Feature {
        name: "imports",
        ..Feature::default()
    }
}
