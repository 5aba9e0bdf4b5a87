//! An answer that is none of those its column takes.

use super::child::is_several;
use super::prelude::*;
use crate::log;
use crate::policy::{Edition, Kind};

pub const RULE: Rule = Rule {
    code: "R112",
    name: "answer-unclear",
    severity: Severity::Warning,
    message: "`{text}` under `{column}` is none of its answers: {answers}",
    advice: "write one of them, or leave the cell blank while it is not known; what else is to be said belongs under the actions",
    page: include_str!("answer_unclear.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        for (place, _) in row.row.facts.iter().filter(|(_, field)| field.unclear().is_some()) {
            let text = quoted(row.row, *place);
            let Some(answers) = answers(row, *place).filter(|_| !says_not_known(&text)) else { continue };
            found
                .in_row(&RULE, row, row.table.cell(row.row, *place))
                .with("answers", answers)
                .with("column", heading(row.table, *place))
                .with("text", text);
        }
        if let Some(place) = unclear_age(row) {
            found
                .in_row(&RULE, row, row.table.cell(row.row, place))
                .with("answers", "a number of years, or of months")
                .with("column", heading(row.table, place))
                .with("text", quoted(row.row, place));
        }
    }
}

/// The place of an age that can't be understood, written by a person for one child.
fn unclear_age(row: &CheckedRow<'_>) -> Option<usize> {
    let is_several = row.row.name.known().is_some_and(|name| is_several(name));
    let place =
        row.table.place(&Meaning::Age).filter(|_| row.row.age.unclear() == Some(Unclear::Age) && !is_several)?;
    (!row.row.is_formula(place) && !says_not_known(&quoted(row.row, place))).then_some(place)
}

/// Whether an answer is that nobody knows.
fn says_not_known(text: &str) -> bool {
    !text.contains(char::is_alphanumeric) || log::says_not_known(text) || text.trim().eq_ignore_ascii_case("nk")
}

/// The answers that the column at this place can have, as a person writes them.
fn answers(row: &CheckedRow<'_>, place: usize) -> Option<String> {
    match &row.table.columns.get(place)?.meaning {
        Meaning::PlanOrLookedAfter => Some("CP plan, looked after, both, no".to_owned()),
        Meaning::Fact(id) => {
            let fact = row.edition.facts.get(row.edition.fact(id)?.index())?;
            Some(match &fact.kind {
                Kind::YesNo => "yes, no".to_owned(),
                Kind::Number => "a whole number".to_owned(),
                Kind::Choice(choices) => {
                    choices.iter().map(|choice| named(row.edition, choice)).collect::<Vec<_>>().join(", ")
                }
            })
        }
        _ => None,
    }
}

/// A choice in words: a kind of agency by its name.
fn named<'a>(edition: &'a Edition, choice: &'a str) -> &'a str {
    edition.agencies.iter().find(|kind| kind.id == choice).map_or(choice, |kind| &kind.name)
}
