//! A cell → the escalation number, and the agency where the cell names it beside the number.
//!
//! In: a cell's value. Out: a [`Field`], known only where nothing had to be guessed.

use super::Field;
use super::fields::{broken, without_label};
use super::nothing::is_unnamed;
use super::tokens::number_in_words;
use super::words::is_one;
use crate::grid::Value;
use crate::policy::Policy;

/// Whether a word stands before an escalation number and says only that it is one: "Ref".
pub(crate) fn is_label(word: &str) -> bool {
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
    is_one(word, LABELS)
}

/// The escalation number, and the agency where the cell names one beside it.
pub(super) fn read(value: &Value, policy: &Policy) -> (Field<String>, Option<String>) {
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
    let unlabelled = without_label(text);
    let (agency, number) = split_agency(unlabelled, unlabelled.len() < text.len(), policy);
    let number = if number.is_empty() { Field::Blank } else { Field::Known(number.to_owned()) };
    (number, agency.map(str::to_owned))
}

/// Splits "Larkrise Primary / 2025-03" into the agency and the number. After a label any name is the agency's.
fn split_agency<'t>(text: &'t str, is_labelled: bool, policy: &Policy) -> (Option<&'t str>, &'t str) {
    let trim = |part: &'t str| {
        part.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '/' | '-' | '–' | '—' | ',' | ':' | ';' | '|' | '(' | ')' | '\\')
        })
    };
    let Some(digit) = text.find(|c: char| c.is_ascii_digit()) else {
        // "Larkrise Primary - one".
        let in_words = text.rsplit_once(['/', '-', '–', '—']).map(|(name, number)| (trim(name), trim(number)));
        return match in_words.filter(|(name, number)| is_name(name) && number_in_words(number).is_some()) {
            Some((name, number)) => (Some(name), number),
            None if is_name(text) => (Some(trim(text)), ""),
            None => (None, text),
        };
    };
    // "Oak Academy SO/26/02": letters of the number's own.
    let is_in_number = |place: usize| {
        let tight = text.get(place + 1..).is_some_and(|after| !after.starts_with(char::is_whitespace));
        let before = text.get(..place).unwrap_or_default();
        let letters = before.bytes().rev().take(6).take_while(u8::is_ascii_uppercase).count();
        let (before, code) = before.split_at(before.len() - letters);
        tight && (1..=5).contains(&letters) && before.ends_with(char::is_whitespace) && !is_agency_word(code, policy)
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
        let longest = text.char_indices().filter_map(apart).take_while(|place| *place < digit).last();
        if let Some((name, number)) = longest.and_then(|place| text.split_at_checked(place))
            && is_name(name)
        {
            return (Some(trim(without_labels(trim(name)))), trim(number));
        }
        if let Some((number, name)) = text.split_at_checked(last)
            && !name.bytes().any(|byte| byte.is_ascii_digit())
            && is_name(name)
        {
            return (Some(trim(name)), trim(number));
        }
    }
    // "Larkrise Primary 12": two words of a name, or one that is a kind of agency.
    let start = text.get(..digit).and_then(|before| before.rfind(char::is_whitespace)).map_or(0, |space| space + 1);
    let Some((name, number)) = text.split_at_checked(start) else { return (None, text) };
    let words = name_words(name).count();
    let of_kind = || name_words(name).any(|word| is_agency_word(word, policy));
    // A label between name and number belongs to neither: "Larkrise Primary School Esc No 12".
    if is_name(name) && (is_labelled || words >= 2 || of_kind()) {
        (Some(trim(without_labels(name))), trim(number))
    } else {
        (None, text)
    }
}

fn without_labels(name: &str) -> &str {
    let mut name = name.trim_end();
    while let Some((before, last)) = name.rsplit_once(char::is_whitespace) {
        if !is_label(last.trim_matches('.')) {
            break;
        }
        name = before.trim_end();
    }
    name
}

fn name_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’');
    words.filter(|word| word.len() >= 3 && !is_label(word))
}

/// Whether a text has a word that can be of a name, not only letters of a code.
fn is_name(text: &str) -> bool {
    name_words(text).any(|word| word.chars().any(char::is_lowercase))
}

fn is_agency_word(word: &str, policy: &Policy) -> bool {
    let kinds = policy.editions().iter().flat_map(|edition| &edition.agencies);
    kinds.flat_map(|kind| &kind.words).any(|known| known.eq_ignore_ascii_case(word))
}
