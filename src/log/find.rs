//! A workbook → the log tables that stand in it.
//!
//! In: a grid and a procedure. Out: every table whose headings are a log's, wherever it stands: below title
//! rows, with headings over two merged rows, several on one sheet, on any sheet.

use chrono::NaiveDate;

use super::contents;
use super::dates::is_date;
use super::headings::{Headings, settle_engine};
use super::marks::Marks;
use super::rows::RowReader;
use super::{Column, Meaning, Row, Table, one_line};
use crate::grid::{Address, Cell, Range, Sheet, Value, Workbook};
use crate::parallel;
use crate::policy::Policy;

/// How many known headings make a heading row.
const ENOUGH: usize = 3;

/// The log tables of each sheet, top to bottom, the raw cells of their rows not kept yet.
pub(super) fn tables(workbook: &Workbook, policy: &Policy, as_of: NaiveDate) -> Vec<Vec<Table>> {
    let headings = Headings::of(policy);
    let reader = RowReader::new(policy, workbook.date_system, as_of);
    let marks = Marks::of(workbook);
    let mut named = Named::default();
    let mut found: Vec<Vec<Table>> = Vec::with_capacity(workbook.sheets.len());
    for sheet in &workbook.sheets {
        // What is named above a document's table holds for its later tables too.
        named = Named { agency: named.agency.filter(|_| sheet.later_table), placeholder: None };
        let tables = in_sheet(sheet, &headings, &marks, &reader, &mut named);
        if sheet.later_table
            && tables.is_empty()
            && let Some(log) = found.iter_mut().flatten().last()
        {
            log.headless.extend(first_like_case(sheet, log).map(|row| (sheet.name.clone(), row)));
        }
        found.push(tables);
    }
    found
}

/// The first row of a table without a log's headings that reads like a case of the log before it: of nearly as many
/// columns, and with a digit, as other headings of a table's own have none.
fn first_like_case(sheet: &Sheet, log: &Table) -> Option<u32> {
    let columns = |last: Option<u32>| last.map_or(0, |last| last + 1);
    let own = columns(sheet.cells.iter().map(|cell| cell.at.column).max());
    if own * 3 < columns(log.columns.iter().map(|column| column.column).max()) * 2 {
        return None;
    }
    let first = sheet.rows().find(|row| row.len() >= ENOUGH)?;
    let has_digit = first.iter().any(|cell| text(cell).is_some_and(|text| text.bytes().any(|b| b.is_ascii_digit())));
    first.first().filter(|_| has_digit).map(|cell| cell.at.row)
}

/// A table's headings.
struct Head {
    columns: Vec<Column>,
    /// How many rows of cells they take.
    rows: usize,
    /// The last row of the sheet that they take.
    last_row: u32,
}

