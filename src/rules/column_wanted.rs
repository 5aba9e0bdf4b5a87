//! A column that the log lacks, and without which something that matters in its rows can't be recorded.

use super::duties::{is_unrecorded, owed};
use super::prelude::*;
use crate::policy::{Duty, Purpose};

pub const RULE: Rule = Rule {
    code: "D103",
    name: "column-wanted",
    severity: Severity::Information,
    message: "what the rows of this log say calls for a column that it does not have: {columns}",
    advice: "add it with this heading, to the right of the log's own columns, and fill it in for the rows it concerns",
    page: include_str!("column_wanted.md"),
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for rows in log.rows.chunk_by(|one, other| std::ptr::eq(one.table, other.table)) {
        let Some(first) = rows.first() else { continue };
        let mut wanted = Wanted::default();
        for row in rows {
            look_at_stages(row, &mut wanted);
            look_at_duties(row, log, &mut wanted);
        }
        let Some(clause) = wanted.clause else { continue };
        // In the order of the headings' own words, so that the order of the rows does not matter.
        wanted.headings.sort_unstable();
        let columns: Vec<String> = wanted.headings.iter().map(|heading| format!("`{heading}`")).collect();
        found
            .in_table(&RULE, first.table, first.table.columns.first().map(|column| column.at))
            .with("columns", columns.join(", "))
            .resting_on(clause);
    }
}

/// The headings that a table lacks, and the clause of the duty that asks for the first of them in the procedure's order.
#[derive(Default)]
struct Wanted<'a> {
    headings: Vec<&'a str>,
    clause: Option<&'a str>,
    /// The stage and the duty's place that `clause` is of.
    place: (u8, usize),
}

impl<'a> Wanted<'a> {
    fn add(&mut self, heading: Option<&'a str>, place: (u8, usize), clause: &'a str) {
        let Some(heading) = heading else { return };
        if !self.headings.contains(&heading) {
            self.headings.push(heading);
        }
        if self.clause.is_none() || place < self.place {
            (self.clause, self.place) = (Some(clause), place);
        }
    }
}

/// Without a place for the stages or for the resolution an overdue case can't be shown to have moved.
fn look_at_stages<'a>(row: &'a CheckedRow<'_>, wanted: &mut Wanted<'a>) {
    if !matches!(row.status(), RowStatus::Open(_)) {
        return;
    }
    let stage = row.timeline.stage;
    let mut want = |event: EventId| {
        let column = row.edition.events.get(event.index()).and_then(|event| event.column.as_deref());
        wanted.add(column.filter(|_| row.place_of(event).is_none()), (stage, 0), clause_of_stage(row, stage));
    };
    if row.status() == RowStatus::Open(Status::Overdue) {
        want(EventId::RESOLVED);
        let can_end = row.place_of(EventId::ended(1)).is_some();
        let can_begin = (2..=row.edition.last_stage()).any(|stage| row.place_of(EventId::began(stage)).is_some());
        if row.edition.last_stage() > 1 && !can_end && !can_begin && row.table.place(&Meaning::Stage).is_none() {
            want(EventId::began(2));
        }
    }
    // Its limit counts from the day on which it began, which the log can't say.
    let is_projected = conclude(row).is_some_and(|(conclude, _, _)| conclude.projected);
    if stage > 1 && is_projected && row.place_of(EventId::ended(stage - 1)).is_none() {
        want(EventId::began(stage));
    }
}

fn look_at_duties<'a>(row: &'a CheckedRow<'_>, log: &Checked<'_>, wanted: &mut Wanted<'a>) {
    for (place, (duty, deadline)) in owed(row).enumerate() {
        let at = (duty.stage, place + 1);
        match row.column_for(duty) {
            None if is_in_every_log(row, duty) && is_unrecorded(row, duty, deadline, log) => {
                wanted.add(heading_for(row, duty), at, deadline.clause(duty));
            }
            Some(_) if deadline.status == Status::Unknown && deadline.done.is_none() => {
                wanted.add(undecided_by(row, duty), at, &duty.clause);
            }
            _ => {}
        }
    }
}

/// Whether a log may be expected to record a duty: one whose record every procedure has, the confirmation in
/// writing, or a notice that what the row itself says of the child calls for.
fn is_in_every_log(row: &CheckedRow<'_>, duty: &Duty) -> bool {
    let is_notice = || duty.purpose == Purpose::Paperwork && row.applies_by_a_fact(duty);
    duty.recorded_by.contains(&EventId::CONFIRMED) || is_notice()
}

fn heading_for<'a>(row: &'a CheckedRow<'_>, duty: &Duty) -> Option<&'a str> {
    let mut events = duty.recorded_by.iter().filter_map(|event| row.edition.events.get(event.index()));
    events.find_map(|event| event.column.as_deref())
}

/// The column that the log lacks and whose answer alone decides whether a duty that it records applies: one about the
/// child, which every log may have, and not what the procedure alone asks.
fn undecided_by<'a>(row: &'a CheckedRow<'_>, duty: &Duty) -> Option<&'a str> {
    const PLAN: &[&str] = &["child-protection-plan", "looked-after"];
    let fact = row.would_apply_by(duty)?;
    let fact = row.edition.facts.get(fact.index())?;
    let is_plan = PLAN.contains(&fact.id.as_str());
    if !is_plan && fact.id != "immediate-risk" {
        return None;
    }
    let has_column = row.table.columns.iter().any(|column| match &column.meaning {
        Meaning::Fact(id) => *id == fact.id || is_plan && PLAN.contains(&id.as_str()),
        Meaning::PlanOrLookedAfter => is_plan,
        _ => false,
    });
    let heading = if is_plan { "CP plan / looked after" } else { fact.column.as_str() };
    (!has_column).then_some(heading)
}
