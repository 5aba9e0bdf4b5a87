//! A word such as "ongoing" where a date would stand.

use super::prelude::*;
use super::texts::{tables, text};
use crate::log::says_open;

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

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for (place, column) in table.columns.iter().enumerate() {
            if !matches!(column.meaning, Meaning::Event(_)) {
                continue;
            }
            for row in rows {
                // That something does not apply is no news.
                if text(row.row, place).is_some_and(says_open) {
                    found
                        .in_row(&RULE, row, table.cell(row.row, place))
                        .with("column", &column.heading)
                        .with("text", quoted(row.row, place));
                }
            }
        }
    }
}
