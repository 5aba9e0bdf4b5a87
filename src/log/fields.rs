//! A cell → the escalation number and the stage, and what the readers of other fields share.
//!
//! In: a cell's value. Out: a [`Field`], known only where nothing had to be guessed.

use super::dates::says;
use super::tokens::{Kind, Token, tokens};
use super::{Field, Unclear};
use crate::grid::Value;
use crate::policy::Policy;

/// Words for "nothing".
const NOTHING: &[&str] = &["na", "n a", "not applicable", "none", "nil"];

/// Words for "not known yet", which for a name or a number is nothing.
const NOT_KNOWN: &[&str] = &["tbc", "tba", "not known", "unknown", "not allocated", "not yet allocated"];

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
pub(super) fn is_nothing(text: &str) -> bool {
    !text.contains(|c: char| c.is_alphanumeric() || c == '?') || says(text, NOTHING)
}

/// Whether a cell holds no name or number.
pub(super) fn is_unnamed(text: &str) -> bool {
    is_nothing(text) || says(text, NOT_KNOWN)
}

/// A cell that can't be read whatever it should be.
pub(super) fn broken(value: &Value) -> Option<Unclear> {
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
    if is_unnamed(text) {
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
    // "Oak Academy SO/26/02": letters of the number's own.
    let is_in_number = |place: usize| {
        let before = text.get(..place).and_then(|before| before.rsplit_once(char::is_whitespace));
        let tight = text.get(place + 1..).is_some_and(|after| !after.starts_with(char::is_whitespace));
        let is_code = |word: &str| (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        tight && before.is_some_and(|(_, word)| is_code(word) && !is_agency_word(word, policy))
    };
    // The name stands before or after the number, apart by more than a space.
    let apart = |(place, c): (usize, char)| match c {
        '/' if is_in_number(place) => None,
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

/// A name, initials or case number alone in its cell.
pub(super) fn name(value: &Value) -> Field<String> {
    match (broken(value), value) {
        (Some(why), _) => Field::Unclear(why),
        (None, Value::Text(text)) if is_unnamed(text) => Field::Blank,
        (None, Value::Text(text)) => Field::Known(text.trim().to_owned()),
        (None, other) => Field::Known(other.shown()),
    }
}

/// A text's words and numbers in lower case, apart by single spaces; "s. 17" and "S17" are the same.
pub(super) fn words_of(text: &str) -> String {
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

/// Words with which a text denies what it names.
pub(super) const DENIED: &[&str] =
    &["not", "no", "below", "above", "or", "should", "was", "could", "expected", "if", "would"];

/// Words with which a text puts what it names in question.
pub(super) const DOUBTED: &[&str] = &[
    "maybe",
    "might",
    "pending",
    "perhaps",
    "possibly",
    "probably",
    "proposed",
    "provisional",
    "provisionally",
    "tba",
    "tbc",
    "tbd",
    "tentative",
    "tentatively",
    "unclear",
    "unconfirmed",
    "unknown",
    "unsure",
];

/// Words before a stage's number that leave open whether it has begun: "waiting for stage 2".
const NOT_BEGUN: &[&str] = &[
    "about",
    "await",
    "awaiting",
    "before",
    "due",
    "escalate",
    "escalating",
    "for",
    "from",
    "go",
    "going",
    "move",
    "moving",
    "next",
    "planned",
    "prior",
    "ready",
    "towards",
    "waiting",
    "will",
    "yet",
];

/// Words directly behind it that do so: "2 next week".
const NOT_BEGUN_BEHIND: &[&str] = &["could", "due", "expected", "if", "next", "should", "will", "would"];

/// The stage that a cell states, where it is one of the procedure's and nothing beside it leaves open whether it has
/// begun.
pub(super) fn stage(value: &Value, last: u8) -> Field<u8> {
    let unclear = Field::Unclear(Unclear::Stage);
    let in_range = |number: u32| u8::try_from(number).ok().filter(|number| (1..=last).contains(number));
    match value {
        Value::Number(number) => {
            let whole = (number.fract() == 0.0 && (1.0..=255.0).contains(number)).then_some(*number as u32);
            whole.and_then(in_range).map_or(unclear, Field::Known)
        }
        Value::Text(text) if is_nothing(text) => Field::Blank,
        Value::Text(text) if text.contains('?') => unclear,
        Value::Text(text) => {
            const WORDS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
            let among = |word: &str, words: &[&str]| words.iter().position(|known| word.eq_ignore_ascii_case(known));
            let said: Vec<Token<'_>> =
                tokens(text).into_iter().filter(|token| !matches!(token.kind, Kind::Mark(_))).collect();
            let number =
                |token: &Token<'_>| token.number().or_else(|| u32::try_from(among(token.word()?, &WORDS)? + 1).ok());
            let mut numbers = said.iter().enumerate().filter_map(|(place, token)| Some((place, number(token)?)));
            let Some((first, one)) = numbers.next() else { return unclear };
            let opens = |(place, word): (usize, &str)| {
                let is = |words: &[&str]| among(word, words).is_some();
                let next = said.get(place + 1).and_then(Token::word).unwrap_or_default();
                let goes_on = |words: &[&str]| among(next, words).is_some();
                let begins = ["yet", "begun", "started", "reached", "begin", "start", "follow", "be"];
                if place > first {
                    // "2, not resolved" is at stage 2; "2, not yet begun" and "2 to follow" are not.
                    let directly = place == first + 1;
                    return directly && (is(DOUBTED) || is(NOT_BEGUN_BEHIND)) || is(&["not", "to"]) && goes_on(&begins);
                }
                let at_number = place + 1 == first || goes_on(&["stage", "step"]);
                let is_harmless = match word.to_ascii_lowercase().as_str() {
                    // "No. 2" is a number; "no longer 2" is none.
                    "no" => place + 1 == first,
                    "not" => goes_on(&["resolved", "agreed", "concluded", "closed", "settled"]),
                    "going" => goes_on(&["through"]),
                    "from" => !at_number,
                    _ => false,
                };
                !is_harmless && (is(NOT_BEGUN) || is(DOUBTED) || is(DENIED))
            };
            let mut words = said.iter().enumerate().filter_map(|(place, token)| Some((place, token.word()?)));
            if numbers.any(|(_, other)| other != one) || words.any(opens) {
                return unclear;
            }
            in_range(one).map_or(unclear, Field::Known)
        }
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Date(_) | Value::Boolean(_) => unclear,
    }
}
