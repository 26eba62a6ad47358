//! Where the time comes from. Whatever needs the time takes a [`Clock`], so that a test can stop or move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// A source of time in whole milliseconds, which is what the databases keep: an instant read back is equal to
/// the one that was written.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Timestamp),
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock; the only place that reads it.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `now`.
    pub fn fixed(now: Timestamp) -> Self {
        Self(Source::Fixed(now))
    }

    /// The present instant, cut to the millisecond.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => from_ms(Timestamp::now().as_millisecond()),
            Source::Fixed(now) => from_ms(now.as_millisecond()),
            Source::Manual(ms) => from_ms(ms.load(Ordering::SeqCst)),
        }
    }
}

/// A clock moved by hand, for tests and rehearsals. Every [`Clock`] taken from it moves with it.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that stands at `now` until it is moved.
    pub fn new(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.as_millisecond())))
    }

    /// The clock to hand to the code under test.
    pub fn clock(&self) -> Clock {
        Clock(Source::Manual(Arc::clone(&self.0)))
    }

    /// Moves to `now`, which may lie in the past.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves by `by`, back if it is negative; stops at the ends of the representable time.
    pub fn advance(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(if by.is_negative() { i64::MIN } else { i64::MAX });
        let moved = self.0.load(Ordering::SeqCst).saturating_add(by);
        self.0.store(from_ms(moved).as_millisecond(), Ordering::SeqCst);
    }
}

/// The instant at `ms` after the epoch, or the nearest that can be represented.
fn from_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-11-21T04:00:00.123456Z".parse().unwrap()
    }

    #[test]
    fn all_clocks_give_whole_milliseconds() {
        for clock in [
            Clock::system(),
            Clock::fixed(noon()),
            ManualClock::new(noon()).clock(),
        ] {
            assert_eq!(clock.now().subsec_nanosecond() % 1_000_000, 0);
        }
        assert_eq!(Clock::fixed(noon()).now().to_string(), "2026-11-21T04:00:00.123Z");
    }

    #[test]
    fn clocks_taken_from_a_manual_clock_move_with_it() {
        let manual = ManualClock::new(noon());
        let (a, b) = (manual.clock(), manual.clock().clone());
        manual.advance(SignedDuration::from_hours(2));
        assert_eq!(a.now().to_string(), "2026-11-21T06:00:00.123Z");
        manual.advance(SignedDuration::from_secs(-3600));
        assert_eq!(a.now(), b.now());
        manual.set(Timestamp::UNIX_EPOCH);
        assert_eq!(b.now(), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn a_manual_clock_stops_at_the_ends_of_time() {
        let manual = ManualClock::new(noon());
        manual.advance(SignedDuration::MAX);
        assert_eq!(
            manual.clock().now().as_millisecond(),
            Timestamp::MAX.as_millisecond()
        );
        manual.advance(SignedDuration::MIN);
        assert_eq!(
            manual.clock().now().as_millisecond(),
            Timestamp::MIN.as_millisecond()
        );
    }
}
