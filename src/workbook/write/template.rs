//! A blank log as a workbook: the log, and a sheet that explains its columns and the procedure.
//!
//! In: the [`Template`], and the day on which it was made. Out: an xlsx to which annotate's edit script is applied.
//! What turns red by itself here is what is missing, in disorder or not come yet, and the rows whose stage is overdue.

use chrono::NaiveDate;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Workbook, Worksheet, XlsxError};

use super::paper::{self, Paper};
use crate::error::{Code, Error, Result};
use crate::forms::template::{Column, DAYS_OFF, ROW, Step, Template};
use crate::grid::column_letters;
use crate::log::Meaning;
use crate::timeline::day_in_words;

/// What the log is called.
const TITLE: &str = "Agency Escalation Summary Log";

/// The log's sheet.
const LOG: &str = "Log";

/// The sheet that explains.
const HELP: &str = "How to use";

/// What stands at the foot of a page: the sheet and the page's number.
const FOOT: &str = "&L&A&RPage &P of &N";

/// How many columns the common log has.
const COMMON: u32 = 7;

/// The row of the headings, and the last row that is made ready, counted from 0.
const HEADINGS: u32 = 4;
const LAST: u32 = HEADINGS + 100;

/// Writes a blank log.
///
/// # Errors
/// More columns than a sheet can hold.
pub fn template(template: &Template, made: NaiveDate) -> Result<Vec<u8>> {
    assemble(template, made).map_err(|error| {
        Error::new(Code::NotWritten, format!("the blank log could not be made: {error}"))
            .at(&template.procedure)
            .help("check the procedure with `escalog policy check`")
    })
}

fn assemble(template: &Template, made: NaiveDate) -> std::result::Result<Vec<u8>, XlsxError> {
    let paper = Paper::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&paper::properties(TITLE, made)?);
    log(workbook.add_worksheet().set_name(LOG)?, template, &paper)?;
    let days_off = help(workbook.add_worksheet().set_name(HELP)?, template, &paper)?;
    workbook.define_name(DAYS_OFF, &days_off)?;
    workbook.save_to_buffer()
}

fn log(sheet: &mut Worksheet, template: &Template, paper: &Paper) -> std::result::Result<(), XlsxError> {
    paper.head(sheet, TITLE, &template.procedure)?;
    paper.put(sheet, 2, 0, "Agency / School: (INSERT)", &paper.section)?;
    sheet.set_row_height(HEADINGS, 54)?;
    for (place, column) in (0u16..).zip(&template.columns) {
        let (width, format) = look(column, paper);
        sheet.set_column_width(place, width)?;
        paper.put(sheet, HEADINGS, place, &column.heading, &paper.heading)?;
        for row in HEADINGS + 1..=LAST {
            sheet.write_blank(row, place, format)?;
        }
    }
    marks(sheet, template)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?.set_repeat_columns(0, 0)?;
    // On paper: the common log's columns, then the dates, then what annotate adds; the number on each page.
    let wide = u32::try_from(template.columns.len()).unwrap_or_default();
    paper::landscape(sheet, FOOT).set_print_scale(58).set_vertical_page_breaks(&[COMMON, wide])?;
    Ok(())
}

/// How wide a column is, and the format of its cells.
fn look<'p>(column: &Column, paper: &'p Paper) -> (f64, &'p Format) {
    match &column.meaning {
        Meaning::Event(_) | Meaning::ProtectBy => (14.0, &paper.day),
        Meaning::Number => (18.0, &paper.text),
        Meaning::Child => (24.0, &paper.text),
        Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome => (30.0, &paper.text),
        _ => (13.0, &paper.text),
    }
}

