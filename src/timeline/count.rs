//! One bound of a duty: from when it counts, and to when.
//!
//! Source: `reading.md` section 2, "Counting".

use chrono::Days;

use super::facts::{Facts, ProjectedAs};
use super::{Counted, Origin, Timeline};
use crate::calendar::{Calendar, Moment};
use crate::policy::{Answers, Bound, Count, DutyIx, EventId, FactValue, Length, Start, Window};

/// Counts the bound at this place, and adds it to the timeline.
pub(super) fn bound(place: u16, window: &Window, facts: &Facts<'_>, timeline: &mut Timeline, calendar: &Calendar) {
    let mut window = window;
    let mut otherwise = 0;
    let start = loop {
        let start = start(&window.start, facts, timeline);
        let recorded = matches!(start, Some((_, Origin::Recorded(_)))) && agreed(window.length, facts);
        match &window.otherwise {
            Some(other) if !recorded => window = other,
            _ => break start,
        }
        otherwise += 1;
    };
    let of_other = |other: DutyIx| timeline.deadline(other).filter(|_| window.length == Length::With);
    let projected = match start {
        None => window.start != Start::Nothing,
        // A length that was to be agreed for the case and is not recorded gives no date.
        Some(_) if !agreed(window.length, facts) => true,
        Some((_, Origin::Recorded(_))) => false,
        Some((_, Origin::Projected(_))) => true,
        // What is due with another duty is projected when that one is.
        Some((_, Origin::DueOf(other))) => of_other(other).is_none_or(|other| other.projected),
    };
    let from = start.and_then(|(moment, origin)| match origin {
        // It counts from the same day as that one, too.
        Origin::DueOf(other) => of_other(other).map_or(Some(moment.date), |other| other.from),
        Origin::Recorded(_) | Origin::Projected(_) => Some(moment.date),
    });
    let due = start.and_then(|(moment, _)| count(window.length, moment, facts, calendar));
    timeline.counted.push(Counted { bound: place, otherwise, start, due, from, projected });
}

/// Whether the number of days is known: the procedure's own, or one agreed for the case.
fn agreed(length: Length, facts: &Facts<'_>) -> bool {
    length.agreed().is_none_or(|fact| matches!(facts.fact(fact), FactValue::Number(_)))
}

fn count(length: Length, start: Moment, facts: &Facts<'_>, calendar: &Calendar) -> Option<Moment> {
    let number = |count: Count| match count {
        Count::Of(n) => Some(n),
        Count::Agreed(fact) => match facts.fact(fact) {
            FactValue::Number(n) => Some(n),
            _ => None,
        },
    };
    let days_after = |n: u16| start.date.checked_add_days(Days::new(n.into())).map(Moment::from);
    match length {
        Length::With => Some(start),
        Length::SameDay => Some(start.whole_day()),
        Length::Hours(n) => start.plus_hours(number(n)?),
        Length::Days(n) => days_after(number(n)?),
        Length::WorkingDays(n) => calendar.after(start.date, number(n)?).map(Moment::from),
        Length::DayNumber(n) => days_after(n.checked_sub(1)?),
        Length::WorkingDayNumber(n) => {
            let first = calendar.on_or_after(start.date)?;
            calendar.after(first, n.checked_sub(1)?).map(Moment::from)
        }
        Length::NoTime => None,
    }
}

fn start(start: &Start, facts: &Facts<'_>, timeline: &Timeline) -> Option<(Moment, Origin)> {
    match start {
        Start::Nothing => None,
        Start::Event(event) => event_at(*event, facts, timeline),
        Start::Due(duty) => due_of(*duty, timeline),
        Start::DoneOrDue(duty) => {
            let done = facts.edition.duties.get(duty.index()).and_then(|other| {
                let by = other.recorded_by.first().copied()?;
                Some((facts.done(other)?, Origin::Recorded(by)))
            });
            done.or_else(|| due_of(*duty, timeline))
        }
        Start::Earlier(events) => {
            let recorded = events.iter().filter_map(|event| facts.recorded(*event));
            let projected = || events.iter().filter_map(|event| event_at(*event, facts, timeline));
            recorded.min_by_key(|(moment, _)| *moment).or_else(|| projected().min_by_key(|(moment, _)| *moment))
        }
        Start::Later(events) => {
            let all: Option<Vec<_>> = events.iter().map(|event| event_at(*event, facts, timeline)).collect();
            let all = all?;
            let latest = all.iter().copied().max_by_key(|(moment, _)| *moment)?;
            // The later of two is known only when both are.
            let open = all.iter().find(|(_, origin)| !matches!(origin, Origin::Recorded(_)));
            Some((latest.0, open.map_or(latest.1, |(_, origin)| *origin)))
        }
    }
}

fn due_of(duty: DutyIx, timeline: &Timeline) -> Option<(Moment, Origin)> {
    Some((timeline.deadline(duty)?.due?, Origin::DueOf(duty)))
}

/// When an event happened or is projected to happen.
pub(super) fn event_at(event: EventId, facts: &Facts<'_>, timeline: &Timeline) -> Option<(Moment, Origin)> {
    facts.recorded(event).or_else(|| match facts.projected_as(event)? {
        // INVARIANT: no circle; the loader lets a stage begin only with an event that comes before it.
        ProjectedAs::Event(other) => event_at(other, facts, timeline).map(|(moment, origin)| match origin {
            Origin::Recorded(by) => (moment, Origin::Projected(by)),
            projected => (moment, projected),
        }),
        ProjectedAs::DueOf(conclude) => due_of(conclude, timeline).map(|(due, origin)| (due.whole_day(), origin)),
    })
}

impl Counted {
    /// The window that was counted, of the bounds in force.
    pub(super) fn window<'b>(&self, bounds: &'b [Bound]) -> Option<&'b Window> {
        let first = &bounds.get(usize::from(self.bound))?.window;
        (0..self.otherwise).try_fold(first, |window, _| window.otherwise.as_deref())
    }

    pub(super) fn counts_working_days(&self, bounds: &[Bound]) -> bool {
        let length = self.window(bounds).map(|window| window.length);
        matches!(length, Some(Length::WorkingDays(_) | Length::WorkingDayNumber(_)))
    }
}
