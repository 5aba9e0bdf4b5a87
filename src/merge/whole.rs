//! Whether a register can be read back: its table is there, and every row's cells are its own.

use std::collections::HashSet;

use super::kept::Lines;
use super::original::words_of;
use super::{AGENCY, ESCALATIONS, Key, MARK, SOURCES, as_written};
use crate::error::{Code, Error, Result};
use crate::grid::{Sheet, Value, Workbook};
use crate::log::Meaning;
use crate::policy::Policy;

/// Whether what an officer corrected in a register can be read back: not where its table of escalations, or a column
/// that it must have, can't be found, or its columns were sorted apart.
///
/// # Errors
/// A register of which a part is missing, or not in its place.
pub fn must_be_whole(workbook: &Workbook, policy: &Policy) -> Result<()> {
    let refused = |what: String| {
        Error::new(Code::BadRequest, format!("it is a register, but {what}, so that what was corrected can't be read"))
            .help("give the sheet and its headings their names again, or give the register as escalog wrote it")
    };
    let sheet = |name: &str| workbook.sheets.iter().find(|sheet| sheet.name == name);
    let Some(table) = sheet(ESCALATIONS).and_then(|sheet| Lines::of(sheet, &[AGENCY, MARK])) else {
        let what = format!("its sheet `{ESCALATIONS}` with the columns `{AGENCY}` and `{MARK}` (hidden) is not there");
        return Err(refused(what));
    };
    let returned: Vec<&str> = sheet(SOURCES)
        .into_iter()
        .flat_map(Sheet::rows)
        .flatten()
        .filter_map(|cell| if let Value::Text(text) = &cell.value { Some(text.as_str()) } else { None })
        .filter(|text| text.starts_with('{'))
        .collect();
    let own = [Meaning::Number, Meaning::Name, Meaning::Concern, Meaning::Stage, Meaning::Outcome].map(Key::of);
    for key in own.into_iter().chain(["concern", "resolved"].map(Key::event)) {
        let (heading, said) = (key.heading(policy), format!("\"{}\":", key.id()));
        if returned.iter().any(|text| text.contains(&said)) && !table.headings.values().any(|known| *known == heading) {
            return Err(refused(format!("its sheet `{ESCALATIONS}` has no column `{heading}`")));
        }
    }
    if is_sorted_apart(&table, policy) {
        let what = format!("the columns of `{ESCALATIONS}` seem to have been sorted apart");
        return Err(Error::new(Code::BadRequest, what).help("undo the sorting, or sort the whole table"));
    }
    Ok(())
}

/// Whether in many rows the number, the child and the date of birth are those of another row: what else stands there, and
/// the row's hidden mark, did not move with them.
fn is_sorted_apart(table: &Lines<'_>, policy: &Policy) -> bool {
    let of_child = [Meaning::Number, Meaning::Name, Meaning::Born].map(|meaning| Key::of(meaning).heading(policy));
    let marks: Vec<String> = table.lines.iter().map(|line| table.text(line, MARK)).collect();
    let written: Vec<HashSet<&str>> = marks.iter().map(|mark| mark.split(' ').skip(1).collect()).collect();
    let stands = |place: usize, cells: &[String]| {
        written.get(place).is_some_and(|written| cells.iter().all(|cell| written.contains(cell.as_str())))
    };
    let mut strays: Vec<Vec<String>> = Vec::new();
    let mut rows = 0;
    for (place, line) in
        table.lines.iter().enumerate().filter(|(place, _)| written.get(*place).is_some_and(|w| !w.is_empty()))
    {
        rows += 1;
        let of_child = table.cells(line).filter(|(heading, _)| of_child.iter().any(|own| own == heading));
        let cells =
            of_child.map(|(heading, cell)| (heading, words_of(&cell.value))).filter(|(_, words)| !words.is_empty());
        let cells: Vec<String> = cells.map(|(heading, words)| as_written(heading, &words)).collect();
        // A name or a number alone may be another's too.
        if cells.len() > 1 && !stands(place, &cells) {
            strays.push(cells);
        }
    }
    let are_many = |moved: usize| moved > 1 && moved * 3 >= rows;
    are_many(strays.len())
        && are_many(strays.iter().filter(|cells| (0..written.len()).any(|place| stands(place, cells))).count())
}
