//! The returns: what came in with each file that was given for the quarter.

use chrono::NaiveDate;

use crate::finding::{Finding, Severity};
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
pub(super) fn of(register: &Register, checked: &Checked<'_>, findings: &[&Finding]) -> Vec<Return> {
    let files = register.returns(|content| register.pool.is_new(content));
    files.into_iter().map(|file| Return::new(file, register, checked, findings)).collect()
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

    fn new(file: ReturnedFile, register: &Register, checked: &Checked<'_>, findings: &[&Finding]) -> Return {
        let stands_there = |entry: &crate::merge::Entry| {
            [&entry.source].into_iter().chain(&entry.copies).any(|source| source.file == file.file)
        };
        let own = register.entries.iter().zip(&checked.rows).filter(|(entry, _)| stands_there(entry));
        let concerns: Vec<NaiveDate> =
            own.filter_map(|(_, row)| row.case.recorded(EventId::CONCERN)).map(|moment| moment.date).collect();
        let is_error = |finding: &&&Finding| {
            finding.file == file.file && finding.severity == Severity::Error && finding.accepted.is_none()
        };
        Return {
            first_concern: concerns.iter().min().copied(),
            last_concern: concerns.iter().max().copied(),
            errors: findings.iter().filter(is_error).count(),
            file,
        }
    }
}
