//! Accepted exceptions: what people wrote in a row's `Accepted` column → the rules it names, and why.
//!
//! `known: R105, DOB confirmed by school` accepts R105. A code counts wherever it stands, unless a "not" stands before
//! it; a rule's name only among the codes that the text begins with, since "overdue" may be a word of the reason.

use std::collections::HashMap;

use crate::finding::{Finding, Rule};
use crate::log::{Meaning, one_line};
use crate::timeline::Checked;

/// What a cell of the `Accepted` column says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Accepted<'t> {
    /// The rules it names.
    pub(super) rules: Vec<&'static Rule>,
    /// The codes before which a "not" stands.
    pub(super) refused: Vec<&'t str>,
    /// What looks like a rule's code and is none.
    pub(super) unknown: Vec<&'t str>,
    /// The words behind the codes it begins with, or all of it where there are none.
    pub(super) why: &'t str,
}

/// What may stand before the codes with a colon, and says only that they are known.
const LABELS: [&str; 2] = ["known", "accepted"];

/// Reads a cell of the `Accepted` column.
pub(super) fn read(text: &str) -> Accepted<'_> {
    let mut accepted = Accepted { why: text.trim(), ..Accepted::default() };
    let is_label = |text: &str| LABELS.iter().any(|label| text.trim().eq_ignore_ascii_case(label));
    let label = text.split_once(':').filter(|(label, _)| is_label(label));
    let mut rest = label.map_or(text, |(_, behind)| behind).trim_start_matches(is_apart);
    while let Some(word) = words(rest).next() {
        match super::find(word) {
            Some(rule) => accepted.add(rule),
            None if matches!(word, "and" | "&" | "+") && !accepted.rules.is_empty() => {}
            None => break,
        }
        rest = behind(rest, word);
    }
    if !rest.is_empty() {
        accepted.why = rest.trim_end();
    }
    for clause in text.split([',', ';', '.', '\n']) {
        let mut refuses = false;
        for word in words(clause) {
            refuses |= is_refusal(word);
            match super::find(word).filter(|_| is_code(word)) {
                Some(_) if refuses => accepted.refused.push(word),
                Some(rule) => accepted.add(rule),
                None if is_code(word) => accepted.unknown.push(word),
                None => {}
            }
        }
    }
    accepted
}

impl Accepted<'_> {
    fn add(&mut self, rule: &'static Rule) {
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }
}

/// Marks the findings that their rows accept, with the row's own words.
pub(super) fn mark(checked: &Checked<'_>, findings: &mut [Finding]) {
    let mut cells = HashMap::new();
    for table in &checked.log.tables {
        let Some(place) = table.place(&Meaning::Accepted) else { continue };
        for row in &table.rows {
            let text = row.shown(place);
            if !text.trim().is_empty() {
                cells.insert((table.sheet.as_str(), row.row + 1), text);
            }
        }
    }
    for finding in findings.iter_mut().filter(|_| !cells.is_empty()) {
        let Some(text) = finding.row.and_then(|row| cells.get(&(finding.sheet.as_str(), row))) else { continue };
        let accepted = read(text);
        if accepted.rules.contains(&finding.rule) {
            finding.accepted = Some(one_line(accepted.why));
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_apart).filter(|word| !word.is_empty())
}

/// What stands behind the first word of a text that begins with it.
fn behind<'t>(text: &'t str, word: &str) -> &'t str {
    text.strip_prefix(word).unwrap_or_default().trim_start_matches(is_apart)
}

fn is_apart(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | '[' | ']' | '/')
}

/// Whether a word takes back what follows it in the same clause.
fn is_refusal(word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    matches!(word.as_str(), "not" | "cannot" | "never") || word.ends_with("n't")
}

/// Whether a word has the shape of a rule's code: a family's letter and three digits.
fn is_code(word: &str) -> bool {
    let (family, number) = word.split_at_checked(1).unwrap_or_default();
    let known = super::ALL.iter().any(|rule| rule.code.get(..1).is_some_and(|f| f.eq_ignore_ascii_case(family)));
    known && number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> (Vec<&str>, Vec<&str>) {
        let read = read(text);
        (read.rules.iter().map(|rule| rule.code).collect(), read.unknown)
    }

    #[test]
    fn codes_count_anywhere_and_names_where_the_text_begins() {
        for (text, rules) in [
            ("R110", vec!["R110"]),
            ("known: R110, level agreed with the school", vec!["R110"]),
            ("r110 and t101: agreed with the panel", vec!["R110", "T101"]),
            ("R110; T101, T104", vec!["R110", "T101", "T104"]),
            ("known: level-unknown, overdue - the panel meets in July", vec!["R110", "T101"]),
            ("agreed with the head (R110)", vec!["R110"]),
            ("known: R110, not overdue", vec!["R110"]),
            ("this is no longer overdue", vec![]),
            ("Accepted: overdue", vec!["T101"]),
            ("Note: overdue, chase SW", vec![]),
            ("Chased 3/6: overdue still", vec![]),
            ("Head: overdue because of strike", vec![]),
            ("not accepted: T101 must be done", vec![]),
            ("R110 accepted, not T101", vec!["R110"]),
            ("known: not R110", vec![]),
            ("the school didn’t accept T101", vec![]),
            ("not known before, R110", vec!["R110"]),
            ("Room B101", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(codes(text), (rules, vec![]), "{text}");
        }
    }

    #[test]
    fn the_reason_stands_behind_the_codes() {
        for (text, why) in [
            ("known: R110, level agreed with the school ", "level agreed with the school"),
            ("R110 and T101: agreed", "agreed"),
            ("known: level-unknown", "known: level-unknown"),
            ("agreed with the head (R110)", "agreed with the head (R110)"),
        ] {
            assert_eq!(read(text).why, why, "{text}");
        }
    }

    #[test]
    fn a_code_that_is_none_is_kept_to_be_said() {
        assert_eq!(codes("known: R999, T101"), (vec!["T101"], vec!["R999"]));
    }
}
