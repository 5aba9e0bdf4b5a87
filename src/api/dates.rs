//! The dates of returns: what the settings and the lists beside the logs say → the date of each file.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{File, Settings};
use crate::calendar::countable;
use crate::error::{Code, Error, Result};
use crate::merge::base_name;

/// The name of the file that says, beside the logs, on which date each was returned.
pub const LIST_OF_RETURNS: &str = "returns.csv";

/// The dates of these files, by their names: what the settings say before what the lists do. `errors` takes what fits
/// no file or more than one, what is given a second date, and lists that can't be read.
///
/// # Errors
/// A date of the settings in a year that is not counted in.
pub(super) fn of<'f>(
    files: &[&'f File],
    lists: &[&File],
    settings: &Settings,
    errors: &mut Vec<Error>,
) -> Result<HashMap<&'f str, NaiveDate>> {
    let mut dates = HashMap::new();
    for list in lists {
        match dates_in(list) {
            Ok(listed) => add_list(list, &listed, files, &mut dates, errors),
            Err(error) => errors.push(error),
        }
    }
    let mut given = HashMap::new();
    for (name, date) in &settings.returned {
        let date = countable(*date).map_err(|error| error.at(name))?;
        match fitting(name, files).as_slice() {
            [] if errors.iter().filter_map(Error::place).any(|unread| fits(name, unread)) => {}
            [] => errors.push(not_among(name, "give its name as it stands in the folder")),
            [file] => errors.extend(is_other(given.insert(*file, date), date).then(|| two_dates(file))),
            several => errors.push(of_several(name, several)),
        }
    }
    dates.extend(given);
    Ok(dates)
}

/// What one list says. It may be that of all returns, of which some are not there.
fn add_list<'f>(
    list: &File,
    listed: &[(String, NaiveDate)],
    files: &[&'f File],
    dates: &mut HashMap<&'f str, NaiveDate>,
    errors: &mut Vec<Error>,
) {
    let folder = list.name.get(..list.name.len() - base_name(&list.name).len()).unwrap_or_default();
    let meant = |name: &str| {
        let beside = format!("{folder}{name}");
        let beside: Vec<&'f str> = fitting(&beside, files).into_iter().filter(|file| same(file, &beside)).collect();
        if folder.is_empty() || beside.is_empty() { fitting(name, files) } else { beside }
    };
    let found: Vec<(&String, NaiveDate, Vec<&'f str>)> =
        listed.iter().map(|(name, date)| (name, *date, meant(name))).collect();
    let has_date = |file: &str| found.iter().any(|(_, _, files)| files.contains(&file));
    for (name, date, meant) in &found {
        match meant.as_slice() {
            [] => {
                let near = files.iter().find(|file| !has_date(&file.name) && is_near(name, &file.name));
                let help =
                    near.map(|near| format!("is `{}` meant? Give its name as it stands in the folder", near.name));
                errors.extend(help.map(|help| not_among(name, help).at(&list.name)));
            }
            [file] => {
                let is_second = is_other(dates.insert(*file, *date), *date);
                errors.extend(is_second.then(|| two_dates(file).at(&list.name)));
            }
            several => errors.push(of_several(name, several).at(&list.name)),
        }
    }
}

/// Whether a date that was given before is another one.
fn is_other(before: Option<NaiveDate>, date: NaiveDate) -> bool {
    before.is_some_and(|before| before != date)
}

/// What is wrong where two dates are given for one return.
pub fn two_dates(file: &str) -> Error {
    Error::new(Code::BadRequest, "two dates of return are given for this file")
        .at(file)
        .help("give the right one alone")
}

/// The names of the files that this one fits: the same, or the same without the folders of one of them.
fn fitting<'f>(name: &str, files: &[&'f File]) -> Vec<&'f str> {
    let mut found: Vec<&str> = files.iter().map(|file| file.name.as_str()).filter(|file| same(file, name)).collect();
    if found.is_empty() {
        found.extend(files.iter().map(|file| file.name.as_str()).filter(|file| fits(name, file)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Capitals make no difference, nor which way the strokes between folders lean.
fn folded(name: &str) -> String {
    name.to_lowercase().replace('\\', "/")
}

fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn fits(name: &str, file: &str) -> bool {
    let (name, file) = (folded(name), folded(file));
    let ends =
        |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    ends(&name, &file) || ends(&file, &name)
}

/// Whether a name is most likely this one misspelled.
fn is_near(name: &str, file: &str) -> bool {
    const WRONG_LETTERS: usize = 2;
    let stem = |name: &str| {
        let name = folded(base_name(name));
        name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned())
    };
    strsim::damerau_levenshtein(&stem(name), &stem(file)) <= WRONG_LETTERS
}

fn not_among(name: &str, help: impl Into<String>) -> Error {
    Error::new(Code::BadRequest, "a date of return is given for this file, but it is not among the files")
        .at(name)
        .help(help)
}

fn of_several(name: &str, files: &[&str]) -> Error {
    let what = format!("a date of return is given for more than one file at once: {}", files.join(", "));
    Error::new(Code::BadRequest, what).at(name).help("give each with the folder that tells it apart")
}

/// The dates of returns in a table with the headings `file` and `returned`.
fn dates_in(file: &File) -> Result<Vec<(String, NaiveDate)>> {
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
    let mut dates = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let text = |place: usize| record.get(place).unwrap_or_default().to_owned();
        if text(name).is_empty() || text(date).is_empty() {
            continue;
        }
        dates.push((text(name), day(&text(date)).ok_or_else(|| wrong(format!("`{}` is not a date", text(date))))?));
    }
    Ok(dates)
}

/// `2025-07-04`, or as a person or a spreadsheet program writes it: `04/07/2025`, `4 July 2025`.
fn day(text: &str) -> Option<NaiveDate> {
    let shapes = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y"];
    let day = shapes.into_iter().find_map(|shape| NaiveDate::parse_from_str(text, shape).ok());
    day.and_then(|day| countable(day).ok())
}
