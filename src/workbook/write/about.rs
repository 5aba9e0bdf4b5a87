//! What the workbook rests on: the procedure with its readings, the calendar, the version, the words used.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::book::Book;
use super::paper::{self, Paper};
use super::table::{self, Column, Grid};
use crate::merge;
use crate::policy::Edition;
use crate::timeline::day_in_words;

/// `own` says whether the tables stand in this workbook, or only what comes of them.
pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, paper: &Paper, own: bool) -> Result<(), XlsxError> {
    let report = book.report;
    paper.head(
        sheet,
        if own { "About this workbook" } else { merge::ABOUT_COPY },
        "What its dates and figures rest on",
    )?;
    sheet.set_column_width(0, 22)?.set_column_width(1, TEXT_WIDTH)?;
    let basis = &report.basis;
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut say = |what: &str, text: String| lines.push((what.to_owned(), text));

    say("Quarter", basis.quarter.title());
    say("As of", format!("{}; what is dated later has not happened yet", day_in_words(basis.as_of)));
    say("Made with", format!("escalog {}", env!("CARGO_PKG_VERSION")));
    let known_to = day_in_words(basis.calendars.partnership.known_to());
    say(
        "Working days",
        format!(
            "Monday to Friday except the bank holidays of England and Wales, which are known up to {known_to}, and the closures given"
        ),
    );
    for edition in basis.policy.editions() {
        about_edition(edition, &mut say);
    }
    for (word, meaning) in WORDS {
        say(word, (*meaning).to_owned());
    }
    for (row, (what, text)) in (3u32..).zip(&lines) {
        // What stands under the same heading is said once.
        let again = row > 3 && lines.get(row as usize - 4).is_some_and(|(before, _)| before == what);
        paper.put(sheet, row, 0, if again { "" } else { what }, &paper.label)?;
        paper.put(sheet, row, 1, text, &paper.text)?;
        paper::set_height(sheet, row, paper::lines(text, TEXT_WIDTH))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    if own {
        holidays(sheet, book, paper, u32::try_from(lines.len()).unwrap_or(u32::MAX) + 4)?;
    }
    Ok(())
}

/// The days that the working days of the figures leave out.
fn holidays(sheet: &mut Worksheet, book: &Book<'_>, paper: &Paper, row: u32) -> Result<(), XlsxError> {
    paper.put(sheet, row, 0, "Days that are no working days, besides Saturdays and Sundays", &paper.section)?;
    sheet.set_row_height(row, 24)?;
    let columns = vec![Column::day("Day"), Column::text("Why", TEXT_WIDTH)];
    let rows = book.closed.iter().map(|(day, why)| vec![Some(*day).into(), why.as_str().into()]);
    let grid = Grid::new("Holidays", columns, rows.collect());
    table::write_at(sheet, paper, &grid, row + 1, &[22.0, TEXT_WIDTH])?;
    Ok(())
}

fn about_edition(edition: &Edition, say: &mut impl FnMut(&str, String)) {
    say("Partnership", edition.partnership.clone());
    say("Procedure", format!("{} (`{}`)", edition.title, edition.policy));
    say("Edition", edition.edition.clone());
    let since = edition.in_force.map(|day| format!("since {}", day_in_words(day)));
    say("In force", since.unwrap_or_else(|| "the document does not say since when".to_owned()));
    for reading in &edition.readings {
        let (here, there) = if reading.in_force {
            (
                format!("reading `{}` is in force: {}", reading.id, reading.says),
                format!("the default is: {}", reading.default),
            )
        } else {
            (reading.default.clone(), format!("the alternative reading `{}` is: {}", reading.id, reading.says))
        };
        say("Readings", format!("{} Here: {here}; {there} ({})", reading.question, reading.clause));
    }
    for theme in &edition.themes {
        say("Themes", format!("{}: {}", theme.name, theme.clause));
    }
    for note in &edition.notes {
        say("Notes", note.clone());
    }
}

const TEXT_WIDTH: f64 = 110.0;

/// The words of the sheets, and what they mean.
const WORDS: &[(&str, &str)] = &[
    ("Due", "The last day or moment that is in time. Done on that day is in time."),
    ("Act by", "The last working day on or before the due date, but never before the day counted from."),
    (
        "Stage due",
        "By when the stage that the row has reached is to be concluded: resolved, or taken to the next stage.",
    ),
    ("Overdue", "Open, and its stage is past that day."),
    ("Resolved late", "Resolved after the day by which the stage at which it was resolved was to be concluded."),
    ("Not yet raised", "Its concern is dated later than the day of the report."),
    ("No limit stated", "The procedure states no time by which this stage is to be concluded."),
    ("Unknown", "The row does not say what the date would be counted from."),
    ("Check again", "The row was changed so that only escalog can say how it stands: give it the workbook again."),
    (
        "What moves the figures",
        "When a stage ended, whether in time, its working days and the status follow from the row's own dates by formulas. \
         Due dates and the stage are values: what is corrected moves them when escalog reads the workbook again. What is typed over \
         something that escalog works out, such as a due date or a status, is not kept.",
    ),
    (
        "Name withheld",
        "In a copy for others, an agency that is not on the list of agencies and in whose name stands what may be a child's name or \
         a number.",
    ),
    ("Same row twice", "Rows of one agency that say the same in every cell are counted once."),
];
