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
    /// True if nothing can follow the events after the last seal.
    fn is_done(&mut self) -> Result<bool, StoreError>;
}

/// A row, or why it can't be read.
pub(super) type Entry<T> = Result<T, String>;

pub(super) fn check(source: &mut dyn Source, expect: &Expect) -> Result<Report, StoreError> {
    let mut report = Report::default();
    // From the very first: numbers begin at 1, but not those of whoever adds events.
    let (mut head, mut through) = (
        Head {
            number: 0,
            hash: [0; 32],
        },
        i64::MIN,
    );
    let mut expected = expect.head;
    loop {
        match source.seal()? {
            Some(Ok(seal)) => {
                through = through.max(check_batch(source, &seal, (&head, through), expect, &mut report)?);
                head = Head {
                    number: seal.number,
                    hash: seal.hash(),
                };
                report.head = Some(head);
                if expected
                    .take_if(|expected| expected.number == head.number)
                    .is_some_and(|expected| expected != head)
                {
                    report.find(Finding::HeadLost(head.number));
                }
            }
            Some(Err(why)) => report.find(Finding::Unreadable(why)),
            None => {
                source.events(through, i64::MAX, &mut |event| {
                    match event {
                        Ok(_) => report.unsealed += 1,
                        Err(why) => report.find(Finding::Unreadable(why)),
                    }
                    Ok(())
                })?;
                if source.is_done()? {
                    break;
                }
            }
        }
    }
    if let Some(head) = expected {
        report.find(Finding::HeadLost(head.number));
    }
    Ok(report)
}

/// Checks a seal and the events under it, after the seal `previous` and the event `through`. Gives the number of
/// its last event.
fn check_batch(
    source: &mut dyn Source,
    seal: &Seal,
    (previous, through): (&Head, i64),
    expect: &Expect,
    report: &mut Report,
) -> Result<i64, StoreError> {
    report.seals += 1;
    let due = previous.number.saturating_add(1);
    for missing in (due..seal.number).take(Report::KEPT) {
        report.find(Finding::SealMissing(missing));
    }
    let last = check_seal(seal, &previous.hash, expect, report);
    let mut after = through;
    if let (true, Some((first, _))) = (seal.number != due, seal.entries().0.next()) {
        // The missing seals' events can't be told from added ones: leave them out.
        after = after.max(first.saturating_sub(1));
    }
    check_events(source, seal, (after, last), report)?;
    Ok(last)
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
    (after, through): (i64, i64),
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
