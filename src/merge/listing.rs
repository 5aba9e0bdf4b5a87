//! A case → the lines of what is to be looked at in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::listed::Mark;
use super::original::{AsJson, Occurrence, Original};
use super::pool::Beside;
use super::settle::Field;
use super::table::{Case, Corrected, place_in_words};
use super::{BY_HAND, Correction, ESCALATIONS, Key, Listed, Pool, Settled, Source, What, settled_name};
use crate::log::Meaning;
use crate::policy::Policy;

/// What the officer writes beside what is to be kept.
pub(super) const YES: &str = "yes";
/// What the officer writes beside a side of a pair that is none.
pub(super) const NO: &str = "no";

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
        mark: case.map(|case| Mark::of_line(case.id(), what.in_words())).unwrap_or_default(),
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
            keep: own.then(String::new),
            mark: if own { Mark::of_choice(&[settled]) } else { Mark::of_line(case.id(), What::SetAside.in_words()) },
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
                keep: Some(said_in_keep(chosen)),
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
            let latest = if field.contradicting.is_empty() { &[field.heard] } else { field.contradicting.as_slice() };
            let later = latest.iter().map(|later| Settled::Over { id: later.id.clone(), key: key.clone() });
            let value = Settled::Value { id: original.id.clone(), key: key.clone() };
            listed.push(Listed {
                keep: Some(String::new()),
                mark: Mark::of_choice(&std::iter::once(value).chain(later).collect::<Vec<_>>()),
                ..of(What::Superseded, original, &now)
            });
        }
    }
}

/// What the column `Keep` shows beside what is chosen, or not.
pub(super) fn said_in_keep(chosen: bool) -> String {
    (if chosen { YES } else { "" }).to_owned()
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
pub(super) fn not_returned(
    cases: &[Case<'_>],
    pool: &Pool,
    spelled: &HashMap<String, String>,
    listed: &mut Vec<Listed>,
) {
    let returned = |case: &Case<'_>| case.places().first().and_then(|at| at.returned);
    let with_rows = cases.iter().map(|case| (case.agency.clone(), returned(case)));
    let nil = pool.nil().map(|nil| (settled_name(spelled, &pool.agencies, &nil.agency), nil.returned));
    let mut last: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for (agency, day) in with_rows.chain(nil) {
        if let Some(day) = day {
            let known = last.entry(agency.to_lowercase()).or_insert(day);
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
        let last = corrections.get(key).map(|(last, _)| *last);
        let is_asked_for = correction.was == case.said(key);
        let is_last = last.is_some_and(|last| std::ptr::eq(last, correction));
        let holds = is_asked_for && is_last && !correction.is_taken_back();
        let now = correction.now.as_ref().and_then(|now| now.said.values().next());
        let note = match is_asked_for {
            true if holds => format!("the returns say: {}", blank_in_words(&correction.was)),
            true if last.is_some_and(Correction::is_taken_back) => "you took it back".to_owned(),
            true => "you corrected it again".to_owned(),
            false => format!(
                "the returns said {}, and now say {}",
                blank_in_words(&correction.was),
                blank_in_words(case.said(key))
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

/// Lists what the officer chose and nothing asks for any more.
pub(super) fn list_unused(
    cases: &[Case<'_>],
    used: &BTreeSet<Settled>,
    pool: &Pool,
    policy: &Policy,
    listed: &mut Vec<Listed>,
) {
    for settled in pool.settled.difference(used) {
        let (id, key) = match settled {
            Settled::Value { id, key } => (id, Some(key)),
            Settled::Side { id, .. } | Settled::Apart { id, .. } | Settled::Row { id } => (id, None),
            // It stands with the value that was chosen.
            Settled::Over { .. } => continue,
        };
        let case = cases.iter().find(|case| case.has(id));
        let over = case.into_iter().flat_map(Case::ids).zip(std::iter::repeat(key)).filter_map(|(id, key)| {
            let over = Settled::Over { id: id.to_owned(), key: key?.clone() };
            pool.settled.contains(&over).then_some(over)
        });
        let said = key.and_then(|key| pool.originals.get(id)?.said.get(key));
        listed.push(Listed {
            field: key.map(|key| key.heading(policy)).unwrap_or_default(),
            value: said.map(|said| said.value.shown()).unwrap_or_default(),
            mark: Mark::of_choice(&std::iter::once(settled.clone()).chain(over).collect::<Vec<_>>()),
            keep: Some(if matches!(settled, Settled::Apart { .. }) { NO } else { YES }.to_owned()),
            ..line(What::ChoiceUnused, case)
        });
    }
}

/// What a register read back had that does not carry over: rows deleted from its table, words written beside it, sheets.
pub(super) fn list_left(cases: &[Case<'_>], pool: &Pool, listed: &mut Vec<Listed>) {
    for case in cases {
        let Some(file) = case.ids().find_map(|id| pool.deleted.get(id)) else { continue };
        let at = case.places().first().map(|at| place_in_words(at)).unwrap_or_default();
        let note = format!("its row was deleted in {file}; it came in with {at}, so it stands again");
        listed.push(Listed { note, ..line(What::Deleted, Some(case)) });
    }
    let left = |file: &str, sheet: &str, row: u32, value: &str, note: &str| Listed {
        value: value.to_owned(),
        note: note.to_owned(),
        at: Some(Occurrence {
            source: Source { file: file.to_owned(), sheet: sheet.to_owned(), row },
            content: BY_HAND.to_owned(),
            returned: None,
        }),
        ..line(What::NotCarried, None)
    };
    for (file, at, text) in &pool.left {
        let note = "it stands in no row of the table; keep notes in a column of your own, or on a cell";
        listed.push(Listed { field: at.to_string(), ..left(file, ESCALATIONS, at.row + 1, text, note) });
    }
    for (file, sheet) in &pool.sheets {
        let note = "this sheet is not one of the register's; copy it into the new one by hand";
        listed.push(left(file, sheet, 1, sheet, note));
    }
}

/// Shows what the officer typed in the column `Keep` that chooses nothing, and says so.
pub(super) fn show_typed(pool: &Pool, cases: &[Case<'_>], listed: &mut Vec<Listed>) {
    if pool.typed.is_empty() {
        return;
    }
    let mut shown: BTreeSet<Beside> = BTreeSet::new();
    for listed in listed.iter_mut().filter(|listed| listed.keep.as_deref().is_none_or(str::is_empty)) {
        let Some(mark) = Mark::read(&listed.mark) else { continue };
        let Some(typed) = pool.typed.get(&mark.place()) else { continue };
        let words = joined(typed, ", ");
        let why = match mark {
            Mark::Choice(_) => format!("`{words}` settles nothing: write yes beside what is right"),
            Mark::Corrected { .. } | Mark::Line { .. } => {
                format!("there is nothing to choose here, so `{words}` changes nothing")
            }
        };
        listed.note =
            [listed.note.as_str(), &why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        listed.keep = Some(joined(typed, "\n"));
        shown.insert(mark.place());
    }
    for (place, typed) in pool.typed.iter().filter(|(place, _)| !shown.contains(*place)) {
        let (id, about) = place;
        listed.push(Listed {
            note: format!("nothing asks any more for what `{}` was written beside", joined(typed, ", ")),
            keep: Some(joined(typed, "\n")),
            mark: Mark::of_line(id, about),
            ..line(What::ChoiceUnused, cases.iter().find(|case| case.has(id)))
        });
    }
}

fn joined(words: &BTreeSet<String>, between: &str) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(between)
}

fn blank_in_words(words: &str) -> &str {
    if words.is_empty() { "nothing" } else { words }
}
