//! How the counts of different sheets hang together: the tables → sums that no single sheet shows.
//!
//! What was raised was resolved or is open, besides what was open before; what began at a stage ended there
//! or is open there; what ended went on or was resolved, in time or late.

use super::super::book::{Book, by_name};
use super::super::escalations::{self, AGENCY, CONCERN, COUNTED, IN_TIME, LATE, STAGE, STATUS};
use super::super::figure::{Count, Figure, Span};
use super::super::page::{Rest, Sum};
use super::super::summary::{began, ended, judged, open, raised, resolved};
use crate::quarter::Standing;
use crate::timeline::RowStatus;

/// The sums of these tables.
pub(super) fn of(book: &Book<'_>) -> Vec<Sum> {
    let stages = book.report.edition().stages.iter().map(|stage| stage.number);
    let mut found: Vec<Sum> = stages.flat_map(|stage| at_stage(book, stage)).collect();
    found.extend(flow(book, Count::clone));
    for column in [AGENCY, COUNTED] {
        let labels = by_name(book.escalations.shown(column));
        let of_label = |label: &String| Some(flow(book, |count| count.label(column, label))?.with(Rest::Over));
        found.extend(labels.iter().filter_map(of_label));
        let resolved_of = labels.iter().map(|label| resolved().label(column, label).figure(book));
        found.extend(sum(resolved_of, &resolved().figure(book)));
    }
    let late = book.report.limited_stages().map(|stage| here(&resolved(), stage.number));
    let late = late.zip(book.report.limited_stages()).map(|(count, stage)| in_time(&count, stage.number, LATE));
    let resolved_late = resolved().is(STATUS, Standing::Raised(RowStatus::ResolvedLate).in_words());
    found.extend(sum(late.map(|count| count.figure(book)), &resolved_late.figure(book)));
    found
}

/// What was raised in the earlier quarters of which the summary tells.
pub(super) fn raised_earlier(book: &Book<'_>) -> Vec<(String, usize)> {
    let raised = |span| Count::escalations().within(CONCERN, span);
    [Span::Before, Span::YearAgo].map(raised).map(|count| (count.key(), count.value(book))).to_vec()
}

fn sum(parts: impl Iterator<Item = Figure>, total: &Figure) -> Option<Sum> {
    let parts: Vec<Figure> = parts.collect();
    Sum::of(&parts.iter().collect::<Vec<_>>(), total)
}

/// Those of the escalations that have reached this stage and no further.
fn here(count: &Count, stage: u8) -> Count {
    count.number(STAGE, stage.into())
}

/// Those of the escalations for which the stage ended in time, or late.
fn in_time(count: &Count, stage: u8, word: &str) -> Count {
    count.is(escalations::in_time(stage), word)
}

/// Of some escalations: what was raised was resolved or is open, besides what was open before.
fn flow(book: &Book<'_>, some: impl Fn(&Count) -> Count) -> Option<Sum> {
    let figure = |count: &Count| some(count).figure(book);
    sum([resolved(), open()].iter().map(figure), &figure(&raised()))
}

/// What began at a stage ended there or is open there, besides what was open there before.
fn flow_at(book: &Book<'_>, stage: u8) -> Option<Sum> {
    let parts = [ended(stage), here(&open(), stage)].map(|count| count.figure(book));
    sum(parts.into_iter(), &began(stage).figure(book))
}

/// What was open before the quarter, at all stages together.
pub(super) fn before(book: &Book<'_>) -> Option<Sum> {
    let stages = book.report.edition().stages.iter();
    let parts = stages.filter_map(|stage| Some(flow_at(book, stage.number)?.left())).collect();
    Some(Sum { parts, total: flow(book, Count::clone)?.left(), rest: Rest::Known })
}

fn at_stage(book: &Book<'_>, stage: u8) -> Vec<Sum> {
    let figure = |count: &Count| count.figure(book);
    let went_on = (stage < book.report.edition().last_stage()).then(|| began(stage + 1));
    let ways: Vec<Count> = went_on.into_iter().chain([here(&resolved(), stage)]).collect();
    let ended = figure(&ended(stage));
    let mut found = vec![
        flow(book, |count| here(count, stage)).map(|sum| sum.with(Rest::Over)),
        flow_at(book, stage),
        sum(ways.iter().map(figure), &ended),
    ];
    if book.report.limited_stages().any(|limited| limited.number == stage) {
        let words = [IN_TIME, LATE];
        let judged = words.map(|word| figure(&judged(stage, word)));
        found.push(sum(judged.iter().cloned(), &ended));
        for way in &ways {
            let either = words.map(|word| figure(&in_time(way, stage, word)));
            found.push(sum(either.into_iter(), &figure(way)).map(|sum| sum.with(Rest::Short)));
        }
        for (word, judged) in words.iter().zip(&judged) {
            found.push(sum(ways.iter().map(|way| figure(&in_time(way, stage, word))), judged));
        }
    }
    found.into_iter().flatten().collect()
}
