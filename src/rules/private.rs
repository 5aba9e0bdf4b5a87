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
        let places = |wanted: fn(&Meaning) -> bool| {
            let columns = table.columns.iter().enumerate();
            columns.filter(move |(_, column)| wanted(&column.meaning)).map(|(place, _)| place)
        };
        let written: Vec<usize> = places(is_written_freely).collect();
        let mut unknown: Vec<(usize, Option<&str>)> =
            places(|meaning| *meaning == Meaning::Unknown).map(|place| (place, None)).collect();
        // Row by row: the texts of a row lie beside one another in memory.
        for row in rows {
            let part = |place: usize| find(row.row, text(row.row, place)?);
            for (place, part) in written.iter().filter_map(|place| Some((*place, part(*place)?))) {
                let finding = found.in_row(rule, row, table.cell(row.row, place));
                finding.with("column", named(table, place)).with("part", beginning(part));
            }
            for (place, first) in &mut unknown {
                *first = [*first, part(*place)].into_iter().flatten().min();
            }
        }
        for (place, part) in unknown.into_iter().filter_map(|(place, part)| Some((place, part?))) {
            let finding = found.in_table(rule, table, table.columns.get(place).map(|column| column.at));
            finding.with("column", named(table, place)).with("part", beginning(part));
        }
    }
}

fn is_written_freely(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome | Meaning::Theme)
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
