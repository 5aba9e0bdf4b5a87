//! What the rules on privacy share: how a number is found in a text, and how little of it is said.

use super::prelude::*;
use super::texts::{tables, text};
use super::{child_named, e_mail_address, nhs_number, postcode, street_address, telephone_number};

/// What a rule looks for in each text that people write freely.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub rule: &'static Rule,
    /// What should not stand there, in a text of a row; the places of the digits in it are given.
    pub find: for<'c> fn(&'c Row, &'c str, &[usize]) -> Option<&'c str>,
}

#[cfg(test)]
impl Look {
    /// What it finds in a text of a row that says nothing else.
    pub fn finds(self, text: &str) -> Option<String> {
        let mut digits = Vec::new();
        find_digits(text, &mut digits);
        (self.find)(&Row::default(), text, &digits).map(str::to_owned)
    }
}

/// The looks of all such rules. They go through a log together, and share what takes most of their time.
const LOOKS: [Look; 6] = [
    nhs_number::LOOK,
    telephone_number::LOOK,
    e_mail_address::LOOK,
    postcode::LOOK,
    street_address::LOOK,
    child_named::LOOK,
];

/// The looks of these rules, and the rules that look elsewhere.
pub(super) fn looks_among(rules: &[&'static Rule]) -> (Vec<Look>, Vec<&'static Rule>) {
    let look = |rule: &Rule| LOOKS.into_iter().find(|look| look.rule.code == rule.code);
    let others = rules.iter().copied().filter(|rule| look(rule).is_none());
    (rules.iter().filter_map(|rule| look(rule)).collect(), others.collect())
}

/// Adds a finding for each text that people write freely in which a look finds something that should not stand
/// there. A column that is not known is named once: what stands there may stand in every row.
pub(super) fn find_in_texts(looks: &[Look], log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let places = |wanted: fn(&Meaning) -> bool| {
            let columns = table.columns.iter().enumerate();
            columns.filter(move |(_, column)| wanted(&column.meaning)).map(|(place, _)| place)
        };
        let written: Vec<usize> = places(is_written_freely).collect();
        let mut unknown: Vec<(usize, Vec<Option<&str>>)> =
            places(|meaning| *meaning == Meaning::Unknown).map(|place| (place, vec![None; looks.len()])).collect();
        let mut digits = Vec::new();
        // Row by row: the texts of a row lie beside one another in memory.
        for row in rows {
            for (place, text) in written.iter().filter_map(|place| Some((*place, text(row.row, *place)?))) {
                find_digits(text, &mut digits);
                let find = |look: &Look| (look.find)(row.row, text, &digits);
                for (look, part) in looks.iter().filter_map(|look| Some((look, find(look)?))) {
                    let finding = found.in_row(look.rule, row, table.cell(row.row, place));
                    finding.with("column", named(table, place)).with("part", beginning(part));
                }
            }
            for (place, firsts) in &mut unknown {
                let Some(text) = text(row.row, *place) else { continue };
                find_digits(text, &mut digits);
                for (look, first) in looks.iter().zip(firsts) {
                    *first = [*first, (look.find)(row.row, text, &digits)].into_iter().flatten().min();
                }
            }
        }
        for (place, firsts) in unknown {
            for (look, part) in looks.iter().zip(firsts).filter_map(|(look, part)| Some((look, part?))) {
                let finding = found.in_table(look.rule, table, table.columns.get(place).map(|column| column.at));
                finding.with("column", named(table, place)).with("part", beginning(part));
            }
        }
    }
}

fn is_written_freely(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome | Meaning::Theme)
}

/// The column's heading, or what stands for it.
pub(super) fn named(table: &Table, place: usize) -> String {
    match heading(table, place) {
        "" => "a column without a heading".to_owned(),
        heading => format!("`{heading}`"),
    }
}

/// Enough of a text to find it in its cell, and too little to be of use elsewhere.
fn beginning(part: &str) -> String {
    let shown: String = part.chars().take(3).collect();
    format!("`{shown}…`")
}

/// Where the digits of a text stand.
fn find_digits(text: &str, digits: &mut Vec<usize>) {
    /// So many bytes are asked at once whether any of them is a digit, which most are not.
    const STRIDE: usize = 16;
    digits.clear();
    for (stride, bytes) in text.as_bytes().chunks(STRIDE).enumerate() {
        if bytes.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            let places = (stride * STRIDE..).zip(bytes);
            digits.extend(places.filter(|(_, byte)| byte.is_ascii_digit()).map(|(place, _)| place));
        }
    }
}
