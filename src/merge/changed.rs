//! The table of a register compared with what was written there → what the officer corrected, added, noted and deleted.
//!
//! In a hidden column each row carries the id of its case and a mark of each cell as it was written: a cell without such
//! a mark is one that the officer filled or changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::kept::{BY_HAND, Lines, as_written};
use super::original::{Occurrence, Original, words_of};
use super::table::{Case, cases};
use super::{Correction, Key, MARK, NOT_STATED, Pool, Source};
use crate::grid::{Cell, Sheet, Value};
use crate::log::Meaning;
use crate::policy::Policy;

/// The notes on a row's cells, by the column's heading.
type Notes = BTreeMap<String, String>;

/// The table of escalations as it was read back.
pub(super) struct Compared<'a> {
    pub file: &'a str,
    pub sheet: &'a Sheet,
    pub lines: &'a Lines<'a>,
    pub policy: &'a Policy,
    pub as_of: NaiveDate,
}

impl<'a> Compared<'a> {
    /// Takes what was changed. `in_table` are the ids of the originals whose cases stood there.
    pub fn with_what_was_written(&self, in_table: &BTreeSet<String>, pool: &mut Pool) {
        let keys = self.keys(pool);
        let (cases, _) = cases(pool);
        let members = |case| -> Vec<_> { Case::ids(case).map(|id| (id, case)).collect() };
        let of_id: HashMap<&str, &Case<'_>> = cases.iter().flat_map(members).collect();
        let marks: Vec<String> = self.lines.lines.iter().map(|line| self.lines.text(line, MARK)).collect();
        let own = self.own(&marks, &keys);
        let mut noted = self.notes();
        let mut noted_on = |line: &[Cell]| noted.remove(&line.first()?.at.row);
        let (mut changed, mut notes, mut by_hand) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for (place, (line, mark)) in self.lines.lines.iter().zip(&marks).enumerate() {
            let (id, written) = id_and_written(mark);
            let Some(case) = of_id.get(id).copied().filter(|_| own.get(id) == Some(&place)) else {
                by_hand.push((*line, noted_on(line)));
                continue;
            };
            seen.insert(case.id());
            notes.extend(noted_on(line).map(|notes| (case.id().to_owned(), notes)));
            changed.extend(self.changes(line, &written, case, &keys, pool));
        }
        let is_gone = |case: &&Case<'_>| !seen.contains(case.id()) && case.ids().any(|id| in_table.contains(id));
        let gone: Vec<String> = cases.iter().filter(is_gone).map(|case| case.id().to_owned()).collect();
        drop((cases, own));
        pool.deleted.extend(gone.into_iter().map(|id| (id, self.file.to_owned())));
        for (place, correction) in changed {
            pool.correct(place, correction);
        }
        for (line, noted) in by_hand {
            match self.added(line, &keys) {
                Some(original) => {
                    notes.extend(noted.map(|notes| (original.id.clone(), notes)));
                    pool.rows_in += 1;
                    pool.insert(original);
                }
                None => self.leave(line, pool),
            }
        }
        for (id, notes) in notes {
            for (heading, text) in notes {
                let notes = text.split(BETWEEN_NOTES).map(|note| note.trim().to_owned());
                pool.notes.entry((id.clone(), heading)).or_default().extend(notes);
            }
        }
    }

