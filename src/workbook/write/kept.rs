//! The sheets that a register is read back from: what is set aside and in conflict, the sources, the
//! agencies; and the hidden marks by which its rows are known again.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{DataValidation, Note, Worksheet, XlsxError};

use super::figure::Over;
use super::paper::{self, Paper};
use super::table::{self, Cell, Column, Grid, HEADING_ROW};
use crate::log::{Meaning, Row};
use crate::merge::{self, AgencyLine, Key, Listed, Register, as_written};
use crate::policy::Policy;

// The columns that formulas refer to.
pub(super) const WHAT: &str = "What";
pub(super) const IN_TABLE: &str = "In the table";
pub(super) const YES: &str = "yes";
/// The column in which the officer chooses.
pub(super) const KEEP: &str = "Keep";

/// How many characters of a text to be read back stand in one cell: fewer than it can hold, whatever they are.
const PART: usize = 16_000;

/// How many UTF-16 units the note on a cell can have: some are kept for a name.
const LONGEST_NOTE: usize = 32_767 - 54;

/// The column of a field.
pub(super) fn column(key: &Key, policy: &Policy) -> Column {
    let heading = key.heading(policy);
    match &key.meaning {
        Meaning::Event(_) | Meaning::Born | Meaning::ProtectBy => Column::day(heading),
        Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome => Column::text(&heading, 34.0),
        Meaning::Name | Meaning::ReceivingAgency => Column::text(&heading, 20.0),
        Meaning::Stage | Meaning::Age => Column::number(&heading, 8.0),
        _ => Column::text(&heading, 14.0),
    }
}

/// What a row says in the register's column at this place.
pub(super) fn cell(row: &Row, place: usize) -> Cell {
    row.value(place).map_or(Cell::Blank, Cell::of)
}

/// The column of the marks; it stands last, and hidden.
pub(super) fn mark() -> Column {
    Column::kept(merge::MARK, 10.0)
}

/// A text in as many cells as it needs, for the columns that stand last.
fn in_parts(text: String) -> Vec<Cell> {
    if text.len() <= PART {
        return vec![text.into()];
    }
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(PART).map(|part| Cell::Text(part.iter().collect())).collect()
}

/// The columns and rows of a table whose last column may need others beside it for what its cells can't hold.
fn with_parts(name: &'static str, mut columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Grid {
    let (one, most) = (columns.len(), rows.iter().map(Vec::len).max().unwrap_or_default());
    if let Some(heading) = columns.last().map(|last| last.heading.clone()).filter(|_| most > one) {
        columns.extend((2..).map(|part| Column::kept(&merge::part_of(&heading, part), 10.0)).take(most - one));
    }
    Grid::new(name, columns, rows)
}

/// Marks rows so that a change is seen.
pub(super) struct Marker {
    /// The columns whose cells are read back, by their places and headings.
    columns: Vec<(usize, String)>,
}

impl Marker {
    pub(super) fn of(columns: &[Column]) -> Marker {
        let columns = columns.iter().map(|column| column.heading.clone()).enumerate();
        Marker { columns: columns.filter(|(_, heading)| !merge::is_computed(heading)).collect() }
    }

    /// The id of a row's case, and a mark of each of its cells as written.
    pub(super) fn mark(&self, id: &str, cells: &[Cell]) -> Cell {
        // A space and eight digits a cell.
        let mut mark = String::with_capacity(id.len() + 9 * self.columns.len());
        mark.push_str(id);
        for (heading, cell) in self.columns.iter().filter_map(|(place, heading)| Some((heading, cells.get(*place)?))) {
            mark.push(' ');
            mark.push_str(&as_written(heading, &cell.words()));
        }
        mark.into()
    }
}

