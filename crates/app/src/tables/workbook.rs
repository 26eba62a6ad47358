//! XLSX and the older XLS, by calamine.

use std::io::Cursor;

use calamine::{DataType, Reader, SheetType, SheetVisible, XlsError, XlsxError};

use super::{Line, Raw, SheetError, Stop, check_place, civil};

/// Cells merged into one: rows and columns counted from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The first row.
    pub top: u32,
    /// The last row.
    pub bottom: u32,
    /// The first column.
    pub left: u32,
    /// The last column.
    pub right: u32,
}

impl From<calamine::Dimensions> for Region {
    fn from(region: calamine::Dimensions) -> Self {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        Self {
            top,
            bottom,
            left,
            right,
        }
    }
}

/// An XLSX file, read cell by cell.
pub(super) struct Xlsx<'b>(calamine::Xlsx<Cursor<&'b [u8]>>);

impl<'b> Xlsx<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        calamine::Xlsx::new(Cursor::new(bytes))
            .map(Self)
            .map_err(|error| xlsx_error(&error))
    }

    pub fn sheets(&self) -> Vec<String> {
        shown(self.0.sheets_metadata())
    }

    pub fn merged(&mut self, sheet: &str) -> Result<Vec<Region>, SheetError> {
        let regions = self
            .0
            .merge_cells_by_sheet_name(sheet)
            .map_err(|error| xlsx_error(&error))?;
        Ok(regions.into_iter().map(Region::from).collect())
    }

    pub fn lines<E>(
        &mut self,
        sheet: &str,
        take: &mut dyn FnMut(Line) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let broken = |error: XlsxError| Stop::Sheet(xlsx_error(&error));
        let mut cells = self.0.worksheet_cells_reader(sheet).map_err(broken)?;
        let mut line: Option<Line> = None;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let raw = raw(cell.get_value());
            if raw == Raw::Empty {
                continue;
            }
            check_place(row, column).map_err(Stop::Sheet)?;
            if line.as_ref().is_some_and(|line| line.number != row + 1) {
                line.take().map_or(Ok(()), &mut *take).map_err(Stop::Taker)?;
            }
            let line = line.get_or_insert_with(|| Line {
                number: row + 1,
                cells: Vec::with_capacity(16),
            });
            place(&mut line.cells, column as usize, raw);
        }
        line.map_or(Ok(()), take).map_err(Stop::Taker)
    }
}

fn place(cells: &mut Vec<Raw>, column: usize, raw: Raw) {
    if cells.len() <= column {
        cells.resize(column + 1, Raw::Empty);
    }
    cells[column] = raw;
}

fn shown(sheets: &[calamine::Sheet]) -> Vec<String> {
    let shown = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    sheets
        .iter()
        .filter(shown)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn xlsx_error(error: &XlsxError) -> SheetError {
    match error {
        XlsxError::Password => SheetError::Password,
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => SheetError::NotASheet,
        _ => SheetError::Broken,
    }
}

fn raw(value: &impl DataType) -> Raw {
    if let Some(text) = value
        .get_string()
        .or_else(|| value.get_datetime_iso())
        .or_else(|| value.get_duration_iso())
    {
        Raw::text(text)
    } else if let Some(number) = value
        .get_float()
        .or_else(|| value.get_int().map(|number| number as f64))
    {
        Raw::Number(number)
    } else if let Some(at) = value.get_datetime() {
        moment(&at)
    } else if let Some(truth) = value.get_bool() {
        Raw::Truth(truth)
    } else if let Some(error) = value.get_error() {
        Raw::Failed {
            failed: error.to_string(),
        }
    } else {
        Raw::Empty
    }
}

/// The day of an instant in the spreadsheet's own count; a length of time stays a number.
fn moment(at: &calamine::ExcelDateTime) -> Raw {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    match civil(year, month, day) {
        Some(day) if at.is_datetime() => Raw::Day { day },
        _ => Raw::Number(at.as_f64()),
    }
}

/// An XLS file. Its cells are all in memory; it has at most 65,536 rows.
pub(super) struct Xls(calamine::Xls<Cursor<Vec<u8>>>);

impl Xls {
    pub fn open(bytes: &[u8]) -> Result<Self, SheetError> {
        // A protected XLSX comes in the same wrapping as an XLS.
        let sealed: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        if bytes.windows(sealed.len()).any(|window| window == sealed) {
            return Err(SheetError::Password);
        }
        calamine::Xls::new(Cursor::new(bytes.to_vec()))
            .map(Self)
            .map_err(|error| match error {
                XlsError::Password => SheetError::Password,
                _ => SheetError::Broken,
            })
    }

    pub fn sheets(&self) -> Vec<String> {
        shown(self.0.sheets_metadata())
    }

    pub fn merged(&mut self, sheet: &str) -> Result<Vec<Region>, SheetError> {
        let regions = self
            .0
            .merge_cells_by_sheet_name(sheet)
            .map_err(|_| SheetError::Broken)?;
        Ok(regions.into_iter().map(Region::from).collect())
    }

    pub fn lines<E>(
        &mut self,
        sheet: &str,
        take: &mut dyn FnMut(Line) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let range = self
            .0
            .worksheet_range(sheet)
            .map_err(|_| Stop::Sheet(SheetError::Broken))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, values) in (top..).zip(range.rows()) {
            let mut cells = vec![Raw::Empty; left as usize];
            cells.extend(values.iter().map(raw));
            while cells.last() == Some(&Raw::Empty) {
                cells.pop();
            }
            let Some(last) = cells.len().checked_sub(1) else {
                continue;
            };
            check_place(row, u32::try_from(last).unwrap_or(u32::MAX)).map_err(Stop::Sheet)?;
            take(Line {
                number: row + 1,
                cells,
            })
            .map_err(Stop::Taker)?;
        }
        Ok(())
    }
}
