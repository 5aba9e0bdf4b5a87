//! A figure: how many rows of a table meet some conditions → its formula, and what it comes to.
//!
//! In: conditions on the columns of a [`Grid`]. Out: the formula that counts them, and the count, both made
//! from the same conditions, so that the value stored is the one that a recalculation gives.

use super::book::Book;
use super::escalations::{TABLE, escaped};
use super::table::{Cell, Grid};
use crate::merge::{BY_HAND, FILE_ID, FOR_QUARTER};
use crate::quarter::Report;

// The cells that hold the period, by name.
pub(super) const FROM: &str = "PeriodFrom";
pub(super) const TO: &str = "PeriodTo";
pub(super) const AS_OF: &str = "AsOf";

/// What stands in place of a share or a middle of nothing.
pub(super) const NOTHING: &str = "–";

/// What stands in place of a count of which the register knows nothing.
pub(super) const NOT_KNOWN: &str = "not known";

/// A span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// The quarter, as far as its days have come.
    Quarter,
    /// The quarter before.
    Before,
    /// The same quarter a year ago.
    YearAgo,
}

impl Span {
    /// How many quarters it lies back.
    pub fn quarters_back(self) -> u32 {
        match self {
            Span::Quarter => 0,
            Span::Before => 1,
            Span::YearAgo => 4,
        }
    }

    /// Its first day, and the day after its last, in a formula.
    fn ends(self) -> (String, String) {
        match self {
            Span::Quarter => (FROM.to_owned(), format!("MIN({TO},{AS_OF})+1")),
            Span::Before => (format!("EDATE({FROM},-3)"), FROM.to_owned()),
            Span::YearAgo => (format!("EDATE({FROM},-12)"), format!("EDATE({FROM},-9)")),
        }
    }
}

/// The tables that figures count over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    Escalations,
    Findings,
    Returns,
    /// What is set aside, in conflict or perhaps one.
    Listed,
    /// The agencies of the list.
    Expected,
}

impl Over {
    /// The table's name in formulas.
    pub fn table(self) -> &'static str {
        match self {
            Over::Escalations => TABLE,
            Over::Findings => "Findings",
            Over::Returns => "Returns",
            Over::Listed => "Listed",
            Over::Expected => "Agencies",
        }
    }
}

/// A column of a table, in a formula.
fn column(table: &str, heading: &str) -> String {
    format!("{table}[{}]", escaped(heading))
}

/// A condition on one column of a row.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// Its date lies in the span; times of day do no harm.
    Within(String, Span),
    /// It says this word.
    Is(String, String),
    /// What it says begins with this word.
    Begins(String, String),
    /// It says what stands at the left of the figure's row, which is this.
    Label(String, String),
    /// It says what stands at the head of the figure's column, which is this.
    Heading(String, String),
    /// It is this number.
    Number(String, usize),
    /// It holds a number or a date.
    Has(String),
    /// It holds some text or number.
    Says(String),
}

impl Test {
    /// As the conditions of `COUNTIFS`; `None` where a text could be taken for a wildcard there.
    fn criteria(&self, table: &str) -> Option<String> {
        Some(match self {
            Test::Within(heading, span) => {
                let (column, (from, to)) = (column(table, heading), span.ends());
                format!("{column},\">=\"&{from},{column},\"<\"&{to}")
            }
            Test::Is(heading, word) => format!("{},\"{word}\"", column(table, heading)),
            Test::Number(heading, number) => format!("{},{number}", column(table, heading)),
            Test::Has(heading) => format!("{},\">=0\"", column(table, heading)),
            Test::Begins(..) | Test::Label(..) | Test::Heading(..) | Test::Says(_) => return None,
        })
    }

    /// As a factor of `SUMPRODUCT`.
    fn factor(&self, table: &str) -> String {
        match self {
            Test::Within(heading, span) => {
                let (column, (from, to)) = (column(table, heading), span.ends());
                format!("ISNUMBER({column})*({column}>={from})*({column}<{to})")
            }
            Test::Is(heading, word) => format!("({}=\"{word}\")", column(table, heading)),
            Test::Begins(heading, word) => {
                format!("(LEFT({},{})=\"{word}\")", column(table, heading), word.chars().count())
            }
            Test::Label(heading, _) => format!("({}=$A{{row}})", column(table, heading)),
            Test::Heading(heading, _) => format!("({}={{column}}${{head}})", column(table, heading)),
            Test::Number(heading, number) => format!("({}={number})", column(table, heading)),
            Test::Has(heading) => format!("ISNUMBER({})", column(table, heading)),
            Test::Says(heading) => format!("(LEN({})>0)", column(table, heading)),
        }
    }