/// What turns red by itself.
fn marks(sheet: &mut Worksheet, template: &Template) -> std::result::Result<(), XlsxError> {
    let row = HEADINGS + 2;
    let place = |wanted: &Meaning| {
        let place = template.columns.iter().position(|column| column.meaning == *wanted)?;
        u32::try_from(place).ok()
    };
    let cell = |place: u32| format!("${}{row}", column_letters(place));
    let event = |id: &str| place(&Meaning::Event(id.into()));
    let (concern, resolved) = (event("concern"), event("resolved"));
    let last = u32::try_from(template.columns.len()).unwrap_or(1).saturating_sub(1);
    let begun = format!("COUNTA({}:{})>0", cell(0), cell(last));
    let mut rules: Vec<(u32, String)> = Vec::new();
    // A row that is begun needs the day of its concern and its stage.
    for needed in [concern, place(&Meaning::Stage)].into_iter().flatten() {
        rules.push((needed, format!("AND({begun},{}=\"\")", cell(needed))));
    }
    for (place, column) in (0u32..).zip(&template.columns) {
        if !matches!(column.meaning, Meaning::Event(_)) {
            continue;
        }
        let own = cell(place);
        rules.push((place, format!("AND(ISNUMBER({own}),{own}>=TODAY()+1)")));
        if let Some(concern) = concern.filter(|concern| *concern != place).map(cell) {
            rules.push((place, format!("AND(ISNUMBER({own}),ISNUMBER({concern}),INT({own})<INT({concern}))")));
        }
    }
    if let Some(resolved) = resolved.map(cell) {
        if let Some(outcome) = place(&Meaning::Outcome) {
            rules.push((outcome, format!("AND({resolved}<>\"\",{}=\"\")", cell(outcome))));
        }
        if let Some(by) = place(&Meaning::ProtectBy) {
            rules.push((by, format!("AND(ISNUMBER({0}),{0}<TODAY(),{resolved}=\"\")", cell(by))));
        }
    }
    if let Some(overdue) = &template.overdue {
        let formula = overdue.formula.replace(ROW, &row.to_string());
        let marked = [Some(0), place(&Meaning::Stage), concern];
        rules.extend(marked.into_iter().flatten().map(|place| (place, formula.clone())));
    }
    let red = Format::new().set_background_color(Color::RGB(0xF5_B7_A8)).set_font_color(Color::RGB(0x5A_0A_0A));
    for (place, formula) in rules {
        let column = u16::try_from(place).map_err(|_| XlsxError::RowColumnLimitError)?;
        let rule = ConditionalFormatFormula::new().set_rule(format!("={formula}").as_str()).set_format(&red);
        sheet.add_conditional_format(HEADINGS + 1, column, LAST, column, &rule)?;
    }
    Ok(())
}

/// The widths of the columns of the sheet that explains.
const WIDTHS: [f64; 6] = [28.0, 56.0, 36.0, 9.0, 28.0, 36.0];

/// Writes the sheet that explains. Answers where its days off stand.
fn help(sheet: &mut Worksheet, template: &Template, paper: &Paper) -> std::result::Result<String, XlsxError> {
    paper.head(sheet, "How to use this log", &template.procedure)?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut at = 3;
    section(sheet, paper, &mut at, "The log", &[])?;
    let ready = format!(
        "Rows {} to {} are made ready, with the lists and what turns red. For more, copy one of them, whole, below them.",
        HEADINGS + 2,
        LAST + 1
    );
    for line in ABOUT.iter().map(|line| (*line).to_owned()).chain([ready, overdue_in_words(template)]) {
        sentence(sheet, paper, &mut at, &line)?;
    }
    section(sheet, paper, &mut at, "Its columns", &["Column", "What to write"])?;
    for column in &template.columns {
        line_of(sheet, paper, &mut at, &[&column.heading, &column.explains])?;
    }
    sheet.set_page_breaks(&[at])?;
    let headings = ["Stage", "What is to be done", "By when", "Strength", "Who acts", "Where the document says so"];
    section(sheet, paper, &mut at, "The procedure", &headings)?;
    for Step { stage, does, by, strength, who, clause } in &template.steps {
        line_of(sheet, paper, &mut at, &[stage, does, by, strength, who, clause])?;
    }
    if !template.notes.is_empty() {
        section(sheet, paper, &mut at, "What else to know", &[])?;
        for note in &template.notes {
            sentence(sheet, paper, &mut at, note)?;
        }
    }
    section(sheet, paper, &mut at, "Days that are no working days, besides Saturdays and Sundays", &["Day", "Why"])?;
    let first = at + 1;
    for (day, why) in &template.days_off {
        paper.put_day(sheet, at, 0, (*day).into())?;
        paper.put(sheet, at, 1, why, &paper.text)?;
        at += 1;
    }
    paper::landscape(sheet, FOOT).set_print_fit_to_pages(1, 0);
    Ok(format!("='{HELP}'!$A${first}:$A${}", at.max(first)))
}

