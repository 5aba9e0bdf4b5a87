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
        let says = |event: EventId| row.edition.events.get(event.index()).map_or("", |event| event.says.as_str());
        let day = |event| row.case.recorded(event).map(day_in_words).unwrap_or_default();
        found
            .in_row(&RULE, row, recorded_in(row, later))
            .with("later-day", day(later))
            .with("earlier-day", day(earlier))
            .with("later", says(later))
            .with("earlier", says(earlier))
            .resting_on(clause_of_stage(row, row.timeline.stage));
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
    let confirmed = recorded(EventId::CONFIRMED)?;
    later_than(EventId::RESOLVED, confirmed).then_some((EventId::RESOLVED, EventId::CONFIRMED))
}

/// Whether one came before the other; on one day only where both have a time.
fn is_before(one: Moment, other: Moment) -> bool {
    one.date < other.date
        || one.date == other.date && one.time().zip(other.time()).is_some_and(|(one, other)| one < other)
}
