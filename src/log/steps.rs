//! Free text → the dated steps that it tells of: "12/3 spoke to SW, 14/3 to TM".
//!
//! In: what an agency wrote under actions or outcome, the procedure's own words for who acts at which stage, and the
//! days between which a step can lie. Out: [`Step`]s, each an event with its day. Only what is plain is read: a clause
//! with one date and one meaning, and no word that leaves open whether it happened. What is read is proposed to
//! people and never used in a computation.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::dates::{Dates, Said};
use super::tokens::{Kind, Token, tokens};
use super::words::{kind, word_at};
use crate::grid::DateSystem;
use crate::policy::{Edition, EventId};

#[cfg(test)]
mod tests;
mod words;

use words::Words;

/// An event that a text tells of, with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The event.
    pub event: EventId,
    /// Its day.
    pub day: NaiveDate,
    /// The date as the text writes it.
    pub written: String,
    /// The words that show which event is meant: `to team manager`.
    pub shown_by: String,
}

/// Reads dated steps in the words of one procedure.
#[derive(Debug)]
pub struct Steps {
    words: Words,
}

/// A part of a text that says one thing.
struct Clause<'t> {
    /// Each date, and how the text writes it.
    dates: Vec<(Said, &'t str)>,
    /// Its words, lower case, without the dates.
    words: Vec<String>,
    is_doubtful: bool,
}

impl Steps {
    /// Knows the words of this procedure.
    pub fn of(edition: &Edition) -> Steps {
        Steps { words: Words::of(edition) }
    }

    /// The steps that a text tells of between two days, those included; where it tells of the first discussion or the
    /// beginning of a stage twice, the earlier, and of any other event twice, neither.
    pub fn read(&self, text: &str, from: NaiveDate, to: NaiveDate) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut contradicted: Vec<EventId> = Vec::new();
        if !may_hold_a_date(text) {
            return steps;
        }
        let mut verb = None;
        let clauses = clauses(text, to);
        for (place, clause) in clauses.iter().enumerate() {
            let meaning = self.words.meaning(&clause.words, &mut verb);
            // "rang SW 3/6, no reply": nobody was spoken to.
            if clauses.get(place + 1).is_some_and(|next| words::is_unanswered(&next.words)) {
                continue;
            }
            let ([(said, written)], false, Some((event, shown_by))) =
                (clause.dates.as_slice(), clause.is_doubtful, meaning)
            else {
                continue;
            };
            let Some(day) = settle(*said, from, to) else { continue };
            match steps.iter_mut().find(|step| step.event == event) {
                None => steps.push(Step { event, day, written: (*written).to_owned(), shown_by }),
                Some(step) if step.day == day => {}
                Some(step) if self.words.is_first_of_many(event) => {
                    if day < step.day {
                        *step = Step { event, day, written: (*written).to_owned(), shown_by };
                    }
                }
                Some(_) => contradicted.push(event),
            }
        }
        steps.retain(|step| !contradicted.contains(&step.event));
        steps
    }
}

/// The one day between these that a date can mean.
fn settle(said: Said, from: NaiveDate, to: NaiveDate) -> Option<NaiveDate> {
    let is_between = |day: &NaiveDate| (from..=to).contains(day);
    match said {
        Said::Day(day) => Some(day).filter(is_between),
        Said::OfSomeYear { day, month } => {
            let days = (from.year()..=to.year()).filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
            let mut fitting = days.filter(is_between);
            fitting.next().filter(|_| fitting.next().is_none())
        }
    }
}

