//! Names as people write them: made comparable, masked, cut to length.

use std::iter::once;

use unicode_normalization::UnicodeNormalization;

use crate::codes::Phone;

/// A name or a title in its one plain form: compatibility characters made plain (NFKC: `１２３` → `123`,
/// `（` → `(`), invisible characters dropped, ends trimmed, inner white space collapsed to one space, and
/// dropped altogether between two Chinese characters (`张 三` → `张三`).
///
/// Not for prose: Chinese commas and brackets become their ASCII forms too.
pub fn squash(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .collect::<String>()
        .split(is_space)
    {
        let (Some(first), last) = (word.chars().next(), plain.chars().next_back()) else {
            continue;
        };
        if last.is_some_and(|last| !(is_cjk(last) && is_cjk(first))) {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    // A dropped space or invisible character can bring together what composes (a letter and its accent).
    plain.nfkc().collect()
}

/// The key under which names of areas and units are matched, however an office has written them: squashed,
/// without spaces, lower-case, and without what a committee's name adds to its place.
///
/// `桃园村村委会`, `桃园村委会` and `桃园村` share one key, as do `庆丰社区居委会`, `庆丰居委会`, `庆丰社区` and
/// `庆丰`; a village and a community of the same name do not.
pub fn name_key(name: &str) -> String {
    let key: String = squash(name)
        .to_lowercase()
        .nfkc()
        .filter(|c| !is_space(*c))
        .collect();
    if let Some(village) = strip_any(&key, &["村村民委员会", "村村委会", "村村委"]) {
        return format!("{village}村");
    }
    if let Some(village) = strip_any(&key, &["村民委员会", "村委会", "村委"]) {
        return format!("{village}村");
    }
    let place = strip_any(&key, &["居民委员会", "居委会", "居委"]).unwrap_or(&key);
    let mut place = place;
    while let Some(shorter) = strip_any(place, &["社区"]) {
        place = shorter;
    }
    place.to_owned()
}

/// `text` without the first of `suffixes` that it ends with, unless nothing would be left.
fn strip_any<'a>(text: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    suffixes
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix))
        .filter(|rest| !rest.is_empty())
}

/// A person's name as screens show it to those who needn't know it: `张三丰` → `张**`, `张三` → `张*`. At most
/// three stars, so that a long name isn't betrayed by its length; a single character is hidden whole.
pub fn mask_name(name: &str) -> String {
    let plain = squash(name);
    let mut chars = plain.chars();
    match (chars.next(), chars.count()) {
        (None, _) => String::new(),
        (Some(_), 0) => "*".to_owned(),
        (Some(first), rest) => once(first).chain(std::iter::repeat_n('*', rest.min(3))).collect(),
    }
}

/// A telephone number as screens show it: `13812345678` → `138****5678`; of anything but a mobile number only
/// the last two characters are shown, and of a very short one none.
pub fn mask_phone(number: &str) -> String {
    if let Ok(phone) = Phone::parse(number) {
        return phone.masked();
    }
    let chars: Vec<char> = squash(number).chars().collect();
    let shown = if chars.len() > 6 {
        &chars[chars.len() - 2..]
    } else {
        &[]
    };
    "****".chars().chain(shown.iter().copied()).collect()
}

/// At most `max_chars` characters of `text`; when something was cut, the last of them is `…`.
pub fn clip(text: &str, max_chars: usize) -> String {
    if text.chars().nth(max_chars).is_none() {
        return text.to_owned();
    }
    match max_chars.checked_sub(1) {
        None => String::new(),
        Some(kept) => text
            .chars()
            .take(kept)
            .collect::<String>()
            .trim_end()
            .chars()
            .chain(once('…'))
            .collect(),
    }
}

/// Characters that show nothing and come along from web pages, chat programs and spreadsheets: zero-width
/// spaces and joiners, direction marks, byte order marks, soft hyphens, variation selectors.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// White space, and control characters (a tab, a line break in a cell, a stray NUL), which separate words too.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Chinese characters and their punctuation, beside which a space means nothing.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3001}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
