//! What the cells below say of a heading's meaning, where the heading alone leaves two.
//!
//! In: a table's columns and the cells below them. Out: the columns, a few with another meaning.

use super::dates::{Dates, is_date_alone};
use super::tokens::{Token, tokens};
use super::words::is_one;
use super::{Column, DateProblem, Field, Meaning, Unclear};
use crate::grid::{Cell, Value};

/// Settles which columns hold dates.
pub(super) fn settle(columns: &mut [Column], body: &[&[Cell]], dates: &Dates) {
    let below = |column: &Column| {
        let column = column.column;
        body.iter().flat_map(move |cells| cells.iter().filter(move |cell| cell.at.column == column))
    };
    // Beside "Resolved date", "Resolved Y/N" is the answer alone.
    let answers: Vec<bool> = columns
        .iter()
        .map(|column| {
            let is_date = |other: &Column| other.meaning == column.meaning && !asks_yes_or_no(&other.heading);
            let is_event = matches!(column.meaning, Meaning::Event(_));
            is_event
                && asks_yes_or_no(&column.heading)
                && columns.iter().any(is_date)
                && below(column).all(|cell| dates.event(&cell.value).known().is_none())
        })
        .collect();
    let concern = Meaning::Event("concern".into());
    let has_concern_date = columns.iter().any(|column| column.meaning == concern);
    // "Concern raised" is what it is about, or when.
    let is_concern_date = |column: &&mut Column| {
        column.meaning == Meaning::Concern
            && below(column).any(|cell| dates.concern(&cell.value).known().is_some())
            && below(column).all(|cell| is_date_or_blank(&cell.value, dates))
    };
    for (column, is_answer) in columns.iter_mut().zip(answers) {
        if is_answer {
            column.meaning = Meaning::Unknown;
        }
    }
    if !has_concern_date && let Some(column) = columns.iter_mut().find(is_concern_date) {
        column.meaning = concern;
    }
}

/// Whether a heading asks for yes or no: "Resolved Y/N", "Resolved (yes/no)", "Resolved?".
fn asks_yes_or_no(heading: &str) -> bool {
    let tokens = tokens(heading);
    let mut words = tokens.iter().rev().filter_map(Token::word).filter(|word| !word.eq_ignore_ascii_case("or"));
    let is_answer = match (words.next(), words.next()) {
        (Some(last), Some(before)) => is_one(last, &["n", "no"]) && is_one(before, &["y", "yes"]),
        _ => false,
    };
    is_answer || heading.trim_end().ends_with('?')
}

/// Whether a cell holds a date and no other words, readable or not, or nothing.
fn is_date_or_blank(value: &Value, dates: &Dates) -> bool {
    let is_alone = value.text().is_none_or(is_date_alone);
    match dates.concern(value) {
        Field::Blank => true,
        Field::Known(_) => is_alone,
        Field::Unclear(Unclear::Date(problem)) => is_alone && problem != DateProblem::NotADate,
        Field::Unclear(_) => false,
    }
}
