//! Special days as people write them, a line each, and as the form shows them.

use jiff::civil::Date;
use langqiao_kernel::text::squash;

use super::{
    hours::{Opening, SpecialDay},
    rules_form::{DAYS_MAX, NOTE_MAX, openings, stretch},
};

/// Words that say that a day is closed.
const CLOSED: [&str; 5] = ["关闭", "关门", "不开放", "休息", "closed"];

/// A day as the form shows it.
pub(super) fn line(special: &SpecialDay) -> String {
    let open: Vec<String> = special.open.iter().map(|open| stretch(*open)).collect();
    let open = if open.is_empty() {
        CLOSED[0].to_owned()
    } else {
        open.join(", ")
    };
    format!("{} {open} {}", special.day, special.note)
        .trim_end()
        .to_owned()
}

/// The special days from `today` on, in order; the first line that can't be read if there is one.
pub(super) fn special_days(text: &str, today: Date) -> Result<Vec<SpecialDay>, String> {
    let mut days: Vec<SpecialDay> = Vec::new();
    for typed in text.lines() {
        let line = squash(typed);
        if line.is_empty() {
            continue;
        }
        // As it was typed, so that whoever mends it finds it.
        let wrong = || langqiao_kernel::text::clip(typed.trim(), 60);
        let special = special_day(&line, today).ok_or_else(wrong)?;
        let n_days = days.len();
        match days.iter_mut().find(|known| known.day == special.day) {
            Some(known) => add_stretch(known, special).ok_or_else(wrong)?,
            None if special.day < today => {}
            None if n_days < DAYS_MAX => days.push(special),
            None => return Err(wrong()),
        }
    }
    days.sort_unstable_by_key(|special| special.day);
    Ok(days)
}

/// A second line of one day adds its stretches to those of the first; a day is not closed and open at once.
pub(super) fn add_stretch(known: &mut SpecialDay, more: SpecialDay) -> Option<()> {
    if known.open.is_empty() || more.open.is_empty() {
        return None;
    }
    known.open.extend(more.open);
    known.open.sort_unstable();
    if known.note.is_empty() {
        known.note = more.note;
    }
    let apart = |pair: &[Opening]| pair[0].closes <= pair[1].opens;
    known.open.windows(2).all(apart).then_some(())
}

fn special_day(line: &str, today: Date) -> Option<SpecialDay> {
    let (day, rest) = day(line, today)?;
    // Between Chinese words no space is left by now.
    let closed = |rest: &str| {
        let word = CLOSED.iter().find(|word| {
            rest.get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        })?;
        Some(rest[word.len()..].to_owned())
    };
    let (open, note) = match closed(rest) {
        Some(note) => (Vec::new(), note),
        None => stretches(rest)?,
    };
    let note = note
        .trim_matches(|c: char| c.is_whitespace() || ",，:：;；。".contains(c))
        .to_owned();
    (note.chars().count() <= NOTE_MAX).then_some(SpecialDay { day, open, note })
}

/// Stretches at the beginning of a text, and what follows: `9:00-11:00, 14:00-17:00 培训`.
fn stretches(text: &str) -> Option<(Vec<Opening>, String)> {
    let hours = |c: char| c.is_ascii_digit() || ":：-–—~至到,，、;； ".contains(c);
    let end = text.find(|c| !hours(c)).unwrap_or(text.len());
    let (mut found, mut note) = (text[..end].trim(), &text[end..]);
    // What follows may begin with a number of its own: the last word then belongs to it.
    while openings(found).is_none_or(|open| open.is_empty()) {
        let (before, _) = found.rsplit_once(' ')?;
        note = &text[before.len()..];
        found = before.trim_end();
    }
    Some((openings(found)?, note.to_owned()))
}

