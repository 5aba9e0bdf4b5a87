//! A stage that the procedure does not have.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R130",
    name: "stage-unknown",
    severity: Severity::Error,
    message: "`{text}` does not say which of the procedure's stages, 1 to {last}, has begun",
    advice: "write the number of the highest stage that has begun",
    page: include_str!("stage_unknown.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        let last = row.edition.last_stage();
        let is_unknown = match &row.row.stage {
            Field::Blank => false,
            Field::Known(stage) => *stage > last,
            Field::Unclear(_) => true,
        };
        if !is_unknown {
            continue;
        }
        let Some(place) = row.table.place(&Meaning::Stage) else { continue };
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("last", last)
            .with("text", quoted(row.row, place))
            .resting_on(clause_of_stage(row, last));
    }
}