/// Writes what the officer noted on the cells of a register's table; of a column that is not there, beside the agency.
pub(super) fn notes(sheet: &mut Worksheet, grid: &Grid, register: &Register) -> Result<(), XlsxError> {
    if register.pool.notes.is_empty() {
        return Ok(());
    }
    for (row, entry) in (HEADING_ROW + 1..).zip(&register.entries) {
        let mut cells: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
        for (heading, notes) in register.notes_on(entry) {
            let place = grid.place(heading);
            let text = |note: &str| if place.is_some() { note.to_owned() } else { format!("{heading}: {note}") };
            cells.entry(place.unwrap_or_default()).or_default().extend(notes.into_iter().map(text));
        }
        for (column, notes) in cells {
            let text = notes.into_iter().collect::<Vec<_>>().join(merge::BETWEEN_NOTES);
            let note = Note::new(paper::fitted_to(&text, LONGEST_NOTE)).add_author_prefix(false);
            sheet.insert_note(row, column, &note)?;
        }
    }
    Ok(())
}

/// What is set aside, in conflict or perhaps one, line by line.
pub(super) fn listed_grid(register: &Register) -> Grid {
    let columns = [
        Column::text(WHAT, 18.0),
        Column::text("Agency", 26.0),
        Column::text("Number", 10.0),
        Column::text("Child", 18.0),
        Column::text("Field", 16.0),
        Column::text("What it says", 30.0),
        Column::text("Why", 34.0),
        Column::text("File", 24.0),
        Column::text("Sheet", 10.0),
        Column::number("Row", 6.0),
        Column::day("Returned"),
        Column::text(IN_TABLE, 9.0),
        Column::text(KEEP, 8.0),
        mark(),
    ];
    with_parts(Over::Listed.table(), columns.into(), register.listed.iter().map(line).collect())
}

pub(super) fn listed(sheet: &mut Worksheet, grid: &Grid, register: &Register, paper: &Paper) -> Result<(), XlsxError> {
    let below = "Where there is something to choose, write yes in the column Keep beside what is right: it holds from then on. Beside a value that came in later, write yes or no. Beside one of a pair, no says that they are two cases";
    paper.head(sheet, merge::LISTED, below)?;
    table::write(sheet, paper, grid)?;
    let Some(keep) = grid.place(KEEP) else { return Ok(()) };
    let list = DataValidation::new().allow_list_strings(&["yes", "no"])?;
    for (row, listed) in (HEADING_ROW + 1..).zip(&register.listed) {
        if listed.keep.is_some() {
            sheet.add_data_validation(row, keep, row, keep, &list)?;
            sheet.set_cell_format(row, keep, &paper.choice)?;
        }
    }
    Ok(())
}

fn line(listed: &Listed) -> Vec<Cell> {
    let at = listed.at.as_ref();
    let source = at.map(|at| &at.source);
    let mut cells: Vec<Cell> = vec![
        listed.what.in_words().into(),
        listed.agency.as_str().into(),
        listed.number.as_str().into(),
        listed.child.as_str().into(),
        listed.field.as_str().into(),
        listed.value.as_str().into(),
        listed.note.as_str().into(),
        source.map_or("", |source| source.file.as_str()).into(),
        source.map_or("", |source| source.sheet.as_str()).into(),
        source.map_or(Cell::Blank, |source| source.row.into()),
        at.and_then(|at| at.returned).into(),
        (if listed.in_table { YES } else { "no" }).into(),
        listed.keep.as_deref().unwrap_or_default().into(),
    ];
    cells.extend(in_parts(listed.mark.clone()));
    cells
}

