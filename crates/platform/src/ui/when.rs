//! Dates, times and numbers as people say them: 11月21日 周六 14:30; Sat 21 Nov, 14:30; 28,500.
//!
//! Times are shown as the wall clock in the place shows them. A relative time (“明天”) only stands
//! beside an absolute one.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
};
use langqiao_kernel::time;
use maud::{Markup, html};

use super::Ui;
use crate::i18n::{Catalogue, Lang, msg};

/// The day of the week: 周六, Sat.
pub fn weekday(lang: Lang, date: Date) -> &'static str {
    let (chinese, english) = match date.weekday() {
        Weekday::Monday => ("周一", "Mon"),
        Weekday::Tuesday => ("周二", "Tue"),
        Weekday::Wednesday => ("周三", "Wed"),
        Weekday::Thursday => ("周四", "Thu"),
        Weekday::Friday => ("周五", "Fri"),
        Weekday::Saturday => ("周六", "Sat"),
        Weekday::Sunday => ("周日", "Sun"),
    };
    match lang {
        Lang::ZhCn => chinese,
        Lang::En => english,
    }
}

/// The month: 11月, Nov.
pub fn month(lang: Lang, date: Date) -> String {
    match lang {
        Lang::ZhCn => format!("{}月", date.month()),
        Lang::En => english_month(date).to_owned(),
    }
}

/// A day with its weekday; the year is said when it is not that of `now`.
pub fn day(lang: Lang, date: Date, now: Timestamp) -> String {
    let week = weekday(lang, date);
    let other_year = date.year() != time::day(now).year();
    match (lang, other_year) {
        (Lang::ZhCn, false) => format!("{}月{}日 {week}", date.month(), date.day()),
        (Lang::ZhCn, true) => format!("{}年{}月{}日 {week}", date.year(), date.month(), date.day()),
        (Lang::En, false) => format!("{week} {} {}", date.day(), english_month(date)),
        (Lang::En, true) => format!("{week} {} {} {}", date.day(), english_month(date), date.year()),
    }
}

/// A day without weekday and always with its year, for papers and tables: 2026年11月21日, 21 Nov 2026.
pub fn full_day(lang: Lang, date: Date) -> String {
    match lang {
        Lang::ZhCn => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!("{} {} {}", date.day(), english_month(date), date.year()),
    }
}

/// The time of day: 14:30, 9:00.
pub fn clock(at: Time) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

/// The time of day as an input of times takes it, always two digits each: 14:30, 09:00. A browser shows nothing else.
pub fn clock_value(at: Time) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Day and time: 11月21日 周六 14:30; Sat 21 Nov, 14:30.
pub fn moment(lang: Lang, at: Timestamp, now: Timestamp) -> String {
    let wall = time::civil(at);
    join(lang, &day(lang, wall.date(), now), &clock(wall.time()))
}

/// From–to: the day is said once if both fall on it.
pub fn span(lang: Lang, from: Timestamp, to: Timestamp, now: Timestamp) -> String {
    let (start, end) = (time::civil(from), time::civil(to));
    if start.date() == end.date() {
        let hours = format!("{}–{}", clock(start.time()), clock(end.time()));
        return join(lang, &day(lang, start.date(), now), &hours);
    }
    format!("{} – {}", moment(lang, from, now), moment(lang, to, now))
}

/// How far off, for beside an absolute time: 2 小时前, 明天, 3 天后. Days are those of the calendar.
pub fn relative(lang: Lang, at: Timestamp, now: Timestamp) -> String {
    let minutes = at.duration_since(now).as_mins();
    let days = time::day_number(time::day(at)) - time::day_number(time::day(now));
    let say = |msg, n: i64| Catalogue::text(lang, msg, crate::args! { n = n }).into_owned();
    match (days, minutes) {
        (0, 0) => Catalogue::plain(lang, msg::WHEN_NOW).to_owned(),
        (0, -59..=-1) => say(msg::WHEN_MINUTES_AGO, -minutes),
        (0, 1..=59) => say(msg::WHEN_IN_MINUTES, minutes),
        (0, m) if m < 0 => say(msg::WHEN_HOURS_AGO, -m / 60),
        (0, m) => say(msg::WHEN_IN_HOURS, m / 60),
        (1, _) => Catalogue::plain(lang, msg::WHEN_TOMORROW).to_owned(),
        (-1, _) => Catalogue::plain(lang, msg::WHEN_YESTERDAY).to_owned(),
        (d, _) if d > 0 => say(msg::WHEN_IN_DAYS, d),
        (d, _) => say(msg::WHEN_DAYS_AGO, -d),
    }
}

/// A length of time, given in minutes: 45 分钟, 2 小时 30 分.
pub fn minutes(lang: Lang, minutes: i64) -> String {
    match (lang, minutes / 60, minutes % 60) {
        (Lang::ZhCn, 0, m) => format!("{m} 分钟"),
        (Lang::ZhCn, h, 0) => format!("{h} 小时"),
        (Lang::ZhCn, h, m) => format!("{h} 小时 {m} 分"),
        (Lang::En, 0, m) => format!("{m} min"),
        (Lang::En, h, 0) => format!("{h} h"),
        (Lang::En, h, m) => format!("{h} h {m} min"),
    }
}

