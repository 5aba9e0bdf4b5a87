//! The findings and the returns, as tables.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::paper::Paper;
use super::table::{self, Cell, Column};
use crate::merge::{AgencyLine, ReturnedFile, Source};
use crate::quarter::Report;

pub(super) fn findings(sheet: &mut Worksheet, report: &Report<'_>, paper: &Paper) -> Result<(), XlsxError> {
    paper.head(
        sheet,
        "Findings",
        "What is late, missing or wrong in the returned logs, and what the agency does about it",
    )?;
    let columns = [
        Column::text("Agency", 22.0),
        Column::text("File", 26.0),
        Column::text("Sheet", 12.0),
        Column::number("Row", 7.0),
        Column::text("Cell", 7.0),
        Column::text("Code", 7.0),
        Column::text("Rule", 18.0),
        Column::text("Severity", 12.0),
        Column::text("Message", 44.0),
        Column::text("Advice", 44.0),
    ];
    let agencies = Agencies::of(report);
    let rows: Vec<Vec<Cell>> = report
        .findings
        .iter()
        .map(|finding| {
            let row = finding.row.and_then(|row| i64::from(row).into());
            vec![
                agencies.of_row(&finding.file, &finding.sheet, finding.row).into(),
                finding.file.as_str().into(),
                finding.sheet.as_str().into(),
                row.map_or(Cell::Blank, Cell::Number),
                finding.cell.map(|cell| cell.to_string()).unwrap_or_default().into(),
                finding.rule.code.into(),
                finding.rule.name.into(),
                finding.severity.as_str().into(),
                finding.message.as_str().into(),
                finding.rule.advice.into(),
            ]
        })
        .collect();
    table::write(sheet, paper, "Findings", &columns, &rows)
}

pub(super) fn returns(sheet: &mut Worksheet, report: &Report<'_>, paper: &Paper) -> Result<(), XlsxError> {
    paper.head(sheet, "Returns", "Every file that was given, and what came in with it")?;
    let columns = [
        Column::text("File", 36.0),
        Column::text("Agency", 36.0),
        Column::day("Returned"),
        Column::number("Rows", 8.0),
        Column::day("First concern"),
        Column::day("Last concern"),
        Column::number("Errors", 8.0),
        Column::text("Note", 60.0),
    ];
    let agencies = report.register.agencies(|content| report.register.pool.is_new(content));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for returned in &report.returns {
        let file = &returned.file;
        rows.push(vec![
            file.file.as_str().into(),
            file.agencies.join("; ").into(),
            file.returned.into(),
            file.rows.into(),
            returned.first_concern.into(),
            returned.last_concern.into(),
            returned.errors.into(),
            return_note(file, &agencies).into(),
        ]);
    }
    for missing in agencies.iter().filter(|agency| agency.missing) {
        let (none, note) = (Cell::Blank, "missing: this agency returned nothing");
        let agency = missing.name.as_str().into();
        rows.push(vec![
            none.clone(),
            agency,
            none.clone(),
            none.clone(),
            none.clone(),
            none.clone(),
            none,
            note.into(),
        ]);
    }
    for error in report.unread {
        let note = format!("not read: {}", error.message());
        let file = error.place().unwrap_or_default();
        let none = Cell::Blank;
        rows.push(vec![
            file.into(),
            none.clone(),
            none.clone(),
            none.clone(),
            none.clone(),
            none.clone(),
            none,
            note.into(),
        ]);
    }
    table::write(sheet, paper, "Returns", &columns, &rows)
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
    if file.returned.is_none() {
        notes.push("the date of the return is not known, so it supersedes nothing".to_owned());
    }
    for agency in agencies.iter().filter(|agency| agency.files.contains(&file.file)) {
        let spelled = agency.spelled.iter().filter(|spelled| spelled.ends_with(&format!(" in {}", file.file)));
        notes.extend(spelled.map(|spelled| format!("{}: {spelled}", agency.name)));
        if let Some(near) = &agency.near {
            notes.push(format!("`{}` is not on the list of agencies: is it `{near}`?", agency.name));
        }
    }
    notes.join("; ")
}

/// Which agency a place in a returned log belongs to.
struct Agencies<'r> {
    of_row: HashMap<&'r Source, &'r str>,
    of_file: HashMap<&'r str, String>,
}

impl<'r> Agencies<'r> {
    fn of(report: &'r Report<'_>) -> Agencies<'r> {
        let entries = report.lines.iter().map(|line| line.entry);
        let rows = entries.flat_map(|entry| {
            [&entry.source].into_iter().chain(&entry.copies).map(|source| (source, entry.agency.as_str()))
        });
        let files =
            report.returns.iter().map(|returned| (returned.file.file.as_str(), returned.file.agencies.join("; ")));
        Agencies { of_row: rows.collect(), of_file: files.collect() }
    }

    fn of_row(&self, file: &str, sheet: &str, row: Option<u32>) -> &str {
        let source = row.map(|row| Source { file: file.to_owned(), sheet: sheet.to_owned(), row });
        let of_row = source.and_then(|source| self.of_row.get(&source).copied());
        of_row.or_else(|| self.of_file.get(file).map(String::as_str)).unwrap_or_default()
    }
}
