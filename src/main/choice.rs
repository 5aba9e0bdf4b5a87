//! What commands have in common: what is known of the returns, how logs are judged, where a password comes from, which
//! copy is wanted.
//!
//! In: options, and `escalog.toml` of the working folder. Out: [`Settings`].

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use escalog::api::{self, CopyFor, Settings};
use escalog::error::{Code, Error};
use escalog::quarter::Quarter;
use escalog::workbook::write::Key;
use rand::TryRngCore;
use rand::rngs::OsRng;

use super::{files, password};

/// What is known of the returns.
#[derive(Debug, Args)]
pub struct Returns {
    /// The agencies that are expected to return a log: a csv, xlsx or TOML file with names, kinds, spellings
    #[arg(long, value_name = "LIST")]
    pub agencies: Option<PathBuf>,
    /// The date of a return, as file=year-month-day; may be given again. Else `returns.csv` beside the logs
    /// says it (headings `file`, `returned`), else the file's own properties
    #[arg(long = "returned", value_name = "FILE=DATE", value_parser = returned)]
    pub returned: Vec<(String, NaiveDate)>,
}

fn returned(text: &str) -> Result<(String, NaiveDate), String> {
    let wrong = || format!("`{text}` is not a file's name and a date such as `oakfield.xlsx=2025-07-04`");
    let (file, date) = text.rsplit_once('=').ok_or_else(wrong)?;
    Ok((file.to_owned(), date.parse().map_err(|_| wrong())?))
}

impl Returns {
    /// Adds what is known of the returns to the settings.
    pub fn add_to(self, settings: &mut Settings) -> Result<(), Error> {
        if let Some(list) = &self.agencies {
            settings.agencies = api::agencies(&files::workbook(list, settings)?, settings)?;
        }
        let mut dates = BTreeMap::new();
        for (file, date) in self.returned {
            if dates.insert(file.clone(), date).is_some_and(|before| before != date) {
                return Err(api::two_dates(&file));
            }
        }
        settings.returned.extend(dates);
        Ok(())
    }
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "write the date as year-month-day, such as 2025-06-30")
}

/// What settles how logs are judged, and opens those that are protected.
#[derive(Debug, Args)]
pub struct Choice {
    #[command(flatten)]
    judged: Judged,
    #[command(flatten)]
    password: PasswordFrom,
}

impl Choice {
    /// As [`Judged::for_workbooks`], with the password.
    pub fn for_workbooks(self) -> Result<Settings, Error> {
        let password = password::asked(&self.password)?;
        Ok(Settings { password, ..self.judged.for_workbooks()? })
    }

    /// As [`Judged::for_quarter`], with the password.
    pub fn for_quarter(self, quarter: Quarter) -> Result<Settings, Error> {
        let password = password::asked(&self.password)?;
        Ok(Settings { password, ..self.judged.for_quarter(quarter)? })
    }
}

/// What settles how logs are judged.
#[derive(Debug, Args)]
pub struct Judged {
    /// The procedure: a built-in id (see `escalog policy list`) or a procedure file; given again, its other editions,
    /// of which the one in force when the concern arose governs a row
    #[arg(long, value_name = "ID")]
    pub policy: Vec<String>,
    /// An alternative reading to put in force; may be given again
    #[arg(long = "reading", value_name = "ID")]
    pub readings: Vec<String>,
    /// The day as of which to judge, as year-month-day [default: today; for a quarter that is over, its last day]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// A TOML file of closure days: `[[closure]]` with `from`, `to`, `why` and, for one agency, `agency`
    #[arg(long, value_name = "FILE")]
    pub closures: Option<PathBuf>,
    /// How many working days before its date a deadline counts as due soon [default: 2]
    #[arg(long, value_name = "DAYS")]
    pub due_soon: Option<u16>,
}

/// Where the password of protected files comes from; never from an argument, which other users of the
/// machine could see.
#[derive(Debug, Default, Args)]
pub struct PasswordFrom {
    /// A file whose first line is the password of the protected logs [default: the variable ESCALOG_PASSWORD]
    #[arg(long, value_name = "FILE", conflicts_with = "ask_password")]
    pub password_file: Option<PathBuf>,
    /// Ask for the password of the protected logs on the terminal
    #[arg(long)]
    pub ask_password: bool,
}

