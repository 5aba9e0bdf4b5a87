//! Rows of cells → the headings of a log's table, in one row or two.
//!
//! In: the rows of a sheet from one on. Out: the table's columns where they are a log's headings, and how many rows those take.

use super::{ENOUGH, text};
use crate::grid::{Address, Cell, Range, Sheet, Value};
use crate::log::dates::is_date;
use crate::log::headings::{Headings, settle_engine};
use crate::log::{Column, Meaning, one_line};

/// A table's headings.
pub(super) struct Head {
    pub(super) columns: Vec<Column>,
    /// How many rows of cells they take.
    pub(super) rows: usize,
    /// The last row of the sheet that they take.
    pub(super) last_row: u32,
}

/// The headings that begin with this row; `None` where it is no heading row.
pub(super) fn head_at(sheet: &Sheet, rows: &[&[Cell]], headings: &Headings) -> Option<Head> {
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

pub(in crate::log) fn one_row(cells: &[Cell], headings: &Headings) -> Vec<Column> {
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
pub(in crate::log) fn known<'a>(columns: impl IntoIterator<Item = &'a Column>) -> usize {
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
pub(in crate::log) fn is_day(cell: &Cell) -> bool {
    text(cell).is_some_and(|text| text.bytes().any(|byte| byte.is_ascii_digit()) && is_date(text))
}
