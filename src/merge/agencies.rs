//! The list of agencies: names, kinds, other spellings, contacts by role.
//!
//! In: a list in TOML, or a table with the headings `Agency`, `Kind`, `Spellings` and a column for each
//! role's contact. Out: [`Agencies`], in which an agency is found by its name or by a spelling that the list
//! gives. A name that is only nearly one of the list is said to be near it, never taken for it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{letters, one_line};
use crate::error::{Code, Error, Result};
use crate::grid::{Cell, Workbook};
use crate::policy::{AgencyKind, Policy};

/// An agency of the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Its name as it is to be shown.
    pub name: String,
    /// Its kind, one of the procedure's: `school`, `health`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Other ways in which its returns spell it.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub spellings: BTreeSet<String>,
    /// Whom to write to, by role.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub contacts: BTreeMap<String, String>,
}

/// The agencies that are expected to return a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agencies {
    /// By their names without capitals and marks.
    by_name: BTreeMap<String, Agency>,
}

impl Agencies {
    /// The list of these agencies; two of one name are one.
    pub fn new(agencies: impl IntoIterator<Item = Agency>) -> Agencies {
        let mut list = Agencies::default();
        for agency in agencies {
            list.add(agency);
        }
        list
    }

    fn add(&mut self, agency: Agency) {
        let known = self.by_name.entry(folded(&agency.name)).or_insert_with(|| agency.clone());
        known.kind = known.kind.take().or(agency.kind);
        known.spellings.extend(agency.spellings);
        for (role, contact) in agency.contacts {
            known.contacts.entry(role).or_insert(contact);
        }
    }

    /// These agencies, and what the other list says besides.
    pub fn and(&mut self, others: Agencies) {
        for agency in others.by_name.into_values() {
            self.add(agency);
        }
    }

    /// The agencies of both lists; where they differ it makes no difference which is which.
    #[must_use]
    pub(super) fn or(self, other: Agencies) -> Agencies {
        let mut all: Vec<Agency> = self.by_name.into_values().chain(other.by_name.into_values()).collect();
        all.sort();
        Agencies::new(all)
    }

