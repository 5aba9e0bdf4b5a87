//! What the rules on whole tables and on texts share.
//!
//! In: a log with its timelines. Out: its tables with their rows, the texts that people write freely, and
//! findings for what is missing.

use std::hash::{Hash, Hasher};

use super::prelude::*;
use crate::calendar::Moment;

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
    row.value(place)?.text()
}

/// The date that a row has under the column at this place: of an event, the one to protect the child by, that of birth.
pub(super) fn date_field<'r>(row: &CheckedRow<'r>, place: usize) -> Option<&'r Field<Moment>> {
    match row.table.columns.get(place)?.meaning {
        Meaning::Event(_) => row.row.events.iter().find(|(at, _)| *at == place).map(|(_, field)| field),
        Meaning::ProtectBy => Some(&row.row.protect_by),
        Meaning::Born => Some(&row.row.born),
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
    says_nothing(row.row.value(place)) && !row.table.is_covered(row.row, place)
}

/// `is blank`, or the words that say nothing.
pub(super) fn how_empty(row: &Row, place: usize) -> String {
    let text = quoted(row, place);
    if text.is_empty() { "is blank".to_owned() } else { format!("says only `{text}`") }
}

/// `, only `#REF!``: what stands in the place of a name or a number; nothing where the cell is blank.
pub(super) fn instead(field: &Field<String>, row: &Row, place: usize) -> String {
    field.unclear().map_or_else(String::new, |_| format!(", only `{}`", quoted(row, place)))
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

/// A text that is the same in capitals and small letters.
#[derive(Clone, Copy)]
pub(super) struct Folded<'a>(pub(super) &'a str);

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Folded<'_> {}

impl Hash for Folded<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
        // Of two texts in a row it tells where the first ends.
        state.write_u8(u8::MAX);
    }
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

/// "row 3", "rows 3, 4 and 7", "rows 3, 4, 5, 6, 7, 8 and 21 more": counted from 0 as given, from 1 as said.
pub(super) fn rows_in_words(rows: &[u32]) -> String {
    const MOST: usize = 6;
    let numbers = rows.iter().map(|row| (row + 1).to_string());
    match rows.len() {
        1 => format!("row {}", listed(&numbers.collect::<Vec<_>>())),
        many if many > MOST + 1 => {
            let said: Vec<String> = numbers.take(MOST).chain([format!("{} more", many - MOST)]).collect();
            format!("rows {}", listed(&said))
        }
        _ => format!("rows {}", listed(&numbers.collect::<Vec<_>>())),
    }
}
