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
    /// The names with which concerns were raised in which something of a child may stand.
    withheld: HashSet<String>,
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
        Private { children, listed, withheld }
    }

    /// Whether something of a child may stand in the name of an agency with which a concern was raised.
    pub fn stands_in(&self, agency: &str) -> bool {
        self.withheld.contains(agency)
    }

    /// Looks whether every agency that raised a concern can be named. One that only the name of a file names is not
    /// named where a single word of it is a child's.
    ///
    /// # Errors
    /// One that names a child.
    pub fn agencies_can_be_named(&self, report: &Report<'_>) -> Result<()> {
        let files = report.register.returns(|_| true);
        let from_names = files.iter().filter(|file| file.agency_from_file_name).map(|file| file.content.as_str());
        let from_names: HashSet<&str> = from_names.collect();
        let mut judged = HashSet::new();
        for line in &report.lines {
            let (agency, content) = (&line.entry.agency, line.entry.at.content.as_str());
            if !judged.insert((agency, content)) {
                continue;
            }
            let by_file = || from_names.contains(content);
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
