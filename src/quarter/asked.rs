//! Which fields the log of a case had columns for: what a log does not ask for is not missing in its rows.
//!
//! In: the register, and the returned logs at hand. Out: [`Asked`]. Of a return that is not at hand no more is known than
//! what its rows say.

use std::collections::{HashMap, HashSet};

use crate::log::{Meaning, Table};
use crate::merge::{BY_HAND, Entry, Key, Occurrence, Register, Returned};
use crate::rules;

/// The fields that each return had columns for.
pub(super) struct Asked<'a> {
    register: &'a Register,
    /// The returns at hand, by the hash of their files' bytes.
    at_hand: HashMap<&'a str, &'a Returned>,
    /// What the rows of each of the others say.
    said: HashMap<&'a str, HashSet<&'a Key>>,
}

impl<'a> Asked<'a> {
    pub(super) fn of(register: &'a Register, returns: &'a [Returned]) -> Asked<'a> {
        let at_hand: HashMap<&str, &Returned> = returns.iter().map(|one| (one.content.as_str(), one)).collect();
        let mut said: HashMap<&str, HashSet<&Key>> = HashMap::new();
        for original in register.pool.originals.values() {
            for at in original.occurrences.iter().filter(|at| !at_hand.contains_key(at.content.as_str())) {
                said.entry(&at.content).or_default().extend(original.said.keys());
            }
        }
        Asked { register, at_hand, said }
    }

    /// Whether a log in which this case stands asks for the register's field at this place.
    pub(super) fn has(&self, entry: &Entry, place: usize) -> bool {
        let Some(key) = self.register.keys.get(place) else { return true };
        let originals = entry.originals.iter().filter_map(|id| self.register.pool.originals.get(id));
        originals.flat_map(|original| original.occurrences.iter().map(move |at| (original, at))).any(
            |(original, at)| {
                let table = self.at_hand.get(at.content.as_str()).map(|returned| table_of(returned, at));
                match table {
                    Some(table) => table.is_some_and(|table| {
                        let name = original.said.get(&Key::of(Meaning::Name)).map_or("", |said| said.words.as_str());
                        asks(table, key, name)
                    }),
                    None => {
                        at.content == BY_HAND || self.said.get(at.content.as_str()).is_some_and(|of| of.contains(key))
                    }
                }
            },
        )
    }
}

/// The table in which a row stands.
fn table_of<'a>(returned: &'a Returned, at: &Occurrence) -> Option<&'a Table> {
    let is_row = |table: &Table| table.rows.binary_search_by_key(&at.source.row, |row| row.row + 1).is_ok();
    returned.log.tables.iter().find(|table| table.sheet == at.source.sheet && is_row(table))
}

/// Whether a table has a column for this field of the child of this name.
fn asks(table: &Table, key: &Key, name: &str) -> bool {
    table.columns.iter().any(|column| match &column.meaning {
        Meaning::Unknown => *key == Key::own(&column.heading),
        // In a column of the name and the date of birth initials alone are a choice.
        Meaning::Child if key.meaning == Meaning::Born => !rules::is_withheld(name),
        Meaning::Child => matches!(key.meaning, Meaning::Name | Meaning::Age),
        meaning => *meaning == key.meaning,
    })
}
