//! A cell → the level of need in its standard word.
//!
//! In: a cell, and a procedure's own words besides the common ones. Out: a [`Field`], known only where one
//! level is meant.

use std::collections::HashMap;

use super::fields::words_of;
use super::nothing::says_nothing;
use super::words::{Kind, is_one, kind};
use super::{Field, Unclear};
use crate::grid::Value;
use crate::policy::Policy;

/// The words for levels of need: the common ones and a procedure's own.
pub(crate) struct Levels {
    /// From words in lower case, apart by single spaces, to the standard word.
    words: HashMap<String, String>,
    longest: usize,
}

/// The common levels of need and other words for each.
const COMMON_LEVELS: &[(&str, &[&str])] = &[
    ("Early Help", &["early help", "earlyhelp", "eh", "eha", "ehat"]),
    ("S17", &["s17", "section 17", "sec 17", "17", "cin", "child in need", "children in need"]),
    (
        "S47",
        &[
            "s47",
            "section 47",
            "sec 47",
            "47",
            "child protection",
            "child protection enquiry",
            "child protection plan",
            "cp",
            "cp enquiry",
            "cp plan",
        ],
    ),
    ("Level 1", &["level 1", "level one", "l1", "tier 1", "tier one", "t1", "1"]),
    ("Level 2", &["level 2", "level two", "l2", "tier 2", "tier two", "t2", "2"]),
    ("Level 3", &["level 3", "level three", "l3", "tier 3", "tier three", "t3", "3"]),
    ("Level 4", &["level 4", "level four", "l4", "tier 4", "tier four", "t4", "4"]),
];

impl Levels {
    pub(crate) fn of(policy: &Policy) -> Levels {
        let common = COMMON_LEVELS.iter().flat_map(|(name, words)| words.iter().map(move |word| (*word, *name)));
        let mut words: HashMap<String, String> = common.map(|(word, name)| (words_of(word), name.to_owned())).collect();
        for level in policy.editions().iter().flat_map(|edition| &edition.levels) {
            for word in level.words.iter().chain([&level.name]) {
                words.insert(words_of(word), level.name.clone());
            }
        }
        // The standard words as they are written, which most cells hold, need no other look.
        let standard: Vec<String> = words.values().cloned().collect();
        words.extend(standard.into_iter().map(|name| (name.clone(), name)));
        let longest = words.keys().map(|words| words.split(' ').count()).max().unwrap_or_default();
        Levels { words, longest }
    }

    /// The standard word for a text that says one level and nothing else.
    pub(crate) fn standard(&self, text: &str) -> Option<&str> {
        self.words.get(text).or_else(|| self.words.get(&words_of(text))).map(String::as_str)
    }

    /// The level of need in its standard word.
    pub(super) fn read(&self, value: &Value) -> Field<String> {
        let text = match value {
            Value::Text(text) if self.words.contains_key(text) => text.clone(),
            Value::Text(text) if says_nothing(text) => return Field::Blank,
            Value::Text(text) if text.contains('?') => return Field::Unclear(Unclear::Level),
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
        let words: Vec<&str> = text.split(' ').collect();
        // "S47 declined", but not "S17, parents declined"; "stepped down from S47", but not "stepped down to S17".
        let denied = words.iter().any(|word| is_no_longer_or_not(word))
            || words.contains(&"stepped") && words.contains(&"from")
            || words.len() <= 2 && words.last().and_then(|word| kind(word)) == Some(Kind::Fails);
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

/// Whether a word denies the level beside it, doubts it or says that it is of another time.
fn is_no_longer_or_not(word: &str) -> bool {
    const OTHER: &[&str] = &[
        "above",
        "below",
        "could",
        "ex",
        "expected",
        "former",
        "formerly",
        "if",
        "or",
        "previous",
        "previously",
        "should",
        "was",
        "would",
    ];
    matches!(kind(word), Some(Kind::Denies | Kind::Doubts | Kind::Over)) || is_one(word, OTHER)
}
