//! A register read back: the grid of its workbook → the [`Pool`] it rests on, with what the officer changed.
//!
//! The sheet of sources holds every row whole; the table of escalations is only [compared](Compared) with what was
//! written there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;

use chrono::NaiveDate;

use super::changed::{Compared, said_by_hand};
use super::listed::Mark;
use super::original::{Occurrence, Original, of_json};
use super::table::IN_TABLE;
use super::{AGENCY, Agencies, Correction, Key, MARK, Nil, Pool, Settled, Source, one_line};
use crate::grid::{Cell, Sheet, Value, Workbook};
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
        Compared { file, sheet, lines: &lines, policy, as_of }.with_what_was_written(&in_table, &mut pool);
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
