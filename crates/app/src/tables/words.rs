//! By which words the columns of a list are called, for all lists that offices send.

use std::collections::HashMap;

use langqiao_kernel::text::squash;

/// What the head of each column may say, compared by letters and digits alone.
#[derive(Clone, Debug)]
pub struct Words<F>(HashMap<String, (F, usize)>);

impl<F: Copy> Words<F> {
    /// The columns with their words, the best first. A word that two columns have is that of the first.
    pub fn of<'w, W>(columns: impl IntoIterator<Item = (F, W)>) -> Self
    where
        W: IntoIterator<Item = &'w str>,
    {
        let mut known = HashMap::new();
        for (field, words) in columns {
            for (rank, word) in words.into_iter().enumerate() {
                known.entry(key(word)).or_insert((field, rank));
            }
        }
        Self(known)
    }

    /// What a title means, and how good a word it is: the smaller the better. What stands in brackets is read first with
    /// the title, then left out.
    pub fn meaning(&self, title: &str) -> Option<(F, usize)> {
        [key(title), key(&without_brackets(title))]
            .iter()
            .find_map(|key| self.0.get(key).copied())
    }
}

fn key(title: &str) -> String {
    squash(title)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// 职工人数（人） → 职工人数
fn without_brackets(title: &str) -> String {
    let plain = squash(title);
    let mut depth = 0_u32;
    let outside = plain.chars().filter(|c| {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside.collect()
}

/// The letters of a column, as spreadsheet programs count: A, B … Z, AA.
pub fn letter(column: usize) -> String {
    let (before, last) = (column / 26, (b'A' + (column % 26) as u8) as char);
    if before == 0 {
        last.to_string()
    } else {
        format!("{}{last}", letter(before - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_however_they_are_written() {
        let words = Words::of([('n', vec!["姓名", "name"]), ('p', vec!["手机号", "手机", "name"])]);
        for title in ["姓名", " 姓 名 * ", "姓名（必填）", "Name", "NAME:"] {
            assert_eq!(words.meaning(title).map(|(field, _)| field), Some('n'), "{title}");
        }
        assert_eq!(words.meaning("手机【本人】"), Some(('p', 1)));
        for title in ["", "（姓名）的手机", "鞋码"] {
            assert_eq!(words.meaning(title), None, "{title}");
        }
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letter),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }
}
