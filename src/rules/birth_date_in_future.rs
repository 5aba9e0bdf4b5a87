//! A date of birth that has not come, of a child who is not said to be unborn.

use super::child::birth_place;
use super::prelude::*;
use super::texts::tables;

pub const RULE: Rule = Rule {
    code: "R107",
    name: "birth-date-in-future",
    severity: Severity::Warning,
    message: "the date of birth under `{column}` is {day}, which has not come as of {as-of}",
    advice: "correct the date; for an unborn child, write `unborn` or `EDD` before the date expected",
    page: include_str!("birth_date_in_future.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for row in rows.iter().filter(|row| !row.row.unborn) {
            let Some(born) = row.row.born.known().filter(|born| born.date > log.as_of) else { continue };
            let Some(place) = birth_place(table, row.row) else { continue };
            found
                .in_row(&RULE, row, table.cell(row.row, place))
                .with("day", day_in_words(*born))
                .with("as-of", day_in_words(log.as_of))
                .with("column", heading(table, place));
        }
    }
}
