//! From what people type to what is meant: cells cleaned, each with what is wrong with it.
//!
//! An empty cell, and one with a word or sign for "nothing", says nothing: it is never read as zero.

use jiff::civil::{Date, date};
use langqiao_kernel::{
    codes::{CodeProblem, Phone, Uscc},
    text::squash,
};

use super::{problem::What, sheet::Raw};
use crate::{tables, units::COUNT_MAX};

/// Before any enterprise of today was founded.
const EARLIEST: Date = date(1840, 1, 1);
/// The day before the first of the spreadsheets' count, as it stands for days after February 1900.
const SERIAL_EPOCH: Date = date(1899, 12, 30);
/// Plain numbers between these are days in the spreadsheets' count (1927 to 2119).
const SERIALS: std::ops::Range<i64> = 10_000..80_000;

type Cleaned<T> = Result<Option<T>, What>;

/// A text in its plain form, of at most `max` characters.
///
/// # Errors
/// When it is longer, or a formula failed.
pub fn text(raw: &Raw, max: usize) -> Cleaned<String> {
    let text = match raw {
        Raw::Failed { .. } => return Err(What::Failed),
        Raw::Long { .. } => return Err(What::TooLong { max }),
        _ => squash(without_mark(&raw.shown())),
    };
    if text.chars().nth(max).is_some() {
        return Err(What::TooLong { max });
    }
    Ok(Some(text).filter(|text| !is_nothing(text)))
}

/// Without the mark that exports put before what looks like a formula, so that what they wrote is read back as it
/// was.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']))
        .unwrap_or(text)
}

/// The text without any space.
fn word(raw: &Raw) -> Cleaned<String> {
    let text = text(raw, 200)?.map(|text| text.replace(' ', ""));
    Ok(text.filter(|text| !is_nothing(text)))
}

fn is_nothing(text: &str) -> bool {
    let signs = text
        .chars()
        .all(|c| matches!(c, '-' | '—' | '–' | '/' | '\\' | '_' | '~' | '.' | '*'));
    signs
        || matches!(
            text,
            "无" | "没有" | "暂无" | "不详" | "未知" | "空" | "N/A" | "n/a" | "NA"
        )
}

/// How many people.
///
/// # Errors
/// When it is no whole number of people.
pub fn count(raw: &Raw) -> Cleaned<i64> {
    let number = match raw {
        Raw::Number(number) => *number,
        Raw::Truth(_) => return Err(What::NotNumber),
        Raw::Day { .. } => return Err(What::IsDay),
        _ => match word(raw)? {
            Some(word) => number(&word)?,
            None => return Ok(None),
        },
    };
    if number.fract() != 0.0 {
        Err(What::NotWhole)
    } else if number < 0.0 {
        Err(What::Negative)
    } else if number > COUNT_MAX as f64 {
        Err(What::TooMany { max: COUNT_MAX })
    } else {
        Ok(Some(number as i64))
    }
}

fn number(word: &str) -> Result<f64, What> {
    let about = [
        '约', '近', '余', '多', '几', '千', '万', '~', '～', '+', '<', '>', '≈', '至', '上', '下', '左',
    ];
    if word.contains(about) && word.contains(|c: char| c.is_ascii_digit()) {
        return Err(What::About);
    }
    let bare = word.trim_end_matches(['人', '名', '位', '个']);
    let (sign, digits) = bare.strip_prefix('-').map_or((1.0, bare), |rest| (-1.0, rest));
    if digits.contains(['-', '—', '–']) {
        return Err(What::About);
    }
    let plain = without_thousands(digits).ok_or(What::NotNumber)?;
    let is_number = plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: f64 = if is_number {
        plain.parse().map_err(|_| What::NotNumber)?
    } else {
        return Err(What::NotNumber);
    };
    Ok(sign * number)
}

/// 12,345 → 12345; none if the commas stand elsewhere than before three digits.
fn without_thousands(digits: &str) -> Option<String> {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain + rest)
}

