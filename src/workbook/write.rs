//! New workbooks: a quarter's [`Report`] → the bytes of the quarterly workbook; cells alone → a bare one.
//!
//! In: the report, computed. Out: an xlsx whose summary is formulas over its tables, each with its value
//! already stored, so that it shows the right figures before and after a recalculation. The same report
//! gives the same bytes. Children are named on the sheets that list rows, and nowhere else.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::error::{Code, Error, Result};
use crate::quarter::Report;

mod about;
mod appendix2;
mod bare;
mod calendar;
pub mod docx;
mod escalations;
mod figure;
mod lists;
mod note;
mod open;
mod paper;
mod summary;
mod table;
mod template;

#[cfg(test)]
mod tests;

pub use appendix2::{report_document, report_sheet};
pub use bare::bare;
pub use calendar::calendar;
pub use note::notes;
use paper::Paper;
pub use template::template;

/// Writes one sheet of the workbook.
type Write = fn(&mut Worksheet, &Report<'_>, &Paper) -> std::result::Result<(), XlsxError>;

/// The sheets in order: the name, how many pages wide it is printed, and what writes it.
const SHEETS: &[(&str, u16, Write)] = &[
    (summary::SHEET, 1, summary::write),
    ("Overdue", 1, open::write),
    ("Escalations", 3, escalations::write),
    ("Findings", 1, lists::findings),
    ("Returns", 1, lists::returns),
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
        paper::set_up(sheet, report, *pages);
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