fn in_sheet(
    sheet: &Sheet,
    headings: &Headings,
    marks: &Marks,
    reader: &RowReader<'_>,
    named: &mut Named,
) -> Vec<Table> {
    let rows: Vec<&[Cell]> = sheet.rows().collect();
    let mut heads = Vec::new();
    let mut place = 0;
    while place < rows.len() {
        let head = head_at(sheet, rows.get(place..).unwrap_or_default(), headings);
        let taken = head.as_ref().map_or(1, |head| head.rows);
        heads.extend(head.map(|head| (place, head)));
        place += taken;
    }
    if heads.is_empty() {
        // Of a document the agency may stand in a table of its own.
        rows.iter().for_each(|row| {
            named.look_labelled(row, headings);
        });
        return Vec::new();
    }
    let mut tables: Vec<Table> = Vec::new();
    let ends: Vec<usize> = heads.iter().skip(1).map(|(place, _)| *place).chain([rows.len()]).collect();
    let first = heads.first().map_or(0, |(place, _)| *place);
    for row in rows.get(..first).unwrap_or_default() {
        named.look(row, headings);
    }
    for ((place, head), end) in heads.into_iter().zip(ends) {
        let body = rows.get(place + head.rows..end).unwrap_or_default();
        let mut columns = head.columns;
        add_unheaded(sheet, &mut columns, head.last_row, body);
        settle_marked(&mut columns, &sheet.name, marks);
        let beside = set_apart(&mut columns);
        contents::settle(&mut columns, body, &reader.dates);
        // The engine hides some of its own, and nothing of the agency's is hidden by that.
        columns.iter_mut().filter(|column| column.meaning == Meaning::Engine).for_each(|column| column.hidden = false);
        let mut table = Table {
            sheet: sheet.name.clone(),
            hidden_sheet: sheet.hidden,
            agency: named.agency.clone(),
            placeholder: named.placeholder,
            above: Vec::new(),
            headless: Vec::new(),
            closed: None,
            beside,
            merged: merged_below(sheet, head.last_row, body),
            heading_row: head.last_row,
            columns,
            rows: Vec::with_capacity(body.len()),
            returned_in: Vec::new(),
        };
        let cases = reader.table(sheet, &table);
        if tables.is_empty() {
            let above = rows.get(..place).unwrap_or_default().iter().filter_map(|row| cases.read(row));
            table.above = above.filter(reads_as_case).map(|row| row.row).collect();
        }
        let last =
            if end < rows.len() { body.last().and_then(|row| row.first()).map(|cell| cell.at.row) } else { None };
        let read = |row: &&[Cell]| {
            let case = cases.read(row);
            let is_above = row.first().is_some_and(|cell| Some(cell.at.row) == last);
            let may_be = is_label(row) || is_above && is_label_with_more(row, case.as_ref());
            (may_be && Named::default().look_labelled(row, headings), case)
        };
        let read = parallel::parts(body, |rows| rows.iter().map(read).collect());
        for (row, (is_label, case)) in body.iter().zip(read.into_iter().flatten()) {
            // The agency's name between two tables is the second one's.
            if is_label {
                named.look_labelled(row, headings);
                continue;
            }
            match case {
                Some(row) => table.rows.push(row),
                None if table.closed.is_none() && !table.rows.is_empty() && cases.closes(row) => {
                    table.closed = row.first().map(|cell| cell.at.row);
                }
                None => {}
            }
        }
        if table.rows.is_empty() && table.agency.is_none() {
            table.agency = body.iter().find_map(|row| cases.agency_of_none(row));
        }
        tables.push(table);
    }
    tables
}

/// Whether a row among the cases can name an agency and no more: one of a case is filled further, or has its number
/// behind the label.
fn is_label(row: &[Cell]) -> bool {
    let mut filled = row.iter().filter(|cell| !cell.value.shown().trim().is_empty());
    let has_number = filled.next().and_then(text).is_some_and(|text| text.bytes().any(|byte| byte.is_ascii_digit()));
    filled.count() <= usize::from(!has_number)
}

/// Whether a row right above another table names an agency, with a term or who to ask beside it: no case that is told in
/// words, dated or weighed.
fn is_label_with_more(row: &[Cell], case: Option<&Row>) -> bool {
    let texts = || row.iter().filter_map(text);
    let is_named = texts().next().and_then(|first| first.split_once(':'));
    let is_told = |text: &str| text.split_whitespace().nth(3).is_some();
    is_named.is_some_and(|(_, name)| name.trim().is_empty() || name.contains(char::is_alphabetic))
        && !texts().skip(1).any(is_told)
        && case.is_none_or(|case| {
            case.events.is_empty() && case.born.is_blank() && case.level.is_blank() && case.stage.is_blank()
        })
}

/// The merged cells below a table's headings.
fn merged_below(sheet: &Sheet, heading_row: u32, body: &[&[Cell]]) -> Vec<Range> {
    let last = body.last().and_then(|row| row.first()).map_or(heading_row, |cell| cell.at.row);
    let within = |range: &&Range| (heading_row + 1..=last).contains(&range.from.row);
    sheet.merged.iter().filter(within).copied().collect()
}

