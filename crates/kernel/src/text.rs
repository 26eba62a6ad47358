//! Names as people write them: made comparable, masked, cut to length.

use std::{borrow::Cow, iter::once};

use unicode_normalization::UnicodeNormalization;

use crate::codes::Phone;

/// A name or a title in its one plain form: compatibility characters made plain (NFKC: `１２３` → `123`,
/// `（` → `(`), invisible characters dropped, ends trimmed, inner white space collapsed to one space, and
/// dropped altogether between two Chinese characters (`张 三` → `张三`).
///
/// Not for prose: Chinese commas and brackets become their ASCII forms too; see [`line`].
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

/// A line of a person's own words: trimmed, without line breaks, its punctuation as typed.
pub fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key under which names of areas and units are matched, however an office has written them: squashed,
/// without spaces, lower-case, and without what a committee's name adds to its place.
///
/// `桃园村村委会`, `桃园村委会` and `桃园村` share one key, as do `庆丰社区居委会`, `庆丰居委会`, `庆丰社区` and
/// `庆丰`; a village and a community of the same name do not.
pub fn name_key(name: &str) -> String {
    // Composed once more at the end: what a space held apart can compose, and so can small letters.
    let plain = squash(name);
    let joined = plain.chars().filter(|c| !is_space(*c));
    let key: String = joined.flat_map(char::to_lowercase).nfkc().collect();
    let mut place = key.as_str();
    while let Some(shorter) = strip_any(place, &["居民委员会", "居委会", "居委", "社区"]) {
        place = shorter;
    }
    // 桃园村村委会 says 村 twice, 桃园村委会 once; the key says it once for both.
    let village = [
        "村村民委员会",
        "村村委会",
        "村村委",
        "村民委员会",
        "村委会",
        "村委",
    ];
    match strip_any(place, &village) {
        Some(village) => format!("{village}村"),
        None => place.to_owned(),
    }
}

/// `text` without the first of `suffixes` that it ends with, unless nothing would be left.
fn strip_any<'a>(text: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    let mut rests = suffixes.iter().filter_map(|suffix| text.strip_suffix(suffix));
    rests.find(|rest| !rest.is_empty())
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

