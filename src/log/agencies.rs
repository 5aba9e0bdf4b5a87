//! Names of agencies: the words by which one is known, whether two names are of the same, and what a column of others
//! says beside the one above the table.
//!
//! In: a name, or a text that may hold one; a table. Out: answers. They rest on words alone and never on the procedure, so that a
//! log reads the same under each.

use super::headings::key;
use super::words::is_one;
use super::{Agencies, Field, Meaning, Row, Table};

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
    // "Oakhurst Juniors", "St Marys".
    let folded = |text: &str| -> Vec<String> {
        let letters = |word: &str| word.chars().filter(|c| !is_apostrophe(*c)).collect::<String>().to_lowercase();
        words(text).map(letters).map(|word| word.trim_end_matches('s').to_owned()).collect()
    };
    let (ones, others) = (folded(one), folded(other));
    let tells = |text: &str| words(text).any(|word| !is_word(word) && !is_one(word, SMALL));
    let within = |short: &[String], long: &[String]| short.iter().all(|word| long.contains(word));
    tells(one) && within(&ones, &others) || tells(other) && within(&others, &ones) || ones == others
}

/// Settles what a table's column of agencies says where one is named above the table and the column names others: who
/// raised each concern, with whom it was raised, or what can't be told. Only the first takes a row from the one above.
pub(super) fn settle(table: &mut Table) {
    let (Some(place), Some((own, _))) = (table.place(&Meaning::Agency), &table.agency) else { return };
    let heading = table.columns.get(place).map(|column| key(&column.heading)).unwrap_or_default();
    let says_raised = heading.split(' ').any(|word| is_one(word, &["raising", "escalating"]));
    let names: Vec<&str> = table.rows.iter().filter_map(|row| row.agency.as_deref()).collect();
    if says_raised || is_of_many(own) || names.iter().all(|name| is_same(name, own)) {
        return;
    }
    let has_other = table.place(&Meaning::ReceivingAgency).is_some();
    let kinds = || names.iter().filter_map(|name| kind(name));
    let agencies = match kind(own) {
        _ if has_other || names.iter().any(|name| is_same(name, own)) || is_numbered_apart(&table.rows) => {
            Agencies::Raising
        }
        Some(own) if kinds().next().is_some() && kinds().all(|kind| kind == own) => Agencies::Raising,
        // "School" may be the child's.
        Some(own) if kinds().next().is_some() && kinds().all(|kind| kind != own) && heading != "school" => {
            Agencies::Receiving
        }
        _ => Agencies::Unsettled,
    };
    if agencies != Agencies::Raising {
        table.rows.iter_mut().for_each(|row| row.agency = None);
        if let Some(column) = table.columns.get_mut(place) {
            let is_receiving = agencies == Agencies::Receiving;
            column.meaning = if is_receiving { Meaning::ReceivingAgency } else { Meaning::Unknown };
        }
    }
    table.agencies = Some((place, agencies));
}

/// Whether what is named above a table is no agency: a partnership, or "all agencies".
fn is_of_many(name: &str) -> bool {
    let has = |wanted: &[&str]| words(name).any(|word| is_one(word, wanted));
    has(&["all", "various", "multiple"]) || has(&["safeguarding"]) && has(&["partnership", "board"])
}

/// Whether one number stands for cases of several agencies, as where each counts its own.
fn is_numbered_apart(rows: &[Row]) -> bool {
    let mut numbered: Vec<(&str, &str)> = rows
        .iter()
        .filter_map(|row| match &row.number {
            Field::Known(number) => Some((number.as_str(), row.agency.as_deref()?)),
            _ => None,
        })
        .collect();
    numbered.sort_unstable();
    numbered
        .windows(2)
        .any(|two| matches!(two, [(one, first), (other, second)] if one == other && !is_same(first, second)))
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
            ("St Marys", "St Mary’s Primary"),
            ("Oakhurst Juniors", "Oakhurst Junior School"),
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
