//! A cell → a field of a row: escalation number, child, age, level of need, stage, and answers.
//!
//! In: a cell's value or text. Out: a [`Field`], known only where nothing had to be guessed.

use std::collections::HashMap;

use super::dates::{Dates, says};
use super::tokens::{Kind, Token, tokens};
use super::{Answer, Field, Unclear};
use crate::calendar::Moment;
use crate::grid::Value;
use crate::policy::{self, Policy};

/// Words for "nothing".
const NOTHING: &[&str] =
    &["na", "n a", "not applicable", "none", "nil", "tbc", "tba", "not known", "unknown", "not allocated"];

/// Words that stand before a number and belong to it.
const LABELS: &[&str] = &[
    "escalation",
    "escalations",
    "esc",
    "number",
    "numbers",
    "num",
    "no",
    "ref",
    "reference",
    "case",
    "log",
    "id",
    "stage",
];

/// Whether a cell holds nothing, or only marks.
fn is_nothing(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric) || says(text, NOTHING)
}

/// A cell that can't be read whatever it should be.
fn broken(value: &Value) -> Option<Unclear> {
    matches!(value, Value::Error(_) | Value::NotCalculated).then_some(Unclear::Formula)
}

/// The escalation number, and the agency where the cell names one beside it.
pub(super) fn number(value: &Value, policy: &Policy) -> (Field<String>, Option<String>) {
    if let Some(why) = broken(value) {
        return (Field::Unclear(why), None);
    }
    let text = match value {
        Value::Text(text) => text.trim(),
        other => return (Field::Known(other.shown()), None),
    };
    if is_nothing(text) {
        return (Field::Blank, None);
    }
    let (agency, number) = split_agency(text, policy);
    let number = if number.is_empty() { Field::Blank } else { Field::Known(number.to_owned()) };
    (number, agency.map(str::to_owned))
}

/// Splits "Larkrise Primary / 2025-03" into the agency and the number.
fn split_agency<'t>(text: &'t str, policy: &Policy) -> (Option<&'t str>, &'t str) {
    let trim = |part: &'t str| {
        part.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '/' | '-' | '–' | '—' | ',' | ':' | ';' | '|' | '(' | ')' | '\\')
        })
    };
    let has_digit = |part: &str| part.bytes().any(|b| b.is_ascii_digit());
    if !has_digit(text) {
        return if is_name(text) { (Some(trim(text)), "") } else { (None, text) };
    }
    // The name stands before or after the number, apart by more than a space.
    let apart = |(place, c): (usize, char)| match c {
        '/' | '\n' | ',' | ':' | ';' | '|' | '(' => Some(place),
        '-' | '–' | '—' => text.get(..place).is_some_and(|before| before.ends_with(' ')).then_some(place),
        _ => None,
    };
    let mut places = text.char_indices().filter_map(apart);
    if let Some(first) = places.next() {
        let last = places.next_back().unwrap_or(first);
        let longest = text
            .char_indices()
            .filter_map(apart)
            .take_while(|place| text.get(..*place).is_some_and(|p| !has_digit(p)))
            .last();
        if let Some((name, number)) = longest.and_then(|place| text.split_at_checked(place))
            && is_name(name)
        {
            return (Some(trim(name)), trim(number));
        }
        if let Some((number, name)) = text.split_at_checked(last)
            && !has_digit(name)
            && is_name(name)
        {
            return (Some(trim(name)), trim(number));
        }
    }
    // "Larkrise Primary 12": two words of a name, or one that is a kind of agency.
    let digit = text.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let start = text.get(..digit).and_then(|before| before.rfind(char::is_whitespace)).map_or(0, |space| space + 1);
    let Some((name, number)) = text.split_at_checked(start) else { return (None, text) };
    let words = name_words(name).count();
    let of_kind = || name_words(name).any(|word| is_agency_word(word, policy));
    // A label between name and number belongs to neither: "Larkrise Primary School Esc No 12".
    if is_name(name) && (words >= 2 || of_kind()) {
        (Some(trim(without_labels(name))), trim(number))
    } else {
        (None, text)
    }
}

