//! A workbook's cells as a new xlsx, without anything else of the file they were read from.
//!
//! In: a [`grid::Workbook`]. Out: the bytes of an xlsx with its sheets, values, hidden rows and columns and
//! merged ranges. It is what a log that is no xlsx is marked in.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::paper;
use crate::error::{Code, Error, Result};
use crate::grid::{self, Cell, Sheet, Value};

/// Writes a workbook's cells as a new xlsx. The same cells give the same bytes.
///
/// # Errors
/// Cells or sheets that no xlsx can hold.
pub fn bare(workbook: &grid::Workbook) -> Result<Vec<u8>> {
    assemble(workbook).map_err(|error| {
        Error::new(Code::NotWritten, format!("its cells can't be put into an xlsx: {error}"))
            .help("save it as xlsx in a spreadsheet program")
    })
}

fn assemble(from: &grid::Workbook) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The engine does not read the clock, and the day on which the cells were copied says nothing.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let day = Format::new().set_num_format("dd mmm yyyy");
    let moment = Format::new().set_num_format("dd mmm yyyy hh:mm");
    let shown = from.sheets.iter().position(|sheet| !sheet.hidden);
    for (place, sheet) in from.sheets.iter().enumerate() {
        let to = workbook.add_worksheet().set_name(&sheet.name)?;
        if Some(place) == shown {
            to.set_active(true);
        }
        to.set_hidden(sheet.hidden && shown.is_some());
        for cell in &sheet.cells {
            write(to, cell, &day, &moment)?;
        }
        marks(to, sheet)?;
    }
    workbook.save_to_buffer()
}

fn write(to: &mut Worksheet, cell: &Cell, day: &Format, moment: &Format) -> std::result::Result<(), XlsxError> {
    let (row, column) = (cell.at.row, u16::try_from(cell.at.column).unwrap_or(u16::MAX));
    match &cell.value {
        Value::Text(text) | Value::Error(text) => to.write_string(row, column, text)?,
        Value::Number(number) => to.write_number(row, column, *number)?,
        Value::Boolean(yes) => to.write_boolean(row, column, *yes)?,
        Value::Date(when) => {
            let format = if when.time().is_some() { moment } else { day };
            match paper::serial(*when) {
                Some(serial) => to.write_number_with_format(row, column, serial, format)?,
                None => to.write_string(row, column, when.to_string())?,
            }
        }
        // It has no result to copy; as words it stays unknown rather than empty.
        Value::NotCalculated => to.write_string(row, column, cell.value.shown())?,
    };
    Ok(())
}

fn marks(to: &mut Worksheet, sheet: &Sheet) -> std::result::Result<(), XlsxError> {
    for row in &sheet.hidden_rows {
        to.set_row_hidden(*row)?;
    }
    let column = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
    for hidden in &sheet.hidden_columns {
        to.set_column_hidden(column(*hidden))?;
    }
    for range in &sheet.merged {
        let (from, to_cell) = (range.from, range.to);
        if from == to_cell {
            continue;
        }
        // Merging writes the first cell anew, so it is written again after.
        to.merge_range(from.row, column(from.column), to_cell.row, column(to_cell.column), "", &Format::new())?;
        if let Some(cell) = sheet.cell(from) {
            write(to, cell, &Format::new().set_num_format("dd mmm yyyy"), &Format::new())?;
        }
    }
    Ok(())
}
