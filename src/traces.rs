//! What of children stands in a text: words of their names, their initials, their dates of birth.
//!
//! In: the cells that hold names and dates of birth, and a text. Out: whether something of a child stands in it, written
//! with or without accents, apostrophes and hyphens. What is in doubt does.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};

/// What is known of the children.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    /// Each word of a name, with the children whose it is.
    words: HashMap<String, Vec<usize>>,
    /// The words of each child's names.
    children: Vec<Vec<String>>,
    /// The letters of each name as a whole: `ab`, `annamarie`.
    whole: HashSet<String>,
    births: HashSet<Day>,
}

/// Day, month, and the year's last two digits.
type Day = (u32, u32, u32);

/// Words that stand beside names and are none.
const NO_NAMES: &[&str] = &[
    "age", "aged", "and", "baby", "born", "boy", "brother", "case", "child", "children", "date", "dob", "edd",
    "female", "girl", "initials", "known", "male", "months", "na", "name", "names", "no", "none", "not", "number",
    "of", "old", "only", "see", "sibling", "siblings", "sister", "stated", "tba", "tbc", "the", "to", "twin", "twins",
    "two", "unborn", "unknown", "weeks", "with", "withheld", "years", "yr", "yrs",
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The fewest letters of a word of a name that is looked for within longer words: `MossworthyT`.
const LONG: usize = 5;

impl Traces {
    /// Takes note of what a cell says of a child: a name, with or without a date of birth.
    pub(crate) fn keep(&mut self, text: &str) {
        let folded = fold(text);
        self.births.extend(days_in(&folded));
        let child = self.children.len();
        let mut own = Vec::new();
        for word in tokens(&folded).filter(|word| word.chars().all(char::is_alphabetic)) {
            if word.chars().count() > 1 && !NO_NAMES.contains(&word.as_str()) && !own.contains(&word) {
                self.words.entry(word.clone()).or_default().push(child);
                own.push(word);
            }
        }
        // A date of birth may stand behind the name.
        let name = folded.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
        for text in [name, &folded] {
            let letters: String = runs(text).map(plain).filter(|word| is_of_name(word)).collect();
            if letters.chars().count() > 1 {
                self.whole.insert(letters);
            }
        }
        self.children.push(own);
    }

    /// Takes note of a date of birth.
    pub(crate) fn born(&mut self, date: NaiveDate) {
        self.births.insert((date.day(), date.month(), date.year().unsigned_abs() % 100));
    }

    /// Whether something of a child stands in a text.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let runs: Vec<String> = runs(&folded).map(plain).collect();
        let initials = |from: usize| {
            let mut letters = String::new();
            runs.iter().skip(from).take(4).any(|run| {
                letters.push_str(run);
                self.whole.contains(&letters)
            })
        };
        tokens(&folded).any(|word| self.is_word(&word)) || (0..runs.len()).any(initials) || self.born_in(&folded)
    }

    /// The same of words that a program wrote, in which a day is no child called May, and "an" nobody's initials.
    pub(crate) fn stand_in_own_words(&self, text: &str) -> bool {
        let folded = fold(text);
        let of_date = |word: &str| MONTHS.contains(&word) || WEEKDAYS.contains(&word);
        tokens(&folded).any(|word| self.words.contains_key(&word) && !of_date(&word)) || self.born_in(&folded)
    }

    /// Whether a child is named in a text by more than a word that others have too: by two words of its names, one of
    /// them perhaps as an initial, or by its date of birth.
    pub(crate) fn name_one_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let words: HashSet<String> = tokens(&folded).collect();
        // Not the s of "Mary's".
        let initials: HashSet<&str> = runs(&folded).filter(|run| run.chars().count() == 1).collect();
        let children = words.iter().filter_map(|word| self.words.get(word)).flatten();
        let is_named = |child: &usize| {
            let (said, other): (Vec<&String>, Vec<&String>) =
                self.children.get(*child).into_iter().flatten().partition(|word| words.contains(*word));
            said.len() > 1 || other.iter().any(|word| initials.contains(word.get(..1).unwrap_or_default()))
        };
        children.into_iter().any(is_named) || self.born_in(&folded)
    }

    /// Whether a word is one of a name, or begins or ends with one.
    fn is_word(&self, word: &str) -> bool {
        let is_known = |part: Option<&str>| part.is_some_and(|part| self.words.contains_key(part));
        let plural = word.strip_suffix('s').filter(|rest| rest.chars().count() > 2);
        let within = || {
            (LONG..word.len()).any(|at| is_known(word.get(..at)))
                || (1..(word.len() + 1).saturating_sub(LONG)).any(|at| is_known(word.get(at..)))
        };
        is_known(Some(word)) || is_known(plural) || within()
    }

    fn born_in(&self, folded: &str) -> bool {
        !self.births.is_empty() && days_in(folded).iter().any(|day| self.births.contains(day))
    }
}

/// Whether a word may be part of a name.
fn is_of_name(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && !NO_NAMES.contains(&word)
}

/// Whether a text has words of a name, and not only such as stand beside one or in its place.
pub(crate) fn tells_name(text: &str) -> bool {
    tokens(&fold(text)).any(|word| word.chars().count() > 1 && is_of_name(&word))
}