/// The clauses of a text, by its punctuation and its "and" and "then".
fn clauses<'t>(text: &'t str, as_of: NaiveDate) -> Vec<Clause<'t>> {
    let dates = Dates { system: DateSystem::default(), as_of };
    let tokens = tokens(text);
    let new = || Clause { dates: Vec::new(), words: Vec::new(), is_doubtful: false };
    let (mut all, mut clause): (Vec<Clause<'t>>, _) = (Vec::new(), new());
    let end_clause = |all: &mut Vec<Clause<'t>>, clause: &mut Clause<'t>| {
        // "12/3, spoke to SW": a date alone belongs to what follows, unless something before it lacks one.
        let is_alone = clause.words.is_empty() && all.last().is_none_or(|before| !before.dates.is_empty());
        if !is_alone {
            all.push(std::mem::replace(clause, new()));
        }
    };
    let mut place = 0;
    let mut end = 0;
    while let Some(token) = tokens.get(place) {
        if text.get(end..token.start).is_some_and(|between| between.contains('\n')) {
            end_clause(&mut all, &mut clause);
        }
        if let Some((stated, length)) = dates.within(&tokens, place) {
            let said = stated.said();
            match (said, text.get(stated.span.clone())) {
                (Some(said), Some(written)) => clause.dates.push((said, written)),
                // A date that can't be understood may be the one that counts.
                _ => clause.is_doubtful = true,
            }
            clause.is_doubtful |= stated.is_doubtful();
            place += length;
        } else {
            match token.kind {
                Kind::Mark(',' | ';') => end_clause(&mut all, &mut clause),
                Kind::Mark('.') if !is_within_number(&tokens, place) => end_clause(&mut all, &mut clause),
                // "3/6 spoke to SW - no change"; but a date and a dash begin one.
                Kind::Mark('-') if !clause.dates.is_empty() && !clause.words.is_empty() => {
                    end_clause(&mut all, &mut clause);
                }
                Kind::Mark('?' | '~') => clause.is_doubtful = true,
                Kind::Mark(_) => {}
                Kind::Word(word) if ["and", "then"].iter().any(|and| word.eq_ignore_ascii_case(and)) => {
                    end_clause(&mut all, &mut clause);
                }
                Kind::Word(word) => {
                    let said = word_at(&tokens, place).unwrap_or(word);
                    clause.is_doubtful |= kind(said).is_some() || words::leaves_open(said);
                    clause.words.push(word.to_lowercase());
                }
                Kind::Number { value, .. } => clause.words.push(value.to_string()),
            }
            place += 1;
        }
        end = tokens.get(place - 1).map_or(end, |token| token.end);
    }
    all.push(clause);
    all
}

fn is_within_number(tokens: &[Token<'_>], place: usize) -> bool {
    let number =
        |place: Option<usize>| place.and_then(|place| tokens.get(place)).filter(|token| token.number().is_some());
    match (number(place.checked_sub(1)), number(Some(place + 1)), tokens.get(place)) {
        (Some(before), Some(after), Some(mark)) => before.end == mark.start && mark.end == after.start,
        _ => false,
    }
}

/// Whether a text may hold a date, found by a look at its bytes: most texts hold none.
fn may_hold_a_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let ends = (0..bytes.len()).filter(|place| is_digit(*place) && !is_digit(*place + 1));
    ends.into_iter().any(|end| {
        let between = matches!(bytes.get(end + 1), Some(b'/' | b'.' | b'-' | b'\\' | b' ')) && is_digit(end + 2);
        between
            || has_month(near(text, end + 1..end + 1 + NEAR))
            || ends_in_month(near(text, end.saturating_sub(NEAR)..end))
    })
}

/// How far from its day a month's name stands at most, in bytes.
const NEAR: usize = 40;

/// A part of a text, and not more of it than whole characters.
fn near(text: &str, part: Range<usize>) -> &str {
    let place =
        |at: usize| (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text.get(place(part.start)..place(part.end)).unwrap_or_default()
}

/// Whether a month's name follows, perhaps after `st` and `of`.
fn has_month(after: &str) -> bool {
    let mut words = after.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    words.by_ref().take(3).any(super::dates::is_month)
}

fn ends_in_month(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().is_some_and(super::dates::is_month)
}
