//! A cell → what it says of a fact.
//!
//! In: a cell and the fact's kind. Out: yes, no, one of the fact's words or a number. Not known is not no.

use super::fields::words_of;
use super::nothing::{is_marks, says, says_none, says_nothing};
use super::words::{Kind as Word, is_one, kind};
use super::{Answer, Field, Unclear, ticks};
use crate::grid::Value;
use crate::policy::{Fact, Kind, Policy};

const YES: &[&str] = &["y", "yes", "true", "x", "t"];
/// Besides the words for "nothing".
const NO: &[&str] = &["n", "no", "false"];

/// Yes or no.
fn yes_no(value: &Value) -> Field<Answer> {
    match value {
        Value::Boolean(yes) => Field::Known(if *yes { Answer::Yes } else { Answer::No }),
        Value::Text(text) => {
            let text = text.trim();
            let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let rest = text.get(first.len()..).unwrap_or_default();
            if text.contains('?') {
                Field::Unclear(Unclear::Answer)
            } else if ticks::alone(text) == Some(true) || says(text, YES) {
                Field::Known(Answer::Yes)
            } else if ticks::alone(text) == Some(false) || says(text, NO) || says_none(text) {
                Field::Known(Answer::No)
            } else if is_marks(text) {
                Field::Blank
            } else if first.eq_ignore_ascii_case("yes")
                && rest.trim_start().starts_with(['-', '–', '—', ',', ';', ':', '.', '('])
                && !is_taken_back(&words_of(rest))
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

/// Whether what stands behind an answer takes it back, "yes - ruled out", and does not explain it, "yes - child not seen".
fn is_taken_back(rest: &str) -> bool {
    let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        // What may be so at risk is acted on.
        [one] => matches!(kind(one), Some(Word::Denies | Word::Over)),
        ["no", "longer", ..] | ["ruled", "out", ..] | ["not" | "none", "now" | "any", ..] => true,
        ["until", year] => year.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a word alone takes back what it stands beside.
fn takes_back(word: &str) -> bool {
    matches!(kind(word), Some(Word::Denies | Word::Over | Word::Doubts))
}

/// What a cell says of a fact.
pub(super) fn fact(value: &Value, fact: &Fact, policy: &Policy) -> Field<Answer> {
    match &fact.kind {
        Kind::YesNo => yes_no(value),
        Kind::Choice(choices) => choice(value, choices, policy),
        Kind::Number => match value {
            Value::Number(number) if number.fract() == 0.0 && (0.0..=65535.0).contains(number) => {
                Field::Known(Answer::Number(*number as u16))
            }
            Value::Text(text) if says_nothing(text) => Field::Blank,
            Value::Text(text) => {
                // Digits, alone or with the unit that every such number has.
                let text = text.trim().trim_end_matches('.');
                let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let (number, unit) = text.split_at(digits);
                let is_in_days =
                    is_one(&words_of(unit), &["", "d", "day", "days", "wd", "working day", "working days"]);
                let one = number.parse().ok().filter(|_| is_in_days && !unit.contains('?'));
                one.map_or(Field::Unclear(Unclear::Answer), |number| Field::Known(Answer::Number(number)))
            }
            Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
            _ => Field::Unclear(Unclear::Answer),
        },
    }
}

fn choice(value: &Value, choices: &[String], policy: &Policy) -> Field<Answer> {
    let text = match value {
        Value::Text(text) if says_nothing(text) => return Field::Blank,
        Value::Text(text) if text.contains('?') => return Field::Unclear(Unclear::Answer),
        Value::Text(text) => words_of(text),
        Value::Error(_) | Value::NotCalculated => return Field::Unclear(Unclear::Formula),
        _ => return Field::Unclear(Unclear::Answer),
    };
    let whole = choices.iter().find(|choice| words_of(choice) == text);
    let of_agency = || {
        let kinds = policy.editions().iter().flat_map(|edition| &edition.agencies);
        let named = kinds.filter(|kind| {
            words_of(&kind.name) == text
                || kind.words.iter().any(|word| {
                    let text = format!(" {text} ");
                    let before = text.split_once(&format!(" {} ", words_of(word))).map(|(before, _)| before);
                    before.is_some_and(|before| !before.split(' ').any(takes_back))
                })
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
    if text.contains('?') {
        Field::Unclear(Unclear::Answer)
    } else if says(text, NEITHER) {
        Field::Known(Answer::No)
    } else if says(text, &["both"]) {
        word("both")
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
