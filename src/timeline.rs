//! Deadlines: a case × a procedure × a calendar × a day → every duty's date, with its reason.
//!
//! In: a [`Case`] (what a row records), an [`Edition`] with its readings chosen, the working days, and the
//! day as of which to judge. Out: a [`Timeline`] with a [`Deadline`] for every duty of every stage, built
//! together with what it was counted from. There is no second, unexplained way to a date.
//!
//! ```
//! use escalog::calendar::Calendar;
//! use escalog::policy::{EventId, Policy};
//! use escalog::timeline::{self, Case, Days, Status};
//!
//! let policy = Policy::built_in("birmingham").unwrap();
//! let edition = policy.edition_for(None);
//! let mut case = Case::new(edition);
//! case.record(EventId::CONCERN, "2025-03-03T10:15".parse().unwrap());
//! case.record(EventId::began(2), "2025-03-06".parse().unwrap());
//!
//! let calendar = Calendar::england_and_wales();
//! let days = Days::new(&calendar, "2025-03-12".parse().unwrap());
//! let timeline = timeline::compute(edition, &case, &days);
//! let conclude = timeline.deadline(edition.conclude(2).unwrap()).unwrap();
//! assert_eq!(conclude.due.unwrap().to_string(), "2025-03-10");
//! assert_eq!(conclude.status, Status::Overdue);
//! ```

use chrono::NaiveDate;

use crate::calendar::{Calendar, Moment};
use crate::policy::{Bound, Duty, DutyIx, Edition, EventId, Purpose};

mod because;
mod case;
mod checked;
mod count;
mod facts;
mod lacking;
mod links;
mod next;
mod status;

#[cfg(test)]
mod tests;

pub use because::day_in_words;
pub use case::Case;
pub use checked::{Checked, CheckedRow, Rows, check};
pub use lacking::Lacking;
pub use next::{NextStep, RowStatus};
pub use status::Status;

use facts::Facts;

/// The days on which and as of which deadlines are judged.
#[derive(Debug, Clone, Copy)]
pub struct Days<'a> {
    /// The partnership's working days: what due dates count.
    pub calendar: &'a Calendar,
    /// The acting agency's working days: what `act_by` looks at besides.
    pub agency: &'a Calendar,
    /// The day as of which a deadline is overdue, due or on track. What happened later has not happened yet.
    pub as_of: NaiveDate,
    /// How many working days before its date a deadline counts as due soon.
    pub due_soon: u16,
}

impl<'a> Days<'a> {
    /// How many working days before its date a deadline counts as due soon, unless a setting says otherwise.
    pub const DUE_SOON: u16 = 2;

    /// The partnership's days, which the agency shares, as of this day.
    pub fn new(calendar: &'a Calendar, as_of: NaiveDate) -> Days<'a> {
        Days { calendar, agency: calendar, as_of, due_soon: Days::DUE_SOON }
    }
}

/// How the moment from which a bound counts is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The row records this event.
    Recorded(EventId),
    /// Not recorded; taken as this other event, which the row records.
    Projected(EventId),
    /// Not recorded; taken as the day by which this duty is due.
    DueOf(DutyIx),
}

/// One bound as it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Its place among the bounds in force.
    bound: u16,
    /// How many of the bound's `else` branches were taken.
    otherwise: u8,
    /// From when, and how that is known; `None` where nothing is.
    start: Option<(Moment, Origin)>,
    /// The last moment in time; `None` where it can't be counted.
    due: Option<Moment>,
    /// The day counted from, before which nobody need act.
    from: Option<NaiveDate>,
    /// Whether the event it counts from is not recorded.
    projected: bool,
}

/// What settled a due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Governs {
    /// Nothing: there is no date.
    #[default]
    Nothing,
    /// The bound at this place among those counted.
    Bound(u16),
    /// The date by which the child must be protected.
    ProtectBy,
}

/// When one duty is due, and how that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The duty.
    pub duty: DutyIx,
    /// The last day or moment that is in time; `None` where the document states no time or it can't be counted.
    pub due: Option<Moment>,
    /// The last working day on or before the due date, never before the day counted from.
    pub act_by: Option<NaiveDate>,
    /// Whether any event it counts from is not recorded.
    pub projected: bool,
    /// Whether it was counted over bank holidays that are not published yet.
    pub provisional: bool,
    /// Whether it applies; `None` where the row does not say.
    pub applies: Option<bool>,
    /// When it was done, where the row records it.
    pub done: Option<Moment>,
    /// How it stands as of the day.
    pub status: Status,
    governs: Governs,
    /// The day from which the bound that governs counts.
    from: Option<NaiveDate>,
    /// The faster track taken, by its place among the duty's tracks.
    track: Option<u8>,
    /// Its bounds, as a range of [`Timeline::counted`].
    first: u16,
    length: u16,
}

