//! What a mistyped name may have meant.

/// How many are named.
const MOST: usize = 3;

/// The names nearest to a word: at most three, the nearest first, none that is more wrong than right.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let word: Vec<char> = word.chars().collect();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let chars: Vec<char> = name.chars().collect();
        let slips = slips(&word, &chars);
        if slips * 2 <= word.len().max(chars.len()) {
            near.push((slips, name));
        }
    }
    near.sort_unstable();
    near.dedup();
    near.into_iter()
        .take(MOST)
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// How many characters must be changed, added or left out to make one of the other (Levenshtein).
fn slips(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["桃园村", "桃李村", "庆丰村", "桃园社区", "新农村"];
        assert_eq!(nearest("桃圆村", names.into_iter()), ["桃园村", "桃李村"]);
        assert_eq!(nearest("桃园", names.into_iter()), ["桃园村", "桃园社区"]);
        assert_eq!(nearest("陌生地方", names.into_iter()), [""; 0]);
        assert_eq!(slips(&[], &['a', 'b']), 2);
        assert_eq!(slips(&['a'], &['a']), 0);
    }
}
