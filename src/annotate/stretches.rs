//! Which rows of a table are dressed together.
//!
//! In: rows. Out: stretches of them. Of a cell gone astray far below the log the rows between are no part: each cell of
//! theirs would have to be written.

use std::collections::BTreeSet;

use crate::grid::ROWS;
use crate::log::Table;

/// How many rows below the last one are made ready for entries, and so the most that are passed over in a stretch.
const ROWS_TO_FILL: u32 = 100;

/// Rows in their order, with those between, from a first row on: from which to which, broken by the rows of others.
pub(super) fn of(first: u32, rows: impl IntoIterator<Item = u32>, others: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut stretches = vec![(first, first)];
    for row in rows {
        match stretches.last_mut() {
            Some((_, last)) if row - *last <= ROWS_TO_FILL && others.range(*last..row).next().is_none() => *last = row,
            _ => stretches.push((row, row)),
        }
    }
    stretches
}

/// A table's cases; nothing where it has none.
pub(super) fn of_cases(table: &Table) -> Vec<(u32, u32)> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    of(table.heading_row + 1, table.rows.iter().map(|row| row.row), &BTreeSet::new())
}

/// The rows that are made ready for entries: the cases and some below them, but none of the next table.
pub(super) fn to_fill(table: &Table, next: Option<&Table>) -> Vec<(u32, u32)> {
    let cases = of_cases(table);
    if next.is_some() {
        return cases;
    }
    let none = (table.heading_row + 1, table.heading_row);
    let rows = if cases.is_empty() { vec![none] } else { cases };
    let filled = rows.into_iter().map(|(from, to)| (from, to.saturating_add(ROWS_TO_FILL).min(ROWS - 1)));
    filled.filter(|(from, to)| from <= to).collect()
}
