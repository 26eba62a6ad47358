//! What the API of check-in and of the records that follow from it writes in one way.

use jiff::{Timestamp, tz};

/// An instant as the API writes it: RFC 3339 in the place's own time, `2026-11-21T14:30:00+08:00`.
pub(crate) fn time(at: Timestamp) -> String {
    at.display_with_offset(tz::offset(8)).to_string()
}
