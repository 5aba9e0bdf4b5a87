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

/// The groups of digits of a text that stand alone or apart by one space or hyphen, as rows of ranges.
pub(super) fn digit_groups(text: &str) -> Vec<Vec<std::ops::Range<usize>>> {
    let bytes = text.as_bytes();
    let mut rows: Vec<Vec<std::ops::Range<usize>>> = Vec::new();
    let mut place = 0;
    while let Some(from) = bytes.get(place..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = place + from;
        let length = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
        place = start + length;
        let goes_on = rows.last().and_then(|row| row.last()).is_some_and(|before: &std::ops::Range<usize>| {
            before.end + 1 == start && matches!(bytes.get(before.end), Some(b' ' | b'-'))
        });
        match rows.last_mut().filter(|_| goes_on) {
            Some(row) => row.push(start..place),
            None => rows.push(vec![start..place]),
        }
    }
    rows
}

/// Whether what stands directly before and after a part of a text is no letter, digit or stroke.
pub(super) fn stands_alone(text: &str, part: &std::ops::Range<usize>) -> bool {
    let before = text.get(..part.start).and_then(|text| text.chars().next_back());
    let after = text.get(part.end..).and_then(|text| text.chars().next());
    let is_joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_'));
    !is_joined(before) && !is_joined(after)
}
