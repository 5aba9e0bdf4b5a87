//! Many returned logs → one [`Register`]: every row once, with where it came from.
//!
//! In: the logs. Out: their rows in order of file, place in it and row, each with its [`Source`] and the
//! agency it belongs to; rows that say the same are one, with the sources of all. No row is lost without
//! a trace: every row that came in is in the register, a copy of one that is, or set aside with a reason.

use std::collections::HashMap;

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::log::{Field, Log, Meaning, Row, Table};

#[cfg(test)]
mod tests;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Source {
    /// The file's name.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The sheet's own number of the row, counted from 1.
    pub row: u32,
}

/// A row of the register.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Where it stands.
    pub source: Source,
    /// The log it came in, by its place among those merged.
    pub log: usize,
    /// Its place among the rows of that log.
    pub place: usize,
    /// The table it stands in.
    pub table: &'a Table,
    /// The row itself.
    pub row: &'a Row,
    /// The agency that raised it: named in the row, else above its table, else the only one named above
    /// another table of the file, else the file's name.
    pub agency: String,
    /// Whether only the file's name says which agency it is.
    pub agency_from_file_name: bool,
    /// Where the same row stands again.
    pub copies: Vec<Source>,
}

/// A row that two returns of one day give differently, to be settled by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Where the row stands, in each of the returns.
    pub between: Vec<Source>,
    /// What differs, in words.
    pub what: String,
}

/// A row that is not in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// Where it stands.
    pub source: Source,
    /// Why, in words.
    pub why: String,
}

/// Many logs as one.
#[derive(Debug, Clone, Default)]
pub struct Register<'a> {
    /// The rows, each once, in order of file, place in it and row.
    pub entries: Vec<Entry<'a>>,
    /// Rows that returns give differently.
    pub conflicts: Vec<Conflict>,
    /// Rows left out.
    pub set_aside: Vec<SetAside>,
}

/// How many rows came in, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Rows of all logs.
    pub rows_in: usize,
    /// Rows of the register.
    pub rows_out: usize,
    /// Rows that say the same as one of the register.
    pub duplicates: usize,
    /// Rows that returns give differently.
    pub conflicts: usize,
    /// Rows left out, each with its reason.
    pub set_aside: usize,
}

/// Puts the rows of all logs together; the order of the logs changes nothing.
///
/// Two rows are one where they are of one agency and say the same in every cell, dates compared as dates
/// and the engine's own columns left out: the same file given twice, or a row returned again unchanged.
///
/// ```
/// use escalog::{grid::Workbook, log, merge, policy::Policy, workbook};
///
/// let policy = Policy::built_in("liverpool").unwrap();
/// let file = b"Agency / School & Escalation Number,Concern,Date concern arose\nOakfield 1,Threshold,3/3/25\n";
/// let grid = workbook::read("oakfield.csv", file).unwrap();
/// let read = |name| log::read(name, &grid, &policy, "2025-06-30".parse().unwrap());
/// let logs = [read("oakfield.csv"), read("oakfield.csv")];
/// let register = merge::merge(&logs).unwrap();
/// let counts = register.counts(&logs);
/// assert_eq!((counts.rows_in, counts.rows_out, counts.duplicates), (2, 1, 1));
/// ```
///
/// # Errors
/// Rows that came in and are neither in the register, nor a copy, nor set aside: a mistake of the engine,
/// after which no figure can be relied on.
pub fn merge(logs: &[Log]) -> Result<Register<'_>> {
    let mut rows: Vec<(Entry<'_>, Said)> = Vec::new();
    for (number, log) in logs.iter().enumerate() {
        for (place, (table, row)) in log.rows().enumerate() {
            let entry = Entry::new(number, log, place, table, row);
            let said = Said::of(&entry);
            rows.push((entry, said));
        }
    }
    // Files of one name are told apart by what they say, so that their order changes nothing.
    rows.sort_by(|(a, said_a), (b, said_b)| {
        let key = |entry: &Entry<'_>| (entry.place, entry.source.row);
        let by_place = a.source.file.cmp(&b.source.file).then_with(|| key(a).cmp(&key(b)));
        by_place.then_with(|| said_a.cmp(said_b)).then_with(|| a.source.sheet.cmp(&b.source.sheet))
    });

    let mut register = Register::default();
    let mut first: HashMap<Said, usize> = HashMap::new();
    for (entry, said) in rows {
        let known = first.get(&said).and_then(|place| register.entries.get_mut(*place));
        if let Some(same) = known {
            same.copies.push(entry.source);
        } else {
            first.insert(said, register.entries.len());
            register.entries.push(entry);
        }
    }
    register.settle_spellings();

    let counts = register.counts(logs);
    if counts.rows_in != counts.rows_out + counts.duplicates + counts.set_aside {
        let what = format!(
            "{} rows came in, but {} are in the register, {} are copies and {} are set aside",
            counts.rows_in, counts.rows_out, counts.duplicates, counts.set_aside
        );
        return Err(Error::new(Code::NotWritten, what).at("merge").help("report this mistake of escalog"));
    }
    Ok(register)
}

