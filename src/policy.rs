//! Procedures as data: TOML → [`Policy`] with its stages, duties, time limits, readings, roles and clauses.
//!
//! In: the text of procedure files, the five built-in ones or a user's own. Out: typed procedures in
//! which every number of days carries the clause it comes from. There is no number of days in Rust.
//!
//! ```
//! use escalog::policy::Policy;
//!
//! let policy = Policy::built_in("birmingham").unwrap();
//! let edition = policy.edition_for(None);
//! let conclude = edition.duty(2, "conclude").unwrap();
//! assert_eq!(conclude.bounds[0].window.text, "2 working days from stage-2-began");
//! ```

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::error::{Code, Error, Result};

mod condition;
mod duty;
mod edition;
mod events;
mod facts;
mod file;
mod load;
mod names;
mod order;
mod phrase;
mod places;
mod report;
mod schema;
pub mod show;
mod windows;

#[cfg(test)]
mod tests;

pub use condition::{Answers, Condition};
pub use duty::{Bound, Duty, DutyIx, Party, Purpose, Strength, Track};
pub use edition::{AgencyKind, Clauses, Edition, Entry, Exemption, Level, Reading, Role, Stage, Subject, Theme};
pub(crate) use events::EventBits;
pub use events::{Event, EventId};
pub use facts::{Fact, FactId, FactValue, Kind};
pub use file::FactKind;
pub(crate) use load::id_of;
pub use phrase::{Count, Length, Start, Window};
pub use report::{ReportChoice, ReportField, ReportForm, ReportSource};
pub use schema::json_schema;

/// The built-in procedures: id and the text of the file.
const BUILT_IN: &[(&str, &str)] = &[
    ("liverpool", include_str!("../policies/liverpool.toml")),
    ("city-and-hackney", include_str!("../policies/city-and-hackney.toml")),
    ("birmingham", include_str!("../policies/birmingham.toml")),
    ("redbridge", include_str!("../policies/redbridge.toml")),
    ("lincolnshire", include_str!("../policies/lincolnshire.toml")),
];

/// The same read, each when it is first asked for: reading one takes longer than checking a row.
static READ: [OnceLock<Policy>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];

/// Whose file a procedure is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    BuiltIn,
    Own,
}

/// A procedure in all its editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    id: String,
    /// Never empty; in order of coming into force.
    editions: Vec<Edition>,
}

impl Policy {
    /// The ids of the built-in procedures.
    pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(id, _)| *id)
    }

    /// A built-in procedure.
    ///
    /// # Errors
    /// No procedure of that name is built in; the error lists those that are.
    pub fn built_in(id: &str) -> Result<Policy> {
        let built_in = BUILT_IN.iter().zip(&READ).find(|((name, _), _)| *name == id);
        let Some(((name, text), read)) = built_in else {
            let known: Vec<_> = Policy::built_in_ids().collect();
            return Err(Error::new(Code::UnknownPolicy, format!("there is no procedure `{id}`"))
                .help(format!("choose one of {}, or name a procedure file", known.join(", "))));
        };
        if let Some(policy) = read.get() {
            return Ok(policy.clone());
        }
        let policy = Policy::read([(format!("{name}.toml").as_str(), *text)], Whose::BuiltIn)?;
        Ok(read.get_or_init(|| policy).clone())
    }

    /// A procedure from its files, one for each edition: (name to call it by in errors, text).
    ///
    /// # Errors
    /// Every mistake of every file at once, each with file, line and column, what is wrong and what
    /// would be right. The id of a built-in procedure is one: what was marked by the one would be judged by the other.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Policy> {
        Policy::read(files, Whose::Own)
    }

    fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, whose: Whose) -> Result<Policy> {
        let mut editions = Vec::new();
        let mut mistakes = Vec::new();
        for (name, text) in files {
            match load::edition(name, text, whose) {
                Ok(edition) => editions.push((name, edition)),
                Err(found) => mistakes.extend(found),
            }
        }
        editions.sort_by_key(|(_, edition)| edition.in_force);
        for pair in editions.windows(2) {
            let [(_, earlier), (name, later)] = pair else { continue };
            if earlier.policy != later.policy {
                let what = format!("this is procedure `{}`, the other is `{}`", later.policy, earlier.policy);
                mistakes.push(Error::new(Code::InvalidPolicy, what).at(*name).help("give editions of one procedure"));
            } else if earlier.in_force == later.in_force {
                let what = "two editions came into force on the same day";
                mistakes.push(Error::new(Code::InvalidPolicy, what).at(*name).help("give each its own `in-force`"));
            }
        }
        if let Some(error) = Error::all(mistakes) {
            return Err(error);
        }
        let editions: Vec<_> = editions.into_iter().map(|(_, edition)| edition).collect();
        let Some(first) = editions.first() else {
            return Err(Error::new(Code::UnknownPolicy, "no procedure was named").help("name one with `--policy`"));
        };
        Ok(Policy { id: first.policy.clone(), editions })
    }

    /// The procedure's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The editions in order of coming into force; never empty.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The edition that governs a concern: the one in force on that day, the first for an earlier day,
    /// and the last where the day is not known.
    pub fn edition_for(&self, concern: Option<NaiveDate>) -> &Edition {
        let place = match concern {
            None => self.editions.len().saturating_sub(1),
            Some(day) => {
                let begun = self.editions.iter().filter(|e| e.in_force.is_none_or(|from| from <= day)).count();
                begun.saturating_sub(1)
            }
        };
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: never empty, and place is below its length")]
        &self.editions[place]
    }

    /// The same procedure with these alternative readings in force.
    ///
    /// # Errors
    /// A reading that no edition has, and two readings that answer for the same duty.
    pub fn with_readings<S: AsRef<str>>(&self, ids: &[S]) -> Result<Policy> {
        let mut policy = self.clone();
        for id in ids.iter().map(AsRef::as_ref) {
            let mut known = false;
            for edition in &mut policy.editions {
                known |= edition.choose(id)?;
            }
            if !known {
                let mut ids: Vec<_> = self.editions.iter().flat_map(|e| &e.readings).map(|r| r.id.as_str()).collect();
                ids.sort_unstable();
                ids.dedup();
                let help = match ids.as_slice() {
                    [] => "this procedure has no alternative readings".to_owned(),
                    ids => format!("its alternative readings are {}", ids.join(", ")),
                };
                let what = format!("procedure `{}` has no reading `{id}`", self.id);
                return Err(Error::new(Code::BadRequest, what).help(help));
            }
        }
        Ok(policy)
    }
}
