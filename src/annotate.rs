//! Marking a log in its own workbook: timelines and findings → the edit script that shows them there.
//!
//! In: a workbook's cells, the log in it with its deadlines, and what the rules found. Out: a [`Script`] as
//! plain data, for a file or for an open workbook. The agency's own cells are never changed. The script is the
//! same for a log that is marked already, and [`clear`] gives the one that takes the marks off again.

use crate::calendar::Closure;
use crate::edit::{self, Columns, Edit, Script, Set, SheetEdits, Value, Width};
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::grid::{Address, COLUMNS, ROWS, Range, Sheet, Workbook};
use crate::log::{Engine, Log, Marks, Table};
use crate::parallel;
use crate::timeline::{Checked, CheckedRow};

mod cells;
mod formulas;
mod guidance;
mod legend;
mod lists;
mod look;
mod places;
mod prepare;
mod stamp;
mod stretches;

pub use prepare::{Prepared, prepare};
pub(crate) use prepare::{asks, columns};

use cells::{Cells, Findings};
use formulas::Formulas;
use places::Places;
use stamp::Stamp;

/// What marking a log needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The workbook's cells; what those of the log's rows hold is not asked.
    pub workbook: &'a Workbook,
    /// The log in it, with its deadlines.
    pub checked: &'a Checked<'a>,
    /// What the rules found in it.
    pub findings: &'a [Finding],
    /// The alternative readings in force.
    pub readings: &'a [String],
    /// How many working days before its date a deadline counts as due soon.
    pub due_soon: u16,
    /// The days that were left out of the working days.
    pub closures: &'a [Closure],
    /// The engine's version.
    pub version: &'a str,
}

/// The script that marks every log table of a workbook, and the sheet that says how.
///
/// # Errors
/// No room for the engine's columns in a sheet.
pub fn edits(basis: &Basis<'_>) -> Result<Script> {
    let marks = Marks::of(basis.workbook);
    let legend = marks.sheet.clone().unwrap_or_else(|| legend::free_name(basis.workbook));
    let findings = Findings::of(basis.findings);
    let mut rows = &*basis.checked.rows;
    let mut script = Script::default();
    let mut placed: Vec<(&Table, Places)> = Vec::new();
    let mut frozen: Vec<&Table> = Vec::new();
    for sheet in &basis.workbook.sheets {
        let tables: Vec<&Table> = basis.checked.log.tables.iter().filter(|table| table.sheet == sheet.name).collect();
        if tables.is_empty() {
            continue;
        }
        let mut edits = without_marks();
        for (n, table) in tables.iter().enumerate() {
            let (own, others) = rows.split_at(table.rows.len().min(rows.len()));
            rows = others;
            let places = Places::of(table, sheet, &tables, &marks)?;
            let next = tables.get(n + 1).copied();
            Marking { basis, sheet, table, next, places: &places, rows: own, findings: &findings, legend: &legend }
                .push(&mut edits);
            placed.push((table, places));
        }
        let ours = marks.frozen.iter().any(|(frozen, _)| *frozen == sheet.name);
        if let [only] = tables.as_slice()
            && (ours || !sheet.frozen)
        {
            edits.push(Edit::Freeze(edit::Freeze { rows: only.heading_row + 1, columns: 0 }));
            frozen.push(only);
        }
        script.sheets.push(SheetEdits::of(&sheet.name, edits));
    }
    script.sheets.push(legend::edits(basis, legend, &placed, &frozen));
    Ok(script)
}

/// The script that takes the marks off: the engine's columns, the formats and lists they came with, and the
/// sheet that says how the log was marked. `None` where there are no marks.
///
/// # Errors
/// Marks in no log that can be found any more: once the sheet was gone nothing would know them.
pub fn clear(workbook: &Workbook, log: &Log) -> Result<Option<Script>> {
    let marks = Marks::of(workbook);
    let mut script = Script::default();
    for sheet in &workbook.sheets {
        let (mut edits, mut cleared) = (Vec::new(), Vec::new());
        let tables: Vec<&Table> = log.tables.iter().filter(|table| table.sheet == sheet.name).collect();
        for (n, table) in tables.iter().enumerate() {
            let places = Places::marked(table, &marks);
            let rows = places.own_rows(table, sheet, tables.get(n + 1).copied());
            for (_, column) in places.iter() {
                cleared.extend(
                    rows.iter()
                        .map(|(from, to)| Range { from: Address::new(*from, column), to: Address::new(*to, column) }),
                );
                edits.push(Edit::RemoveWidth(edit::WholeColumns { columns: Columns::one(column) }));
            }
        }
        if let Some(astray) = formulas::of_status(sheet).find(|at| !cleared.iter().any(|range| range.contains(*at))) {
            return Err(no_log_around(sheet, astray));
        }
        edits.extend(cleared.into_iter().map(|range| Edit::Clear(edit::Area { range })));
        if let Some((_, rows)) = marks.frozen.iter().find(|(frozen, _)| *frozen == sheet.name) {
            edits.push(Edit::RemoveFreeze(edit::Freeze { rows: *rows, columns: 0 }));
        }
        if !edits.is_empty() {
            let edits = without_marks().into_iter().chain(edits).collect();
            script.sheets.push(SheetEdits::of(&sheet.name, edits));
        }
    }
    if let Some(sheet) = marks.sheet {
        script.sheets.push(SheetEdits { remove: true, ..SheetEdits::of(sheet, Vec::new()) });
    }
    Ok((!script.sheets.is_empty()).then_some(script))
}

