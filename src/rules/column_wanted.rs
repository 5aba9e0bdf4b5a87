//! A column that the log lacks, and without which something that matters in its rows can't be recorded.

use super::duties::{has_fallen_due, is_unrecorded, owed};
use super::prelude::*;
use super::texts::{first_heading, tables};
use crate::policy::{Duty, Purpose};

pub const RULE: Rule = Rule {
    code: "D103",
    name: "column-wanted",
    severity: Severity::Information,
    message: "what the rows of this log say calls for a column that it does not have: {columns}",
    advice: "add it with this heading, to the right of the log's own columns, and fill it in for the rows it concerns",
    page: include_str!("column_wanted.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let mut wanted = Wanted::default();
        let unsaid: Vec<_> = lacking_of_the_child(table).collect();
        for row in rows {
            look_at_stages(row, &mut wanted);
            look_at_duties(row, log, &unsaid, &mut wanted);
        }
        // In the order of their own words, so that the order of the rows does not matter.
        wanted.0.sort_unstable();
        let Some(by) = wanted.0.iter().map(|(_, by)| by).min() else { continue };
        let columns: Vec<String> = wanted.0.iter().map(|(heading, _)| format!("`{heading}`")).collect();
        found.in_table(&RULE, table, first_heading(table)).with("columns", columns.join(", ")).resting_on(by.clause);
    }
}

/// What asks for a column: the first in the procedure's order stands for all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct By<'a> {
    stage: u8,
    /// The duty's place in the procedure; 0 for the stage itself.
    duty: usize,
    clause: &'a str,
}

/// The headings that a table lacks, each once, with what asks for it first.
#[derive(Default)]
struct Wanted<'a>(Vec<(&'a str, By<'a>)>);

impl<'a> Wanted<'a> {
    fn add(&mut self, heading: Option<&'a str>, by: By<'a>) {
        let Some(heading) = heading else { return };
        match self.0.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, first)) => *first = by.min(*first),
            None => self.0.push((heading, by)),
        }
    }

    /// Whether to ask for it again would change nothing.
    fn has(&self, heading: &str, by: By<'_>) -> bool {
        self.0.iter().any(|(known, first)| *known == heading && *first <= by)
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
        let by = By { stage, duty: 0, clause: clause_of_stage(row, stage) };
        wanted.add(column.filter(|_| row.place_of(event).is_none()), by);
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

fn look_at_duties<'a>(
    row: &'a CheckedRow<'_>,
    log: &Checked<'_>,
    unsaid: &[(&[&str], &'a str)],
    wanted: &mut Wanted<'a>,
) {
    if !has_fallen_due(row) && !row.timeline.has(Status::Unknown) {
        return;
    }
    for (duty, deadline) in owed(row) {
        let by = || By { stage: duty.stage, duty: deadline.duty.index() + 1, clause: deadline.clause(duty) };
        if deadline.applies == Some(true) {
            let is_wanted = || is_in_every_log(row, duty) && is_unrecorded(row, duty, deadline, log);
            if row.column_for(duty).is_none() && is_wanted() {
                wanted.add(heading_for(row, duty), by());
            }
        } else if deadline.status == Status::Unknown && deadline.done.is_none() && row.column_for(duty).is_some() {
            // One answer would tell whether the blank cell is right.
            let decides = |fact: &&str| row.edition.fact(fact).is_some_and(|fact| row.would_apply_by(duty, fact));
            for (facts, heading) in unsaid {
                if !wanted.has(heading, by()) && facts.iter().any(decides) {
                    wanted.add(Some(heading), by());
                }
            }
        }
    }
}

/// Whether a log may be expected to record a duty: one whose record every procedure has, the confirmation in
/// writing, or a notice that what the row itself says of the child calls for.
fn is_in_every_log(row: &CheckedRow<'_>, duty: &Duty) -> bool {
    let is_notice = || duty.purpose == Purpose::Paperwork && duty.when.is_some() && row.applies_by_a_fact(duty);
    duty.recorded_by.contains(&EventId::CONFIRMED) || is_notice()
}

fn heading_for<'a>(row: &'a CheckedRow<'_>, duty: &Duty) -> Option<&'a str> {
    let mut events = duty.recorded_by.iter().filter_map(|event| row.edition.events.get(event.index()));
    events.find_map(|event| event.column.as_deref())
}

/// What a log may say of the child, whatever the procedure: the facts, and the heading of a column for them.
const OF_THE_CHILD: [(&[&str], &str); 2] =
    [(&["child-protection-plan", "looked-after"], "CP plan / looked after"), (&["immediate-risk"], "Immediate risk")];

/// The columns about the child that a table lacks.
fn lacking_of_the_child(table: &Table) -> impl Iterator<Item = (&'static [&'static str], &'static str)> {
    OF_THE_CHILD.into_iter().filter(|(facts, _)| {
        !table.columns.iter().any(|column| match &column.meaning {
            Meaning::Fact(id) => facts.contains(&&**id),
            Meaning::PlanOrLookedAfter => facts.len() > 1,
            _ => false,
        })
    })
}
