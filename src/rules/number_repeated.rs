//! Two rows of one agency with the same escalation number, about different children.

use std::collections::{HashMap, HashSet};

use super::prelude::*;
use super::texts::Folded;

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
    // For each number the last row that named a child anew, and for each such row the one before it.
    let mut last: HashMap<Numbered<'_>, usize> = HashMap::with_capacity(log.rows.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(log.rows.len());
    let mut children = HashSet::with_capacity(log.rows.len());
    for (place, row) in log.rows.iter().enumerate() {
        let numbered = Numbered::of(row);
        let latest = numbered.and_then(|numbered| last.get(&numbered).copied());
        before.push(latest);
        if let Some(numbered) = numbered
            && children.insert((numbered, row.row.name.known(), row.row.born.known().map(|born| born.date)))
        {
            last.insert(numbered, place);
        }
        let chain = std::iter::successors(latest, |place| before.get(*place).copied().flatten());
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
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Numbered<'a> {
    agency: Folded<'a>,
    number: Folded<'a>,
}

impl<'a> Numbered<'a> {
    /// That of a row which says something of its child.
    fn of(row: &'a CheckedRow<'_>) -> Option<Numbered<'a>> {
        let says = row.row.name.known().is_some() || row.row.born.known().is_some();
        let number = row.row.number.known().filter(|_| says)?;
        Some(Numbered { agency: Folded(row.row.agency_in(row.table).unwrap_or_default()), number: Folded(number) })
    }
}
