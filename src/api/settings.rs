//! What a request settles before any log is read: procedure, readings, closures, the day, the rules, passwords, limits.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendars, Closure, countable};
use crate::error::{Code, Error, Result};
use crate::finding::Severity;
use crate::grid::Workbook;
use crate::log::Marks;
use crate::merge::{Agencies, Agency};
use crate::policy::{Policy, id_of};
use crate::rules::Selection;
use crate::timeline::Days;
use crate::workbook::{Limits, Reading};

/// A procedure file of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ProcedureFile {
    /// Its name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl ProcedureFile {
    /// A file by its name and bytes.
    ///
    /// # Errors
    /// It is not text in UTF-8; the error says where.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Result<ProcedureFile> {
        let name = name.into();
        let text = in_utf8(&name, &bytes, Code::InvalidPolicy)?.to_owned();
        Ok(ProcedureFile { name, text })
    }
}

/// The text of a file that must be in UTF-8, or an error of this kind that says where it is not.
pub(super) fn in_utf8<'a>(name: &str, bytes: &'a [u8], code: Code) -> Result<&'a str> {
    std::str::from_utf8(bytes).map_err(|wrong| {
        let good = bytes.get(..wrong.valid_up_to()).unwrap_or_default();
        let good = String::from_utf8_lossy(good);
        let line = good.matches('\n').count() + 1;
        let column = good.rsplit('\n').next().map_or(0, |start| start.chars().count()) + 1;
        let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let what = if is_utf16 || good.contains('\0') || good.starts_with("PK\u{3}\u{4}") {
            "it is not text in UTF-8"
        } else {
            "the letter here is not written in UTF-8"
        };
        Error::new(code, what).at(format!("{name}:{line}:{column}")).help("save the file as UTF-8")
    })
}

/// The settings of a request, as `escalog.toml`, the options and the add-in give them; each may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The id of the procedure: a built-in one, or that of a file in `procedures`, which its name chooses too.
    pub policy: Option<String>,
    /// Procedure files of the user's own, one for each edition; without `policy` they are the procedure.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub procedures: Vec<ProcedureFile>,
    /// Alternative readings to put in force: an empty list puts those of a marked workbook out of force.
    pub readings: Option<Vec<String>>,
    /// The day as of which deadlines are judged.
    pub as_of: Option<NaiveDate>,
    /// How many working days before its date a deadline counts as due soon.
    #[serde(alias = "due-soon")]
    pub due_soon: Option<u16>,
    /// The agencies that are expected to return a log.
    #[serde(default, alias = "agency")]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub agencies: Vec<Agency>,
    /// The dates of returns, by the file's name.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub returned: BTreeMap<String, NaiveDate>,
    /// Days on which the partnership or an agency is closed.
    #[serde(default, alias = "closure")]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub closures: Vec<Closure>,
    /// The settings of the working folder: those that a workbook says of itself stand over them. The program alone has them.
    #[serde(skip)]
    pub defaults: Option<Box<Settings>>,
    /// The rules to check by: codes, names, or the beginning of codes; all where none is named.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub select: Vec<String>,
    /// The rules not to check by, in the same words.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub ignore: Vec<String>,
    /// The least severity that is said.
    pub severity: Option<Severity>,
    /// What a file may hold before it is refused.
    #[cfg_attr(feature = "types", ts(optional, type = "Partial<Limits>"))]
    pub limits: Option<Limits>,
    /// The password of every file that has one and is not named in `passwords`.
    #[serde(skip_serializing)]
    pub password: Option<Password>,
    /// Passwords by the names of their files.
    #[serde(default, skip_serializing)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub passwords: BTreeMap<String, Password>,
}