/// Every duty of a case, with its deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The stage the case has reached as of the day: the highest begun or stated; where it was resolved,
    /// the stage at which.
    pub stage: u8,
    /// The day it was resolved, if that has come.
    pub resolved: Option<NaiveDate>,
    /// The exemption that takes the row out of the procedure, by its place in [`Edition::exemptions`].
    pub exempt: Option<usize>,
    /// One for each duty, in the order of [`Edition::duties`].
    pub deadlines: Vec<Deadline>,
    counted: Vec<Counted>,
    /// A bit for each status that a deadline has, so that most rows need not be looked at for one.
    statuses: u16,
}

impl Timeline {
    /// The deadline of this duty.
    pub fn deadline(&self, duty: DutyIx) -> Option<&Deadline> {
        self.deadlines.get(duty.index())
    }

    /// The deadline of this stage's `conclude`, where it has one.
    pub fn conclude(&self, edition: &Edition, stage: u8) -> Option<&Deadline> {
        self.deadline(edition.conclude(stage)?)
    }

    /// Whether any deadline stands so.
    pub fn has(&self, status: Status) -> bool {
        self.statuses >> status as u16 & 1 == 1
    }

    fn push(&mut self, deadline: Deadline) {
        self.statuses |= 1 << deadline.status as u16;
        self.deadlines.push(deadline);
    }

    fn counted(&self, deadline: &Deadline) -> &[Counted] {
        let first = usize::from(deadline.first);
        self.counted.get(first..first + usize::from(deadline.length)).unwrap_or_default()
    }
}

/// Works out every duty's deadline.
///
/// Source: `reading.md` sections 1 and 2, as the procedure's own file gives its windows.
pub fn compute(edition: &Edition, case: &Case, days: &Days<'_>) -> Timeline {
    let facts = Facts::new(edition, case, days.as_of);
    let exempt = edition.exemptions.iter().position(|exempt| exempt.when.holds(&facts) == Some(true));
    let mut timeline = Timeline {
        stage: facts.stage_reached(),
        resolved: facts.resolved_by_now().map(|moment| moment.date),
        exempt,
        deadlines: Vec::with_capacity(edition.duties.len()),
        counted: Vec::with_capacity(edition.duties.iter().map(|duty| duty.bounds.len()).sum()),
        statuses: 0,
    };
    // INVARIANT: the duties stand in an order in which each comes after those it counts from.
    for (ix, duty) in (0u16..).map(DutyIx).zip(&edition.duties) {
        add(ix, duty, &facts, &mut timeline, days);
    }
    // What does not apply counted nothing.
    timeline.counted.shrink_to_fit();
    timeline
}

/// Who acts on a duty, given what the row says of the agency and the person.
pub fn who_acts<'e>(edition: &'e Edition, duty: &Duty, case: &Case) -> &'e str {
    let facts = Facts::new(edition, case, NaiveDate::MAX);
    edition.roles.get(duty.who).map_or("", |role| role.for_row(&facts))
}

/// Adds one duty, once those it counts from stand in the timeline.
fn add(ix: DutyIx, duty: &Duty, facts: &Facts<'_>, timeline: &mut Timeline, days: &Days<'_>) {
    let done = facts.done(duty);
    let passed_over = timeline.exempt.is_some() || facts.passed_over(duty.stage);
    let applies =
        if passed_over { Some(false) } else { duty.when.as_ref().map_or(Some(true), |when| when.holds(facts)) };
    if applies == Some(false) {
        timeline.push(Deadline { done, ..Deadline::not_applicable(ix) });
        return;
    }
    let track = duty.tracks.iter().position(|track| track.when.holds(facts) == Some(true));
    let track = track.and_then(|place| u8::try_from(place).ok());
    let bounds = bounds(duty, track);

    let first = timeline.counted.len();
    let (mut due, mut governs, mut projected) = (None, Governs::Nothing, false);
    for (place, bound) in (0u16..).zip(bounds) {
        count::bound(place, &bound.window, facts, timeline, days.calendar);
        let Some(counted) = timeline.counted.last() else { continue };
        projected |= counted.projected;
        if counted.due.is_some_and(|bound| due.is_none_or(|earliest| bound < earliest)) {
            due = counted.due;
            governs = Governs::Bound(place);
        }
    }
    if let Some(cap) = facts.protect_by().filter(|_| duty.purpose == Purpose::Step)
        && due.is_none_or(|due| cap < due.date)
    {
        // A date that comes from the cap alone is not projected; a capped one keeps its mark.
        projected &= due.is_some();
        due = Some(cap.into());
        governs = Governs::ProtectBy;
    }
    let counted = timeline.counted.get(first..).unwrap_or_default();
    let from = counted_from(governs, counted, facts);
    let act_by = due.and_then(|due| act_by(due.date, from, days));
    let provisional =
        due.is_some_and(|due| is_provisional(due.date, governs, counted, bounds, timeline, days.calendar));
    let length = u16::try_from(counted.len()).unwrap_or(u16::MAX);
    let has_time = projected || counted.iter().any(|counted| counted.start.is_some());
    let status = status::of(&status::Standing { due, has_time, applies, done }, duty, facts, days);
    timeline.push(Deadline {
        duty: ix,
        due,
        act_by,
        projected,
        provisional,
        applies,
        done,
        status,
        governs,
        from,
        track,
        first: u16::try_from(first).unwrap_or(u16::MAX),
        length,
    });
}

