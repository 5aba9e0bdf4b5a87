//! A date that can be read two ways, in a column where others stand with the month first.

use super::prelude::*;
use super::texts::{date_field, tables, text};
use crate::log::DateProblem;

pub const RULE: Rule = Rule {
    code: "R124",
    name: "date-ambiguous",
    severity: Severity::Warning,
    message: "the date `{text}` under `{column}` is read as {day}, but another date there has the month first",
    advice: "check the date against your records, and write the month as a word, such as 3 June 2025",
    page: include_str!("date_ambiguous.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for place in (0..table.columns.len()).filter(|place| is_doubtful(rows, *place)) {
            for row in rows {
                let Some((day, month)) = text(row.row, place).and_then(day_and_month) else { continue };
                let date = date_field(row, place).and_then(Field::known).filter(|_| day <= 12 && day != month);
                let Some(moment) = date else { continue };
                found
                    .in_row(&RULE, row, table.cell(row.row, place))
                    .with("day", day_in_words(moment.date))
                    .with("column", heading(table, place))
                    .with("text", quoted(row.row, place));
            }
        }
    }
}

/// Whether a column has dates with the month first, and fewer that can only have the day first, as 31/04 has:
/// where there are as many, the one that has not is a slip.
pub(super) fn is_doubtful(rows: &[CheckedRow<'_>], place: usize) -> bool {
    let unclear = |row: &CheckedRow<'_>| date_field(row, place)?.unclear();
    let count = |why| rows.iter().filter(|row| unclear(row) == Some(Unclear::Date(why))).count();
    let month_first = count(DateProblem::American);
    if month_first == 0 {
        return false;
    }
    let known = rows.iter().filter(|row| date_field(row, place).is_some_and(|field| field.known().is_some()));
    let numbers = known.filter_map(|row| text(row.row, place).and_then(day_and_month));
    let day_first = numbers.filter(|(day, _)| *day > 12).count() + count(DateProblem::NoSuchDay);
    month_first > day_first
}

/// The first two numbers of a date in numbers, such as 3/6/2025.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().split(['/', '.', '-']).map(str::parse);
    match (numbers.next()?, numbers.next()?) {
        (Ok(day), Ok(month)) if day <= 31 => Some((day, month)),
        _ => None,
    }
}
