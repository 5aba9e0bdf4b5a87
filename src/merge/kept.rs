//! A register read back: the grid of its workbook → the [`Pool`] it rests on, with what the officer changed.
//!
//! The sheet of sources holds every row whole; the table of escalations is only compared with what was
//! written there. In a hidden column each of its rows carries the id of the case and a mark of each cell as
//! it was written: a cell without such a mark is one that the officer filled or changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;

use chrono::NaiveDate;

use super::listed::Mark;
use super::original::{Occurrence, Original, of_json, words_of};
use super::table::{Case, IN_TABLE, cases};
use super::{AGENCY, Agencies, Correction, Key, MARK, NOT_STATED, Nil, Pool, Settled, Source, one_line};
use crate::grid::{Cell, Sheet, Value, Workbook};
use crate::log::Meaning;
use crate::policy::Policy;

/// The sheet of the cases.
pub const ESCALATIONS: &str = "Escalations";
/// The sheet of what is set aside, in conflict, superseded or corrected.
pub const LISTED: &str = "Set aside and conflicts";
/// The sheet of every row that was returned.
pub const SOURCES: &str = "Sources";

/// The sheet of the agencies.
const AGENCIES: &str = "Agencies";

/// Headings of the sheet of sources.
const ROW_ID: &str = "Row id";
/// The heading of the hashes of files.
pub const FILE_ID: &str = "File id";
/// The heading of what a row says, whole.
pub const AS_RETURNED: &str = "As returned";
/// What stands for the hash of a file beside a row that the officer added.
pub const BY_HAND: &str = "by hand";
/// The heading of the procedure that a file names in itself.
pub const MARKED_UNDER: &str = "Marked under";
/// The heading of the quarter for which a file was first given.
pub const FOR_QUARTER: &str = "For quarter";

/// The heading of a part, from the second on, of a text that is longer than a cell can hold.
pub fn part_of(heading: &str, part: impl Display) -> String {
    format!("{heading}, part {part}")
}

/// Whether a workbook is a register, or a quarterly workbook, rather than an agency's log.
pub fn is_register(workbook: &Workbook) -> bool {
    let sources = workbook.sheets.iter().find(|sheet| sheet.name == SOURCES);
    sources.is_some_and(|sheet| Lines::of(sheet, &[ROW_ID, FILE_ID, AS_RETURNED]).is_some())
}

