//! A bare workbook: the cells of a workbook of any kind → an xlsx with the same values in the same places.
//!
//! In: cells, as [`crate::workbook::read`] gives them. Out: an xlsx to which an edit script can be applied, for
//! kinds of file that can't be edited in place. Looks, charts and macros are not taken over.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::paper::{HIGHEST_ROW, fitted, lines, serial};
use crate::error::{Code, Error, Result};
use crate::grid::{self, Cell, Sheet, Value};

/// Writes the values of a workbook into a new xlsx, each in its place.
///
/// Text is written as text whatever it begins with, dates as real dates. A formula is written as its value, so
/// that no value becomes another because of what is not taken over; only one that was never calculated stays a
/// formula. Hidden rows, columns and sheets stay hidden, and merged cells merged.
///
/// ```
/// use escalog::workbook;
///
/// let csv = workbook::read("log.csv", b"Escalation No,Child\n1,=AB\n")?;
/// let xlsx = workbook::read("log.xlsx", &workbook::write::bare(&csv)?)?;
/// assert_eq!(xlsx.sheets[0].cells[3].value.shown(), "=AB");
/// # Ok::<(), escalog::error::Error>(())
/// ```
///
/// # Errors
/// A sheet with a name that an xlsx can't have.
pub fn bare(workbook: &grid::Workbook) -> Result<Vec<u8>> {
    assemble(workbook).map_err(|error| {
        Error::new(Code::NotWritten, format!("its cells could not be put into an xlsx: {error}"))
            .help("save it as xlsx in a spreadsheet program")
    })
}

fn assemble(from: &grid::Workbook) -> std::result::Result<Vec<u8>, XlsxError> {
    let formats = Formats {
        day: Format::new().set_num_format("dd/mm/yyyy"),
        time: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
        lines: Format::new().set_text_wrap(),
    };
    let mut workbook = Workbook::new();
    // The engine does not read the clock; the same cells give the same bytes. No return is dated by such a day.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in &from.sheets {
        let to = workbook.add_worksheet().set_name(&sheet.name)?;
        to.set_hidden(sheet.hidden);
        set_up(to, sheet)?;
        let widths = widths(sheet);
        for (place, width) in &widths {
            to.set_column_width(column(*place)?, *width)?;
        }
        for row in sheet.rows() {
            let mut lines = 1;
            for cell in row {
                let width = widths.get(&cell.at.column).copied().unwrap_or_default();
                lines = lines.max(put(to, cell, width, &formats)?);
            }
            // Not every program makes room for several lines by itself.
            if let (Some(cell), true) = (row.first(), lines > 1) {
                to.set_row_height(cell.at.row, (f64::from(lines) * LINE).min(HIGHEST_ROW))?;
            }
        }
    }
    workbook.save_to_buffer()
}

fn column(column: u32) -> std::result::Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

fn set_up(to: &mut Worksheet, sheet: &Sheet) -> std::result::Result<(), XlsxError> {
    for merged in sheet.merged.iter().filter(|merged| merged.from != merged.to) {
        let (left, right) = (column(merged.from.column)?, column(merged.to.column)?);
        match to.merge_range(merged.from.row, left, merged.to.row, right, "", &Format::new()) {
            // Of two that overlap the first is kept.
            Ok(_) | Err(XlsxError::MergeRangeOverlaps(..)) => {}
            Err(error) => return Err(error),
        }
    }
    for row in &sheet.hidden_rows {
        to.set_row_hidden(*row)?;
    }
    for hidden in &sheet.hidden_columns {
        to.set_column_hidden(column(*hidden)?)?;
    }
    Ok(())
}

/// How cells look that can't be read otherwise.
struct Formats {
    day: Format,
    time: Format,
    /// Of a text in several lines.
    lines: Format,
}

/// The widest that a column is, in characters: a longer text goes on in the next line.
const WIDEST: usize = 40;

/// How high a line of the letters is that a new workbook has, in points.
const LINE: f64 = 15.0;

/// How wide the columns must be: a program shows no part of a date that finds no room, and cuts a text off.
fn widths(sheet: &Sheet) -> BTreeMap<u32, f64> {
    /// The width that a column has by itself.
    const OWN: usize = 8;
    let mut widths = BTreeMap::new();
    for cell in &sheet.cells {
        let needs = match &cell.value {
            Value::Date(moment) if moment.time().is_some() => 17,
            Value::Date(_) => 11,
            Value::Text(text) => longest_line(text).min(WIDEST) + 1,
            _ => OWN,
        };
        if needs > OWN {
            let width = widths.entry(cell.at.column).or_insert(0.0);
            *width = f64::max(*width, needs as f64);
        }
    }
    widths
}

fn longest_line(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}

/// Writes a cell in a column of this width; how many lines it takes.
fn put(to: &mut Worksheet, cell: &Cell, width: f64, formats: &Formats) -> std::result::Result<u32, XlsxError> {
    let (row, column) = (cell.at.row, column(cell.at.column)?);
    match &cell.value {
        Value::Text(text) if text.contains('\n') || longest_line(text) > WIDEST => {
            to.write_string_with_format(row, column, fitted(text), &formats.lines)?;
            return Ok(lines(text, width));
        }
        Value::Text(text) | Value::Error(text) => to.write_string(row, column, fitted(text))?,
        Value::Number(number) => to.write_number(row, column, *number)?,
        Value::Boolean(yes) => to.write_boolean(row, column, *yes)?,
        Value::Date(moment) => match serial(*moment) {
            Some(number) => {
                let format = if moment.time().is_some() { &formats.time } else { &formats.day };
                to.write_number_with_format(row, column, number, format)?
            }
            // A spreadsheet counts no days before March 1900 rightly.
            None => to.write_string(row, column, cell.value.shown())?,
        },
        Value::NotCalculated => to.write_formula(row, column, cell.formula.as_deref().unwrap_or_default())?,
    };
    Ok(1)
}
