//! What a quarterly workbook said of returns as a whole: a later workbook of the same quarter says it again, since the
//! register keeps rows and no headings.
//!
//! In: the sheet of data quality, and the returns whose logs are not at hand. Out: what was found in them.

use std::collections::HashMap;

use super::{About, Found};
use crate::finding::{Finding, Severity};
use crate::grid::{Address, Cell, Sheet};
use crate::merge::ReturnedFile;
use crate::rules;

/// The sheet of data quality.
pub const QUALITY: &str = "Data quality";

// The headings of its list of findings by which it is read back.
pub const CODE: &str = "Code";
pub const SEVERITY: &str = "Severity";
pub const ROW: &str = "Row";
pub const CELL: &str = "Cell";
pub const SHEET: &str = "Sheet";
pub const FILE: &str = "File";
pub const MESSAGE: &str = "Message";

/// What the sheet says of these returns as a whole. Of two files of one name nobody knows which is meant.
pub fn said_of(sheet: &Sheet, returns: &[&ReturnedFile]) -> Vec<Found> {
    let mut rows = sheet.rows();
    let headings = rows.by_ref().find_map(|row| {
        let headings: HashMap<String, u32> = row.iter().map(|cell| (cell.value.shown(), cell.at.column)).collect();
        [CODE, SEVERITY, ROW, MESSAGE, FILE].iter().all(|wanted| headings.contains_key(*wanted)).then_some(headings)
    });
    let Some(headings) = headings else { return Vec::new() };
    let said = |row: &[Cell]| {
        let text = |heading: &str| {
            let column = headings.get(heading)?;
            row.iter().find(|cell| cell.at.column == *column).map(|cell| cell.value.shown())
        };
        let file = text(FILE)?;
        let mut named = returns.iter().filter(|returned| returned.file == file);
        let returned = named.next().filter(|_| text(ROW).is_none_or(|row| row.is_empty()) && named.next().is_none())?;
        let severities = [Severity::Error, Severity::Warning, Severity::Information];
        let severity = text(SEVERITY)?;
        let finding = Finding {
            rule: rules::find(&text(CODE)?)?,
            severity: severities.into_iter().find(|known| known.as_str() == severity)?,
            sheet: text(SHEET).unwrap_or_default(),
            row: None,
            cell: text(CELL).and_then(|cell| Address::try_from(cell).ok()),
            heading: None,
            text: None,
            message: text(MESSAGE)?,
            clause: None,
            fix: None,
            accepted: None,
            file,
        };
        Some(Found { finding, about: About::Return(returned.content.clone()) })
    };
    rows.filter_map(said).collect()
}