/// The mark of a cell as it was written below this heading; eight hexadecimal digits.
pub fn as_written(heading: &str, words: &str) -> String {
    // FNV-1a, 32 bits: it has only to tell one text from another in the same row.
    let bytes = heading.bytes().chain([0]).chain(words.bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

/// What a register rests on, with what the officer settled and corrected in it.
pub fn read(file: &str, workbook: &Workbook, policy: &Policy, as_of: NaiveDate) -> Pool {
    let sheet = |name: &str| workbook.sheets.iter().find(|sheet| sheet.name == name);
    let mut pool = Pool::default();
    let mut in_table = BTreeSet::new();
    if let Some(list) = sheet(AGENCIES) {
        let alone = Workbook { sheets: vec![list.clone()], ..Workbook::default() };
        pool.agencies = Agencies::of_table(file, &alone).unwrap_or_default();
    }
    if let Some(lines) = sheet(SOURCES).and_then(|sheet| Lines::of(sheet, &[ROW_ID, FILE_ID, AS_RETURNED])) {
        in_table = sources(&lines, &mut pool, policy, as_of);
    }
    if let Some(lines) = sheet(LISTED).and_then(|sheet| Lines::of(sheet, &[MARK, "Keep"])) {
        listed(&lines, &mut pool, policy, as_of);
    }
    if let Some((sheet, lines)) = sheet(ESCALATIONS).and_then(|sheet| Some((sheet, Lines::of(sheet, &[AGENCY, MARK])?)))
    {
        corrected(file, sheet, &lines, &in_table, &mut pool, policy, as_of);
    }
    pool
}

/// The lines of a sheet below its headings.
pub(super) struct Lines<'a> {
    pub headings: HashMap<u32, String>,
    pub lines: Vec<&'a [Cell]>,
}

impl<'a> Lines<'a> {
    /// The lines below the first row that has all these headings.
    pub fn of(sheet: &'a Sheet, wanted: &[&str]) -> Option<Lines<'a>> {
        let mut rows = sheet.rows();
        let headings = rows.by_ref().find_map(|row| {
            let headings: HashMap<u32, String> =
                row.iter().map(|cell| (cell.at.column, one_line(&cell.value.shown()))).collect();
            wanted.iter().all(|wanted| headings.values().any(|heading| heading == wanted)).then_some(headings)
        })?;
        Some(Lines { headings, lines: rows.collect() })
    }

    pub fn cells<'l>(&'l self, line: &'a [Cell]) -> impl Iterator<Item = (&'l str, &'a Cell)> {
        line.iter().filter_map(|cell| Some((self.headings.get(&cell.at.column)?.as_str(), cell)))
    }

    pub fn text(&self, line: &'a [Cell], heading: &str) -> String {
        let cell = self.cells(line).find(|(own, _)| *own == heading);
        cell.map(|(_, cell)| cell.value.shown()).unwrap_or_default()
    }

    /// A text that may go on in columns beside its own.
    fn whole(&self, line: &'a [Cell], heading: &str) -> String {
        let goes_on = part_of(heading, "");
        let parts = self.cells(line).filter(|(own, _)| *own == heading || own.starts_with(&goes_on));
        parts.map(|(_, cell)| cell.value.shown()).collect()
    }

    /// Of the lines with one id the place of the case's own: that in which most stands as it was written. A row that was
    /// copied as a pattern for another has the mark too.
    fn own<'m>(&self, marks: &'m [String], keys: &HashMap<&str, Key>) -> HashMap<&'m str, usize> {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, mark) in marks.iter().enumerate() {
            places.entry(id_and_written(mark).0).or_default().push(place);
        }
        let as_it_was = |place: &usize| {
            let (Some(line), Some(mark)) = (self.lines.get(*place), marks.get(*place)) else { return 0 };
            let (_, written) = id_and_written(mark);
            let own = self.cells(line).filter(|(heading, _)| keys.contains_key(heading));
            own.filter(|(heading, cell)| written.contains(as_written(heading, &words_of(&cell.value)).as_str())).count()
        };
        let own = |places: Vec<usize>| match places.as_slice() {
            [only] => Some(*only),
            // Of two that are as they were the first.
            several => several.iter().rev().max_by_key(|place| as_it_was(place)).copied(),
        };
        places.into_iter().filter_map(|(id, places)| Some((id, own(places)?))).collect()
    }

    fn day(&self, line: &'a [Cell], heading: &str) -> Option<NaiveDate> {
        match self.cells(line).find(|(own, _)| *own == heading)?.1.value {
            Value::Date(moment) => Some(moment.date),
            _ => None,
        }
    }
}

/// Every row that was returned; the ids of those that stood in the table.
fn sources(lines: &Lines<'_>, pool: &mut Pool, policy: &Policy, as_of: NaiveDate) -> BTreeSet<String> {
    let mut kept = Vec::new();
    let mut in_table = BTreeSet::new();
    let mut places: BTreeMap<String, Vec<Occurrence>> = BTreeMap::new();
    for line in &lines.lines {
        let (id, content) = (lines.text(line, ROW_ID), lines.text(line, FILE_ID));
        let (agency, file) = (lines.text(line, "Agency as spelled"), lines.text(line, "File"));
        let returned = lines.day(line, "Returned");
        let quarters = lines.text(line, FOR_QUARTER);
        let marked = lines.text(line, MARKED_UNDER);
        if !marked.is_empty() {
            pool.marked_under.insert(content.clone(), marked);
        }
        if id.is_empty() {
            if !content.is_empty() {
                let nil = Nil { agency, file, content, returned };
                pool.was_received_for(&nil.id(), &quarters);
                pool.add_nil(nil);
            }
            continue;
        }
        pool.was_received_for(&content, &quarters);
        if lines.text(line, "What became of it") == IN_TABLE {
            in_table.insert(id.clone());
        }
        let source =
            Source { file, sheet: lines.text(line, "Sheet"), row: lines.text(line, "Row").parse().unwrap_or_default() };
        let known = places.entry(id.clone()).or_default();
        known.push(Occurrence { source, content, returned });
        if known.len() == 1 {
            let text = lines.whole(line, AS_RETURNED);
            let from_file_name = lines.text(line, "Named by") == FILE_NAME;
            kept.push((id, agency, from_file_name, fields_of(&text)));
        }
    }
    for mut original in Original::read(kept, policy, as_of) {
        for at in places.remove(&original.id).unwrap_or_default() {
            pool.rows_in += 1;
            pool.again += usize::from(!original.stands_at(at));
        }
        pool.insert(original);
    }
    in_table
}

