//! CSV, however it was saved: UTF-8 with or without a mark, UTF-16 as spreadsheets' "Unicode text", GB18030 as
//! Chinese Windows saves it; with commas, semicolons or tabs.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::{Line, Raw, SheetError, Stop, check_place};

/// A text of rows.
pub(super) struct Text<'b> {
    text: Cow<'b, str>,
    delimiter: u8,
}

impl<'b> Text<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        let text = decode(bytes)?;
        let start = text.trim_start();
        if start.is_empty() {
            return Err(SheetError::Empty);
        }
        if ["<!doctype", "<html", "<table", "<meta", "<?xml"]
            .iter()
            .any(|tag| starts_with(start, tag))
        {
            return Err(SheetError::WebPage);
        }
        // Pictures, PDF and programs that happen to decode.
        let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{1a}');
        if starts_with(start, "%pdf") || start.chars().take(4_096).any(odd) {
            return Err(SheetError::NotASheet);
        }
        let delimiter = delimiter(&text);
        Ok(Self { text, delimiter })
    }

    pub fn lines<E>(&self, take: &mut dyn FnMut(Line) -> Result<(), E>) -> Result<(), Stop<E>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(self.text.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut number = 0;
        loop {
            let from = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            if !reader
                .read_record(&mut record)
                .map_err(|_| Stop::Sheet(SheetError::Broken))?
            {
                return Ok(());
            }
            number += 1 + self.blank_lines(from);
            let mut cells: Vec<Raw> = record.iter().map(Raw::text).collect();
            while cells.last() == Some(&Raw::Empty) {
                cells.pop();
            }
            let Some(last) = cells.len().checked_sub(1) else {
                continue;
            };
            check_place(number - 1, u32::try_from(last).unwrap_or(u32::MAX)).map_err(Stop::Sheet)?;
            take(Line { number, cells }).map_err(Stop::Taker)?;
        }
    }
}

impl Text<'_> {
    /// How many empty lines begin at a byte, where a row has ended: the reader skips them, but spreadsheet
    /// programs count them.
    fn blank_lines(&self, from: usize) -> u32 {
        let (before, rest) = self.text.as_bytes().split_at(from.min(self.text.len()));
        let rest = if before.ends_with(b"\r") {
            rest.strip_prefix(b"\n").unwrap_or(rest)
        } else {
            rest
        };
        let ends: Vec<u8> = rest
            .iter()
            .copied()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .collect();
        let pairs = ends.windows(2).filter(|pair| pair == b"\r\n").count();
        u32::try_from(ends.len() - pairs).unwrap_or(u32::MAX)
    }
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let strict = |encoding: &'static Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]).ok_or(SheetError::Encoding);
    }
    let text = strict(UTF_8, bytes).or_else(|| strict(GB18030, bytes));
    text.ok_or(if bytes.contains(&0) {
        SheetError::NotASheet
    } else {
        SheetError::Encoding
    })
}

fn starts_with(text: &str, tag: &str) -> bool {
    text.get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

/// What stands most often between the cells of the first lines.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(8_192) {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == byte && !quoted) {
            *count += 1;
        }
    }
    // The first of equals: a comma.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(byte, _)| *byte)
}
