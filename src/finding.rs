//! Findings: what a rule says of a log, where, and what to do about it.
//!
//! In: a rule, a place and the values for its message. Out: [`Finding`]s, each with its own words. A rule
//! is declared once, as one constant ([`Rule`]); see [`crate::rules`].

use serde::{Deserialize, Serialize, Serializer};

use crate::edit::{self, Edit};
use crate::grid::{Address, Value};
use crate::log::{Meaning, Row, Table};
use crate::timeline::{Checked, CheckedRow};

mod fixes;
#[cfg(test)]
mod tests;

pub use fixes::script;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The row can't be relied on, or a *must* is broken.
    Error,
    /// A *should* is broken, or something is likely wrong.
    Warning,
    /// Good to know.
    Information,
}

impl Severity {
    /// The word itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
        }
    }
}

/// A rule: everything about it in one constant.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its code, which never changes: a letter for the family (D duty, F form, P privacy, R row, T
    /// timescale) and a number.
    pub code: &'static str,
    /// Its name, which states the defect: `overdue`.
    pub name: &'static str,
    /// How much it matters, unless the duty's strength says otherwise.
    pub severity: Severity,
    /// The message, with `{names}` for what differs.
    pub message: &'static str,
    /// What the agency does about it.
    pub advice: &'static str,
    /// The rule's page: what it finds, why it matters, what to do, with examples that are its tests.
    pub page: &'static str,
    /// Whether it looks at each row by itself, so that it finds the same in a part of a log as in the whole.
    pub by_row: bool,
    /// Finds it in a log.
    pub check: fn(&Checked<'_>, &mut Findings),
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}

/// What a rule says of one place in a log.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(as = "AsRead<'static>"))]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it matters here.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The sheet's own number of the row; `None` where it is about the table as a whole.
    pub row: Option<u32>,
    /// The cell it points at.
    pub cell: Option<Address>,
    /// The heading of the cell's column, as it stands there.
    pub heading: Option<String>,
    /// What the cell says, a day as `03/06/2025`; empty for a blank cell. `None` outside the table's rows and
    /// headings, and where it would be the child's name or date of birth, or what should not be there at all.
    pub text: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// The clause it rests on.
    pub clause: Option<String>,
    /// What would put it right, where that is known.
    pub fix: Option<Fix>,
    /// Why people accept it, in the words of the row's `Accepted` column; an accepted finding is counted apart.
    pub accepted: Option<String>,
}

/// What would put a finding right: another value for one cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Fix {
    /// The cell.
    pub cell: Address,
    /// What stands there; empty for a blank cell.
    pub before: String,
    /// What would stand there.
    pub after: edit::Value,
    /// Whether it says the same in a better form; otherwise it is a proposal that a person accepts.
    pub certain: bool,
}

impl Fix {
    /// The fix as an edit of the sheet.
    pub fn edit(&self) -> Edit {
        Edit::Set(edit::Set { cell: self.cell, formula: None, value: Some(self.after.clone()) })
    }
}

impl Finding {
    /// Puts a value in its place in the message: `{due}`.
    pub fn with(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Finding {
        self.message = self.message.replace(&format!("{{{name}}}"), &value.to_string());
        self
    }

    /// Says which clause it rests on.
    pub fn resting_on(&mut self, clause: &str) -> &mut Finding {
        self.clause = Some(clause.to_owned());
        self
    }

    /// Says which clause it rests on, where the document has one.
    pub fn stated_in(&mut self, clause: &Option<String>) -> &mut Finding {
        self.clause.clone_from(clause);
        self
    }

    /// Says what stands for the same in a better form.
    pub fn fixed_by(&mut self, cell: Address, before: String, after: edit::Value) -> &mut Finding {
        self.fix = Some(Fix { cell, before, after, certain: true });
        self
    }

    /// Proposes a value that a person would have to accept.
    pub fn proposing(&mut self, cell: Address, before: String, after: edit::Value) -> &mut Finding {
        self.fix = Some(Fix { cell, before, after, certain: false });
        self
    }

    /// Says how much it matters here.
    pub fn as_severe_as(&mut self, severity: Severity) -> &mut Finding {
        self.severity = severity;
        self
    }

    /// Keeps what stands in its cell, and the heading above it.
    fn read_cell(&mut self, table: &Table, row: Option<&Row>) {
        let Some(at) = self.cell else { return };
        let mut columns = table.columns.iter().enumerate();
        let Some((place, column)) = columns.find(|(_, column)| column.column == at.column) else { return };
        if at == column.at {
            self.text = Some(column.heading.clone());
        } else if let Some(row) = row.filter(|row| row.row == at.row) {
            // What should not be there is not repeated either.
            let withheld = names_child(&column.meaning) || self.rule.code.starts_with('P');
            self.text = (!withheld).then(|| text_of(row, place));
        }
        self.heading = Some(column.heading.clone());
    }
}

/// Whether a column of this meaning holds the child's name or date of birth.
pub fn names_child(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Child | Meaning::Name | Meaning::Born)
}

