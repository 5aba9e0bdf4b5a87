//! Words that stand in a cell for nothing: that there is nothing, that it is not known yet, that it has not happened.
//!
//! In: a cell's text. Out: whether it says that and no more. What is as good as blank differs: a name that is to be
//! confirmed is none, but a date that is may be of what has happened.

use super::ticks;
use super::tokens::{Kind, tokens};
use super::words::{is_not_taken, is_one};

/// That there is nothing, or that the question does not arise.
const NOTHING: &[&str] = &["na", "n a", "not applicable", "none", "nil"];

/// That nobody knows it yet.
const NOT_KNOWN: &[&str] = &[
    "tba",
    "tbc",
    "tbd",
    "to be advised",
    "to be confirmed",
    "not known",
    "not yet known",
    "unknown",
    "not sure",
    "unsure",
];

/// That a number, or who it is, is not settled yet.
const NOT_ALLOCATED: &[&str] = &["not allocated", "not yet allocated"];

/// That something has not happened, besides "not held" and the like.
const NOT_HAPPENED: &[&str] = &["n", "no", "not yet"];

/// That a matter goes on.
const OPEN: &[&str] = &[
    "ongoing",
    "on going",
    "open",
    "still open",
    "in hand",
    "in progress",
    "pending",
    "outstanding",
    "unresolved",
    "not resolved",
    "not yet resolved",
];

/// Whether a cell holds only marks, such as a dash. A question mark puts something in question.
pub(super) fn is_marks(text: &str) -> bool {
    !text.contains(|c: char| c.is_alphanumeric() || c == '?')
}

/// Whether a cell says in words that there is nothing.
pub(super) fn says_none(text: &str) -> bool {
    says(text, NOTHING)
}

/// Whether a cell says that there is nothing, or holds only marks.
pub(crate) fn says_nothing(text: &str) -> bool {
    is_marks(text) || says_none(text)
}

/// Whether a cell says that nobody knows yet.
pub(crate) fn says_not_known(text: &str) -> bool {
    says(text, NOT_KNOWN)
}

/// Whether a cell holds no name or number.
pub(super) fn is_unnamed(text: &str) -> bool {
    says_nothing(text) || says_not_known(text) || says(text, NOT_ALLOCATED)
}

/// Whether a cell for a date says that there is none yet. A tick or a ditto mark says that there is one.
pub(super) fn says_not_happened(text: &str) -> bool {
    is_unfilled(text)
        || ticks::alone(text.trim()) == Some(false)
        || says_none(text)
        || says(text, NOT_HAPPENED)
        || says_open(text)
        || says_not_taken(text)
}

/// Whether a cell says that a step was not taken: "not required", "no longer needed", "not yet started".
fn says_not_taken(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if !words.clone().next().is_some_and(|first| is_one(first, &["no", "not"])) {
        return false;
    }
    let words: Vec<&str> = words.take(4).collect();
    let (denial, step) = match words.as_slice() {
        [denial, step] => (*denial, step),
        [denial, time, step] if is_one(time, &["been", "yet"]) => (*denial, step),
        [no, longer, step] if is_one(no, &["no"]) && is_one(longer, &["longer"]) => ("not", step),
        _ => return false,
    };
    is_one(denial, &["not"]) && is_not_taken(&[step])
}

/// Whether a cell is blank, or holds only what stands where nothing was filled in: a dash, dots, `__/__/____`.
fn is_unfilled(text: &str) -> bool {
    let is_filler = |mark: char| "-.…/\\_:,()[]".contains(mark);
    // Most cells say something, and their first character settles that.
    let says = text.trim_start().starts_with(|first: char| first.is_ascii_alphanumeric());
    !says && tokens(text).iter().all(|token| matches!(token.kind, Kind::Mark(mark) if is_filler(mark)))
}

/// Whether a cell says that a matter goes on.
pub(crate) fn says_open(text: &str) -> bool {
    says(text, OPEN)
}

/// Whether a text is one of these phrases, whatever its case and punctuation.
///
/// Asked of nearly every cell, so the first letter settles most.
pub(crate) fn says(text: &str, phrases: &[&str]) -> bool {
    const LONGEST: usize = 40;
    let Some(first) = text.bytes().find(|byte| byte.is_ascii_alphanumeric()) else { return false };
    if text.len() > LONGEST {
        return false;
    }
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let begins = |phrase: &&&str| phrase.as_bytes().first().is_some_and(|byte| byte.eq_ignore_ascii_case(&first));
    phrases.iter().filter(begins).any(|phrase| {
        let mut expected = phrase.split(' ');
        words().all(|word| expected.next().is_some_and(|expected| word.eq_ignore_ascii_case(expected)))
            && expected.next().is_none()
    })
}
