//! The returns: what came in with each file.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
use crate::log::Log;
use crate::merge::{Register, agency_of_file};
use crate::policy::EventId;
use crate::timeline::Checked;

/// What became of the return that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// It holds rows.
    Received,
    /// It holds a log without a row.
    Nil,
}

impl Returned {
    /// The word that a return which could not be read has in the register of returns.
    pub const UNREAD: &'static str = "not read";
    /// The word that an agency of the list without a return has there.
    pub const MISSING: &'static str = "missing";

    /// The word it has there.
    pub fn in_words(self) -> &'static str {
        match self {
            Returned::Received => "received",
            Returned::Nil => "nil",
        }
    }
}

/// A returned log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The file's name.
    pub file: String,
    /// The agencies whose rows it holds, in their order.
    pub agencies: Vec<String>,
    /// Whether only the file's name says which agency some of its rows are of.
    pub agency_from_file_name: bool,
    /// How many rows came in with it.
    pub rows: usize,
    /// The first day on which one of its concerns arose.
    pub first_concern: Option<NaiveDate>,
    /// The last.
    pub last_concern: Option<NaiveDate>,
    /// How many findings of error severity it has.
    pub errors: usize,
}

/// The returns by file.
pub(super) fn of(register: &Register<'_>, checked: &[Checked<'_>], findings: &[&Finding]) -> Vec<Return> {
    let mut returns: Vec<Return> = checked.iter().map(|checked| Return::new(register, checked, findings)).collect();
    returns.sort_by(|a, b| a.file.cmp(&b.file));
    returns
}

impl Return {
    /// Whether it holds rows.
    pub fn returned(&self) -> Returned {
        if self.rows == 0 { Returned::Nil } else { Returned::Received }
    }

    fn new(register: &Register<'_>, checked: &Checked<'_>, findings: &[&Finding]) -> Return {
        let file = &checked.log.file;
        let (agencies, agency_from_file_name) = agencies(register, checked.log);
        let concerns = || checked.rows.iter().filter_map(|row| row.case.recorded(EventId::CONCERN)).map(|m| m.date);
        let is_error = |finding: &&&Finding| finding.file == *file && finding.severity == Severity::Error;
        Return {
            file: file.clone(),
            agencies,
            agency_from_file_name,
            rows: checked.log.rows().count(),
            first_concern: concerns().min(),
            last_concern: concerns().max(),
            errors: findings.iter().filter(is_error).count(),
        }
    }
}

/// The agencies of a log in their order, and whether any is known from the file's name alone.
fn agencies(register: &Register<'_>, log: &Log) -> (Vec<String>, bool) {
    let mut found: Vec<String> = Vec::new();
    let mut from_file_name = false;
    for entry in &register.entries {
        if [&entry.source].into_iter().chain(&entry.copies).any(|source| source.file == log.file) {
            from_file_name |= entry.agency_from_file_name;
            if !found.contains(&entry.agency) {
                found.push(entry.agency.clone());
            }
        }
    }
    if found.is_empty() {
        let named = log.tables.iter().find_map(|table| table.agency.as_ref());
        from_file_name = named.is_none();
        found.push(named.map_or_else(|| agency_of_file(&log.file), |(name, _)| name.clone()));
    }
    (found, from_file_name)
}
