//! Everything a register rests on: the originals, the nil returns, what the officer settled and corrected.
//!
//! In: returned logs, and registers read back. Out: one [`Pool`], the union of them. The merged table is
//! worked out from a pool and nothing else, so merging in any order, or again, gives the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::original::{Occurrence, Original};
use super::{Agencies, Key, Source, agency_of_file, one_line};
use crate::log::{Log, Row, Table};

/// A log as it was returned.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// The log.
    pub log: Log,
    /// The hash of the file's bytes, by [`super::hash`].
    pub content: String,
    /// The date of the return, where it is known.
    pub date: Option<NaiveDate>,
}

impl Returned {
    /// Its rows, each an original of its own.
    pub(crate) fn originals(&self) -> Vec<Original> {
        let original = |(table, row): (&Table, &Row)| {
            let (agency, from_file_name) = agency_of(&self.log, table, row);
            let mut original = Original::new(agency, from_file_name, table, row);
            let source = Source { file: self.log.file.clone(), sheet: table.sheet.clone(), row: row.row + 1 };
            let at = Occurrence { source, content: self.content.clone(), returned: self.date };
            original.read_from = Some(Arc::new(at.clone()));
            original.stands_at(at);
            original
        };
        self.log.rows().map(original).collect()
    }
}

/// A return without a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nil {
    /// The agency as the return spells it.
    pub agency: String,
    /// The file's name.
    pub file: String,
    /// The hash of the file's bytes.
    pub content: String,
    /// The date of the return, where it is known.
    pub returned: Option<NaiveDate>,
}

/// What an officer chose: which of several to keep.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settled {
    /// Of the values of a field, that of this original.
    Value {
        /// The original's id.
        id: String,
        /// The field.
        key: Key,
    },
    /// Of the values of a field, another than that of this original.
    Over {
        /// The original's id.
        id: String,
        /// The field.
        key: Key,
    },
    /// Of a suggested pair, this one.
    Side {
        /// The id of an original of the one kept.
        id: String,
        /// That of the other.
        with: String,
    },
    /// A row that had been set aside.
    Row {
        /// The original's id.
        id: String,
    },
}

/// What an officer put in the place of what the returns say.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// What the returns said when it was corrected.
    pub was: String,
    /// What it says now, as an original with that one field; `None` for a cell that was emptied.
    pub now: Option<Original>,
    /// How often it has been corrected; the last correction counts.
    pub turn: u32,
}

impl Correction {
    /// What it says now, as words.
    pub fn words(&self) -> &str {
        self.now.as_ref().and_then(|now| now.said.values().next()).map_or("", |said| said.words.as_str())
    }
}

/// Everything a register rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// The distinct rows, by their ids.
    pub originals: BTreeMap<String, Original>,
    /// Returns without a row.
    pub nil: BTreeSet<Nil>,
    /// What the officer chose.
    pub settled: BTreeSet<Settled>,
    /// What the officer corrected, by the id of an original of the case and the field.
    pub corrections: BTreeMap<(String, Key), Correction>,
    /// What the officer noted on cells of the table, by the id of an original of the case and the column's heading.
    pub notes: BTreeMap<(String, String), BTreeSet<String>>,
    /// The agencies that are expected to return a log.
    pub agencies: Agencies,
    /// The files given as logs, by the hash of their bytes: not those that a register read back rests on.
    new: BTreeSet<String>,
    /// For which quarter a file was first given, by the hash of its bytes.
    received: BTreeMap<String, String>,
    /// How many rows came in.
    pub(super) rows_in: usize,
    /// How many of them had come in before.
    pub(super) again: usize,
}

impl Pool {
    /// Takes the rows of a returned log.
    pub fn add(&mut self, returned: &Returned) {
        self.add_originals(returned, returned.originals());
    }

