//! A heading → what its column means.
//!
//! In: the text of a heading cell, and the procedure whose events, facts and duties may have columns. Out: a
//! [`Meaning`], by exact match with a known heading once case, spacing, punctuation, plurals and small words
//! are taken away. Nothing fuzzy: a near miss could take one date for another, so it stays unknown.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{self, is_one, kind};
pub(super) use crate::headings::key;
use crate::headings::{COMMON, EVENTS, Engine, FACTS, LONGEST, Meaning, of_stage};
use crate::policy::Policy;
use crate::tokens::{Token, tokens};

/// Headings, and what they mean.
#[derive(Default)]
struct Known {
    meanings: HashMap<String, Meaning>,
    /// The first words of the headings, as [`first_word`] gives them.
    begins: Vec<u64>,
    /// The length of the longest heading, in bytes.
    longest: usize,
}

impl Known {
    /// Of two meanings of one heading the first stays.
    fn add(&mut self, text: &str, meaning: &Meaning) {
        let key = key(text);
        self.begins.push(first_word(text));
        self.longest = self.longest.max(text.len());
        self.meanings.entry(key).or_insert_with(|| meaning.clone());
    }

    fn add_stage(&mut self, stage: u8) {
        of_stage(stage).for_each(|(heading, event)| self.add(&heading, &Meaning::Event(event.into())));
    }
}

/// The headings that mean the same whatever the procedure.
static COMMON_TO_ALL: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { begins: vec![first_word("the"), first_word("esc")], ..Known::default() };
    for (meaning, texts) in COMMON {
        texts.iter().for_each(|text| known.add(text, meaning));
    }
    for (id, texts) in EVENTS {
        texts.iter().for_each(|text| known.add(text, &Meaning::Event((*id).into())));
    }
    known
});

/// The headings of the first stages, stage by stage: few procedures have more.
static STAGES: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let stage = |stage: u8| {
        let mut known = Known::default();
        known.add_stage(stage);
        known
    };
    (1..=5).map(stage).collect()
});

/// The headings that mean this only where the procedure gives them no other meaning.
static OTHERWISE: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for (id, texts) in FACTS {
        texts.iter().for_each(|text| known.add(text, &Meaning::Fact((*id).into())));
    }
    Engine::ALL.iter().for_each(|column| known.add(column.heading(), &Meaning::Engine));
    known
});

/// Every heading that is known, for one procedure.
pub(super) struct Headings {
    own: Known,
    stages: &'static [Known],
    /// The first words of all headings, in order: most cells are settled by these.
    begins: Vec<u64>,
    /// The length of the longest known heading, in bytes.
    longest: usize,
}

impl Headings {
    /// The headings that have a meaning in a log kept under this procedure.
    pub(super) fn of(policy: &Policy) -> Headings {
        let last = policy.editions().iter().map(|edition| edition.last_stage()).max().unwrap_or_default();
        let stages = STAGES.get(..usize::from(last).min(STAGES.len())).unwrap_or_default();
        let mut own = Known::default();
        (1..=last).skip(stages.len()).for_each(|stage| own.add_stage(stage));
        for edition in policy.editions() {
            for event in &edition.events {
                let meaning = Meaning::Event(event.id.as_str().into());
                // An id of one plain word, such as `discussion`, is a heading that can mean anything.
                if event.id.contains(['-', ':']) {
                    own.add(&event.id, &meaning);
                }
                if let Some(column) = &event.column {
                    for text in
                        [column.clone(), format!("date {column}"), format!("{column} date"), format!("{column} on")]
                    {
                        own.add(&text, &meaning);
                    }
                }
            }
            for fact in &edition.facts {
                let meaning = Meaning::Fact(fact.id.as_str().into());
                if fact.id.contains('-') {
                    own.add(&fact.id, &meaning);
                }
                own.add(&fact.column, &meaning);
            }
        }
        let mut headings = Headings { own, stages, begins: Vec::new(), longest: 0 };
        let begins = headings.known().flat_map(|known| &known.begins).copied();
        let mut begins: Vec<u64> = begins.collect();
        begins.sort_unstable();
        begins.dedup();
        headings.longest = headings.known().map(|known| known.longest).max().unwrap_or_default();
        Headings { begins, ..headings }
    }

    /// All of them, those that count before others first.
    fn known(&self) -> impl Iterator<Item = &Known> {
        [&*COMMON_TO_ALL].into_iter().chain(self.stages).chain([&self.own, &*OTHERWISE])
    }