/// A number with its thousands apart: 28,500.
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount of money, given in fen: ¥1,234.50; whole yuan without decimals.
pub fn money(fen: i64) -> String {
    let sign = if fen < 0 { "−" } else { "" };
    let yuan = count(i64::try_from(fen.unsigned_abs() / 100).unwrap_or(i64::MAX));
    match fen.unsigned_abs() % 100 {
        0 => format!("{sign}¥{yuan}"),
        cents => format!("{sign}¥{yuan}.{cents:02}"),
    }
}

impl Ui {
    /// Day and time, as `<time>`: 11月21日 周六 14:30.
    pub fn moment(&self, at: Timestamp) -> Markup {
        html! { time datetime=(at.to_string()) { (moment(self.lang, at, self.now)) } }
    }

    /// Day and time with how far off it is: 11月21日 周六 14:30（3 天后）.
    pub fn moment_relative(&self, at: Timestamp) -> Markup {
        html! {
            time datetime=(at.to_string()) {
                (moment(self.lang, at, self.now))
                (self.how_far(at))
            }
        }
    }

    /// Until when something is to be done, with how far off that is. What ends at midnight is to be done on the day
    /// before: 11月24日 周二（明天）.
    pub fn deadline(&self, at: Timestamp) -> Markup {
        let last = at.saturating_sub(1.minute()).unwrap_or(at);
        if time::civil(at).time() != Time::midnight() {
            return self.moment_relative(at);
        }
        html! {
            time datetime=(at.to_string()) {
                (day(self.lang, time::day(last), self.now))
                (self.how_far(last))
            }
        }
    }

    fn how_far(&self, at: Timestamp) -> Markup {
        let (open, close) = match self.lang {
            Lang::ZhCn => ("（", "）"),
            Lang::En => (" (", ")"),
        };
        html! { span.nobreak { (open) (relative(self.lang, at, self.now)) (close) } }
    }

    /// A day, as `<time>`.
    pub fn day(&self, date: Date) -> Markup {
        html! { time datetime=(date.to_string()) { (day(self.lang, date, self.now)) } }
    }

    /// From–to, as `<time>`: 11月21日 周六 14:30–16:00.
    pub fn span(&self, from: Timestamp, to: Timestamp) -> Markup {
        html! { time datetime=(from.to_string()) { (span(self.lang, from, to, self.now)) } }
    }

    /// A length of time given in minutes.
    pub fn minutes(&self, length: i64) -> String {
        minutes(self.lang, length)
    }
}

fn english_month(date: Date) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

fn join(lang: Lang, day: &str, hours: &str) -> String {
    match lang {
        Lang::ZhCn => format!("{day} {hours}"),
        Lang::En => format!("{day}, {hours}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ts(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn says_dates_as_people_do() {
        let now = ts("2026-11-18T04:00:00Z");
        let (from, to) = (ts("2026-11-21T06:30:00Z"), ts("2026-11-21T08:00:00Z"));
        assert_eq!(moment(Lang::ZhCn, from, now), "11月21日 周六 14:30");
        assert_eq!(moment(Lang::En, from, now), "Sat 21 Nov, 14:30");
        assert_eq!(span(Lang::ZhCn, from, to, now), "11月21日 周六 14:30–16:00");
        let next_year = ts("2027-01-03T01:00:00Z");
        assert_eq!(moment(Lang::ZhCn, next_year, now), "2027年1月3日 周日 9:00");
        assert_eq!(
            span(Lang::En, from, next_year, now),
            "Sat 21 Nov, 14:30 – Sun 3 Jan 2027, 9:00"
        );
    }

    #[test]
    fn relative_days_follow_the_calendar_not_24_hours() {
        // 23:30 in China; an hour later it is tomorrow.
        let now = ts("2026-11-18T15:30:00Z");
        assert_eq!(relative(Lang::ZhCn, ts("2026-11-18T16:30:00Z"), now), "明天");
        assert_eq!(relative(Lang::ZhCn, ts("2026-11-21T06:30:00Z"), now), "3 天后");
        assert_eq!(relative(Lang::En, ts("2026-11-18T13:30:00Z"), now), "2 hours ago");
        assert_eq!(relative(Lang::En, ts("2026-11-18T15:31:00Z"), now), "in 1 minute");
        assert_eq!(relative(Lang::ZhCn, now, now), "现在");
    }

    #[test]
    fn what_ends_at_midnight_is_to_be_done_the_day_before() {
        let ui = Ui::new(Lang::ZhCn, "/", ts("2026-11-23T01:00:00Z"));
        let said = |at: &str| {
            let html = ui.deadline(ts(at)).0;
            let text = html
                .split('>')
                .map(|part| part.split('<').next().unwrap_or_default());
            text.collect::<String>()
        };
        assert_eq!(said("2026-11-24T16:00:00Z"), "11月24日 周二（明天）");
        assert_eq!(said("2026-11-23T16:00:00Z"), "11月23日 周一（14 小时后）");
        assert_eq!(said("2026-11-22T16:00:00Z"), "11月22日 周日（昨天）");
        assert_eq!(said("2026-11-23T02:00:00Z"), "11月23日 周一 10:00（1 小时后）");
    }

    #[test]
    fn numbers_money_and_lengths() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(-999), "−999");
        assert_eq!(money(123_450), "¥1,234.50");
        assert_eq!(money(-5), "−¥0.05");
        assert_eq!(money(100_000), "¥1,000");
        assert_eq!(minutes(Lang::ZhCn, 150), "2 小时 30 分");
        assert_eq!(minutes(Lang::En, 60), "1 h");
    }
}