fn without_labels(name: &str) -> &str {
    let mut name = name.trim_end();
    while let Some((before, last)) = name.rsplit_once(char::is_whitespace) {
        if !LABELS.iter().any(|label| last.trim_matches('.').eq_ignore_ascii_case(label)) {
            break;
        }
        name = before.trim_end();
    }
    name
}

fn name_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’');
    words.filter(|word| word.len() >= 3 && !LABELS.iter().any(|label| word.eq_ignore_ascii_case(label)))
}

/// Whether a text has a word that can be of a name, not only letters of a code.
fn is_name(text: &str) -> bool {
    name_words(text).any(|word| word.chars().any(char::is_lowercase))
}

fn is_agency_word(word: &str, policy: &Policy) -> bool {
    let kinds = policy.editions().iter().flat_map(|edition| &edition.agencies);
    kinds.flat_map(|kind| &kind.words).any(|known| known.eq_ignore_ascii_case(word))
}

/// What one cell says of a child.
#[derive(Default)]
pub(super) struct Child {
    pub(super) name: Field<String>,
    pub(super) born: Field<Moment>,
    pub(super) age: Field<u8>,
    pub(super) unborn: bool,
}

/// The name, date of birth and age that stand in one cell.
pub(super) fn child(value: &Value, dates: &Dates) -> Child {
    if let Some(why) = broken(value) {
        return Child { name: Field::Unclear(why), ..Child::default() };
    }
    let text = match value {
        Value::Text(text) => text.trim(),
        Value::Date(_) => return Child { born: dates.birth(value), ..Child::default() },
        other => return Child { name: Field::Known(other.shown()), ..Child::default() },
    };
    if is_nothing(text) {
        return Child::default();
    }
    let unborn = is_unborn(text);
    let mut births = dates.births_in(text);
    // "12/3" is part of a case number sooner than a birthday without a year.
    births.retain(|birth| birth.date != Err(super::DateProblem::NoYear));
    let mut ages = ages(text, &births);
    let several = births.len() > 1 || ages.len() > 1;
    let mut parts = Vec::new();
    let mut born = Field::Blank;
    let mut age = Field::Blank;
    // Siblings stay in one text, since which date is whose is not said.
    if !several {
        if let Some(birth) = births.pop() {
            born = match birth.date {
                Ok(date) => Field::Known(date.into()),
                Err(problem) => Field::Unclear(Unclear::Date(problem)),
            };
            parts.push(birth.span);
        }
        if let Some((years, span)) = ages.pop() {
            age = Field::Known(years);
            parts.push(span);
        }
    }
    let name = if parts.is_empty() && !text.contains(':') { text.to_owned() } else { name_without(text, parts) };
    let name = if name.is_empty() { Field::Blank } else { Field::Known(name) };
    Child { name, born, age, unborn }
}

/// Whether a text speaks of a child not born yet.
pub(super) fn is_unborn(text: &str) -> bool {
    // Most cells have none of these letters, which is found without splitting them.
    let has =
        |letters: &str| text.as_bytes().windows(letters.len()).any(|w| w.eq_ignore_ascii_case(letters.as_bytes()));
    (has("unborn") || has("edd") || has("due"))
        && tokens(text).windows(2).any(|pair| {
            let is = |token: &Token<'_>, word: &str| token.word().is_some_and(|w| w.eq_ignore_ascii_case(word));
            let [first, second] = pair else { return false };
            let either = |word| is(first, word) || is(second, word);
            either("unborn") || either("edd") || (is(first, "due") && (is(second, "date") || second.number().is_some()))
        })
        || text.eq_ignore_ascii_case("unborn")
}

