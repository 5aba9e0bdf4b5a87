//! A case that stands outside the table.

use super::prelude::*;
use super::texts::{first_heading, tables};

pub const RULE: Rule = Rule {
    code: "F109",
    name: "row-outside-table",
    severity: Severity::Error,
    message: "row {row} reads like a case, but stands {where}",
    advice: "move the row into the table, right below its last case",
    page: include_str!("row_outside_table.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        for row in &table.above {
            let at = table.columns.first().map(|column| Address::new(*row, column.column));
            found.in_table(&RULE, table, at).with("row", row + 1).with("where", "above the headings and is not read");
        }
        for (sheet, row) in &table.headless {
            found
                .in_table(&RULE, table, first_heading(table))
                .with("row", format_args!("{} of `{sheet}`", row + 1))
                .with("where", "in a table without headings, of which nothing is read");
        }
    }
    for (table, rows) in tables(log) {
        let Some(closed) = table.closed else { continue };
        for row in rows.iter().filter(|row| row.row.row > closed) {
            found
                .in_row(&RULE, row, table.cell(row.row, 0))
                .with("row", row.row.row + 1)
                .with("where", format_args!("below row {}, which closes the form; it is read all the same", closed + 1))
                .as_severe_as(Severity::Information);
        }
    }
}
