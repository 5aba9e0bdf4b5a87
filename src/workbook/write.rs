//! New workbooks: a quarter's [`Report`] → the bytes of the quarterly workbook, or of a copy for others; a
//! [`merge::Register`] → those of the register alone; cells alone → a bare one.
//!
//! In: the report, computed. Out: an xlsx whose figures are formulas over its tables, each with its value
//! already stored, so that it shows the right figures before and after a recalculation; or a [`struct@Copy`] that
//! holds values alone and tells nothing of a child. The same report gives the same bytes.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::error::{Code, Error, Result};
use crate::merge;
use crate::parallel;
use crate::policy::Policy;
use crate::quarter::{Report, Standing};
use crate::timeline::RowStatus;

mod about;
mod appendix2;
mod bare;
mod book;
mod calendar;
mod copy;
pub mod docx;
mod escalations;
mod figure;
mod filled;
mod kept;
mod later;
mod levels;
mod list;
mod lists;
mod note;
mod open;
mod outcomes;
mod page;
mod paper;
mod partners;
mod private;
mod quality;
mod raised;
mod register;
mod search;
mod stages;
mod summary;
mod suppress;
mod table;
mod template;
mod words;

#[cfg(test)]
mod tests;

pub use appendix2::{report_document, report_sheet};
pub use bare::bare;
pub use calendar::calendar;
pub use copy::{Copy, Key};
pub use filled::is_form_as_written;
pub use note::notes;

use book::Book;
use page::Page;
use paper::Paper;
use private::Private;
pub use register::register;
use suppress::Hidden;
pub use template::template;

/// How a row stands that is not open.
const NOT_OPEN: [Standing; 3] =
    [Standing::Raised(RowStatus::Resolved), Standing::Raised(RowStatus::ResolvedLate), Standing::NotYetRaised];

/// Whether something could be written into a sheet.
type Written = std::result::Result<(), XlsxError>;

