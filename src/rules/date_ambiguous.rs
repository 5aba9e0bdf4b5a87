//! A date that can be read two ways, in a table where others stand with the month first.

use super::prelude::*;
use super::texts::{date_field, tables, text};
use crate::log::DateProblem;

pub const RULE: Rule = Rule {
    code: "R124",
    name: "date-ambiguous",
    severity: Severity::Warning,
    message: "the date `{text}` under `{column}` is read as {day}, but another date {where} has the month first",
    advice: "check the date against your records, and write the month as a word, such as 3 June 2025",
    page: include_str!("date_ambiguous.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for (place, shown_at) in doubtful(table, rows) {
            let shown_under = match table.columns.get(shown_at) {
                Some(other) if shown_at != place => format!("under `{}`", other.heading),
                _ => "there".to_owned(),
            };
            for row in rows {
                let Some((day, month)) = text(row.row, place).and_then(day_and_month) else { continue };
                let date = date_field(row, place).and_then(Field::known).filter(|_| day <= 12 && day != month);
                let Some(moment) = date else { continue };
                found
                    .in_row(&RULE, row, table.cell(row.row, place))
                    .with("where", &shown_under)
                    .with("day", day_in_words(moment.date))
                    .with("column", heading(table, place))
                    .with("text", quoted(row.row, place));
            }
        }
    }
}

/// How many dates of a column can be read in one way only.
struct Weight {
    month_first: usize,
    day_first: usize,
}

impl Weight {
    fn of(rows: &[CheckedRow<'_>], place: usize) -> Weight {
        let unclear = |row: &CheckedRow<'_>| date_field(row, place)?.unclear();
        let count = |why| rows.iter().filter(|row| unclear(row) == Some(Unclear::Date(why))).count();
        let month_first = count(DateProblem::American);
        let known = rows.iter().filter(|row| date_field(row, place).is_some_and(|field| field.known().is_some()));
        let numbers = known.filter_map(|row| text(row.row, place).and_then(day_and_month));
        Weight { month_first, day_first: numbers.filter(|(day, _)| *day > 12).count() + count(DateProblem::NoSuchDay) }
    }

    /// Whether the month stands first. Where as many dates can only have the day first, as 31/04 has, the one that has
    /// not is a slip.
    fn is_month_first(&self) -> bool {
        self.month_first > self.day_first
    }

    /// Whether none of its dates shows which comes first.
    fn is_open(&self) -> bool {
        self.month_first + self.day_first == 0
    }
}

/// The columns whose dates may have the month first, each with the column that shows it: itself, or another of the
/// table where its own dates show nothing, since one hand writes them all.
pub(super) fn doubtful(table: &Table, rows: &[CheckedRow<'_>]) -> Vec<(usize, usize)> {
    // Nearly every table has none, and no more is asked of it.
    let is_american = |why: Option<Unclear>| why == Some(Unclear::Date(DateProblem::American));
    let has_one = |row: &CheckedRow<'_>| {
        let Row { events, born, protect_by, .. } = row.row;
        let mut events = events.iter().map(|(_, field)| field.unclear());
        events.any(is_american) || is_american(born.unclear()) || is_american(protect_by.unclear())
    };
    if !rows.iter().any(has_one) {
        return Vec::new();
    }
    let weights: Vec<Weight> = (0..table.columns.len()).map(|place| Weight::of(rows, place)).collect();
    // Dates of birth may come from another hand than the case's own, which are heard first.
    let (births, own): (Vec<usize>, Vec<usize>) =
        (0..weights.len()).partition(|place| table.columns.get(*place).is_some_and(|c| c.meaning == Meaning::Born));
    let month_first =
        |places: &[usize]| places.iter().copied().find(|place| weights.get(*place).is_some_and(Weight::is_month_first));
    let is_settled = own.iter().any(|place| weights.get(*place).is_some_and(|weight| !weight.is_open()));
    let other = month_first(&own).or_else(|| month_first(&births).filter(|_| !is_settled));
    let shown_at = |(place, weight): (usize, &Weight)| match weight {
        own if own.is_month_first() => Some((place, place)),
        own if own.is_open() => other.map(|other| (place, other)),
        _ => None,
    };
    weights.iter().enumerate().filter_map(shown_at).collect()
}

/// The first two numbers of a date in numbers, such as 3/6/2025.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().split(['/', '.', '-']).map(str::parse);
    match (numbers.next()?, numbers.next()?) {
        (Ok(day), Ok(month)) if day <= 31 => Some((day, month)),
        _ => None,
    }
}
