//! From a file to the rows under its head, a portion at a time.

use std::collections::HashMap;

use langqiao_kernel::text::squash;

use super::{
    field::{Column, Field},
    header::{HEAD_ROWS, Header, HeaderError},
    sheet::{self, Book, Line, Raw, Region, SheetError, Stop},
};

/// Why a file's rows can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file can't be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// Its head can't be understood.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// There is nothing below the head.
    #[error("there are no rows below the columns' names")]
    NoRows,
}

/// A file of which the head is understood.
pub struct Reading<'b> {
    book: Book<'b>,
    header: Header,
    columns: &'static [Column],
    /// By column, what is merged over several rows.
    merged: HashMap<usize, Vec<Region>>,
}

/// What was passed over below the head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Sums and remarks at the foot of the sheet.
    pub notes: u32,
}

impl<'b> Reading<'b> {
    /// Opens a file and finds the first sheet with a head that names all it must.
    ///
    /// # Errors
    /// When there is none: what is wrong with the sheet that comes nearest.
    pub fn open(bytes: &'b [u8], columns: &'static [Column]) -> Result<Self, ReadError> {
        let mut book = sheet::open(bytes)?;
        let mut why = HeaderError::None;
        for name in book.sheets() {
            let (head, merged) = (book.head(&name, HEAD_ROWS + 1)?, book.merged(&name)?);
            match Header::find(&name, &head, &merged, columns) {
                Ok(header) => {
                    let merged = spreading(&merged, &header, columns);
                    return Ok(Self {
                        book,
                        header,
                        columns,
                        merged,
                    });
                }
                Err(nearer) if why == HeaderError::None => why = nearer,
                Err(_) => {}
            }
        }
        Err(why.into())
    }

    /// What its columns hold.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Hands the rows below the head to `take`, at most `size` at a time: without empty rows, sums and remarks,
    /// and with what is merged over several rows in each of them.
    ///
    /// # Errors
    /// When the file can't be read further, or `take` fails.
    pub fn portions<E>(
        &mut self,
        size: usize,
        take: &mut dyn FnMut(Vec<Line>) -> Result<(), E>,
    ) -> Result<Passed, Stop<E>> {
        let Self {
            book,
            header,
            columns,
            merged,
        } = self;
        let (mut passed, mut portion, mut spread) = (Passed::default(), Vec::new(), HashMap::new());
        book.lines(&header.sheet, &mut |mut line| {
            if line.number <= header.row {
                return Ok(());
            }
            fill(&mut line, merged, &mut spread);
            if line.is_blank() {
                return Ok(());
            }
            if is_note(&line, header, columns) {
                passed.notes += 1;
                return Ok(());
            }
            portion.push(line);
            if portion.len() < size {
                Ok(())
            } else {
                take(std::mem::take(&mut portion))
            }
        })?;
        if !portion.is_empty() {
            take(portion).map_err(Stop::Taker)?;
        }
        Ok(passed)
    }
}

/// The regions below the head that count for each row they cover.
fn spreading(merged: &[Region], header: &Header, columns: &[Column]) -> HashMap<usize, Vec<Region>> {
    let mut by_column: HashMap<usize, Vec<Region>> = HashMap::new();
    for column in columns.iter().filter(|column| column.spreads) {
        let Some(at) = header.column(column.field) else {
            continue;
        };
        let here = |region: &&Region| {
            region.left as usize == at && region.top >= header.row && region.bottom > region.top
        };
        let regions: Vec<Region> = merged.iter().filter(here).copied().collect();
        if !regions.is_empty() {
            by_column.insert(at, regions);
        }
    }
    by_column
}

/// Puts into a row what stands in the first row of a region that covers it.
fn fill(line: &mut Line, merged: &HashMap<usize, Vec<Region>>, spread: &mut HashMap<(usize, u32), Raw>) {
    let row = line.number - 1;
    for (column, regions) in merged {
        for region in regions
            .iter()
            .filter(|region| (region.top..=region.bottom).contains(&row))
        {
            if region.top == row {
                spread.insert((*column, region.top), line.cell(*column).clone());
            } else if let Some(value) = spread
                .get(&(*column, region.top))
                .filter(|_| line.cell(*column).is_blank())
            {
                if line.cells.len() <= *column {
                    line.cells.resize(column + 1, Raw::Empty);
                }
                line.cells[*column] = value.clone();
            }
        }
    }
}

