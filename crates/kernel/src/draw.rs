//! Places given by lot so that anyone can check it.
//!
//! Before sign-up opens a secret seed is drawn and its hash, the *commitment*, is made public: from then on the seed
//! can't be exchanged. When sign-up is over the list of entries is fixed. Each entry gets a key from the seed, the
//! hash of the whole list and its own number; the keys put the entries in order. Then the seed and the list are
//! published, and whoever has both can work out the same order. Whoever does not know the seed can't know what an
//! entry will be worth, and whoever does can't change an entry without changing the keys of all.
//!
//! An entry is a party: a family is drawn as one and never split. Entries of a group that comes first, such as
//! neighbours, stand before all others; among themselves they are drawn. Several groups come one after the other, those
//! of no group last: such a draw is written in the format [`FORMAT_GROUPS`], with the group of each entry.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The format of a [`Drawn`] document that this program writes and reads.
pub const FORMAT: &str = "langqiao-draw-1";
/// The same where several groups come one after the other: each entry says which of them it belongs to.
pub const FORMAT_GROUPS: &str = "langqiao-draw-2";

/// What decides: 32 secret bytes, shown as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The seed with these bytes, which are to be drawn by chance.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its 64 digits.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// The seed with these 64 digits; `None` for any other text.
    pub fn from_hex(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }

    /// What is made public beforehand: the SHA-256 of the seed's bytes, as 64 digits.
    pub fn commitment(&self) -> String {
        hex(&Sha256::digest(self.0))
    }
}

/// A party that wants places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number, which stands on its ticket: no two have the same.
    pub number: i64,
    /// How many people it is.
    pub people: i64,
    /// Whether it stands before all who don't.
    pub first: bool,
    /// Of several groups that come first the one that it belongs to, from 0; nothing for those of none, and in a draw with
    /// one group at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u8>,
}

impl Entry {
    /// Which of all groups it is drawn in, those of none last.
    fn rank(&self) -> u8 {
        self.group.unwrap_or(if self.first { 0 } else { u8::MAX })
    }
}

/// The hash of a list of entries, in whatever order it is given: SHA-256 over a line `number people first` for each,
/// by number, with its group behind it where it has one; as 64 digits.
pub fn digest(entries: &[Entry]) -> String {
    hex(&list_hash(entries))
}

/// The numbers of all entries in the order in which they get places.
pub fn order(seed: &Seed, entries: &[Entry]) -> Vec<i64> {
    let list = list_hash(entries);
    let key = |entry: &Entry| -> [u8; 32] {
        let hash = Sha256::new()
            .chain_update(seed.0)
            .chain_update(list)
            .chain_update(entry.number.to_be_bytes());
        hash.finalize().into()
    };
    let mut keyed: Vec<_> = entries
        .iter()
        .map(|entry| (entry.rank(), key(entry), entry.number))
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, number)| number).collect()
}

/// How many parties at the head of the order get all their places. The order is strict: behind one that is larger
/// than what is left nobody gets any.
pub fn seated(capacity: i64, sizes: impl IntoIterator<Item = i64>) -> usize {
    let mut free = capacity.max(0);
    sizes
        .into_iter()
        .take_while(|people| {
            free -= people;
            free >= 0
        })
        .count()
}

/// A draw as it is published: all that is needed to work it out again, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// [`FORMAT`] or [`FORMAT_GROUPS`].
    pub format: String,
    /// For what.
    pub activity: String,
    /// How many places there were.
    pub capacity: i64,
    /// What was made public before sign-up opened.
    pub commitment: String,
    /// The seed, in digits.
    pub seed: String,
    /// The hash of the list.
    pub list: String,
    /// Who took part, by number.
    pub entries: Vec<Entry>,
    /// The numbers of all entries in the order that was drawn.
    pub order: Vec<i64>,
    /// How many parties at the head of the order got places, leaving out those that were passed over.
    pub seated: usize,
    /// Those that were drawn with the others and got no place, for what the activity asks for was refused or ran out
    /// before the draw; by number. Nothing in a document of a draw in which there were none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedOver>,
    /// The groups that come first, in their order, as they were made public. Nothing in a document of a draw with one at
    /// most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// A party that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassedOver {
    /// Its number in the list.
    pub number: i64,
    /// What of that which the activity asks for it no longer had: `unit`, `line` or `qualification`.
    pub lacks: String,
}

