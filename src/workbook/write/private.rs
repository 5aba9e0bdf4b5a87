//! Names of agencies in which something of a child stands: in a copy for others they are withheld, or no copy is made.
//!
//! In: a report. Out: whether a name, such as "SW for the Ash family", may be told. What the list of agencies calls an
//! agency may; what a return calls it may where it is no child's name.

use std::collections::HashSet;

use super::escalations::child;
use crate::error::{Code, Error, Result};
use crate::quarter::Report;
use crate::traces::Traces;

/// The fewest digits that make a number of a person, or a telephone's.
const DIGITS: usize = 6;
/// The most words that the name of an agency has: more are a sentence.
const WORDS: usize = 7;

/// What of the children may stand in no name of an agency.
pub(super) struct Private {
    children: Traces,
    /// The names on the list of agencies, in lower case.
    listed: HashSet<String>,
    /// The names of the agencies that raised concerns, in lower case.
    raising: HashSet<String>,
}

impl Private {
    pub fn of(report: &Report<'_>) -> Private {
        let mut children = Traces::default();
        for line in &report.lines {
            children.keep(&child(line));
            if let Some(born) = line.row.row.born.known() {
                children.born(born.date);
            }
        }
        let listed = report.register.pool.agencies.iter().flat_map(|agency| {
            let spellings = agency.spellings.iter().cloned();
            std::iter::once(agency.name.clone()).chain(spellings)
        });
        Private {
            children,
            listed: listed.map(|name| name.to_lowercase()).collect(),
            raising: report.lines.iter().map(|line| line.entry.agency.to_lowercase()).collect(),
        }
    }

    /// Whether something of a child may stand in the name of an agency with which a concern was raised.
    pub fn stands_in(&self, agency: &str) -> bool {
        let name = agency.to_lowercase();
        if self.listed.contains(&name) {
            return false;
        }
        if self.raising.contains(&name) {
            return self.children.name_one_in(agency);
        }
        let digits = agency.chars().filter(char::is_ascii_digit).count();
        digits >= DIGITS || agency.split_whitespace().count() > WORDS || self.children.stand_in(agency)
    }

    /// Looks whether every agency that raised a concern can be named. One that only the name of a file names is not
    /// named where a single word of it is a child's.
    ///
    /// # Errors
    /// One that names a child.
    pub fn agencies_can_be_named(&self, report: &Report<'_>) -> Result<()> {
        let files = report.register.returns(|_| true);
        for line in &report.lines {
            let agency = &line.entry.agency;
            let by_file = || {
                let own = |file: &&crate::merge::ReturnedFile| file.content == line.entry.at.content;
                files.iter().find(own).is_some_and(|file| file.agency_from_file_name)
            };
            let names_child = self.children.name_one_in(agency) || self.children.stand_in(agency) && by_file();
            if names_child && !self.listed.contains(&agency.to_lowercase()) {
                let source = &line.entry.at.source;
                return Err(Error::new(
                    Code::NotWritten,
                    "the copy would hold the name of a child as that of an agency",
                )
                .at(format!("{}, {}, row {}", source.file, source.sheet, source.row))
                .help("correct the agency in the register, or give the list of agencies with its name on it"));
            }
        }
        Ok(())
    }
}