/// What makes a sheet.
enum Sheet {
    /// Figures, as data: they stand in the register and, as values, in every copy.
    Figures(for<'b> fn(&'b Book<'b>) -> Page<'b>),
    /// Rows: in the register alone.
    Rows(fn(&mut Worksheet, &Book<'_>, &Paper) -> Written),
    /// What everything rests on.
    About,
}

/// The sheets in order: the name, how many pages wide and high it is printed (0: as many as it takes), and
/// what makes it. The later stages give the sheet about them its name.
const SHEETS: &[(&str, (u16, u16), Sheet)] = &[
    ("Summary", (1, 0), Sheet::Figures(summary::page)),
    ("Who raised with whom", (1, 0), Sheet::Figures(raised::page)),
    ("Stages and timescales", (1, 0), Sheet::Figures(stages::page)),
    ("Level of need and themes", (1, 1), Sheet::Figures(levels::page)),
    ("Outcomes, lessons and actions", (1, 0), Sheet::Figures(outcomes::page)),
    ("Open and overdue", (1, 0), Sheet::Figures(open::page)),
    ("", (1, 0), Sheet::Figures(later::page)),
    ("Data quality", (1, 0), Sheet::Figures(quality::page)),
    (merge::ESCALATIONS, (4, 0), Sheet::Rows(escalations::write)),
    (
        merge::LISTED,
        (1, 0),
        Sheet::Rows(|sheet, book, paper| kept::listed(sheet, &book.listed, book.report.register, paper)),
    ),
    (merge::SOURCES, (1, 0), Sheet::Rows(|sheet, book, paper| kept::sources(sheet, book.report.register, paper))),
    ("Agencies", (1, 0), Sheet::Rows(|sheet, book, paper| kept::agencies(sheet, &book.expected, paper))),
    ("About", (1, 0), Sheet::About),
];

/// Whether a register, or a quarterly workbook, has a sheet of this name by itself.
pub fn is_own_sheet(name: &str, policy: &Policy) -> bool {
    let of_stages = policy.editions().iter().map(later::name);
    let own = SHEETS.iter().map(|(own, ..)| *own).chain([register::RETURNS]);
    own.filter(|own| !own.is_empty()).any(|own| own == name) || of_stages.into_iter().any(|own| own == name)
}

/// Writes the quarterly workbook, which is the register.
///
/// # Errors
/// More rows than a sheet can hold.
pub fn quarter(report: &Report<'_>) -> Result<Vec<u8>> {
    assemble(&Book::new(report, Private::default()), None)
}

/// Writes a copy of it for others: its figures as values, and nothing by which a child could be known.
///
/// # Errors
/// A name, a date of birth or a number of the register would stand in it: nothing is written then.
pub fn copy(report: &Report<'_>, copy: &Copy) -> Result<Vec<u8>> {
    let book = Book::new(report, Private::of(report));
    book.private.agencies_can_be_named(&book)?;
    let bytes = assemble(&book, Some(copy))?;
    search::finds_nothing(&book, copy, &bytes)?;
    Ok(bytes)
}

fn assemble(book: &Book<'_>, copy: Option<&Copy>) -> Result<Vec<u8>> {
    let not_made = |error: XlsxError| {
        Error::new(Code::NotWritten, format!("the workbook could not be made: {error}"))
            .at(book.report.basis.quarter)
            .help("give fewer logs at once")
    };
    put_together(book, copy).map_err(not_made)
}

fn put_together(book: &Book<'_>, copy: Option<&Copy>) -> std::result::Result<Vec<u8>, XlsxError> {
    let report = book.report;
    let paper = Paper::new();
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(paper::COMPRESSION);
    let title = report.basis.quarter.title();
    let properties = paper::properties(&format!("Escalations, {title}"), report.basis.as_of)?;
    workbook.set_properties(&properties.set_subject(&report.edition().title));
    let pages: Vec<Option<Page<'_>>> = SHEETS
        .iter()
        .map(|(_, _, sheet)| match sheet {
            Sheet::Figures(page) => Some(page(book)),
            Sheet::Rows(_) | Sheet::About => None,
        })
        .collect();
    let hidden = copy.map(|copy| match copy.suppress() {
        Some(limit) => Hidden::below(limit, book, pages.iter().flatten()),
        None => Hidden::nothing(),
    });
    let partners = copy.and_then(Copy::partners);
    let stands = |name: &str, sheet: &Sheet| {
        !matches!(sheet, Sheet::Rows(_)) || copy.is_none() || (partners.is_some() && name == escalations::TABLE)
    };
    let wanted = SHEETS.iter().zip(&pages).filter(|((name, _, sheet), _)| stands(name, sheet));
    let wanted: Vec<_> = wanted.collect();
    let made = parallel::map(&wanted, |((name, fit, sheet), page)| -> std::result::Result<_, XlsxError> {
        let name = if name.is_empty() { later::name(report.edition()) } else { (*name).to_owned() };
        let mut worksheet = Worksheet::new();
        worksheet.set_name(&name)?;
        // A formula without a result comes to no text, not to 0.
        worksheet.set_formula_result_default("");
        let mut names = Vec::new();
        match (sheet, page, partners) {
            (_, Some(page), _) => names = page::write(&mut worksheet, &paper, (&name, page), hidden.as_ref())?,
            (Sheet::About, ..) => about::write(&mut worksheet, book, &paper, copy.is_none())?,
            (Sheet::Rows(_), _, Some(key)) => partners::write(&mut worksheet, book, &paper, key)?,
            (Sheet::Rows(write), ..) => write(&mut worksheet, book, &paper)?,
            (Sheet::Figures(_), None, _) => {}
        }
        paper::set_up(&mut worksheet, &title, *fit);
        Ok((worksheet, names))
    });
    let mut names = Vec::new();
    for sheet in made {
        let (worksheet, more) = sheet?;
        workbook.push_worksheet(worksheet);
        names.extend(more);
    }
    if copy.is_none() {
        for (name, cell) in &names {
            workbook.define_name(name, cell)?;
        }
    }
    workbook.save_to_buffer()
}
