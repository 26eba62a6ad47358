//! What a phone brings: scans with its own number for each, and the time by its own clock, which may be wrong.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, GateId};

use super::super::model::{ClockState, Direction, Reason};

/// The most scans in one part.
pub const PART: usize = 500;

/// How far a clock may be off without anybody noticing at a door; nearer ones are believed.
const NEAR: SignedDuration = SignedDuration::from_secs(30);

/// A part of what a phone scanned.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Which gate.
    pub gate: GateId,
    /// At whose door.
    pub activity: ActivityId,
    /// What the phone's clock says now.
    pub clock: Timestamp,
    /// How many scans it will still have after these.
    pub queued: i64,
    /// The scans.
    pub scans: Vec<Brought>,
}

/// A scan that was made earlier.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Its number on the phone.
    pub sequence: i64,
    /// What the camera read or the hand typed.
    pub text: String,
    /// Coming or leaving.
    pub direction: Direction,
    /// When it was, by the phone's clock.
    pub scanned_at: Timestamp,
    /// By how many milliseconds that clock was ahead of ours when the phone last heard from us before the scan.
    pub ahead: Option<i64>,
    /// What the phone said at the door.
    pub told: Option<Reason>,
    /// The number of the scan's own request, if the phone first tried to send it and got no answer.
    pub nonce: Option<String>,
}

impl Brought {
    /// When it was by our clock, and how far that can be trusted. `now_ahead` is by how much the phone's clock is
    /// ahead as it brings the scan.
    ///
    /// What the phone knew before the scan goes first: it is the same however often and however late the scan is
    /// brought.
    pub fn moment(&self, now_ahead: i64, now: Timestamp) -> (Timestamp, ClockState) {
        let near = |millis: i64| millis.unsigned_abs() <= NEAR.as_millis().unsigned_abs() as u64;
        let ahead = self.ahead.unwrap_or(now_ahead);
        let (at, state) = if near(ahead) {
            (self.scanned_at, ClockState::Good)
        } else {
            let back = SignedDuration::from_millis(ahead);
            (
                self.scanned_at.saturating_sub(back).unwrap_or(self.scanned_at),
                ClockState::Mended,
            )
        };
        if at > now.saturating_add(NEAR).unwrap_or(now) {
            (now, ClockState::Doubtful)
        } else if !near(ahead.saturating_sub(now_ahead)) {
            (at, ClockState::Doubtful)
        } else {
            (at, state)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(at: &str, ahead: Option<i64>) -> Brought {
        Brought {
            sequence: 0,
            text: String::new(),
            direction: Direction::In,
            scanned_at: at.parse().unwrap(),
            ahead,
            told: None,
            nonce: None,
        }
    }

    #[test]
    fn a_clock_that_is_off_is_set_right_and_one_that_was_set_in_between_is_doubted() {
        let now: Timestamp = "2026-11-21T04:00:00Z".parse().unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let hour = 3_600_000;
        let half_past = "2026-11-21T03:30:00Z";
        assert_eq!(
            scan(half_past, Some(20_000)).moment(19_000, now),
            (at(half_past), ClockState::Good)
        );
        assert_eq!(
            scan("2026-11-21T04:30:00Z", Some(hour)).moment(hour + 900, now),
            (at(half_past), ClockState::Mended)
        );
        assert_eq!(
            scan("2026-11-21T04:30:00Z", None).moment(hour, now),
            (at(half_past), ClockState::Mended)
        );
        assert_eq!(
            scan(half_past, Some(0)).moment(hour, now),
            (at(half_past), ClockState::Doubtful)
        );
        assert_eq!(
            scan("2026-11-21T04:10:00Z", Some(0)).moment(0, now),
            (now, ClockState::Doubtful)
        );
        assert_eq!(
            scan("2026-11-21T02:30:00Z", Some(-hour)).moment(-hour, now),
            (at(half_past), ClockState::Mended)
        );
    }
}