    fn holds(&self, book: &Book<'_>, grid: &Grid, row: &[Cell]) -> bool {
        let cell = |heading: &str| grid.cell(row, heading);
        match self {
            Test::Within(heading, span) => cell(heading).number().is_some_and(|day| {
                let (from, to) = book.days_of(*span);
                day >= from && day < to
            }),
            Test::Is(heading, word) | Test::Label(heading, word) | Test::Heading(heading, word) => {
                cell(heading).says(word)
            }
            Test::Begins(heading, word) => cell(heading).shown().to_lowercase().starts_with(&word.to_lowercase()),
            Test::Number(heading, number) => cell(heading).number() == Some(*number as f64),
            Test::Has(heading) => cell(heading).number().is_some(),
            Test::Says(heading) => !cell(heading).is_blank(),
        }
    }

    /// The same for the same condition, wherever it stands.
    fn key(&self) -> String {
        match self {
            Test::Is(heading, word) | Test::Label(heading, word) | Test::Heading(heading, word) => {
                format!("{heading}={}", word.to_lowercase())
            }
            other => format!("{other:?}"),
        }
    }
}

/// How many rows of a table meet every one of some conditions.
#[derive(Debug, Clone)]
pub(super) struct Count {
    over: Over,
    tests: Vec<Test>,
}

impl Count {
    pub fn of(over: Over) -> Count {
        Count { over, tests: Vec::new() }
    }

    pub fn escalations() -> Count {
        Count::of(Over::Escalations)
    }

    fn and(&self, test: Test) -> Count {
        let tests = self.tests.iter().cloned().chain([test]).collect();
        Count { over: self.over, tests }
    }

    pub fn within(&self, heading: impl Into<String>, span: Span) -> Count {
        self.and(Test::Within(heading.into(), span))
    }

    pub fn is(&self, heading: impl Into<String>, word: &str) -> Count {
        self.and(Test::Is(heading.into(), word.to_owned()))
    }

    pub fn begins(&self, heading: &str, word: &str) -> Count {
        self.and(Test::Begins(heading.to_owned(), word.to_owned()))
    }

    pub fn label(&self, heading: &str, word: &str) -> Count {
        self.and(Test::Label(heading.to_owned(), word.to_owned()))
    }

    pub fn heading(&self, heading: &str, word: &str) -> Count {
        self.and(Test::Heading(heading.to_owned(), word.to_owned()))
    }

    pub fn number(&self, heading: &str, number: usize) -> Count {
        self.and(Test::Number(heading.to_owned(), number))
    }

    pub fn has(&self, heading: impl Into<String>) -> Count {
        self.and(Test::Has(heading.into()))
    }

    pub fn says(&self, heading: &str) -> Count {
        self.and(Test::Says(heading.to_owned()))
    }

    /// The formula, in which `{row}`, `{column}` and `{head}` stand for where the figure will stand.
    pub fn formula(&self) -> String {
        let table = self.over.table();
        let criteria: Option<Vec<String>> = self.tests.iter().map(|test| test.criteria(table)).collect();
        match criteria {
            Some(criteria) => format!("COUNTIFS({})", criteria.join(",")),
            None => {
                let factors: Vec<String> = self.tests.iter().map(|test| test.factor(table)).collect();
                // A single condition is no number yet.
                format!("SUMPRODUCT(1*{})", factors.join("*"))
            }
        }
    }

