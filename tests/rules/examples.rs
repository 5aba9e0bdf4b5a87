//! Logs written as tables in Markdown, with what is expected of them.
//!
//! In: a text with lines such as `Liverpool, as of 2025-06-30.`, tables, and `Found: E2, F3`. Out: an
//! [`Example`] for each table, and the log that it is. What a table can't show stands in the text above it:
//! `Row 3 is hidden.`, `Column E is hidden.`, `C2:C3 is one merged cell.`, `D2 is a formula.`

use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use escalog::calendar::Calendars;
use escalog::finding::Finding;
use escalog::grid::{Address, Cell, Range, Sheet, Value, Workbook};
use escalog::log;
use escalog::policy::Policy;
use escalog::rules;
use escalog::timeline::{self, Checked, Days};

static CALENDARS: LazyLock<Calendars> = LazyLock::new(|| Calendars::new(&[]).unwrap());

/// One log, and what is to be found in it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The line of the text on which its table begins.
    pub line: usize,
    pub policy: String,
    pub as_of: NaiveDate,
    /// The first row holds the headings.
    pub rows: Vec<Vec<String>>,
    /// What follows "Found:", an entry each; empty for "nothing".
    pub found: Vec<String>,
    /// What is true of the sheet besides.
    pub marks: Vec<Mark>,
    /// Whether findings about the form of the log are left aside.
    pub form_aside: bool,
    /// Whether what could be tidied is listed as well.
    pub tidied: bool,
}

/// What a table can't show.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    HiddenRow(u32),
    HiddenColumn(u32),
    Merged(Range),
    Formula(Address),
}

/// Every example of a text. What it is judged by stands before the first, and holds until it is said anew.
pub fn read(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut judged_by = None;
    let (mut rows, mut begins): (Vec<Vec<String>>, usize) = (Vec::new(), 0);
    let mut in_list = false;
    let mut marks = Vec::new();
    let form_aside = text.contains("The form of the log is left aside.");
    let tidied = text.contains("What could be tidied is listed as well.");
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(found) = line.strip_prefix("Found:") {
            assert!(rows.len() > 1, "line {number}: no table stands before `Found:`");
            let (policy, as_of) = judged_by.clone().unwrap_or_else(|| panic!("line {number}: by which procedure?"));
            in_list = found.trim().is_empty();
            let found = found.split(',').map(|entry| entry.trim().to_owned());
            let found = found.filter(|entry| !entry.is_empty() && entry != "nothing").collect();
            let (rows, marks) = (std::mem::take(&mut rows), std::mem::take(&mut marks));
            examples.push(Example { line: begins, policy, as_of, rows, found, marks, form_aside, tidied });
        } else if let Some(row) = line.strip_prefix('|') {
            let row: Vec<String> =
                row.trim_end().trim_end_matches('|').split('|').map(|cell| cell.trim_matches(' ').to_owned()).collect();
            if rows.is_empty() {
                begins = number;
            }
            let is_ruler =
                rows.len() == 1 && row.iter().all(|cell| !cell.is_empty() && cell.bytes().all(|b| b"-:".contains(&b)));
            // The ruler below the headings is no row; later ones are cells with a dash.
            if !is_ruler || begins + 1 != number {
                rows.push(row);
            }
        } else if let Some(entry) = line.strip_prefix("- ").filter(|_| in_list) {
            examples.last_mut().unwrap().found.push(entry.trim().to_owned());
        } else {
            in_list &= line.is_empty();
            judged_by = judgement(line).or(judged_by);
            marks.extend(line.split(". ").filter_map(mark));
        }
    }
    assert!(rows.is_empty(), "line {begins}: what is found in this table?");
    examples
}

/// `City and Hackney, as of 2025-06-30.`
fn judgement(line: &str) -> Option<(String, NaiveDate)> {
    let (policy, rest) = line.split_once(", as of ")?;
    Some((policy.to_lowercase().replace(' ', "-"), rest.get(..10)?.parse().ok()?))
}

