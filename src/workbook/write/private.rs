//! Names of agencies in which something of a child stands: in a copy for others they are withheld, or no copy is made.
//!
//! In: a report. Out: whether a name, such as "SW for the Ash family", may be told. What the list of agencies calls an
//! agency may; what a return calls it may where it is no child's name.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::book::Book;
use super::escalations;
use crate::error::{Code, Error, Result};
use crate::grid::Value;
use crate::log::Meaning;
use crate::merge::{Key, Source, agency_of_file, agency_of_return};
use crate::quarter::Report;
use crate::traces::Traces;

/// The fewest digits that make a number of a person, or a telephone's.
const DIGITS: usize = 6;
/// The most words that the name of an agency has: more are a sentence.
const WORDS: usize = 7;

/// What of the children may stand in no name of an agency.
#[derive(Default)]
pub(super) struct Private {
    children: Traces,
    /// The names on the list of agencies, in lower case.
    listed: HashSet<String>,
    /// The names that a log or the officer gives the agencies that returned one, and not only a file's name; in lower case.
    given: HashSet<String>,
    /// The names with which concerns were raised in which something of a child may stand.
    withheld: HashSet<String>,
}

impl Private {
    pub fn of(report: &Report<'_>) -> Private {
        let mut children = Traces::default();
        for child in told_of(report) {
            children.keep(&child.name);
            child.born.into_iter().for_each(|born| children.born(born));
        }
        let listed = report.register.pool.agencies.iter().flat_map(|agency| {
            let spellings = agency.spellings.iter().cloned();
            std::iter::once(agency.name.clone()).chain(spellings)
        });
        let listed: HashSet<String> = listed.map(|name| name.to_lowercase()).collect();
        let raising: HashSet<String> = report.lines.iter().map(|line| line.entry.agency.to_lowercase()).collect();
        let receiving: HashSet<&String> = report.lines.iter().filter_map(|line| line.receiving.as_ref()).collect();
        let holds_child = |agency: &&String| {
            let name = agency.to_lowercase();
            if listed.contains(&name) {
                return false;
            }
            if raising.contains(&name) {
                return children.name_one_in(agency);
            }
            let digits = agency.chars().filter(char::is_ascii_digit).count();
            digits >= DIGITS || agency.split_whitespace().count() > WORDS || children.stand_in(agency)
        };
        let withheld = receiving.into_iter().filter(holds_child).cloned().collect();
        Private { children, listed, given: given(report), withheld }
    }

    /// Whether an agency is called so by the list, by a log or by the officer: not by a file's name alone.
    pub fn is_given(&self, agency: &str) -> bool {
        let agency = agency.to_lowercase();
        self.listed.contains(&agency) || self.given.contains(&agency)
    }

    /// Whether something of a child may stand in the name of an agency with which a concern was raised.
    pub fn stands_in(&self, agency: &str) -> bool {
        self.withheld.contains(agency)
    }

    /// Looks whether every agency that the copy shows can be named. One that only the name of a file names is not
    /// named where a single word of it is a child's.
    ///
    /// # Errors
    /// One that names a child.
    pub fn agencies_can_be_named(&self, book: &Book<'_>) -> Result<()> {
        for agency in book.agencies() {
            let names_child =
                self.children.name_one_in(&agency) || !self.is_given(&agency) && self.children.stand_in(&agency);
            if names_child && !self.listed.contains(&agency.to_lowercase()) {
                return Err(Error::new(
                    Code::NotWritten,
                    "the copy would hold the name of a child as that of an agency",
                )
                .at(place_of(&agency, book.report))
                .help("correct the agency in the register, or give the list of agencies with its name on it"));
            }
        }
        Ok(())
    }
}

/// What agencies that returned a log are called in one, or by the officer; in lower case.
fn given(report: &Report<'_>) -> HashSet<String> {
    let (register, pool) = (report.register, &report.register.pool);
    let by_file = |id: &str| pool.originals.get(id).is_some_and(|original| original.from_file_name);
    let rows = register.became.iter().filter(|row| !by_file(&row.id)).map(|row| row.agency.clone());
    let by_file = |file: &str| [agency_of_file(file), agency_of_return(file)];
    let nil = pool.nil().filter(|nil| !by_file(&nil.file).contains(&nil.agency));
    let nil = nil.map(|nil| register.agency(&nil.agency));
    let corrected = pool.corrections.iter().filter(|((_, key), _)| key.meaning == Meaning::Agency);
    let corrected = corrected.map(|(_, correction)| correction.words().to_owned());
    rows.chain(nil).chain(corrected).map(|name| name.to_lowercase()).collect()
}

/// Where an agency is named.
fn place_of(agency: &str, report: &Report<'_>) -> String {
    let register = report.register;
    let lines = report.lines.iter().map(|line| (&line.entry.agency, &line.entry.at.source));
    let rows = lines.chain(register.became.iter().map(|row| (&row.agency, &row.at.source)));
    let rows = rows.map(|(name, source)| (name.clone(), in_words(source)));
    let nil = register.pool.nil().map(|nil| (register.agency(&nil.agency), nil.file.clone()));
    let named = rows.chain(nil).find(|(name, _)| name.to_lowercase() == agency.to_lowercase());
    named.map(|(_, place)| place).unwrap_or_default()
}

/// A place as an error gives it.
pub(super) fn in_words(source: &Source) -> String {
    format!("{}, {}, row {}", source.file, source.sheet, source.row)
}

/// What is told of a child, and where.
pub(super) struct Told<'r> {
    pub name: String,
    pub number: String,
    pub born: Option<NaiveDate>,
    pub at: &'r Source,
}

/// What the register tells of children: what its rows say, and what returns said and the officer wrote that
/// is not heard in them.
pub(super) fn told_of<'r>(report: &'r Report<'_>) -> Vec<Told<'r>> {
    let pool = &report.register.pool;
    let heard = report.lines.iter().map(|line| Told {
        name: escalations::child(line),
        number: escalations::number(line),
        born: line.row.row.born.known().map(|born| born.date),
        at: &line.entry.at.source,
    });
    let corrections = pool.corrections.iter().filter_map(|((id, _), correction)| {
        let place = pool.originals.get(id)?;
        Some((place, correction.now.as_ref()?))
    });
    let originals = pool.originals.values().map(|original| (original, original));
    let returned = originals.chain(corrections).filter_map(|(place, original)| {
        let said = |meaning: Meaning| original.said.get(&Key::of(meaning));
        let words = |meaning: Meaning| said(meaning).map(|said| said.words.clone()).unwrap_or_default();
        let born = said(Meaning::Born).and_then(|said| match &said.value {
            Value::Date(born) => Some(born.date),
            _ => None,
        });
        let at = &place.occurrences.first()?.source;
        Some(Told { name: words(Meaning::Name), number: words(Meaning::Number), born, at })
    });
    let mut known = HashSet::new();
    heard.chain(returned).filter(|told| known.insert((told.name.clone(), told.number.clone(), told.born))).collect()
}