    /// The rows that meet the conditions.
    fn rows<'b>(&'b self, book: &'b Book<'_>) -> impl Iterator<Item = &'b [Cell]> {
        let grid = book.grid(self.over);
        let meets = move |row: &&Vec<Cell>| self.tests.iter().all(|test| test.holds(book, grid, row));
        grid.rows.iter().filter(meets).map(Vec::as_slice)
    }

    pub fn value(&self, book: &Book<'_>) -> usize {
        self.rows(book).count()
    }

    /// The same for the same conditions in any order.
    pub fn key(&self) -> String {
        let mut tests: Vec<String> = self.tests.iter().map(Test::key).collect();
        tests.sort();
        format!("{}|{}", self.over.table(), tests.join("|"))
    }

    pub fn figure(&self, book: &Book<'_>) -> Figure {
        Figure {
            formula: self.formula(),
            value: Value::Count(self.value(book)),
            counts: vec![(self.key(), self.value(book))],
            array: false,
        }
    }

    /// How many pairs these rows make; one that is left alone makes none.
    pub fn pairs(&self, book: &Book<'_>) -> Figure {
        let pairs = self.value(book) / 2;
        Figure {
            formula: format!("INT({}/2)", self.formula()),
            value: Value::Count(pairs),
            counts: vec![(self.key(), pairs)],
            array: false,
        }
    }

    /// The same where returns were given for the span's own quarter: what those of a later one say of it is not all.
    /// Of returns given for no quarter, where the register reaches back to the span. Else not known.
    pub fn figure_if_known(&self, book: &Book<'_>, heading: &str, span: Span) -> Figure {
        let count = self.value(book);
        let (from, _) = book.days_of(span);
        let grid = book.grid(self.over);
        let earlier = || grid.rows.iter().any(|row| grid.cell(row, heading).number().is_some_and(|day| day < from));
        let Report { register, basis, .. } = book.report;
        let quarter = basis.quarter.before(span.quarters_back()).to_string();
        let is_known = register.has_returns_for(&quarter) || (register.has_returns_for("") && (count > 0 || earlier()));
        let (first, _) = span.ends();
        let formula = format!(
            "IF(SUMPRODUCT(1*ISNUMBER(SEARCH(YEAR({first})&\"-Q\"&ROUNDUP(MONTH({first})/3,0),Sources[{FOR_QUARTER}])))\
             +SUMPRODUCT((Sources[{FOR_QUARTER}]=\"\")*(Sources[{FILE_ID}]<>\"\")*(Sources[{FILE_ID}]<>\"{BY_HAND}\"))\
             *({count}+COUNTIFS({column},\"<\"&{first}))=0,\"{NOT_KNOWN}\",{count})",
            count = self.formula(),
            column = column(self.over.table(), heading)
        );
        let (value, counts) = match is_known {
            true => (Value::Count(count), vec![(self.key(), count)]),
            false => (Value::Text(NOT_KNOWN.to_owned()), Vec::new()),
        };
        Figure { formula, value, counts, array: false }
    }

    /// The middle of what a column says over these rows.
    pub fn median(&self, book: &Book<'_>, heading: &str) -> Figure {
        let grid = book.grid(self.over);
        let mut found: Vec<f64> = self.rows(book).filter_map(|row| grid.cell(row, heading).number()).collect();
        found.sort_by(f64::total_cmp);
        let middle = |at: usize| found.get(at).copied();
        let value = match found.len() {
            0 => None,
            odd if odd % 2 == 1 => middle(odd / 2),
            even => middle(even / 2 - 1).zip(middle(even / 2)).map(|(a, b)| (a + b) / 2.0),
        };
        let (with, table) = (self.has(heading), self.over.table());
        let condition: Vec<String> = with.tests.iter().map(|test| test.factor(table)).collect();
        Figure {
            formula: format!(
                "IF({count}=0,\"{NOTHING}\",MEDIAN(IF({},{})))",
                condition.join("*"),
                column(table, heading),
                count = with.formula()
            ),
            value: value.map_or_else(|| Value::Text(NOTHING.to_owned()), Value::Middle),
            counts: vec![(self.key(), self.value(book)), (with.key(), found.len())],
            array: true,
        }
    }
}

/// A figure: its formula, without the equals sign, and what it comes to.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub formula: String,
    pub value: Value,
    /// The counts that it tells, each by its key.
    pub counts: Vec<(String, usize)>,
    /// Whether its formula goes through a column cell by cell.
    pub array: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Count(usize),
    Share(f64),
    /// A number of days in the middle of others.
    Middle(f64),
    Text(String),
}

impl Value {
    /// As it is stored in the cell.
    pub fn stored(&self) -> String {
        match self {
            Value::Count(count) => count.to_string(),
            Value::Share(number) | Value::Middle(number) => number.to_string(),
            Value::Text(text) => text.clone(),
        }
    }

    pub fn count(&self) -> Option<usize> {
        if let Value::Count(count) = self { Some(*count) } else { None }
    }
}

impl Figure {
    /// The share of one figure of a row in the sum of some, each with its place in a formula.
    pub fn share(part: (&str, &Figure), whole: (&str, &[&Figure])) -> Figure {
        let count = |figure: &Figure| figure.value.count().unwrap_or_default();
        let (numerator, denominator) = (count(part.1), whole.1.iter().map(|figure| count(figure)).sum::<usize>());
        // No count of rows comes near what a fraction can't tell apart.
        let share = (denominator > 0).then(|| numerator as f64 / denominator as f64);
        let counts = [part.1].into_iter().chain(whole.1.iter().copied()).flat_map(|figure| figure.counts.clone());
        Figure {
            formula: format!("IF({whole}=0,\"{NOTHING}\",{part}/({whole}))", part = part.0, whole = whole.0),
            value: share.map_or_else(|| Value::Text(NOTHING.to_owned()), Value::Share),
            counts: counts.collect(),
            array: false,
        }
    }

    /// The same figure where it stands under this name.
    pub fn again(&self, name: &str) -> Figure {
        Figure { formula: name.to_owned(), value: self.value.clone(), counts: self.counts.clone(), array: false }
    }

    /// What stands where there is nothing to count.
    pub fn nothing() -> Figure {
        Figure {
            formula: format!("\"{NOTHING}\""),
            value: Value::Text(NOTHING.to_owned()),
            counts: Vec::new(),
            array: false,
        }
    }
}
