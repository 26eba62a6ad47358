//! A draw as it is published, and whether it is what comes of its seed and its list.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Entry, FORMAT, FORMAT_GROUPS, Seed, digest, hex, order, seated, sizes};

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
