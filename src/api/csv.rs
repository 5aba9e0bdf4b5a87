//! The findings as csv, one row a finding, for those who chase by mail merge.

use std::collections::HashMap;

use super::{CheckAnswer, RowAnswer};
use crate::error::{Code, Error, Result};
use crate::finding::Finding;

const HEADINGS: [&str; 20] = [
    "agency", "file", "sheet", "row", "cell", "heading", "text", "severity", "code", "rule", "message", "advice",
    "clause", "number", "stage", "status", "next", "next_due", "act_by", "accepted",
];

/// Every finding with its row's agency, number, status and next step, as csv in UTF-8.
///
/// A cell that a spreadsheet would take for a formula has an apostrophe before it.
///
/// # Errors
/// None in memory; the error says what the csv writer says.
pub fn csv(answer: &CheckAnswer) -> Result<String> {
    written(answer).map_err(|error| Error::new(Code::NotWritten, error))
}

fn written(answer: &CheckAnswer) -> std::result::Result<String, String> {
    let rows: HashMap<_, _> =
        answer.rows.iter().map(|row| ((row.file.as_str(), row.sheet.as_str(), row.row), row)).collect();
    let mut csv = ::csv::Writer::from_writer(Vec::new());
    csv.write_record(HEADINGS).map_err(|error| error.to_string())?;
    for finding in &answer.findings {
        let row = finding.row.and_then(|row| rows.get(&(finding.file.as_str(), finding.sheet.as_str(), row)).copied());
        csv.write_record(record(answer, finding, row).map(inert)).map_err(|error| error.to_string())?;
    }
    let bytes = csv.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn record(answer: &CheckAnswer, finding: &Finding, row: Option<&RowAnswer>) -> [String; HEADINGS.len()] {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let next = row.and_then(|row| row.next.as_ref());
    // Of the tables of its sheet it is about the one whose headings stand nearest.
    let of_table = || {
        let at = finding.cell.map_or(0, |cell| cell.row);
        let of_sheet = answer.logs.iter().filter(|log| log.file == finding.file && log.sheet == finding.sheet);
        of_sheet.min_by_key(|log| log.heading_row.abs_diff(at)).and_then(|log| log.agency.as_deref())
    };
    [
        own(row.and_then(|row| row.agency.as_deref()).or_else(of_table)),
        finding.file.clone(),
        finding.sheet.clone(),
        finding.row.map(|row| row.to_string()).unwrap_or_default(),
        finding.cell.map(|cell| cell.to_string()).unwrap_or_default(),
        own(finding.heading.as_deref()),
        own(finding.text.as_deref()),
        finding.severity.as_str().to_owned(),
        finding.rule.code.to_owned(),
        finding.rule.name.to_owned(),
        finding.message.clone(),
        finding.rule.advice.to_owned(),
        own(finding.clause.as_deref()),
        own(row.and_then(|row| row.number.as_deref())),
        row.map(|row| row.stage.to_string()).unwrap_or_default(),
        own(row.map(|row| row.status.in_words())),
        own(next.map(|next| next.does.as_str())),
        next.and_then(|next| next.due).map(|due| due.to_string()).unwrap_or_default(),
        next.and_then(|next| next.act_by).map(|day| day.to_string()).unwrap_or_default(),
        own(finding.accepted.as_deref()),
    ]
}

/// A text that no spreadsheet takes for a formula.
fn inert(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}