/// The ages in years that a text states outside its dates, with where each stands.
fn ages(text: &str, births: &[super::dates::Stated]) -> Vec<(u8, std::ops::Range<usize>)> {
    let tokens = tokens(text);
    let in_date = |token: &Token<'_>| births.iter().any(|birth| birth.span.contains(&token.start));
    let word = |place: Option<usize>| place.and_then(|place| tokens.get(place)).and_then(|token| token.word());
    let is = |word: Option<&str>, any: &[&str]| word.is_some_and(|w| any.iter().any(|any| w.eq_ignore_ascii_case(any)));
    let mut found: Vec<(u8, std::ops::Range<usize>)> = Vec::new();
    let mut covered = 0;
    for (place, token) in tokens.iter().enumerate() {
        let Some(number) = token.number().filter(|_| !in_date(token) && place >= covered) else { continue };
        let mut last = place;
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        let mut first = place;
        // "age 13", "aged: 13".
        let label = if before.is_some_and(|token| matches!(token.kind, Kind::Mark(':' | '-' | '='))) { 2 } else { 1 };
        let labelled = is(word(place.checked_sub(label)), &["age", "aged"]);
        if labelled {
            first = place - label;
        }
        let unit = word(Some(place + 1));
        let years = is(unit, &["y", "yr", "yrs", "year", "years", "yo"]);
        let less = is(unit, &["month", "months", "mth", "mths", "m", "week", "weeks", "wks", "days"]);
        if years || less {
            last += 1;
            // "13 yrs old", "13 y/o".
            let old = |place: usize| is(word(Some(place)), &["old", "o"]);
            if old(last + 1) {
                last += 1;
            } else if old(last + 2) {
                last += 2;
            }
        }
        let apart = |token: Option<&Token<'_>>| {
            token.is_none_or(|token| {
                in_date(token) || matches!(token.kind, Kind::Mark('/' | ',' | ';' | '(' | ')' | '|' | '-'))
            })
        };
        let bare =
            place > 0 && apart(before) && apart(tokens.get(place + 1)) && token.digits() <= Some(2) && number < 26;
        if !(labelled || years || less || bare) {
            continue;
        }
        covered = last + 1;
        let (Some(from), Some(to)) = (tokens.get(first), tokens.get(last)) else { continue };
        // "13 years 4 months" is one age.
        if less
            && found.last().is_some_and(|(_, span)| {
                text.get(span.end..from.start)
                    .is_some_and(|gap| gap.trim_matches([' ', ',', '&']).is_empty() || gap.trim() == "and")
            })
        {
            if let Some((_, span)) = found.last_mut() {
                span.end = to.end;
            }
            continue;
        }
        let age = if less && !years { 0 } else { number };
        if let Ok(age) = u8::try_from(age)
            && age <= 120
        {
            found.push((age, from.start..to.end));
        }
    }
    found
}

/// A text without these parts, their labels, and the marks left over.
fn name_without(text: &str, mut parts: Vec<std::ops::Range<usize>>) -> String {
    const LABELS: &[&str] = &["dob", "born", "edd", "name", "age", "aged", "b", "d.o.b", "d.o.b."];
    parts.sort_by_key(|part| part.start);
    let mut name = String::with_capacity(text.len());
    let mut from = 0;
    for part in parts.into_iter().chain([text.len()..text.len()]) {
        let piece = text.get(from..part.start).unwrap_or_default();
        let mut piece = piece.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '"'));
        // Labels stand at the end, before the date, or at the beginning.
        loop {
            let end = piece
                .rsplit(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '/' | ':'))
                .next()
                .unwrap_or_default();
            let start = piece.split(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default();
            let is_label = |word: &str| LABELS.iter().any(|label| word.eq_ignore_ascii_case(label));
            let trim = |rest: &str, keep: usize| rest.len() - keep;
            if !end.is_empty() && is_label(end) {
                piece = piece.get(..trim(piece, end.len())).unwrap_or_default();
            } else if is_label(start) && piece.get(start.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'))
            {
                piece = piece.get(start.len()..).unwrap_or_default();
            } else {
                break;
            }
            piece = piece.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '"'));
        }
        if !piece.is_empty() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(piece);
        }
        from = part.end;
    }
    name
}

/// A name, initials or case number alone in its cell.
pub(super) fn name(value: &Value) -> Field<String> {
    match (broken(value), value) {
        (Some(why), _) => Field::Unclear(why),
        (None, Value::Text(text)) if is_nothing(text) => Field::Blank,
        (None, Value::Text(text)) => Field::Known(text.trim().to_owned()),
        (None, other) => Field::Known(other.shown()),
    }
}

