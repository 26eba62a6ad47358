//! The check itself: seal by seal, each with the events of its range.

use std::iter::Peekable;

use ed25519_dalek::{Signature, VerifyingKey};

use crate::merkle::{self, Hash};
use crate::seal::{self, Seal};
use crate::verify::{Expect, Finding, Head, Report};
use crate::{EventRow, StoreError};

/// Where seals and events come from, in their order.
pub(super) trait Source {
    /// The next seal.
    fn seal(&mut self) -> Result<Option<Entry<Seal>>, StoreError>;
    /// Hands over the events after `after` up to `through`.
    fn events(
        &mut self,
        after: i64,
        through: i64,
        each: &mut dyn FnMut(Entry<EventRow>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
}

/// A row, or why it can't be read.
pub(super) type Entry<T> = Result<T, String>;

pub(super) fn check(source: &mut dyn Source, expect: &Expect) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let (mut number, mut through, mut hash) = (0, 0, [0; 32]);
    let mut head_seen = expect.head.is_none();
    while let Some(seal) = source.seal()? {
        let seal = match seal {
            Ok(seal) => seal,
            Err(why) => {
                report.find(Finding::Unreadable(why));
                continue;
            }
        };
        report.seals += 1;
        for missing in (number + 1..seal.number).take(Report::KEPT) {
            report.find(Finding::SealMissing(missing));
        }
        let last = check_seal(&seal, &hash, expect, &mut report);
        let after = if seal.number == number + 1 {
            through
        } else {
            // The missing seals' events can't be told from added ones: leave them out.
            seal.entries()
                .0
                .next()
                .map_or(through, |(first, _)| first - 1)
                .max(through)
        };
        check_events(source, &seal, after, last, &mut report)?;
        (number, through, hash) = (seal.number, last.max(through), seal.hash());
        let head = Head { number, hash };
        if let Some(expected) = expect.head.filter(|expected| expected.number == number) {
            head_seen = true;
            if expected != head {
                report.find(Finding::HeadLost(number));
            }
        }
        report.head = Some(head);
    }
    if let (false, Some(head)) = (head_seen, expect.head) {
        report.find(Finding::HeadLost(head.number));
    }
    source.events(through, i64::MAX, &mut |event| {
        match event {
            Ok(_) => report.unsealed += 1,
            Err(why) => report.find(Finding::Unreadable(why)),
        }
        Ok(())
    })?;
    Ok(report)
}

/// Checks what a seal says of itself, and gives the number of its last event: that of its list if the root
/// vouches for the list.
fn check_seal(seal: &Seal, previous: &Hash, expect: &Expect, report: &mut Report) -> i64 {
    let (entries, rest) = seal.entries();
    let (mut last, mut in_order) = (None, true);
    let root = merkle::root(entries.map(|(seq, hash)| {
        in_order &= last.is_none_or(|last| last < seq);
        last = Some(seq);
        hash
    }));
    if root != seal.root || !rest.is_empty() || !in_order || last != Some(seal.through) {
        report.find(Finding::SealAltered(seal.number));
    }
    if seal.previous != *previous {
        report.find(Finding::ChainBroken(seal.number));
    }
    if !report.keys.contains(&seal.key) {
        report.keys.push(seal.key);
    }
    if !expect.keys.is_empty() && !expect.keys.contains(&seal.key) {
        report.find(Finding::KeyUnknown(seal.number));
    }
    let signature = Signature::from_bytes(&seal.signature);
    let signed = VerifyingKey::from_bytes(&seal.key)
        .is_ok_and(|key| key.verify_strict(&seal.hash(), &signature).is_ok());
    if !signed {
        report.find(Finding::SignatureBroken(seal.number));
    }
    last.filter(|_| root == seal.root).unwrap_or(seal.through)
}

/// Compares the events of a seal's range with its list, both in order.
fn check_events(
    source: &mut dyn Source,
    seal: &Seal,
    after: i64,
    through: i64,
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut listed = seal.entries().0.peekable();
    source.events(after, through, &mut |event| {
        match event {
            Ok(event) => compare(&event, &mut listed, report),
            Err(why) => report.find(Finding::Unreadable(why)),
        }
        Ok(())
    })?;
    for (seq, _) in listed {
        report.find(Finding::EventMissing(seq));
    }
    Ok(())
}

fn compare(event: &EventRow, listed: &mut Peekable<impl Iterator<Item = (i64, Hash)>>, report: &mut Report) {
    while let Some((seq, _)) = listed.next_if(|(seq, _)| *seq < event.seq) {
        report.find(Finding::EventMissing(seq));
    }
    match listed.next_if(|(seq, _)| *seq == event.seq) {
        Some((_, hash)) if hash == seal::leaf(event) => report.sealed += 1,
        Some(_) => report.find(Finding::EventAltered(event.seq)),
        None => report.find(Finding::EventAdded(event.seq)),
    }
}