fn no_log_around(sheet: &Sheet, at: Address) -> Error {
    let what = format!(
        "a mark stands in {at} of sheet `{}`, in no log that can be found: its headings were changed or deleted since it was marked",
        sheet.name
    );
    let help = "nothing was taken off; put the headings back as they were and clear the marks again, or delete that mark where it is a copy";
    Error::new(Code::NoLog, what).help(help)
}

/// Takes off what is known as ours wherever it stands: conditional formats, and lists.
fn without_marks() -> Vec<Edit> {
    let whole = Range { from: Address::new(0, 0), to: Address::new(ROWS - 1, COLUMNS - 1) };
    vec![
        Edit::RemoveConditionalFormats(edit::Containing { containing: formulas::OURS.to_owned() }),
        Edit::RemoveValidation(edit::Area { range: whole }),
    ]
}

/// One table being marked.
struct Marking<'a> {
    basis: &'a Basis<'a>,
    sheet: &'a Sheet,
    table: &'a Table,
    next: Option<&'a Table>,
    places: &'a Places,
    rows: &'a [CheckedRow<'a>],
    findings: &'a Findings<'a>,
    legend: &'a str,
}

impl Marking<'_> {
    fn push(&self, edits: &mut Vec<Edit>) {
        let stamp = Stamp::of(self.table, self.basis.workbook.date_system);
        let formulas = Formulas::of(self.table, self.places, &stamp);
        self.headings(edits);
        let held: Vec<Address> =
            self.places.below_headings(self.table, self.sheet, self.next).map(|cell| cell.at).collect();
        let cells = Cells {
            held: &held,
            places: self.places,
            status: formulas.status(),
            days_left: formulas.days_left(),
            stamp: &stamp,
            findings: self.findings,
            legend: self.legend,
            calendar: &self.basis.checked.calendars.partnership,
            as_of: self.basis.checked.as_of,
            day: self.basis.checked.as_of.format("%-d %b %Y").to_string(),
            due_soon: self.basis.due_soon,
        };
        edits.reserve(self.rows.len() * Engine::ALL.len());
        parallel::in_parts(self.rows, edits, |rows, edits| {
            edits.reserve(rows.len() * Engine::ALL.len());
            rows.iter().for_each(|row| cells.push(row, edits));
        });
        self.leftovers(&held, edits);
        let first = self.table.heading_row + 1;
        if let Some(last) = self.table.rows.last().map(|row| row.row) {
            self.look(edits);
            edits.extend(formulas.formats(first, last).into_iter().map(Edit::ConditionalFormat));
        }
        if let Some((_, last)) = stretches::to_fill(self.table, self.next).last().copied() {
            lists::push(self.table, self.basis.checked.policy, first, last, edits);
        }
        self.widths(edits);
    }

    fn headings(&self, edits: &mut Vec<Edit>) {
        let row = places::heading_row(self.table);
        for (column, place) in self.places.iter() {
            let cell = Address::new(row, place);
            let range = Range::from(cell);
            // A heading that people gave it stays: the sheet of marks knows the column.
            let given = self.sheet.cell(cell).map(|cell| cell.value.shown());
            let heading = given.unwrap_or_else(|| column.heading().to_owned());
            edits.push(Edit::Set(Set { cell, formula: None, value: Some(Value::text(heading)) }));
            edits.push(Edit::Fill(edit::Fill { range, color: look::HEADING.fill }));
            let color = Some(look::HEADING.font);
            edits.push(Edit::Font(edit::Font { range, bold: Some(true), color, wrap: None }));
        }
    }

    /// Empties what was written beside rows that are no cases any more; what a person wrote there stays.
    fn leftovers(&self, held: &[Address], edits: &mut Vec<Edit>) {
        let is_case = |row: u32| self.table.rows.binary_search_by_key(&row, |row| row.row).is_ok();
        let marked = self.places.stamped(held.iter().copied());
        for cell in held.iter().copied() {
            if !is_case(cell.row) && marked.contains(&cell.row) {
                edits.push(Edit::Set(Set { cell, formula: None, value: None }));
            }
        }
    }

    fn look(&self, edits: &mut Vec<Edit>) {
        let rows = stretches::of_cases(self.table);
        for (column, place) in self.places.iter() {
            let code = match column {
                Engine::NextStepDue | Engine::ActBy | Engine::RestsOn | Engine::DueSoonFrom => look::DAY,
                Engine::DaysLeft => "0",
                // Texts are not broken into lines: the heights of the agency's rows stay as they are.
                Engine::Status | Engine::NextStep | Engine::Checks | Engine::AsMarked => continue,
            };
            edits.extend(rows.iter().map(|(from, to)| {
                let range = Range { from: Address::new(*from, place), to: Address::new(*to, place) };
                Edit::NumberFormat(edit::NumberFormat { range, code: code.to_owned() })
            }));
        }
    }

    fn widths(&self, edits: &mut Vec<Edit>) {
        for (column, place) in self.places.iter() {
            let characters = match column {
                Engine::Status => 16.0,
                Engine::NextStep => 50.0,
                Engine::NextStepDue | Engine::ActBy => 15.0,
                Engine::DaysLeft => 10.0,
                Engine::Checks => 60.0,
                Engine::RestsOn | Engine::DueSoonFrom | Engine::AsMarked => 0.0,
            };
            edits.push(Edit::Width(Width { columns: Columns::one(place), characters }));
        }
    }
}