/// The day from which the bound that governs counts; that of the concern where none does.
fn counted_from(governs: Governs, counted: &[Counted], facts: &Facts<'_>) -> Option<NaiveDate> {
    let governing = match governs {
        Governs::Bound(place) => counted.get(usize::from(place)),
        // The bound that would govern without the cap.
        Governs::ProtectBy => counted.iter().filter(|counted| counted.due.is_some()).min_by_key(|counted| counted.due),
        Governs::Nothing => None,
    };
    let from = governing.and_then(|counted| counted.from);
    from.or_else(|| facts.recorded(EventId::CONCERN).map(|(moment, _)| moment.date))
}

/// The last working day on or before the due date, but never before the day counted from: where there
/// is none between, the due date itself.
fn act_by(due: NaiveDate, from: Option<NaiveDate>, days: &Days<'_>) -> Option<NaiveDate> {
    let mut working = days.calendar.on_or_before(due)?;
    if !std::ptr::eq(days.calendar, days.agency) {
        working = days.agency.on_or_before(working)?;
    }
    Some(if from.is_some_and(|from| working < from) { due } else { working })
}

/// Whether the bound that governs was counted over bank holidays that are not published yet, or from a deadline that was.
fn is_provisional(
    due: NaiveDate,
    governs: Governs,
    counted: &[Counted],
    bounds: &[Bound],
    timeline: &Timeline,
    calendar: &Calendar,
) -> bool {
    let Governs::Bound(place) = governs else { return false };
    let Some(counted) = counted.get(usize::from(place)) else { return false };
    let from = match counted.start {
        Some((_, Origin::DueOf(other))) => timeline.deadline(other),
        _ => None,
    };
    from.is_some_and(|from| from.provisional) || due > calendar.known_to() && counted.counts_working_days(bounds)
}

/// The bounds in force: the duty's own, or those of the track taken.
fn bounds(duty: &Duty, track: Option<u8>) -> &[Bound] {
    let track = track.and_then(|place| duty.tracks.get(usize::from(place)));
    track.map_or(&duty.bounds, |track| &track.bounds)
}

impl Deadline {
    fn not_applicable(duty: DutyIx) -> Deadline {
        Deadline {
            duty,
            due: None,
            act_by: None,
            projected: false,
            provisional: false,
            applies: Some(false),
            done: None,
            status: Status::NotApplicable,
            governs: Governs::Nothing,
            from: None,
            track: None,
            first: 0,
            length: 0,
        }
    }

    /// Whether it is due on a day off before which there are working days, and the agency is closed on all of them.
    pub fn agency_is_closed(&self, calendar: &Calendar) -> bool {
        let Some(due) = self.due.map(|due| due.date).filter(|due| self.act_by == Some(*due)) else { return false };
        let before = calendar.on_or_before(due).filter(|before| *before < due);
        before.is_some_and(|before| self.from.is_none_or(|from| from <= before))
    }

    /// Where the document says by when: the clause of the bound that governs, or the duty's own.
    pub fn clause<'d>(&self, duty: &'d Duty) -> &'d str {
        let track = self.track.and_then(|place| duty.tracks.get(usize::from(place)));
        let own = track.map_or(&duty.clause, |track| &track.clause);
        match self.governs {
            Governs::Bound(place) => {
                let bound = bounds(duty, self.track).get(usize::from(place));
                bound.and_then(|bound| bound.clause.as_deref()).unwrap_or(own)
            }
            Governs::Nothing | Governs::ProtectBy => own,
        }
    }
}
