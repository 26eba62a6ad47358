//! The words of service records.

use crate::checkins::words;

words! {
    /// How a record stands.
    pub enum Status {
        /// Computed, and waits for an officer.
        Pending = "pending",
        /// An officer said that it is right.
        Confirmed = "confirmed",
        /// An officer said, with a reason, that it doesn't count.
        Voided = "voided",
    }
}
