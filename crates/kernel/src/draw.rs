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

#[cfg(test)]
mod tests;

mod drawn;

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use drawn::{Drawn, Flaw, PassedOver};

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