    /// Whether a text may be a known heading, found without looking at more than its length and first word.
    pub(super) fn may_know(&self, text: &str) -> bool {
        // Small words and line breaks make a heading longer; an explanation makes it much longer.
        const MORE: usize = 12;
        text.len() <= LONGEST
            && self.begins.binary_search(&first_word(text)).is_ok()
            && (text.len() <= self.longest + MORE || may_explain(text))
    }

    /// What a heading means; `None` where it is not known.
    pub(super) fn meaning(&self, text: &str) -> Option<Meaning> {
        if !self.may_know(text) {
            return None;
        }
        // Whole first, then without an explanation in brackets or after "e.g.".
        let find = |text: &str| {
            let key = key(text);
            self.known().find_map(|known| known.meanings.get(&key)).cloned()
        };
        find(text).or_else(|| {
            let plain = without_explanation(text)?;
            // The day by which something is to happen is not the day it did.
            find(&plain).filter(|meaning| !matches!(meaning, Meaning::Event(_)) || !is_reversed(text, &plain))
        })
    }
}

/// Whether a label before a colon, such as "Agency / School", is one of an agency.
pub(crate) fn means_agency(label: &str) -> bool {
    label.len() <= LONGEST && COMMON_TO_ALL.meanings.get(&key(label)) == Some(&Meaning::Agency)
}

/// Columns that mean the engine's own, where all that a person sees of them stand together, or one that only the engine
/// has: an agency's own "Status" and "Checks" are not the engine's.
pub(super) fn settle_engine(meanings: &mut [(String, Meaning)]) {
    const SEEN: usize = 6;
    let engine = |heading: &str| Engine::with_heading(heading);
    let only_engines = |column| matches!(column, Engine::RestsOn | Engine::AsMarked);
    let found: Vec<Engine> = meanings.iter().filter_map(|(heading, _)| engine(heading)).collect();
    let is_marked = found.len() >= SEEN || found.iter().copied().any(only_engines);
    for (heading, meaning) in meanings {
        if *meaning == Meaning::Engine && (!is_marked || engine(heading).is_none()) {
            *meaning = Meaning::Unknown;
        }
    }
}

/// The first eight letters of a text's first word, without the `s` of a plural; 0 where there are none.
fn first_word(text: &str) -> u64 {
    let letters = text.bytes().skip_while(|b| !b.is_ascii_alphabetic()).take_while(u8::is_ascii_alphabetic);
    let word = letters.take(8).fold(0u64, |word, letter| word << 8 | u64::from(letter.to_ascii_lowercase()));
    let plural = word & 0xFF == u64::from(b's') && word > 0xFF_FFFF;
    if plural { word >> 8 } else { word }
}

/// Whether a text has a mark with which an explanation or a heading's number comes.
fn may_explain(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'.' | b'(' | b')' | b'[' | b'-' | 0x80..))
}

/// Whether what explains a heading says that its day is still to come: "Date resolved (target)".
///
/// "(to be completed by the DSL)" and "(expected within 9 days)" say more, and so nothing of the kind.
fn is_reversed(text: &str, plain: &str) -> bool {
    const BESIDE: &[&str] = &["be", "by", "date", "e", "g", "i", "only", "or", "resolved", "to"];
    let is_planned =
        |word: &str| kind(word) == Some(words::Kind::Planned) || is_one(word, &["proposed", "provisional"]);
    let (tokens, plain) = (tokens(text), tokens(plain));
    let mut own: Vec<&str> = plain.iter().filter_map(Token::word).collect();
    let explains = |word: &&str| match own.iter().position(|known| known == word) {
        Some(known) => {
            own.remove(known);
            false
        }
        None => true,
    };
    let rest: Vec<&str> = tokens.iter().filter_map(Token::word).filter(explains).collect();
    (rest.iter().any(|word| is_planned(word)) || rest == ["by"])
        && rest.iter().all(|word| is_planned(word) || is_one(word, BESIDE))
}

/// A heading without its number and what explains it; `None` where there is neither.
fn without_explanation(text: &str) -> Option<String> {
    const SIGNS: [&str; 4] = [" e.g.", " i.e.", " - ", " – "];
    if !may_explain(text) {
        return None;
    }
    let unnumbered = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = if unnumbered.len() < text.len() { unnumbered.strip_prefix(['.', ')']) } else { None };
    let bare = bare.unwrap_or(text);
    let end = SIGNS.iter().filter_map(|sign| bare.find(sign)).min().unwrap_or(bare.len());
    let bare = bare.get(..end).unwrap_or(bare);
    if bare.len() == text.len() && !bare.contains(['(', '[']) {
        return None;
    }
    let mut depth = 0usize;
    let outside = |c: &char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    Some(bare.chars().filter(outside).collect())
}
