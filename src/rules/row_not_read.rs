//! Words within or below a table that are no case.

use super::prelude::*;
use super::texts::rows_in_words;

pub const RULE: Rule = Rule {
    code: "F112",
    name: "row-not-read",
    severity: Severity::Information,
    message: "{rows} read as no case: only words that are no escalation number stand there",
    advice: "leave a note as it is; if it is a case, fill in the child, the concern and a number of its own",
    page: include_str!("row_not_read.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        let Some(first) = table.notes.first() else { continue };
        let is = if table.notes.len() == 1 { "is" } else { "are" };
        let at = table.columns.first().map(|column| Address::new(*first, column.column));
        found.in_table(&RULE, table, at).with("rows", format_args!("{} {is}", rows_in_words(&table.notes)));
    }
}
