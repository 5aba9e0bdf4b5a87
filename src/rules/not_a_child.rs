//! A person of 18 or over under a procedure for children.

use super::child::{age_on, age_place, birth_place, concern_day};
use super::prelude::*;
use super::texts::tables;
use crate::policy::Subject;

pub const RULE: Rule = Rule {
    code: "R108",
    name: "not-a-child",
    severity: Severity::Warning,
    message: "the person {was} {age}, and the procedure is for children under 18",
    advice: "check the date of birth; if it is right, take the matter up under the procedure for adults",
    page: include_str!("not_a_child.md"),
    by_row: true,
    check,
};

/// The age from which a person is no child: Children Act 1989, section 105.
const ADULT: u32 = 18;

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for row in rows.iter().filter(|row| row.edition.subjects == [Subject::Child]) {
            let stated = row.row.age.known().copied().map(u32::from);
            let counted = concern_day(row).and_then(|day| Some((day, age_on(row.row, day)?)));
            // Where the two disagree, that is the finding.
            let (age, was, place) = match (counted, stated) {
                (Some((day, age)), stated) if age >= ADULT && stated.is_none_or(|stated| stated >= ADULT) => {
                    (age, format!("was, on {},", day_in_words(day)), birth_place(table, row.row))
                }
                (None, Some(age)) if age >= ADULT => (age, "is".to_owned(), age_place(table, row.row)),
                _ => continue,
            };
            found
                .in_row(&RULE, row, place.and_then(|place| table.cell(row.row, place)))
                .with("age", age)
                .with("was", was)
                .stated_in(&row.edition.clauses.subject);
        }
    }
}