/// Whether a row above the headings says under three of them what a case says there: a title may have a number
/// in it and the day beside it.
fn reads_as_case(row: &Row) -> bool {
    let says = [
        row.events.iter().any(|(_, event)| event.known().is_some()),
        row.name.known().is_some(),
        row.number.known().is_some_and(|number| number.bytes().any(|byte| byte.is_ascii_digit())),
        row.level.known().is_some(),
        row.born.known().is_some(),
        row.stage.known().is_some(),
    ];
    says.into_iter().filter(|says| *says).count() >= 3
}

/// The headings that begin with this row; `None` where it is no heading row.
fn head_at(sheet: &Sheet, rows: &[&[Cell]], headings: &Headings) -> Option<Head> {
    let (top, below) = (rows.first()?, rows.get(1));
    // Most rows are cases, and say so by a date.
    if top.iter().any(|cell| matches!(cell.value, Value::Date(_))) {
        return None;
    }
    let row = top.first()?.at.row;
    let below = below.filter(|cells| cells.first().is_some_and(|cell| cell.at.row == row + 1));
    let maybe = |cells: &[Cell]| cells.iter().filter(|cell| text(cell).is_some_and(|t| headings.may_know(t))).count();
    let here = maybe(top);
    let merged_here = here > 0 && sheet.merged.iter().any(|range| range.from.row == row);
    if merged_here {
        let below = below.map_or(0, |cells| maybe(cells));
        if here + below < ENOUGH {
            return None;
        }
    } else {
        // Rows of data that begin as headings do end with the first words that are none.
        let mut left = here;
        let mut known = 0;
        for heading in top.iter().filter_map(text).filter(|text| headings.may_know(text)) {
            if known + left < ENOUGH {
                return None;
            }
            known += usize::from(headings.meaning(heading).is_some());
            left -= 1;
        }
        if known < ENOUGH {
            return None;
        }
    }
    let one = one_row(top, headings);
    let two = below
        .filter(|_| merged_here)
        .map(|below| (two_rows(sheet, top, below, headings), known(&one_row(below, headings))));
    // A title merged over the headings, and data below a merged heading, make them no better known.
    let (columns, rows) = match two {
        Some((two, below)) if known(&two) > known(&one).max(below) => (two, 2),
        _ => (one, 1),
    };
    if !is_log(&columns) || top.iter().any(is_day) {
        return None;
    }
    // Headings merged with the empty row below them end there.
    let own_last = row + u32::try_from(rows).unwrap_or(1) - 1;
    let starts = |range: &&Range| columns.iter().any(|column| range.from == column.at);
    let merged_last = sheet.merged.iter().filter(starts).map(|range| range.to.row).max().unwrap_or(own_last);
    let free = rows_free(sheet, own_last, merged_last);
    Some(Head { columns, rows, last_row: if free { merged_last.max(own_last) } else { own_last } })
}

/// Whether no cell stands in the rows after `from` up to and including `to`.
fn rows_free(sheet: &Sheet, from: u32, to: u32) -> bool {
    let start = sheet.cells.partition_point(|cell| cell.at.row <= from);
    sheet.cells.get(start).is_none_or(|cell| cell.at.row > to)
}

fn text(cell: &Cell) -> Option<&str> {
    cell.value.text()
}

fn one_row(cells: &[Cell], headings: &Headings) -> Vec<Column> {
    let found = cells.iter().filter(|cell| !cell.value.shown().trim().is_empty()).map(|cell| {
        let heading = one_line(&cell.value.shown());
        let meaning = text(cell).and_then(|text| headings.meaning(text));
        (cell.at, heading, meaning.unwrap_or(Meaning::Unknown))
    });
    columns(found.collect())
}