    /// Whether no list was given.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The agencies by name.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.by_name.values()
    }

    /// The agency of this name or spelling; capitals, white space and marks make no difference.
    ///
    /// ```
    /// use escalog::merge::{Agencies, Agency};
    ///
    /// let oakfield = Agency { name: "Oakfield School".into(), spellings: ["Oakfield Sch".into()].into(), ..Agency::default() };
    /// let list = Agencies::new([oakfield]);
    /// assert_eq!(list.find("oakfield sch.").unwrap().name, "Oakfield School");
    /// assert!(list.find("Oakfeild School").is_none());
    /// assert_eq!(list.near("Oakfeild School").unwrap().name, "Oakfield School");
    /// ```
    pub fn find(&self, name: &str) -> Option<&Agency> {
        let wanted = folded(name);
        let spelled = || self.iter().find(|agency| agency.spellings.iter().any(|spelling| folded(spelling) == wanted));
        self.by_name.get(&wanted).or_else(spelled)
    }

    /// The agency that a name which is not on the list may be meant for: nearly the same, or one goes on where the other ends.
    pub fn near(&self, name: &str) -> Option<&Agency> {
        const NEAR: f64 = 0.85;
        let wanted = folded(name);
        let alike = self
            .by_name
            .iter()
            .map(|(folded, agency)| (strsim::normalized_damerau_levenshtein(folded, &wanted), agency));
        let near = alike
            .filter(|(alike, agency)| *alike >= NEAR || goes_on(&agency.name, name) || goes_on(name, &agency.name));
        near.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, agency)| agency)
    }

    /// What is wrong with the kinds of this list under a procedure that has kinds: those that it does not know by their
    /// names, nor by a word in them.
    pub fn unknown_kinds(&self, policy: &Policy) -> Vec<Error> {
        let known: Vec<&AgencyKind> = policy.editions().iter().flat_map(|edition| &edition.agencies).collect();
        let is_known = |kind: &str| {
            let words = known.iter().flat_map(|known| known.words.iter().chain([&known.id, &known.name]));
            words.map(|word| folded(word)).any(|word| folded(kind).contains(&word))
        };
        let kinds: BTreeSet<&str> = self.iter().filter_map(|agency| agency.kind.as_deref()).collect();
        let unknown = kinds.into_iter().filter(|kind| !known.is_empty() && !is_known(kind));
        let mut ids: Vec<&str> = known.iter().map(|known| known.id.as_str()).collect();
        ids.dedup();
        let help = format!("the kinds are {}; leave the kind of any other agency blank", ids.join(", "));
        let error = |kind: &str| {
            let what = format!("`{kind}` is none of the kinds of agency that the procedure knows");
            Error::new(Code::BadRequest, what).at("the list of agencies").help(&help)
        };
        unknown.map(error).collect()
    }

    /// The list in a table: the first row with a heading `Agency` or `Name`, and the rows below it.
    ///
    /// # Errors
    /// No such row, or no agency below it.
    pub fn of_table(name: &str, workbook: &Workbook) -> Result<Agencies> {
        let mut list = Agencies::default();
        for sheet in &workbook.sheets {
            let mut rows = sheet.rows().map(texts).skip_while(|row| heading_of_names(row).is_none());
            let Some(headings) = rows.next() else { continue };
            let Some(names) = heading_of_names(&headings) else { continue };
            for row in rows {
                let mut agency = Agency::default();
                for (column, text) in row {
                    let heading = headings.iter().find(|(at, _)| *at == column).map(|(_, heading)| heading.as_str());
                    match heading.unwrap_or_default().to_lowercase().as_str() {
                        _ if column == names => agency.name = text,
                        "kind" | "type" | "kind of agency" | "type of agency" => agency.kind = Some(text),
                        "spellings" | "spelling" | "other spellings" | "also known as" => {
                            let spellings = text.split([';', '|']).map(one_line).filter(|text| !text.is_empty());
                            agency.spellings.extend(spellings);
                        }
                        "" | "returned" | "rows" | "files" | "note" => {}
                        _ => {
                            agency.contacts.insert(heading.unwrap_or_default().to_owned(), text);
                        }
                    }
                }
                if !agency.name.is_empty() {
                    list.add(agency);
                }
            }
        }
        if list.is_empty() {
            let help =
                "give it a row of headings with `Agency`, and, if known, `Kind`, `Spellings` and a role's contact";
            return Err(Error::new(Code::BadRequest, "no list of agencies stands in this file").at(name).help(help));
        }
        Ok(list)
    }

    /// The list in a text: `[[agency]]` with `name`, `kind`, `spellings` and `contacts`.
    ///
    /// # Errors
    /// What is not TOML, and keys that are not known.
    pub fn of_toml(name: &str, text: &str) -> Result<Agencies> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct List {
            agency: Vec<Agency>,
        }
        let list: List = toml::from_str(text).map_err(|error| {
            let line = error.span().and_then(|span| text.get(..span.start)).map_or(1, |t| t.matches('\n').count() + 1);
            Error::new(Code::BadRequest, error.message().to_owned())
                .at(format!("{name}:{line}"))
                .help("write `[[agency]]` with `name`, and, if known, `kind`, `spellings` and `contacts`")
        })?;
        Ok(Agencies::new(list.agency))
    }
}

fn texts(cells: &[Cell]) -> Vec<(u32, String)> {
    let texts = cells.iter().map(|cell| (cell.at.column, one_line(&cell.value.shown())));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

/// The column of the agencies' names, where the row is one of headings.
fn heading_of_names(row: &[(u32, String)]) -> Option<u32> {
    const NAMES: &[&str] = &["agency", "agency / school", "name", "agency name", "name of agency"];
    let own = row.iter().find(|(_, heading)| NAMES.contains(&heading.to_lowercase().as_str()));
    own.map(|(column, _)| *column)
}

/// Whether a name begins with all the words of another.
fn goes_on(name: &str, other: &str) -> bool {
    let words = |name: &str| name.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let other = words(other);
    !other.is_empty() && words(name).starts_with(&other)
}

/// A name without capitals and marks.
fn folded(name: &str) -> String {
    letters(name).collect()
}
