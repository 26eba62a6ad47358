//! Looks into a packed file before it is unpacked: a few kilobytes can unpack to many gigabytes, and a count
//! written in the file makes the reader set aside as much memory as it says.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::{SheetError, UNPACKED_MAX};

/// More shared strings than every allowed cell could hold.
const STRINGS_MAX: u64 = 20_000_000;

/// Unpacks the parts that will be read, keeping nothing, and stops at what is too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::Broken)?;
    let (mut left, mut is_workbook) = (UNPACKED_MAX, false);
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => SheetError::Password,
            _ => SheetError::Broken,
        })?;
        let name = part.name().map_err(|_| SheetError::Broken)?.to_lowercase();
        is_workbook |= name.ends_with("workbook.xml");
        // Pictures and the like are never unpacked.
        if name.ends_with(".xml") || name.ends_with(".rels") {
            left = unpack(part, left, name.ends_with("sharedstrings.xml"))?;
        }
    }
    if is_workbook {
        Ok(())
    } else {
        Err(SheetError::NotASheet)
    }
}

/// Reads a part to its end and gives back how much is left of `left`.
fn unpack(mut part: impl Read, mut left: u64, holds_strings: bool) -> Result<u64, SheetError> {
    let mut buffer = vec![0; 64 << 10];
    let mut first = true;
    loop {
        let read = part.read(&mut buffer).map_err(|_| SheetError::Broken)?;
        if read == 0 {
            return Ok(left);
        }
        left = left.checked_sub(read as u64).ok_or(SheetError::TooLarge)?;
        if first && holds_strings && claimed(&buffer[..read]).is_some_and(|count| count > STRINGS_MAX) {
            return Err(SheetError::Broken);
        }
        first = false;
    }
}

/// How many strings a part says it holds.
fn claimed(start: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(start);
    let (_, after) = text.split_once("uniqueCount")?;
    let digits: String = after
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(20)
        .collect();
    digits.parse().ok().or(Some(u64::MAX))
}
