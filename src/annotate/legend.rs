//! The sheet that says how a log was marked: settings, legend, and where the engine's columns stand.
//!
//! In: what the log was marked with. Out: the edits of that sheet, keys in its first column and values in its
//! second. [`Marks`] reads it back, so the next run takes its settings from here.

use super::look::{self, Look};
use super::places::{self, Places};
use super::{Basis, formulas, guidance};
use crate::calendar::Closure;
use crate::edit::{self, Columns, Edit, Formula, SheetEdits, Value, Width};
use crate::grid::{Address, Range, Workbook};
use crate::log::{Marks, Table};
use crate::timeline::{RowStatus, Status, day_in_words};

/// One line: key and value, the formula behind the value, how the key looks.
struct Line {
    key: String,
    value: Value,
    formula: Option<Formula>,
    look: Option<Look>,
}

impl Line {
    fn new(key: &str, value: impl Into<String>) -> Line {
        Line { key: key.to_owned(), value: Value::text(value.into()), formula: None, look: None }
    }

    fn heading(key: &str) -> Line {
        Line { look: Some(look::HEADING), ..Line::new(key, "") }
    }

    /// The same over as many rows as its words need: a row's height is not the same in every program. What is read
    /// back stays in one.
    fn broken(self) -> Vec<Line> {
        let Value::Text(text) = &self.value else { return vec![self] };
        if [Marks::POLICY, Marks::READINGS].contains(&self.key.as_str()) || self.formula.is_some() {
            return vec![self];
        }
        let mut rows: Vec<String> = vec![String::new()];
        for word in text.split(' ') {
            match rows.last_mut() {
                Some(row) if row.is_empty() => row.push_str(word),
                Some(row) if row.chars().count() + word.chars().count() < LONGEST => {
                    row.push(' ');
                    row.push_str(word);
                }
                _ => rows.push(word.to_owned()),
            }
        }
        let mut rows = rows.into_iter();
        let first = Line { value: Value::text(rows.next().unwrap_or_default()), ..self };
        std::iter::once(first).chain(rows.map(|row| Line::new("", row))).collect()
    }
}

/// The heading over what is found of no row.
pub(super) const WHOLE: &str = "About the log as a whole";

/// How many characters of a text stand in one row.
const LONGEST: usize = 60;

/// The edits that make the sheet, or make it anew.
pub(super) fn edits(basis: &Basis<'_>, name: String, placed: &[(&Table, Places)], frozen: &[&Table]) -> SheetEdits {
    let there = basis.workbook.sheets.iter().find(|other| other.name == name);
    let mut lines = settings(basis);
    lines.extend(legend());
    lines.extend(columns(placed));
    lines.extend(frozen.iter().map(|table| kept_in_sight(table)));
    lines.extend(about_tables(basis));
    lines.extend(also_asked(basis));
    let lines: Vec<Line> = lines.into_iter().flat_map(Line::broken).collect();
    let mut edits = Vec::new();
    let mut set = |row: u32, column: u32, formula: Option<Formula>, value: Option<Value>| {
        let cell = Address::new(row, column);
        if value.is_some() || there.is_some_and(|sheet| sheet.cell(cell).is_some()) {
            edits.push(Edit::Set(edit::Set { cell, formula, value }));
        }
    };
    let filled = |value: Value| if value == Value::text("") { None } else { Some(value) };
    for (row, line) in (0u32..).zip(&lines) {
        set(row, 0, None, filled(Value::text(line.key.clone())));
        set(row, 1, line.formula.clone(), filled(line.value.clone()));
    }
    let end = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    for left in there.iter().flat_map(|sheet| &sheet.cells).filter(|cell| cell.at.row >= end && cell.at.column < 2) {
        set(left.at.row, left.at.column, None, None);
    }
    for (row, line) in (0u32..).zip(&lines) {
        if let Some(look) = line.look {
            let last = u32::from(look == look::HEADING);
            let range = Range { from: Address::new(row, 0), to: Address::new(row, last) };
            edits.push(Edit::Fill(edit::Fill { range, color: look.fill }));
            edits.push(Edit::Font(edit::Font { range, bold: Some(true), color: Some(look.font), wrap: None }));
        }
        if matches!(line.value, Value::Date(_)) {
            let range = Range::from(Address::new(row, 1));
            edits.push(Edit::NumberFormat(edit::NumberFormat { range, code: look::DAY.to_owned() }));
        }
    }
    // No wider than a page of paper, so that it prints as it is seen.
    for (column, characters) in [(0, 20.0), (1, 52.0)] {
        edits.push(Edit::Width(Width { columns: Columns::one(column), characters }));
    }
    SheetEdits { create: true, ..SheetEdits::of(name, edits) }
}

/// A name that no sheet of a workbook has.
pub(super) fn free_name(workbook: &Workbook) -> String {
    let taken = |name: &String| workbook.sheets.iter().any(|sheet| sheet.name.eq_ignore_ascii_case(name));
    let others = (2..).map(|n: u32| format!("{} {n}", Marks::SHEET));
    let mut names = std::iter::once(Marks::SHEET.to_owned()).chain(others);
    names.find(|name| !taken(name)).unwrap_or_default()
}

