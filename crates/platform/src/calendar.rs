//! Calendar files (RFC 5545): an activity, somebody's places in it, or all that a room is held for.

use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use jiff::Timestamp;

/// What a calendar says of one thing.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The id of the thing, which stays however often its file is added.
    pub id: String,
    /// Its name.
    pub title: &'a str,
    /// Where.
    pub place: &'a str,
    /// What else is to be known, such as the codes for checking in.
    pub notes: &'a str,
    /// Its page.
    pub address: &'a str,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Grows with every change, so that a calendar that has it already takes the newer one.
    pub version: i64,
    /// How sure it is.
    pub standing: Standing,
}

/// How sure it is that something takes place, for whose calendar it is (RFC 5545, STATUS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Sure,
    /// It does if somebody answers yes: a place is offered or waited for.
    Open,
    /// It was called off.
    Gone,
}

impl Standing {
    /// Sure, or gone.
    pub fn unless(gone: bool) -> Self {
        if gone { Self::Gone } else { Self::Sure }
    }

    fn status(self) -> EventStatus {
        match self {
            Self::Sure => EventStatus::Confirmed,
            Self::Open => EventStatus::Tentative,
            Self::Gone => EventStatus::Cancelled,
        }
    }
}

/// A calendar's type.
pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8";

/// The file of one thing.
pub fn file(entry: &Entry<'_>) -> String {
    feed(None, std::slice::from_ref(entry))
}

/// The file of many, with a name of its own if it is to be subscribed to.
pub fn feed(name: Option<&str>, entries: &[Entry<'_>]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Langqiao//Langqiao//ZH"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    if let Some(name) = name {
        // RFC 7986, and what clients read before it.
        calendar.append_property(("NAME", name));
        calendar.append_property(("X-WR-CALNAME", name));
        calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    }
    for entry in entries {
        calendar.push(event(entry));
    }
    calendar.to_string()
}

fn event(entry: &Entry<'_>) -> Event {
    let mut event = Event::new();
    event
        .uid(&format!("{}@langqiao", entry.id))
        .sequence(u32::try_from(entry.version).unwrap_or(0))
        .summary(entry.title)
        .location(entry.place)
        .status(entry.standing.status())
        .add_property("DTSTART", utc(entry.starts_at))
        .add_property("DTEND", utc(entry.ends_at))
        .add_property("DTSTAMP", utc(entry.updated_at))
        .add_property("LAST-MODIFIED", utc(entry.updated_at));
    if !entry.notes.is_empty() {
        event.description(entry.notes);
    }
    if !entry.address.is_empty() {
        event.url(entry.address);
    }
    event.done()
}

/// An instant as iCalendar writes it; in UTC, so that no zone has to be described.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry<'static> {
        Entry {
            id: "00000000-0000-0000-0000-000000000007".to_owned(),
            title: "包粽子, 送温暖; 一起来",
            place: "桃园村文化礼堂",
            notes: "签到码 801 52V\n请提前 10 分钟到",
            address: "https://hui.example.gov.cn/activities/7",
            starts_at: "2026-11-28T01:00:00Z".parse().unwrap(),
            ends_at: "2026-11-28T03:30:00Z".parse().unwrap(),
            updated_at: "2026-11-20T00:00:00Z".parse().unwrap(),
            version: 3,
            standing: Standing::Sure,
        }
    }

    #[test]
    fn the_file_says_when_and_where_and_escapes_what_people_typed() {
        let file = file(&entry());
        for line in [
            "BEGIN:VCALENDAR\r\n",
            "UID:00000000-0000-0000-0000-000000000007@langqiao\r\n",
            "DTSTART:20261128T010000Z\r\n",
            "DTEND:20261128T033000Z\r\n",
            "DTSTAMP:20261120T000000Z\r\n",
            "LAST-MODIFIED:20261120T000000Z\r\n",
            "SEQUENCE:3\r\n",
            "STATUS:CONFIRMED\r\n",
            "SUMMARY:包粽子\\, 送温暖\\; 一起来\r\n",
            "DESCRIPTION:签到码 801 52V\\n请提前 10 分钟到\r\n",
        ] {
            assert!(file.contains(line), "{line:?} in\n{file}");
        }
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
    }

    #[test]
    fn a_change_keeps_the_uid_and_raises_the_sequence() {
        let cancelled = file(&Entry {
            version: 4,
            standing: Standing::Gone,
            ..entry()
        });
        assert!(cancelled.contains("UID:00000000-0000-0000-0000-000000000007@langqiao\r\n"));
        assert!(cancelled.contains("SEQUENCE:4\r\n") && cancelled.contains("STATUS:CANCELLED\r\n"));
    }
}
