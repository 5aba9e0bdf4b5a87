//! The child's name in a text that goes further than the log's own column of names.

use super::prelude::*;
use super::private::{Look, find_in_texts};

pub const RULE: Rule = Rule {
    code: "P106",
    name: "child-named",
    severity: Severity::Warning,
    message: "the child's name stands under {column}, and these texts may go to the board",
    advice: "write `the child` or the initials; the name has its own column",
    page: include_str!("child_named.md"),
    by_row: false,
    check,
};

/// Names that are words too, and words that stand with names: alone they name nobody.
const WORDS: &[&str] = &[
    "adult",
    "april",
    "art",
    "august",
    "autumn",
    "baby",
    "bishop",
    "boy",
    "case",
    "child",
    "children",
    "christian",
    "close",
    "dawn",
    "destiny",
    "early",
    "eve",
    "faith",
    "female",
    "girl",
    "grace",
    "green",
    "hall",
    "harmony",
    "heaven",
    "help",
    "honest",
    "honor",
    "hope",
    "hunter",
    "ivy",
    "joy",
    "june",
    "justice",
    "king",
    "long",
    "male",
    "mark",
    "mason",
    "may",
    "mercy",
    "mother",
    "named",
    "names",
    "page",
    "park",
    "parent",
    "patience",
    "person",
    "police",
    "pupil",
    "rose",
    "school",
    "sibling",
    "siblings",
    "sky",
    "star",
    "street",
    "summer",
    "the",
    "trinity",
    "trust",
    "twin",
    "twins",
    "unborn",
    "unknown",
    "ward",
    "west",
    "will",
    "winter",
    "withheld",
    "wood",
    "young",
];

pub const LOOK: Look = Look { rule: &RULE, find: |row, text, _| names_child(row, text).then_some(text) };

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&[LOOK], log, found);
}

fn names_child(row: &Row, text: &str) -> bool {
    row.name.known().is_some_and(|name| name_words(name).any(|word| stands_in(text, word)))
}

/// The words of a name that name the child.
fn name_words(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'));
    words.filter(|word| {
        let initials = word.len() <= 4 && !word.contains(char::is_lowercase);
        word.len() > 2
            && !initials
            && word.chars().next().is_some_and(char::is_uppercase)
            && !WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// Whether a name stands in a text as a word of its own that begins with a capital.
fn stands_in(text: &str, name: &str) -> bool {
    let Some(first) = name.as_bytes().first() else { return false };
    memchr::memchr_iter(*first, text.as_bytes()).any(|place| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        text.get(place..place + name.len()).is_some_and(|part| part.eq_ignore_ascii_case(name))
            && !is_letter(text.get(..place).and_then(|text| text.chars().next_back()))
            && !is_letter(text.get(place + name.len()..).and_then(|text| text.chars().next()))
    })
}
