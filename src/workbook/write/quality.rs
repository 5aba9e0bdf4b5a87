//! Data quality: the findings by agency and by rule, the register of returns, and every finding.

use std::collections::BTreeMap;

use super::book::Book;
use super::figure::{Count, Over};
use super::lists::{ACCEPTED, AGENCY, RULE, SEVERITY};
use super::page::{Block, Item, Page, Row};
use crate::finding::Severity;

/// One finding `overdue` is one escalation that is overdue.
const NO_FINDINGS: &str =
    "Left out of this copy: a count of findings is a count of escalations, and would give hidden ones away.";

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    Page {
        title: "Data quality".to_owned(),
        below: vec!["What is late, missing or wrong in the returned logs, and what came in".to_owned()],
        widths: vec![28.0, 10.0, 12.0, 12.0, 12.5, 12.5, 22.0, 38.0, 36.0, 16.0, 10.0],
        last: 7,
        items: vec![
            Item::Telling(by(book, AGENCY, "By agency", "Agency"), NO_FINDINGS),
            Item::Telling(by(book, RULE, "By rule", "Rule"), NO_FINDINGS),
            Item::Table { title: "Register of returns", grid: &book.returns },
            Item::Table { title: "Findings", grid: &book.findings },
        ],
    }
}

fn by(book: &Book<'_>, column: &'static str, title: &str, heading: &str) -> Block {
    let note = match column {
        AGENCY => {
            "Findings in the returned logs, by the agency whose row it is. Error: the dates can't be relied on, or one was missed. \
             Warning: something is missing or unlikely. Information: worth knowing. Accepted: of any of these, what the row's own column `Accepted` names, counted here alone. \
             The list of findings says what the agency does about each, or why it is accepted."
        }
        _ => "The same by rule; `escalog explain` with its name says what it finds and why it matters.",
    };
    let [error, warning, information] =
        [Severity::Error, Severity::Warning, Severity::Information].map(Severity::as_str);
    let words = [error, warning, information, ACCEPTED];
    let headings: Vec<String> = words.iter().map(|word| capital(word)).collect();
    let headings: Vec<&str> = [heading].into_iter().chain(headings.iter().map(String::as_str)).chain(["All"]).collect();
    let mut block = Block::new(column, title, &headings, note);
    let all = Count::of(Over::Findings);
    let labels = book.findings.rows.iter().map(|row| book.findings.cell(row, column).shown());
    let labels: BTreeMap<String, String> = labels.map(|label| (label.to_lowercase(), label)).collect();
    for label in labels.values() {
        let own = all.label(column, label);
        let figures = words.iter().map(|word| own.is(SEVERITY, word).figure(book)).chain([own.figure(book)]);
        block = block.row(Row::new(label, figures.collect()));
    }
    for row in 0..block.rows.len() {
        block.adds_up_across(row);
    }
    let totals = words.iter().map(|word| all.is(SEVERITY, word).figure(book)).chain([all.says(RULE).figure(book)]);
    block = block.row(Row::new("All", totals.collect()));
    block.total = true;
    for column in 0..=words.len() {
        block.adds_up_to_last(column);
    }
    block.adds_up_across(block.rows.len() - 1);
    block
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