/// A text in small letters without accents, each apostrophe the same.
pub(crate) fn fold(text: &str) -> String {
    /// The letters from À to ž without what is above, below or across them.
    const PLAIN: &str = "aaaaaaaceeeeiiiidnooooo×ouuuuytsaaaaaaaceeeeiiiidnooooo÷ouuuuyty\
        aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
        lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz";
    if text.is_ascii() {
        return text.to_ascii_lowercase().replace('`', "'");
    }
    let plain = |c: char| match c {
        '\u{300}'..='\u{36f}' => None,
        '’' | '‘' | 'ʼ' | '`' | '´' => Some('\''),
        'À'..='ž' => PLAIN.chars().nth(c as usize - 'À' as usize),
        c => Some(c),
    };
    text.chars().filter_map(plain).flat_map(char::to_lowercase).collect()
}

/// The first letters of the words of a name, without accents: those of "Ash-Brook, Silas" are `abs`.
pub(crate) fn initials(name: &str) -> String {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphabetic() && c != '\'').filter_map(|word| word.chars().next()).collect()
}

/// The runs of letters, digits and apostrophes in a text.
fn runs(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|run| run.contains(char::is_alphanumeric))
}

fn plain(run: &str) -> String {
    run.replace('\'', "")
}

/// The words of a text: each run as one word, and its parts between apostrophes, letters and digits.
fn tokens(folded: &str) -> impl Iterator<Item = String> {
    runs(folded).flat_map(|run| {
        let parts = run.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
        let whole = plain(run);
        let parts: Vec<String> = parts.filter(|part| *part != whole).map(str::to_owned).collect();
        std::iter::once(whole).chain(parts)
    })
}

/// Every day that a folded text can be read to name, in figures or words, also without anything between them.
fn days_in(folded: &str) -> Vec<Day> {
    let parts = parts(folded);
    let day = |three: &[Part]| match three {
        [Part::Number(year), Part::Number(month), Part::Number(day)] if *year > 31 => Some((*day, *month, year % 100)),
        [Part::Number(day), Part::Number(month) | Part::Month(month), Part::Number(year)]
        | [Part::Month(month), Part::Number(day), Part::Number(year)] => Some((*day, *month, year % 100)),
        _ => None,
    };
    let compact = folded.split(|c: char| !c.is_ascii_digit()).flat_map(|digits| {
        let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
        let three =
            |at: [(usize, usize); 3]| Some((part(at[0].0, at[0].1)?, part(at[1].0, at[1].1)?, part(at[2].0, at[2].1)?));
        let shapes: &[[(usize, usize); 3]] = match digits.len() {
            6 => &[[(0, 2), (2, 4), (4, 6)], [(4, 6), (2, 4), (0, 2)]],
            8 => &[[(0, 2), (2, 4), (6, 8)], [(6, 8), (4, 6), (2, 4)]],
            _ => &[],
        };
        shapes.iter().filter_map(move |shape| three(*shape)).collect::<Vec<_>>()
    });
    parts.windows(3).filter_map(day).chain(compact).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn traces() -> Traces {
        let mut traces = Traces::default();
        for name in [
            "Zoë Müller-O’Brien 12/05/2014",
            "Anna-Marie Ash",
            "J.S. 4 Mar 14",
            "MOSSWORTHY, Tansy",
            "Bo",
            "Mary Smith",
        ] {
            traces.keep(name);
        }
        traces
    }

    #[test]
    fn a_name_is_known_in_every_spelling() {
        for text in [
            "Zoe level",
            "ZOË",
            "muller's",
            "OBRIEN-1",
            "O'Brien",
            "annamarie",
            "Tansys mum rang",
            "MossworthyT3",
            "JS-120514",
            "MASH (re J.S.)",
            "20140512",
            "b. 4 March '14",
            "born 4th March 2014",
            "March 4, 2014",
            "MASH re Bo",
        ] {
            assert!(traces().stand_in(text), "{text}");
        }
        for text in ["Children's Services", "Oak School 2014", "a bold step", "JSB", "ashes", "2025-04-14", "Boots"] {
            assert!(!traces().stand_in(text), "{text}");
        }
    }

    #[test]
    fn a_child_is_named_by_more_than_one_word() {
        for text in ["Tansy Mossworthy escalation log", "Ashby (Mossworthy T)", "Ashby J.S. 4 Mar 14"] {
            assert!(traces().name_one_in(text), "{text}");
        }
        for text in ["Ash Grove School", "Mossworthy House", "Tansy Centre", "Bo's Nursery", "St Mary's Primary School"]
        {
            assert!(!traces().name_one_in(text), "{text}");
        }
    }

    #[test]
    fn accents_are_folded() {
        assert_eq!(fold("ÀÉÎÕÜßÿ ŁódźŞŽ ĂĳŒ Zoe\u{308}"), "aeiousy lodzsz aio zoe");
        for c in 'À'..='ž' {
            assert!(fold(&c.to_string()).chars().all(|c| c.is_ascii() || matches!(c, '×' | '÷')), "{c}");
        }
    }
}
