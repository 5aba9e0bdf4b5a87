//! Two rows of one agency with the same escalation number, about different children.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R102",
    name: "number-repeated",
    severity: Severity::Warning,
    message: "escalation number `{number}` is also that of {earlier}, about another child",
    advice: "give one of the two rows the number that it should have",
    page: include_str!("number_repeated.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    // The last row with each number, and for each row the one with the same number before it.
    let mut last: HashMap<Numbered<'_>, usize> = HashMap::with_capacity(log.rows.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(log.rows.len());
    for (place, row) in log.rows.iter().enumerate() {
        let numbered = Numbered::of(row);
        before.push(numbered.and_then(|numbered| last.insert(numbered, place)));
        let chain =
            std::iter::successors(before.last().copied().flatten(), |place| before.get(*place).copied().flatten());
        let mut earlier = chain.filter_map(|place| log.rows.get(place));
        let Some(earlier) = earlier.find(|earlier| is_another_child(earlier.row, row.row)) else { continue };
        let sheet = format!(" of sheet `{}`", earlier.table.sheet);
        let sheet = if earlier.table.sheet == row.table.sheet { "" } else { &sheet };
        found
            .in_row(&RULE, row, row.cell(&Meaning::Number))
            .with("earlier", format!("{}{sheet}", earlier.table.row_in_words(earlier.row)))
            .with("number", row.row.number.known().map_or("", String::as_str))
            .stated_in(&row.edition.clauses.number);
    }
}

/// Whether two rows are known to be about different children: neither name nor date of birth is the same.
fn is_another_child(one: &Row, other: &Row) -> bool {
    let same_name = one.name.known().zip(other.name.known()).map(|(one, other)| is_same_name(one, other));
    let same_birth = one.born.known().zip(other.born.known()).map(|(one, other)| one.date == other.date);
    let same = [same_name, same_birth];
    same.contains(&Some(false)) && !same.contains(&Some(true))
}

/// "A.B." and "AB" are the same initials.
fn is_same_name(one: &str, other: &str) -> bool {
    let letters =
        |name: &'_ str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>();
    letters(one) == letters(other)
}

/// A number with its agency, the same in capitals and small letters.
struct Numbered<'a> {
    agency: &'a str,
    number: &'a str,
}

impl<'a> Numbered<'a> {
    /// That of a row which says something of its child.
    fn of(row: &'a CheckedRow<'_>) -> Option<Numbered<'a>> {
        let says = row.row.name.known().is_some() || row.row.born.known().is_some();
        let number = row.row.number.known().filter(|_| says)?;
        Some(Numbered { agency: row.row.agency_in(row.table).unwrap_or_default(), number })
    }
}

impl PartialEq for Numbered<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number.eq_ignore_ascii_case(other.number) && self.agency.eq_ignore_ascii_case(other.agency)
    }
}

impl Eq for Numbered<'_> {}

impl Hash for Numbered<'_> {
    /// By the number alone: the agency is mostly the same in all rows of a log.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
    }
}