/// Yes or no.
///
/// # Errors
/// When it is neither.
pub fn truth(raw: &Raw) -> Cleaned<bool> {
    if let Raw::Truth(truth) = raw {
        return Ok(Some(*truth));
    }
    // Here 无 says no; a stroke says nothing.
    let said = squash(&raw.shown()).replace(' ', "").to_lowercase();
    if ["无", "没有", "暂无"].contains(&said.as_str()) {
        return Ok(Some(false));
    }
    let Some(word) = word(raw)? else { return Ok(None) };
    match word.to_lowercase().as_str() {
        "有" | "是" | "√" | "✓" | "✔" | "☑" | "y" | "yes" | "true" | "1" | "已建" | "已建立" | "已成立"
        | "已组建" | "对" => Ok(Some(true)),
        "否" | "不是" | "×" | "✗" | "✘" | "x" | "n" | "no" | "false" | "0" | "未建" | "未建立" | "未成立"
        | "未组建" => Ok(Some(false)),
        _ => Err(What::NotYesNo),
    }
}

/// A day not after `today`. A month counts as its first day, a year as its first too.
///
/// # Errors
/// When it is no such day.
pub fn day(raw: &Raw, today: Date) -> Cleaned<Date> {
    let day = match raw {
        Raw::Day { day } => *day,
        Raw::Number(number) => day_of_number(*number)?,
        _ => match word_of_day(raw)? {
            Some(word) => day_of_word(&word)?,
            None => return Ok(None),
        },
    };
    if day > today {
        Err(What::Future)
    } else if day < EARLIEST {
        Err(What::NotDay)
    } else {
        Ok(Some(day))
    }
}

/// The day's part of a text that may go on with a time of day.
fn word_of_day(raw: &Raw) -> Cleaned<String> {
    let Some(text) = text(raw, 60)? else {
        return Ok(None);
    };
    let is_date = |start: &str| {
        start
            .chars()
            .filter(|c| matches!(c, '-' | '/' | '.' | '年' | '月'))
            .count()
            == 2
    };
    let cut = text
        .split([' ', 'T'])
        .next()
        .filter(|start| is_date(start))
        .unwrap_or(&text);
    Ok(Some(cut.replace(' ', "")))
}

fn day_of_word(word: &str) -> Result<Date, What> {
    let plain = word
        .trim_end_matches(['日', '号'])
        .replace(['年', '月', '.', '/', '、'], "-");
    let parts: Vec<&str> = plain.trim_matches('-').split('-').collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(What::NotDay);
    }
    match parts.as_slice() {
        [digits] => day_of_number(digits.parse().map_err(|_| What::NotDay)?),
        [year, rest @ ..] if year.len() == 4 && rest.len() <= 2 => {
            let part = |at: usize| {
                rest.get(at)
                    .map_or(Ok(1), |part| part.parse().map_err(|_| What::NotDay))
            };
            Date::new(year.parse().map_err(|_| What::NotDay)?, part(0)?, part(1)?).map_err(|_| What::NotDay)
        }
        _ => Err(What::NotDay),
    }
}

fn day_of_number(number: f64) -> Result<Date, What> {
    let whole = number.trunc() as i64;
    let civil = |year: i64, month: i64, day: i64| tables::civil(year, month, day).ok_or(What::NotDay);
    if SERIALS.contains(&whole) {
        return SERIAL_EPOCH
            .checked_add(jiff::Span::new().days(whole))
            .map_err(|_| What::NotDay);
    }
    if (1840..=2100).contains(&whole) {
        // 2019.3 typed as a number is March, 2019.11 November; 2019.1 may have been typed 2019.10.
        let decimals = number.to_string();
        return match decimals.split_once('.').map(|(_, month)| month) {
            None => civil(whole, 1, 1),
            Some("1") => Err(What::UnclearMonth),
            Some(month) if month.len() <= 2 => civil(whole, month.parse().map_err(|_| What::NotDay)?, 1),
            Some(_) => Err(What::NotDay),
        };
    }
    match (number.fract() == 0.0, whole) {
        (true, 184_001..=210_012) => civil(whole / 100, whole % 100, 1),
        (true, 18_400_101..=21_001_231) => civil(whole / 10_000, whole / 100 % 100, whole % 100),
        _ => Err(What::NotDay),
    }
}

