//! A deadline explains itself, in the reader's words: rendered only when asked for.

use chrono::{Datelike, NaiveDate, Timelike};

use super::{Counted, Deadline, Governs, Origin, Status, Timeline};
use crate::calendar::{Calendar, Moment, Reason};
use crate::policy::{Bound, Duty, Edition, EventId, Length, Reading, Start, Window};

/// A moment as a person reads it: `Mon 10 Mar 2025`, with the time where there is one.
pub fn day_in_words(moment: impl Into<Moment>) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let moment = moment.into();
    let date = moment.date;
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    let day = format!("{} {} {month} {}", date.weekday(), date.day(), date.year());
    match moment.time() {
        Some(time) => format!("{day} {:02}:{:02}", time.hour(), time.minute()),
        None => day,
    }
}

impl Timeline {
    /// Why a deadline is what it is, line by line: the windows with their starts, the cap, the reading in
    /// force, the days not counted. `cell` gives the cell in which an event is recorded, where there is one.
    pub fn because(
        &self,
        edition: &Edition,
        deadline: &Deadline,
        calendar: &Calendar,
        cell: &dyn Fn(EventId) -> Option<String>,
    ) -> Vec<String> {
        let Some(duty) = edition.duties.get(deadline.duty.index()) else { return Vec::new() };
        if deadline.applies == Some(false) {
            return vec![self.why_not(edition, duty)];
        }
        let mut lines = Vec::new();
        if let (None, Some(when)) = (deadline.applies, &duty.when_text) {
            lines.push(format!("applies if {}; the row does not say", readable(when)));
        }
        if let Some(track) = deadline.track.and_then(|place| duty.tracks.get(usize::from(place))) {
            lines.push(format!("the faster track applies: {} ({})", readable(&track.when_text), track.clause));
        }
        let bounds = super::bounds(duty, deadline.track);
        let counted = self.counted(deadline);
        if counted.iter().filter(|counted| counted.start.is_some()).count() > 1 {
            lines.push("whichever is earlier of".to_owned());
        }
        for one in counted {
            let own = bounds.get(usize::from(one.bound)).and_then(|bound| bound.clause.as_deref());
            let clause = own.unwrap_or_else(|| deadline.clause(duty));
            lines.extend(bound_line(edition, bounds, one, clause, calendar, cell));
        }
        if counted.iter().all(|one| one.window(bounds).is_none_or(|window| window.length == Length::NoTime)) {
            lines.push(format!("the document states no time ({})", duty.clause));
        }
        if deadline.governs == Governs::ProtectBy {
            let by = deadline.due.map(day_in_words).unwrap_or_default();
            let other = if counted.iter().any(|counted| counted.due.is_some()) {
                ", which is earlier: the shorter governs"
            } else {
                ": no other limit has a date"
            };
            lines.push(format!("the child is to be protected by {by}{other}"));
        }
        for reading in self.readings(edition, deadline) {
            lines.push(format!("reading `{}` is in force: {} ({})", reading.id, reading.says, reading.clause));
        }
        lines.extend(self.not_counted_line(edition, deadline, calendar));
        if let (Some(due), Some(act_by)) = (deadline.due, deadline.act_by)
            && act_by == due.date
            && !calendar.is_working_day(act_by)
        {
            let none = if deadline.agency_is_closed(calendar) {
                "the agency is closed on all before it"
            } else {
                "none lies between"
            };
            lines.push(format!("{} is no working day, and {none}", day_in_words(act_by)));
        }
        if deadline.provisional {
            let known = day_in_words(calendar.known_to());
            lines.push(format!("provisional: the bank holidays after {known} are not published yet"));
        }
        if let (Some(due), Some(done)) = (deadline.due, deadline.done)
            && due.time().is_some()
            && done.time().is_none()
            && due.date == done.date
            && deadline.status == Status::Met
        {
            lines.push("in time: no time of day was recorded, and the date is the same".to_owned());
        }
        lines
    }

    /// The readings in force that a date rests on: that of the duty itself, and those of the dates it counts from.
    fn readings<'e>(&self, edition: &'e Edition, deadline: &Deadline) -> Vec<&'e Reading> {
        let own = edition.duties.get(deadline.duty.index()).and_then(|duty| duty.reading);
        let mut all: Vec<&Reading> = own.and_then(|place| edition.readings.get(place)).into_iter().collect();
        for counted in self.counted(deadline) {
            // INVARIANT: no circle; what a duty counts from comes before it.
            let Some((_, Origin::DueOf(other))) = counted.start else { continue };
            for reading in self.deadline(other).into_iter().flat_map(|other| self.readings(edition, other)) {
                if all.iter().all(|known| known.id != reading.id) {
                    all.push(reading);
                }
            }
        }
        all
    }

    fn why_not(&self, edition: &Edition, duty: &Duty) -> String {
        if let Some(exempt) = self.exempt.and_then(|place| edition.exemptions.get(place)) {
            return format!("does not apply: {} ({})", exempt.says, exempt.clause);
        }
        match &duty.when_text {
            Some(when) => format!("does not apply; it would if {}", readable(when)),
            None => format!("does not apply: this case passes over stage {}", duty.stage),
        }
    }

    /// The days that a working-day window did not count, with why; of what is due with another duty, those of that one.
    fn not_counted_line(&self, edition: &Edition, deadline: &Deadline, calendar: &Calendar) -> Option<String> {
        let Governs::Bound(place) = deadline.governs else { return None };
        let bounds = super::bounds(edition.duties.get(deadline.duty.index())?, deadline.track);
        let counted = self.counted(deadline).get(usize::from(place))?;
        if let (Length::With, Some((_, Origin::DueOf(other)))) = (counted.window(bounds)?.length, counted.start) {
            return self.not_counted_line(edition, self.deadline(other)?, calendar);
        }
        if !counted.counts_working_days(bounds) {
            return None;
        }
        let skipped: Vec<_> = calendar.not_counted(counted.start?.0.date, counted.due?.date).collect();
        (!skipped.is_empty()).then(|| format!("not counted: {}", in_words(&skipped)))
    }
}

