//! A merged cell that reaches over several cases.

use super::prelude::*;
use super::texts::tables;

pub const RULE: Rule = Rule {
    code: "F106",
    name: "merged-rows",
    severity: Severity::Warning,
    message: "{range} is one merged cell over {count} cases, so only the first of them has what stands under `{column}`",
    advice: "unmerge the cell and write in each row what belongs to it",
    page: include_str!("merged_rows.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for range in table.merged.iter().filter(|range| range.to.row > range.from.row) {
            let within = |row: &&CheckedRow<'_>| (range.from.row..=range.to.row).contains(&row.row.row);
            let first = rows.partition_point(|row| row.row.row < range.from.row);
            let count = rows.iter().skip(first).take_while(within).count();
            let column = table.columns.iter().find(|column| range.from.column == column.column);
            let (Some(row), Some(column), 2..) = (rows.get(first), column, count) else { continue };
            found
                .in_row(&RULE, row, Some(Address::new(row.row.row, column.column)))
                .with("count", count)
                .with("range", format_args!("`{}:{}`", range.from, range.to))
                .with("column", &column.heading);
        }
    }
}
