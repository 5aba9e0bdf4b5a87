//! An escalation number of another pattern than the agency's others.

use std::collections::HashMap;

use super::prelude::*;
use super::texts::{Folded, tables};
use crate::log::is_label;

pub const RULE: Rule = Rule {
    code: "R103",
    name: "number-of-other-pattern",
    severity: Severity::Warning,
    message: "escalation number `{number}` looks like another agency's: {others}",
    advice: "check whose case it is; if it is yours, give it a number of your own pattern",
    page: include_str!("number_of_other_pattern.md"),
    by_row: false,
    check,
};

/// How many numbers must share a pattern before one that differs is named.
const ENOUGH: usize = 5;

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let Some(place) = table.place(&Meaning::Number) else { continue };
        let mut agencies: HashMap<Folded<'_>, usize> = HashMap::new();
        let mut by_agency: Vec<Vec<(&CheckedRow<'_>, &str)>> = Vec::new();
        for row in rows {
            let Some(number) = row.row.number.known() else { continue };
            let agency = Folded(row.row.agency_in(table).unwrap_or_default());
            let place = *agencies.entry(agency).or_insert(by_agency.len());
            if place == by_agency.len() {
                by_agency.push(Vec::new());
            }
            if let Some(numbers) = by_agency.get_mut(place) {
                numbers.push((row, letters(number)));
            }
        }
        for numbers in by_agency {
            let Some(own) = common(&numbers) else { continue };
            let others = match own {
                "" => "yours begin with no letters".to_owned(),
                own => format!("yours begin with `{}`", own.to_uppercase()),
            };
            for (row, _) in numbers.iter().filter(|(_, other)| other.len() > 1 && !other.eq_ignore_ascii_case(own)) {
                found
                    .in_row(&RULE, row, table.cell(row.row, place))
                    .with("others", &others)
                    .with("number", row.row.number.known().map_or("", String::as_str))
                    .stated_in(&row.edition.clauses.number);
            }
        }
    }
}

/// The letters with which a number begins, words such as "Ref" left out.
fn letters(number: &str) -> &str {
    let end = number.bytes().take_while(u8::is_ascii_alphabetic).count();
    let letters = number.get(..end).unwrap_or_default();
    if is_label(letters) { "" } else { letters }
}

/// The letters with which at least four in five numbers begin.
fn common<'n>(numbers: &[(&CheckedRow<'_>, &'n str)]) -> Option<&'n str> {
    // Four in five means more than half: the one that is left when different ones cancel out.
    let (mut own, mut left) = ("", 0usize);
    for (_, letters) in numbers {
        match left {
            0 => (own, left) = (letters, 1),
            _ if letters.eq_ignore_ascii_case(own) => left += 1,
            _ => left -= 1,
        }
    }
    let count = numbers.iter().filter(|(_, letters)| letters.eq_ignore_ascii_case(own)).count();
    // A number without letters has only lost them.
    let with_letters = numbers.iter().filter(|(_, letters)| own.is_empty() || !letters.is_empty()).count();
    (count >= ENOUGH && count * 5 >= with_letters * 4).then_some(own)
}
