//! A row's fields → what it records, in the terms of one edition.
//!
//! In: a table's columns and an edition. Out: for each row a [`Case`].

use std::collections::HashMap;
use std::sync::Arc;

use super::Case;
use crate::log::{Answer, Column, Field, Meaning, Row, Table, Unclear};
use crate::policy::{Edition, Event, EventId, FactId, FactValue, Kind};

/// What the columns of one table record, in the terms of one edition.
pub(super) struct Links<'a> {
    table: &'a Table,
    pub(super) edition: &'a Edition,
    columns: Vec<Link>,
    /// For each event of the edition, the place of the column that records it.
    pub(super) places: Arc<[Option<usize>]>,
    /// The subject, where the procedure is about one alone.
    subject: Option<(FactId, FactValue)>,
    agency_type: Option<FactId>,
    /// The kinds that the names of agencies met so far show.
    kinds: HashMap<String, Option<FactValue>>,
}

enum Link {
    Event(EventId),
    Fact(FactId),
    PlanOrLookedAfter,
    Nothing,
}

/// What a row's columns state of facts.
#[derive(Default)]
struct Stated(Vec<(FactId, FactValue)>);

impl Stated {
    /// What two columns state differently is not known.
    fn add(&mut self, fact: FactId, value: FactValue) {
        match self.0.iter_mut().find(|(known, _)| *known == fact) {
            Some((_, known)) if *known != value => *known = FactValue::Unknown,
            Some(_) => {}
            None => self.0.push((fact, value)),
        }
    }
}

impl<'a> Links<'a> {
    pub(super) fn new(table: &'a Table, edition: &'a Edition) -> Links<'a> {
        let link = |column: &Column| match &column.meaning {
            Meaning::Event(id) => edition.event(id).map_or(Link::Nothing, Link::Event),
            Meaning::Fact(id) => edition.fact(id).map_or(Link::Nothing, Link::Fact),
            Meaning::PlanOrLookedAfter => Link::PlanOrLookedAfter,
            _ => Link::Nothing,
        };
        let columns = table.columns.iter().map(link).collect();
        let place = |event: &Event| {
            table.columns.iter().position(|column| matches!(&column.meaning, Meaning::Event(id) if **id == *event.id))
        };
        let places = edition.events.iter().map(place).collect();
        let subject = edition.fact("subject").zip(edition.only_subject());
        let agency_type = edition.fact("agency-type");
        Links { table, edition, columns, places, subject, agency_type, kinds: HashMap::new() }
    }

    pub(super) fn case(&mut self, row: &Row) -> Case {
        let mut case = Case::new(self.edition);
        for (place, field) in &row.events {
            let Some(Link::Event(event)) = self.columns.get(*place) else { continue };
            match field {
                Field::Known(when) => case.record(*event, *when),
                Field::Unclear(Unclear::Date(problem)) if problem.is_of_a_day() => case.unread(*event, self.edition),
                Field::Unclear(_) | Field::Blank => {}
            }
        }
        if let Some((fact, value)) = self.subject {
            case.state(fact, value);
        }
        if let (Some(fact), Some(agency)) = (self.agency_type, row.agency_in(self.table))
            && let Some(kind) = self.kind_of(agency)
        {
            case.state(fact, kind);
        }
        let mut stated = Stated::default();
        for (place, field) in &row.facts {
            let Some(answer) = field.known() else { continue };
            match self.columns.get(*place) {
                Some(Link::Fact(fact)) => self.state(&mut stated, *fact, answer),
                Some(Link::PlanOrLookedAfter) => self.state_plan(&mut stated, answer),
                _ => {}
            }
        }
        stated.0.into_iter().for_each(|(fact, value)| case.state(fact, value));
        if let Some(by) = row.protect_by.known() {
            case.protect_by(by.date);
        }
        if let Some(stage) = row.stage.known() {
            case.stage(*stage);
        }
        case
    }

    fn state(&self, stated: &mut Stated, fact: FactId, answer: &Answer) {
        let Some(known) = self.edition.facts.get(fact.index()) else { return };
        let value = match (answer, &known.kind) {
            (Answer::Yes, Kind::YesNo) => FactValue::Yes,
            (Answer::No, Kind::YesNo) => FactValue::No,
            (Answer::Number(number), Kind::Number) => FactValue::Number(*number),
            (Answer::Word(word), Kind::Choice(of)) => {
                let meant = self.edition.agencies.iter().find(|kind| kind.name.eq_ignore_ascii_case(word));
                FactValue::choice(of, meant.map_or(&word.to_lowercase(), |kind| &kind.id))
            }
            _ => FactValue::Unknown,
        };
        stated.add(fact, value);
    }

    /// One column for two facts: which of the two, both, or neither.
    fn state_plan(&self, stated: &mut Stated, answer: &Answer) {
        let (plan, looked_after) = match answer {
            // A bare yes says that it is one of the two; the procedures ask for either.
            Answer::Yes => (Answer::Yes, None),
            Answer::No => (Answer::No, Some(Answer::No)),
            Answer::Word(word) if word == "both" => (Answer::Yes, Some(Answer::Yes)),
            Answer::Word(word) if word == "looked-after" => (Answer::No, Some(Answer::Yes)),
            Answer::Word(word) if word == "child-protection-plan" => (Answer::Yes, Some(Answer::No)),
            Answer::Word(_) | Answer::Number(_) => return,
        };
        for (id, answer) in [("child-protection-plan", Some(plan)), ("looked-after", looked_after)] {
            if let (Some(fact), Some(answer)) = (self.edition.fact(id), answer) {
                self.state(stated, fact, &answer);
            }
        }
    }

    /// The kind of agency, where a word of its name shows it.
    fn kind_of(&mut self, name: &str) -> Option<FactValue> {
        if let Some(known) = self.kinds.get(name) {
            return *known;
        }
        let kind = self.kind_in_name(name);
        self.kinds.insert(name.to_owned(), kind);
        kind
    }

    fn kind_in_name(&self, name: &str) -> Option<FactValue> {
        let name = name.to_lowercase();
        let words = |text: &'_ str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
        let name = words(&name);
        let shown = |word: &String| {
            let wanted = words(&word.to_lowercase());
            name.windows(wanted.len().max(1)).any(|part| part == wanted.as_slice())
        };
        let place = self.edition.agencies.iter().position(|kind| kind.words.iter().any(shown))?;
        u8::try_from(place).ok().map(FactValue::Choice)
    }
}
