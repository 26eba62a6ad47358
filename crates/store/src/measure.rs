//! Figures for `/metrics`. The handles are taken when the store is opened, so install the recorder before.

use std::time::Duration;

use metrics::{Counter, Histogram, counter, describe_counter, describe_histogram, histogram};

/// What the store counts about itself.
pub(crate) struct Measures {
    kept: Counter,
    undone: Counter,
    write_seconds: Histogram,
    read_seconds: Histogram,
    pub(crate) group_size: Histogram,
    pub(crate) retries: Counter,
}

impl Measures {
    pub(crate) fn new() -> Self {
        describe_counter!(
            "store_writes_total",
            "Write transactions by outcome: kept or undone"
        );
        describe_counter!(
            "store_retries_total",
            "Write transactions run again after a conflict or a lost connection"
        );
        describe_histogram!(
            "store_write_seconds",
            "From asking for a write until it is acknowledged"
        );
        describe_histogram!(
            "store_read_seconds",
            "From asking for a read until it is answered"
        );
        describe_histogram!(
            "store_group_size",
            "Writes committed together with one sync of the disk"
        );
        Self {
            kept: counter!("store_writes_total", "outcome" => "kept"),
            undone: counter!("store_writes_total", "outcome" => "undone"),
            write_seconds: histogram!("store_write_seconds"),
            read_seconds: histogram!("store_read_seconds"),
            group_size: histogram!("store_group_size"),
            retries: counter!("store_retries_total"),
        }
    }

    pub(crate) fn written(&self, kept: bool, took: Duration) {
        if kept { &self.kept } else { &self.undone }.increment(1);
        self.write_seconds.record(took);
    }

    pub(crate) fn read(&self, took: Duration) {
        self.read_seconds.record(took);
    }
}
