//! What of a part is here already, under its number or because the phone sent it at the moment itself.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_store::{LISTED, Listed, ReadTx, StoreError, listed, params};

use super::{
    super::model::{Direction, Outcome, Reason, UNREADABLE, read_code},
    batch::{Batch, Brought},
    bring::Taken,
};

/// A scan that is not here yet, with its code.
pub type Fresh<'b> = (&'b Brought, String);

fn code_of(scan: &Brought) -> String {
    read_code(&scan.text).map_or_else(|| UNREADABLE.to_owned(), |code| code.to_string())
}

/// A scan of this gate that is here already.
struct Earlier {
    code: String,
    direction: Direction,
    scanned_at: Timestamp,
    answer: (Outcome, Reason),
}

/// Parts what is here already from what is new, each new one with its code.
pub fn sift<'b>(tx: &mut ReadTx, batch: &'b Batch) -> Result<(Vec<Taken>, Vec<Fresh<'b>>), StoreError> {
    let mut known = earlier(tx, batch)?;
    let sent = sent_before(tx, batch)?;
    let (mut taken, mut fresh) = (Vec::new(), Vec::new());
    for scan in &batch.scans {
        let code = code_of(scan);
        let answered = scan
            .nonce
            .as_ref()
            .and_then(|nonce| sent.get(&live_device(nonce)));
        let (answer, again) = match (known.get(&scan.sequence), answered) {
            (Some(earlier), _) => {
                let same = earlier.code == code
                    && earlier.direction == scan.direction
                    && earlier.scanned_at.as_millisecond() == scan.scanned_at.as_millisecond();
                (same.then_some(earlier.answer), same)
            }
            (None, Some(answer)) => (Some(*answer), true),
            (None, None) => {
                let answer = (Outcome::Unknown, Reason::Unknown);
                let earlier = Earlier {
                    code: code.clone(),
                    direction: scan.direction,
                    scanned_at: scan.scanned_at,
                    answer,
                };
                known.insert(scan.sequence, earlier);
                fresh.push((scan, code));
                continue;
            }
        };
        taken.push(Taken {
            sequence: scan.sequence,
            answer,
            again,
        });
    }
    Ok((taken, fresh))
}

fn earlier(tx: &mut ReadTx, batch: &Batch) -> Result<HashMap<i64, Earlier>, StoreError> {
    let numbers = || batch.scans.iter().map(|scan| scan.sequence);
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
        return Ok(HashMap::new());
    };
    let rows = tx.all(
        "SELECT sequence, code, direction, scanned_at, outcome, reason FROM scan
         WHERE gate = ?1 AND sequence BETWEEN ?2 AND ?3",
        params![batch.gate, first, last],
        |row| {
            let earlier = Earlier {
                code: row.get(1)?,
                direction: row.get(2)?,
                scanned_at: row.get(3)?,
                answer: (row.get(4)?, row.get(5)?),
            };
            Ok((row.get(0)?, earlier))
        },
    )?;
    Ok(rows.into_iter().collect())
}

/// The device under which a page's own request is kept.
fn live_device(nonce: &str) -> String {
    format!("web-{nonce}")
}

static SENT: Listed = Listed::new(
    "SELECT device, outcome, reason FROM scan WHERE activity = ?33 AND device IN ({ids}) AND sequence = 0",
);

/// Scans that the phone sent at the moment itself and whose answers it didn't get.
fn sent_before(tx: &mut ReadTx, batch: &Batch) -> Result<HashMap<String, (Outcome, Reason)>, StoreError> {
    let devices: Vec<String> = batch
        .scans
        .iter()
        .filter_map(|scan| scan.nonce.as_deref().map(live_device))
        .collect();
    let mut found = HashMap::new();
    for some in devices.chunks(LISTED) {
        let mut args = listed(some);
        args.push(&batch.activity);
        found.extend(tx.all(SENT.sql(), &args, |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
        })?);
    }
    Ok(found)
}
