//! What a case says in each field, once all its originals are heard.
//!
//! In: the originals of one case, and what the officer chose. Out: for each field the original that is
//! heard, those it supersedes, and those that contradict it. A blank supersedes nothing; neither does a
//! return whose date is not known.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Key;
use super::original::{Occurrence, Original, Said};
use super::pool::Settled;
use crate::log::Meaning;

/// What becomes of one field of a case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field<'a> {
    /// The original that is heard.
    pub heard: &'a Original,
    /// What that one says in it.
    pub said: &'a Said,
    /// Those with another value that an earlier return gave, one a value.
    pub superseded: Vec<&'a Original>,
    /// Those with another value, where it is not known which is later: one a value, the one heard first.
    pub contradicting: Vec<&'a Original>,
    /// Those of the contradicting that the officer chose.
    pub chosen: Vec<String>,
    /// Those of the contradicting over which the officer chose.
    pub over: Vec<String>,
}

impl Field<'_> {
    /// Whether a person has still to choose.
    pub fn is_open(&self) -> bool {
        let settled = |original: &&Original| self.chosen.contains(&original.id) || self.over.contains(&original.id);
        // What came in after the choice is still to be looked at.
        !self.contradicting.is_empty() && (self.chosen.len() != 1 || !self.contradicting.iter().all(settled))
    }
}

/// One value of a field.
struct Value<'a> {
    words: &'a str,
    latest: Option<NaiveDate>,
    /// The originals that say so, those of the latest return first.
    by: Vec<(&'a Original, &'a Occurrence)>,
}

/// The fields of a case.
pub(super) fn fields<'a>(originals: &[&'a Original], settled: &BTreeSet<Settled>) -> BTreeMap<&'a Key, Field<'a>> {
    if let [only] = originals {
        return only.said.iter().map(|(key, said)| (key, one(only, said))).collect();
    }
    let keys: BTreeSet<&Key> = originals.iter().flat_map(|original| original.said.keys()).collect();
    keys.into_iter().filter_map(|key| Some((key, field(key, originals, settled)?))).collect()
}

/// A field of which there is nothing more to say.
fn one<'a>(heard: &'a Original, said: &'a Said) -> Field<'a> {
    let (superseded, contradicting) = (Vec::new(), Vec::new());
    Field { heard, said, superseded, contradicting, chosen: Vec::new(), over: Vec::new() }
}

/// The highest stage that begins on a day which one of these gives; 0 where none is given.
fn stage_borne_out(originals: &[&Original]) -> u8 {
    let begun = |key: &Key| match &key.meaning {
        Meaning::Event(event) => event.strip_prefix("stage-")?.strip_suffix("-began")?.parse().ok(),
        _ => None,
    };
    originals.iter().flat_map(|original| original.said.keys()).filter_map(begun).max().unwrap_or(0)
}

/// Whether all who give an age give one date of birth too: the child has had a birthday.
fn are_of_one_birth(values: &[Value<'_>]) -> bool {
    let mut born = values.iter().flat_map(|value| &value.by).map(|(original, _)| original.born());
    let first = born.next().flatten();
    first.is_some() && born.all(|other| other == first) && values.iter().all(|value| value.words.parse::<u8>().is_ok())
}

fn field<'a>(key: &Key, originals: &[&'a Original], settled: &BTreeSet<Settled>) -> Option<Field<'a>> {
    let mut values: Vec<Value<'a>> = Vec::new();
    for original in originals {
        let (Some(said), Some(place)) = (original.said.get(key), original.place()) else { continue };
        let latest = place.returned;
        match values.iter_mut().find(|value| value.words == said.words) {
            Some(value) => {
                value.latest = value.latest.max(latest);
                value.by.push((original, place));
            }
            None => values.push(Value { words: &said.words, latest, by: vec![(original, place)] }),
        }
    }
    for value in &mut values {
        value.by.sort_by_key(|(original, place)| (Reverse(place.returned), &original.id));
    }
    // Of stages the one that the dates bear out, else the higher; of ages the greater.
    let reached = match key.meaning {
        Meaning::Stage => Some(stage_borne_out(originals)),
        Meaning::Age => Some(0),
        _ => None,
    };
    // The latest first. Of one date the first by what it says alone: the names of files and the
    // order of rows say nothing of which is right.
    values.sort_by_cached_key(|value| {
        let number = reached.and_then(|reached| Some((value.words.parse().ok()?, reached)));
        let most = number.map(|(stage, reached): (u8, u8)| (stage == reached, stage));
        (Reverse(value.latest), Reverse(most), value.by.first().map(|(original, _)| original.id.as_str()))
    });
    let top = values.first()?.latest;
    let (mut contradicting, mut superseded): (Vec<_>, Vec<_>) =
        values.iter().partition(|value| value.latest == top || value.latest.is_none());
    let first = |value: &&Value<'a>| value.by.first().map(|(original, _)| *original);
    let is_chosen = |value: &&&Value<'a>| {
        let one = |original: &Original| settled.contains(&Settled::Value { id: original.id.clone(), key: key.clone() });
        value.by.iter().any(|(original, _)| one(original))
    };
    let is_over = |value: &&&Value<'a>| {
        let one = |original: &Original| settled.contains(&Settled::Over { id: original.id.clone(), key: key.clone() });
        !is_chosen(value) && value.by.iter().any(|(original, _)| one(original))
    };
    // What the officer kept of an earlier return holds until one says what it was not kept over.
    if let [kept] = superseded.iter().filter(is_chosen).copied().collect::<Vec<_>>().as_slice()
        && contradicting.iter().all(|value| is_over(&value))
    {
        superseded.retain(|value| !std::ptr::eq(*value, *kept));
        contradicting.insert(0, kept);
    }
    let chosen: Vec<&&Value<'a>> = contradicting.iter().filter(is_chosen).collect();
    let heard = match chosen.as_slice() {
        [one] => first(one)?,
        _ => contradicting.first().and_then(first)?,
    };
    let over: Vec<&&Value<'a>> = contradicting.iter().filter(is_over).collect();
    let ids = |values: Vec<&&Value<'a>>| {
        values.into_iter().filter_map(first).map(|original| original.id.clone()).collect::<Vec<String>>()
    };
    let (chosen, over) = (ids(chosen), ids(over));
    if key.meaning == Meaning::Age && chosen.is_empty() && are_of_one_birth(&values) {
        return Some(one(heard, heard.said.get(key)?));
    }
    let all = |values: &[&Value<'a>]| values.iter().filter_map(first).collect::<Vec<_>>();
    let superseded = all(&superseded);
    let contradicting = if contradicting.len() > 1 { all(&contradicting) } else { Vec::new() };
    Some(Field { heard, said: heard.said.get(key)?, superseded, contradicting, chosen, over })
}