impl Drawn {
    /// Draws.
    pub fn draw(activity: String, seed: &Seed, capacity: i64, entries: Vec<Entry>) -> Self {
        Self::passing_over(activity, seed, capacity, entries, Vec::new())
    }

    /// Draws among all of them, and gives no place to those that are passed over.
    pub fn passing_over(
        activity: String,
        seed: &Seed,
        capacity: i64,
        mut entries: Vec<Entry>,
        mut passed_over: Vec<PassedOver>,
    ) -> Self {
        entries.sort_unstable_by_key(|entry| entry.number);
        passed_over.sort_unstable_by_key(|one| one.number);
        let order = order(seed, &entries);
        let seated = seated(capacity, sizes(&left_in(&order, &passed_over), &entries));
        Self {
            format: FORMAT.to_owned(),
            activity,
            capacity,
            commitment: seed.commitment(),
            seed: seed.to_hex(),
            list: digest(&entries),
            entries,
            order,
            seated,
            passed_over,
            groups: Vec::new(),
        }
    }

    /// The same draw with several groups, of which each entry says its own.
    #[must_use]
    pub fn of_groups(self, groups: Vec<String>) -> Self {
        Self {
            format: FORMAT_GROUPS.to_owned(),
            groups,
            ..self
        }
    }

    /// The numbers in the order in which they were drawn, without those that were passed over.
    pub fn in_line(&self) -> Vec<i64> {
        left_in(&self.order, &self.passed_over)
    }

    /// One hash for all of it, so that two documents are compared at a glance: SHA-256 over a line each for format,
    /// activity, places, commitment, seed, hash of the list, order, parties with places, for each that was passed over
    /// its number and what it lacked, and for each group `group` and its name; as 64 digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut line = |text: &str| {
            hash.update(text);
            hash.update("\n");
        };
        line(&self.format);
        line(&self.activity);
        line(&self.capacity.to_string());
        line(&self.commitment);
        line(&self.seed);
        line(&digest(&self.entries));
        let order: Vec<String> = self.order.iter().map(ToString::to_string).collect();
        line(&order.join(" "));
        line(&self.seated.to_string());
        for one in &self.passed_over {
            line(&format!("{} {}", one.number, one.lacks));
        }
        for group in &self.groups {
            line(&format!("group {group}"));
        }
        hex(&hash.finalize())
    }

    /// Works it out again from the seed and the list, and compares. What it can't know is whether these are the list
    /// and the number of places that there were: for that it is held against what was published.
    ///
    /// # Errors
    /// The first thing that is not as it must be.
    pub fn verify(&self) -> Result<(), Flaw> {
        if self.format != FORMAT && self.format != FORMAT_GROUPS {
            return Err(Flaw::Format);
        }
        let seed = Seed::from_hex(&self.seed).ok_or(Flaw::Seed)?;
        if seed.commitment() != self.commitment {
            return Err(Flaw::Commitment);
        }
        let mut numbers: Vec<i64> = self.entries.iter().map(|entry| entry.number).collect();
        numbers.sort_unstable();
        if numbers.windows(2).any(|pair| pair[0] == pair[1]) || self.entries.iter().any(|e| e.people < 1) {
            return Err(Flaw::Entries);
        }
        if digest(&self.entries) != self.list {
            return Err(Flaw::List);
        }
        if !self.groups_agree() {
            return Err(Flaw::Groups);
        }
        let order = order(&seed, &self.entries);
        if let Some(at) = order
            .iter()
            .zip(&self.order)
            .position(|(mine, theirs)| mine != theirs)
        {
            return Err(Flaw::Order { place: at + 1 });
        }
        if order.len() != self.order.len() {
            return Err(Flaw::Order {
                place: order.len().min(self.order.len()) + 1,
            });
        }
        // Whoever was passed over stands in the list, once, and in the order.
        let mut passed: Vec<i64> = self.passed_over.iter().map(|one| one.number).collect();
        passed.sort_unstable();
        if passed.windows(2).any(|pair| pair[0] == pair[1])
            || passed.iter().any(|number| numbers.binary_search(number).is_err())
        {
            return Err(Flaw::PassedOver);
        }
        let in_line = left_in(&order, &self.passed_over);
        if seated(self.capacity, sizes(&in_line, &self.entries)) != self.seated {
            return Err(Flaw::Seated);
        }
        Ok(())
    }
}