fn settings(basis: &Basis<'_>) -> Vec<Line> {
    let policy = basis.checked.policy;
    let edition = policy.edition_for(None);
    let readings = if basis.readings.is_empty() { Marks::NONE.to_owned() } else { basis.readings.join(", ") };
    let number = |key: &str, value: f64| Line { value: Value::Number(value), ..Line::new(key, "") };
    let closed: Vec<Line> = basis.closures.iter().filter(|closure| closure.agency.is_none()).map(closed).collect();
    let given_again = if closed.is_empty() { "" } else { "; days closed are to be given again" };
    let mut lines = vec![
        Line { look: Some(look::HEADING), ..Line::new(Marks::TITLE, format!("version {}", basis.version)) },
        Line::new(Marks::POLICY, policy.id()),
        Line::new("Document", format!("{}: {}, {}", edition.partnership, edition.title, edition.edition)),
        Line::new(Marks::READINGS, readings),
        number(Marks::DUE_SOON, f64::from(basis.due_soon)),
        Line { value: Value::date(basis.checked.as_of), ..Line::new("Marked as of", "") },
        Line::new(
            "Settings",
            format!(
                "the next marking and check of this workbook take procedure, readings and days from here, unless they \
                 are told otherwise{given_again}"
            ),
        ),
    ];
    lines.extend(closed);
    lines
}

/// Days on which the partnership was closed, so that nobody wonders why a due date is later than elsewhere.
fn closed(closure: &Closure) -> Line {
    let last = closure.to.filter(|last| *last != closure.from).map(|last| format!(" to {}", day_in_words(last)));
    let days = format!("{}{}", day_in_words(closure.from), last.unwrap_or_default());
    Line::new("No working days", format!("{days}: {}", closure.why))
}

fn legend() -> Vec<Line> {
    let word = |status: Status| RowStatus::Open(status).in_words();
    let coloured = |key: &str, look: Look, says: &str| Line { look: Some(look), ..Line::new(key, says) };
    vec![
        Line::heading("Words and colours"),
        coloured(word(Status::Overdue), look::OVERDUE, "the day by which the stage is to be concluded has passed"),
        coloured(word(Status::DueToday), look::DUE_TODAY, "it is today"),
        coloured(word(Status::DueSoon), look::DUE_SOON, "it is near: see `Due soon, working days` above"),
        Line::new(word(Status::OnTrack), "it is further away"),
        coloured(
            formulas::CHECK_AGAIN,
            look::CHECK_AGAIN,
            "the row was edited after it was marked: mark the log again to see how it stands",
        ),
        Line::new(formulas::RESOLVED_SINCE, "the same, and a date resolved stands in it"),
        Line::new("resolved, resolved late", "resolved within the stage's limit, or after it"),
        Line::new(word(Status::NoLimit), "the procedure states no limit for the stage"),
        Line::new(word(Status::NotApplicable), "the procedure does not apply to the row"),
        Line::new(word(Status::Unknown), "no day can be worked out: `Checks` says what is missing"),
        Line::heading("What the columns say"),
        Line::new("Status and Days left", "are formulas: they are right on any day, also without escalog"),
        Line::new("Next step, due, act by", "were worked out on the day of marking; the due date does not change"),
        Line::new("Checks", "is what escalog found on that day"),
        Line::new(
            "Hidden columns",
            "hold the day on which Status rests, the day from which it is due soon, and what the row said when it was \
             marked (dates and answers, and of texts only their length)",
        ),
    ]
}

/// Where the engine's columns stand, by formulas that follow their headings.
fn columns(placed: &[(&Table, Places)]) -> Vec<Line> {
    let mut lines = vec![Line::heading("Where the columns stand")];
    for (table, places) in placed {
        let row = places::heading_row(table);
        for (column, place) in places.iter() {
            let formula = Some(cell_in(table, Address::new(row, place)).into());
            let shown = table.columns.iter().find(|own| own.column == place && !own.heading.is_empty());
            let shown = shown.map_or(column.heading(), |own| own.heading.as_str());
            lines.push(Line { formula, ..Line::new(column.heading(), shown) });
        }
    }
    lines
}

/// What stands in no column, and is asked all the same.
fn also_asked(basis: &Basis<'_>) -> Vec<Line> {
    let asked = guidance::lines(&basis.checked.rows);
    if asked.is_empty() {
        return Vec::new();
    }
    let heading = [
        Line::heading("What the procedure also asks"),
        Line::new("No column", "the log has none for these, so that it can't show whether they are done"),
    ];
    heading.into_iter().chain(asked.into_iter().map(|(stage, says)| Line::new(&stage, says))).collect()
}

/// Which rows were frozen, so that they are let go with the marks and no others are.
fn kept_in_sight(table: &Table) -> Line {
    let column = table.columns.first().map_or(0, |column| column.column);
    let formula = Some(format!("ROW({})", cell_in(table, Address::new(table.heading_row, column))).into());
    Line { formula, value: Value::Number(f64::from(table.heading_row + 1)), ..Line::new(Marks::FROZEN, "") }
}

/// A cell of a table's sheet, as a formula on another sheet names it.
fn cell_in(table: &Table, at: Address) -> String {
    format!("'{}'!{at}", table.sheet.replace('\'', "''"))
}

/// What the rules found that is about no row.
fn about_tables(basis: &Basis<'_>) -> Vec<Line> {
    let found: Vec<Line> = basis
        .findings
        .iter()
        .filter(|finding| finding.row.is_none())
        .map(|finding| {
            Line::new(finding.rule.code, format!("{}: {}; {}", finding.sheet, finding.message, finding.rule.advice))
        })
        .collect();
    if found.is_empty() { found } else { std::iter::once(Line::heading(WHOLE)).chain(found).collect() }
}
