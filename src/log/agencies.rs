//! Names of agencies: the words by which one is known, and whether two names are of the same.
//!
//! In: a name, or a text that may hold one. Out: answers. They rest on words alone and never on the procedure, so that a
//! log reads the same under each.

use super::words::is_one;

/// The words by which an agency is known, a line for each kind.
const KINDS: &[&[&str]] = &[
    // Before schools: "School nursing".
    &[
        "health",
        "nhs",
        "hospital",
        "gp",
        "clinic",
        "midwifery",
        "midwives",
        "nurse",
        "nurses",
        "nursing",
        "camhs",
        "surgery",
        "ambulance",
    ],
    &[
        "school",
        "schools",
        "academy",
        "college",
        "nursery",
        "nurseries",
        "preschool",
        "primary",
        "infant",
        "infants",
        "junior",
        "juniors",
    ],
    &["police", "constabulary"],
    &["careline", "cafcass", "social care", "children's services", "childrens services"],
];

/// Words of agencies that are of no kind by themselves.
const OTHERS: &[&str] =
    &["council", "housing", "service", "services", "trust", "centre", "probation", "team", "charity", "partnership"];

/// Small words within names.
const SMALL: &[&str] = &["of", "the", "and", "for", "at", "in", "de", "le", "upon"];

/// A text's words, without marks and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic() && !is_apostrophe(c)).filter(|word| !word.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Whether a word is one by which an agency is known.
pub(super) fn is_word(word: &str) -> bool {
    is_one(word, OTHERS) || KINDS.iter().any(|kind| is_one(word, kind))
}

/// Whether a text has a word by which an agency is known.
pub(super) fn has_word(text: &str) -> bool {
    words(text).any(is_word) || kind(text).is_some()
}

/// The kind of agency that the words of a name show.
fn kind(name: &str) -> Option<usize> {
    let name: Vec<String> = words(name).map(|word| word.to_lowercase().replace('’', "'")).collect();
    let shows = |known: &&str| {
        let known: Vec<&str> = words(known).collect();
        name.windows(known.len()).any(|part| part == known)
    };
    KINDS.iter().position(|kind| kind.iter().any(&shows))
}

/// Whether a text is written as a name is: no small letter begins a word, but for small words and those of agencies.
pub(super) fn is_written_as_name(text: &str) -> bool {
    words(text).all(|word| !word.starts_with(char::is_lowercase) || is_word(word) || is_one(word, SMALL))
}

/// Whether two names are of the same agency: all words of the one stand in the other, and not only words that any agency
/// of its kind has.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let within = |short: &str, long: &str| {
        let has = |word: &str| words(long).any(|own| own.eq_ignore_ascii_case(word));
        let mut telling = words(short).filter(|word| !is_word(word) && !is_one(word, SMALL));
        telling.next().is_some() && words(short).all(has)
    };
    within(one, other)
        || within(other, one)
        || words(one).map(str::to_lowercase).eq(words(other).map(str::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn every_word_by_which_a_procedure_knows_an_agency_is_one() {
        for policy in Policy::built_in_ids().map(|id| Policy::built_in(id).unwrap()) {
            for word in policy.edition_for(None).agencies.iter().flat_map(|kind| &kind.words) {
                assert!(has_word(word), "{word}");
            }
        }
    }

    #[test]
    fn a_name_in_another_spelling_is_the_same_agency() {
        for (one, other) in [
            ("Oakhurst", "Oakhurst Junior School"),
            ("oakhurst junior school", "Oakhurst Junior School"),
            ("St Mary's", "St Mary's Primary"),
            ("The Police", "the police"),
        ] {
            assert!(is_same(one, other) && is_same(other, one), "{one}, {other}");
        }
        for (one, other) in [
            ("School", "Oakhurst Junior School"),
            ("Police", "Westshire Police"),
            ("Larkrise School", "Oakhurst School"),
            ("Early Help Team", "Westshire Council"),
        ] {
            assert!(!is_same(one, other), "{one}, {other}");
        }
    }
}
