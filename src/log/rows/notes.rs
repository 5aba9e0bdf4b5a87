//! What stands among a log's rows and is no case: notes, who completed the form, "Nil return".
//!
//! In: a text. Out: whether it begins as one of these does.

use std::sync::LazyLock;

use crate::grid::Value;
use crate::log::headings::key;

/// Whether a text begins as a note below a table does.
pub(super) fn says_note(text: &str) -> bool {
    let is_key = key(text.lines().next().unwrap_or_default()) == "key";
    is_key || says_closed(text) || begins_with_any(text, &NOTES)
}

/// Whether a text closes the form: a footnote, or who completed it.
pub(super) fn says_closed(text: &str) -> bool {
    text.starts_with('*') || begins_with_any(text, &BY) || begins_with_any(text, &CLOSING)
}

/// Whether a cell begins by saying that there is no case.
pub(super) fn begins_nil(value: &Value) -> bool {
    matches!(value, Value::Text(text) if begins_with_any(text, &NIL))
}

/// Whether a cell says that there is no case, and nothing else: "No escalation by social care" is of one.
pub(super) fn says_nil(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    let words = key(text);
    let rest = NIL
        .iter()
        .filter_map(|phrase| words.strip_prefix(phrase.as_str()))
        .map(str::trim_start)
        .min_by_key(|rest| rest.len());
    rest.is_some_and(|rest| {
        let first = rest.split(' ').next().unwrap_or_default();
        rest.is_empty() || GOES_ON.iter().any(|word| word == first) && rest.split(' ').count() <= 5
    })
}

/// Whether the first line of a text begins with one of these phrases.
pub(super) fn begins_with_any(text: &str, phrases: &[String]) -> bool {
    let words = key(text.lines().next().unwrap_or_default());
    let says = |phrase: &str| words.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    phrases.iter().any(|phrase| says(phrase))
}

/// Phrases as they are compared.
fn keys(phrases: &[&str]) -> Vec<String> {
    phrases.iter().map(|phrase| key(phrase)).collect()
}

/// How notes below a table begin, besides those that close the form.
static NOTES: LazyLock<Vec<String>> = LazyLock::new(|| keys(&["note", "nb", "please", "for completion"]));

/// How notes begin that close the form, and behind which a name stands.
pub(super) static BY: LazyLock<Vec<String>> = LazyLock::new(|| {
    keys(&[
        "completed by",
        "form completed",
        "log completed",
        "prepared by",
        "reviewed by",
        "returned by",
        "signed off by",
    ])
});

/// How such words go on.
static GOES_ON: LazyLock<Vec<String>> = LazyLock::new(|| {
    keys(&[
        "at", "between", "during", "for", "in", "made", "quarter", "raised", "received", "recorded", "report",
        "required", "return", "since", "this", "to",
    ])
});

/// What stands beside a number that is not used yet.
pub(super) static UNUSED: LazyLock<Vec<String>> = LazyLock::new(|| {
    keys(&["not used", "not in use", "not yet used", "not started", "please select", "choose an item"])
});

/// How other notes begin that close the form.
pub(super) static CLOSING: LazyLock<Vec<String>> = LazyLock::new(|| {
    keys(&["return to", "date returned", "date completed", "signed", "signature", "summaries to be returned"])
});

/// How a row says that there is no case.
static NIL: LazyLock<Vec<String>> = LazyLock::new(|| {
    keys(&[
        "nil return",
        "nil escalation",
        "no escalation",
        "no case to report",
        "nothing to report",
        "none this quarter",
    ])
});
