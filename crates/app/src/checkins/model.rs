//! The words of check-in, and the code that is shown at the door. Pure.

use langqiao_kernel::codes::ShortCode;

use crate::areas::words;

words! {
    /// Which way somebody goes through the door.
    Direction {
        /// Coming 签到.
        In = "in",
        /// Leaving 签退.
        Out = "out",
    }
}

words! {
    /// What a scan came to. Only `accepted` lets somebody in or out; all are kept.
    Outcome {
        /// Let in or out.
        Accepted = "accepted",
        /// No sign-up has this code.
        Unknown = "unknown",
        /// A sign-up of another activity.
        Foreign = "foreign",
        /// Scanned before in this direction.
        Doubled = "doubled",
        /// The sign-up, the offer, the activity or the device's key is off, or a person decided that it doesn't count.
        Cancelled = "cancelled",
        /// On the waiting list, or offered a place and not yet taken.
        Waiting = "waiting",
        /// Leaving without ever having come.
        NotIn = "not_in",
        /// Long before the start or after the end.
        OutsideHours = "outside_hours",
    }
}

words! {
    /// Why: finer than the outcome, and what the sentence and the advice on screen are chosen by.
    Reason {
        /// Let in.
        Welcome = "welcome",
        /// Let out.
        Goodbye = "goodbye",
        /// Not a code of ours at all.
        Unreadable = "unreadable",
        /// A code of our form that nobody was given.
        Unknown = "unknown",
        /// Of another activity.
        Foreign = "foreign",
        /// The activity itself was called off.
        ActivityCancelled = "activity_cancelled",
        /// The sign-up was cancelled.
        SignupCancelled = "signup_cancelled",
        /// An old code of somebody who holds a newer place.
        Renewed = "renewed",
        /// The offered place was turned down or not taken in time.
        OfferGone = "offer_gone",
        /// A place is offered and waits to be taken.
        Offered = "offered",
        /// On the waiting list.
        Waiting = "waiting",
        /// Let in before, and still in.
        InAlready = "in_already",
        /// Let out before.
        OutAlready = "out_already",
        /// Was in and has left.
        LeftAlready = "left_already",
        /// The door is not open yet.
        TooEarly = "too_early",
        /// The door is shut.
        TooLate = "too_late",
        /// Leaving without having been let in.
        NotIn = "not_in",
        /// Brought by a phone whose key had been taken back.
        DeviceRevoked = "device_revoked",
        /// A person looked at it and decided that it doesn't count.
        Dismissed = "dismissed",
    }
}

words! {
    /// What a person decided who looked at a scan afterwards.
    #[schema(as = ScanVerdict)]
    Verdict {
        /// They were there: it counts.
        Counts = "counts",
        /// It does not count.
        Dismissed = "dismissed",
    }
}

words! {
    /// How a scan came to us.
    Source {
        /// At the moment itself.
        Live = "live",
        /// Brought by a device later.
        Device = "device",
        /// Typed from the printed sheet.
        Paper = "paper",
    }
}

words! {
    /// How far the time of a scan can be trusted.
    ClockState {
        /// The server's own time.
        Server = "server",
        /// The device's, which was right.
        Good = "good",
        /// The device's, set right by as much as it was off.
        Mended = "mended",
        /// The device's clock was set in between, or is ahead of us: somebody should look.
        Doubtful = "doubtful",
    }
}

words! {
    /// What the scanned code is.
    Ticket {
        /// Not a code of ours.
        Unreadable = "unreadable",
        /// Nobody's.
        None = "none",
        /// Of a sign-up to another activity.
        Elsewhere = "elsewhere",
        /// Of a sign-up to this activity.
        Here = "here",
    }
}

words! {
    /// Where the moment of the scan lies to the hours in which the door is open.
    Hours {
        /// Too early.
        Before = "before",
        /// In time.
        Open = "open",
        /// Too late.
        After = "after",
    }
}

/// The form in which anything that is no code of ours is kept: nothing of what it says is stored.
pub const UNREADABLE: &str = "?";

/// The short code in what a camera read or a hand typed: the code itself, or a link or text that ends in it.
/// `None` when it is no code of ours.
pub fn read_code(text: &str) -> Option<ShortCode> {
    let text = text.trim();
    let text = text
        .split_once(['?', '#'])
        .map_or(text, |(before, _)| before)
        .trim_end_matches('/');
    let last = text.rsplit(['/', ':', '=']).next().unwrap_or(text);
    ShortCode::parse(last).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_what_cameras_read_and_hands_type() {
        let code = ShortCode::parse("80152V").ok();
        for text in [
            "80152V",
            " 801 52v ",
            "８０１５２Ｖ",
            "LQ:80152V",
            "https://hui.example.cn/t/80152V",
            "https://hui.example.cn/t/019f/80152V/?from=print#x",
            "langqiao:checkin=80152V",
        ] {
            assert_eq!(read_code(text), code, "{text}");
        }
        for text in [
            "",
            "wxp://f2f0abcDEF",
            "330483199001011234",
            "https://example.cn/",
            "张三",
        ] {
            assert_eq!(read_code(text), None, "{text}");
        }
    }
}