    /// The same, where its rows were made into originals before.
    pub(crate) fn add_originals(&mut self, returned: &Returned, originals: Vec<Original>) {
        let log = &returned.log;
        self.new.insert(returned.content.clone());
        self.rows_in += originals.len();
        originals.into_iter().for_each(|original| self.insert(original));
        if log.rows().next().is_none() {
            let agency = log.tables.iter().find_map(|table| table.agency.as_ref()).map(|(name, _)| one_line(name));
            self.nil.insert(Nil {
                agency: agency.unwrap_or_else(|| agency_of_file(&log.file)),
                file: log.file.clone(),
                content: returned.content.clone(),
                returned: returned.date,
            });
        }
    }

    /// Whether this file was given as a log, now or before for the quarter that is reported.
    pub fn is_new(&self, content: &str) -> bool {
        self.new.contains(content)
    }

    /// Says for which quarter the logs are given; those that were given for it before belong to it too.
    pub fn receive(&mut self, quarter: &str) {
        let before = self.received.iter().filter(|(_, of)| *of == quarter).map(|(content, _)| content.clone());
        self.new.extend(before);
        for content in &self.new {
            self.received.entry(content.clone()).or_insert_with(|| quarter.to_owned());
        }
    }

    /// For which quarter this file was first given; empty where that is not known.
    pub fn received_for(&self, content: &str) -> &str {
        self.received.get(content).map_or("", String::as_str)
    }

    pub(super) fn was_received_for(&mut self, content: &str, quarter: String) {
        if !quarter.is_empty() {
            let known = self.received.entry(content.to_owned()).or_insert_with(|| quarter.clone());
            if quarter < *known {
                *known = quarter;
            }
        }
    }

    /// Takes an original with the places where it stands; each place counted once.
    pub(super) fn insert(&mut self, original: Original) {
        match self.originals.get_mut(&original.id) {
            None => {
                self.originals.insert(original.id.clone(), original);
            }
            Some(known) => {
                known.from_file_name &= original.from_file_name;
                for at in original.occurrences {
                    self.again += usize::from(!known.stands_at(at));
                }
                // Its cells are those of the place where it is looked up.
                let is_first = |at: &Occurrence| known.place().is_some_and(|first| first.is_where(at));
                if original.read_from.as_deref().is_some_and(is_first) {
                    (known.read_from, known.said) = (original.read_from, original.said);
                }
            }
        }
    }

    /// Takes all that another rests on.
    pub fn and(&mut self, other: Pool) {
        self.new.extend(other.new);
        for (content, quarter) in other.received {
            self.was_received_for(&content, quarter);
        }
        self.rows_in += other.rows_in;
        self.again += other.again;
        other.originals.into_values().for_each(|original| self.insert(original));
        self.nil.extend(other.nil);
        self.settled.extend(other.settled);
        for (place, correction) in other.corrections {
            self.correct(place, correction);
        }
        for (place, notes) in other.notes {
            self.notes.entry(place).or_default().extend(notes);
        }
        self.agencies = std::mem::take(&mut self.agencies).or(other.agencies);
    }

    /// Of two corrections of one field the later counts.
    pub(super) fn correct(&mut self, place: (String, Key), correction: Correction) {
        let later = |known: &Correction| (known.turn, known.words()) < (correction.turn, correction.words());
        if self.corrections.get(&place).is_none_or(later) {
            self.corrections.insert(place, correction);
        }
    }
}

/// The agency of a row, and whether only the file's name says so: named in the row, else above its table,
/// else the only one named above another table of the file, else the file's name.
fn agency_of(log: &Log, table: &Table, row: &Row) -> (String, bool) {
    let named = row.agency_in(table).or_else(|| only_agency(log)).map(one_line).filter(|name| !name.is_empty());
    let from_file_name = named.is_none();
    (named.unwrap_or_else(|| agency_of_file(&log.file)), from_file_name)
}

/// The agency named above a log's tables, where it is one.
fn only_agency(log: &Log) -> Option<&str> {
    let mut named = log.tables.iter().filter_map(|table| table.agency.as_ref()).map(|(name, _)| name.as_str());
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}
