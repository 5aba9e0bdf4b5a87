//! What follows from a case's records before any date is counted: which events count as recorded, which stages began.
//!
//! In: a [`Case`] and the day as of which it is judged. Out: [`Facts`], which answer an edition's conditions.

use chrono::NaiveDate;

use super::{Case, Origin};
use crate::calendar::Moment;
use crate::policy::{Answers, Duty, DutyIx, Edition, EventId, FactId, FactValue, Stage};

/// What follows from a case's records, before any date is counted.
pub(super) struct Facts<'a> {
    pub edition: &'a Edition,
    case: &'a Case,
    as_of: NaiveDate,
    /// The stage at which this row starts.
    entry: u8,
    resolved_at: Option<u8>,
    reached: u8,
    /// When each stage began and ended, in the order of the events, with the record that shows it.
    boundaries: [Option<(Moment, Origin)>; 2 * Edition::MOST_STAGES],
    /// When the first of a stage and those after it began, for each stage in turn.
    begun_from: [Option<Moment>; Edition::MOST_STAGES],
    /// The stages passed over, a bit each.
    passed: u16,
}

impl<'a> Facts<'a> {
    pub fn new(edition: &'a Edition, case: &'a Case, as_of: NaiveDate) -> Facts<'a> {
        let mut facts = Facts {
            edition,
            case,
            as_of,
            entry: 1,
            resolved_at: None,
            reached: 1,
            boundaries: [None; 2 * Edition::MOST_STAGES],
            begun_from: [None; Edition::MOST_STAGES],
            passed: 0,
        };
        let entry = edition.entries.iter().find(|entry| entry.when.holds(&facts) == Some(true));
        let entry = entry.map_or(1, |entry| entry.stage);
        facts.entry = entry;
        for stage in 1..=edition.last_stage() {
            for (event, found) in
                [(EventId::began(stage), facts.find_began(stage)), (EventId::ended(stage), facts.find_ended(stage))]
            {
                if let Some(slot) = facts.boundaries.get_mut(event.index() - EventId::began(1).index()) {
                    *slot = found;
                }
            }
        }
        let mut first = None;
        for stage in (1..=edition.last_stage()).rev() {
            first = earlier(first, facts.recorded(EventId::began(stage)).map(|(moment, _)| moment));
            if let Some(slot) = facts.begun_from.get_mut(usize::from(stage) - 1) {
                *slot = first;
            }
        }
        for stage in edition.stages.iter().filter(|stage| stage.may_be_skipped || stage.number < entry) {
            facts.passed |= u16::from(facts.finds_passed_over(stage)) << stage.number;
        }
        // Resolved at stage N: the highest stage begun on or before that day.
        facts.resolved_at = case.recorded(EventId::RESOLVED).and_then(|resolved| {
            let begun =
                |stage: &u8| facts.recorded(EventId::began(*stage)).is_some_and(|(m, _)| m.date <= resolved.date);
            // A stage that the row states without a date counts; one with a date must have begun by then.
            let undated = |stage: &u8| facts.recorded(EventId::began(*stage)).is_none();
            let at = (1..=edition.last_stage()).rev().find(begun).max(case.stage.filter(undated));
            at.filter(|at| !facts.left_unread(*at))
        });
        facts.reached = facts.find_stage_reached();
        facts
    }

    pub fn protect_by(&self) -> Option<NaiveDate> {
        self.case.protect_by
    }

    fn direct(&self, event: EventId) -> Option<(Moment, Origin)> {
        self.case.recorded(event).map(|moment| (moment, Origin::Recorded(event)))
    }

    /// When an event happened, with the record that shows it: its own, or one that counts as its own.
    pub fn recorded(&self, event: EventId) -> Option<(Moment, Origin)> {
        match event.index().checked_sub(EventId::began(1).index()) {
            Some(place) if place < 2 * self.edition.stages.len() => self.boundaries.get(place).copied().flatten(),
            _ => self.direct(event),
        }
    }

    /// The end of a stage and the beginning of the next default to one another, and the first stage
    /// begins with the concern; a defaulted event counts as recorded.
    fn find_began(&self, stage: u8) -> Option<(Moment, Origin)> {
        self.direct(EventId::began(stage)).or_else(|| {
            if stage == self.entry {
                return self.direct(self.first_event());
            }
            match self.edition.stage(stage)?.begins {
                Some(begins) => self.direct(begins),
                None => self.direct(EventId::ended(stage - 1)).filter(|(ended, _)| !self.ended_by_resolution(*ended)),
            }
        })
    }

    fn find_ended(&self, stage: u8) -> Option<(Moment, Origin)> {
        let next = || self.direct(EventId::began(stage + 1)).filter(|_| stage < self.edition.last_stage());
        self.direct(EventId::ended(stage)).or_else(next)
    }

    /// The event with which a row's first stage begins.
    fn first_event(&self) -> EventId {
        self.edition.stage(1).and_then(|stage| stage.begins).unwrap_or(EventId::CONCERN)
    }

    /// A stage that ended on the day of the resolution was not followed by another.
    fn ended_by_resolution(&self, ended: Moment) -> bool {
        self.case.recorded(EventId::RESOLVED).is_some_and(|resolved| resolved.date == ended.date)
    }

    /// As what an unrecorded event is projected.
    pub fn projected_as(&self, event: EventId) -> Option<ProjectedAs> {
        let of_stage = |stage: u8| self.edition.conclude(stage).map(ProjectedAs::DueOf);
        match Boundary::of(event, self.edition.last_stage()) {
            Some(Boundary::Ended(stage)) => of_stage(stage),
            Some(Boundary::Began(stage)) if stage == self.entry => Some(ProjectedAs::Event(self.first_event())),
            Some(Boundary::Began(stage)) => match self.edition.stage(stage)?.begins {
                Some(begins) => Some(ProjectedAs::Event(begins)),
                None => of_stage(stage - 1),
            },
            None => self.edition.events.get(event.index())?.otherwise.map(ProjectedAs::Event),
        }
    }

    /// Whether this happened by the day as of which the case is judged.
    fn by_now(&self, moment: Moment) -> bool {
        moment.date <= self.as_of
    }

    pub fn resolved_by_now(&self) -> Option<Moment> {
        self.case.recorded(EventId::RESOLVED).filter(|moment| self.by_now(*moment))
    }

    /// Whether a stage began by now: one that ended has begun, though conditions ask for its beginning itself.
    fn begun_by_now(&self, stage: u8) -> bool {
        let shown = self.recorded(EventId::began(stage)).or_else(|| self.direct(EventId::ended(stage)));
        shown.is_some_and(|(moment, _)| self.by_now(moment))
    }

    /// Whether something says that this stage was left, on a day that can't be read.
    pub fn left_unread(&self, stage: u8) -> bool {
        self.case.unread > stage
    }

    /// When the first of this stage and those after it began.
    fn begun_from(&self, stage: u8) -> Option<Moment> {
        self.begun_from.get(usize::from(stage).checked_sub(1)?).copied().flatten()
    }

    /// The highest stage begun or stated; where the case is resolved, the stage at which.
    pub fn stage_reached(&self) -> u8 {
        self.reached
    }

    fn find_stage_reached(&self) -> u8 {
        if let (Some(_), Some(stage)) = (self.resolved_by_now(), self.resolved_at) {
            return stage;
        }
        let begun = (1..=self.edition.last_stage()).rev().find(|stage| self.begun_by_now(*stage));
        // A stage that the row states without a date counts; one with a date must have begun by now.
        let stated = |stage: &u8| self.recorded(EventId::began(*stage)).is_none_or(|(moment, _)| self.by_now(moment));
        begun.max(self.case.stage.filter(stated)).unwrap_or(self.entry).max(self.entry)
    }

    /// Whether the case has reached this stage as of the day; the row as a whole always counts.
    pub fn reached(&self, stage: u8) -> bool {
        stage <= self.reached
    }

    /// Whether the procedure passes this stage over: the row starts later, or skipped a stage it may skip.
    pub fn passed_over(&self, stage: u8) -> bool {
        self.passed >> stage & 1 == 1
    }

    fn finds_passed_over(&self, stage: &Stage) -> bool {
        let later = |n| self.direct(EventId::began(n)).is_some();
        let itself = [EventId::began(stage.number), EventId::ended(stage.number)];
        let begun = itself.into_iter().any(|event| self.direct(event).is_some());
        stage.number < self.entry || (!begun && ((stage.number + 1)..=self.edition.last_stage()).any(later))
    }

    /// When a duty was done, by the earliest record of it.
    #[inline]
    pub fn done(&self, duty: &Duty) -> Option<Moment> {
        // Of most duties a row records nothing.
        let any = duty.is_conclude || self.case.seen.may_meet(duty.records);
        if any { self.find_done(duty) } else { None }
    }

    fn find_done(&self, duty: &Duty) -> Option<Moment> {
        let recorded = duty.recorded_by.iter().filter_map(|event| self.case.recorded(*event)).min();
        if !duty.is_conclude {
            return recorded;
        }
        // A stage is concluded when it ended, or when the case was resolved at it.
        let ended = self.recorded(EventId::ended(duty.stage)).map(|(moment, _)| moment);
        let resolved = self.case.recorded(EventId::RESOLVED).filter(|_| self.resolved_at == Some(duty.stage));
        recorded.into_iter().chain(ended).chain(resolved).min()
    }

    /// A record that shows that a duty was done by then at the latest.
    pub fn shown_done(&self, duty: &Duty) -> Option<Moment> {
        let last = self.edition.last_stage();
        let shown = duty.shown_by.iter().filter_map(|event| {
            let itself = self.recorded(*event);
            let by_itself = itself.filter(|(_, origin)| *origin == Origin::Recorded(*event)).map(|(moment, _)| moment);
            let itself = itself.map(|(moment, _)| moment);
            match Boundary::of(*event, last) {
                // What was passed over shows by a later stage. That a stage ended does not show that the next was taken up.
                Some(Boundary::Began(stage)) => earlier(by_itself, self.begun_from(stage + 1)),
                Some(Boundary::Ended(stage)) => earlier(itself, self.begun_from(stage + 1)),
                None => itself,
            }
        });
        let shown = shown.min();
        if !duty.is_conclude {
            return shown;
        }
        let resolved = self.case.recorded(EventId::RESOLVED);
        earlier(earlier(shown, self.begun_from(duty.stage + 1)), resolved)
    }
}

