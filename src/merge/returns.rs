//! The returns: what came in with each file, and which agency returned nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::{BY_HAND, Register, agency_of_file, agency_of_return};

/// A file that was returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReturnedFile {
    /// The file's name.
    pub file: String,
    /// The hash of its bytes.
    pub content: String,
    /// The date of the return, where it is known.
    pub returned: Option<NaiveDate>,
    /// The agencies whose rows it holds.
    pub agencies: Vec<String>,
    /// Whether only the file's name says which agency some of its rows are of.
    pub agency_from_file_name: bool,
    /// The id of the procedure under which its workbook was marked, where that is another than the register's.
    pub marked_under: Option<String>,
    /// How many rows came in with it.
    pub rows: usize,
}

/// An agency of the list, or one that returned a log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AgencyLine {
    /// Its name.
    pub name: String,
    /// Its kind, where the list says it.
    pub kind: Option<String>,
    /// Whether the list has it.
    pub listed: bool,
    /// Whether it is on the list and returned nothing.
    pub missing: bool,
    /// The last date of its returns, where known.
    pub returned: Option<NaiveDate>,
    /// How many rows it returned.
    pub rows: usize,
    /// Its files.
    pub files: BTreeSet<String>,
    /// Spellings other than the name: `spelled "…" in FILE`.
    pub spelled: BTreeSet<String>,
    /// The agency of the list that a name not on it may be meant for.
    pub near: Option<String>,
}

impl Register {
    /// Whether a log was given for this quarter; of those that a register holds without one, for an empty text.
    pub fn has_returns_for(&self, quarter: &str) -> bool {
        let rows = self.became.iter().map(|row| row.at.content.as_str()).filter(|content| *content != BY_HAND);
        let is_given = |id: &str| match quarter {
            "" => self.pool.received_for(id).is_empty(),
            quarter => self.pool.is_received_for(id, quarter),
        };
        rows.chain(self.pool.nil.keys().map(String::as_str)).any(is_given)
    }

    /// The files that were returned, by name. `wanted` chooses them as [`super::Pool::is_new`] does.
    pub fn returns(&self, wanted: impl Fn(&str) -> bool) -> Vec<ReturnedFile> {
        let mut files: BTreeMap<(&str, &str), ReturnedFile> = BTreeMap::new();
        let rows = self.became.iter().map(|row| {
            let from_name = self.pool.originals.get(&row.id).is_some_and(|original| original.from_file_name);
            let content = row.at.content.as_str();
            (row.at.source.file.as_str(), content, content, row.at.returned, row.agency.clone(), from_name, 1)
        });
        let nil = self.pool.nil.iter().map(|(id, nil)| {
            let from_name = [agency_of_file(&nil.file), agency_of_return(&nil.file)].contains(&nil.agency);
            let content = nil.content.as_str();
            (nil.file.as_str(), id.as_str(), content, nil.returned, self.agency(&nil.agency), from_name, 0)
        });
        for (file, id, content, returned, agency, from_name, rows) in rows.chain(nil) {
            if !wanted(id) {
                continue;
            }
            let known = files.entry((file, content)).or_insert_with(|| ReturnedFile {
                file: file.to_owned(),
                content: content.to_owned(),
                returned,
                agencies: Vec::new(),
                agency_from_file_name: false,
                marked_under: self.marked_otherwise(content),
                rows: 0,
            });
            known.rows += rows;
            known.returned = known.returned.max(returned);
            known.agency_from_file_name |= from_name;
            if !known.agencies.contains(&agency) {
                known.agencies.push(agency);
                known.agencies.sort();
            }
        }
        files.into_values().collect()
    }

    fn marked_otherwise(&self, content: &str) -> Option<String> {
        let marked = self.pool.marked_under(content);
        (![self.policy.as_str(), ""].contains(&marked)).then(|| marked.to_owned())
    }

    /// Every agency that is on the list or returned one of these files, by name.
    pub fn agencies(&self, wanted: impl Fn(&str) -> bool) -> Vec<AgencyLine> {
        let mut lines: BTreeMap<String, AgencyLine> = BTreeMap::new();
        let list = &self.pool.agencies;
        for agency in list.iter() {
            let line = AgencyLine {
                name: agency.name.clone(),
                kind: agency.kind.clone(),
                listed: true,
                ..AgencyLine::default()
            };
            lines.insert(agency.name.to_lowercase(), line);
        }
        let rows = self.became.iter().map(|row| {
            let spelled = self.pool.originals.get(&row.id).map_or("", |original| original.agency.as_str());
            (row.agency.clone(), spelled, row.at.source.file.as_str(), row.at.content.as_str(), row.at.returned, 1)
        });
        let nil = self.pool.nil.iter().map(|(id, nil)| {
            (self.agency(&nil.agency), nil.agency.as_str(), nil.file.as_str(), id.as_str(), nil.returned, 0)
        });
        for (agency, spelled, file, id, returned, rows) in rows.chain(nil) {
            if !wanted(id) {
                continue;
            }
            let line = lines.entry(agency.to_lowercase()).or_insert_with(|| AgencyLine {
                name: agency.clone(),
                near: list.near(&agency).map(|near| near.name.clone()),
                ..AgencyLine::default()
            });
            line.rows += rows;
            line.returned = line.returned.max(returned);
            line.files.insert(file.to_owned());
            // What the officer wrote in its place is no spelling of the log's.
            let is_returned = self.agency(spelled).to_lowercase() == agency.to_lowercase();
            if is_returned && spelled != line.name {
                line.spelled.insert(format!("spelled \"{spelled}\" in {file}"));
            }
        }
        for line in lines.values_mut() {
            line.missing = line.listed && line.files.is_empty();
        }
        lines.into_values().collect()
    }
}
