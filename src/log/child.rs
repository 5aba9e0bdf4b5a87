//! A cell about a child → name, date of birth and age.
//!
//! In: a cell that holds all three, or one of them. Out: each as a [`Field`]. Siblings stay in one text;
//! for an unborn child the date is the one expected.

use std::ops::Range;

use super::dates::{Dates, Stated};
use super::fields::broken;
use super::nothing::{is_unnamed, says_nothing};
use super::tokens::{Kind, Token, tokens};
use super::words::is_one;
use super::{Field, Unclear};
use crate::calendar::Moment;
use crate::grid::Value;

/// What one cell says of a child.
#[derive(Default)]
pub(super) struct Child {
    pub(super) name: Field<String>,
    pub(super) born: Field<Moment>,
    pub(super) age: Field<u8>,
    pub(super) unborn: bool,
}

/// The name, date of birth and age that stand in one cell.
pub(super) fn read(value: &Value, dates: &Dates) -> Child {
    if let Some(why) = broken(value) {
        return Child { name: Field::Unclear(why), ..Child::default() };
    }
    let text = match value {
        Value::Text(text) => text.trim(),
        Value::Date(_) => return Child { born: dates.birth(value), ..Child::default() },
        other => return Child { name: Field::Known(other.shown()), ..Child::default() },
    };
    if is_unnamed(text) {
        return Child::default();
    }
    let tokens = tokens(text);
    let unborn = speaks_of_unborn(&tokens);
    let mut births = dates.births_in(&tokens);
    let ages = ages(text, &tokens, &births);
    let mut parts = [text.len()..text.len(), text.len()..text.len()];
    let (mut born, mut age) = (Field::Blank, Field::Blank);
    // Siblings stay in one text, since which date is whose is not said.
    if births.len() < 2 && !matches!(ages, Ages::Several) {
        if let (Some(birth), [part, _]) = (births.pop(), &mut parts) {
            born = birth.date.map_or_else(|why| Field::Unclear(Unclear::Date(why)), |date| Field::Known(date.into()));
            *part = birth.span;
        }
        if let (Ages::One(years, span), [_, part]) = (ages, &mut parts) {
            age = Field::Known(years);
            *part = span;
        }
    }
    let whole = parts.iter().all(Range::is_empty) && !text.contains(':');
    let name = if whole { text.to_owned() } else { name_without(text, parts) };
    let name = if name.is_empty() { Field::Blank } else { Field::Known(name) };
    Child { name, born, age, unborn }
}

/// Whether a text speaks of a child not born yet.
pub(super) fn is_unborn(text: &str) -> bool {
    speaks_of_unborn(&tokens(text))
}

