//! A date that can be read two ways, in a column where others stand with the month first.

use super::prelude::*;
use super::texts::{tables, text};
use crate::log::DateProblem;

pub const RULE: Rule = Rule {
    code: "R124",
    name: "date-ambiguous",
    severity: Severity::Warning,
    message: "the date `{text}` under `{column}` is read as {day}, but another date there has the month first",
    advice: "check the date against your records, and write the month as a word, such as 3 June 2025",
    page: include_str!("date_ambiguous.md"),
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for place in 0..table.columns.len() {
            let unclear = |row: &CheckedRow<'_>| row.row.events.iter().find(|(at, _)| *at == place)?.1.unclear();
            let count = |why| rows.iter().filter(|row| unclear(row) == Some(Unclear::Date(why))).count();
            let month_first = count(DateProblem::American);
            if month_first == 0 {
                continue;
            }
            let numbers = |row: &CheckedRow<'_>| {
                row.row.event(place).and_then(|moment| Some((moment, day_and_month(text(row.row, place)?)?)))
            };
            // Where as many dates can only have the day first, as 31/04 has, the one that has not is a slip.
            let day_first = rows.iter().filter_map(numbers).filter(|(_, (day, _))| *day > 12).count();
            if day_first + count(DateProblem::NoSuchDay) >= month_first {
                continue;
            }
            for row in rows {
                let Some((moment, (day, month))) = numbers(row) else { continue };
                if day <= 12 && day != month {
                    found
                        .in_row(&RULE, row, table.cell(row.row, place))
                        .with("day", day_in_words(moment.date))
                        .with("column", heading(table, place))
                        .with("text", quoted(row.row, place));
                }
            }
        }
    }
}

/// The first two numbers of a date in numbers, such as 3/6/2025.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().split(['/', '.', '-']).map(str::parse);
    match (numbers.next()?, numbers.next()?) {
        (Ok(day), Ok(month)) if day <= 31 => Some((day, month)),
        _ => None,
    }
}