/// What the column `Named by` says where only the file's name says which agency a row is of.
pub const FILE_NAME: &str = "the file's name";

fn fields_of(text: &str) -> BTreeMap<Key, Value> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    fields.iter().filter_map(|(id, value)| Some((Key::of_id(id)?, of_json(value)?))).collect()
}

/// The id in a row's hidden mark, and the marks of its cells as they were written.
fn id_and_written(mark: &str) -> (&str, BTreeSet<&str>) {
    let mut words = mark.split(' ');
    (words.next().unwrap_or_default(), words.collect())
}

/// What the officer chose, and what was corrected before.
fn listed(lines: &Lines<'_>, pool: &mut Pool, policy: &Policy, as_of: NaiveDate) {
    for line in &lines.lines {
        let Some(mark) = Mark::read(&lines.whole(line, MARK)) else { continue };
        let keep = lines.text(line, "Keep");
        let (place, mut is_heard) = (mark.place(), keep.trim().is_empty());
        match mark {
            Mark::Choice(choice) => match choice.first() {
                Some(Settled::Value { id, key }) if says_no(&keep) => {
                    pool.settled.insert(Settled::Over { id: id.clone(), key: key.clone() });
                    is_heard = true;
                }
                Some(Settled::Side { .. }) if says_no(&keep) => {
                    pool.settled.extend(choice.into_iter().filter_map(Settled::apart));
                    is_heard = true;
                }
                _ if says_yes(&keep) => {
                    pool.settled.extend(choice);
                    is_heard = true;
                }
                _ => {}
            },
            Mark::Corrected { id, key, was, now, turn } => {
                let now = now.and_then(|now| said_by_hand(&key, now, policy, as_of));
                pool.correct((id, key), Correction { was, now, turn });
            }
            Mark::Line { .. } => {}
        }
        if !is_heard {
            let typed = keep.lines().map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty());
            pool.typed.entry(place).or_default().extend(typed);
        }
    }
}

fn says_yes(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "yes" | "y" | "x" | "✓" | "✔" | "true")
}

fn says_no(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "no" | "n")
}

/// A value typed by hand, as an original of that one field.
fn said_by_hand(key: &Key, value: Value, policy: &Policy, as_of: NaiveDate) -> Option<Original> {
    let fields = BTreeMap::from([(key.clone(), value.clone())]);
    let read = Original::read(vec![(String::new(), String::new(), false, fields)], policy, as_of);
    let own = read.into_iter().next().filter(|original| original.said.contains_key(key));
    // What a field's reader takes for nothing, such as `n/a`, is what the officer wants to stand there.
    own.or_else(|| Original::of_text(key, value))
}

/// What stands between two notes on one cell.
pub const BETWEEN_NOTES: &str = "\n* * *\n";

/// The notes on a sheet's cells, by row and heading.
fn notes_of(sheet: &Sheet, lines: &Lines<'_>) -> BTreeMap<u32, BTreeMap<String, String>> {
    let mut notes: BTreeMap<u32, BTreeMap<String, String>> = BTreeMap::new();
    for note in &sheet.notes {
        let heading = lines.headings.get(&note.at.column).cloned().unwrap_or_default();
        let text = notes.entry(note.at.row).or_default().entry(heading).or_default();
        // A comment and the answers to it.
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&note.text);
    }
    notes
}

