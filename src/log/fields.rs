//! A cell → the escalation number and the stage, and what the readers of other fields share.
//!
//! In: a cell's value. Out: a [`Field`], known only where nothing had to be guessed.

use super::dates::Dates;
use super::headings::means_agency;
use super::nothing::{is_unnamed, says_nothing};
use super::tokens::{Kind, number_in_words, tokens};
use super::{Field, Unclear, agencies, words};
use crate::grid::Value;

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
    words::is_one(word, LABELS)
}

/// A cell that can't be read whatever it should be.
pub(super) fn broken(value: &Value) -> Option<Unclear> {
    matches!(value, Value::Error(_) | Value::NotCalculated).then_some(Unclear::Formula)
}

/// Which part of a number's cell may be the agency's name.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// Whether the heading asks for both.
    pub(super) both: bool,
    /// The agency that is named above the table.
    pub(super) own: Option<&'a str>,
}

impl Names<'_> {
    /// Whether a name is the log's own agency's, or has a word of one.
    pub(super) fn knows(&self, name: &str) -> bool {
        agencies::has_word(name) || self.own.is_some_and(|own| agencies::is_same(name, own))
    }

    /// Whether what stands before a number is the agency's name.
    fn allow_before(&self, name: &str) -> bool {
        is_name(name) && (self.both || self.knows(name))
    }

    /// The same behind the number, where of a log that names its agency it may be anything.
    fn allow_behind(&self, name: &str) -> bool {
        is_name(name) && (self.both && self.own.is_none() || self.knows(name))
    }
}

/// The escalation number, and the agency where the cell names one beside it.
pub(super) fn number(value: &Value, names: &Names<'_>) -> (Field<String>, Option<String>) {
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
    // After a label any name is the agency's.
    let is_labelled = unlabelled.len() < text.len();
    let names = &Names { both: names.both || is_labelled, ..*names };
    let (agency, number) = split_agency(unlabelled, is_labelled, names);
    let number = if number.is_empty() { Field::Blank } else { Field::Known(number.to_owned()) };
    (number, agency.map(str::to_owned))
}

/// Splits "Larkrise Primary / 2025-03" into the agency and the number.
fn split_agency<'t>(text: &'t str, is_labelled: bool, names: &Names<'_>) -> (Option<&'t str>, &'t str) {
    /// So many words behind a name are of no number.
    const SENTENCE: usize = 3;
    let trim = |part: &'t str| {
        part.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '/' | '-' | '–' | '—' | ',' | ':' | ';' | '|' | '(' | ')' | '\\')
        })
    };
    let Some(digit) = text.find(|c: char| c.is_ascii_digit()) else {
        // "Larkrise Primary - one".
        let in_words = text.rsplit_once(['/', '-', '–', '—']).map(|(name, number)| (trim(name), trim(number)));
        return match in_words.filter(|(name, number)| names.allow_before(name) && number_in_words(number).is_some()) {
            Some((name, number)) => (Some(name), number),
            None if names.allow_before(text) => (Some(trim(text)), ""),
            None => (None, text),
        };
    };
    // "Oak Academy SO/26/02": letters of the number's own.
    let is_in_number = |place: usize| {
        let tight = text.get(place + 1..).is_some_and(|after| !after.starts_with(char::is_whitespace));
        let before = text.get(..place).unwrap_or_default();
        let letters = before.bytes().rev().take(6).take_while(u8::is_ascii_uppercase).count();
        let (before, code) = before.split_at(before.len() - letters);
        tight && (1..=5).contains(&letters) && before.ends_with(char::is_whitespace) && !agencies::is_word(code)
    };
    // "w/c": a letter with letters beside it.
    let is_in_word = |place: usize| {
        let (before, after) = text.split_at(place);
        let mut before = before.chars().rev();
        before.next().is_some_and(char::is_alphabetic)
            && !before.next().is_some_and(char::is_alphanumeric)
            && after.chars().nth(1).is_some_and(char::is_alphabetic)
    };
    // The name stands before or after the number, apart by more than a space.
    let apart = |(place, c): (usize, char)| match c {
        '/' if is_in_number(place) || is_in_word(place) => None,
        '/' | '\n' | ',' | ':' | ';' | '|' | '(' => Some(place),
        '-' | '–' | '—' => text.get(..place).is_some_and(|before| before.ends_with(' ')).then_some(place),
        _ => None,
    };
    let mut places = text.char_indices().filter_map(apart);
    if let Some(first) = places.next() {
        let last = places.next_back().unwrap_or(first);
        let longest = text.char_indices().filter_map(apart).take_while(|place| *place < digit).last();
        if let Some((name, number)) = longest.and_then(|place| text.split_at_checked(place))
            && names.allow_before(name)
            && name_words(number).count() < SENTENCE
        {
            return (Some(trim(without_labels(trim(name)))), trim(number));
        }
        if let Some((number, name)) = text.split_at_checked(last)
            && !name.bytes().any(|byte| byte.is_ascii_digit())
            && names.allow_behind(name)
        {
            return (Some(trim(name)), trim(number));
        }
    }
    // "Larkrise Primary 12": two words of a name, or one that is a kind of agency.
    let start = text.get(..digit).and_then(|before| before.rfind(char::is_whitespace)).map_or(0, |space| space + 1);
    let Some((name, number)) = text.split_at_checked(start) else { return (None, text) };
    let words = name_words(name).count();
    // A label between name and number belongs to neither: "Larkrise Primary School Esc No 12".
    if names.allow_before(name) && (is_labelled || words >= 2 || names.knows(name)) {
        (Some(trim(without_labels(name))), trim(number))
    } else {
        (None, text)
    }
}

