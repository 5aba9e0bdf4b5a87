//! Dates of a row that contradict one another.

use super::prelude::*;
use crate::calendar::Moment;

pub const RULE: Rule = Rule {
    code: "R122",
    name: "dates-out-of-order",
    severity: Severity::Error,
    message: "{later} on {later-day}, before {earlier} on {earlier-day}",
    advice: "check both dates and correct the one that is wrong; perhaps day and month have changed places",
    page: include_str!("dates_out_of_order.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        let Some((earlier, later)) = first_pair(log, row) else { continue };
        let day = |event| row.case.recorded(event).map(day_in_words).unwrap_or_default();
        found
            .in_row(&RULE, row, row.recorded_in(later))
            .with("later-day", day(later))
            .with("earlier-day", day(earlier))
            .with("later", says(row, later))
            .with("earlier", says(row, earlier))
            .resting_on(clause_of_stage(row, row.timeline.stage));
    }
}

/// What happened, in words; of the record of a step its heading.
fn says(row: &CheckedRow<'_>, event: EventId) -> String {
    let Some(event) = row.edition.events.get(event.index()) else { return String::new() };
    match &event.column {
        Some(column) if event.id.starts_with("done:") => format!("`{column}`"),
        _ => event.says.clone(),
    }
}

/// The first event that is dated before one that comes before it, with that one first.
fn first_pair(log: &Checked<'_>, row: &CheckedRow<'_>) -> Option<(EventId, EventId)> {
    // A date in the future is wrong in itself, and has a rule of its own.
    let recorded = |event| row.case.recorded(event).filter(|moment| moment.date <= log.as_of);
    let later_than = |event: EventId, moment: Moment| recorded(event).is_some_and(|other| is_before(moment, other));
    let last = row.edition.last_stage();
    let stages = || (1..=last).flat_map(|stage| [EventId::began(stage), EventId::ended(stage)]);
    for event in stages() {
        let Some(moment) = recorded(event) else { continue };
        let mut before = [EventId::CONCERN].into_iter().chain(stages().take_while(|other| *other != event));
        if let Some(earlier) = before.find(|earlier| later_than(*earlier, moment)) {
            return Some((earlier, event));
        }
    }
    if let Some(moment) = recorded(EventId::RESOLVED) {
        let mut before = [EventId::CONCERN].into_iter().chain((1..=last).map(EventId::began));
        if let Some(earlier) = before.find(|earlier| later_than(*earlier, moment)) {
            return Some((earlier, EventId::RESOLVED));
        }
    }
    if recorded(EventId::CONFIRMED).is_some_and(|confirmed| later_than(EventId::RESOLVED, confirmed)) {
        return Some((EventId::RESOLVED, EventId::CONFIRMED));
    }
    // A decision that was received earlier can be taken up at once.
    let follows_decision = |moment| recorded(EventId::DECISION_RECEIVED).is_some_and(|by| !is_before(moment, by));
    let is_early = |moment: Moment| later_than(EventId::CONCERN, moment) && !follows_decision(moment);
    steps(row).find(|step| recorded(*step).is_some_and(is_early)).map(|step| (EventId::CONCERN, step))
}

/// The records of what is done about the concern. A decision, or a risk and what is done about it, may come before.
fn steps(row: &CheckedRow<'_>) -> impl Iterator<Item = EventId> {
    const EARLIER: [EventId; 2] = [EventId::DECISION_RECEIVED, EventId::RISK_IDENTIFIED];
    let of_stages = row.edition.duties.iter().filter(|duty| duty.stage > 0);
    let records = of_stages.flat_map(|duty| duty.recorded_by.iter().copied()).filter(|event| !EARLIER.contains(event));
    [EventId::DISCUSSION, EventId::CONFIRMED].into_iter().chain(records)
}

/// Whether one came before the other; on one day only where both have a time.
fn is_before(one: Moment, other: Moment) -> bool {
    one.date < other.date
        || one.date == other.date && one.time().zip(other.time()).is_some_and(|(one, other)| one < other)
}
