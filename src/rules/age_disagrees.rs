//! An age that disagrees with the date of birth.

use super::child::{age_on, age_place, concern_day};
use super::prelude::*;
use super::texts::tables;

pub const RULE: Rule = Rule {
    code: "R105",
    name: "age-disagrees",
    severity: Severity::Warning,
    message: "the age under `{column}` is {age}, but by the date of birth it {was}",
    advice: "check the date of birth against your records, and correct whichever of the two is wrong",
    page: include_str!("age_disagrees.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for row in rows {
            let Some(place) = age_place(table, row.row) else { continue };
            let Some(age) = row.row.age.known().copied().map(u32::from) else { continue };
            let Some(now) = age_on(row.row, log.as_of) else { continue };
            let was = match concern_day(row).and_then(|day| Some((day, age_on(row.row, day)?))) {
                // A formula goes on counting after that day.
                Some((_, then)) if age == then || row.row.is_formula(place) && (then..=now).contains(&age) => continue,
                Some((day, then)) => format!("was {then} on {}, when the concern arose", day_in_words(day)),
                // Without that day, only what can't be yet is certain.
                None if age <= now => continue,
                None => format!("is {now} on {}", day_in_words(log.as_of)),
            };
            found
                .in_row(&RULE, row, table.cell(row.row, place))
                .with("age", age)
                .with("was", was)
                .with("column", heading(table, place));
        }
    }
}
