//! What the rules on whole tables and on texts share.
//!
//! In: a log with its timelines. Out: its tables with their rows, the texts that people write freely, and
//! findings for what is missing.

use super::prelude::*;

/// The tables that have rows, each with them.
pub(super) fn tables<'c, 'a>(log: &'c Checked<'a>) -> impl Iterator<Item = (&'a Table, &'c [CheckedRow<'a>])> {
    let rows = log.rows.chunk_by(|one, other| std::ptr::eq(one.table, other.table));
    rows.filter_map(|rows| Some((rows.first()?.table, rows)))
}

/// The first heading of a table, where what is said of the table as a whole stands.
pub(super) fn first_heading(table: &Table) -> Option<Address> {
    table.columns.first().map(|column| column.at)
}

/// The text that stands in a row under the column at this place.
pub(super) fn text(row: &Row, place: usize) -> Option<&str> {
    match row.cells.get(place)? {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// Adds a finding for each row that needs a text under the column with this meaning and has none, or one
/// that says nothing.
pub(super) fn find_missing(
    rule: &'static Rule,
    meaning: &Meaning,
    is_needed: impl Fn(&CheckedRow<'_>) -> bool,
    log: &Checked<'_>,
    found: &mut Findings,
) {
    for (table, rows) in tables(log) {
        let Some(place) = table.place(meaning) else { continue };
        for row in rows.iter().filter(|row| is_empty(row, place) && is_needed(row) && !is_only_begun(row)) {
            found
                .in_row(rule, row, table.cell(row.row, place))
                .with("column", heading(table, place))
                .with("says", how_empty(row.row, place))
                .stated_in(&row.edition.clauses.record);
        }
    }
}

/// Whether a cell says nothing, and is not covered by a merged cell that may say it.
pub(super) fn is_empty(row: &CheckedRow<'_>, place: usize) -> bool {
    says_nothing(row.row.cells.get(place).and_then(Option::as_ref)) && !row.table.is_covered(row.row, place)
}

/// `is blank`, or the words that say nothing.
pub(super) fn how_empty(row: &Row, place: usize) -> String {
    let text = quoted(row, place);
    if text.is_empty() { "is blank".to_owned() } else { format!("says only `{text}`") }
}

/// Whether a row says no more than that there is a case: that its child is not named is finding enough.
pub(super) fn is_only_begun(row: &CheckedRow<'_>) -> bool {
    let is_text = |column: &crate::log::Column| {
        matches!(column.meaning, Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome)
    };
    let has_name_column = row.table.place(&Meaning::Name).or_else(|| row.table.place(&Meaning::Child)).is_some();
    let mut texts = row.table.columns.iter().zip(&row.row.cells).filter(|(column, _)| is_text(column));
    has_name_column
        && row.row.name.is_blank()
        && row.row.born.is_blank()
        && texts.all(|(_, cell)| says_nothing(cell.as_ref()))
}

/// "`A`", "`A` and `B`", "`A`, `B` and `C`".
pub(super) fn listed<T: std::fmt::Display>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("{} and {last}", first.join(", "))
        }
    }
}