/// Text without the control characters that a copied page or a broken program leaves in it, but for line breaks
/// and tabs. Nobody means them, and PostgreSQL takes no NUL.
pub fn without_controls(text: &str) -> Cow<'_, str> {
    let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(stray) {
        Cow::Owned(text.chars().filter(|c| !stray(*c)).collect())
    } else {
        Cow::Borrowed(text)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_keeps_its_punctuation() {
        assert_eq!(
            line(" 那天赶货，\r\n抱歉（下次）。 "),
            "那天赶货， 抱歉（下次）。"
        );
        assert_eq!(line("　\t"), "");
    }

    #[test]
    fn squash_makes_one_plain_form() {
        for (typed, plain) in [
            ("", ""),
            ("　 ", ""),
            ("张 三", "张三"),
            (" 张　　三丰\u{200b}", "张三丰"),
            ("濮院毛衫（集团）有限公司", "濮院毛衫(集团)有限公司"),
            ("１２３ 号 楼", "123 号楼"),
            ("UHOME　 志愿\t服务站\r\n", "UHOME 志愿服务站"),
            ("庆丰\n社区", "庆丰社区"),
            ("John  Smith", "John Smith"),
            ("暖·工会", "暖·工会"),
            ("⼯会", "工会"),
            ("e\u{200b}\u{301}", "é"),
        ] {
            assert_eq!(squash(typed), plain, "{typed:?}");
        }
    }

    #[test]
    fn control_characters_are_dropped_but_for_line_breaks_and_tabs() {
        assert_eq!(without_controls("带\u{0}水\r\n\t杯\u{1b}\u{85}"), "带水\n\t杯");
        assert!(matches!(without_controls("带水\n杯"), Cow::Borrowed(_)));
    }

    #[test]
    fn names_of_one_place_share_a_key() {
        let same: [&[&str]; 7] = [
            &[
                "桃园村",
                "桃园村村委会",
                "桃园村委会",
                "桃园村村民委员会",
                "桃园村民委员会",
                " 桃园 村 ",
                "桃园村村委",
            ],
            &[
                "庆丰",
                "庆丰社区",
                "庆丰社区居委会",
                "庆丰居委会",
                "庆丰社区居民委员会",
                "庆丰　社区",
            ],
            &["芝村村", "芝村村村委会", "芝村村村民委员会"],
            &["濮院镇", "濮院 镇"],
            &["ḡ", "g ¯"],
            &["UHOME站", "uhome 站", "ＵＨｏｍｅ站"],
            &["毛衫（集团）", "毛衫 (集团)"],
        ];
        for names in same {
            for name in names {
                assert_eq!(name_key(name), name_key(names[0]), "{name}");
            }
        }
        let keys: std::collections::BTreeSet<_> = same.iter().map(|names| name_key(names[0])).collect();
        assert_eq!(keys.len(), same.len());
    }

    #[test]
    fn what_differs_keeps_its_own_key() {
        assert_ne!(name_key("凤鸣村"), name_key("凤鸣社区"));
        assert_ne!(name_key("凤鸣街道"), name_key("凤鸣社区"));
        assert_ne!(name_key("桃园"), name_key("桃园村"));
        assert_eq!(name_key("社区"), "社区");
        assert_eq!(name_key("居委会"), "居委会");
        assert_eq!(name_key("村委会"), "村委会");
        assert_eq!(name_key(""), "");
    }

    #[test]
    fn names_are_masked() {
        for (name, masked) in [
            ("张三丰", "张**"),
            ("张三", "张*"),
            ("欧阳娜娜", "欧***"),
            ("阿卜杜热西提·买买提", "阿***"),
            (" 张 三 ", "张*"),
            ("张", "*"),
            ("", ""),
        ] {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn numbers_are_masked() {
        for (number, masked) in [
            ("13812345678", "138****5678"),
            ("+86 138-1234-5678", "138****5678"),
            ("0573-88112233", "****33"),
            ("12345", "****"),
            ("", "****"),
        ] {
            assert_eq!(mask_phone(number), masked, "{number}");
        }
    }

    #[test]
    fn long_texts_are_cut_with_a_sign() {
        assert_eq!(clip("四点半学堂", 5), "四点半学堂");
        assert_eq!(clip("四点半学堂", 4), "四点半…");
        assert_eq!(clip("one two", 5), "one…");
        assert_eq!(clip("学堂", 1), "…");
        assert_eq!(clip("学堂", 0), "");
        assert_eq!(clip("", 0), "");
    }

    proptest! {
        #[test]
        fn squashing_twice_changes_nothing(text in ".*") {
            let once = squash(&text);
            prop_assert_eq!(squash(&once), once);
        }

        #[test]
        fn a_key_is_its_own_key(text in ".*", place in "[一-龥]{1,4}", suffix in suffixes()) {
            for name in [text, format!("{place}{suffix}")] {
                let key = name_key(&name);
                prop_assert_eq!(name_key(&key), key);
            }
        }

        #[test]
        fn spaces_make_no_difference_to_a_key(place in "[一-龥A-Za-z0-9]{1,8}", suffix in suffixes(), at: prop::sample::Index) {
            let name: Vec<char> = format!("{place}{suffix}").chars().collect();
            let (left, right) = name.split_at(at.index(name.len()));
            let spaced: String = left.iter().chain(&[' ', '\u{3000}']).chain(right).collect();
            prop_assert_eq!(name_key(&spaced), name_key(&name.iter().collect::<String>()));
        }

        #[test]
        fn a_mask_shows_one_character_at_most(name in "[一-龥]{2,12}") {
            let masked = mask_name(&name);
            prop_assert_eq!(masked.chars().filter(|c| *c != '*').count(), 1);
            prop_assert!(masked.chars().count() <= 4);
        }

        #[test]
        fn masking_and_clipping_take_any_text(text in ".*", max in 0usize..20) {
            mask_name(&text);
            mask_phone(&text);
            let clipped = clip(&text, max);
            prop_assert!(clipped.chars().count() <= max);
            prop_assert!(clipped == text || text.chars().count() > max);
        }
    }

    fn suffixes() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "",
            "村",
            "社区",
            "村委会",
            "村村委会",
            "村民委员会",
            "社区居委会",
            "居委会",
            "社区社区",
            "居民委员会",
        ])
    }
}