/// A text without "School:" or another label of an agency before it.
pub(super) fn without_label(text: &str) -> &str {
    match text.split_once(':') {
        Some((label, rest)) if !rest.trim().is_empty() && means_agency(label) => rest.trim(),
        _ => text,
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

/// A name, initials or case number alone in its cell.
pub(super) fn name(value: &Value) -> Field<String> {
    match (broken(value), value) {
        (Some(why), _) => Field::Unclear(why),
        (None, Value::Text(text)) if is_unnamed(text) => Field::Blank,
        (None, Value::Text(text)) => Field::Known(text.trim().to_owned()),
        (None, other) => Field::Known(other.shown()),
    }
}

/// A text's words and numbers in lower case, apart by single spaces; "s. 17" and "S17" are the same.
pub(super) fn words_of(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut letter = false;
    let tokens = tokens(text);
    for (place, token) in tokens.iter().enumerate() {
        let written = || text.get(token.start..token.end).unwrap_or_default();
        let piece = words::word_at(&tokens, place).unwrap_or_else(written);
        match token.kind {
            Kind::Mark(_) => continue,
            Kind::Number { .. } if letter => {}
            _ if words.is_empty() => {}
            _ => words.push(' '),
        }
        words.extend(piece.chars().flat_map(char::to_lowercase));
        letter = token.word().is_some_and(|word| word.len() == 1);
    }
    words
}

/// Words before a stage's number that leave open whether it has begun, besides those that deny or doubt it: "about to go
/// to stage 2".
const NOT_BEGUN: &[&str] = &[
    "about",
    "before",
    "below",
    "above",
    "escalate",
    "escalating",
    "for",
    "from",
    "go",
    "going",
    "instead",
    "likely",
    "move",
    "moving",
    "or",
    "possible",
    "potential",
    "prior",
    "ready",
    "towards",
    "was",
    "yet",
];

/// The stage that a cell states, where it is one of the procedure's and nothing beside it leaves open whether it has
/// begun.
pub(super) fn stage(value: &Value, last: u8, dates: &Dates) -> Field<u8> {
    let unclear = Field::Unclear(Unclear::Stage);
    let in_range = |number: u32| u8::try_from(number).ok().filter(|number| (1..=last).contains(number));
    match value {
        Value::Number(number) => {
            let whole = (number.fract() == 0.0 && (1.0..=255.0).contains(number)).then_some(*number as u32);
            whole.and_then(in_range).map_or(unclear, Field::Known)
        }
        Value::Text(text) if says_nothing(text) => Field::Blank,
        Value::Text(text) if text.contains('?') => unclear,
        Value::Text(text) => {
            let Some(said) = without_dates(text, dates) else { return unclear };
            let number = |word: &&str| word.parse().ok().or_else(|| number_in_words(word));
            let mut numbers = said.iter().enumerate().filter_map(|(place, word)| Some((place, number(word)?)));
            let Some((first, one)) = numbers.next() else { return unclear };
            if numbers.any(|(_, other)| other != one) || (0..said.len()).any(|place| opens(&said, first, place)) {
                return unclear;
            }
            in_range(one).map_or(unclear, Field::Known)
        }
        Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
        Value::Date(_) | Value::Boolean(_) => unclear,
    }
}

/// The words and numbers of a text that belong to no date; `None` where one has not come.
fn without_dates<'t>(text: &'t str, dates: &Dates) -> Option<Vec<&'t str>> {
    let tokens = tokens(text);
    let mut said = Vec::new();
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        // A day and month without a year may be two stages.
        let date = dates.within(&tokens, place).and_then(|(stated, length)| Some((stated.day()?, length)));
        if let Some((day, length)) = date {
            if day > dates.as_of {
                return None;
            }
            place += length;
            continue;
        }
        let written = || text.get(token.start..token.end).filter(|_| token.number().is_some());
        said.extend(words::word_at(&tokens, place).or_else(written));
        place += 1;
    }
    Some(said)
}

