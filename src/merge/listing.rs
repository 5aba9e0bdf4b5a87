//! A case → the lines of what is to be looked at in it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::listed::Mark;
use super::original::{AsJson, Original};
use super::settle::Field;
use super::table::{Case, Corrected};
use super::{Key, Listed, Pool, Settled, What};
use crate::log::Meaning;
use crate::policy::Policy;

/// A line about a case.
pub(super) fn line(what: What, case: Option<&Case<'_>>) -> Listed {
    let shown = |meaning: Meaning| case.map(|case| case.shown(meaning)).unwrap_or_default();
    Listed {
        what,
        agency: case.map(|case| case.agency.clone()).unwrap_or_default(),
        number: shown(Meaning::Number),
        child: shown(Meaning::Name),
        field: String::new(),
        value: String::new(),
        note: String::new(),
        at: case.and_then(|case| case.places().first().copied().cloned()),
        in_table: case.is_some_and(|case| case.aside.is_none()),
        keep: None,
        mark: String::new(),
    }
}

/// What is in conflict in a case, what was superseded, and why it is set aside.
pub(super) fn list_case(case: &Case<'_>, policy: &Policy, used: &mut BTreeSet<Settled>, listed: &mut Vec<Listed>) {
    if let Some(why) = &case.aside {
        // A pair's lines have the choice; here stands that of a row which says nothing of a case.
        let own = !case.originals.iter().any(|original| original.says_something());
        let settled = Settled::Row { id: case.id().to_owned() };
        let said = case.fields.keys().map(|key| format!("{}: {}", key.heading(policy), case.words(key)));
        listed.push(Listed {
            value: said.collect::<Vec<_>>().join("\n"),
            note: why.clone(),
            keep: own.then_some(false),
            mark: if own { Mark::of_choice(&[settled]) } else { String::new() },
            ..line(What::SetAside, Some(case))
        });
    }
    for (&key, field) in &case.fields {
        let of = |what: What, original: &Original, note: &str| Listed {
            field: key.heading(policy),
            value: original.said.get(key).map(|said| said.value.shown()).unwrap_or_default(),
            note: note.to_owned(),
            at: original.place().cloned(),
            in_table: original.id == field.heard.id,
            ..line(what, Some(case))
        };
        let what = if field.is_open() { What::Conflict } else { What::Settled };
        for original in &field.contradicting {
            let chosen = field.chosen.contains(&original.id);
            let beside: Vec<&str> = match field.chosen.as_slice() {
                // What came in since is not chosen over before the officer says so.
                [_] if chosen => field.over.iter().map(String::as_str).collect(),
                _ => {
                    field.contradicting.iter().map(|other| other.id.as_str()).filter(|id| *id != original.id).collect()
                }
            };
            let over = beside.into_iter().map(|id| Settled::Over { id: id.to_owned(), key: key.clone() });
            let value = Settled::Value { id: original.id.clone(), key: key.clone() };
            let settled = chosen || field.over.contains(&original.id);
            let date = |original: &Original| original.place().and_then(|at| at.returned);
            let note = match (field.chosen.len(), date(original)) {
                (1, _) if settled => "settled by the officer",
                (1, _) => "it came in after the officer settled the others: write yes or no beside it",
                (2.., _) => "more than one is chosen: leave yes beside one alone",
                (_, None) => "the date of this return is not known",
                (_, day) if field.contradicting.iter().all(|other| date(other) == day) => {
                    "two returns of one date differ"
                }
                (_, Some(_)) => "another says otherwise, of which the date is not known",
            };
            listed.push(Listed {
                keep: Some(chosen),
                mark: Mark::of_choice(&std::iter::once(value).chain(over).collect::<Vec<_>>()),
                ..of(what, original, note)
            });
        }
        if !field.contradicting.is_empty() {
            let asked = case.originals.iter().filter(|original| original.said.contains_key(key));
            for original in asked {
                used.insert(Settled::Value { id: original.id.clone(), key: key.clone() });
                used.insert(Settled::Over { id: original.id.clone(), key: key.clone() });
            }
        }
        if matches!(&key.meaning, Meaning::Event(event) if **event == *"resolved")
            && let Some(day) = blank_since(case, key, field)
        {
            let note = format!("the return of {day} leaves it blank; a blank supersedes nothing, so it is kept");
            listed.push(of(What::NoLongerSaid, field.heard, &note));
        }
        for original in &field.superseded {
            let now = format!("a later return says: {}", case.words(key));
            listed.push(of(What::Superseded, original, &now));
        }
    }
}

