//! The sheet that marking a log leaves in its workbook: where the engine's columns stand, and by what
//! procedure they were written.
//!
//! In: a workbook. Out: [`Marks`]. The sheet names each of the engine's columns with a formula that refers to
//! its heading; a spreadsheet program keeps that right when people move, insert or rename columns.

use crate::grid::{Address, Cell, Sheet, Value, Workbook};
use crate::headings::Engine;

/// Where one of the engine's columns stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The sheet's name.
    pub sheet: String,
    /// The cell of the column's heading.
    pub at: Address,
    /// Which column it is.
    pub column: Engine,
}

/// What the sheet that marking left says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks {
    /// The sheet's name, where there is one.
    pub sheet: Option<String>,
    /// Where the engine's columns stand.
    pub columns: Vec<Mark>,
    /// The procedure, by its id.
    pub policy: Option<String>,
    /// The alternative readings that were in force; `None` where the sheet does not say.
    pub readings: Option<Vec<String>>,
    /// How many working days before its date a deadline counts as due soon.
    pub due_soon: Option<u16>,
    /// The sheets whose top rows marking froze, and how many rows they are now.
    pub frozen: Vec<(String, u32)>,
}

impl Marks {
    /// What the sheet is called, unless the workbook has another of that name.
    pub const SHEET: &'static str = "escalog";
    /// What its first cell says, by which it is known.
    pub const TITLE: &'static str = "Marked by escalog";
    /// The key of the procedure's id.
    pub const POLICY: &'static str = "Procedure";
    /// The key of the readings in force.
    pub const READINGS: &'static str = "Readings";
    /// What stands in place of readings where none is in force.
    pub const NONE: &'static str = "none";
    /// The key of the working days before a date from which it is due soon.
    pub const DUE_SOON: &'static str = "Due soon, working days";

    /// The key of the rows that were frozen: they end with the row that its formula refers to.
    pub const FROZEN: &'static str = "Rows kept in sight";

    /// Finds the sheet and reads it: keys in the first column, values in the second.
    pub fn of(workbook: &Workbook) -> Marks {
        let title = |sheet: &&Sheet| text(sheet.cell(Address::new(0, 0))) == Some(Marks::TITLE);
        let Some(sheet) = workbook.sheets.iter().find(title) else { return Marks::default() };
        let mut marks = Marks { sheet: Some(sheet.name.clone()), ..Marks::default() };
        for row in sheet.rows() {
            let [key, value, ..] = row else { continue };
            let (Some(key), Address { column: 1, .. }) = (text(Some(key)), value.at) else { continue };
            marks.take(key, value);
        }
        marks.drop_shifted(workbook);
        marks
    }

    /// Lets go of the marks of a table of which one stands on another's heading: a program put a column in and left the
    /// marks where they were.
    fn drop_shifted(&mut self, workbook: &Workbook) {
        let is_shifted = |mark: &&Mark| {
            let sheet = workbook.sheets.iter().find(|sheet| sheet.name == mark.sheet);
            let heading = sheet.and_then(|sheet| text(sheet.cell(mark.at)));
            heading.and_then(Engine::with_heading).is_some_and(|column| column != mark.column)
        };
        let tables: Vec<(String, u32)> =
            self.columns.iter().filter(is_shifted).map(|mark| (mark.sheet.clone(), mark.at.row)).collect();
        self.columns.retain(|mark| !tables.iter().any(|(sheet, row)| *sheet == mark.sheet && *row == mark.at.row));
    }

    /// Whether one of the engine's columns has its heading here.
    pub fn stands_at(&self, sheet: &str, at: Address) -> bool {
        self.columns.iter().any(|mark| mark.at == at && mark.sheet == sheet)
    }

    fn take(&mut self, key: &str, value: &Cell) {
        let column = Engine::with_heading(key).zip(value.formula.as_deref().and_then(heading_cell));
        if let Some((column, (sheet, at))) = column {
            self.columns.push(Mark { sheet, at, column });
            return;
        }
        if key.trim() == Marks::FROZEN {
            let row =
                value.formula.as_deref().and_then(|formula| formula.trim().strip_prefix("ROW(")?.strip_suffix(')'));
            self.frozen.extend(row.and_then(heading_cell).map(|(sheet, at)| (sheet, at.row + 1)));
            return;
        }
        match (key.trim(), &value.value) {
            (Marks::POLICY, Value::Text(id)) => self.policy = Some(id.trim().to_owned()),
            (Marks::READINGS, Value::Text(ids)) => {
                let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty() && *id != Marks::NONE);
                self.readings = Some(ids.map(str::to_owned).collect());
            }
            (Marks::DUE_SOON, Value::Number(days)) if (0.0..=365.0).contains(days) => {
                self.due_soon = Some(days.round() as u16);
            }
            _ => {}
        }
    }
}

fn text(cell: Option<&Cell>) -> Option<&str> {
    cell?.value.text()
}

/// The sheet and the cell that a formula refers to: `'Returned logs'!$J$4`.
fn heading_cell(formula: &str) -> Option<(String, Address)> {
    let (sheet, cell) = formula.trim().trim_start_matches('=').rsplit_once('!')?;
    let sheet = sheet.trim_start_matches('$');
    let quoted = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\''));
    let name = quoted.map_or_else(|| sheet.to_owned(), |quoted| quoted.replace("''", "'"));
    Some((name, Address::try_from(cell.replace('$', "")).ok()?))
}
