//! The returns: what came in with each file that was given for the quarter.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Found;
use crate::finding::Severity;
use crate::merge::{Register, ReturnedFile};
use crate::policy::EventId;
use crate::timeline::Checked;

/// A returned log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The file, its date and its agencies.
    pub file: ReturnedFile,
    /// The first day on which one of its concerns arose.
    pub first_concern: Option<NaiveDate>,
    /// The last.
    pub last_concern: Option<NaiveDate>,
    /// How many findings of error severity it has that nobody accepts.
    pub errors: usize,
}

/// The returns by file; of a register that was carried forward, none.
pub(super) fn of(register: &Register, checked: &Checked<'_>, findings: &[&Found]) -> Vec<Return> {
    let mut errors: HashMap<(&str, &str), usize> = HashMap::new();
    for found in findings {
        if found.finding.severity == Severity::Error && found.finding.accepted.is_none() {
            *errors.entry(found.file(register)).or_default() += 1;
        }
    }
    let mut concerns: HashMap<(&str, &str), (NaiveDate, NaiveDate)> = HashMap::new();
    for (entry, row) in register.entries.iter().zip(&checked.rows) {
        let Some(day) = row.case.recorded(EventId::CONCERN).map(|moment| moment.date) else { continue };
        for at in std::iter::once(&entry.at).chain(&entry.copies) {
            let (first, last) = concerns.entry((&at.source.file, &at.content)).or_insert((day, day));
            (*first, *last) = (day.min(*first), day.max(*last));
        }
    }
    let returned = |file: ReturnedFile| {
        let own = (file.file.as_str(), file.content.as_str());
        let days = concerns.get(&own);
        Return {
            first_concern: days.map(|(first, _)| *first),
            last_concern: days.map(|(_, last)| *last),
            errors: errors.get(&own).copied().unwrap_or_default(),
            file,
        }
    };
    register.returns(|content| register.pool.is_new(content)).into_iter().map(returned).collect()
}

impl Return {
    /// What the register of returns says of a log with rows.
    pub const RECEIVED: &'static str = "received";
    /// Of a log without a row.
    pub const NIL: &'static str = "nil";
    /// Of a file that could not be read.
    pub const UNREAD: &'static str = "not read";
    /// Of an agency of the list of which nothing came in.
    pub const MISSING: &'static str = "missing";

    /// The word that the register of returns has for it.
    pub fn word(&self) -> &'static str {
        if self.file.rows == 0 { Return::NIL } else { Return::RECEIVED }
    }
}
