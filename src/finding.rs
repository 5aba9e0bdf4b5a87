//! Findings: what a rule says of a log, where, and what to do about it.
//!
//! In: a rule, a place and the values for its message. Out: [`Finding`]s, each with its own words. A rule
//! is declared once, as one constant ([`Rule`]); see [`crate::rules`].

use serde::{Serialize, Serializer};

use crate::edit::{self, Edit};
use crate::grid::Address;
use crate::log::Table;
use crate::timeline::{Checked, CheckedRow};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
    /// What is wrong, in words.
    pub message: String,
    /// The clause it rests on.
    pub clause: Option<String>,
    /// What would put it right, where that is known.
    pub fix: Option<Fix>,
}

/// What would put a finding right: another value for one cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
}

/// As programs read it: code, rule, severity, file, sheet, row, cell, message, advice, clause and, where there is one, fix.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut s = serializer.serialize_struct("Finding", 10 + usize::from(self.fix.is_some()))?;
        s.serialize_field("code", self.rule.code)?;
        s.serialize_field("rule", self.rule.name)?;
        s.serialize_field("severity", &self.severity)?;
        s.serialize_field("file", &self.file)?;
        s.serialize_field("sheet", &self.sheet)?;
        s.serialize_field("row", &self.row)?;
        s.serialize_field("cell", &self.cell)?;
        s.serialize_field("message", &self.message)?;
        s.serialize_field("advice", self.rule.advice)?;
        s.serialize_field("clause", &self.clause)?;
        if let Some(fix) = &self.fix {
            s.serialize_field("fix", fix)?;
        }
        s.end()
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
        self.add(rule, &row.table.sheet, Some(row.row.row + 1), cell)
    }

    /// Adds a finding about a table as a whole, pointing at a cell of its headings.
    pub fn in_table(&mut self, rule: &'static Rule, table: &Table, cell: Option<Address>) -> &mut Finding {
        self.add(rule, &table.sheet, None, cell)
    }

    fn add(&mut self, rule: &'static Rule, sheet: &str, row: Option<u32>, cell: Option<Address>) -> &mut Finding {
        let finding = Finding {
            rule,
            severity: rule.severity,
            file: self.file.clone(),
            sheet: sheet.to_owned(),
            row,
            cell,
            message: rule.message.to_owned(),
            clause: None,
            fix: None,
        };
        let place = self.all.len();
        self.all.push(finding);
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: pushed just above")]
        &mut self.all[place]
    }

    /// All of them, in the order of the sheet.
    pub fn into_sorted(mut self) -> Vec<Finding> {
        self.all.sort_by(|a, b| {
            let key = |finding: &Finding| {
                (finding.row, finding.severity, finding.cell.map(|at| at.column), finding.rule.code)
            };
            a.sheet.cmp(&b.sheet).then_with(|| key(a).cmp(&key(b)))
        });
        self.all
    }
}
