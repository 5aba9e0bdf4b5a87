//! The headings of the columns that a procedure names: each once, and none that the log has already.
//!
//! In: the file's facts, events and duties. Out: nothing; every heading by which a column could not be found is noted.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;

use super::{Loader, is_said};
use crate::policy::Edition;
use crate::policy::file::{DutyEntry, PolicyFile};
use crate::policy::places::Places;

/// The columns that a log has whatever its procedure, by the headings of the form, of a blank log and of the marks.
const OF_THE_LOG: &[&str] = &[
    "Agency / School & Escalation Number",
    "Escalation Number",
    "Number",
    "Agency",
    "School",
    "Child Name / DOB / Age",
    "Child",
    "Child Name",
    "Name",
    "DOB",
    "Date of birth",
    "Age",
    "Concern",
    "Level of Need",
    "Summary of Professional Disagreement",
    "Disagreement",
    "Actions Undertaken Towards Resolution",
    "Actions",
    "Outcome of Resolution",
    "Outcome",
    "Stage",
    "CP plan / looked after",
    "Resolve sooner by",
    "Receiving agency",
    "Theme",
    "Accepted",
    "Status",
    "Next step",
    "Next step due",
    "Act by",
    "Days left",
    "Checks",
    "Rests on",
    "Due soon from",
    "As marked",
];

/// The longest heading that is looked for in a log, in bytes.
const LONGEST: usize = 160;

/// A heading nearly as a log's headings are compared: case, punctuation, plurals and small words make no difference.
fn key(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !["", "the", "a", "an", "of"].contains(word));
    let singular = words.map(|word| match word.strip_suffix('s') {
        Some(one) if word.len() > 3 && !one.ends_with('s') => one,
        _ => word,
    });
    singular.collect::<Vec<_>>().join(" ")
}

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
        OF_THE_LOG.iter().for_each(|heading| taken.add(heading, "a heading of the log's own".to_owned(), None));
        let is_own = |id: &str| file.event.iter().any(|entry| entry.id.get_ref() == id);
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
