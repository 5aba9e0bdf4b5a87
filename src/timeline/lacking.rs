//! What a row would have to record for a deadline to be worked out in full.
//!
//! In: a row and one of its deadlines. Out: for each of its bounds that could not be counted, the event or
//! the fact that is not recorded.

use chrono::NaiveDate;

use super::facts::Facts;
use super::{Case, CheckedRow, Counted, Deadline, count};
use crate::policy::{Bound, Condition, Duty, DutyIx, EventId, FactId, FactValue, Start};

/// Something that a row does not record, and that a deadline counts from or with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// When this event happened.
    Event(EventId),
    /// The number agreed for the case.
    Fact(FactId),
}

impl CheckedRow<'_> {
    /// What is not recorded and keeps a bound of this deadline from being counted; empty where all are, or
    /// where the document states no time.
    pub fn lacks(&self, deadline: &Deadline) -> Vec<Lacking> {
        let facts = Facts::new(self.edition, &self.case, NaiveDate::MAX);
        let mut lacking = Vec::new();
        self.look(deadline, &facts, &mut lacking);
        lacking
    }

    /// Whether a duty applies because of a fact that the row states, and not whatever it states.
    pub fn applies_by_a_fact(&self, duty: &Duty) -> bool {
        let Some(when) = &duty.when else { return false };
        let holds = |case: &Case| when.holds(&Facts::new(self.edition, case, NaiveDate::MAX)) == Some(true);
        holds(&self.case) && !holds(&self.case.without_facts())
    }

    /// Whether a yes to this fact alone would settle that a duty applies.
    pub fn would_apply_by(&self, duty: &Duty, fact: FactId) -> bool {
        let Some(when) = duty.when.as_ref().filter(|when| asks(when, fact)) else { return false };
        let mut case = self.case.clone();
        case.state(fact, FactValue::Yes);
        when.holds(&Facts::new(self.edition, &case, NaiveDate::MAX)) == Some(true)
    }

    fn look(&self, deadline: &Deadline, facts: &Facts<'_>, lacking: &mut Vec<Lacking>) {
        let Some(duty) = self.edition.duties.get(deadline.duty.index()) else { return };
        let bounds = super::bounds(duty, deadline.track);
        for counted in self.timeline.counted(deadline).iter().filter(|counted| counted.due.is_none()) {
            self.look_at(counted, bounds, facts, lacking);
        }
    }

    fn look_at(&self, counted: &Counted, bounds: &[Bound], facts: &Facts<'_>, lacking: &mut Vec<Lacking>) {
        let Some(window) = counted.window(bounds) else { return };
        let mut add = |missing| {
            if !lacking.contains(&missing) {
                lacking.push(missing);
            }
        };
        if counted.start.is_some() {
            window.length.agreed().into_iter().for_each(|fact| add(Lacking::Fact(fact)));
            return;
        }
        match &window.start {
            Start::Nothing => {}
            Start::Event(event) => add(Lacking::Event(*event)),
            Start::Earlier(events) => events.first().into_iter().for_each(|event| add(Lacking::Event(*event))),
            Start::Later(events) => {
                let open = events.iter().filter(|event| count::event_at(**event, facts, &self.timeline).is_none());
                open.for_each(|event| add(Lacking::Event(*event)));
            }
            Start::DoneOrDue(duty) | Start::Due(duty) => self.look_at_duty(*duty, facts, lacking),
        }
    }

    /// Looks at a duty on which another counts: at its own bounds, or else at its own record.
    fn look_at_duty(&self, duty: DutyIx, facts: &Facts<'_>, lacking: &mut Vec<Lacking>) {
        let before = lacking.len();
        if let Some(deadline) = self.timeline.deadline(duty) {
            self.look(deadline, facts, lacking);
        }
        let record = self.edition.duties.get(duty.index()).and_then(|duty| duty.recorded_by.first());
        if let Some(record) = record.filter(|_| lacking.len() == before) {
            lacking.push(Lacking::Event(*record));
        }
    }
}

/// Whether a condition looks at this fact.
fn asks(when: &Condition, fact: FactId) -> bool {
    match when {
        Condition::Is(asked, _) | Condition::NotRecordedAs(asked, _) => *asked == fact,
        Condition::Not(inner) => asks(inner, fact),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| asks(part, fact)),
        Condition::Begun(_) | Condition::ResolvedAt(_) | Condition::UnresolvedAt(_) => false,
    }
}