/// What a cell says, as a reader of the sheet would say it.
pub(crate) fn text_of(row: &Row, place: usize) -> String {
    match row.value(place) {
        Some(Value::Date(moment)) => {
            let day = moment.date.format("%d/%m/%Y").to_string();
            moment.time().map_or(day.clone(), |time| format!("{day} {}", time.format("%H:%M")))
        }
        _ => row.shown(place),
    }
}

/// How many findings there are of each severity, and how many are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Totals {
    /// Errors that are not accepted.
    pub error: usize,
    /// Warnings that are not accepted.
    pub warning: usize,
    /// Information that is not accepted.
    pub information: usize,
    /// Accepted ones of every severity.
    pub accepted: usize,
}

impl Totals {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Totals {
        let mut totals = Totals::default();
        findings.iter().for_each(|finding| totals.add(finding));
        totals
    }

    /// Counts one more.
    pub fn add(&mut self, finding: &Finding) {
        *match finding.severity {
            _ if finding.accepted.is_some() => &mut self.accepted,
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Information => &mut self.information,
        } += 1;
    }
}

/// A finding as programs read it.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
struct AsRead<'a> {
    code: &'static str,
    rule: &'static str,
    severity: Severity,
    file: &'a str,
    sheet: &'a str,
    /// The sheet's own number of the row.
    row: Option<u32>,
    cell: Option<Address>,
    heading: Option<&'a str>,
    /// What the cell says.
    text: Option<&'a str>,
    message: &'a str,
    advice: &'static str,
    clause: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    fix: Option<&'a Fix>,
    /// Why people accept it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    accepted: Option<&'a str>,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let as_read = AsRead {
            code: self.rule.code,
            rule: self.rule.name,
            severity: self.severity,
            file: &self.file,
            sheet: &self.sheet,
            row: self.row,
            cell: self.cell,
            heading: self.heading.as_deref(),
            text: self.text.as_deref(),
            message: &self.message,
            advice: self.rule.advice,
            clause: self.clause.as_deref(),
            fix: self.fix.as_ref(),
            accepted: self.accepted.as_deref(),
        };
        as_read.serialize(serializer)
    }
}

/// The findings of one log, as the rules add them.
#[derive(Debug, Default)]
pub struct Findings {
    file: String,
    all: Vec<Finding>,
}

impl Findings {
    /// No findings yet, for the log of this file.
    pub fn of_file(file: &str) -> Findings {
        Findings { file: file.to_owned(), all: Vec::new() }
    }

    /// Adds a finding about a row, pointing at a cell of it.
    pub fn in_row(&mut self, rule: &'static Rule, row: &CheckedRow<'_>, cell: Option<Address>) -> &mut Finding {
        let finding = self.add(rule, &row.table.sheet, Some(row.row.row + 1), cell);
        finding.read_cell(row.table, Some(row.row));
        finding
    }

    /// Adds a finding about a table as a whole, pointing at a cell of its headings.
    pub fn in_table(&mut self, rule: &'static Rule, table: &Table, cell: Option<Address>) -> &mut Finding {
        let finding = self.add(rule, &table.sheet, None, cell);
        finding.read_cell(table, None);
        finding
    }

    fn add(&mut self, rule: &'static Rule, sheet: &str, row: Option<u32>, cell: Option<Address>) -> &mut Finding {
        let finding = Finding {
            rule,
            severity: rule.severity,
            file: self.file.clone(),
            sheet: sheet.to_owned(),
            row,
            cell,
            heading: None,
            text: None,
            message: rule.message.to_owned(),
            clause: None,
            fix: None,
            accepted: None,
        };
        let place = self.all.len();
        self.all.push(finding);
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: pushed just above")]
        &mut self.all[place]
    }

    /// All of several, in the order of the sheet.
    pub fn sorted(several: Vec<Findings>) -> Vec<Finding> {
        let mut all: Vec<Finding> = several.into_iter().flat_map(|findings| findings.all).collect();
        all.sort_by(|a, b| {
            let key = |finding: &Finding| {
                (finding.row, finding.severity, finding.cell.map(|at| at.column), finding.rule.code)
            };
            a.sheet.cmp(&b.sheet).then_with(|| key(a).cmp(&key(b)))
        });
        all
    }
}
