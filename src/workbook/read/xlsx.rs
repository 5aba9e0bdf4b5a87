//! An xlsx or xlsm file → its cells, hidden rows and columns, and merged ranges.
//!
//! In: the file's bytes. Out: a [`Workbook`]. calamine streams the cells; what it does not say of a sheet is
//! found in the sheet's own text, without parsing that a second time.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata, expand_shared_formula};

use super::parts::Parts;
use super::{Bounds, cells, damaged, extents, marks, needs_password, put_in_order};
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
            let text = paths.get(&sheet.name).map(|path| parts.part(path)).transpose()?.flatten();
            let formulas = text.as_deref().is_none_or(marks::has_formulas);
            read_cells(&mut xlsx, &mut sheet, formulas, date_system, &mut bounds)?;
            if let Some(text) = text {
                marks::of_xlsx(&text, &mut sheet);
            }
            if let Some(path) = paths.get(&sheet.name) {
                sheet.taken_columns = extents::of_xlsx(&mut parts, path)?;
            }
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system })
}

/// Reads the cells of one sheet; without looking for formulas where there are none, which is faster.
fn read_cells(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    formulas: bool,
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
    let mut shared = Shared::default();
    let mut last = None;
    loop {
        let next = if formulas {
            let record = reader.next_cell_with_formula_metadata();
            record.map(|found| found.map(|cell| (cell.pos, cell.value, cell.formula)))
        } else {
            let cell = reader.next_cell();
            cell.map(|found| found.map(|cell| (cell.get_position(), cell.get_value().clone(), None)))
        };
        let (pos, value, formula) = match next {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) => {
                let after = last.map_or_else(String::new, |at: Address| format!(", after cell {at}"));
                return Err(in_file(&error).at(format_args!("sheet `{name}`{after}")));
            }
        };
        let at = Address::new(pos.0, pos.1);
        last = Some(at);
        let formula = formula.map(|formula| shared.expand(formula, pos));
        if let Some(cell) = cells::cell(at, cells::value(value, system), formula) {
            bounds.check(at.row, at.column)?;
            sheet.cells.push(cell);
        }
    }
    put_in_order(sheet);
    Ok(())
}

/// Formulas that several cells of a sheet share, and where each stands.
#[derive(Default)]
struct Shared(HashMap<usize, (String, (u32, u32))>);

impl Shared {
    /// A cell's own formula.
    fn expand(&mut self, formula: XlsxFormulaMetadata, pos: (u32, u32)) -> String {
        match formula {
            XlsxFormulaMetadata::Normal { formula } => formula,
            XlsxFormulaMetadata::Shared { shared_index, formula, .. } => {
                self.0.insert(shared_index, (formula.clone(), pos));
                formula
            }
            XlsxFormulaMetadata::SharedDerived { shared_index } => {
                let template = self.0.get(&shared_index);
                let own = template.and_then(|(text, from)| expand_shared_formula(text, *from, pos).ok());
                own.unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

fn in_file(error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => needs_password(),
        other => damaged(other),
    }
}
