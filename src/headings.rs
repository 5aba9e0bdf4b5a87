//! The headings of a log's columns that mean the same whatever the procedure, and how headings are compared.
//!
//! In: the text of a heading. Out: the words by which it is compared; and tables of headings by what they mean, for
//! the log, which reads by them, and for procedure files, whose own headings must be others.

use std::sync::Arc;

use crate::tokens::{Kind, number_in_words, tokens};

mod engine;
mod known;

pub use engine::Engine;
pub(crate) use known::{COMMON, EVENTS, FACTS};

/// The longest text that is looked for as a heading, in bytes: the three-in-one ones with their explanation.
pub(crate) const LONGEST: usize = 160;

/// What a column of the log means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// Agency / School & Escalation Number.
    Number,
    /// The agency alone, in a column of its own.
    Agency,
    /// Child Name / DOB / Age in one.
    Child,
    /// The name alone.
    Name,
    /// The date of birth alone.
    Born,
    /// The age alone.
    Age,
    /// Concern.
    Concern,
    /// Level of Need.
    Level,
    /// Summary of Professional Disagreement.
    Disagreement,
    /// Actions Undertaken Towards Resolution.
    Actions,
    /// Outcome of Resolution.
    Outcome,
    /// Stage.
    Stage,
    /// Resolve sooner by: the date that protects the child.
    ProtectBy,
    /// An event or duty of the procedure, by its id: `concern`, `stage-2-began`, `done:1.notify-iro`.
    Event(Arc<str>),
    /// A fact of the procedure, by its id.
    Fact(Arc<str>),
    /// CP plan / looked after, in one.
    PlanOrLookedAfter,
    /// The agency with which the concern was raised.
    ReceivingAgency,
    /// Theme.
    Theme,
    /// Accepted: rule codes and why, written by people.
    Accepted,
    /// A column of the engine's own: Status, Next step and the others of [`Engine`].
    Engine,
    /// Not known; kept as it is.
    Unknown,
}

/// The headings of a stage's dates, each with its event.
pub(crate) fn of_stage(stage: u8) -> impl Iterator<Item = (String, String)> {
    [(known::BEGAN, "began"), (known::ENDED, "ended")].into_iter().flat_map(move |(texts, what)| {
        texts.iter().flat_map(|text| [(text, "stage"), (text, "step")]).map(move |(text, word)| {
            let heading = text.to_lowercase().replace("stage", word).replace('#', &stage.to_string());
            (heading, format!("stage-{stage}-{what}"))
        })
    })
}

/// The words by which headings are compared: lower case, singular, small words and forms' notes left out.
pub(crate) fn key(text: &str) -> String {
    const SMALL: &[&str] = &["the", "a", "an", "of", "and", "or", "s", "was", "were", "please"];
    // What a form adds: the answers it takes, or how to write a date.
    const NOTES: [&str; 4] = [" y n", " yes number", " dd mm yyyy", " dd mm yy"];
    let mut key = String::with_capacity(text.len() + 8);
    let mut end = usize::MAX;
    // How long the last word is that a letter may still belong to.
    let mut open = usize::MAX;
    for token in tokens(text) {
        let word = match token.kind {
            // "D.O.B." and "Child's" are one word each.
            Kind::Mark('.' | '\'' | '’') if end == token.start => {
                end = token.end;
                continue;
            }
            Kind::Mark(_) => continue,
            Kind::Word(_) | Kind::Number { .. } => text.get(token.start..token.end).unwrap_or_default(),
        };
        let glued = end == token.start && open <= 3 && word.len() == 1;
        end = token.end;
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        if !glued && SMALL.iter().any(|small| is(small)) {
            open = usize::MAX;
            continue;
        }
        open = if glued { open + 1 } else { word.len() };
        let first = key.is_empty();
        if !glued && !first {
            key.push(' ');
        }
        match number_in_words(word) {
            Some(number) => key.push_str(&number.to_string()),
            None if is("esc") => key.push_str("escalation"),
            None if !first && (is("no") || is("num")) => key.push_str("number"),
            None => {
                key.extend(word.chars().flat_map(char::to_lowercase));
                if word.len() > 3 && key.ends_with('s') && !key.ends_with("ss") {
                    key.pop();
                }
            }
        }
    }
    for note in NOTES {
        if let Some(rest) = key.strip_suffix(note) {
            key.truncate(rest.len());
        }
    }
    key
}
