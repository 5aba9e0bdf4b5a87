//! The findings and the returns, as tables.

use std::collections::HashMap;

use super::figure::Over;
use super::kept::YES;
use super::table::{Cell, Column, Grid};
use crate::merge::{AgencyLine, ReturnedFile};
pub(super) use crate::quarter::said::SEVERITY;
use crate::quarter::said::{CELL, CODE, FILE, MESSAGE, ROW, SHEET};
use crate::quarter::{About, CORRECTED_HERE, Found, Report, Return};

// The columns that formulas refer to.
pub(super) const AGENCY: &str = "Agency";
pub(super) const RULE: &str = "Rule";
/// What stands in place of the severity of a finding that people accept.
pub(super) const ACCEPTED: &str = "accepted";
pub(super) const RETURNED: &str = "Return";
/// Whether a finding is of a log that was given for the quarter of the report.
pub(super) const OF_QUARTER: &str = "Returned for this quarter";

/// What is late, missing or wrong in the returned logs, and what the agency does about it.
pub(super) fn findings(report: &Report<'_>) -> Grid {
    let columns = vec![
        Column::text(AGENCY, 26.0),
        Column::text(CODE, 12.0),
        Column::text(SEVERITY, 12.0),
        Column::number(ROW, 12.0),
        Column::text(CELL, 12.5),
        Column::text(SHEET, 12.5),
        Column::text(FILE, 26.0),
        Column::text(MESSAGE, 44.0),
        Column::text("Advice, or why accepted", 44.0),
        Column::text(RULE, 20.0),
        Column::text("Number", 10.0),
        Column::text(OF_QUARTER, 12.0),
    ];
    let returns = report.returns.iter().map(|Return { file, .. }| ((file.file.as_str(), file.content.as_str()), file));
    let returns: HashMap<(&str, &str), &ReturnedFile> = returns.collect();
    // What the officer wrote is no fault of the agency's.
    let is_officer_s = |found: &Found| found.finding.file == CORRECTED_HERE;
    let agency = |found: &Found| match found.about {
        _ if is_officer_s(found) => Some(CORRECTED_HERE.to_owned()),
        About::Case(place) => report.register.entries.get(place).map(|entry| entry.agency.clone()),
        About::Return(_) => returns.get(&found.file(report.register)).map(|file| file.agencies.join("; ")),
    };
    let number = |found: &Found| match found.about {
        About::Case(place) => report.lines.get(place).and_then(|line| line.row.row.number.known().cloned()),
        About::Return(_) => None,
    };
    let is_new = |found: &Found| match found.about {
        _ if is_officer_s(found) => false,
        About::Case(_) => report.register.pool.is_new(found.file(report.register).1),
        About::Return(_) => true,
    };
    // A file of this name may have come again since.
    let file = |found: &Found| {
        let (file, _) = found.file(report.register);
        let before = match found.about {
            About::Case(place) if !is_new(found) => {
                report.register.entries.get(place).filter(|entry| entry.at.source.file == file)
            }
            About::Case(_) | About::Return(_) => None,
        };
        let returned = before.and_then(|entry| entry.at.returned);
        returned.map_or_else(|| file.to_owned(), |day| format!("{file}, returned {day}"))
    };
    let rows = report.findings.iter().map(|found| {
        let finding = &found.finding;
        vec![
            agency(found).unwrap_or_default().into(),
            finding.rule.code.into(),
            finding.accepted.as_ref().map_or(finding.severity.as_str(), |_| ACCEPTED).into(),
            finding.row.map_or(Cell::Blank, Cell::from),
            finding.cell.map(|cell| cell.to_string()).unwrap_or_default().into(),
            finding.sheet.as_str().into(),
            file(found).into(),
            finding.message.as_str().into(),
            finding.accepted.as_deref().unwrap_or(finding.rule.advice).into(),
            finding.rule.name.into(),
            number(found).unwrap_or_default().into(),
            if is_new(found) { YES } else { "no" }.into(),
        ]
    });
    Grid::new(Over::Findings.table(), columns, rows.collect())
}

/// Every file that was given and what came in with it, and every agency of which nothing came in.
pub(super) fn returns(report: &Report<'_>) -> Grid {
    let columns = vec![
        Column::text(AGENCY, 26.0),
        Column::text(RETURNED, 12.0),
        Column::number("Rows", 12.0),
        Column::number("Errors", 12.0),
        Column::day("First concern"),
        Column::day("Last concern"),
        Column::text("File", 26.0),
        Column::text("Note", 44.0),
        Column::day("Returned"),
    ];
    let agencies = report.agencies();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for returned in &report.returns {
        let file = &returned.file;
        rows.push(vec![
            file.agencies.join("; ").into(),
            returned.word().into(),
            file.rows.into(),
            returned.errors.into(),
            returned.first_concern.into(),
            returned.last_concern.into(),
            file.file.as_str().into(),
            return_note(file, &agencies).into(),
            file.returned.into(),
        ]);
    }
    let nothing = |agency: Cell, word: &str, file: &str, note: &str| {
        let mut cells = vec![agency, word.into()];
        cells.extend([Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank]);
        cells.extend([file.into(), note.into(), Cell::Blank]);
        cells
    };
    for agency in agencies.iter().filter(|agency| agency.missing) {
        rows.push(nothing(agency.name.as_str().into(), Return::MISSING, "", "this agency returned nothing"));
    }
    // By agency; those of one agency by file, as they came.
    rows.sort_by_cached_key(|row| row.first().map(|agency| agency.shown().to_lowercase()));
    for error in report.unread {
        rows.push(nothing(Cell::Blank, Return::UNREAD, error.place().unwrap_or_default(), error.message()));
    }
    Grid::new(Over::Returns.table(), columns, rows)
}

/// What there is to say of a return.
pub(super) fn return_note(file: &ReturnedFile, agencies: &[AgencyLine]) -> String {
    let mut notes = Vec::new();
    if file.rows == 0 {
        notes.push("nil return: no rows".to_owned());
    }
    if file.agency_from_file_name {
        notes.push("the file's name alone says which agency some rows are of".to_owned());
    }
    if let Some(policy) = &file.marked_under {
        notes.push(format!("the log is marked under another procedure, `{policy}`"));
    }
    if file.returned.is_none() {
        notes.push("the date of the return is not known, so it supersedes nothing".to_owned());
    }
    for agency in agencies.iter().filter(|agency| file.agencies.contains(&agency.name)) {
        let spelled = agency.spelled.iter().filter(|spelled| spelled.ends_with(&format!(" in {}", file.file)));
        notes.extend(spelled.map(|spelled| format!("{}: {spelled}", agency.name)));
        if let Some(near) = &agency.near {
            notes.push(format!("`{}` is not on the list of agencies: is it `{near}`?", agency.name));
        }
    }
    notes.join("; ")
}
