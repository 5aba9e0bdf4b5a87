//! `merge`: returned logs, and registers, → one register with where each row came from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::check::{apart, found};
use super::{File, Heading, Settings};
use crate::calendar::countable;
use crate::error::{Code, Error, Result};
use crate::log;
use crate::merge::{
    self, Agencies, Agency, AgencyLine, Counts, Listed, Original, Pool, Register, Returned, ReturnedFile, base_name,
};
use crate::parallel;
use crate::policy::Policy;
use crate::workbook;

/// The name of the file that says, beside the logs, on which date each was returned.
const DATES: &str = "returns.csv";

/// How many files are read at once, at the most.
const AT_ONCE: usize = 8;

/// What is merged.
#[derive(Debug, Clone, Default)]
pub struct Given<'a> {
    /// Returned logs, registers, and a `returns.csv` with the dates of the returns.
    pub files: &'a [File],
    /// The register, or quarterly workbook, that is carried forward.
    pub previous: Option<&'a File>,
    /// The files that could not be opened at all.
    pub unread: Vec<Error>,
}

/// What `merge` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MergeAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// How many rows came in, and what became of them.
    #[serde(flatten)]
    pub counts: Counts,
    /// What is to be looked at: conflicts, pairs, rows set aside, superseded values, corrections.
    pub listed: Vec<Listed>,
    /// The agencies, those that returned nothing and how they are spelled among them.
    pub agencies: Vec<AgencyLine>,
    /// The files that were returned.
    pub returns: Vec<ReturnedFile>,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// Puts returned logs and registers together and writes the register. `progress` is told of each file before
/// it is read; several are read at once.
///
/// # Errors
/// No day, a procedure that can't be used, a previous workbook that is no register, no file that could be read.
pub fn merge(settings: &Settings, given: Given<'_>, progress: &mut dyn FnMut(&str)) -> Result<(MergeAnswer, Vec<u8>)> {
    let policy = settings.policy()?;
    let as_of = settings.day()?;
    let Merged { register, returns, errors } = together(settings, &policy, as_of, given, progress)?;
    let write = || workbook::write::register(&register, &policy, &errors);
    let besides = || {
        drop(returns);
        (register.agencies(|_| true), register.returns(|_| true))
    };
    let (bytes, (agencies, returns)) = parallel::both(write, besides);
    let bytes = bytes?;
    let answer = MergeAnswer {
        heading: Heading::new(&policy, settings, as_of),
        counts: register.counts(),
        agencies,
        returns,
        listed: register.listed,
        errors,
    };
    Ok((answer, bytes))
}

/// What came of the files.
pub(super) struct Merged {
    pub register: Register,
    /// The logs that were returned, as they are.
    pub returns: Vec<Returned>,
    pub errors: Vec<Error>,
}

/// What a file came to.
enum Came {
    Return(Vec<Original>, Returned),
    Register(Pool),
}