/// Whether a row says a sum or a remark: it begins with such a word, and lacks what a row must have.
fn is_note(line: &Line, header: &Header, columns: &[Column]) -> bool {
    const SUMS: [&str; 4] = ["合计", "总计", "小计", "共计"];
    const REMARKS: [&str; 8] = ["备注:", "注:", "说明:", "填表", "填报", "制表", "审核", "联系人:"];
    let lacks = |field: Field| header.column(field).is_none_or(|at| line.cell(at).is_blank());
    if !columns
        .iter()
        .any(|column| column.required && lacks(column.field))
    {
        return false;
    }
    let first = line
        .cells
        .iter()
        .find(|cell| !cell.is_blank())
        .map(|cell| squash(&cell.shown()).replace(' ', ""));
    first.is_some_and(|first| SUMS.iter().chain(&REMARKS).any(|word| first.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::{super::field::UNITS, *};

    fn rows(bytes: &[u8]) -> (Header, Vec<(u32, Vec<String>)>, Passed) {
        let mut reading = Reading::open(bytes, UNITS).unwrap();
        let mut rows = Vec::new();
        let passed = reading.portions::<()>(2, &mut |lines| {
            rows.extend(
                lines
                    .iter()
                    .map(|line| (line.number, line.cells.iter().map(Raw::shown).collect())),
            );
            Ok(())
        });
        let Ok(passed) = passed else {
            panic!("it can be read")
        };
        (reading.header().clone(), rows, passed)
    }

    #[test]
    fn sums_and_remarks_are_passed_over_and_merged_places_spread() {
        let mut book = Workbook::new();
        book.add_worksheet()
            .set_name("说明")
            .unwrap()
            .write(0, 0, "请填第二张表")
            .unwrap();
        let sheet = book.add_worksheet().set_name("名单").unwrap();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 3, "名单", &plain).unwrap();
        for (column, title) in (0..).zip(["镇街道", "村社区", "单位名称", "职工人数"]) {
            sheet.write(1, column, title).unwrap();
        }
        sheet.merge_range(2, 0, 4, 0, "梧桐街道", &plain).unwrap();
        sheet.merge_range(2, 3, 3, 3, "70", &plain).unwrap();
        for (row, name) in (2..).zip(["甲公司", "乙公司", "丙公司"]) {
            sheet.write(row, 1, "桃园村").unwrap();
            sheet.write(row, 2, name).unwrap();
        }
        sheet.write(6, 0, "合 计").unwrap();
        sheet.write(6, 3, 70).unwrap();
        sheet.write(7, 0, "填表人：张三").unwrap();
        let (header, rows, passed) = rows(&book.save_to_buffer().unwrap());
        assert_eq!((header.sheet.as_str(), header.row), ("名单", 2));
        assert_eq!(passed, Passed { notes: 2 });
        assert_eq!(
            rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(),
            [3, 4, 5]
        );
        assert!(rows.iter().all(|(_, cells)| cells[0] == "梧桐街道"));
        assert_eq!(rows[0].1[3], "70");
        assert!(
            rows[1].1.get(3).is_none_or(String::is_empty),
            "one number is not counted for two firms"
        );
    }

    #[test]
    fn the_sheet_that_comes_nearest_says_what_it_lacks() {
        assert_eq!(Reading::open(b"", UNITS).err(), Some(SheetError::Empty.into()));
        assert_eq!(
            Reading::open("一,二\n三,四\n".as_bytes(), UNITS).err(),
            Some(HeaderError::None.into())
        );
        let lacks = HeaderError::Missing(vec!["所属村社区"]);
        assert_eq!(
            Reading::open("企业名称,人数\n甲,4\n".as_bytes(), UNITS).err(),
            Some(lacks.into())
        );
    }
}