/// Headings of which the upper row spans several columns or both rows.
fn two_rows(sheet: &Sheet, top: &[Cell], below: &[Cell], headings: &Headings) -> Vec<Column> {
    let over = |column: u32| {
        let row = top.first()?.at.row;
        let covers = |range: &&Range| range.contains(Address::new(row, column));
        let from = sheet.merged.iter().find(covers).map_or(column, |range| range.from.column);
        top.iter().find(|cell| cell.at.column == from)
    };
    let mut found = Vec::new();
    for cell in below {
        let (Some(under), at) = (text(cell), cell.at) else { continue };
        let above = over(at.column).and_then(text).unwrap_or_default();
        let both = format!("{above} {under}");
        // "Child" over "DOB" is the date alone, while "Child / DOB" in one cell is both.
        let alone = headings.meaning(under);
        let meaning = match alone {
            Some(Meaning::Born | Meaning::Age) => alone,
            _ => headings.meaning(&both).or(alone),
        };
        let heading = one_line(if above.is_empty() { under } else { &both });
        found.push((at, heading, meaning.unwrap_or(Meaning::Unknown)));
    }
    for cell in top {
        if !found.iter().any(|(at, _, _)| at.column == cell.at.column) {
            let meaning = text(cell).and_then(|text| headings.meaning(text));
            found.push((cell.at, one_line(&cell.value.shown()), meaning.unwrap_or(Meaning::Unknown)));
        }
    }
    found.sort_by_key(|(at, _, _)| at.column);
    columns(found)
}

fn columns(found: Vec<(Address, String, Meaning)>) -> Vec<Column> {
    let places: Vec<Address> = found.iter().map(|(at, _, _)| *at).collect();
    let mut meanings: Vec<(String, Meaning)> =
        found.into_iter().map(|(_, heading, meaning)| (heading, meaning)).collect();
    settle_engine(&mut meanings);
    let both = places.into_iter().zip(meanings);
    both.map(|(at, (heading, meaning))| Column { column: at.column, heading, at, meaning, hidden: false }).collect()
}

/// How many different meanings the headings have.
fn known<'a>(columns: impl IntoIterator<Item = &'a Column>) -> usize {
    let mut meanings: Vec<&Meaning> = columns.into_iter().map(|column| &column.meaning).collect();
    meanings.sort_unstable();
    meanings.dedup();
    meanings.iter().filter(|meaning| !matches!(meaning, Meaning::Unknown | Meaning::Engine)).count()
}

fn is_log(columns: &[Column]) -> bool {
    // A case may have headings' words in its cells: "threshold", "looked after". "No" is an answer sooner than a number,
    // except at the left.
    let is_answer = |place: usize, column: &Column| place > 0 && column.heading.eq_ignore_ascii_case("no");
    let columns = columns.iter().enumerate().filter(|(place, column)| !is_answer(*place, column));
    let columns: Vec<&Column> = columns.map(|(_, column)| column).collect();
    let is_core = |column: &Column| {
        matches!(
            column.meaning,
            Meaning::Number | Meaning::Child | Meaning::Name | Meaning::Concern | Meaning::Disagreement
        )
    };
    // A list of children has names and dates of birth too, and says of no case how it stands.
    let is_of_case = |column: &Column| {
        !matches!(
            column.meaning,
            Meaning::Number
                | Meaning::Agency
                | Meaning::Child
                | Meaning::Name
                | Meaning::Born
                | Meaning::Age
                | Meaning::Fact(_)
                | Meaning::Accepted
                | Meaning::Engine
                | Meaning::Unknown
        )
    };
    known(columns.iter().copied()) >= ENOUGH
        && columns.iter().any(|column| is_core(column))
        && columns.iter().any(|column| is_of_case(column))
}

/// Whether a cell's text is a day, as a heading never is.
fn is_day(cell: &Cell) -> bool {
    text(cell).is_some_and(|text| text.bytes().any(|byte| byte.is_ascii_digit()) && is_date(text))
}

/// Adds the columns that hold something without a heading, so that nothing in a row is lost, and says
/// which columns are hidden.
fn add_unheaded(sheet: &Sheet, columns: &mut Vec<Column>, heading_row: u32, body: &[&[Cell]]) {
    let mut seen: Vec<bool> = Vec::new();
    for cell in body.iter().copied().flatten() {
        let Ok(column) = usize::try_from(cell.at.column) else { continue };
        if seen.len() <= column {
            seen.resize(column + 1, false);
        }
        if let Some(seen) = seen.get_mut(column) {
            *seen = true;
        }
    }
    for (column, _) in (0u32..).zip(seen).filter(|(_, seen)| *seen) {
        if !columns.iter().any(|known| known.column == column) {
            let at = Address::new(heading_row, column);
            columns.push(Column { column, heading: String::new(), at, meaning: Meaning::Unknown, hidden: false });
        }
    }
    columns.sort_by_key(|column| column.column);
    for column in columns {
        column.hidden = sheet.hidden_columns.contains(&column.column);
    }
}

