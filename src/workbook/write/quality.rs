//! Data quality: the findings by agency and by rule, the register of returns, and every finding.

use super::book::{Book, by_name};
use super::figure::{Count, Over};
use super::kept::YES;
use super::lists::{ACCEPTED, AGENCY, OF_QUARTER, RULE, SEVERITY};
use super::page::{Block, Item, Page, Row};
use crate::finding::Severity;
use crate::tokens::capital;

/// One finding `overdue` is one escalation that is overdue.
const NO_FINDINGS: &str =
    "Left out of this copy: a count of findings is a count of escalations, and would give hidden ones away.";

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    Page {
        title: "Data quality".to_owned(),
        below: vec!["What is late, missing or wrong in the returned logs, and what came in".to_owned()],
        widths: vec![28.0, 10.0, 12.0, 12.0, 12.5, 12.5, 22.0, 38.0, 36.0, 16.0, 10.0, 12.0],
        last: 8,
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
            "Findings in the rows of any quarter, open or resolved, by the agency whose row it is; those in cells that you \
             wrote are no agency's, and counted as `corrected here`; in the last column those in \
             rows as logs that were returned for this quarter have them. Error: the dates can't be relied on, or one was missed. \
             Warning: something is missing or unlikely. Information: worth knowing. Accepted: of any of these, what the row's own column `Accepted` names, counted here alone. \
             The list of findings says what the agency does about each, or why it is accepted."
        }
        _ => "The same by rule; `escalog explain` with its name says what it finds and why it matters.",
    };
    let [error, warning, information] =
        [Severity::Error, Severity::Warning, Severity::Information].map(Severity::as_str);
    let words = [error, warning, information, ACCEPTED];
    let headings: Vec<String> = words.iter().map(|word| capital(word)).collect();
    let headings: Vec<&str> =
        [heading].into_iter().chain(headings.iter().map(String::as_str)).chain(["All", OF_QUARTER]).collect();
    let mut block = Block::new(column, title, &headings, note);
    let all = Count::of(Over::Findings);
    for label in by_name(book.findings.shown(column)) {
        let own = all.label(column, &label);
        let figures = words.iter().map(|word| own.is(SEVERITY, word)).chain([own.clone(), own.is(OF_QUARTER, YES)]);
        let figures = figures.map(|count| count.figure(book));
        block = block.row(Row::new(label, figures.collect()));
    }
    let totals = words.iter().map(|word| all.is(SEVERITY, word)).chain([all.says(RULE), all.is(OF_QUARTER, YES)]);
    block = block.row(Row::new("All", totals.map(|count| count.figure(book)).collect()));
    block.total = true;
    block
}
