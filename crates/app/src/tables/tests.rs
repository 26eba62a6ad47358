use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn read(bytes: &[u8]) -> Result<Vec<Line>, SheetError> {
    let mut book = open(bytes)?;
    let (mut lines, sheet) = (Vec::new(), book.sheets().remove(0));
    let read = book.lines::<()>(&sheet, &mut |line| {
        lines.push(line);
        Ok(())
    });
    match read {
        Ok(()) => Ok(lines),
        Err(Stop::Sheet(error)) => Err(error),
        Err(Stop::Taker(())) => unreachable!("it takes everything"),
    }
}

fn texts(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let lines = read(bytes).unwrap();
    lines
        .into_iter()
        .map(|line| (line.number, line.cells.iter().map(Raw::shown).collect()))
        .collect()
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    sheet.merge_range(0, 0, 0, 3, "企业名单", &Format::new()).unwrap();
    sheet.write(2, 0, "单位名称").unwrap();
    sheet.write(2, 1, 12.5).unwrap();
    let day = ExcelDateTime::from_ymd(2019, 3, 5).unwrap();
    sheet
        .write_with_format(2, 2, &day, &Format::new().set_num_format("yyyy-mm-dd"))
        .unwrap();
    sheet.write(2, 4, true).unwrap();
    sheet.write(5, 1, "末行").unwrap();
    book.add_worksheet().set_name("藏").unwrap().set_hidden(true);
    book.save_to_buffer().unwrap()
}

/// A packed file with these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_gives_its_rows_as_they_are_numbered() {
    let bytes = workbook();
    let lines = read(&bytes).unwrap();
    assert_eq!(
        lines.iter().map(|line| line.number).collect::<Vec<_>>(),
        [1, 3, 6]
    );
    let day = Raw::Day {
        day: jiff::civil::date(2019, 3, 5),
    };
    assert_eq!(
        lines[1].cells,
        [
            Raw::text("单位名称"),
            Raw::Number(12.5),
            day,
            Raw::Empty,
            Raw::Truth(true)
        ]
    );
    assert_eq!(lines[2].cell(0), &Raw::Empty);
    assert_eq!(lines[2].cell(9), &Raw::Empty);
    let mut book = open(&bytes).unwrap();
    assert_eq!(book.sheets(), ["名单"]);
    assert_eq!(
        book.merged("名单").unwrap(),
        [Region {
            top: 0,
            bottom: 0,
            left: 0,
            right: 3
        }]
    );
    assert_eq!(book.head("名单", 2).unwrap(), lines[..2]);
}

#[test]
fn csv_comes_in_many_forms() {
    let plain = "名称,人数\r\n\"甲\"\"一\"\"公司\",\"1,200\"\r\n\r\n\"乙\n公司\",3\n丙,\n";
    let expected = [
        (1, vec!["名称".to_owned(), "人数".to_owned()]),
        (2, vec!["甲\"一\"公司".to_owned(), "1,200".to_owned()]),
        (4, vec!["乙\n公司".to_owned(), "3".to_owned()]),
        (5, vec!["丙".to_owned()]),
    ];
    let marked = [b"\xef\xbb\xbf", plain.as_bytes()].concat();
    let (gbk, _, lossy) = encoding_rs::GB18030.encode(plain);
    assert!(!lossy);
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(plain.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [plain.as_bytes(), &marked, &gbk, &wide] {
        assert_eq!(texts(bytes), expected);
    }
    assert_eq!(texts("名称\t人数\n甲\t1,2\n".as_bytes())[1].1, ["甲", "1,2"]);
    assert_eq!(texts("名称;人数\n甲;1,2\n".as_bytes())[1].1, ["甲", "1,2"]);
    assert_eq!(
        texts("\n\n名称,人数\n".as_bytes()),
        [(3, vec!["名称".to_owned(), "人数".to_owned()])]
    );
    assert_eq!(texts("一个没有收尾的\"引号,1\n2\n".as_bytes()).len(), 2);
}

#[test]
fn what_is_no_spreadsheet_is_told_apart() {
    let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d];
    for (bytes, error) in [
        (&b""[..], SheetError::Empty),
        (" \r\n\t".as_bytes(), SheetError::Empty),
        (b"\xef\xbb\xbf", SheetError::Empty),
        (b"<html><table><tr><td>1</td></tr></table>", SheetError::WebPage),
        (b"<?xml version=\"1.0\"?><Workbook/>", SheetError::WebPage),
        (b"%PDF-1.7\n1 0 obj", SheetError::NotASheet),
        (&png, SheetError::NotASheet),
        (b"PK\x03\x04 and then nothing of a zip", SheetError::Broken),
        (
            &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1, 2, 3],
            SheetError::Broken,
        ),
        (&packed(&[("word/document.xml", b"<w/>")]), SheetError::NotASheet),
        (
            &packed(&[("xl/workbook.xml", b"<workbook>")]),
            SheetError::NotASheet,
        ),
    ] {
        assert_eq!(
            open(bytes).err(),
            Some(error),
            "{}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
}

#[test]
fn a_workbook_with_a_password_says_so() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(open(&bytes).err(), Some(SheetError::Password));
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
    let sheet = vec![b' '; (UNPACKED_MAX + 1) as usize];
    let bomb = packed(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    assert!(bomb.len() < 2 << 20, "{}", bomb.len());
    assert_eq!(open(&bomb).err(), Some(SheetError::TooLarge));
    let claim = packed(&[
        ("xl/workbook.xml", b"<workbook/>"),
        (
            "xl/sharedStrings.xml",
            b"<sst uniqueCount=\"900000000000\"></sst>",
        ),
    ]);
    assert_eq!(open(&claim).err(), Some(SheetError::Broken));
}

#[test]
fn huge_cells_are_known_to_be_too_long() {
    let huge = "长".repeat(4 << 20);
    let lines = read(format!("名称,人数\n{huge},3\n").as_bytes()).unwrap();
    let Raw::Long { begins } = lines[1].cell(0) else {
        panic!("a long cell")
    };
    assert_eq!(begins.chars().count(), 60);
    assert_eq!(lines[1].cell(1), &Raw::text("3"));
}

#[test]
fn too_many_rows_and_columns_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "名称").unwrap();
    sheet.write(ROWS_MAX, 0, "末").unwrap();
    assert_eq!(
        read(&book.save_to_buffer().unwrap()),
        Err(SheetError::TooManyRows)
    );
    let wide = "甲,".repeat(COLUMNS_MAX as usize) + "乙";
    assert_eq!(read(wide.as_bytes()), Err(SheetError::TooManyColumns));
}

proptest! {
    #[test]
    fn a_damaged_workbook_is_read_or_refused(hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>(), short: bool) {
        let mut bytes = workbook();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if short {
            bytes.truncate(cut.index(bytes.len()));
        }
        _ = read(&bytes);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        _ = read(&bytes);
    }

    #[test]
    fn what_csv_writes_is_read_back(rows in prop::collection::vec(prop::collection::vec("[a-z一-龥,\"\n ]{0,6}", 3), 1..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["表", "头", "行"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let read = texts(&writer.into_inner().unwrap());
        let written = rows.iter().map(|row| row.join("|")).filter(|row| row != "||").collect::<Vec<_>>();
        let read: Vec<String> = read.iter().skip(1).map(|(_, cells)| (0..3).map(|at| cells.get(at).map_or("", String::as_str)).collect::<Vec<_>>().join("|")).collect();
        prop_assert_eq!(read, written);
    }
}