/// One bound in words: the window, what it counts from, and what it comes to.
fn bound_line(
    edition: &Edition,
    bounds: &[Bound],
    counted: &Counted,
    clause: &str,
    calendar: &Calendar,
    cell: &dyn Fn(EventId) -> Option<String>,
) -> Option<String> {
    let window = counted.window(bounds)?;
    if window.length == Length::NoTime {
        return None;
    }
    // `2 working days from stage-2-began` → `2 working days`; `same day as concern` → `same day`.
    let length = window.text.split(" from ").next().unwrap_or_default();
    let length = length.split(" as ").next().unwrap_or_default();
    let Some((moment, origin)) = counted.start else {
        return Some(match with_another(edition, window) {
            Some(text) => format!("{text}: that has no date yet ({clause})"),
            None => format!("{}: that is not recorded, so there is no date yet ({clause})", readable(&window.text)),
        });
    };
    let says = |event: EventId| edition.events.get(event.index()).map(|event| event.says.clone()).unwrap_or_default();
    let told = match origin {
        Origin::Recorded(event) => match cell(event) {
            Some(cell) => format!("{}, {cell}", says(event)),
            None => says(event),
        },
        Origin::Projected(event) => format!("projected, not recorded: taken as when {}", says(event)),
        Origin::DueOf(other) => match edition.duties.get(other.index()) {
            Some(other) if other.is_conclude => {
                format!("projected, not recorded: stage {} is to be concluded then", other.stage)
            }
            Some(other) => format!("projected, not recorded: due then is at stage {}: {}", other.stage, other.does),
            None => "projected".to_owned(),
        },
    };
    let start = day_in_words(moment);
    let due = match counted.due {
        Some(due) => day_in_words(due),
        None if window.length.agreed().is_some() && counted.projected => {
            "the number agreed is not recorded, so there is no date yet".to_owned()
        }
        None => "beyond the calendar's years".to_owned(),
    };
    Some(match window.length {
        Length::With => format!("{}: {due} ({clause})", with_another(edition, window).unwrap_or_default()),
        Length::SameDay => format!("the same day as {start} ({told}) → {due} ({clause})"),
        Length::WorkingDayNumber(_) if !calendar.is_working_day(moment.date) => {
            let first = calendar.on_or_after(moment.date).map(day_in_words).unwrap_or_default();
            format!("{length}, day 1 being {first}, the first working day after {start} ({told}) → {due} ({clause})")
        }
        Length::DayNumber(_) | Length::WorkingDayNumber(_) => {
            format!("{length}, day 1 being {start} ({told}) → {due} ({clause})")
        }
        _ => format!("{length} from {start} ({told}) → {due} ({clause})"),
    })
}

/// What a window says that ends when another duty is due.
fn with_another(edition: &Edition, window: &Window) -> Option<String> {
    let Start::Due(other) = window.start else { return None };
    let other = edition.duties.get(other.index())?;
    Some(match other.is_conclude {
        true => format!("when stage {} is to be concluded", other.stage),
        false => format!("when “{}” is due", other.does),
    })
}

/// `Sat 8 and Sun 9 Mar (weekend), Fri 18 Apr (Good Friday)`.
fn in_words(skipped: &[(NaiveDate, Reason<'_>)]) -> String {
    let together = |a: &(NaiveDate, Reason<'_>), b: &(NaiveDate, Reason<'_>)| {
        a.1 == b.1 && a.0.succ_opt() == Some(b.0) && a.0.month() == b.0.month()
    };
    let groups = skipped.chunk_by(together).map(|group| match group {
        [(first, reason), .., (last, _)] => {
            format!("{} to {} ({reason})", first.format("%a %-d"), last.format("%a %-d %b"))
        }
        [(only, reason)] => format!("{} ({reason})", only.format("%a %-d %b")),
        [] => String::new(),
    });
    groups.collect::<Vec<_>>().join(", ")
}

/// A phrase of the procedure file without its hyphens.
fn readable(phrase: &str) -> String {
    phrase.replace('-', " ")
}
