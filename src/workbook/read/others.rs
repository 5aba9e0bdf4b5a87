//! xlsb, xls and ods files → their cells.
//!
//! In: the file's bytes. Out: a [`Workbook`], read by calamine as ranges of values and of formulas.

use std::io::Cursor;

use calamine::{Data, Ods, OdsError, Range, Reader, SheetVisible, Xls, XlsError, Xlsb, XlsbError};

use super::parts::Parts;
use super::{Bounds, cells, damaged, marks, needs_password};
use crate::error::{Error, Result};
use crate::grid::{Address, DateSystem, Range as Rectangle, Sheet, Workbook};

/// Reads an xlsb file.
pub(super) fn xlsb(bytes: &[u8]) -> Result<Workbook> {
    Parts::open(bytes)?;
    let mut xlsb = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => needs_password(),
        other => damaged(other),
    })?;
    let system = date_system(xlsb.has_1904_epoch());
    let sheets = sheets(&mut xlsb, system)?;
    Ok(Workbook { sheets, date_system: system })
}

/// Reads an xls file.
pub(super) fn xls(bytes: &[u8]) -> Result<Workbook> {
    let mut xls = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => needs_password(),
        other => damaged(other),
    })?;
    let system = date_system(xls.has_1904_epoch());
    let mut sheets = sheets(&mut xls, system)?;
    for sheet in &mut sheets {
        let merged = xls.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let address = |(row, column)| Address::new(row, column);
        sheet.merged = merged.iter().map(|m| Rectangle { from: address(m.start), to: address(m.end) }).collect();
    }
    Ok(Workbook { sheets, date_system: system })
}

/// Reads an ods file. Its dates are written out, so the day it counts from does not matter.
pub(super) fn ods(bytes: &[u8]) -> Result<Workbook> {
    let mut parts = Parts::open(bytes)?;
    let manifest = parts.part("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(needs_password());
    }
    let content = parts.part("content.xml")?.ok_or_else(|| damaged("it has no content"))?;
    let marks = marks::of_ods(&content)?;
    let mut ods = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => needs_password(),
        OdsError::CellLimitExceeded { .. } => super::too_many_cells(),
        other => damaged(other),
    })?;
    let mut sheets = sheets(&mut ods, DateSystem::From1900)?;
    for (sheet, marks) in sheets.iter_mut().zip(marks) {
        marks.set(sheet);
    }
    Ok(Workbook { sheets, date_system: DateSystem::From1900 })
}

fn date_system(from_1904: bool) -> DateSystem {
    if from_1904 { DateSystem::From1904 } else { DateSystem::From1900 }
}

fn sheets<'a, R>(workbook: &mut R, system: DateSystem) -> Result<Vec<Sheet>>
where
    R: Reader<Cursor<&'a [u8]>>,
    R::Error: std::fmt::Display,
{
    let mut bounds = Bounds::default();
    let mut sheets = Vec::new();
    for listed in workbook.sheets_metadata().to_vec() {
        let failed = |error: R::Error| -> Error { damaged(error).at(format_args!("sheet `{}`", listed.name)) };
        let values: Range<Data> = workbook.worksheet_range(&listed.name).map_err(failed)?;
        let formulas = workbook.worksheet_formula(&listed.name).map_err(failed)?;
        let cells = cells::of_range(&values, &formulas, system, &mut bounds)?;
        let hidden = listed.visible != SheetVisible::Visible;
        sheets.push(Sheet { name: listed.name, hidden, cells, ..Sheet::default() });
    }
    Ok(sheets)
}
