//! What the names in a file's phrases mean, and what is most like a name that means nothing.

use super::phrase::Names;
use super::schema::like;
use super::{Duty, DutyIx, Edition, EventId, FactId, FactValue, Kind, condition};

/// The names as a phrase in one stage sees them; 0 is outside the stages.
pub(super) struct Here<'a> {
    pub edition: &'a Edition,
    pub last_stage: u8,
    pub stage: u8,
}

/// A duty as phrases name it: `2.conclude`.
pub(super) fn address(duty: &Duty) -> String {
    format!("{}.{}", Edition::stage_word(duty.stage), duty.id)
}

impl Names for Here<'_> {
    fn event(&self, name: &str) -> Option<EventId> {
        self.edition.event(name)
    }

    fn duty(&self, name: &str) -> Option<DutyIx> {
        let (stage, id) = match name.split_once('.') {
            Some(("any", id)) => (0, id),
            Some((stage, id)) => (stage.parse().ok()?, id),
            None => (self.stage, name),
        };
        let place = self.edition.duties.iter().position(|duty| duty.stage == stage && duty.id == id)?;
        u16::try_from(place).ok().map(DutyIx)
    }

    fn done(&self, duty: DutyIx) -> EventId {
        let duty = self.edition.duties.get(duty.index());
        duty.and_then(|duty| duty.recorded_by.first().copied()).unwrap_or(EventId::CONCERN)
    }

    fn number(&self, name: &str) -> Option<FactId> {
        let fact = self.edition.fact(name)?;
        let kind = &self.edition.facts.get(fact.index())?.kind;
        (*kind == Kind::Number).then_some(fact)
    }

    fn like_event(&self, name: &str) -> String {
        if let Some(number) = name.strip_prefix("stage-").and_then(|rest| rest.split('-').next()) {
            let number: Option<u8> = number.parse().ok();
            if number.is_some_and(|number| number == 0 || number > self.last_stage) {
                return format!("the stages are 1 to {}", self.last_stage);
            }
        }
        let of_duties = name.starts_with("done:");
        let events = self.edition.events.iter().map(|event| event.id.as_str());
        like(name, events.filter(|id| id.starts_with("done:") == of_duties), "the events are")
    }

    fn like_duty(&self, name: &str) -> String {
        let (stage, id) = match name.split_once('.') {
            Some(("any", id)) => (0, id),
            Some((stage, id)) => match stage.parse() {
                Ok(stage) if (1..=self.last_stage).contains(&stage) => (stage, id),
                _ => return format!("the stages are 1 to {}", self.last_stage),
            },
            None => (self.stage, name),
        };
        let duties = &self.edition.duties;
        let elsewhere = duties.iter().find(|duty| duty.id == id);
        if let Some(elsewhere) = elsewhere.filter(|_| !name.contains('.')) {
            return format!("write the stage before it, as in `{}`", address(elsewhere));
        }
        let of_stage = duties.iter().filter(move |duty| duty.stage == stage).map(|duty| duty.id.as_str());
        if of_stage.clone().next().is_none() {
            return format!("name a duty with its stage; the stages are 1 to {}", self.last_stage);
        }
        let these = if stage == 0 { "the row as a whole".to_owned() } else { format!("stage {stage}") };
        like(id, of_stage, &format!("the duties of {these} are"))
    }
}

impl condition::Facts for Here<'_> {
    fn fact(&self, name: &str) -> Option<FactId> {
        self.edition.fact(name)
    }

    fn value(&self, fact: FactId, word: &str) -> Option<FactValue> {
        match (&self.edition.facts.get(fact.index())?.kind, word) {
            (Kind::YesNo, "yes") => Some(FactValue::Yes),
            (Kind::YesNo, "no") => Some(FactValue::No),
            (Kind::Choice(of), word) => {
                let place = of.iter().position(|choice| choice == word)?;
                u8::try_from(place).ok().map(FactValue::Choice)
            }
            _ => None,
        }
    }

    fn values(&self, fact: FactId) -> String {
        let fact = self.edition.facts.get(fact.index());
        let name = fact.map_or("", |fact| fact.id.as_str());
        match fact.map(|fact| &fact.kind) {
            Some(Kind::Choice(of)) if !of.is_empty() => {
                of.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ")
            }
            Some(Kind::Choice(_)) => "nothing yet: add an `[[agency]]` for each kind".to_owned(),
            Some(Kind::Number) => format!("a number, and stands in `due`, as in `{name} working days from concern`"),
            _ => "`yes` or `no`".to_owned(),
        }
    }

    fn like_fact(&self, name: &str) -> String {
        like(name, self.edition.facts.iter().map(|fact| fact.id.as_str()), "the facts are")
    }

    fn this_stage(&self) -> Option<u8> {
        (self.stage > 0).then_some(self.stage)
    }

    fn stages(&self) -> u8 {
        self.last_stage
    }
}