/// An age in years alone in its cell; months and weeks are 0.
pub(super) fn age(value: &Value) -> Field<u8> {
    match value {
        // The range makes the cast exact.
        Value::Number(number) if (0.0..=120.0).contains(number) => Field::Known(*number as u8),
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Text(text) if is_nothing(text) || is_unborn(text) => Field::Blank,
        Value::Text(text) => {
            let tokens = tokens(text);
            let mut numbers = tokens.iter().enumerate().filter(|(_, token)| token.number().is_some());
            let first = numbers.next().and_then(|(place, token)| Some((place, token.number()?)));
            let Some((place, number)) = first.filter(|(_, number)| *number <= 120) else {
                return Field::Unclear(Unclear::Age);
            };
            let unit = tokens.get(place + 1).and_then(|token| token.word()).map(str::to_ascii_lowercase);
            let second = numbers.next().is_some();
            match unit.as_deref() {
                Some("months" | "month" | "mths" | "mth" | "m" | "weeks" | "week" | "wks" | "days") if !second => {
                    Field::Known(0)
                }
                Some("y" | "yr" | "yrs" | "year" | "years" | "yo") => {
                    Field::Known(u8::try_from(number).unwrap_or(u8::MAX))
                }
                None if !second => Field::Known(u8::try_from(number).unwrap_or(u8::MAX)),
                _ => Field::Unclear(Unclear::Age),
            }
        }
        _ => Field::Unclear(Unclear::Age),
    }
}

/// The words for levels of need: the common ones and a procedure's own.
pub(super) struct Levels {
    /// From words in lower case, apart by single spaces, to the standard word.
    words: HashMap<String, String>,
    longest: usize,
}

/// The common levels of need and other words for each.
const COMMON_LEVELS: &[(&str, &[&str])] = &[
    ("Early Help", &["early help", "earlyhelp", "eh", "eha", "ehat"]),
    ("S17", &["s17", "section 17", "sec 17", "17", "cin", "child in need", "children in need"]),
    ("S47", &["s47", "section 47", "sec 47", "47", "child protection", "child protection enquiry", "cp enquiry", "cp"]),
    ("Level 1", &["level 1", "level one", "l1", "tier 1", "tier one", "t1", "1"]),
    ("Level 2", &["level 2", "level two", "l2", "tier 2", "tier two", "t2", "2"]),
    ("Level 3", &["level 3", "level three", "l3", "tier 3", "tier three", "t3", "3"]),
    ("Level 4", &["level 4", "level four", "l4", "tier 4", "tier four", "t4", "4"]),
];

impl Levels {
    pub(super) fn of(policy: &Policy) -> Levels {
        let common = COMMON_LEVELS.iter().flat_map(|(name, words)| words.iter().map(move |word| (*word, *name)));
        let mut words: HashMap<String, String> = common.map(|(word, name)| (words_of(word), name.to_owned())).collect();
        for level in policy.editions().iter().flat_map(|edition| &edition.levels) {
            for word in level.words.iter().chain([&level.name]) {
                words.insert(words_of(word), level.name.clone());
            }
        }
        let longest = words.keys().map(|words| words.split(' ').count()).max().unwrap_or_default();
        Levels { words, longest }
    }

    /// The level of need in its standard word.
    pub(super) fn read(&self, value: &Value) -> Field<String> {
        let text = match value {
            Value::Text(text) if is_nothing(text) => return Field::Blank,
            Value::Text(text) => words_of(text),
            Value::Number(number) => number.to_string(),
            Value::Error(_) | Value::NotCalculated => return Field::Unclear(Unclear::Formula),
            Value::Date(_) | Value::Boolean(_) => return Field::Unclear(Unclear::Level),
        };
        if let Some(level) = self.words.get(&text) {
            return Field::Known(level.clone());
        }
        // A level with a note beside it: one level, or a statutory one with its place on the local scale.
        let mut found = self.mentioned(&text);
        found.sort_unstable();
        found.dedup();
        let statutory = |level: &&&str| matches!(**level, "S17" | "S47" | "Early Help");
        let one = match found.as_slice() {
            [one] => Some(*one),
            several => {
                let mut statutory_ones = several.iter().filter(statutory);
                let scale = several.iter().filter(|level| level.starts_with("Level ")).count();
                statutory_ones
                    .next()
                    .copied()
                    .filter(|_| statutory_ones.next().is_none() && scale == 1 && several.len() == 2)
            }
        };
        let denied =
            text.split(' ').any(|word| matches!(word, "not" | "no" | "below" | "above" | "or" | "should" | "was"));
        match one {
            Some(level) if !denied => Field::Known(level.to_owned()),
            _ => Field::Unclear(Unclear::Level),
        }
    }

