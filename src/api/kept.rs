//! A file that stands where another is to be written → whether it holds what nobody could make again.

use chrono::NaiveDate;

use super::{File, Settings};
use crate::error::{Code, Result};
use crate::grid::Workbook;
use crate::merge::{self, Original, Pool};
use crate::{log, workbook};

/// Whether a register holds what a person corrected, chose, noted or added in it and what the new file does not hold.
///
/// # Errors
/// A procedure that can't be used.
pub fn would_be_lost(settings: &Settings, as_of: NaiveDate, there: &File, new: &File) -> Result<bool> {
    // Written again as it was, which needs no reading.
    if there.bytes == new.bytes {
        return Ok(false);
    }
    let policy = settings.alone().policy()?;
    let pool = |file: &File| -> Found<Option<Pool>> {
        read(settings, file, |grid| {
            merge::is_register(&grid).then(|| super::merge::pool(&file.name, &grid, &policy, as_of))
        })
    };
    let there = match pool(there) {
        Found::Locked => return Ok(true),
        Found::Nothing | Found::Read(None) => return Ok(false),
        Found::Read(Some(pool)) => pool,
    };
    let new = match pool(new) {
        Found::Read(Some(pool)) => pool,
        _ => Pool::default(),
    };
    let says = |of: &Pool, key| of.corrections.get(key).map(|correction| correction.words().to_owned());
    let is_by_hand = |original: &&Original| original.occurrences.iter().all(|at| at.content == merge::BY_HAND);
    let mut added = there.originals.values().filter(is_by_hand);
    let kept = !there.leaves_sheets()
        && added.all(|original| new.originals.contains_key(&original.id))
        && there.settled.is_subset(&new.settled)
        && there.corrections.keys().all(|key| says(&there, key) == says(&new, key))
        && there.notes.iter().all(|(at, notes)| new.notes.get(at).is_some_and(|kept| notes.is_subset(kept)));
    Ok(!kept)
}

/// Whether a log with cases stands in a file.
///
/// # Errors
/// No day, or a procedure that can't be used.
pub fn holds_cases(settings: &Settings, there: &File) -> Result<bool> {
    let alone = settings.alone();
    let (policy, as_of) = (alone.policy()?, alone.day()?);
    let cases = |grid| log::take(&there.name, grid, &policy, as_of).rows().next().is_some();
    Ok(match read(settings, there, cases) {
        Found::Read(has_cases) => has_cases,
        Found::Locked => true,
        Found::Nothing => false,
    })
}

/// Whether a file may be something else than a report form or a note as escalog wrote it: one that a person filled in
/// or changed, or a letter. Of a text nobody can say who wrote it, so that only the same text will do.
pub fn may_be_by_hand(settings: &Settings, there: &File, new: &[u8]) -> bool {
    if there.bytes.is_empty() || there.bytes == new {
        return false;
    }
    let opened = workbook::unprotected(&there.name, &there.bytes, &settings.alone().reading(&there.name));
    opened.map_or(true, |there| !workbook::write::is_form_as_written(&there, new))
}

/// What became of looking into a file.
enum Found<T> {
    Read(T),
    /// It has a password that is not given: nobody can say what it holds.
    Locked,
    Nothing,
}

fn read<T>(settings: &Settings, file: &File, take: impl FnOnce(Workbook) -> T) -> Found<T> {
    match workbook::read_with(&file.name, &file.bytes, &settings.alone().reading(&file.name)) {
        Ok(grid) => Found::Read(take(grid)),
        Err(error) if matches!(error.code(), Code::NeedsPassword | Code::WrongPassword) => Found::Locked,
        Err(_) => Found::Nothing,
    }
}