/// `Row 3 is hidden`.
fn mark(sentence: &str) -> Option<Mark> {
    let (what, is) = sentence.trim_end_matches('.').split_once(" is ")?;
    let cell = |text: &str| Address::try_from(text.to_owned()).ok();
    match is {
        "hidden" => match what.split_once(' ')? {
            ("Row", row) => Some(Mark::HiddenRow(row.parse::<u32>().ok()? - 1)),
            ("Column", column) => Some(Mark::HiddenColumn(cell(&format!("{column}1"))?.column)),
            _ => None,
        },
        "one merged cell" => {
            let (from, to) = what.split_once(':')?;
            Some(Mark::Merged(Range { from: cell(from)?, to: cell(to)? }))
        }
        "a formula" => cell(what).map(Mark::Formula),
        _ => None,
    }
}

impl Example {
    /// The log with its timelines, as `look` wants to see it.
    pub fn checked<T>(&self, look: impl FnOnce(&Checked<'_>) -> T) -> T {
        self.checked_by(self.policy(), look)
    }

    /// The same under another procedure.
    pub fn checked_by<T>(&self, policy: &Policy, look: impl FnOnce(&Checked<'_>) -> T) -> T {
        self.checked_with(self.sheet(), policy, look)
    }

    /// The same with another sheet.
    pub fn checked_with<T>(&self, sheet: Sheet, policy: &Policy, look: impl FnOnce(&Checked<'_>) -> T) -> T {
        let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
        let log = log::read("log.xlsx", &workbook, policy, self.as_of);
        assert!(!log.tables.is_empty(), "no log stands in this table: {:?}", self.rows.first());
        look(&timeline::check(&log, policy, &CALENDARS, self.as_of, Days::DUE_SOON))
    }

    /// What all rules find in it, the form of the log left aside where the text says so.
    pub fn findings(&self, policy: &Policy) -> Vec<Finding> {
        let mut found = self.checked_by(policy, rules::check);
        found.retain(|finding| !(self.form_aside && finding.rule.code.starts_with('F')));
        if self.tidied {
            found.extend(self.checked_by(policy, rules::tidy));
        }
        found
    }

    /// The procedure it is judged by.
    pub fn policy(&self) -> &'static Policy {
        let policy = POLICIES.iter().find(|policy| policy.id() == self.policy);
        policy.unwrap_or_else(|| panic!("there is no procedure `{}`", self.policy))
    }

    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet { name: "Log".to_owned(), ..Sheet::default() };
        for (row, cells) in (0..).zip(&self.rows) {
            for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                let is_error = text.starts_with('#') && text.ends_with('!');
                let value = if is_error { Value::Error(text.clone()) } else { Value::Text(text.clone()) };
                let at = Address::new(row, column);
                let formula = self.marks.contains(&Mark::Formula(at)).then(|| "TODAY()".to_owned());
                sheet.cells.push(Cell { at, value, formula });
            }
        }
        for mark in &self.marks {
            match mark {
                Mark::HiddenRow(row) => _ = sheet.hidden_rows.insert(*row),
                Mark::HiddenColumn(column) => _ = sheet.hidden_columns.insert(*column),
                Mark::Merged(range) => sheet.merged.push(*range),
                Mark::Formula(_) => {}
            }
        }
        sheet
    }
}

/// The built-in procedures, and those invented for tests.
static POLICIES: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let invented = ["brindlemoor", "saltmarket"].map(|id| {
        let text = std::fs::read_to_string(folder.join(format!("{id}.toml"))).unwrap();
        Policy::from_files([(id, text.as_str())]).unwrap()
    });
    Policy::built_in_ids().map(|id| Policy::built_in(id).unwrap()).chain(invented).collect()
});

/// The cell a finding points at, as a spreadsheet names it.
pub fn cell(finding: &Finding) -> String {
    finding.cell.unwrap_or_else(|| panic!("{} points at no cell", finding.rule.code)).to_string()
}
