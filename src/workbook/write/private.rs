//! Names of agencies in which something of a child stands: in a copy for others they are withheld.
//!
//! In: a report. Out: whether a name, such as "SW for the Ash family", may be told. What the list of agencies or
//! a return calls an agency may.

use std::collections::HashSet;

use super::escalations::child;
use super::search::words;
use crate::merge::letters;
use crate::quarter::Report;

/// The shortest word of a child's name that is looked for.
const SHORT: usize = 3;
/// The fewest digits that make a number of a person, or a telephone's.
const DIGITS: usize = 6;

/// What of the children may stand in no name of an agency.
pub(super) struct Private {
    /// The words of their names, and the letters of each name as a whole.
    words: HashSet<String>,
    /// The names that may be told all the same, in lower case.
    agencies: HashSet<String>,
}

impl Private {
    pub fn of(report: &Report<'_>) -> Private {
        let names: Vec<String> = report.lines.iter().map(child).collect();
        let parts = names.iter().flat_map(|name| words(name)).filter(|word| word.chars().count() >= SHORT);
        let listed = report.register.pool.agencies.iter().flat_map(|agency| {
            let spellings = agency.spellings.iter().cloned();
            std::iter::once(agency.name.clone()).chain(spellings)
        });
        let raising = report.lines.iter().map(|line| line.entry.agency.clone());
        Private {
            words: parts
                .chain(names.iter().map(|name| letters(name).collect()))
                .filter(|word| !word.is_empty())
                .collect(),
            agencies: listed.chain(raising).map(|name| name.to_lowercase()).collect(),
        }
    }

    /// Whether something of a child may stand in the name of an agency.
    pub fn stands_in(&self, agency: &str) -> bool {
        if self.agencies.contains(&agency.to_lowercase()) {
            return false;
        }
        let digits = agency.chars().filter(char::is_ascii_digit).count();
        digits >= DIGITS
            || self.words.contains(&letters(agency).collect::<String>())
            || words(agency).iter().any(|word| word.chars().count() >= SHORT && self.words.contains(word))
    }
}
