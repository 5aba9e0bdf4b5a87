//! What a note may not repeat: the names and dates of birth of a log's children.
//!
//! In: a log. Out: messages without them. What is in doubt is left out.

use std::collections::HashSet;

use crate::finding::names_child;
use crate::grid::Value;
use crate::log::Log;

/// The names and dates of birth in a log.
pub(super) struct Private {
    /// What stands in the cells with names, and the names read from them, in small letters.
    names: HashSet<String>,
    /// The words of the names.
    words: HashSet<String>,
    births: HashSet<Day>,
}

/// Day, month, and the year's last two digits.
type Day = (u32, u32, u32);

/// Words that stand beside names and are none.
const NO_NAMES: &[&str] = &[
    "age", "aged", "and", "baby", "born", "boy", "brother", "case", "child", "children", "date", "dob", "edd",
    "female", "girl", "initials", "known", "male", "months", "na", "name", "no", "none", "not", "number", "of", "old",
    "only", "see", "sibling", "siblings", "sister", "tba", "tbc", "the", "to", "twin", "twins", "unborn", "unknown",
    "weeks", "with", "years", "yr", "yrs",
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Private {
    pub(super) fn of(log: &Log) -> Private {
        let mut private = Private { names: HashSet::new(), words: HashSet::new(), births: HashSet::new() };
        for (table, row) in log.rows() {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if let Some(value) = cell.as_ref().filter(|_| names_child(&column.meaning)) {
                    private.keep(value);
                }
            }
            if let Some(name) = row.name.known() {
                private.keep(&Value::Text(name.clone()));
            }
        }
        private
    }

    fn keep(&mut self, value: &Value) {
        let text = value.shown().to_lowercase();
        self.births.extend(days_in(&text));
        let text = text.trim();
        if text.chars().count() > 1 && words(text).any(|word| !NO_NAMES.contains(&word)) {
            self.names.insert(text.to_owned());
        }
        let of_name = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic) && !NO_NAMES.contains(word);
        self.words.extend(words(text).filter(of_name).map(str::to_owned));
    }

    /// Whether a text holds a name or a date of birth.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.is_in_but_for(text, |_| false)
    }

    /// The same where some words are no names.
    fn is_in_but_for(&self, text: &str, no_name: impl Fn(&str) -> bool) -> bool {
        let text = text.to_lowercase();
        words(&text).any(|word| self.words.contains(word) && !no_name(word))
            || self.names.iter().any(|name| !no_name(name) && stands_in(name, &text))
            || days_in(&text).iter().any(|day| self.births.contains(day))
    }

    /// A message without the names and dates of birth that it quotes, or without all that it quotes but
    /// headings; what it quotes stands in quotation marks. `None` where it would still hold one.
    pub(super) fn without<'h, H: Iterator<Item = &'h str>>(
        &self,
        message: &str,
        nothing_quoted: bool,
        headings: impl Fn() -> H,
    ) -> Option<String> {
        // A cell's own backtick would turn what is quoted and what is not about.
        if !message.matches('`').count().is_multiple_of(2) {
            return None;
        }
        let (mut told, mut unquoted) = (String::new(), String::new());
        for (place, part) in message.split('`').enumerate() {
            if place.is_multiple_of(2) {
                told += part;
                unquoted = unquoted + " | " + part;
            } else if headings().any(|heading| heading == part) || !(nothing_quoted || self.is_in(part)) {
                told = told + "“" + part + "”";
            } else {
                told += "(not repeated here)";
            }
        }
        // A day in the message's own words is no child called May.
        let of_date = |word: &str| MONTHS.contains(&word) || WEEKDAYS.contains(&word);
        (!self.is_in_but_for(&unquoted, of_date)).then_some(told)
    }
}

/// Whether a name stands in a text as words of its own.
fn stands_in(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let behind = text.get(at + name.len()..).and_then(|text| text.chars().next());
        [before, behind].into_iter().flatten().all(|c| !c.is_alphanumeric())
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Every day that a text in small letters can be read to name, in figures or words.
fn days_in(text: &str) -> Vec<Day> {
    let parts = parts(text);
    let day = |three: &[Part]| match three {
        [Part::Number(year), Part::Number(month), Part::Number(day)] if *year > 31 => Some((*day, *month, year % 100)),
        [Part::Number(day), Part::Number(month) | Part::Month(month), Part::Number(year)]
        | [Part::Month(month), Part::Number(day), Part::Number(year)] => Some((*day, *month, year % 100)),
        _ => None,
    };
    parts.windows(3).filter_map(day).collect()
}

enum Part {
    Number(u32),
    Month(u32),
    Other,
}

/// The numbers and months of a text; the letters behind a day's number are passed over.
fn parts(text: &str) -> Vec<Part> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let chars: Vec<char> = text.chars().collect();
    let part = |run: &[char]| {
        let run: String = run.iter().collect();
        if let Ok(number) = run.parse() {
            return Some(Part::Number(number));
        }
        if !run.contains(char::is_alphabetic) || matches!(run.as_str(), "st" | "nd" | "rd" | "th" | "of") {
            return None;
        }
        let month = (1..).zip(MONTHS).find(|(_, month)| run.starts_with(month));
        Some(month.map_or(Part::Other, |(number, _)| Part::Month(number)))
    };
    chars.chunk_by(|a, b| kind(*a) == kind(*b)).filter_map(part).collect()
}