    /// The levels that stand in a text, the longest words first; none where a number is left over.
    fn mentioned<'s>(&'s self, text: &str) -> Vec<&'s str> {
        let words: Vec<&str> = text.split(' ').collect();
        let mut found = Vec::new();
        let mut place = 0;
        while place < words.len() {
            let level = (1..=self.longest.min(words.len() - place)).rev().find_map(|length| {
                let phrase = words.get(place..place + length)?.join(" ");
                // A bare number in a note can be anything.
                let bare = length == 1 && phrase.bytes().all(|b| b.is_ascii_digit());
                let level = self.words.get(&phrase).filter(|_| !bare)?;
                Some((level.as_str(), length))
            });
            let number = words.get(place).is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
            match level {
                Some((level, length)) => {
                    found.push(level);
                    place += length;
                }
                // "Level 3/4" is neither.
                None if number => return Vec::new(),
                None => place += 1,
            }
        }
        found
    }
}

/// A text's words and numbers in lower case, apart by single spaces; "s. 17" and "S17" are the same.
fn words_of(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut letter = false;
    for token in tokens(text) {
        let piece = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            Kind::Mark(_) => continue,
            Kind::Number { .. } if letter => {}
            _ if words.is_empty() => {}
            _ => words.push(' '),
        }
        words.extend(piece.chars().flat_map(char::to_lowercase));
        letter = token.word().is_some_and(|word| word.len() == 1);
    }
    words
}

/// The stage that a cell states, where it is one of the procedure's.
pub(super) fn stage(value: &Value, last: u8) -> Field<u8> {
    let unclear = Field::Unclear(Unclear::Stage);
    let in_range = |number: u32| u8::try_from(number).ok().filter(|number| (1..=last).contains(number));
    match value {
        Value::Number(number) => {
            let whole = (number.fract() == 0.0 && (1.0..=255.0).contains(number)).then_some(*number as u32);
            whole.and_then(in_range).map_or(unclear, Field::Known)
        }
        Value::Text(text) if is_nothing(text) => Field::Blank,
        Value::Text(text) => {
            const WORDS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
            let numbers = tokens(text).into_iter().filter_map(|token| {
                let word = |word: &str| WORDS.iter().position(|known| word.eq_ignore_ascii_case(known));
                token.number().or_else(|| u32::try_from(word(token.word()?)? + 1).ok())
            });
            let mut numbers: Vec<u32> = numbers.collect();
            numbers.dedup();
            match numbers.as_slice() {
                [one] => in_range(*one).map_or(unclear, Field::Known),
                _ => unclear,
            }
        }
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Date(_) | Value::Boolean(_) => unclear,
    }
}

const YES: &[&str] = &["y", "yes", "true", "x", "t"];
const NO: &[&str] = &["n", "no", "none", "na", "n a", "false", "not applicable"];

/// Yes or no.
fn yes_no(value: &Value) -> Field<Answer> {
    match value {
        Value::Boolean(yes) => Field::Known(if *yes { Answer::Yes } else { Answer::No }),
        Value::Text(text) => {
            let text = text.trim();
            let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let rest = text.get(first.len()..).unwrap_or_default();
            if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '.')) {
                Field::Blank
            } else if matches!(text, "✓" | "✔" | "☑" | "☒" | "√" | "✅") || says(text, YES) && !text.contains('?')
            {
                Field::Known(Answer::Yes)
            } else if matches!(text, "✗" | "✘" | "☐" | "❌") || says(text, NO) && !text.contains('?') {
                Field::Known(Answer::No)
            } else if first.eq_ignore_ascii_case("yes")
                && rest.trim_start().starts_with(['-', '–', '—', ',', ';', ':', '.', '('])
                && !rest.contains('?')
            {
                // A yes may be explained; a no that needs explaining may be none.
                Field::Known(Answer::Yes)
            } else {
                Field::Unclear(Unclear::Answer)
            }
        }
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Number(_) | Value::Date(_) => Field::Unclear(Unclear::Answer),
    }
}