fn speaks_of_unborn(tokens: &[Token<'_>]) -> bool {
    let is = |token: &Token<'_>, word: &str| token.word().is_some_and(|w| w.eq_ignore_ascii_case(word));
    let due = |token: &Token<'_>| token.number().is_some() || is(token, "date");
    tokens.iter().any(|token| is(token, "unborn") || is(token, "edd"))
        || tokens.windows(2).any(|pair| matches!(pair, [first, second] if is(first, "due") && due(second)))
}

/// The ages in years that a text states.
enum Ages {
    None,
    One(u8, Range<usize>),
    Several,
}

/// The ages that a text states outside its dates.
fn ages(text: &str, tokens: &[Token<'_>], births: &[Stated]) -> Ages {
    let mut found = Ages::None;
    let mut next = 0;
    for place in 0..tokens.len() {
        let Some((first, last, years, is_part)) = age_at(tokens, place, births).filter(|_| place >= next) else {
            continue;
        };
        next = last + 1;
        let (Some(from), Some(to)) = (tokens.get(first), tokens.get(last)) else { continue };
        let gap = |end: usize| text.get(end..from.start).unwrap_or_default().trim_matches([' ', ',', '&']);
        found = match found {
            // "13 years 4 months" is one age.
            Ages::One(years, span) if is_part && matches!(gap(span.end), "" | "and") => {
                Ages::One(years, span.start..to.end)
            }
            Ages::None => Ages::One(years, from.start..to.end),
            _ => Ages::Several,
        };
    }
    found
}

/// The age that the number at this place states: its first and last token, the years, and whether it counts months,
/// weeks or days. "Case 4471" and "Child 2" state none.
fn age_at(tokens: &[Token<'_>], place: usize, births: &[Stated]) -> Option<(usize, usize, u8, bool)> {
    let in_date = |token: &Token<'_>| births.iter().any(|birth| birth.span.contains(&token.start));
    let token = tokens.get(place).filter(|token| !in_date(token))?;
    let number = u8::try_from(token.number()?).ok().filter(|number| *number <= 120)?;
    let is = |place: Option<usize>, any: &[&str]| {
        let word = place.and_then(|place| tokens.get(place)).and_then(Token::word);
        word.is_some_and(|word| any.iter().any(|any| word.eq_ignore_ascii_case(any)))
    };
    let before = place.checked_sub(1).and_then(|before| tokens.get(before));
    // "age 13", "aged: 13".
    let label = if before.is_some_and(|token| matches!(token.kind, Kind::Mark(':' | '-' | '='))) { 2 } else { 1 };
    let first = place.checked_sub(label).filter(|label| is(Some(*label), &["age", "aged"]));
    let years = is(Some(place + 1), YEARS);
    // "13 M" is a boy of 13; "13y 4m" are months.
    let months = || (is(place.checked_sub(1), YEARS) && is(Some(place + 1), &["m"])).then_some(12);
    let in_year = tokens.get(place + 1).and_then(Token::word).and_then(in_year).or_else(months);
    let has_unit = years || in_year.is_some();
    let mut last = place + usize::from(has_unit);
    // "13 yrs old", "13 y/o".
    if has_unit {
        last += [1, 2].into_iter().find(|more| is(Some(last + more), &["old", "o"])).unwrap_or_default();
    }
    let apart = |token: Option<&Token<'_>>| {
        token.is_none_or(|token| {
            in_date(token) || matches!(token.kind, Kind::Mark('/' | ',' | ';' | '(' | ')' | '|' | '-'))
        })
    };
    let bare = || place > 0 && number < 26 && apart(before) && apart(tokens.get(place + 1));
    if first.is_none() && !has_unit && !bare() {
        return None;
    }
    let years = in_year.map_or(Some(number), |in_year| u8::try_from(u32::from(number) / in_year).ok())?;
    Some((first.unwrap_or(place), last, years, in_year.is_some()))
}

const YEARS: &[&str] = &["y", "yr", "yrs", "year", "years", "yo"];

/// How many of these are a year.
fn in_year(unit: &str) -> Option<u32> {
    const UNITS: &[(&[&str], u32)] =
        &[(&["month", "months", "mth", "mths"], 12), (&["week", "weeks", "wk", "wks"], 52), (&["day", "days"], 365)];
    UNITS.iter().find(|(words, _)| is_one(unit, words)).map(|(_, count)| *count)
}

/// A text without these parts, their labels, and the marks left over.
fn name_without(text: &str, mut parts: [Range<usize>; 2]) -> String {
    parts.sort_by_key(|part| part.start);
    let mut name = String::with_capacity(text.len());
    let mut from = 0;
    for part in parts.into_iter().chain(std::iter::once(text.len()..text.len())) {
        let piece = text.get(from..part.start).map(without_labels).unwrap_or_default();
        if !name.is_empty() && !piece.is_empty() {
            name.push(' ');
        }
        name.push_str(piece);
        from = part.end;
    }
    name
}

/// A name without "DOB" after it or "Name:" before it.
fn without_labels(piece: &str) -> &str {
    const LABELS: &[&str] = &["dob", "d.o.b.", "d.o.b", "date of birth", "born", "edd", "name", "child", "age", "aged"];
    let mut piece = without_marks(piece);
    loop {
        let end = LABELS.iter().find_map(|label| {
            let (before, end) = piece.split_at_checked(piece.len().checked_sub(label.len())?)?;
            let apart = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            (apart && end.eq_ignore_ascii_case(label)).then_some(before)
        });
        let start = || {
            let (label, rest) = piece.split_once(':')?;
            LABELS.iter().any(|known| label.trim().eq_ignore_ascii_case(known)).then_some(rest)
        };
        let Some(rest) = end.or_else(start) else { return piece };
        piece = without_marks(rest);
    }
}

/// A text without the marks around it, but for the full stop of an initial.
fn without_marks(text: &str) -> &str {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '"');
    let text = text.trim_start_matches(is_mark);
    let bare = text.trim_end_matches(is_mark);
    let mut last = bare.chars().rev();
    let initial = last.next().is_some_and(char::is_alphabetic) && last.next().is_none_or(|c| !c.is_alphanumeric());
    match text.get(..bare.len() + 1) {
        Some(dotted) if initial && dotted.ends_with('.') => dotted,
        _ => bare,
    }
}

/// An age alone in its cell, in whole years.
pub(super) fn age(value: &Value) -> Field<u8> {
    match value {
        // The range makes the cast exact.
        Value::Number(number) if (0.0..=120.0).contains(number) => Field::Known(*number as u8),
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Text(text) if says_nothing(text) || is_unborn(text) => Field::Blank,
        Value::Text(text) => {
            // "13 (nearly 14)" is 13.
            let before = text.split('(').next().filter(|text| text.bytes().any(|byte| byte.is_ascii_digit()));
            let tokens = tokens(before.unwrap_or(text));
            let unit = |place: usize| tokens.get(place + 1).and_then(Token::word);
            let in_year = |unit: &str| if is_one(unit, &["mo", "mos"]) { Some(12) } else { in_year(unit) };
            let mut numbers =
                tokens.iter().enumerate().filter_map(|(place, token)| Some((token.number()?, unit(place))));
            let Some((number, unit)) = numbers.next().filter(|(number, _)| *number <= 120) else {
                return Field::Unclear(Unclear::Age);
            };
            let years = match unit {
                None if numbers.next().is_none() => Some(number),
                Some(unit) if is_one(unit, YEARS) => Some(number),
                Some(unit) if numbers.all(|(_, unit)| unit.and_then(in_year).is_some()) => {
                    in_year(unit).map(|in_year| number / in_year)
                }
                _ => None,
            };
            years.and_then(|years| u8::try_from(years).ok()).map_or(Field::Unclear(Unclear::Age), Field::Known)
        }
        _ => Field::Unclear(Unclear::Age),
    }
}