impl Drawn {
    /// Whether each entry belongs to a group that there is, and comes first if it does.
    fn groups_agree(&self) -> bool {
        let several = self.format == FORMAT_GROUPS;
        several != self.groups.is_empty()
            && self.entries.iter().all(|entry| match entry.group {
                Some(group) => several && entry.first && usize::from(group) < self.groups.len(),
                None => !several || !entry.first,
            })
    }
}

/// What is wrong with a [`Drawn`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is written in a format that this program doesn't know.
    #[error("not a document in the format {FORMAT}")]
    Format,
    /// The seed is not 64 hexadecimal digits.
    #[error("the seed is not 64 hexadecimal digits")]
    Seed,
    /// The seed is another than the one that was committed to.
    #[error("the seed is not the one whose hash was published before sign-up")]
    Commitment,
    /// Two entries have one number, or one has no people.
    #[error("two entries have the same number, or one is of nobody")]
    Entries,
    /// The list is another than the one that was drawn from.
    #[error("the list of entries is not the one whose hash is given")]
    List,
    /// An entry belongs to a group that there isn't, or the groups are not named.
    #[error("an entry is of a group that is not named")]
    Groups,
    /// The order is another.
    #[error("the order is another from place {place} on")]
    Order {
        /// The first place that differs, from 1.
        place: usize,
    },
    /// Somebody is said to have been passed over who isn't in the list, or twice.
    #[error("somebody was passed over who is not in the list, or twice")]
    PassedOver,
    /// More or fewer got places than there were.
    #[error("another number of parties got places than there was room for")]
    Seated,
}

/// The order without those that were passed over.
fn left_in(order: &[i64], passed_over: &[PassedOver]) -> Vec<i64> {
    let passed: std::collections::BTreeSet<i64> = passed_over.iter().map(|one| one.number).collect();
    let left = order.iter().filter(|number| !passed.contains(number));
    left.copied().collect()
}

/// How many people each of these is.
fn sizes(order: &[i64], entries: &[Entry]) -> Vec<i64> {
    let people: std::collections::HashMap<i64, i64> =
        entries.iter().map(|entry| (entry.number, entry.people)).collect();
    order
        .iter()
        .map(|number| people.get(number).copied().unwrap_or_default())
        .collect()
}

