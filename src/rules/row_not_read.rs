//! Words within or below a table that are no case.

use super::prelude::*;
use super::texts::listed;

pub const RULE: Rule = Rule {
    code: "F112",
    name: "row-not-read",
    severity: Severity::Information,
    message: "{rows} no case: only words that are no escalation number stand there",
    advice: "leave a note as it is; if it is a case, fill in the child, the concern and a number of its own",
    page: include_str!("row_not_read.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        let Some(first) = table.notes.first() else { continue };
        let rows: Vec<u32> = table.notes.iter().map(|row| row + 1).collect();
        let (row, is) = if rows.len() == 1 { ("row", "is") } else { ("rows", "are") };
        let at = table.columns.first().map(|column| Address::new(*first, column.column));
        found.in_table(&RULE, table, at).with("rows", format_args!("{row} {} {is} read as", listed(&rows)));
    }
}