/// Whether a word leaves open whether the stage has begun whose number stands at `first`.
fn opens(said: &[&str], first: usize, place: usize) -> bool {
    use words::Kind::*;
    const STAGE: &[&str] = &["stage", "step"];
    /// What may follow where the word before it says all.
    const ENDS: &[&str] = &["", "at", "by", "for", "from", "in", "on", "until"];
    /// Behind "to", by which the stage is still to come.
    const TO_COME: &[&str] = &["be", "begin", "follow", "happen", "start", "take"];
    /// By which a stage was thought of, and no more.
    const SPOKEN_OF: &[&str] =
        &["considered", "likely", "needed", "offered", "possible", "recommended", "required", "suggested"];
    let at = |place: usize| said.get(place).copied().unwrap_or_default();
    let (word, next) = (at(place), at(place + 1));
    let kind = words::kind(word);
    let ends = words::is_one(next, ENDS);
    if place > first {
        // "2, not resolved" is at stage 2; "2, not yet begun" and "2 to follow" are not.
        let behind = said.get(place + 1..).unwrap_or_default();
        let is_put_off = match kind {
            Some(Denies) => words::is_not_begun(behind) && !word.eq_ignore_ascii_case("no"),
            _ => word.eq_ignore_ascii_case("to") && words::is_one(next, TO_COME),
        };
        let directly = match kind {
            _ if words::is_in_question(said, place) => true,
            Some(Doubts | Supposes) => true,
            Some(Planned) => ends || words::is_one(word, &["due", "expected", "next"]),
            Some(Denies) => ends || words::is_not_taken(behind) || words::is_not_certain(behind),
            Some(Fails | Wanted) => ends,
            _ if words::is_one(word, SPOKEN_OF) => ends,
            // "Asked for meeting" is a step of the stage.
            _ if word.eq_ignore_ascii_case("asked") => {
                next.eq_ignore_ascii_case("for") && words::is_one(at(place + 2), ENDS)
            }
            _ => word.eq_ignore_ascii_case("n") && next.eq_ignore_ascii_case("a") || is_weekday(word, next),
        };
        return is_put_off || directly && place == first + 1;
    }
    let at_number = place + 1 == first || words::is_one(next, STAGE);
    match word.to_ascii_lowercase().as_str() {
        _ if words::is_in_question(said, place) => true,
        // "No. 2" is a number; "no longer 2" is none.
        "no" => place + 1 != first,
        "not" => !words::is_one(next, words::SETTLED),
        "going" => !next.eq_ignore_ascii_case("through"),
        "from" | "without" => at_number,
        // What failed or was asked for before is why the stage began.
        _ => match kind {
            Some(Fails) => at_number,
            Some(Wanted) => at_number || !words::is_one(word, words::ASKED),
            Some(Denies | Doubts | Supposes) => true,
            Some(Planned) => !words::is_one(word, &["arranged", "booked"]) || at_number,
            Some(GoesOn | Roughly | Over) | None => words::is_one(word, NOT_BEGUN),
        },
    }
}

/// "On Monday".
fn is_weekday(word: &str, next: &str) -> bool {
    word.eq_ignore_ascii_case("on") && super::dates::is_weekday(next)
}