impl PasswordFrom {
    /// How a workbook is read that nothing is judged in: the password, and the limits of `escalog.toml`.
    pub fn for_any_workbook(&self) -> Result<Settings, Error> {
        let limits = own_settings()?.and_then(|own| own.limits);
        Ok(Settings { password: password::asked(self)?, limits, ..Settings::default() })
    }
}

impl Judged {
    /// The options, as of today unless they say otherwise, with `escalog.toml` of the working folder beside them:
    /// what a workbook says of itself stands between the two.
    pub fn for_workbooks(self) -> Result<Settings, Error> {
        let mut options = self.options()?;
        let defaults = own_settings()?;
        let as_of = options.as_of.or(defaults.as_ref().and_then(|defaults| defaults.as_of));
        options.as_of = as_of.or_else(|| Some(today()));
        options.defaults = defaults.map(Box::new);
        Ok(options)
    }

    /// The same for a quarter: as of its last day, or of today while it lasts, unless they say otherwise.
    fn for_quarter(self, quarter: Quarter) -> Result<Settings, Error> {
        let options = self.options()?;
        let settings = match own_settings()? {
            Some(own) => options.over(own),
            None => options,
        };
        let as_of = settings.as_of.unwrap_or_else(|| today().min(quarter.last()));
        Ok(Settings { as_of: Some(as_of), ..settings })
    }

    fn options(self) -> Result<Settings, Error> {
        let readings = (!self.readings.is_empty()).then_some(self.readings);
        let mut options = Settings { readings, as_of: self.as_of, due_soon: self.due_soon, ..Settings::default() };
        for policy in &self.policy {
            let editions = std::mem::take(&mut options.procedures);
            files::choose_policy(&mut options, policy)?;
            if self.policy.len() > 1 {
                // The files are the procedure, whichever of them was named last.
                options.policy = None;
                if options.procedures.is_empty() {
                    let what = format!("`{policy}` can't be one of several editions");
                    return Err(
                        Error::new(Code::BadRequest, what).help("give `--policy` once, or each time a procedure file")
                    );
                }
            }
            options.procedures.splice(..0, editions);
        }
        if let Some(path) = &self.closures {
            options.closures = files::closures(path)?;
        }
        Ok(options)
    }
}

/// A copy of the workbook for others, that names no child.
#[derive(Debug, Args)]
pub struct CopyWanted {
    /// Write the copy for the board: the figures as values, no rows, no free text
    #[arg(long)]
    pub board: bool,
    /// Write the copy for partners: the rows with a pseudonym for each child, no free text
    #[arg(long, conflicts_with_all = ["board", "suppress"])]
    pub pseudonymise: bool,
    /// The file with your secret key, so that a child keeps its pseudonym from quarter to quarter [default: a new
    /// key each time]
    #[arg(long, value_name = "FILE", requires = "pseudonymise")]
    pub key: Option<PathBuf>,
    /// Write the copy for publication: as for the board, with counts under N hidden so that they can't be worked out
    #[arg(long, value_name = "N")]
    pub suppress: Option<usize>,
}

impl CopyWanted {
    /// What is asked for, with a key of chance where pseudonyms are wanted and no key is given.
    pub fn wanted(self) -> Result<CopyFor, Error> {
        let key = match &self.key {
            Some(path) => Some(Key::new(&files::whole(path)?)?),
            None if self.pseudonymise => Some(chance()?),
            None => None,
        };
        Ok(CopyFor { board: self.board, pseudonymise: self.pseudonymise, key, suppress: self.suppress })
    }
}

fn chance() -> Result<Key, Error> {
    let mut bytes = [0; 32];
    let failed = |error| Error::new(Code::Fault, format!("this machine gives no random numbers: {error}"));
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| failed(error).help("give a key of your own with `--key`"))?;
    // White space at the end of a key makes no difference, so that it is written out.
    Key::new(bytes.map(|byte| format!("{byte:02x}")).concat().as_bytes())
}

fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// The settings of the working folder, where it has some.
fn own_settings() -> Result<Option<Settings>, Error> {
    let own = std::path::Path::new("escalog.toml");
    own.exists().then(|| files::settings(own)).transpose()
}
