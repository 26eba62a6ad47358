//! The log as text: a JSON object per line, each seal followed by its events, the unsealed ones last.

use std::io::Write;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::seal::Seal;
use crate::verify::check::Source;
use crate::verify::source::Tables;
use crate::{Db, EventRow, StoreError};

/// A line of the exported log.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Seal(SealLine),
    Event(EventRow),
}

/// A seal with its bytes in hexadecimal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealLine {
    number: i64,
    at: i64,
    through: i64,
    root: String,
    previous: String,
    key: String,
    signature: String,
    entries: String,
}

impl From<&Seal> for SealLine {
    fn from(seal: &Seal) -> Self {
        Self {
            number: seal.number,
            at: seal.at,
            through: seal.through,
            root: HEXLOWER.encode(&seal.root),
            previous: HEXLOWER.encode(&seal.previous),
            key: HEXLOWER.encode(&seal.key),
            signature: HEXLOWER.encode(&seal.signature),
            entries: HEXLOWER.encode(&seal.entries),
        }
    }
}

impl SealLine {
    /// The seal, or nothing if one of its texts is not hexadecimal of the right length.
    pub(super) fn read(&self) -> Option<Seal> {
        fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
            HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
        }
        Some(Seal {
            number: self.number,
            at: self.at,
            through: self.through,
            root: bytes(&self.root)?,
            previous: bytes(&self.previous)?,
            key: bytes(&self.key)?,
            signature: bytes(&self.signature)?,
            entries: HEXLOWER.decode(self.entries.as_bytes()).ok()?,
        })
    }
}

/// Writes the whole log, for an archive or a verifier elsewhere. Blocks.
///
/// # Errors
/// When a row can't be read, or the text can't be written.
pub fn export_jsonl(db: &Db, out: &mut impl Write) -> Result<(), StoreError> {
    let mut write = |line: &Line| -> Result<(), StoreError> {
        serde_json::to_writer(&mut *out, line)?;
        Ok(out.write_all(b"\n")?)
    };
    let unreadable = |why| StoreError::Column {
        column: "of the log".into(),
        why,
    };
    let mut tables = Tables::new(db.clone());
    let mut through = 0;
    while let Some(seal) = tables.seal()? {
        let seal = seal.map_err(unreadable)?;
        write(&Line::Seal((&seal).into()))?;
        tables.events(through, seal.through, &mut |event| {
            write(&Line::Event(event.map_err(unreadable)?))
        })?;
        through = through.max(seal.through);
    }
    tables.events(through, i64::MAX, &mut |event| {
        write(&Line::Event(event.map_err(unreadable)?))
    })
}
