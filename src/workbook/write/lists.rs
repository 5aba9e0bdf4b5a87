//! The findings and the returns, as tables.

use std::collections::HashMap;

use super::table::{Cell, Column, Grid};
use crate::merge::Source;
use crate::quarter::{Report, Returned};

// The columns that formulas refer to.
pub(super) const AGENCY: &str = "Agency";
pub(super) const SEVERITY: &str = "Severity";
pub(super) const CODE: &str = "Code";
pub(super) const RULE: &str = "Rule";
pub(super) const RETURNED: &str = "Return";

/// What is late, missing or wrong in the returned logs, and what the agency does about it.
pub(super) fn findings(report: &Report<'_>) -> Grid {
    let columns = vec![
        Column::text(AGENCY, 26.0),
        Column::text(CODE, 12.0),
        Column::text(SEVERITY, 12.0),
        Column::number("Row", 12.0),
        Column::text("Cell", 12.5),
        Column::text("Sheet", 12.5),
        Column::text("File", 26.0),
        Column::text("Message", 44.0),
        Column::text("Advice", 44.0),
        Column::text(RULE, 20.0),
    ];
    let agencies = Agencies::of(report);
    let rows = report.findings.iter().map(|finding| {
        vec![
            agencies.of_row(&finding.file, &finding.sheet, finding.row).into(),
            finding.rule.code.into(),
            finding.severity.as_str().into(),
            finding.row.map_or(Cell::Blank, |row| Cell::Number(row.into())),
            finding.cell.map(|cell| cell.to_string()).unwrap_or_default().into(),
            finding.sheet.as_str().into(),
            finding.file.as_str().into(),
            finding.message.as_str().into(),
            finding.rule.advice.into(),
            finding.rule.name.into(),
        ]
    });
    Grid::new("Findings", columns, rows.collect())
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
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for returned in &report.returns {
        let note = if returned.agency_from_file_name {
            "the file's name alone says which agency some rows are of"
        } else {
            ""
        };
        rows.push(vec![
            returned.agencies.join("; ").into(),
            returned.returned().in_words().into(),
            returned.rows.into(),
            returned.errors.into(),
            returned.first_concern.into(),
            returned.last_concern.into(),
            returned.file.as_str().into(),
            note.into(),
        ]);
    }
    let nothing = |agency: Cell, word: &str, file: &str, note: &str| {
        let blank = || Cell::Blank;
        vec![agency, word.into(), blank(), blank(), blank(), blank(), file.into(), note.into()]
    };
    for error in report.unread {
        rows.push(nothing(Cell::Blank, Returned::UNREAD, error.place().unwrap_or_default(), error.message()));
    }
    for agency in &report.missing {
        rows.push(nothing(agency.as_str().into(), Returned::MISSING, "", "no return came in"));
    }
    Grid::new("Returns", columns, rows)
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
        let files = report.returns.iter().map(|returned| (returned.file.as_str(), returned.agencies.join("; ")));
        Agencies { of_row: rows.collect(), of_file: files.collect() }
    }

    fn of_row(&self, file: &str, sheet: &str, row: Option<u32>) -> &str {
        let source = row.map(|row| Source { file: file.to_owned(), sheet: sheet.to_owned(), row });
        let of_row = source.and_then(|source| self.of_row.get(&source).copied());
        of_row.or_else(|| self.of_file.get(file).map(String::as_str)).unwrap_or_default()
    }
}
