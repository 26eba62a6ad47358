//! What people type, read as it was meant: full-width digits, `2026/11/28`, `11月28日`, `下午2点半`, `1.5万元`.
//!
//! Each function takes the text as typed. Nothing typed is `Ok(None)`; what can't be read is [`Unread`], so
//! that a form can say so in the field's place.

use std::str::FromStr;

use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use langqiao_kernel::text::squash;

/// Something was typed, and it can't be read as what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread;

/// How far back a day without a year may lie before it is taken for one of the next year.
const LOOK_BACK_DAYS: i64 = 60;

/// A day. Without a year it is the one nearest to `today` that does not lie more than 60 days back.
pub fn day(text: &str, today: Date) -> Result<Option<Date>, Unread> {
    let plain = squash(text);
    let ahead = match plain.as_str() {
        "" => return Ok(None),
        "今天" => Some(0),
        "明天" => Some(1),
        "后天" => Some(2),
        _ => None,
    };
    if let Some(days) = ahead {
        return today.checked_add(days.days()).map(Some).map_err(|_| Unread);
    }
    let stray = |c: char| !c.is_ascii_digit() && !"年月日号-/.、,() 星期周一二三四五六天".contains(c);
    if plain.contains(stray) {
        return Err(Unread);
    }
    let numbers: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    let found = match numbers[..] {
        [year, month, day] if year.len() == 4 => date(year, month, day),
        [whole] if whole.len() == 8 => date(&whole[..4], &whole[4..6], &whole[6..]),
        [month, day] => without_year(month, day, today),
        _ => None,
    };
    found.map(Some).ok_or(Unread)
}

/// A time of day.
pub fn time(text: &str) -> Result<Option<Time>, Unread> {
    let plain = squash(text)
        .to_lowercase()
        .replace("点半", "点30")
        .replace("时半", "点30");
    if plain.is_empty() {
        return Ok(None);
    }
    let afternoon = ["下午", "晚上", "中午", "pm"]
        .iter()
        .any(|word| plain.contains(word));
    let bare = ["上午", "早上", "凌晨", "下午", "晚上", "中午", "am", "pm"]
        .iter()
        .fold(plain, |text, word| text.replace(word, ""));
    let bare = bare.trim();
    if bare.contains(|c: char| !c.is_ascii_digit() && !":.点时分 ".contains(c)) {
        return Err(Unread);
    }
    let numbers: Vec<&str> = bare
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    let (hour, minute) = match numbers[..] {
        [hour, minute] | [hour, minute, "00"] => (number(hour)?, number(minute)?),
        [whole] if whole.len() == 4 => (number(&whole[..2])?, number(&whole[2..])?),
        [hour] if hour.len() <= 2 => (number(hour)?, 0),
        _ => return Err(Unread),
    };
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    Time::new(hour, minute, 0, 0).map(Some).map_err(|_| Unread)
}

/// A number of people or places, whole and not negative: `８０`, `80 人`, `1,200`.
pub fn count(text: &str) -> Result<Option<i64>, Unread> {
    let plain = squash(text);
    let bare = plain
        .trim_end_matches(['人', '名', '个', '份', '岁'])
        .trim()
        .replace(',', "");
    match bare.as_str() {
        "" if plain.is_empty() => Ok(None),
        digits if digits.len() <= 9 && is_number(digits) => digits.parse().map(Some).map_err(|_| Unread),
        _ => Err(Unread),
    }
}