/// The earlier of two moments, where there are any.
fn earlier(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
    one.into_iter().chain(other).min()
}

/// As what an unrecorded event is projected.
pub(super) enum ProjectedAs {
    /// As another event, recorded or projected in its turn.
    Event(EventId),
    /// As the day by which this duty is due.
    DueOf(DutyIx),
}

/// The beginning or the end of a stage.
pub(super) enum Boundary {
    Began(u8),
    Ended(u8),
}

impl Boundary {
    pub(super) fn of(event: EventId, last_stage: u8) -> Option<Boundary> {
        let place = event.0.checked_sub(EventId::began(1).0)?;
        let stage = u8::try_from(place / 2 + 1).ok().filter(|stage| *stage <= last_stage)?;
        Some(if place % 2 == 0 { Boundary::Began(stage) } else { Boundary::Ended(stage) })
    }
}

impl Answers for Facts<'_> {
    fn fact(&self, fact: FactId) -> FactValue {
        let stated = self.case.facts.iter().find(|(known, _)| *known == fact).map(|(_, value)| *value);
        match stated.unwrap_or_default() {
            // A row that says when the risk was identified says that there is one.
            FactValue::Unknown if fact == FactId::IMMEDIATE_RISK && self.direct(EventId::RISK_IDENTIFIED).is_some() => {
                FactValue::Yes
            }
            value => value,
        }
    }

    fn begun(&self, stage: u8) -> Option<bool> {
        let begun = self.case.stage.is_some_and(|stated| stated >= stage) || self.begun_from(stage).is_some();
        if begun { Some(true) } else { self.resolved_at.map(|_| false) }
    }

    fn resolved_at(&self, stage: u8) -> Option<bool> {
        self.resolved_at.map(|at| at == stage)
    }

    fn unresolved_at(&self, stage: u8) -> Option<bool> {
        let later = self.begun(stage + 1) == Some(true);
        let ended = self.recorded(EventId::ended(stage)).is_some() && self.case.recorded(EventId::RESOLVED).is_none();
        if later || ended { Some(true) } else { self.resolved_at.map(|_| false) }
    }
}