/// The date of a case's last return, where that leaves blank what an earlier one says in this field.
fn blank_since(case: &Case<'_>, key: &Key, field: &Field<'_>) -> Option<NaiveDate> {
    let date = |original: &Original| original.place().and_then(|at| at.returned);
    let last = case.originals.iter().max_by_key(|original| date(original))?;
    let is_blank = !last.said.contains_key(key) && date(field.heard)? < date(last)?;
    date(last).filter(|_| is_blank)
}

/// Within how many days of one another an agency's returns for one quarter come: each may have rows of its own.
const ONE_QUARTERS: i64 = 45;

/// Cases that are not resolved and that their agency's last return does not have.
pub(super) fn not_returned(cases: &[Case<'_>], listed: &mut Vec<Listed>) {
    let returned = |case: &Case<'_>| case.places().first().and_then(|at| at.returned);
    let mut last: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for case in cases {
        if let Some(day) = returned(case) {
            let known = last.entry(case.agency.to_lowercase()).or_insert(day);
            *known = day.max(*known);
        }
    }
    let resolved = Key::event("resolved");
    let is_open = |case: &&Case<'_>| case.aside.is_none() && !case.fields.contains_key(&resolved);
    for case in cases.iter().filter(is_open) {
        let last = last.get(&case.agency.to_lowercase()).copied();
        if let (Some(own), Some(last)) = (returned(case), last)
            && last.signed_duration_since(own).num_days() > ONE_QUARTERS
        {
            let note = format!("the agency's return of {last} does not have it; it is kept as it was returned before");
            listed.push(Listed { note, ..line(What::NotReturned, Some(case)) });
        }
    }
}

/// Cases of one agency with one number.
pub(super) fn numbers_again(cases: &[Case<'_>], listed: &mut Vec<Listed>) {
    let mut numbered: BTreeMap<(String, String), Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.aside.is_none()) {
        let number = case.shown(Meaning::Number).to_lowercase();
        if !number.is_empty() {
            numbered.entry((case.agency.to_lowercase(), number)).or_default().push(case);
        }
    }
    for same in numbered.values().filter(|same| same.len() > 1) {
        for case in same {
            let note = if case.untold {
                "it could not be told to which of the cases with this number the row belongs, so it stands alone"
            } else {
                "by the child and the days that they tell of, these are different cases"
            };
            listed.push(Listed { note: note.to_owned(), ..line(What::NumberAgain, Some(case)) });
        }
    }
}

pub(super) fn list_corrections(
    case: &Case<'_>,
    corrections: &Corrected<'_>,
    pool: &Pool,
    policy: &Policy,
    listed: &mut Vec<Listed>,
) {
    for (id, key, correction) in case.all_corrections(pool) {
        let holds = corrections.get(key).is_some_and(|(last, holds)| *holds && std::ptr::eq(*last, correction));
        let now = correction.now.as_ref().and_then(|now| now.said.values().next());
        let note = match holds {
            true => format!("the returns say: {}", blank_in_words(&correction.was)),
            false => format!(
                "the returns said {}, and now say {}",
                blank_in_words(&correction.was),
                blank_in_words(case.words(key))
            ),
        };
        let json = now.map(|said| AsJson(&said.value));
        listed.push(Listed {
            field: key.heading(policy),
            value: now.map(|said| said.value.shown()).unwrap_or_default(),
            note,
            in_table: holds && case.aside.is_none(),
            mark: Mark::of_correction(id, key, &correction.was, json, correction.turn),
            ..line(if holds { What::Corrected } else { What::CorrectionUnused }, Some(case))
        });
    }
}

fn blank_in_words(words: &str) -> &str {
    if words.is_empty() { "nothing" } else { words }
}