/// Which rows turn red as overdue, in words.
fn overdue_in_words(template: &Template) -> String {
    let Some(overdue) = &template.overdue else {
        return "Overdue rows are marked by `escalog annotate` alone: this procedure's deadlines rest on more than the days typed here."
            .to_owned();
    };
    let (first, last) = (day_in_words(template.listed.0), day_in_words(template.listed.1));
    let left_out: Vec<String> = overdue.left_out.iter().map(ToString::to_string).collect();
    let exempting = match overdue.exempting.as_slice() {
        [] => String::new(),
        said => format!(" A row with {} too: it may be outside this procedure.", said.join(" or ")),
    };
    let left_out = match left_out.as_slice() {
        [] => String::new(),
        stages => format!(
            " The deadline of stage {} rests on more than days: `escalog annotate` marks it.",
            stages.join(" and ")
        ),
    };
    format!(
        "A row's number, date of concern and stage turn red by themselves on the day after its stage was to be concluded, until a date \
         resolved stands there: counted from the dates typed in these columns, with the working days listed below. A row whose dates or \
         stage are written as text, with a date before {first} or one still to come, is marked by `escalog annotate` alone; so is a \
         deadline after {last}, up to which the days off are listed.{exempting}{left_out}"
    )
}

/// What the log does by itself, and what needs escalog.
const ABOUT: &[&str] = &[
    "One row a case. Write dates as dates, such as 3 Mar 2025; the lists warn, and refuse nothing.",
    "A cell turns red by itself where a row that is begun has no date of concern or no stage, where a date is before \
     the concern or still to come, where a case is resolved without an outcome, and where the day by which the child \
     must be protected has passed.",
    "`escalog annotate LOG -o MARKED` works out the deadlines of every row and writes the next step, its date and what \
     is missing beside it.",
    "Nothing leaves this machine. Names of children stand here and in no note or calendar that escalog writes.",
];

fn section(
    sheet: &mut Worksheet,
    paper: &Paper,
    at: &mut u32,
    title: &str,
    headings: &[&str],
) -> std::result::Result<(), XlsxError> {
    *at += 1;
    paper.put(sheet, *at, 0, title, &paper.section)?;
    *at += 1;
    for (column, heading) in (0u16..).zip(headings) {
        paper.put(sheet, *at, column, heading, &paper.heading)?;
    }
    *at += u32::from(!headings.is_empty());
    Ok(())
}

fn line_of(sheet: &mut Worksheet, paper: &Paper, at: &mut u32, texts: &[&str]) -> std::result::Result<(), XlsxError> {
    let mut lines = 1;
    for ((column, text), width) in (0u16..).zip(texts).zip(WIDTHS) {
        paper.put(sheet, *at, column, text, &paper.text)?;
        lines = lines.max(paper::lines(text, width));
    }
    paper::set_height(sheet, *at, lines)?;
    *at += 1;
    Ok(())
}

/// A text across all columns.
fn sentence(sheet: &mut Worksheet, paper: &Paper, at: &mut u32, text: &str) -> std::result::Result<(), XlsxError> {
    let last = u16::try_from(WIDTHS.len()).unwrap_or(1).saturating_sub(1);
    sheet.merge_range(*at, 0, *at, last, text, &paper.text)?;
    paper::set_height(sheet, *at, paper::lines(text, WIDTHS.iter().sum::<f64>() * 0.9))?;
    *at += 1;
    Ok(())
}
