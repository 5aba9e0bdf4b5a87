//! A word such as "ongoing" where a date would stand.

use super::prelude::*;
use super::texts::{tables, text};

pub const RULE: Rule = Rule {
    code: "R125",
    name: "words-for-date",
    severity: Severity::Information,
    message: "`{text}` under `{column}` is no date; it is taken as not having happened yet",
    advice: "leave the cell blank until there is a date, and write how it stands under the actions",
    page: include_str!("words_for_date.md"),
    by_row: true,
    check,
};

/// What people write of a matter that goes on. That something does not apply is no news.
const WORDS: &[&str] = &[
    "ongoing",
    "on going",
    "on-going",
    "open",
    "still open",
    "in progress",
    "pending",
    "outstanding",
    "unresolved",
    "not resolved",
    "not yet resolved",
];

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for (place, column) in table.columns.iter().enumerate() {
            if !matches!(column.meaning, Meaning::Event(_)) {
                continue;
            }
            for row in rows {
                let words = text(row.row, place).map(|text| text.trim_matches(|c: char| !c.is_alphanumeric()));
                if words.is_some_and(|words| WORDS.iter().any(|word| words.eq_ignore_ascii_case(word))) {
                    found
                        .in_row(&RULE, row, table.cell(row.row, place))
                        .with("column", &column.heading)
                        .with("text", quoted(row.row, place));
                }
            }
        }
    }
}