/// A day at the beginning of a line as people write it and as the pages print it, and what follows: `2026-12-05`,
/// `2026年12月5日`, `12月5日（周六）`, `12/5`, `5 Dec 2026`. Without a year it is the next such day.
fn day(line: &str, today: Date) -> Option<(Date, &str)> {
    let (day, rest) = english(line).or_else(|| chinese(line, today))?;
    let rest = rest.trim_start_matches([' ', '，', ',', '：', ':']);
    // The day of the week says nothing new.
    let rest = ["（", "("]
        .iter()
        .find_map(|open| rest.strip_prefix(open))
        .filter(|inside| ["周", "星期"].iter().any(|word| inside.starts_with(word)))
        .and_then(|inside| inside.split_once(['）', ')']))
        .map_or(rest, |(_, rest)| rest);
    let rest = ["星期", "周"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .and_then(|rest| rest.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']))
        .unwrap_or(rest);
    Some((day, rest.trim_start_matches([' ', '，', ',', '：', ':'])))
}

/// `2026-12-05`, `2026年12月5日`, `12月5日`, `12/5`.
fn chinese(line: &str, today: Date) -> Option<(Date, &str)> {
    let (first, mark, rest) = number(line)?;
    let separates = |mark: char| matches!(mark, '-' | '/' | '.' | '年' | '月');
    if !separates(mark) {
        return None;
    }
    let (second, mark_2, rest_2) = number_to_end(rest)?;
    if first.len() == 4 && mark_2.is_some_and(separates) {
        let (third, end, rest) = number_to_end(rest_2)?;
        let rest = after_day(end, rest, rest_2, third.len())?;
        let day = Date::new(first.parse().ok()?, second.parse().ok()?, third.parse().ok()?).ok()?;
        return Some((day, rest));
    }
    if first.len() > 2 {
        return None;
    }
    let after = after_day(mark_2, rest_2, rest, second.len())?;
    let (month, day_of) = (first.parse().ok()?, second.parse().ok()?);
    let next = (today.year()..today.year() + 9)
        .filter_map(|year| Date::new(year, month, day_of).ok())
        .find(|day| *day >= today)?;
    Some((next, after))
}

/// What follows the last number of a day: 日 and 号 belong to it, anything else does not.
fn after_day<'a>(mark: Option<char>, rest: &'a str, from: &'a str, digits: usize) -> Option<&'a str> {
    match mark {
        Some('日' | '号') => Some(rest),
        Some('-' | '/' | ':' | '月' | '年') => None,
        _ => from.get(digits..),
    }
}

fn number(text: &str) -> Option<(&str, char, &str)> {
    let (digits, mark, rest) = number_to_end(text)?;
    Some((digits, mark?, rest))
}

fn number_to_end(text: &str) -> Option<(&str, Option<char>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mark = text[end..].chars().next();
    (end > 0 && end <= 4).then(|| (&text[..end], mark, &text[end + mark.map_or(0, char::len_utf8)..]))
}

/// `5 Dec 2026`, as the English pages print it.
fn english(line: &str) -> Option<(Date, &str)> {
    let mut words = line.splitn(4, ' ');
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = month.get(..3)?.to_ascii_lowercase();
    let number = names.iter().position(|name| *name == start)?;
    let day = Date::new(
        year.parse().ok()?,
        i8::try_from(number + 1).ok()?,
        day.parse().ok()?,
    )
    .ok()?;
    Some((day, words.next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn special_days_as_people_write_them() {
        let one =
            |text: &str| special_days(text, TODAY).map(|days| days.iter().map(line).collect::<Vec<_>>());
        for text in [
            "12月5日 关闭",
            "12月5日关闭",
            "12月5日 关门",
            "１２月５号（周六） 关闭",
            "12月5日 周六 不开放",
            "2026年12月5日 关闭",
            "2026年12月5日，星期六：休息",
            "12/5 关闭",
            "12-5 closed",
            "2026.12.5 Closed",
            "5 Dec 2026 closed",
            "5 December 2026 closed",
        ] {
            assert_eq!(
                one(text).as_deref(),
                Ok(&["2026-12-05 关闭".to_owned()][..]),
                "{text}"
            );
        }
        for text in [
            "2026-12-05 9:00-11:00, 14:00-17:00 培训",
            "12月5日 9:00–11:00，14:00–17:00 培训",
            "12月5日 14:00-17:00 培训\n2026-12-05 9:00-11:00",
        ] {
            assert_eq!(
                one(text).as_deref(),
                Ok(&["2026-12-05 9:00-11:00, 14:00-17:00 培训".to_owned()][..]),
                "{text}"
            );
        }
        assert_eq!(
            one("12月5日 再 说"),
            Err("12月5日 再 说".to_owned()),
            "as it was typed"
        );
        assert_eq!(
            one("1月5日 关闭 盘点").as_deref(),
            Ok(&["2027-01-05 关闭 盘点".to_owned()][..])
        );
        assert_eq!(
            one("12月5日 9:00-12:00 2 楼").as_deref(),
            Ok(&["2026-12-05 9:00-12:00 2 楼".to_owned()][..])
        );
        for wrong in [
            "12月5日",
            "12月5日 9点",
            "13月5日 关闭",
            "12月5日 关闭\n12月5日 9:00-12:00",
            "12月5日 9:00-12:00\n12月5日 11:00-13:00",
            "12月5日 关闭\n12月5日 关闭",
            "关闭",
        ] {
            assert!(one(wrong).is_err(), "{wrong}: {:?}", one(wrong));
        }
    }
}