/// What a cell says of a fact.
pub(super) fn fact(value: &Value, fact: &policy::Fact, policy: &Policy) -> Field<Answer> {
    match &fact.kind {
        policy::Kind::YesNo => yes_no(value),
        policy::Kind::Choice(choices) => choice(value, choices, policy),
        policy::Kind::Number => match value {
            Value::Number(number) if number.fract() == 0.0 && (0.0..=65535.0).contains(number) => {
                Field::Known(Answer::Number(*number as u16))
            }
            Value::Text(text) if is_nothing(text) => Field::Blank,
            Value::Text(text) => {
                let tokens = tokens(text);
                let mut numbers = tokens.iter().filter_map(Token::number);
                let one =
                    numbers.next().filter(|_| numbers.next().is_none()).and_then(|number| u16::try_from(number).ok());
                one.map_or(Field::Unclear(Unclear::Answer), |number| Field::Known(Answer::Number(number)))
            }
            Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
            _ => Field::Unclear(Unclear::Answer),
        },
    }
}

fn choice(value: &Value, choices: &[String], policy: &Policy) -> Field<Answer> {
    let text = match value {
        Value::Text(text) if is_nothing(text) => return Field::Blank,
        Value::Text(text) => words_of(text),
        Value::Error(_) | Value::NotCalculated => return Field::Unclear(Unclear::Formula),
        _ => return Field::Unclear(Unclear::Answer),
    };
    let whole = choices.iter().find(|choice| words_of(choice) == text);
    let of_agency = || {
        let kinds = policy.editions().iter().flat_map(|edition| &edition.agencies);
        let named = kinds.filter(|kind| {
            words_of(&kind.name) == text
                || kind.words.iter().any(|word| format!(" {text} ").contains(&format!(" {} ", words_of(word))))
        });
        let mut ids: Vec<&String> = named.map(|kind| &kind.id).filter(|id| choices.contains(id)).collect();
        ids.dedup();
        if let [one] = ids.as_slice() { Some(*one) } else { None }
    };
    let word = whole.or_else(of_agency);
    word.map_or(Field::Unclear(Unclear::Answer), |word| Field::Known(Answer::Word(word.clone())))
}

/// What a cell says of a child protection plan and of being looked after, in one column.
///
/// The answer is the word `child-protection-plan`, `looked-after` or `both`; yes is one of the two, not said which.
pub(super) fn plan_or_looked_after(value: &Value) -> Field<Answer> {
    const PLAN: &[&str] = &[
        "cp",
        "cpp",
        "cp plan",
        "child protection",
        "child protection plan",
        "on cp plan",
        "on cpp",
        "subject to cp plan",
        "plan",
    ];
    const LOOKED_AFTER: &[&str] =
        &["lac", "cla", "looked after", "looked after child", "child looked after", "in care", "cic", "child in care"];
    const NEITHER: &[&str] = &["neither"];
    let answer = yes_no(value);
    let Value::Text(text) = value else { return answer };
    if !matches!(answer, Field::Unclear(_)) {
        return answer;
    }
    let word = |word: &str| Field::Known(Answer::Word(word.to_owned()));
    let parts: Vec<&str> = text.split(['/', '&', '+', ',']).flat_map(|part| part.split(" and ")).collect();
    let all = |any: &[&str]| parts.iter().all(|part| says(part, any));
    let some = |any: &[&str]| parts.iter().any(|part| says(part, any));
    if says(text, NEITHER) {
        Field::Known(Answer::No)
    } else if says(text, &["both"]) {
        word("both")
    } else if text.contains('?') {
        Field::Unclear(Unclear::Answer)
    } else if all(PLAN) {
        word("child-protection-plan")
    } else if all(LOOKED_AFTER) {
        word("looked-after")
    } else if parts.len() == 2 && some(PLAN) && some(LOOKED_AFTER) {
        word("both")
    } else {
        Field::Unclear(Unclear::Answer)
    }
}
