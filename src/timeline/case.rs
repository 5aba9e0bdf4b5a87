//! What a row records of one case.

use chrono::NaiveDate;

use super::facts::Boundary;
use crate::calendar::Moment;
use crate::policy::{Edition, EventBits, EventId, FactId, FactValue};

/// What a row records of one case, in the terms of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The few events that it records.
    events: Vec<(EventId, Moment)>,
    /// The same, so that most of those that are not recorded are known at once.
    pub(super) seen: EventBits,
    /// The few facts that it states.
    pub(super) facts: Vec<(FactId, FactValue)>,
    pub(super) protect_by: Option<NaiveDate>,
    pub(super) stage: Option<u8>,
    /// The highest stage of which something says that it began, on a day that can't be read; 0 where nothing does.
    pub(super) unread: u8,
    /// The event that is the same as `discussion`: `done:1.discuss`, where the edition has that duty.
    same_as_discussion: Option<EventId>,
}

impl Case {
    /// As many events as most rows record.
    const FEW: usize = 8;

    /// A case of which nothing is recorded yet.
    pub fn new(edition: &Edition) -> Case {
        Case {
            events: Vec::with_capacity(Case::FEW),
            seen: EventBits::default(),
            facts: Vec::new(),
            protect_by: None,
            stage: None,
            unread: 0,
            same_as_discussion: edition.discuss,
        }
    }

    /// Records when an event happened; of two records of one event the earlier stands.
    pub fn record(&mut self, event: EventId, when: Moment) {
        for event in [Some(event), self.twin(event)].into_iter().flatten() {
            match self.events.iter_mut().find(|(known, _)| *known == event) {
                Some((_, already)) => *already = when.min(*already),
                None => self.events.push((event, when)),
            }
            self.seen.add(event);
        }
    }

    /// The event that is the same as this one by another name.
    pub(super) fn twin(&self, event: EventId) -> Option<EventId> {
        match self.same_as_discussion {
            Some(discuss) if event == EventId::DISCUSSION => Some(discuss),
            Some(discuss) if event == discuss => Some(EventId::DISCUSSION),
            _ => None,
        }
    }

    /// States a fact.
    pub fn state(&mut self, fact: FactId, value: FactValue) {
        self.facts.retain(|(known, _)| *known != fact);
        self.facts.push((fact, value));
    }

    /// The same case, saying nothing of any fact.
    pub(super) fn without_facts(&self) -> Case {
        Case { facts: Vec::new(), ..self.clone() }
    }

    /// States the date by which the child must be protected, which caps every step.
    pub fn protect_by(&mut self, date: NaiveDate) {
        self.protect_by = Some(date);
    }

    /// States the stage that the row names.
    pub fn stage(&mut self, stage: u8) {
        self.stage = Some(stage);
    }

    /// States that an event happened, on a day that can't be read: of a stage's beginning or end it is then not known
    /// how the stages before it were left.
    pub fn unread(&mut self, event: EventId, edition: &Edition) {
        let begun = match Boundary::of(event, edition.last_stage()) {
            Some(Boundary::Began(stage)) => stage,
            Some(Boundary::Ended(stage)) => stage + 1,
            None => 0,
        };
        self.unread = self.unread.max(begun);
    }

    /// When an event happened, where the row itself records it.
    pub fn recorded(&self, event: EventId) -> Option<Moment> {
        if !self.seen.may_meet(event.into()) {
            return None;
        }
        self.events.iter().find(|(known, _)| *known == event).map(|(_, when)| *when)
    }
}