/// An amount of money typed in yuan, given in fen: `500`, `¥1,234.5`, `2万元`. More than two decimals are not
/// money.
pub fn yuan(text: &str) -> Result<Option<i64>, Unread> {
    let plain = squash(text).replace([',', ' '], "");
    if plain.is_empty() {
        return Ok(None);
    }
    let bare = plain.trim_start_matches('¥').trim_end_matches('元');
    let (digits, places) = match bare.strip_suffix('万') {
        Some(digits) => (digits, 6),
        None => (bare, 2),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let well_formed = is_number(whole) && part.bytes().all(|b| b.is_ascii_digit());
    if !well_formed || part.len() > places || whole.len() > 10 {
        return Err(Unread);
    }
    // The decimal point is moved by appending digits, so that no fen is lost to a broken number.
    let text = format!("{whole}{part:0<places$}");
    text.parse().map(Some).map_err(|_| Unread)
}

/// An amount of fen as it is typed in yuan: `1234.50`, `500`; nothing for 0.
pub fn yuan_text(fen: i64) -> String {
    match (fen / 100, fen % 100) {
        (0, 0) => String::new(),
        (yuan, 0) => yuan.to_string(),
        (yuan, rest) => format!("{yuan}.{rest:02}"),
    }
}

fn without_year(month: &str, day: &str, today: Date) -> Option<Date> {
    let oldest = today.checked_sub(LOOK_BACK_DAYS.days()).ok()?;
    // 29 February may be nearer than the next year: look a few years ahead.
    (oldest.year()..=today.year() + 4).find_map(|year| {
        let found = date(&year.to_string(), month, day)?;
        (found >= oldest).then_some(found)
    })
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn number<T: FromStr>(digits: &str) -> Result<T, Unread> {
    digits.parse().map_err(|_| Unread)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time as at};
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn days_as_people_write_them() {
        for text in [
            "2026-11-28",
            "2026/11/28",
            "2026.11.28",
            "20261128",
            "２０２６－１１－２８",
            "2026年11月28日",
            "11月28日",
            "11/28",
            "11-28",
            "１１月２８号",
            "11月28日（周六）",
            "2026年11月28日 星期六",
        ] {
            assert_eq!(day(text, TODAY), Ok(Some(date(2026, 11, 28))), "{text}");
        }
        assert_eq!(day("1月5日", TODAY), Ok(Some(date(2027, 1, 5))));
        assert_eq!(day("10月1日", TODAY), Ok(Some(date(2026, 10, 1))), "not long ago");
        assert_eq!(day("2月29日", TODAY), Ok(Some(date(2028, 2, 29))));
        assert_eq!(day("明天", TODAY), Ok(Some(date(2026, 11, 22))));
        assert_eq!(day("  ", TODAY), Ok(None));
        for wrong in [
            "11月31日",
            "下周六",
            "2026-13-01",
            "28",
            "11/28/2026",
            "2026-11",
            "十一月",
            "-",
            "2026",
        ] {
            assert_eq!(day(wrong, TODAY), Err(Unread), "{wrong}");
        }
    }

    #[test]
    fn times_as_people_write_them() {
        for text in [
            "14:30",
            "14：30",
            "１４：３０",
            "14点30分",
            "14点半",
            "下午2点半",
            "2:30 PM",
            "1430",
            "14.30",
            "14:30:00",
        ] {
            assert_eq!(time(text), Ok(Some(at(14, 30, 0, 0))), "{text}");
        }
        assert_eq!(time("9"), Ok(Some(at(9, 0, 0, 0))));
        assert_eq!(time("上午9点"), Ok(Some(at(9, 0, 0, 0))));
        assert_eq!(time("中午12点"), Ok(Some(at(12, 0, 0, 0))));
        assert_eq!(time(""), Ok(None));
        for wrong in ["25:00", "14:60", "两点", "143", ":", "14:30-16:00"] {
            assert_eq!(time(wrong), Err(Unread), "{wrong}");
        }
    }

    #[test]
    fn numbers_and_money_as_people_write_them() {
        assert_eq!(count("８０人"), Ok(Some(80)));
        assert_eq!(count("1,200"), Ok(Some(1200)));
        assert_eq!(count(""), Ok(None));
        for wrong in ["-1", "很多", "3.5", "人", "9999999999"] {
            assert_eq!(count(wrong), Err(Unread), "{wrong}");
        }
        for (text, fen) in [
            ("500", 50_000),
            ("￥1,234.5", 123_450),
            ("2万", 2_000_000),
            ("1.5万元", 1_500_000),
            ("０.０５", 5),
        ] {
            assert_eq!(yuan(text), Ok(Some(fen)), "{text}");
        }
        for wrong in ["-5", "五百", "1.234", ".5", "1.2.3", "99999999999"] {
            assert_eq!(yuan(wrong), Err(Unread), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(number in -20_000i64..40_000, minute in 0i8..60, hour in 0i8..24, fen in 0i64..1_000_000_000_000) {
            let some_day = TODAY.checked_add(number.days()).unwrap();
            prop_assert_eq!(day(&some_day.to_string(), TODAY), Ok(Some(some_day)));
            prop_assert_eq!(time(&format!("{hour}:{minute:02}")), Ok(Some(at(hour, minute, 0, 0))));
            prop_assert_eq!(yuan(&yuan_text(fen)).map(Option::unwrap_or_default), Ok(fen));
        }

        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,24}") {
            let _ = (day(&text, TODAY), time(&text), count(&text), yuan(&text));
        }
    }
}
