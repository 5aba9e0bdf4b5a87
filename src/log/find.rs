//! A workbook → the log tables that stand in it.
//!
//! In: a grid and a procedure. Out: every table whose headings are a log's, wherever it stands: below title
//! rows, with headings over two merged rows, several on one sheet, on any sheet.

use self::heads::head_at;
use self::named::Named;
use super::headings::Headings;
use super::marks::Marks;
use super::reader::Reader;
use super::rows::RowReader;
use super::{Column, Meaning, Row, Table, agencies, contents};
use crate::grid::{Address, Cell, Range, Sheet, Workbook};
use crate::parallel;

pub(super) mod heads;
mod named;

/// How many known headings make a heading row.
const ENOUGH: usize = 3;

/// The log tables of each sheet, top to bottom, the raw cells of their rows not kept yet.
pub(super) fn tables(workbook: &Workbook, reader: &Reader<'_>) -> Vec<Vec<Table>> {
    let rows = reader.rows(workbook.date_system);
    let marks = Marks::of(workbook);
    let mut named = Named::default();
    let mut found: Vec<Vec<Table>> = Vec::with_capacity(workbook.sheets.len());
    for sheet in &workbook.sheets {
        // What is named above a document's table holds for its later tables too.
        named = Named { agency: named.agency.filter(|_| sheet.later_table), placeholder: None };
        let tables = in_sheet(sheet, &reader.headings, &marks, &rows, &mut named);
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
            agencies: None,
            notes: Vec::new(),
            beside,
            merged: merged_below(sheet, head.last_row, body),
            heading_row: head.last_row,
            columns,
            rows: Vec::with_capacity(body.len()),
            returned_in: Vec::new(),
        };
        let own = table.agency.as_ref().map(|(name, _)| name.clone());
        let cases = reader.table(sheet, own.as_deref(), &table);
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
                None if cases.is_told_aside(row) => table.notes.extend(row.first().map(|cell| cell.at.row)),
                None => {}
            }
        }
        if table.rows.is_empty() && table.agency.is_none() {
            table.agency = body.iter().find_map(|row| cases.agency_of_none(row));
        }
        agencies::settle(&mut table);
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

fn text(cell: &Cell) -> Option<&str> {
    cell.value.text()
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
