//! A filled-in report form as a document and as a sheet.
//!
//! In: the [`Report`]. Out: a docx to send, or an xlsx with the same questions and answers; in both what is left to
//! be filled in is marked.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::docx::{Document, Paragraph, Row, Style, Table};
use super::paper::{self, Paper};
use crate::error::{Code, Error, Result};
use crate::forms::appendix2::{Answer, Part, Report};

/// The widths of the sheet's columns: the question, and the three over which an answer goes.
const WIDTHS: [f64; 4] = [ASKS, 24.0, 24.0, 24.0];
const ASKS: f64 = 38.0;
const LAST: u16 = 3;

/// Writes the form as a docx.
///
/// # Errors
/// More than a file can hold.
pub fn report_document(report: &Report) -> Result<Vec<u8>> {
    let mut document = Document::new(&report.title, report.as_of);
    document.paragraph(Style::Heading, &report.title);
    report.opening.iter().for_each(|line| document.paragraph(Style::Small, line));
    for Part { heading, fields } in &report.parts {
        if let Some(heading) = heading {
            document.paragraph(Style::Subheading, heading);
        }
        for run in fields.chunk_by(|a, b| !is_table(&a.1) && !is_table(&b.1)) {
            match run {
                [(_, Answer::Table { columns, rows })] => document.table(Table {
                    shares: vec![1; columns.len()],
                    headings: columns.clone(),
                    rows: (0..*rows).map(|_| Row::Cells(Vec::new())).collect(),
                }),
                run => document.table(Table {
                    shares: vec![38, 62],
                    headings: Vec::new(),
                    rows: run.iter().map(|(asks, answer)| row(asks, answer)).collect(),
                }),
            }
        }
    }
    document.paragraph(Style::Small, &report.source);
    document.to_bytes()
}

fn is_table(answer: &Answer) -> bool {
    matches!(answer, Answer::Table { .. })
}

fn row(asks: &str, answer: &Answer) -> Row {
    let style = |is_blank| if is_blank { Style::Blank } else { Style::Text };
    let lines = answer.lines().into_iter().map(|(line, is_blank)| Paragraph::new(style(is_blank), line));
    Row::Cells(vec![vec![Paragraph::labelled(asks, "")], lines.collect()])
}

/// Writes the form as an xlsx of one sheet.
///
/// # Errors
/// More than a sheet can hold.
pub fn report_sheet(report: &Report) -> Result<Vec<u8>> {
    sheet(report).map_err(|error| {
        Error::new(Code::NotWritten, format!("the form could not be made: {error}"))
            .at(&report.title)
            .help("write it as a .docx")
    })
}

/// The formats that the form needs besides the paper's own.
struct Look {
    paper: Paper,
    asks: Format,
    blank: Format,
}

fn sheet(report: &Report) -> std::result::Result<Vec<u8>, XlsxError> {
    let paper = Paper::new();
    let asks = paper.text.clone().set_bold();
    let blank = paper.text.clone().set_background_color(Color::RGB(0xFF_F2_CC));
    let look = Look { paper, asks, blank };
    let mut workbook = Workbook::new();
    workbook.set_properties(&paper::properties(&report.title, report.as_of)?);
    let sheet = workbook.add_worksheet().set_name("Report")?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut at = 0;
    over(sheet, &mut at, &report.title, &look.paper.section)?;
    for line in &report.opening {
        over(sheet, &mut at, line, &look.paper.text)?;
    }
    for Part { heading, fields } in &report.parts {
        if let Some(heading) = heading {
            at += 1;
            over(sheet, &mut at, heading, &look.paper.heading)?;
        }
        for (asks, answer) in fields {
            field(sheet, &look, &mut at, asks, answer)?;
        }
    }
    at += 1;
    over(sheet, &mut at, &report.source, &look.paper.text)?;
    sheet.set_paper_size(paper::A4).set_portrait().set_print_fit_to_pages(1, 0).set_footer("&RPage &P of &N");
    workbook.save_to_buffer()
}

fn field(
    sheet: &mut Worksheet,
    look: &Look,
    at: &mut u32,
    asks: &str,
    answer: &Answer,
) -> std::result::Result<(), XlsxError> {
    if let Answer::Table { columns, rows } = answer {
        for (column, heading) in (0u16..).zip(columns) {
            look.paper.put(sheet, *at, column, heading, &look.asks)?;
        }
        let boxed = look.paper.text.clone().set_border(FormatBorder::Thin);
        for blank in 0..u32::from(*rows) {
            for column in (0u16..).take(columns.len()) {
                sheet.write_blank(*at + 1 + blank, column, &boxed)?;
            }
        }
        *at += 1 + u32::from(*rows);
        return Ok(());
    }
    look.paper.put(sheet, *at, 0, asks, &look.asks)?;
    let lines: Vec<String> = answer.lines().into_iter().map(|(line, _)| line).collect();
    let format = if answer.is_blank() { &look.blank } else { &look.paper.text };
    let height = paper::lines(asks, ASKS);
    from_column(sheet, at, 1, &lines.join("\n"), format, height)
}

/// A text over the whole width.
fn over(sheet: &mut Worksheet, at: &mut u32, text: &str, format: &Format) -> std::result::Result<(), XlsxError> {
    from_column(sheet, at, 0, text, format, 1)
}

/// A text from this column to the last, in a row high enough for it and for at least so many lines; what is too long
/// for the highest row goes on in the next.
fn from_column(
    sheet: &mut Worksheet,
    at: &mut u32,
    from: u16,
    text: &str,
    format: &Format,
    least: u32,
) -> std::result::Result<(), XlsxError> {
    let width: f64 = WIDTHS.iter().skip(usize::from(from)).sum();
    for text in paper::in_rows(text, width) {
        let text = paper::fitted(&text);
        sheet.merge_range(*at, from, *at, LAST, "", format)?;
        sheet.write_string_with_format(*at, from, text.as_ref(), format)?;
        paper::set_height(sheet, *at, paper::lines(&text, width).max(least))?;
        *at += 1;
    }
    Ok(())
}
