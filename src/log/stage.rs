//! A cell → the stage that it states.
//!
//! In: a cell's value. Out: a [`Field`], known only where nothing beside the number leaves open whether the stage has begun.

use super::dates::{self, Dates};
use super::nothing::says_nothing;
use super::tokens::{number_in_words, tokens};
use super::{Field, Unclear, words};
use crate::grid::Value;

/// Words before a stage's number that leave open whether it has begun, besides those that deny or doubt it: "about to go
/// to stage 2".
const NOT_BEGUN: &[&str] = &[
    "about",
    "before",
    "below",
    "above",
    "escalate",
    "escalating",
    "for",
    "from",
    "go",
    "going",
    "instead",
    "likely",
    "move",
    "moving",
    "or",
    "possible",
    "potential",
    "prior",
    "ready",
    "towards",
    "was",
    "yet",
];

/// The stage that a cell states, where it is one of the procedure's and nothing beside it leaves open whether it has
/// begun.
pub(super) fn read(value: &Value, last: u8, dates: &Dates) -> Field<u8> {
    let unclear = Field::Unclear(Unclear::Stage);
    let in_range = |number: u32| u8::try_from(number).ok().filter(|number| (1..=last).contains(number));
    match value {
        Value::Number(number) => {
            let whole = (number.fract() == 0.0 && (1.0..=255.0).contains(number)).then_some(*number as u32);
            whole.and_then(in_range).map_or(unclear, Field::Known)
        }
        Value::Text(text) if says_nothing(text) => Field::Blank,
        Value::Text(text) if text.contains('?') => unclear,
        Value::Text(text) => {
            let Some(said) = without_dates(text, dates) else { return unclear };
            let number = |word: &&str| word.parse().ok().or_else(|| number_in_words(word));
            let mut numbers = said.iter().enumerate().filter_map(|(place, word)| Some((place, number(word)?)));
            let Some((first, one)) = numbers.next() else { return unclear };
            if numbers.any(|(_, other)| other != one) || (0..said.len()).any(|place| opens(&said, first, place)) {
                return unclear;
            }
            in_range(one).map_or(unclear, Field::Known)
        }
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Date(_) | Value::Boolean(_) => unclear,
    }
}

/// The words and numbers of a text that belong to no date; `None` where one has not come.
fn without_dates<'t>(text: &'t str, dates: &Dates) -> Option<Vec<&'t str>> {
    let tokens = tokens(text);
    let mut said = Vec::new();
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        // A day and month without a year may be two stages.
        let date = dates.within(&tokens, place).and_then(|(stated, length)| Some((stated.day()?, length)));
        if let Some((day, length)) = date {
            if day > dates.as_of {
                return None;
            }
            place += length;
            continue;
        }
        let written = || text.get(token.start..token.end).filter(|_| token.number().is_some());
        said.extend(words::word_at(&tokens, place).or_else(written));
        place += 1;
    }
    Some(said)
}

/// Whether a word leaves open whether the stage has begun whose number stands at `first`.
fn opens(said: &[&str], first: usize, place: usize) -> bool {
    use words::Kind::*;
    const STAGE: &[&str] = &["stage", "step"];
    /// What may follow where the word before it says all.
    const ENDS: &[&str] = &["", "at", "by", "for", "from", "in", "on", "until"];
    /// Behind "to", by which the stage is still to come.
    const TO_COME: &[&str] = &["be", "begin", "follow", "happen", "start", "take"];
    /// By which a stage was thought of, and no more.
    const SPOKEN_OF: &[&str] =
        &["considered", "likely", "needed", "offered", "possible", "recommended", "required", "suggested"];
    let at = |place: usize| said.get(place).copied().unwrap_or_default();
    let (word, next) = (at(place), at(place + 1));
    let kind = words::kind(word);
    let ends = words::is_one(next, ENDS);
    if place > first {
        // "2, not resolved" is at stage 2; "2, not yet begun" and "2 to follow" are not.
        let behind = said.get(place + 1..).unwrap_or_default();
        let is_put_off = match kind {
            Some(Denies) => words::is_not_begun(behind) && !word.eq_ignore_ascii_case("no"),
            _ => word.eq_ignore_ascii_case("to") && words::is_one(next, TO_COME),
        };
        let directly = match kind {
            _ if words::is_in_question(said, place) => true,
            Some(Doubts | Supposes) => true,
            Some(Planned) => ends || words::is_one(word, &["due", "expected", "next"]),
            Some(Denies) => ends || words::is_not_taken(behind) || words::is_not_certain(behind),
            Some(Fails | Wanted) => ends,
            _ if words::is_one(word, SPOKEN_OF) => ends,
            // "Asked for meeting" is a step of the stage.
            _ if word.eq_ignore_ascii_case("asked") => {
                next.eq_ignore_ascii_case("for") && words::is_one(at(place + 2), ENDS)
            }
            _ => word.eq_ignore_ascii_case("n") && next.eq_ignore_ascii_case("a") || is_weekday(word, next),
        };
        return is_put_off || directly && place == first + 1;
    }
    let at_number = place + 1 == first || words::is_one(next, STAGE);
    match word.to_ascii_lowercase().as_str() {
        _ if words::is_in_question(said, place) => true,
        // "No. 2" is a number; "no longer 2" is none.
        "no" => place + 1 != first,
        "not" => !words::is_one(next, words::SETTLED),
        "going" => !next.eq_ignore_ascii_case("through"),
        "from" | "without" => at_number,
        // What failed or was asked for before is why the stage began.
        _ => match kind {
            Some(Fails) => at_number,
            Some(Wanted) => at_number || !words::is_one(word, words::ASKED),
            Some(Denies | Doubts | Supposes) => true,
            Some(Planned) => !words::is_one(word, &["arranged", "booked"]) || at_number,
            Some(GoesOn | Roughly | Over) | None => words::is_one(word, NOT_BEGUN),
        },
    }
}

/// "On Monday".
fn is_weekday(word: &str, next: &str) -> bool {
    word.eq_ignore_ascii_case("on") && dates::is_weekday(next)
}