pub(super) fn sources(sheet: &mut Worksheet, register: &Register, paper: &Paper) -> Result<(), XlsxError> {
    let below = "Every row that was returned, and what became of it. Hidden columns hold each row whole; escalog reads them back, so leave this sheet as it is";
    paper.head(sheet, merge::SOURCES, below)?;
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(register.became.len());
    for became in &register.became {
        let (at, original) = (&became.at, register.pool.originals.get(&became.id));
        let mut cells: Vec<Cell> = vec![
            became.agency.as_str().into(),
            original.map_or("", |original| original.agency.as_str()).into(),
            (if original.is_some_and(|original| original.from_file_name) { merge::FILE_NAME } else { "the log" })
                .into(),
            at.source.file.as_str().into(),
            at.source.sheet.as_str().into(),
            at.source.row.into(),
            at.returned.into(),
            became.what.as_str().into(),
            register.pool.marked_under(&at.content).into(),
            became.id.as_str().into(),
            at.content.as_str().into(),
            register.pool.received_for(&at.content).into(),
        ];
        cells.extend(in_parts(original.map(merge::Original::to_text).unwrap_or_default()));
        rows.push(cells);
    }
    for nil in register.pool.nil() {
        rows.push(vec![
            register.agency(&nil.agency).into(),
            nil.agency.as_str().into(),
            Cell::Blank,
            nil.file.as_str().into(),
            Cell::Blank,
            Cell::Blank,
            nil.returned.into(),
            "nil return: no rows".into(),
            register.pool.marked_under(&nil.content).into(),
            Cell::Blank,
            nil.content.as_str().into(),
            register.pool.received_for(&nil.id()).into(),
        ]);
    }
    let columns = vec![
        Column::text("Agency", 22.0),
        Column::text("Agency as spelled", 22.0),
        Column::text("Named by", 10.0),
        Column::text("File", 26.0),
        Column::text("Sheet", 10.0),
        Column::number("Row", 6.0),
        Column::day("Returned"),
        Column::text("What became of it", 30.0),
        Column::text(merge::MARKED_UNDER, 12.0),
        Column::kept("Row id", 15.0),
        Column::kept(merge::FILE_ID, 15.0),
        Column::kept(merge::FOR_QUARTER, 10.0),
        Column::kept(merge::AS_RETURNED, 40.0),
    ];
    table::write(sheet, paper, &with_parts("Sources", columns, rows))
}

pub(super) fn agencies(sheet: &mut Worksheet, grid: &Grid, paper: &Paper) -> Result<(), XlsxError> {
    let below = "The agencies that are expected to return a log; add to the list, and it holds from then on";
    paper.head(sheet, "Agencies", below)?;
    table::write(sheet, paper, grid)
}

/// The list of agencies, with what these lines say of them.
pub(super) fn agencies_grid(register: &Register, lines: &[AgencyLine]) -> Grid {
    let list = &register.pool.agencies;
    let mut roles: Vec<&String> = list.iter().flat_map(|agency| agency.contacts.keys()).collect();
    roles.sort();
    roles.dedup();
    let mut columns =
        vec![Column::text(merge::AGENCY, 34.0), Column::text("Kind", 18.0), Column::text("Spellings", 40.0)];
    columns.extend(roles.iter().map(|role| Column::text(role, 28.0)));
    columns.extend([Column::day("Returned"), Column::number("Rows", 8.0), Column::text("Note", 40.0)]);
    table::make_unique(&mut columns);
    let rows: Vec<Vec<Cell>> = list
        .iter()
        .map(|agency| {
            let line = lines.iter().find(|line| line.name == agency.name);
            let mut cells: Vec<Cell> = vec![
                agency.name.as_str().into(),
                agency.kind.as_deref().unwrap_or_default().into(),
                agency.spellings.iter().cloned().collect::<Vec<_>>().join("; ").into(),
            ];
            cells.extend(roles.iter().map(|role| agency.contacts.get(*role).map_or("", String::as_str).into()));
            let note = if line.is_some_and(|line| line.missing) { "missing: this agency returned nothing" } else { "" };
            cells.extend([
                line.and_then(|line| line.returned).into(),
                line.map_or(0, |line| line.rows).into(),
                note.into(),
            ]);
            cells
        })
        .collect();
    Grid::new(Over::Expected.table(), columns, rows)
}
