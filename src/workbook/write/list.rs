//! A list of rows of the table of escalations in the order of a key: each cell a formula that finds its row.
//!
//! A row that is corrected so that it no longer belongs on the list leaves it; one that comes to belong on
//! it takes a line. Below the lines it says how many more rows there are.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::escalations::{TABLE, escaped};
use super::paper::{self, Paper};
use super::table::{Cell, Grid, HEADING_ROW, Kind, Look, wide_enough};
use crate::grid::column_letters;

/// How many lines stand ready for rows that come to belong on a list.
const SPARE: usize = 5;

/// What stands in a list without a row.
const NONE: &str = "none";

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
    pub fn of(heading: &str, kind: Kind) -> Entry {
        let found = found(heading);
        let from = heading.to_owned();
        // A text such as `007` or `nan` would be stored as a number without the space after it.
        let shown = match kind {
            Kind::Text => format!("{found}&\" \""),
            Kind::Day => format!("IF(ISNUMBER({found}),{found},{found}&\" \")"),
            _ => found.clone(),
        };
        let formula = format!("IF({found}=\"\",\"\",{shown})");
        Entry::made(heading, kind, formula, move |grid, row| grid.cell(row, &from).value().clone())
    }

    /// The same under another heading.
    pub fn headed(self, heading: &str) -> Entry {
        Entry { heading: heading.to_owned(), ..self }
    }

    /// The text under a heading at which people write what they like; a day as words.
    pub fn noted(heading: &str) -> Entry {
        let found = found(heading);
        let from = heading.to_owned();
        let text = format!("IF(ISNUMBER({found}),TEXT({found},\"dd mmm yyyy\"),{found})");
        let formula = format!("IF({found}=\"\",\"\",{text}&\" \")");
        Entry::made(heading, Kind::Text, formula, move |grid, row| match grid.cell(row, &from).value() {
            Cell::Day(day) => day.date.format("%d %b %Y").to_string().into(),
            other => other.clone(),
        })
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

/// The cell under a heading of the table, in a formula.
fn found(heading: &str) -> String {
    format!("INDEX({TABLE}[{}],{{line}})", escaped(heading))
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
        let letters: Vec<String> = (0u32..).zip(&self.columns).map(|(column, _)| column_letters(column)).collect();
        let spare = vec![Cell::Blank; self.columns.len()];
        let rows = self.rows.iter().map(|(cells, at)| (cells, Some(*at)));
        let rows = rows.chain(std::iter::repeat_n((&spare, None), SPARE));
        for (place, (row, (cells, at))) in (1u32..).zip((first..).zip(rows)) {
            let end = format!("${}{}", column_letters(last.into()), row + 1);
            let line = format!("({end}-{})", HEADING_ROW + 1);
            let mut lines = 1;
            for ((column, entry), cell) in (0u16..).zip(&self.columns).zip(cells) {
                let mut formula = entry.formula.replace("{line}", &line);
                for other in &letters {
                    formula = formula.replace(&format!("{{{other}}}"), &format!("{other}{}", row + 1));
                }
                let without = if (place, column) == (1, 0) { NONE } else { "" };
                let formula = format!("=IF({end}=\"\",\"{without}\",{formula})");
                let (stored, look) = match (cell, entry.kind) {
                    _ if at.is_none() => (without.to_owned(), entry.kind.look()),
                    (Cell::Day(day), _) if day.time().is_some() => (stored_day(cell), Look::Time),
                    (Cell::Day(_), _) => (stored_day(cell), Look::Day),
                    (Cell::Text(text), Kind::Text | Kind::Day) => (format!("{text} "), entry.kind.look()),
                    (_, kind) => (cell.shown(), kind.look()),
                };
                let format = if at.is_some() { paper.look(look) } else { paper.plain(look) };
                let needs = match cell {
                    Cell::Day(_) => 1,
                    _ => paper::lines(&cell.shown(), width(usize::from(column))),
                };
                lines = lines.max(needs);
                sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(stored), format)?;
            }
            let formula = format!("=IFERROR(MATCH(SMALL({key},{place}),{key},0)+{},\"\")", HEADING_ROW + 1);
            let stored = at.map(|at| (at + HEADING_ROW as usize + 2).to_string()).unwrap_or_default();
            let format = if at.is_some() { &paper.number } else { paper.plain(Look::Number) };
            sheet.write_formula_with_format(row, last, Formula::new(formula).set_result(stored), format)?;
            if at.is_some() {
                paper::set_height(sheet, row, lines)?;
            }
        }
        let lines = self.rows.len() + SPARE;
        let past = first + u32::try_from(lines).unwrap_or(u32::MAX);
        for (at, column) in (0u16..).zip(&self.columns) {
            if column.kind == Kind::Timeliness {
                paper::colour_timeliness(sheet, (first, past - 1), at)?;
            }
        }
        let more = format!(
            "=IF(COUNT({key})>{lines},\"and \"&COUNT({key})-{lines}&\" more, which stand on the sheet {TABLE}\",\"\")"
        );
        sheet.write_formula_with_format(past, 0, Formula::new(more).set_result(""), &paper.subtitle)?;
        Ok(past + 1)
    }
}

/// A day as a formula comes to it.
fn stored_day(cell: &Cell) -> String {
    cell.number().unwrap_or_default().to_string()
}