impl Register<'_> {
    /// How many rows came in with these logs, and what became of them.
    pub fn counts(&self, logs: &[Log]) -> Counts {
        Counts {
            rows_in: logs.iter().map(|log| log.rows().count()).sum(),
            rows_out: self.entries.len(),
            duplicates: self.entries.iter().map(|entry| entry.copies.len()).sum(),
            conflicts: self.conflicts.len(),
            set_aside: self.set_aside.len(),
        }
    }

    /// Agencies whose names differ in capitals alone are one, in the spelling that stands first: a
    /// spreadsheet's formulas can't tell them apart.
    fn settle_spellings(&mut self) {
        let mut spelling: HashMap<String, String> = HashMap::new();
        for entry in &mut self.entries {
            let settled = spelling.entry(entry.agency.to_lowercase()).or_insert_with(|| entry.agency.clone());
            entry.agency.clone_from(settled);
        }
    }
}

impl<'a> Entry<'a> {
    fn new(number: usize, log: &Log, place: usize, table: &'a Table, row: &'a Row) -> Entry<'a> {
        let named = row.agency_in(table).or_else(|| only_agency(log)).map(one_line).filter(|name| !name.is_empty());
        let source = Source { file: log.file.clone(), sheet: table.sheet.clone(), row: row.row + 1 };
        Entry {
            agency_from_file_name: named.is_none(),
            agency: named.unwrap_or_else(|| agency_of_file(&log.file)),
            source,
            log: number,
            place,
            table,
            row,
            copies: Vec::new(),
        }
    }
}

/// The agency named above a log's tables, where it is one.
fn only_agency(log: &Log) -> Option<&str> {
    let mut named = log.tables.iter().filter_map(|table| table.agency.as_ref()).map(|(name, _)| name.as_str());
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// The agency that a file's name speaks of: the name without its folder and its ending.
pub fn agency_of_file(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    one_line(if stem.is_empty() { name } else { stem })
}

/// What a row says, cell by cell: two rows that say the same are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Said {
    agency: String,
    /// What each column means, or its heading where that is not known, with what the cell says.
    cells: Vec<(Meaning, String, String)>,
}

impl Said {
    fn of(entry: &Entry<'_>) -> Said {
        let (table, row) = (entry.table, entry.row);
        let mut cells = Vec::new();
        for (place, column) in table.columns.iter().enumerate() {
            let said = one_line(&match column.meaning {
                Meaning::Engine => continue,
                Meaning::Event(_) => row.event(place).map_or_else(|| row.shown(place), |moment| moment.to_string()),
                Meaning::ProtectBy => known_or_shown(&row.protect_by, row, place),
                Meaning::Born => known_or_shown(&row.born, row, place),
                Meaning::Stage => known_or_shown(&row.stage, row, place),
                _ => row.shown(place),
            });
            if !said.is_empty() {
                let heading =
                    if column.meaning == Meaning::Unknown { one_line(&column.heading) } else { String::new() };
                cells.push((column.meaning.clone(), heading, said));
            }
        }
        cells.sort();
        Said { agency: entry.agency.to_lowercase(), cells }
    }
}

fn known_or_shown(field: &Field<impl ToString>, row: &Row, place: usize) -> String {
    field.known().map_or_else(|| row.shown(place), ToString::to_string)
}

/// The text with every run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