/// Compares the table with what was written there.
fn corrected(
    file: &str,
    sheet: &Sheet,
    lines: &Lines<'_>,
    in_table: &BTreeSet<String>,
    pool: &mut Pool,
    policy: &Policy,
    as_of: NaiveDate,
) {
    let mut known = Key::by_heading(policy);
    for key in pool.originals.values().flat_map(|original| original.said.keys()) {
        known.entry(key.heading(policy).to_lowercase()).or_insert_with(|| key.clone());
    }
    let keys: HashMap<&str, Key> =
        lines.headings.values().filter_map(|heading| Some((heading.as_str(), Key::below(heading, &known)?))).collect();
    let (cases, _) = cases(pool);
    let members = |case| -> Vec<_> { Case::ids(case).map(|id| (id, case)).collect() };
    let of_id: HashMap<&str, &Case<'_>> = cases.iter().flat_map(members).collect();
    let mut changed: Vec<((String, Key), Correction)> = Vec::new();
    let mut by_hand = Vec::new();
    let mut seen = BTreeSet::new();
    let marks: Vec<String> = lines.lines.iter().map(|line| lines.text(line, MARK)).collect();
    let own = lines.own(&marks, &keys);
    let mut noted = notes_of(sheet, lines);
    let mut noted_on = |line: &[Cell]| noted.remove(&line.first()?.at.row);
    let mut notes = Vec::new();
    for (place, (line, mark)) in lines.lines.iter().zip(&marks).enumerate() {
        let (id, written) = id_and_written(mark);
        let Some(case) = of_id.get(id).copied().filter(|_| own.get(id) == Some(&place)) else {
            by_hand.push((*line, noted_on(line)));
            continue;
        };
        seen.insert(case.id());
        notes.extend(noted_on(line).map(|notes| (case.id().to_owned(), notes)));
        let corrections = case.corrections(pool);
        for (heading, key) in &keys {
            let cell = lines.cells(line).find(|(own, _)| own == heading).map(|(_, cell)| cell);
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
                let now = cell.and_then(|cell| said_by_hand(key, cell.clone(), policy, as_of));
                let turn = before.map_or(0, |(turn, _)| turn) + 1;
                changed.push(((case.id().to_owned(), key.clone()), Correction { was: was.to_owned(), now, turn }));
            }
        }
    }
    let mut added_here: Vec<Original> = Vec::new();
    let mut left = Vec::new();
    for (line, noted) in by_hand {
        match added(file, &sheet.name, lines, line, &keys, policy, as_of) {
            Some(original) => {
                notes.extend(noted.map(|notes| (original.id.clone(), notes)));
                added_here.push(original);
            }
            None => left.extend(line.iter().filter(|cell| cell.formula.is_none())),
        }
    }
    let is_gone = |case: &&Case<'_>| !seen.contains(case.id()) && case.ids().any(|id| in_table.contains(id));
    let gone: Vec<String> = cases.iter().filter(is_gone).map(|case| case.id().to_owned()).collect();
    drop((cases, own));
    pool.deleted.extend(gone.into_iter().map(|id| (id, file.to_owned())));
    for cell in left {
        let text = words_of(&cell.value);
        if !text.is_empty() {
            pool.left.insert((file.to_owned(), cell.at, text));
        }
    }
    for (id, notes) in notes {
        for (heading, text) in notes {
            let notes = text.split(BETWEEN_NOTES).map(|note| note.trim().to_owned());
            pool.notes.entry((id.clone(), heading)).or_default().extend(notes);
        }
    }
    for (place, correction) in changed {
        pool.correct(place, correction);
    }
    for original in added_here {
        pool.rows_in += 1;
        pool.insert(original);
    }
}

/// Whether nothing stands there, or what the table itself writes where nothing is said.
fn is_blank(key: &Key, value: &Value) -> bool {
    let words = words_of(value);
    words.is_empty() || (matches!(key.meaning, Meaning::Level | Meaning::ReceivingAgency) && words == NOT_STATED)
}

/// A row that the officer added to the table.
fn added(
    file: &str,
    sheet: &str,
    lines: &Lines<'_>,
    line: &[Cell],
    keys: &HashMap<&str, Key>,
    policy: &Policy,
    as_of: NaiveDate,
) -> Option<Original> {
    let filled = lines.cells(line).filter_map(|(heading, cell)| Some((keys.get(heading)?.clone(), cell.value.clone())));
    let mut fields: BTreeMap<Key, Value> = filled.filter(|(key, value)| !is_blank(key, value)).collect();
    let agency = fields.remove(&Key::of(Meaning::Agency)).map(|agency| words_of(&agency)).unwrap_or_default();
    let row = line.first()?.at.row + 1;
    if fields.is_empty() {
        return None;
    }
    let mut original =
        Original::read(vec![(String::new(), agency, false, fields)], policy, as_of).into_iter().next()?;
    let source = Source { file: file.to_owned(), sheet: sheet.to_owned(), row };
    original.stands_at(Occurrence { source, content: BY_HAND.to_owned(), returned: None });
    Some(original)
}
