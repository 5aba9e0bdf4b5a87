//! A deadline that can't be worked out, and which record is missing.

use super::prelude::*;
use super::texts::{first_heading, tables};
use crate::timeline::Lacking;

pub const RULE: Rule = Rule {
    code: "T105",
    name: "not-computable",
    severity: Severity::Error,
    message: "{what} can be worked out: {why}",
    advice: "record what is missing; without it nobody can see by when the child's case is to be taken up",
    page: include_str!("not_computable.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        if table.place(&Meaning::Event("concern".into())).is_none() {
            check_table(table, rows, found);
        } else {
            rows.iter().for_each(|row| check_row(row, found));
        }
    }
}

/// A table without a column for the date from which all deadlines count: said once.
fn check_table(table: &Table, rows: &[CheckedRow<'_>], found: &mut Findings) {
    let settled = |row: &CheckedRow<'_>| {
        conclude(row).is_none_or(|(conclude, _, _)| {
            conclude.applies == Some(false) || conclude.due.is_some() && row.lacks(conclude).is_empty()
        })
    };
    let Some(row) = rows.iter().find(|row| !settled(row)) else { return };
    let none = rows.iter().all(|row| conclude(row).is_none_or(|(conclude, _, _)| conclude.due.is_none()));
    found
        .in_table(&RULE, table, first_heading(table))
        .with("what", if none { "no deadline" } else { "not every deadline" })
        .with("why", "the log has no column for the date the concern arose")
        .resting_on(clause_of_stage(row, 1));
}

/// A row that has the date of the concern, and lacks another record that its stage's deadline counts from.
fn check_row(row: &CheckedRow<'_>, found: &mut Findings) {
    let Some((deadline, _, clause)) = conclude(row) else { return };
    if deadline.due.is_some() || deadline.applies == Some(false) || row.case.recorded(EventId::CONCERN).is_none() {
        return;
    }
    let lacks = row.lacks(deadline);
    // A date that can't be read is for the rule on unreadable dates.
    let is_unclear = |lacking: &Lacking| matches!(lacking, Lacking::Event(event) if row.field(*event).is_some_and(|field| field.unclear().is_some()));
    if lacks.is_empty() || lacks.iter().any(is_unclear) {
        return;
    }
    let names: Vec<String> = lacks.iter().map(|lacking| name(row, *lacking)).collect();
    // The first cell to be filled in; without a column for it, the cell that shows the stage.
    let missing = lacks.iter().find_map(|lacking| cell(row, *lacking));
    found
        .in_row(&RULE, row, missing.or_else(|| stage_cell(row)))
        .with("what", format!("no deadline for stage {}", row.timeline.stage))
        .with("why", format!("the row does not record {}", names.join(" and ")))
        .resting_on(clause);
}

/// The cell that would record it, where the log has a column for it.
fn cell(row: &CheckedRow<'_>, lacking: Lacking) -> Option<Address> {
    match lacking {
        Lacking::Event(event) => row.cell_of(event),
        Lacking::Fact(fact) => row.cell(&Meaning::Fact(row.edition.facts.get(fact.index())?.id.as_str().into())),
    }
}

/// The heading of the column that would record it, or else what it is.
fn name(row: &CheckedRow<'_>, lacking: Lacking) -> String {
    match lacking {
        Lacking::Event(event) => {
            row.edition.events.get(event.index()).map_or_else(String::new, |event| match &event.column {
                Some(column) => format!("`{column}`"),
                None => format!("when {}", event.says),
            })
        }
        Lacking::Fact(fact) => {
            row.edition.facts.get(fact.index()).map_or_else(String::new, |fact| format!("`{}`", fact.column))
        }
    }
}