/// Where the sheet of marks names columns of this table, they are the engine's and no others are: an agency's own
/// "Status" stays its own beside the engine's.
fn settle_marked(columns: &mut [Column], sheet: &str, marks: &Marks) {
    if !columns.iter().any(|column| marks.stands_at(sheet, column.at)) {
        return;
    }
    for column in columns {
        if marks.stands_at(sheet, column.at) {
            column.meaning = Meaning::Engine;
        } else if column.meaning == Meaning::Engine {
            column.meaning = Meaning::Unknown;
        }
    }
}

/// Where headings begin anew in one row, another log stands beside the first: its columns mean nothing in the cases of
/// this one. Answers the heading with which it begins.
fn set_apart(columns: &mut [Column]) -> Option<Address> {
    const AGAIN: usize = 4;
    let is_known = |column: &&Column| !matches!(column.meaning, Meaning::Unknown | Meaning::Engine);
    let repeats = |place: usize| {
        let before = columns.get(..place).unwrap_or_default();
        columns.get(place).filter(is_known).is_some_and(|own| before.iter().any(|other| other.meaning == own.meaning))
    };
    let first = (0..columns.len()).find(|place| repeats(*place))?;
    let known: Vec<usize> =
        (first..columns.len()).filter(|place| columns.get(*place).as_ref().is_some_and(is_known)).collect();
    let again = known.iter().filter(|place| repeats(**place)).count();
    // Of a single log a column or two may mean the same.
    if again < AGAIN || again * 5 < known.len() * 4 {
        return None;
    }
    let other = columns.get_mut(first..)?;
    other
        .iter_mut()
        .filter(|column| column.meaning != Meaning::Engine)
        .for_each(|column| column.meaning = Meaning::Unknown);
    other.first().map(|column| column.at)
}

/// The agency named above a table, or the cell where its name is still to be put.
#[derive(Default)]
struct Named {
    agency: Option<(String, Address)>,
    placeholder: Option<Address>,
}

impl Named {
    /// Looks for "Agency / School: X", or "Agency / School" with X in the next cell.
    fn look(&mut self, row: &[Cell], headings: &Headings) {
        if self.look_labelled(row, headings) {
            return;
        }
        if let [label, name, ..] = row
            && text(label).is_some_and(|label| headings.meaning(label) == Some(Meaning::Agency))
            && text(name).is_none_or(|name| headings.meaning(name).is_none())
        {
            self.take(&name.value.shown(), name.at);
        }
    }

    /// Looks for a label with a colon where the row begins; whether there is one.
    fn look_labelled(&mut self, row: &[Cell], headings: &Headings) -> bool {
        let [first, rest @ ..] = row else { return false };
        let Some((label, name)) = text(first).and_then(|text| text.split_once(':')) else { return false };
        if headings.meaning(label) != Some(Meaning::Agency) {
            return false;
        }
        match rest.first() {
            Some(next) if name.trim().is_empty() => self.take(&next.value.shown(), next.at),
            _ => self.take(name, first.at),
        }
        true
    }

    fn take(&mut self, name: &str, at: Address) {
        let name = one_line(name.split('\n').find(|line| !line.trim().is_empty()).unwrap_or_default());
        let words = name.trim_start_matches(|c: char| !c.is_alphanumeric());
        let placeholder = words.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("insert"));
        if placeholder {
            (self.agency, self.placeholder) = (None, Some(at));
        } else if !words.is_empty() {
            (self.agency, self.placeholder) = (Some((name, at)), None);
        }
    }
}
