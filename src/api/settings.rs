//! What a request settles before any log is read: procedure, readings, closures, the day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendars, Closure};
use crate::error::{Code, Error, Result};
use crate::merge::Agency;
use crate::policy::Policy;
use crate::timeline::Days;

/// A procedure file of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFile {
    /// Its name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The settings of a request, as `escalog.toml`, the options and the add-in give them; each may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The id of the procedure: a built-in one, or that of a file in `procedures`.
    pub policy: Option<String>,
    /// Procedure files of the user's own.
    #[serde(default)]
    pub procedures: Vec<ProcedureFile>,
    /// Alternative readings to put in force.
    #[serde(default)]
    pub readings: Vec<String>,
    /// The day as of which deadlines are judged.
    pub as_of: Option<NaiveDate>,
    /// How many working days before its date a deadline counts as due soon.
    #[serde(alias = "due-soon")]
    pub due_soon: Option<u16>,
    /// The agencies that are expected to return a log.
    #[serde(default, alias = "agency")]
    pub agencies: Vec<Agency>,
    /// The dates of returns, by the file's name.
    #[serde(default)]
    pub returned: BTreeMap<String, NaiveDate>,
    /// Days on which the partnership or an agency is closed.
    #[serde(default, alias = "closure")]
    pub closures: Vec<Closure>,
}

impl Settings {
    /// These settings where they say something, the others elsewhere; closures of both.
    #[must_use]
    pub fn over(self, others: Settings) -> Settings {
        let first = |mine: Vec<String>, theirs| if mine.is_empty() { theirs } else { mine };
        Settings {
            procedures: if self.policy.is_some() { self.procedures } else { others.procedures },
            policy: self.policy.or(others.policy),
            readings: first(self.readings, others.readings),
            as_of: self.as_of.or(others.as_of),
            due_soon: self.due_soon.or(others.due_soon),
            agencies: if self.agencies.is_empty() { others.agencies } else { self.agencies },
            returned: others.returned.into_iter().chain(self.returned).collect(),
            closures: others.closures.into_iter().chain(self.closures).collect(),
        }
    }

    /// The procedure with its readings in force.
    ///
    /// # Errors
    /// No procedure chosen, or an unknown one; a procedure file with mistakes; an unknown reading.
    pub fn policy(&self) -> Result<Policy> {
        let files = self.procedures.iter().map(|file| (file.name.as_str(), file.text.as_str()));
        let policy = match &self.policy {
            _ if !self.procedures.is_empty() => Policy::from_files(files)?,
            Some(id) => Policy::built_in(id)?,
            None => {
                let known: Vec<_> = Policy::built_in_ids().collect();
                return Err(Error::new(Code::UnknownPolicy, "no procedure is chosen")
                    .help(format!("choose one with `--policy`: {}, or a procedure file", known.join(", "))));
            }
        };
        policy.with_readings(&self.readings)
    }

    /// The working days, closures left out.
    ///
    /// # Errors
    /// Closures on which nothing could be counted.
    pub fn calendars(&self) -> Result<Calendars> {
        Calendars::new(&self.closures)
    }

    /// How many working days before its date a deadline counts as due soon.
    pub fn due_soon(&self) -> u16 {
        self.due_soon.unwrap_or(Days::DUE_SOON)
    }
}