/// A password, which is never shown nor written anywhere.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// These characters as a password.
    pub fn new(characters: impl Into<String>) -> Password {
        Password(characters.into())
    }

    /// Its characters.
    pub fn characters(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Settings {
    /// These settings for one workbook: over what its own sheet says of how it was marked, over the defaults.
    ///
    /// # Errors
    /// It was marked under a procedure of the user's own, no other is named, and the file of that one is not given.
    pub fn in_workbook(&self, workbook: &Workbook) -> Result<Settings> {
        let marks = Marks::of(workbook);
        let settings = self.over_marks(&marks);
        match marks.policy {
            Some(id) if !self.names_policy() && !is_built_in(&id) && settings.procedures.is_empty() => {
                let what = format!("this log is marked under `{id}`, a procedure that is not built in");
                Err(Error::new(Code::UnknownPolicy, what).help("give its file with `--policy`"))
            }
            _ => Ok(settings),
        }
    }

    /// These settings without a workbook: over the defaults.
    #[must_use]
    pub fn alone(&self) -> Settings {
        self.over_marks(&Marks::default())
    }

    /// The alternative readings in force.
    pub fn readings(&self) -> &[String] {
        self.readings.as_deref().unwrap_or_default()
    }

    /// Whether these settings themselves name a procedure.
    pub(super) fn names_policy(&self) -> bool {
        self.policy.is_some() || !self.procedures.is_empty()
    }

    /// The id of the procedure that these settings themselves name.
    fn policy_id(&self) -> Option<String> {
        match (&self.policy, self.named_file()) {
            (_, Some(file)) => id_of(&file.text),
            (Some(id), None) => Some(id.clone()),
            (None, None) => id_of(&self.procedures.first()?.text),
        }
    }

    /// The procedure file that is chosen by its name.
    fn named_file(&self) -> Option<&ProcedureFile> {
        self.procedures.iter().find(|file| self.policy.as_ref() == Some(&file.name))
    }

    fn over_marks(&self, marks: &Marks) -> Settings {
        let mut options = self.clone();
        let mut defaults = options.defaults.take().map(|defaults| *defaults).unwrap_or_default();
        let mut own = Settings { due_soon: marks.due_soon, ..Settings::default() };
        if let Some(id) = &marks.policy {
            // The readings belong to the procedure: another one's are none of this one's.
            let is_same = |named: &Settings| named.policy_id().as_ref() == Some(id);
            if !options.names_policy() || is_same(&options) {
                own.readings.clone_from(&marks.readings);
            }
            if !options.names_policy() && defaults.readings.is_some() && !is_same(&defaults) {
                defaults.readings = None;
            }
            own.policy = Some(id.clone());
            // A procedure of the user's own is known by its file alone.
            if !is_built_in(id) {
                let files = defaults.procedures.iter().filter(|file| id_of(&file.text).as_ref() == Some(id));
                own.procedures = files.cloned().collect();
            }
        }
        options.over(own).over(defaults)
    }

    /// How the file of this name is read: its password and the limits.
    pub fn reading(&self, file: &str) -> Reading<'_> {
        let password = self.passwords.get(file).or(self.password.as_ref()).map(Password::characters);
        Reading { password, limits: self.limits.unwrap_or_default() }
    }

    /// These settings where they say something, the others elsewhere; closures of both.
    #[must_use]
    pub fn over(self, others: Settings) -> Settings {
        let first = |mine: Vec<String>, theirs| if mine.is_empty() { theirs } else { mine };
        // A file names a procedure too, and another's id is none of its.
        let names = self.names_policy();
        Settings {
            procedures: if names { self.procedures } else { others.procedures },
            policy: if names { self.policy } else { others.policy },
            readings: self.readings.or(others.readings),
            as_of: self.as_of.or(others.as_of),
            due_soon: self.due_soon.or(others.due_soon),
            agencies: if self.agencies.is_empty() { others.agencies } else { self.agencies },
            returned: others.returned.into_iter().chain(self.returned).collect(),
            closures: others.closures.into_iter().chain(self.closures).collect(),
            defaults: self.defaults.or(others.defaults),
            select: first(self.select, others.select),
            ignore: first(self.ignore, others.ignore),
            severity: self.severity.or(others.severity),
            limits: self.limits.or(others.limits),
            password: self.password.or(others.password),
            passwords: others.passwords.into_iter().chain(self.passwords).collect(),
        }
    }

    /// The procedure with its readings in force.
    ///
    /// # Errors
    /// No procedure chosen, or an unknown one; a procedure file with mistakes; an unknown reading.
    pub fn policy(&self) -> Result<Policy> {
        self.procedure()?.with_readings(self.readings())
    }

    fn procedure(&self) -> Result<Policy> {
        let from = |files: &[&ProcedureFile]| {
            Policy::from_files(files.iter().map(|file| (file.name.as_str(), file.text.as_str())))
        };
        let all: Vec<_> = self.procedures.iter().map(|file| (file, id_of(&file.text))).collect();
        let with_id = |id: Option<&String>| -> Vec<&ProcedureFile> {
            all.iter().filter(|(_, own)| own.as_ref() == id).map(|(file, _)| *file).collect()
        };
        let id = match (&self.policy, self.named_file()) {
            (None, _) if all.is_empty() => return Err(no_policy()),
            (None, _) => return from(&self.procedures.iter().collect::<Vec<_>>()),
            (Some(_), Some(file)) => match id_of(&file.text) {
                Some(id) => id,
                // What keeps it from having one is said.
                None => return from(&[file]),
            },
            (Some(id), None) => id.clone(),
        };
        let files = with_id(Some(&id));
        let unreadable = with_id(None);
        if !files.is_empty() {
            from(&files)
        } else if is_built_in(&id) || all.is_empty() {
            Policy::built_in(&id)
        } else if !unreadable.is_empty() {
            from(&unreadable)
        } else {
            let own = all.into_iter().filter_map(|(_, own)| own);
            let known: Vec<_> = own.chain(Policy::built_in_ids().map(str::to_owned)).collect();
            Err(Error::new(Code::UnknownPolicy, format!("there is no procedure `{id}`"))
                .help(format!("choose one of {}, or give its file", known.join(", "))))
        }
    }

    /// The day as of which to check.
    ///
    /// # Errors
    /// None is given, or one of a year that can't be counted in.
    pub fn day(&self) -> Result<NaiveDate> {
        let none = || {
            Error::new(Code::BadRequest, "it is not said as of which day to check")
                .help("give `as_of`, such as 2025-06-30")
        };
        countable(self.as_of.ok_or_else(none)?).map_err(|error| error.at("as_of"))
    }

    /// The working days, closures left out: an agency's hold by each of its spellings.
    ///
    /// # Errors
    /// Closures on which nothing could be counted.
    pub fn calendars(&self) -> Result<Calendars> {
        self.calendars_among(&Agencies::new(self.agencies.iter().cloned()))
    }

    /// The same for a register, whose agencies are those of this list.
    pub(super) fn calendars_among(&self, agencies: &Agencies) -> Result<Calendars> {
        let of_listed = |closure: &Closure| {
            let listed = closure.agency.as_deref().and_then(|agency| agencies.find(agency));
            let names = listed.into_iter().flat_map(|agency| agency.spellings.iter().chain([&agency.name]));
            names.map(|name| Closure { agency: Some(name.clone()), ..closure.clone() }).collect::<Vec<_>>()
        };
        let mut closures = self.closures.clone();
        closures.extend(self.closures.iter().flat_map(of_listed));
        Calendars::new(&closures)
    }

    /// The rules to check by.
    ///
    /// # Errors
    /// A word that means no rule, and a choice that leaves none.
    pub fn selection(&self) -> Result<Selection> {
        Selection::new(&self.select, &self.ignore, self.severity)
    }

    /// How many working days before its date a deadline counts as due soon.
    pub fn due_soon(&self) -> u16 {
        self.due_soon.unwrap_or(Days::DUE_SOON)
    }
}

fn is_built_in(id: &str) -> bool {
    Policy::built_in_ids().any(|known| known == id)
}

/// What to say where no procedure is named.
pub(super) fn no_policy() -> Error {
    let known: Vec<_> = Policy::built_in_ids().collect();
    Error::new(Code::UnknownPolicy, "no procedure is chosen")
        .help(format!("choose one with `--policy`: {}, or a procedure file", known.join(", ")))
}
