//! New workbooks: a quarter's [`Report`] → the bytes of the quarterly workbook; a [`merge::Register`] → those
//! of the register alone.
//!
//! In: the report, computed. Out: an xlsx whose summary is formulas over its tables, each with its value
//! already stored, so that it shows the right figures before and after a recalculation. The same report
//! gives the same bytes. Children are named on the sheets that list rows, and nowhere else.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::error::{Code, Error, Result};
use crate::merge;
use crate::quarter::Report;

mod about;
mod escalations;
mod figure;
mod kept;
mod lists;
mod open;
mod paper;
mod register;
mod summary;
mod table;

#[cfg(test)]
mod tests;

use paper::Paper;
pub use register::register;

/// Writes one sheet of the workbook.
type Write = fn(&mut Worksheet, &Report<'_>, &Paper) -> std::result::Result<(), XlsxError>;

/// The sheets in order: the name, how many pages wide it is printed, and what writes it.
const SHEETS: &[(&str, u16, Write)] = &[
    (summary::SHEET, 1, summary::write),
    ("Overdue", 1, open::write),
    (merge::ESCALATIONS, 3, escalations::write),
    ("Findings", 1, lists::findings),
    ("Returns", 1, lists::returns),
    (merge::LISTED, 1, |sheet, report, paper| kept::listed(sheet, report.register, paper)),
    (merge::SOURCES, 1, |sheet, report, paper| kept::sources(sheet, report.register, paper)),
    ("Agencies", 1, |sheet, report, paper| kept::agencies(sheet, report.register, paper)),
    ("About", 1, about::write),
];

/// Writes the quarterly workbook.
///
/// # Errors
/// More rows than a sheet can hold.
pub fn quarter(report: &Report<'_>) -> Result<Vec<u8>> {
    assemble(report).map_err(|error| {
        Error::new(Code::NotWritten, format!("the workbook could not be made: {error}"))
            .at(report.basis.quarter)
            .help("give fewer logs at once")
    })
}

fn assemble(report: &Report<'_>) -> std::result::Result<Vec<u8>, XlsxError> {
    let paper = Paper::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    for (name, pages, write) in SHEETS {
        let sheet = workbook.add_worksheet().set_name(*name)?;
        write(sheet, report, &paper)?;
        paper::set_up(sheet, &report.basis.quarter.title(), *pages);
    }
    workbook.save_to_buffer()
}

/// The day of the report stands for the day of creation: the engine does not read the clock.
fn properties(report: &Report<'_>) -> std::result::Result<DocProperties, XlsxError> {
    let as_of = paper::serial(report.basis.as_of.into()).unwrap_or_default();
    Ok(DocProperties::new()
        .set_title(format!("Escalations, {}", report.basis.quarter.title()))
        .set_subject(&report.edition().title)
        .set_creation_datetime(&ExcelDateTime::from_serial_datetime(as_of)?))
}
