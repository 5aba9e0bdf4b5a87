//! Everything a register rests on: the originals, the nil returns, what the officer settled and corrected.
//!
//! In: returned logs, and registers read back. Out: one [`Pool`], the union of them. The merged table is
//! worked out from a pool and nothing else, so merging in any order, or again, gives the same.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::original::{Occurrence, Original};
use super::{Agencies, BY_HAND, Key, Source, agency_of_file, one_line};
use crate::grid::Address;
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
    /// The agency that the file's name speaks of, for rows that name none; of `None` the name without folder and ending.
    pub by_name: Option<String>,
    /// The id of the procedure that its workbook names in itself, where it was marked.
    pub marked_under: Option<String>,
}

impl Returned {
    /// The agency that the file's name speaks of.
    fn named(&self) -> String {
        self.by_name.clone().unwrap_or_else(|| agency_of_file(&self.log.file))
    }

    /// Its rows, each an original of its own.
    pub(crate) fn originals(&self) -> Vec<Original> {
        let original = |(table, row): (&Table, &Row)| {
            let (agency, from_file_name) = agency_of(self, table, row);
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

impl Nil {
    /// By what it is known again. The same blank form may come from two agencies.
    pub fn id(&self) -> String {
        format!("{} {}", self.content, self.agency.to_lowercase())
    }
}

/// What stands between the quarters for which one return was given.
const BETWEEN_QUARTERS: &str = "; ";

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
    /// Of a suggested pair, that it is none: two cases, of which neither goes before the other here.
    Apart {
        /// The id of an original of the one, the lesser of the two.
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

impl Settled {
    /// What a no says where a yes would keep this side of a pair.
    pub(super) fn apart(self) -> Option<Settled> {
        match self {
            Settled::Side { id, with } if id <= with => Some(Settled::Apart { id, with }),
            Settled::Side { id, with } => Some(Settled::Apart { id: with, with: id }),
            _ => None,
        }
    }
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
    /// Whether it says what the returns say.
    pub(super) fn is_taken_back(&self) -> bool {
        self.words() == self.was
    }

    /// What it says now, as words.
    pub fn words(&self) -> &str {
        self.now.as_ref().and_then(|now| now.said.values().next()).map_or("", |said| said.words.as_str())
    }
}

/// The id of an original, and what of it a line is about.
pub(super) type Beside = (String, String);

/// Everything a register rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// The distinct rows, by their ids.
    pub originals: BTreeMap<String, Original>,
    /// Returns without a row, by their ids.
    pub(super) nil: BTreeMap<String, Nil>,
    /// What the officer chose.
    pub settled: BTreeSet<Settled>,
    /// What the officer corrected, by the id of an original of the case and the field.
    pub corrections: BTreeMap<(String, Key), Correction>,
    /// What the officer typed in the column `Keep` that chooses nothing, by what it stands beside.
    pub(super) typed: BTreeMap<Beside, BTreeSet<String>>,
    /// The ids of originals whose rows the officer deleted, each with the register: told once.
    pub(super) deleted: BTreeMap<String, String>,
    /// What the officer wrote outside the table, with the register and the cell: told once.
    pub(super) left: BTreeSet<(String, Address, String)>,
    /// The sheets that the officer added to a register, each with the register: told once.
    pub(super) sheets: BTreeSet<(String, String)>,
    /// What the officer noted on cells of the table, by the id of an original of the case and the column's heading.
    pub notes: BTreeMap<(String, String), BTreeSet<String>>,
    /// The agencies that are expected to return a log.
    pub agencies: Agencies,
    /// The returns given as logs, by their ids: not those that a register read back rests on.
    new: BTreeSet<String>,
    /// For which quarters a return was given, by its id.
    received: BTreeMap<String, BTreeSet<String>>,
    /// The id of the procedure that a return's workbook names in itself, by the hash of its file's bytes.
    pub(super) marked_under: BTreeMap<String, String>,
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
        self.marked_under.extend(returned.marked_under.clone().map(|id| (returned.content.clone(), id)));
        self.rows_in += originals.len();
        originals.into_iter().for_each(|original| self.insert(original));
        if log.rows().next().is_some() {
            self.new.insert(returned.content.clone());
            return;
        }
        let agency = log.tables.iter().find_map(|table| table.agency.as_ref()).map(|(name, _)| one_line(name));
        let nil = Nil {
            agency: agency.unwrap_or_else(|| returned.named()),
            file: log.file.clone(),
            content: returned.content.clone(),
            returned: returned.date,
        };
        self.new.insert(nil.id());
        self.add_nil(nil);
    }

    /// Takes a return without a row; of one that was known, the date that was not.
    pub(super) fn add_nil(&mut self, nil: Nil) {
        match self.nil.entry(nil.id()) {
            Entry::Vacant(place) => {
                place.insert(nil);
            }
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.returned = known.returned.max(nil.returned);
                known.file = std::mem::take(&mut known.file).min(nil.file);
                known.agency = std::mem::take(&mut known.agency).min(nil.agency);
            }
        }
    }

    /// The returns without a row.
    pub fn nil(&self) -> impl Iterator<Item = &Nil> {
        self.nil.values()
    }

    /// Whether this return was given as a log, now or before for the quarter that is reported: by the hash of its
    /// file's bytes, and of one without a row by its [id](Nil::id).
    pub fn is_new(&self, id: &str) -> bool {
        self.new.contains(id)
    }

    /// Takes the returns of a register for given that were given for no quarter yet.
    pub fn give(&mut self) {
        let rows = self.originals.values().flat_map(|original| &original.occurrences).map(|at| &at.content);
        let ids = rows.filter(|content| *content != BY_HAND).chain(self.nil.keys());
        let open = ids.filter(|id| !self.received.contains_key(*id)).cloned();
        self.new.extend(open.collect::<Vec<_>>());
    }

    /// Says for which quarter the logs are given; those that were given for it before belong to it too.
    pub fn receive(&mut self, quarter: &str) {
        for id in &self.new {
            self.received.entry(id.clone()).or_default().insert(quarter.to_owned());
        }
        let all = self.received.iter().filter(|(_, quarters)| quarters.contains(quarter)).map(|(id, _)| id.clone());
        self.new.extend(all);
    }

    /// For which quarters this return was given, one after another; empty where that is not known.
    pub fn received_for(&self, id: &str) -> String {
        let quarters = self.received.get(id).into_iter().flatten().map(String::as_str);
        quarters.collect::<Vec<_>>().join(BETWEEN_QUARTERS)
    }

    /// The id of the procedure that a return's workbook names in itself; empty where it names none.
    pub fn marked_under(&self, content: &str) -> &str {
        self.marked_under.get(content).map_or("", String::as_str)
    }

    /// Whether this return was given for this quarter.
    pub(super) fn is_received_for(&self, id: &str, quarter: &str) -> bool {
        self.received.get(id).is_some_and(|quarters| quarters.contains(quarter))
    }

    pub(super) fn was_received_for(&mut self, id: &str, quarters: &str) {
        let quarters = quarters.split(BETWEEN_QUARTERS).filter(|quarter| !quarter.is_empty()).map(str::to_owned);
        let known = self.received.entry(id.to_owned()).or_default();
        known.extend(quarters);
        if known.is_empty() {
            self.received.remove(id);
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
                // Of two that differ in capitals alone the one that is first, whichever came first.
                if original.agency < known.agency {
                    known.agency = original.agency;
                }
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

    /// Takes note of a register's sheet from which nothing is read back.
    pub fn leave_behind(&mut self, register: &str, sheet: &str) {
        self.sheets.insert((register.to_owned(), sheet.to_owned()));
    }

    /// Whether a register that was read back has sheets that the officer added.
    pub fn leaves_sheets(&self) -> bool {
        !self.sheets.is_empty()
    }

    /// Takes all that another rests on.
    pub fn and(&mut self, other: Pool) {
        self.new.extend(other.new);
        for (id, quarters) in other.received {
            self.received.entry(id).or_default().extend(quarters);
        }
        self.marked_under.extend(other.marked_under);
        self.rows_in += other.rows_in;
        self.again += other.again;
        other.originals.into_values().for_each(|original| self.insert(original));
        other.nil.into_values().for_each(|nil| self.add_nil(nil));
        self.settled.extend(other.settled);
        for (place, correction) in other.corrections {
            self.correct(place, correction);
        }
        for (place, typed) in other.typed {
            self.typed.entry(place).or_default().extend(typed);
        }
        for (id, file) in other.deleted {
            let known = self.deleted.entry(id).or_insert_with(|| file.clone());
            *known = std::mem::take(known).min(file);
        }
        self.left.extend(other.left);
        self.sheets.extend(other.sheets);
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
fn agency_of(returned: &Returned, table: &Table, row: &Row) -> (String, bool) {
    let named =
        row.agency_in(table).or_else(|| only_agency(&returned.log)).map(one_line).filter(|name| !name.is_empty());
    let from_file_name = named.is_none();
    (named.unwrap_or_else(|| returned.named()), from_file_name)
}

/// The agency named above a log's tables, where it is one.
fn only_agency(log: &Log) -> Option<&str> {
    let mut named = log.tables.iter().filter_map(|table| table.agency.as_ref()).map(|(name, _)| name.as_str());
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}
