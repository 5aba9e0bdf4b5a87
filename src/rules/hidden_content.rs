//! Rows or columns that are hidden and hold something.

use super::prelude::*;
use super::texts::{first_heading, listed};

pub const RULE: Rule = Rule {
    code: "F105",
    name: "hidden-content",
    severity: Severity::Information,
    message: "{what} hidden; what stands there is read like the rest",
    advice: "show it and look through it; if it does not belong in the log, take it out before you return the log",
    page: include_str!("hidden_content.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in log.log.tables.iter().filter(|table| !table.rows.is_empty()) {
        if table.hidden_sheet {
            found.in_table(&RULE, table, first_heading(table)).with("what", "the whole sheet is");
            continue;
        }
        let hidden: Vec<&Row> = table.rows.iter().filter(|row| row.hidden).collect();
        if let Some(first) = hidden.first() {
            let rows: Vec<u32> = hidden.iter().map(|row| row.row + 1).collect();
            let what = if rows.len() == 1 { "row {rows} is" } else { "rows {rows} are" };
            found.in_table(&RULE, table, table.cell(first, 0)).with("what", what).with("rows", spans(&rows));
        }
        for (place, column) in table.columns.iter().enumerate().filter(|(_, column)| column.hidden) {
            let is_filled = |row: &Row| row.value(place).is_some();
            if table.rows.iter().any(is_filled) {
                found
                    .in_table(&RULE, table, Some(column.at))
                    .with("what", format!("the column `{}` is", column.heading));
            }
        }
    }
}

/// `3, 5 to 9 and 12`.
fn spans(rows: &[u32]) -> String {
    let runs = rows.chunk_by(|one, next| *next == one + 1);
    let spans: Vec<String> = runs
        .filter_map(|run| match run {
            [] => None,
            [only] => Some(only.to_string()),
            [first, .., last] => Some(format!("{first} to {last}")),
        })
        .collect();
    listed(&spans)
}