/// A credit code, and whether its check character fits.
///
/// # Errors
/// When it can't be one.
pub fn uscc(raw: &Raw) -> Cleaned<(Uscc, bool)> {
    // A spreadsheet's number holds fifteen digits; a code has eighteen.
    if matches!(raw, Raw::Number(number) if number.abs() >= 1e15) {
        return Err(What::UsccNumber);
    }
    let Some(word) = word(raw)? else { return Ok(None) };
    if word.to_lowercase().contains("e+") {
        return Err(What::UsccNumber);
    }
    match Uscc::parse_despite_check(&word) {
        Ok(code) => {
            let fits = code.check_fits();
            Ok(Some((code, fits)))
        }
        Err(CodeProblem::Character { at }) => match word.chars().filter(|c| *c != '-').nth(at - 1) {
            Some(found) => Err(What::UsccCharacter { found, at }),
            None => Err(What::UsccLength {
                found: word.chars().count(),
            }),
        },
        Err(_) => Err(What::UsccLength {
            found: word.chars().count(),
        }),
    }
}

/// A mobile number, or a fixed one with or without its area code: `13812345678`, `0573-88112233`.
///
/// # Errors
/// When it is neither.
pub fn phone(raw: &Raw) -> Cleaned<String> {
    let Some(word) = word(raw)? else { return Ok(None) };
    if let Ok(phone) = Phone::parse(&word) {
        return Ok(Some(phone.as_str().to_owned()));
    }
    if word.contains([',', '、', ';', '/', '或']) {
        return Err(What::Phones);
    }
    fixed_number(&word).map(Some).ok_or(What::Phone)
}

/// A mobile number only, as accounts need it.
///
/// # Errors
/// When it is none.
pub fn mobile(raw: &Raw) -> Cleaned<Phone> {
    word(raw)?
        .map(|word| Phone::parse(&word).map_err(|_| What::Phone))
        .transpose()
}

fn fixed_number(word: &str) -> Option<String> {
    let plain = word
        .replace(['(', '转'], "-")
        .replace(')', "-")
        .replace("--", "-");
    let parts: Vec<&str> = plain.trim_matches('-').split('-').collect();
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let is_area = |part: &str| part.starts_with('0') && (3..=4).contains(&part.len());
    let is_local = |part: &str| !part.starts_with(['0', '1']) && (7..=8).contains(&part.len());
    let is_extension = |part: &&str| part.len() <= 6;
    let number = match parts.as_slice() {
        [one] if one.len() == 10 && (one.starts_with("400") || one.starts_with("800")) => (*one).to_owned(),
        [a, b, c] if (*a == "400" || *a == "800") && b.len() + c.len() == 7 => [*a, b, c].concat(),
        [local, rest @ ..] if is_local(local) && rest.len() <= 1 && rest.iter().all(is_extension) => {
            parts.join("-")
        }
        [area, local, rest @ ..]
            if is_area(area) && is_local(local) && rest.len() <= 1 && rest.iter().all(is_extension) =>
        {
            parts.join("-")
        }
        // Area code and number run together: 057388112233.
        [joined] if joined.starts_with('0') => {
            let at = if joined.starts_with("01") || joined.starts_with("02") {
                3
            } else {
                4
            };
            let (area, local) = joined.split_at_checked(at)?;
            is_local(local).then(|| format!("{area}-{local}"))?
        }
        _ => return None,
    };
    Some(number)
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
