//! A heading → what its column means.
//!
//! In: the text of a heading cell, and the procedure whose events, facts and duties may have columns. Out: a
//! [`Meaning`], by exact match with a known heading once case, spacing, punctuation, plurals and small words
//! are taken away. Nothing fuzzy: a near miss could take one date for another, so it stays unknown.

use std::collections::HashMap;

use self::known::{BEGAN, COMMON, ENDED, ENGINE, EVENTS, FACTS};
use super::Meaning;
use super::tokens::{Kind, tokens};
use crate::policy::Policy;

mod known;

/// The longest text that can be a heading, in bytes: the three-in-one ones with their explanation.
const LONGEST: usize = 160;

/// Every heading that is known, for one procedure.
pub(super) struct Headings {
    known: HashMap<String, Meaning>,
    /// For each three letters, whether a known heading begins with them: most cells are settled by this.
    begins: Vec<bool>,
}

impl Headings {
    /// The headings that have a meaning in a log kept under this procedure.
    pub(super) fn of(policy: &Policy) -> Headings {
        let mut headings =
            Headings { known: HashMap::with_capacity(768), begins: vec![false; LETTERS * LETTERS * LETTERS] };
        for (meaning, texts) in COMMON {
            texts.iter().for_each(|text| headings.add(text, meaning));
        }
        for (id, texts) in EVENTS {
            texts.iter().for_each(|text| headings.add(text, &Meaning::Event((*id).to_owned())));
        }
        let last = policy.editions().iter().map(|edition| edition.last_stage()).max().unwrap_or_default();
        for stage in 1..=last {
            for (texts, what) in [(BEGAN, "began"), (ENDED, "ended")] {
                let meaning = Meaning::Event(format!("stage-{stage}-{what}"));
                for (text, word) in texts.iter().flat_map(|text| [(text, "stage"), (text, "step")]) {
                    headings
                        .add(&text.to_lowercase().replace("stage", word).replace('#', &stage.to_string()), &meaning);
                }
            }
        }
        for edition in policy.editions() {
            for event in &edition.events {
                let meaning = Meaning::Event(event.id.clone());
                // An id of one plain word, such as `discussion`, is a heading that can mean anything.
                if event.id.contains(['-', ':']) {
                    headings.add(&event.id, &meaning);
                }
                if let Some(column) = &event.column {
                    for text in
                        [column.clone(), format!("date {column}"), format!("{column} date"), format!("{column} on")]
                    {
                        headings.add(&text, &meaning);
                    }
                }
            }
            for fact in &edition.facts {
                let meaning = Meaning::Fact(fact.id.clone());
                if fact.id.contains('-') {
                    headings.add(&fact.id, &meaning);
                }
                headings.add(&fact.column, &meaning);
            }
        }
        for (id, texts) in FACTS {
            texts.iter().for_each(|text| headings.add(text, &Meaning::Fact((*id).to_owned())));
        }
        ENGINE.iter().for_each(|text| headings.add(text, &Meaning::Engine));
        // "The concern" is as good as "Concern".
        if let Some(begins) = first_letters("the").and_then(|place| headings.begins.get_mut(place)) {
            *begins = true;
        }
        headings
    }

    /// Of two meanings of one heading the first stays.
    fn add(&mut self, text: &str, meaning: &Meaning) {
        let key = key(text);
        if let Some(begins) = first_letters(text).and_then(|place| self.begins.get_mut(place)) {
            *begins = true;
        }
        self.known.entry(key).or_insert_with(|| meaning.clone());
    }

    /// Whether a text may be a known heading, found without looking at more than its first letters.
    pub(super) fn may_know(&self, text: &str) -> bool {
        text.len() <= LONGEST && first_letters(text).and_then(|place| self.begins.get(place)) == Some(&true)
    }

    /// What a heading means; `None` where it is not known.
    pub(super) fn meaning(&self, text: &str) -> Option<Meaning> {
        if text.len() > LONGEST {
            return None;
        }
        // Whole first, then without an explanation in brackets or after "e.g.".
        let find = |text: &str| self.known.get(&key(text)).cloned();
        find(text).or_else(|| find(&without_explanation(text)))
    }
}

/// Columns that mean the engine's own, where enough of them stand together: an agency's own "Status" or
/// "Next steps" is not the engine's.
pub(super) fn settle_engine(meanings: &mut [(String, Meaning)]) {
    const ENOUGH: usize = 3;
    let exact = |heading: &str| ENGINE.contains(&heading.trim());
    let found = meanings.iter().filter(|(heading, meaning)| *meaning == Meaning::Engine && exact(heading)).count();
    for (heading, meaning) in meanings {
        if *meaning == Meaning::Engine && (found < ENOUGH || !exact(heading)) {
            *meaning = Meaning::Unknown;
        }
    }
}

const LETTERS: usize = 27;

/// The first three letters of a text as a number, short words filled up.
fn first_letters(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().skip_while(|b| !b.is_ascii_alphabetic());
    let mut number = 0;
    let mut within = true;
    for place in 0..3 {
        let letter = if within { bytes.next().filter(u8::is_ascii_alphabetic) } else { None };
        within = letter.is_some();
        if place == 0 && !within {
            return None;
        }
        number = number * LETTERS + letter.map_or(0, |letter| usize::from(letter.to_ascii_lowercase() - b'a') + 1);
    }
    Some(number)
}

/// The words by which headings are compared: lower case, singular, small words and forms' notes left out.
pub(super) fn key(text: &str) -> String {
    const SMALL: &[&str] = &["the", "a", "an", "of", "and", "or", "s", "was", "were", "please"];
    let mut words: Vec<String> = Vec::with_capacity(8);
    let mut end = usize::MAX;
    for token in tokens(text) {
        let piece = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            // "D.O.B." and "Child's" are one word each.
            Kind::Mark('.' | '\'' | '’') if end == token.start => {
                end = token.end;
                continue;
            }
            Kind::Mark(_) => continue,
            Kind::Word(_) | Kind::Number { .. } => {}
        }
        let word = piece.to_lowercase();
        let glued = end == token.start && words.last().is_some_and(|last| last.len() <= 3 && word.len() == 1);
        end = token.end;
        match words.last_mut() {
            Some(last) if glued => last.push_str(&word),
            _ => words.push(word),
        }
    }
    // What a form adds: the answers it takes, or how to write a date.
    for ending in [["y", "n"].as_slice(), &["yes", "no"], &["dd", "mm", "yyyy"], &["dd", "mm", "yy"]] {
        if words.len() > ending.len() && words.ends_with(&ending.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()) {
            words.truncate(words.len() - ending.len());
        }
    }
    let mut key = String::with_capacity(text.len());
    for word in &words {
        let word = match word.as_str() {
            "esc" => "escalation",
            "one" => "1",
            "two" => "2",
            "three" => "3",
            "four" => "4",
            "five" => "5",
            "six" => "6",
            "no" | "num" | "nr" if words.len() > 1 => "number",
            word if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => {
                word.get(..word.len() - 1).unwrap_or(word)
            }
            word if SMALL.contains(&word) => continue,
            word => word,
        };
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// A heading without what explains it.
fn without_explanation(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    for sign in ["e.g.", "i.e.", "eg ", "ie ", " - ", " – "] {
        if let Some((before, _)) = plain.split_once(sign) {
            plain.truncate(before.len());
        }
    }
    // A number before the heading: "1. Concern".
    let rest = plain.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(['.', ')']) { rest.to_owned() } else { plain }
}
