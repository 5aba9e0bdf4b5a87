//! An xlsx or xlsm file → its cells, hidden rows and columns, and merged ranges.
//!
//! In: the file's bytes. Out: a [`Workbook`]. calamine streams the cells; what it does not say of a sheet is
//! found in the sheet's own text, without parsing that a second time.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata, expand_shared_formula};

use super::parts::Parts;
use super::{Bounds, cells, damaged, marks, needs_password, put_in_order};
use crate::error::{Error, Result};
use crate::grid::{Address, DateSystem, Sheet, Workbook};

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let mut parts = Parts::open(bytes)?;
    let mut xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|error| in_file(&error))?;
    let date_system = if xlsx.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
    let paths = marks::sheet_paths(&mut parts)?;
    let mut bounds = Bounds::default();
    let mut sheets = Vec::new();
    for listed in xlsx.sheets_metadata().to_vec() {
        // A chart has no cells; it has a place among the sheets all the same.
        let mut sheet =
            Sheet { hidden: listed.visible != SheetVisible::Visible, name: listed.name, ..Sheet::default() };
        if listed.typ == SheetType::WorkSheet {
            read_cells(&mut xlsx, &mut sheet, date_system, &mut bounds)?;
            if let Some(text) = paths.get(&sheet.name).map(|path| parts.part(path)).transpose()?.flatten() {
                marks::of_xlsx(&text, &mut sheet);
            }
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system })
}

fn read_cells(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    system: DateSystem,
    bounds: &mut Bounds,
) -> Result<()> {
    let name = sheet.name.clone();
    let mut reader = match xlsx.worksheet_cells_reader(&name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(in_file(&error).at(format_args!("sheet `{name}`"))),
    };
    // What the sheet says of its size is only believed as far as it costs little.
    let said = usize::try_from(reader.dimensions().len()).unwrap_or_default();
    sheet.cells.reserve(said.min(200_000));
    let mut shared: HashMap<usize, (String, (u32, u32))> = HashMap::new();
    let mut last = None;
    loop {
        let record = match reader.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => {
                let after = last.map_or_else(String::new, |at: Address| format!(", after cell {at}"));
                return Err(in_file(&error).at(format_args!("sheet `{name}`{after}")));
            }
        };
        let (row, column) = record.pos;
        let at = Address::new(row, column);
        last = Some(at);
        let formula = match record.formula {
            None => None,
            Some(XlsxFormulaMetadata::Normal { formula }) => Some(formula),
            Some(XlsxFormulaMetadata::Shared { shared_index, formula, .. }) => {
                shared.insert(shared_index, (formula.clone(), record.pos));
                Some(formula)
            }
            Some(XlsxFormulaMetadata::SharedDerived { shared_index }) => {
                let template = shared.get(&shared_index);
                let expanded = template.and_then(|(text, from)| expand_shared_formula(text, *from, record.pos).ok());
                Some(expanded.unwrap_or_default())
            }
            Some(_) => Some(String::new()),
        };
        if let Some(cell) = cells::cell(at, cells::value(record.value, system), formula) {
            bounds.check(row, column)?;
            sheet.cells.push(cell);
        }
    }
    put_in_order(sheet);
    Ok(())
}

fn in_file(error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => needs_password(),
        other => damaged(other),
    }
}
