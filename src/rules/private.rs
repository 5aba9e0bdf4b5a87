//! What the rules on privacy share: how a number is found in a text, and how little of it is said.

use super::prelude::*;
use super::texts::{tables, text};

/// Adds a finding for each text that people write freely in which `find` sees something that should not stand
/// there. A column that is not known is named once: what stands there may stand in every row.
pub(super) fn find_in_texts<'c>(
    rule: &'static Rule,
    find: impl Fn(&'c Row, &'c str) -> Option<&'c str>,
    log: &'c Checked<'_>,
    found: &mut Findings,
) {
    for (table, rows) in tables(log) {
        for (place, column) in table.columns.iter().enumerate() {
            let hits = rows.iter().filter_map(|row| Some((row, find(row.row, text(row.row, place)?)?)));
            match column.meaning {
                Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome | Meaning::Theme => {
                    for (row, part) in hits {
                        let finding = found.in_row(rule, row, table.cell(row.row, place));
                        finding.with("column", named(table, place)).with("part", beginning(part));
                    }
                }
                Meaning::Unknown => {
                    if let Some(part) = hits.map(|(_, part)| part).min() {
                        let finding = found.in_table(rule, table, Some(column.at));
                        finding.with("column", named(table, place)).with("part", beginning(part));
                    }
                }
                _ => {}
            }
        }
    }
}

/// The column's heading, or what stands for it.
pub(super) fn named(table: &Table, place: usize) -> String {
    match heading(table, place) {
        "" => "a column without a heading".to_owned(),
        heading => format!("`{heading}`"),
    }
}

/// Enough of a text to find it in its cell, and too little to be of use elsewhere.
fn beginning(part: &str) -> String {
    let shown: String = part.chars().take(3).collect();
    format!("`{shown}…`")
}

/// How many digits stand in a text: most have too few to look further.
pub(super) fn digits_in(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