/// Reads the files and puts them together.
pub(super) fn together(
    settings: &Settings,
    policy: &Policy,
    as_of: NaiveDate,
    given: Given<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Merged> {
    let mut errors = given.unread;
    let mut dates = BTreeMap::new();
    let (lists, files): (Vec<&File>, Vec<&File>) =
        given.files.iter().partition(|file| base_name(&file.name).eq_ignore_ascii_case(DATES));
    for list in lists {
        match dates_in(list) {
            Ok(found) => dates.extend(found),
            Err(error) => errors.push(error),
        }
    }
    for (name, date) in &settings.returned {
        dates.insert(name.clone(), countable(*date).map_err(|error| error.at(name))?);
    }

    errors.extend(not_among(given.files, &errors, settings));
    let mut pool = Pool::default();
    let mut returns = Vec::new();
    let mut read = 0;
    if let Some(previous) = given.previous {
        progress(&previous.name);
        let grid = workbook::read_with(&previous.name, &previous.bytes, &settings.reading(&previous.name))?;
        if !merge::is_register(&grid) {
            return Err(Error::new(Code::BadRequest, "this is neither a register nor a quarterly workbook of escalog")
                .at(&previous.name)
                .help("give the workbook that `escalog merge` or `escalog quarter` wrote before"));
        }
        pool.and(merge::read(&previous.name, &grid, policy, as_of));
        read += 1;
    }
    let came = |file: &&File| {
        apart(&file.name, || {
            let grid = workbook::read_with(&file.name, &file.bytes, &settings.reading(&file.name))?;
            if merge::is_register(&grid) {
                return Ok(Came::Register(merge::read(&file.name, &grid, policy, as_of)));
            }
            let log = found(log::take(&file.name, grid, policy, as_of))?;
            let given = [file.name.as_str(), base_name(&file.name)].iter().find_map(|name| dates.get(*name));
            let date = given.copied().or_else(|| workbook::modified(&file.bytes));
            let returned = Returned { log, content: merge::hash(&file.bytes), date };
            Ok(Came::Return(returned.originals(), returned))
        })
    };
    for files in files.chunks(AT_ONCE) {
        files.iter().for_each(|file| progress(&file.name));
        for came in parallel::map(files, came) {
            match came {
                Ok(Came::Register(register)) => pool.and(register),
                Ok(Came::Return(originals, returned)) => {
                    pool.add_originals(&returned, originals);
                    returns.push(returned);
                }
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            }
            read += 1;
        }
    }
    // What is given now counts more than what a register knows.
    let known = std::mem::replace(&mut pool.agencies, Agencies::new(settings.agencies.iter().cloned()));
    pool.agencies.and(known);
    if read == 0 {
        let none = || Error::new(Code::BadRequest, "no logs were given").help("name at least one");
        return Err(Error::all(errors).unwrap_or_else(none));
    }
    Ok(Merged { register: merge::merge(pool, policy)?, returns, errors })
}

/// The files that a date of return is given for, and that are not there: most likely misspelled. A list beside the
/// logs may be that of all returns.
fn not_among(files: &[File], unread: &[Error], settings: &Settings) -> Vec<Error> {
    let known = || files.iter().map(|file| file.name.as_str()).chain(unread.iter().filter_map(Error::place));
    let is_known = |name: &str| known().any(|file| file == name || base_name(file) == name);
    let unknown = settings.returned.keys().filter(|name| !is_known(name));
    let error = |name: &String| {
        Error::new(Code::BadRequest, "a date of return is given for this file, but it is not among the files")
            .at(name)
            .help("give its name as it stands in the folder")
    };
    unknown.map(error).collect()
}

/// The dates of returns in a table with the headings `file` and `returned`.
fn dates_in(file: &File) -> Result<BTreeMap<String, NaiveDate>> {
    let wrong = |what: String| {
        Error::new(Code::BadRequest, what).at(&file.name).help(
            "give it the headings `file` and `returned`, and below them a file's name and a date such as 2025-07-04",
        )
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(file.bytes.as_slice());
    let headings = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let place = |wanted: &str| {
        headings.iter().position(|heading| heading.trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted))
    };
    let (Some(name), Some(date)) = (place("file"), place("returned")) else {
        return Err(wrong("the headings `file` and `returned` are not both there".to_owned()));
    };
    let mut dates = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let text = |place: usize| record.get(place).unwrap_or_default().to_owned();
        if text(name).is_empty() || text(date).is_empty() {
            continue;
        }
        dates.insert(text(name), day(&text(date)).ok_or_else(|| wrong(format!("`{}` is not a date", text(date))))?);
    }
    Ok(dates)
}

/// `2025-07-04`, or as a spreadsheet program saves it, `04/07/2025`.
fn day(text: &str) -> Option<NaiveDate> {
    let british = || NaiveDate::parse_from_str(text, "%d/%m/%Y").ok();
    text.parse().ok().or_else(british).and_then(|day| countable(day).ok())
}

/// The list of agencies in a file: TOML, or a table in any readable format.
///
/// # Errors
/// A file that can't be read, and one in which no list stands.
pub fn agencies(file: &File) -> Result<Vec<Agency>> {
    let list = if base_name(&file.name).to_lowercase().ends_with(".toml") {
        Agencies::of_toml(&file.name, &String::from_utf8_lossy(&file.bytes))?
    } else {
        Agencies::of_table(&file.name, &workbook::read(&file.name, &file.bytes)?)?
    };
    Ok(list.iter().cloned().collect())
}
