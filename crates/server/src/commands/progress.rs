//! What is seen of long work.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Counts where a person watches; nothing elsewhere. `what` is what is counted.
pub fn counting(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} {msg}, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
