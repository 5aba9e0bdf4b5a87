//! A list of rows of the table of escalations in the order of a key: each cell a formula that finds its row.
//!
//! A row that is corrected so that it no longer belongs on the list leaves it; one that comes to belong on
//! it takes a line, as far as there are lines.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::escalations::{TABLE, escaped};
use super::page::letters;
use super::paper::{self, Paper};
use super::table::{Cell, Grid, HEADING_ROW, Kind, wide_enough};

/// The list.
pub(super) struct List {
    pub title: String,
    pub columns: Vec<Entry>,
    /// The rows: their cells as they come out, and where each stands in the table, counted from 0.
    pub rows: Vec<(Vec<Cell>, usize)>,
    /// The column of keys in the table of escalations.
    key: &'static str,
}

/// A column of a list.
pub(super) struct Entry {
    pub heading: String,
    pub kind: Kind,
    /// The formula, in which `{line}` stands for the place of the row in the table, counted from 1, and
    /// `{A}` for another cell of the same row.
    formula: String,
    /// How it is worked out from the row.
    value: Worked,
}

/// Works a cell out from its table and the rest of its row.
type Worked = Box<dyn Fn(&Grid, &[Cell]) -> Cell + Sync>;

impl Entry {
    /// What stands under a heading of the table.
    pub fn of(heading: &str, shown_as: &str, kind: Kind) -> Entry {
        let found = format!("INDEX({TABLE}[{}],{{line}})", escaped(heading));
        let from = heading.to_owned();
        // A text such as `007` or `nan` would be stored as a number without the space after it.
        let end = if kind == Kind::Text { "&\" \"" } else { "" };
        Entry {
            heading: shown_as.to_owned(),
            kind,
            formula: format!("IF({found}=\"\",\"\",{found}{end})"),
            value: Box::new(move |grid, row| grid.cell(row, &from).value().clone()),
        }
    }

    /// What a formula makes of the row.
    pub fn made(
        heading: &str,
        kind: Kind,
        formula: String,
        value: impl Fn(&Grid, &[Cell]) -> Cell + Sync + 'static,
    ) -> Entry {
        Entry { heading: heading.to_owned(), kind, formula, value: Box::new(value) }
    }
}

impl List {
    /// The rows of the table that have this key, in its order.
    pub fn new(title: impl Into<String>, grid: &Grid, key: &'static str, columns: Vec<Entry>) -> List {
        let keyed = grid.rows.iter().enumerate();
        let mut rows: Vec<(f64, usize, &Vec<Cell>)> =
            keyed.filter_map(|(place, row)| Some((grid.cell(row, key).number()?, place, row))).collect();
        rows.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let cells = |row: &[Cell]| columns.iter().map(|column| (column.value)(grid, row)).collect();
        let rows = rows.into_iter().map(|(_, place, row)| (cells(row), place)).collect();
        List { title: title.into(), columns, rows, key }
    }

    /// These widths of its columns, wider where its dates need it.
    pub fn widths(&self, widths: &[f64]) -> Vec<f64> {
        let cells = |place: usize| self.rows.iter().filter_map(move |(cells, _)| cells.get(place));
        widths.iter().enumerate().map(|(place, width)| wide_enough(*width, cells(place))).collect()
    }

    /// Writes it with its headings in this row. Answers the row below it.
    ///
    /// The last column says in which row of the sheet `Escalations` each line is found.
    pub fn write(&self, sheet: &mut Worksheet, paper: &Paper, head: u32, widths: &[f64]) -> Result<u32, XlsxError> {
        let last = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        let width = |at: usize| widths.get(at).copied().unwrap_or(10.0);
        let mut highest = 1;
        let headings = self.columns.iter().map(|column| column.heading.as_str()).chain(["Row in Escalations"]);
        for (at, heading) in headings.enumerate() {
            paper.put(sheet, head, u16::try_from(at).unwrap_or(u16::MAX), heading, &paper.heading)?;
            highest = highest.max(paper::lines(heading, width(at) - 1.5));
        }
        paper::set_height(sheet, head, highest)?;
        let first = head + 1;
        let key = format!("{TABLE}[{}]", self.key);
        for (place, (row, (cells, at))) in (1u32..).zip((first..).zip(&self.rows)) {
            let end = format!("${}{}", letters(last), row + 1);
            let line = format!("({end}-{})", HEADING_ROW + 1);
            let mut lines = 1;
            for ((column, entry), cell) in (0u16..).zip(&self.columns).zip(cells) {
                let own = |name: usize| format!("{}{}", letters(u16::try_from(name).unwrap_or_default()), row + 1);
                let mut formula = entry.formula.replace("{line}", &line);
                for other in 0..self.columns.len() {
                    formula = formula
                        .replace(&format!("{{{}}}", letters(u16::try_from(other).unwrap_or_default())), &own(other));
                }
                let formula = format!("=IF({end}=\"\",\"\",{formula})");
                let (stored, format) = match cell {
                    Cell::Day(day) if day.time().is_some() => {
                        (cell.number().unwrap_or_default().to_string(), &paper.time)
                    }
                    Cell::Day(_) => (cell.number().unwrap_or_default().to_string(), &paper.day),
                    _ if entry.kind == Kind::Day => (cell.shown(), &paper.day),
                    _ if entry.kind == Kind::Number => (cell.shown(), &paper.number),
                    Cell::Text(text) if entry.kind == Kind::Text => (format!("{text} "), &paper.text),
                    _ => (cell.shown(), &paper.text),
                };
                let needs = match cell {
                    Cell::Day(_) => 1,
                    _ => paper::lines(&cell.shown(), width(usize::from(column))),
                };
                lines = lines.max(needs);
                sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(stored), format)?;
            }
            let formula = format!("=IFERROR(MATCH(SMALL({key},{place}),{key},0)+{},\"\")", HEADING_ROW + 1);
            let formula = Formula::new(formula).set_result((at + HEADING_ROW as usize + 2).to_string());
            sheet.write_formula_with_format(row, last, formula, &paper.number)?;
            paper::set_height(sheet, row, lines)?;
        }
        let past = first + u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        for (at, column) in (0u16..).zip(&self.columns) {
            if column.kind == Kind::Timeliness && past > first {
                paper::colour_timeliness(sheet, (first, past - 1), at)?;
            }
        }
        if self.rows.is_empty() {
            paper.put(sheet, first, 0, "none", &paper.text)?;
        }
        Ok(past.max(first + 1))
    }
}