fn list_hash(entries: &[Entry]) -> [u8; 32] {
    let mut lines: Vec<(i64, i64, bool, Option<u8>)> = entries
        .iter()
        .map(|e| (e.number, e.people, e.first, e.group))
        .collect();
    lines.sort_unstable();
    let mut hash = Sha256::new();
    for (number, people, first, group) in lines {
        hash.update(format!("{number} {people} {}", u8::from(first)));
        if let Some(group) = group {
            hash.update(format!(" {group}"));
        }
        hash.update("\n");
    }
    hash.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String can't fail.
        _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    // `from_str_radix` also takes a sign.
    (hex(&bytes) == text.to_ascii_lowercase()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seed(n: u64) -> Seed {
        Seed::new(Sha256::digest(n.to_be_bytes()).into())
    }

    fn singles(n: i64) -> Vec<Entry> {
        (1..=n)
            .map(|number| Entry {
                number,
                people: 1,
                first: false,
                group: None,
            })
            .collect()
    }

    /// The sum of squared differences from what chance would give, each over what chance would give.
    fn chi_square(counts: &[u32], expected: f64) -> f64 {
        counts
            .iter()
            .map(|count| (f64::from(*count) - expected).powi(2) / expected)
            .sum()
    }

    #[test]
    fn nobody_is_favoured_in_ten_thousand_draws() {
        let (people, draws) = (20_usize, 10_000_u64);
        let entries = singles(people as i64);
        let mut by_place = vec![vec![0_u32; people]; people];
        for n in 0..draws {
            for (place, number) in order(&seed(n), &entries).into_iter().enumerate() {
                by_place[place][number as usize - 1] += 1;
            }
        }
        let expected = draws as f64 / people as f64;
        for (place, counts) in by_place.iter().enumerate() {
            // 19 degrees of freedom: beyond 52.4 by chance once in 15,000 times; the seeds are the same in every run.
            let found = chi_square(counts, expected);
            assert!(found < 52.4, "place {place}: {found}");
        }
        // The same numbers under another list are another draw: 1 is not always before 2.
        let first: Vec<u32> = (0..2)
            .map(|which| {
                (0..draws)
                    .filter(|n| order(&seed(*n), &singles(2))[0] == which + 1)
                    .count() as u32
            })
            .collect();
        assert!(chi_square(&first, draws as f64 / 2.0) < 15.1, "{first:?}");
    }

    #[test]
    fn a_known_draw() {
        // Worked out with `sha256sum`, so that another program can be checked against it.
        let seed = Seed::new([0; 32]);
        assert_eq!(
            seed.commitment(),
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
        );
        assert_eq!(
            Seed::from_hex(&seed.to_hex()).map(|s| s.commitment()),
            Some(seed.commitment())
        );
        assert_eq!(
            digest(&[]),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn groups_stand_one_after_the_other_and_cannot_be_exchanged() {
        let mut entries = singles(9);
        for entry in &mut entries {
            entry.group = (entry.number <= 6).then_some(u8::from(entry.number > 3));
            entry.first = entry.group.is_some();
        }
        let groups = vec!["住在桃园村".to_owned(), "60 岁以上".to_owned()];
        let drawn = Drawn::draw("a".into(), &seed(3), 4, entries).of_groups(groups);
        assert_eq!(drawn.verify(), Ok(()));
        let group_of = |n: &i64| (n - 1) / 3;
        assert!(drawn.order.is_sorted_by_key(group_of), "{:?}", drawn.order);
        let text = serde_json::to_string(&drawn).expect("JSON");
        assert_eq!(serde_json::from_str::<Drawn>(&text).expect("a draw"), drawn);
        // Whoever moves an entry to another group has another list, and one who writes its hash anew another order.
        let mut moved = drawn.clone();
        moved.entries[8].group = Some(0);
        moved.entries[8].first = true;
        assert_eq!(moved.verify(), Err(Flaw::List));
        moved.list = digest(&moved.entries);
        assert!(matches!(moved.verify(), Err(Flaw::Order { .. })));
        let mut unnamed = drawn.clone();
        unnamed.groups.pop();
        assert_eq!(unnamed.verify(), Err(Flaw::Groups));
        let mut renamed = drawn.clone();
        renamed.groups[0] = "干部家属".to_owned();
        assert_ne!(renamed.fingerprint(), drawn.fingerprint());
        let mut old = drawn;
        old.format = FORMAT.to_owned();
        assert_eq!(old.verify(), Err(Flaw::Groups));
    }

    #[test]
    fn whatever_is_changed_changes_the_fingerprint() {
        let honest = Drawn::draw("a".into(), &seed(1), 3, singles(6));
        // Both agree with themselves: a list without the first that was drawn, and more places than there were.
        let mut dropped = singles(6);
        dropped.retain(|one| one.number != honest.order[0]);
        let dropped = Drawn::draw("a".into(), &seed(1), 3, dropped);
        let raised = Drawn::draw("a".into(), &seed(1), 4, singles(6));
        assert_eq!((dropped.verify(), raised.verify()), (Ok(()), Ok(())));
        let mut turned = honest.clone();
        turned.entries.reverse();
        assert_eq!(turned.fingerprint(), honest.fingerprint());
        for other in [dropped, raised] {
            assert_ne!(other.fingerprint(), honest.fingerprint());
        }
    }

    #[test]
    fn who_is_passed_over_stands_in_the_order_and_gets_no_place() {
        let plain = Drawn::draw("a".into(), &seed(1), 3, singles(6));
        let first = PassedOver {
            number: plain.order[0],
            lacks: "line".into(),
        };
        let again = Drawn::passing_over("a".into(), &seed(1), 3, singles(6), vec![first.clone()]);
        assert_eq!(again.order, plain.order);
        assert_eq!(
            (again.verify(), again.in_line().len(), again.seated),
            (Ok(()), 5, 3)
        );
        assert_eq!(again.in_line(), plain.order[1..]);
        // As it is written and read, with none it is what it was.
        let text = serde_json::to_string(&plain).unwrap();
        assert!(!text.contains("passed_over"));
        let text = serde_json::to_string(&again).unwrap();
        assert_eq!(serde_json::from_str::<Drawn>(&text).unwrap(), again);
        // Nobody is passed over who isn't in the list, nor twice; nor does somebody get a place the less for it.
        let mut forged = again.clone();
        forged.passed_over[0].number = 99;
        assert_eq!(forged.verify(), Err(Flaw::PassedOver));
        forged.passed_over = vec![first.clone(), first];
        assert_eq!(forged.verify(), Err(Flaw::PassedOver));
        let mut forged = Drawn::draw("a".into(), &seed(1), 6, singles(6));
        forged.passed_over = again.passed_over;
        assert_eq!(forged.verify(), Err(Flaw::Seated));
    }

    #[test]
    fn places_are_given_in_strict_order() {
        assert_eq!(seated(5, [2, 2, 2, 1]), 2);
        assert_eq!(seated(4, [2, 2, 2, 1]), 2);
        assert_eq!(seated(0, [1]), 0);
        assert_eq!(seated(9, [1, 2]), 2);
    }

    #[test]
    fn texts_that_are_no_seed_are_none() {
        for text in ["", "0", &"g".repeat(64), &"+0".repeat(32), &"ü".repeat(32)] {
            assert!(Seed::from_hex(text).is_none(), "{text}");
        }
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        prop::collection::btree_map(1_i64..500, (1_i64..=4, any::<bool>()), 2..60).prop_map(|all| {
            let entry = |(number, (people, first))| Entry {
                number,
                people,
                first,
                group: None,
            };
            all.into_iter().map(entry).collect()
        })
    }

    proptest! {
        #[test]
        fn a_draw_holds_and_is_the_same_however_the_list_is_given(
            entries in entries(), n: u64, capacity in 0_i64..80
        ) {
            let drawn = Drawn::draw("a".into(), &seed(n), capacity, entries.clone());
            prop_assert_eq!(drawn.verify(), Ok(()));
            let mut turned = entries.clone();
            turned.reverse();
            prop_assert_eq!(&Drawn::draw("a".into(), &seed(n), capacity, turned), &drawn);
            // All are there once, those who come first before the others.
            let mut numbers = drawn.order.clone();
            numbers.sort_unstable();
            prop_assert_eq!(numbers, entries.iter().map(|e| e.number).collect::<Vec<_>>());
            let first = entries.iter().filter(|e| e.first).count();
            let is_first = |number: &i64| entries.iter().any(|e| e.number == *number && e.first);
            prop_assert!(drawn.order[..first].iter().all(is_first));
            // Never more people than places.
            let seated: i64 = sizes(&drawn.order[..drawn.seated], &entries).iter().sum();
            prop_assert!(seated <= capacity);
        }

        #[test]
        fn whatever_is_changed_is_found(entries in entries(), n: u64, at: prop::sample::Index, what in 0_u8..8) {
            let drawn = Drawn::draw("a".into(), &seed(n), 10, entries.clone());
            let (mut forged, at) = (drawn.clone(), at.index(entries.len()));
            match what {
                0 => forged.entries[at].people += 1,
                1 => forged.entries[at].first = !forged.entries[at].first,
                2 => forged.entries[at].number += 1000,
                3 => _ = forged.entries.remove(at),
                4 => forged.order.swap(at, (at + 1) % entries.len()),
                5 => forged.seed = seed(n.wrapping_add(1)).to_hex(),
                6 => forged.seated += 1,
                _ => _ = forged.order.pop(),
            }
            prop_assert!(forged.verify().is_err(), "{what}");
            // Also when the hash of the list is put right: every key is another then.
            if what < 4 && entries.len() > 12 {
                forged.list = digest(&forged.entries);
                prop_assert!(forged.verify().is_err(), "{what}");
            }
        }
    }
}
