//! Chinese text cut into words, and words into their sound.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jieba_rs::Jieba;
use pinyin::ToPinyin;

/// Loading takes a tenth of a second and some megabytes: once, and only where something is searched.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// The longest run of syllables that is kept as one sound.
const SYLLABLES: usize = 8;

/// Loads the dictionary, so that the first search doesn't wait for it.
pub fn warm_up() {
    LazyLock::force(&JIEBA);
}

/// A title cut where a line may end: between words, never within one, nor before a word of a single character; words of two
/// characters that stand together, such as 垃圾分类, are kept together. Put together again, the parts are the title.
pub fn phrases(title: &str) -> Vec<String> {
    let mut parts: Vec<(String, usize)> = Vec::new();
    for token in JIEBA.cut(title, false) {
        let (word, length) = (token.word, token.word.chars().count());
        let letters = word.chars().all(is_han);
        match parts.last_mut() {
            Some((part, so_far)) if !letters || length == 1 && *so_far < 6 || length == 2 && *so_far == 2 => {
                part.push_str(word);
                *so_far += length;
            }
            _ => parts.push((word.to_owned(), length)),
        }
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

/// The words of a text to be found: long words and the shorter ones inside them, in order.
pub(crate) fn words(text: &str) -> Vec<String> {
    // Without the model for unknown words: it would cut the same name differently in different company.
    let tokens = JIEBA.cut_for_search(text, false);
    tokens.iter().flat_map(|token| plain(token.word)).collect()
}

/// The words of a title: those of a text and each Chinese character by itself, so that any part of a name finds
/// it.
pub(crate) fn title_words(title: &str) -> Vec<String> {
    let mut all = words(title);
    let known: BTreeSet<_> = all.iter().cloned().collect();
    let single = title.chars().filter(|c| is_han(*c)).map(String::from);
    all.extend(single.filter(|c| !known.contains(c)));
    all
}

/// The words that are asked for.
pub(crate) fn query_words(query: &str) -> Vec<String> {
    JIEBA
        .cut(query, false)
        .iter()
        .flat_map(|token| plain(token.word))
        .collect()
}

/// How a title sounds: from each of its characters on, the pinyin and its initials (桃园村: taoyuancun, tyc,
/// yuancun, yc, cun, c).
pub(crate) fn sounds(title: &str) -> Vec<String> {
    let mut sounds = BTreeSet::new();
    for run in title.split(|c| !is_han(c)).filter(|run| !run.is_empty()) {
        let syllables: Vec<&str> = run
            .to_pinyin()
            .flatten()
            .map(|syllable| syllable.plain())
            .collect();
        for start in 0..syllables.len() {
            let heard = &syllables[start..syllables.len().min(start + SYLLABLES)];
            sounds.insert(heard.concat());
            sounds.insert(
                heard
                    .iter()
                    .filter_map(|syllable| syllable.chars().next())
                    .collect(),
            );
        }
    }
    sounds.into_iter().collect()
}

/// Lower-case runs of letters and digits; nothing else reaches the databases' query languages.
fn plain(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(str::to_lowercase)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_by_words_characters_and_sound() {
        let words = title_words("桃园村四点半学堂 ABC-12");
        for word in ["桃园", "桃", "园", "学堂", "abc", "12"] {
            assert!(words.iter().any(|known| known == word), "{word} in {words:?}");
        }
        let sounds = sounds("梧桐街道桃园村");
        for sound in ["taoyuancun", "tyc", "wtjdtyc", "wutongjiedaotaoyuancun"] {
            assert!(sounds.iter().any(|known| known == sound), "{sound} in {sounds:?}");
        }
    }

    #[test]
    fn a_title_is_cut_between_words() {
        for title in ["桃园村垃圾分类宣传", "四点半学堂（秋季班）", "ABC 杯羽毛球赛", ""]
        {
            assert_eq!(phrases(title).concat(), title);
        }
        let parts = phrases("桃园村垃圾分类宣传");
        assert!(parts.iter().any(|part| part.contains("垃圾分类")), "{parts:?}");
        assert!(parts.iter().all(|part| part.chars().count() > 1), "{parts:?}");
    }

    #[test]
    fn what_is_asked_for_is_letters_and_digits() {
        assert_eq!(query_words("\"桃园\" OR *; DROP--'"), ["桃园", "or", "drop"]);
        assert!(query_words("'\"*:&|!()<>\\ \u{0}").is_empty());
    }
}
