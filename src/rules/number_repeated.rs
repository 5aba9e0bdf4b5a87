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
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let mut known: HashMap<(Folded<'_>, Folded<'_>), Vec<&CheckedRow<'_>>> = HashMap::with_capacity(log.rows.len());
    for row in log.rows.iter().filter(|row| row.row.name.known().is_some() || row.row.born.known().is_some()) {
        let Some(number) = row.row.number.known() else { continue };
        let agency = row.row.agency_in(row.table).unwrap_or_default();
        let same_number = known.entry((Folded(agency), Folded(number))).or_default();
        if let Some(earlier) = same_number.iter().find(|earlier| is_another_child(earlier.row, row.row)) {
            let sheet = format!(" of sheet `{}`", earlier.table.sheet);
            let sheet = if earlier.table.sheet == row.table.sheet { "" } else { &sheet };
            found
                .in_row(&RULE, row, row.cell(&Meaning::Number))
                .with("earlier", format!("row {}{sheet}", earlier.row.row + 1))
                .with("number", number);
        }
        same_number.push(row);
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

/// A text that is the same in capitals and small letters.
struct Folded<'a>(&'a str);

impl PartialEq for Folded<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Folded<'_> {}

impl Hash for Folded<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
        state.write_u8(0xff);
    }
}
