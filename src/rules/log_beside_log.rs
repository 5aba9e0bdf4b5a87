//! Another log beside the first on one sheet.

use super::prelude::*;
use crate::grid::column_letters;

pub const RULE: Rule = Rule {
    code: "F111",
    name: "log-beside-log",
    severity: Severity::Error,
    message: "another log begins at column {letters} beside this one, and is not read",
    advice: "put it below the first, with its own headings, or on a sheet of its own",
    page: include_str!("log_beside_log.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        if let Some(at) = table.beside {
            found.in_table(&RULE, table, Some(at)).with("letters", column_letters(at.column));
        }
    }
}
