//! A case at a stage that the procedure calls exceptional.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T111",
    name: "exceptional-stage",
    severity: Severity::Information,
    message: "the case reached stage {stage}, {name}, which the procedure keeps for exceptional cases",
    advice: "make sure that the partnership knows of it, and keep what the earlier stages tried on record",
    page: include_str!("exceptional_stage.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.timeline.exempt.is_none()) {
        let Some(stage) = row.edition.stage(row.timeline.stage).filter(|stage| stage.exceptional) else { continue };
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", stage.number)
            .with("name", format_args!("`{}`", stage.name))
            .resting_on(&stage.clause);
    }
}
