//! `merge`: returned logs, and registers, → one register with where each row came from.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Serialize;

use super::each::{apart, found};
use super::settings::in_utf8;
use super::{File, Heading, Settings, dates};
use crate::error::{Code, Error, Result};
use crate::grid::{Sheet, Workbook};
use crate::log::{self, Log, Marks};
use crate::merge::{
    self, Agencies, Agency, AgencyLine, Counts, Listed, Original, Pool, Register, Returned, ReturnedFile,
    agency_of_return, base_name,
};
use crate::parallel;
use crate::policy::Policy;
use crate::quarter::said::QUALITY;
use crate::workbook;

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
    /// The files that could not be read, and the rows of others that are not read, since they stand outside the table.
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
    let Merged { register, returns, mut errors, .. } = together(settings, &policy, as_of, given, progress)?;
    errors.extend(returns.iter().flat_map(|returned| left_out(&returned.log)));
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

/// The tables of a document that read like cases and are not read, since they have no headings (F109).
fn left_out(log: &Log) -> impl Iterator<Item = Error> {
    let headless = log.tables.iter().flat_map(|table| &table.headless);
    headless.map(|(sheet, row)| {
        let what = format!(
            "row {} of `{sheet}` reads like a case, but stands in a table without headings, of which nothing is read",
            row + 1
        );
        let help = "move the rows into the table above, right below its last case, and merge the log again";
        Error::new(Code::NoLog, what).at(&log.file).help(help)
    })
}

/// What came of the files.
pub(super) struct Merged {
    pub register: Register,
    /// The logs that were returned, as they are.
    pub returns: Vec<Returned>,
    /// The sheets of data quality of the registers given.
    pub quality: Vec<Sheet>,
    pub errors: Vec<Error>,
}

/// What a file came to.
enum Came {
    Return(Vec<Original>, Returned),
    Register(Pool, Vec<Sheet>),
}

/// What a register's workbook rests on, and which of its sheets nothing is read back from.
pub(super) fn pool(name: &str, grid: &Workbook, policy: &Policy, as_of: NaiveDate) -> Pool {
    let mut pool = merge::read(name, grid, policy, as_of);
    let added = grid.sheets.iter().filter(|sheet| !workbook::write::is_own_sheet(&sheet.name, policy));
    added.for_each(|sheet| pool.leave_behind(name, &sheet.name));
    pool
}

/// The same, where it can be read back whole, and its sheets of data quality.
fn register(name: &str, mut grid: Workbook, policy: &Policy, as_of: NaiveDate) -> Result<(Pool, Vec<Sheet>)> {
    merge::must_be_whole(&grid, policy).map_err(|error| error.at(name))?;
    let pool = pool(name, &grid, policy, as_of);
    grid.sheets.retain(|sheet| sheet.name == QUALITY);
    Ok((pool, grid.sheets))
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
    let (lists, files): (Vec<&File>, Vec<&File>) =
        given.files.iter().partition(|file| base_name(&file.name).eq_ignore_ascii_case(dates::LIST_OF_RETURNS));
    let dates = dates::of(&files, &lists, settings, &mut errors)?;
    let list = Agencies::new(settings.agencies.iter().cloned());
    errors.extend(list.unknown_kinds(policy));
    let files: Vec<(&File, String)> = files.iter().copied().zip(told_apart(&files)).collect();
    let mut pool = Pool::default();
    let (mut returns, mut quality) = (Vec::new(), Vec::new());
    let mut read = 0;
    if let Some(previous) = given.previous {
        progress(&previous.name);
        let grid = workbook::read_with(&previous.name, &previous.bytes, &settings.reading(&previous.name))?;
        if !merge::is_register(&grid) {
            return Err(Error::new(Code::BadRequest, "this is neither a register nor a quarterly workbook of escalog")
                .at(&previous.name)
                .help("give the workbook that `escalog merge` or `escalog quarter` wrote before"));
        }
        let (known, said) = register(&previous.name, grid, policy, as_of)?;
        pool.and(known);
        quality.extend(said);
        read += 1;
    }
    let is_shared = |base: &str| files.iter().filter(|(_, name)| base_name(name) == base).nth(1).is_some();
    let reader = log::Reader::new(policy, as_of);
    let came = |(file, name): &(&File, String)| {
        apart(name, || {
            let reading = settings.reading(&file.name);
            let plain = workbook::unprotected(name, &file.bytes, &reading)?;
            let mut grid = workbook::read_with(name, &plain, &reading)?;
            merge::must_be_no_copy(&grid).map_err(|error| error.at(name))?;
            if merge::is_register(&grid) {
                return register(name, grid, policy, as_of).map(|(pool, said)| Came::Register(pool, said));
            }
            let marked_under = Marks::of(&grid).policy;
            let log = found(reader.draw(name, &mut grid))?;
            let date = dates.get(file.name.as_str()).copied().or_else(|| workbook::modified(&plain));
            let by_name = is_shared(base_name(name)).then(|| agency_of_return(name));
            let returned = Returned { log, content: merge::hash(&file.bytes), date, by_name, marked_under };
            Ok(Came::Return(returned.originals(), returned))
        })
    };
    for files in files.chunks(AT_ONCE) {
        files.iter().for_each(|(_, name)| progress(name));
        for came in parallel::map(files, came) {
            match came {
                Ok(Came::Register(mut register, said)) => {
                    register.give();
                    pool.and(register);
                    quality.extend(said);
                }
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
    let known = std::mem::replace(&mut pool.agencies, list);
    pool.agencies.and(known);
    if read == 0 {
        let none = || Error::new(Code::BadRequest, "no logs were given").help("name at least one");
        return Err(Error::all(errors).unwrap_or_else(none));
    }
    Ok(Merged { register: merge::merge(pool, policy)?, returns, quality, errors })
}

/// What the files are called: as they are named, and files of one name with another content each by a number.
fn told_apart(files: &[&File]) -> Vec<String> {
    let mut named: HashMap<&str, Vec<&File>> = HashMap::new();
    files.iter().for_each(|file| named.entry(&file.name).or_default().push(file));
    let called = |file: &&File| {
        let same = named.get(file.name.as_str()).map_or(&[][..], Vec::as_slice);
        if same.iter().all(|other| other.bytes == file.bytes) {
            return file.name.clone();
        }
        // In the order of what is in them, so that the order of the files makes no difference.
        let contents: BTreeSet<String> = same.iter().map(|other| merge::hash(&other.bytes)).collect();
        let before = contents.iter().take_while(|content| **content != merge::hash(&file.bytes)).count();
        match (before, file.name.rsplit_once('.')) {
            (0, _) => file.name.clone(),
            (before, Some((stem, ending))) => format!("{stem} ({}).{ending}", before + 1),
            (before, None) => format!("{} ({})", file.name, before + 1),
        }
    };
    files.iter().map(called).collect()
}

/// The list of agencies in a file: TOML, or a table in any readable format, read with the settings' password and limits.
///
/// # Errors
/// A file that can't be read, and one in which no list stands.
pub fn agencies(file: &File, settings: &Settings) -> Result<Vec<Agency>> {
    let list = if base_name(&file.name).to_lowercase().ends_with(".toml") {
        Agencies::of_toml(&file.name, in_utf8(&file.name, &file.bytes, Code::BadRequest)?)?
    } else {
        let grid = workbook::read_with(&file.name, &file.bytes, &settings.alone().reading(&file.name))?;
        Agencies::of_table(&file.name, &grid)?
    };
    Ok(list.iter().cloned().collect())
}