    /// The fields below the headings, but for those that the engine fills.
    fn keys(&self, pool: &Pool) -> HashMap<&'a str, Key> {
        let mut known = Key::by_heading(self.policy);
        for key in pool.originals.values().flat_map(|original| original.said.keys()) {
            known.entry(key.heading(self.policy).to_lowercase()).or_insert_with(|| key.clone());
        }
        let headings = self.lines.headings.values().map(String::as_str);
        headings.filter_map(|heading| Some((heading, Key::below(heading, &known)?))).collect()
    }

    /// Of the lines with one id the place of the case's own: that in which most stands as it was written. A row that was
    /// copied as a pattern for another has the mark too.
    fn own<'m>(&self, marks: &'m [String], keys: &HashMap<&str, Key>) -> HashMap<&'m str, usize> {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, mark) in marks.iter().enumerate() {
            places.entry(id_and_written(mark).0).or_default().push(place);
        }
        let as_it_was = |place: &usize| {
            let (Some(line), Some(mark)) = (self.lines.lines.get(*place), marks.get(*place)) else { return 0 };
            let (_, written) = id_and_written(mark);
            let own = self.lines.cells(line).filter(|(heading, _)| keys.contains_key(heading));
            own.filter(|(heading, cell)| written.contains(as_written(heading, &words_of(&cell.value)).as_str())).count()
        };
        let own = |places: Vec<usize>| match places.as_slice() {
            [only] => Some(*only),
            // Of two that are as they were the first.
            several => several.iter().rev().max_by_key(|place| as_it_was(place)).copied(),
        };
        places.into_iter().filter_map(|(id, places)| Some((id, own(places)?))).collect()
    }

    /// What stands in a case's row and was not written there.
    fn changes(
        &self,
        line: &'a [Cell],
        written: &BTreeSet<&str>,
        case: &Case<'_>,
        keys: &HashMap<&str, Key>,
        pool: &Pool,
    ) -> Vec<((String, Key), Correction)> {
        let corrections = case.corrections(pool);
        let mut changed = Vec::new();
        for (heading, key) in keys {
            let cell = self.lines.cells(line).find(|(own, _)| own == heading).map(|(_, cell)| cell);
            // What the engine's own formula comes to is nobody's correction; what one of the officer's comes to
            // is not known before it is calculated.
            if cell
                .is_some_and(|cell| cell.value == Value::NotCalculated || (cell.formula.is_some() && key.has_formula()))
            {
                continue;
            }
            let cell = cell.map(|cell| &cell.value).filter(|value| !is_blank(key, value));
            let now = cell.map(words_of).unwrap_or_default();
            if written.contains(as_written(heading, &now).as_str()) {
                continue;
            }
            let was = case.said(key);
            let before =
                corrections.get(key).map(|(correction, holds)| (correction.turn, holds.then(|| correction.words())));
            let effective = before.and_then(|(_, words)| words).unwrap_or(was);
            if now != effective {
                let now = cell.and_then(|cell| said_by_hand(key, cell.clone(), self.policy, self.as_of));
                let turn = before.map_or(0, |(turn, _)| turn) + 1;
                changed.push(((case.id().to_owned(), key.clone()), Correction { was: was.to_owned(), now, turn }));
            }
        }
        changed
    }

    /// A row that the officer added to the table.
    fn added(&self, line: &'a [Cell], keys: &HashMap<&str, Key>) -> Option<Original> {
        let cells = self.lines.cells(line);
        let filled = cells.filter_map(|(heading, cell)| Some((keys.get(heading)?.clone(), cell.value.clone())));
        let mut fields: BTreeMap<Key, Value> = filled.filter(|(key, value)| !is_blank(key, value)).collect();
        let agency = fields.remove(&Key::of(Meaning::Agency)).map(|agency| words_of(&agency)).unwrap_or_default();
        let row = line.first()?.at.row + 1;
        if fields.is_empty() {
            return None;
        }
        let kept = vec![(String::new(), agency, false, fields)];
        let mut original = Original::read(kept, self.policy, self.as_of).into_iter().next()?;
        let source = Source { file: self.file.to_owned(), sheet: self.sheet.name.clone(), row };
        original.stands_at(Occurrence { source, content: BY_HAND.to_owned(), returned: None });
        Some(original)
    }

    /// Takes note of what stands in a row that is no case's.
    fn leave(&self, line: &[Cell], pool: &mut Pool) {
        for cell in line.iter().filter(|cell| cell.formula.is_none()) {
            let text = words_of(&cell.value);
            if !text.is_empty() {
                pool.left.insert((self.file.to_owned(), cell.at, text));
            }
        }
    }

    /// The notes on the table's cells, by row.
    fn notes(&self) -> BTreeMap<u32, Notes> {
        let mut notes: BTreeMap<u32, Notes> = BTreeMap::new();
        for note in &self.sheet.notes {
            let heading = self.lines.headings.get(&note.at.column).cloned().unwrap_or_default();
            let text = notes.entry(note.at.row).or_default().entry(heading).or_default();
            // A comment and the answers to it.
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&note.text);
        }
        notes
    }
}

/// What stands between two notes on one cell.
pub const BETWEEN_NOTES: &str = "\n* * *\n";

/// The id in a row's hidden mark, and the marks of its cells as they were written.
fn id_and_written(mark: &str) -> (&str, BTreeSet<&str>) {
    let mut words = mark.split(' ');
    (words.next().unwrap_or_default(), words.collect())
}

/// A value typed by hand, as an original of that one field.
pub(super) fn said_by_hand(key: &Key, value: Value, policy: &Policy, as_of: NaiveDate) -> Option<Original> {
    let fields = BTreeMap::from([(key.clone(), value.clone())]);
    let read = Original::read(vec![(String::new(), String::new(), false, fields)], policy, as_of);
    let own = read.into_iter().next().filter(|original| original.said.contains_key(key));
    // What a field's reader takes for nothing, such as `n/a`, is what the officer wants to stand there.
    own.or_else(|| Original::of_text(key, value))
}

/// Whether nothing stands there, or what the table itself writes where nothing is said.
fn is_blank(key: &Key, value: &Value) -> bool {
    let words = words_of(value);
    words.is_empty() || (matches!(key.meaning, Meaning::Level | Meaning::ReceivingAgency) && words == NOT_STATED)
}
