//! The headings of the columns that a procedure names: each once, and none that the log has already.
//!
//! In: the file's facts, events and duties. Out: nothing; every heading by which a column could not be found is noted.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;

use super::{Loader, is_said};
use crate::headings::{self, COMMON, EVENTS, Engine, LONGEST, key};
use crate::policy::Edition;
use crate::policy::file::{DutyEntry, PolicyFile};
use crate::policy::places::Places;

/// What a heading stands for already.
struct Taken {
    says: String,
    /// The event of which it is the column.
    event: Option<String>,
}

/// The headings that are taken, as they are compared.
#[derive(Default)]
struct Headings(HashMap<String, Taken>);

impl Headings {
    fn add(&mut self, heading: &str, says: String, event: Option<&str>) {
        self.0.insert(key(heading), Taken { says, event: event.map(str::to_owned) });
    }

    /// Takes a heading, or notes what keeps it from being found. `records` are events that record the same.
    fn take(
        &mut self,
        heading: &Spanned<String>,
        says: String,
        event: Option<&str>,
        records: &[Spanned<String>],
        places: &mut Places<'_>,
    ) {
        let text = heading.get_ref();
        if text.len() > LONGEST {
            let help = format!("shorten it: at most {LONGEST} letters, of which those with accents count twice");
            places.mistake(heading.span(), "so long a heading is found in no log", help);
        }
        let Some(other) = self.0.get(&key(text)) else { return self.add(text, says, event) };
        if other.event.as_ref().is_some_and(|event| records.iter().any(|record| record.get_ref() == event)) {
            return;
        }
        let help = match &other.event {
            Some(event) => format!("choose another; a duty that `{event}` records names it in `recorded-by`"),
            None => "choose another: a column records one thing".to_owned(),
        };
        places.mistake(heading.span(), format!("`{text}` is {} already", other.says), help);
    }
}

impl Loader {
    /// Once the facts and events are known.
    pub(super) fn headings(&self, file: &PolicyFile, duties: &[(u8, DutyEntry)], places: &mut Places<'_>) {
        let mut taken = Headings::default();
        let of = |id: &str| format!("the heading of `{id}`");
        let of_the_log = COMMON.iter().flat_map(|(_, headings)| headings.iter().copied());
        for heading in of_the_log.chain(Engine::ALL.map(Engine::heading)) {
            taken.add(heading, "a heading of the log's own".to_owned(), None);
        }
        // An event that there is already is a mistake of its own.
        let is_own = |id: &str| file.event.iter().any(|entry| entry.id.get_ref() == id);
        let of_events =
            EVENTS.iter().flat_map(|(id, texts)| texts.iter().map(|text| (text.to_string(), id.to_string())));
        let of_stages = (1..=self.last_stage).flat_map(headings::of_stage);
        for (heading, id) in of_events.chain(of_stages).filter(|(_, id)| !is_own(id)) {
            taken.add(&heading, format!("a heading of `{id}`"), Some(&id));
        }
        for event in self.edition.events.iter().filter(|event| !event.id.starts_with("done:") && !is_own(&event.id)) {
            taken.add(event.column.as_deref().unwrap_or_default(), of(&event.id), Some(&event.id));
        }
        let is_own = |id: &str| file.fact.iter().any(|entry| entry.id.get_ref() == id);
        for fact in self.edition.facts.iter().filter(|fact| !is_own(&fact.id)) {
            taken.add(&fact.column, of(&fact.id), None);
        }
        for entry in &file.fact {
            taken.take(&entry.name, of(entry.id.get_ref()), None, &[], places);
        }
        for entry in &file.event {
            let id = entry.id.get_ref();
            taken.take(&entry.name, of(id), Some(id), &[], places);
        }
        let mut seen: Vec<Range<usize>> = Vec::new();
        for (stage, entry) in duties {
            let Some(column) = entry.column.as_ref().filter(|column| is_said(column)) else { continue };
            let id = entry.id.get_ref();
            // Of a duty of several stages, the second time.
            if seen.contains(&column.span()) {
                let what = format!("one column can't record `{id}` at several stages");
                places.mistake(column.span(), what, "give each stage a duty of its own, with its own column");
                continue;
            }
            seen.push(column.span());
            let duty = format!("{}.{id}", Edition::stage_word(*stage));
            taken.take(column, of(&duty), None, &entry.recorded_by, places);
        }
    }
}
