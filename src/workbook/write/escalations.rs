//! The table of escalations: every row of the register, which all figures count over.
//!
//! Whatever follows from other cells of the row by a formula a sheet can hold, stands there as one: when a
//! stage ended and whether in time, how many working days it took, the status, the theme. So what the
//! officer corrects moves the figures. Due dates are values: they come from the procedure and the calendar.

use rust_xlsxwriter::{DataValidation, Formula, Worksheet, XlsxError};

use super::book::Book;
use super::kept;
use super::paper::Paper;
use super::table::{self, Column, Grid, HEADING_ROW};
use crate::merge::Key;
use crate::policy::{Edition, EventId, Purpose};

mod row;

pub(super) use row::{child, number};

use row::Shape;

/// The table's name in formulas.
pub(super) const TABLE: &str = "Escalations";

// The columns that formulas refer to.
pub(super) const AGENCY: &str = "Agency";
pub(super) const NUMBER: &str = "Number";
pub(super) const CHILD: &str = "Child";
pub(super) const RECEIVING: &str = "Receiving agency";
pub(super) const LEVEL: &str = "Level of need";
pub(super) const THEME: &str = "Theme";
pub(super) const SUGGESTED: &str = "Theme suggested";
pub(super) const COUNTED: &str = "Theme counted";
pub(super) const ACTIONS: &str = "Actions";
pub(super) const OUTCOME: &str = "Outcome";
pub(super) const LESSONS: &str = "Lessons learned";
pub(super) const FURTHER: &str = "Further actions";
pub(super) const CONCERN: &str = "Concern arose";
pub(super) const STAGE: &str = "Stage";
pub(super) const RESOLVED: &str = "Date resolved";
pub(super) const NOTIFIED: &str = "Board notified";
pub(super) const STATUS: &str = "Status";
pub(super) const NEXT: &str = "Next step";
pub(super) const NEXT_DUE: &str = "Next step due";
pub(super) const ACT_BY: &str = "Act by";
pub(super) const WHO: &str = "Who acts";
/// The keys by which the lists of other sheets find their rows in order.
pub(super) const OPEN_KEY: &str = "Open key";
pub(super) const OUTCOME_KEY: &str = "Outcome key";
pub(super) const LATER_KEY: &str = "Later key";

/// The name of the procedure's themes in formulas.
pub(super) const THEMES: &str = "Themes";

pub(super) fn began(stage: u8) -> String {
    format!("Stage {stage} began")
}

pub(super) fn due(stage: u8) -> String {
    format!("Stage {stage} due")
}

/// The heading of the column that says when a stage ended.
pub(super) fn ended(stage: u8) -> String {
    format!("Stage {stage} ended")
}

/// The heading of the column that says whether a stage ended in time.
pub(super) fn in_time(stage: u8) -> String {
    format!("Stage {stage} in time")
}

/// The heading of the column that says how many working days a stage took.
pub(super) fn days(stage: u8) -> String {
    format!("Stage {stage} days")
}

/// The words of the column that says whether a stage ended in time.
pub(super) const IN_TIME: &str = "in time";
pub(super) const LATE: &str = "late";

/// The first of the stages that go beyond the agencies themselves: the third, or the last of fewer.
pub(super) fn first_later(edition: &Edition) -> u8 {
    edition.last_stage().min(3)
}

/// The headings of what is to be reported or told at the later stages.
pub(super) fn reports(edition: &Edition) -> Vec<(String, EventId)> {
    let later = edition.duties.iter().filter(|duty| duty.stage >= first_later(edition));
    let mut found: Vec<(String, EventId)> = Vec::new();
    for duty in later.filter(|duty| duty.purpose == Purpose::Paperwork && !duty.is_conclude) {
        if let (Some(heading), Some(event)) = (&duty.column, duty.recorded_by.first())
            && !found.iter().any(|(known, _)| known == heading)
        {
            found.push((heading.clone(), *event));
        }
    }
    found
}

/// The heading under which the officer enters when the report on a later stage came in.
pub(super) fn received(edition: &Edition) -> String {
    let form = edition.report.as_ref().map_or("Report", |form| form.name.as_str());
    format!("{form} received")
}

/// A heading as it stands in a formula.
pub(super) fn escaped(heading: &str) -> String {
    heading.chars().flat_map(|c| "[]#'@".contains(c).then_some('\'').into_iter().chain([c])).collect()
}

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, paper: &Paper) -> Result<(), XlsxError> {
    paper.head(sheet, "Escalations", "What is corrected here moves the figures and carries over, as notes on cells do; what escalog works out is worked out afresh each time")?;
    let grid = &book.escalations;
    table::write(sheet, paper, grid)?;
    kept::notes(sheet, grid, book.report.register)?;
    // The agency, the number and the child stay in sight, on the screen and on paper.
    table::keep_in_sight(sheet, 3)?;
    let (first, rows) = (HEADING_ROW + 1, u32::try_from(grid.rows.len()).unwrap_or(u32::MAX).max(1));
    if let Some(column) = grid.place(THEME).filter(|_| !book.report.edition().themes.is_empty()) {
        let list = Formula::new(format!("={THEMES}"));
        let choose = DataValidation::new()
            .allow_list_formula(list)
            .set_input_title("Theme")?
            .set_input_message("Choose one of the procedure's themes. Until then the suggestion is counted.")?
            .show_error_message(false);
        sheet.add_data_validation(first, column, first + rows - 1, column, &choose)?;
    }
    Ok(())
}

pub(super) fn grid(book: &Book<'_>) -> Grid {
    let report = book.report;
    let edition = report.edition();
    let shape = Shape::of(book);
    let mut columns = vec![
        Column::text(AGENCY, 24.0),
        Column::text(NUMBER, 11.0),
        Column::text(CHILD, 20.0),
        Column::day("Date of birth"),
        Column::text(RECEIVING, 20.0),
        Column::text("Concern", 34.0),
        Column::text(LEVEL, 13.0),
        Column::text("Disagreement", 34.0),
        Column::text(THEME, 20.0),
        Column::text(SUGGESTED, 20.0),
        Column::text(COUNTED, 20.0),
        Column::text(ACTIONS, 34.0),
        Column::text(OUTCOME, 30.0),
        Column::text(LESSONS, 24.0),
        Column::text(FURTHER, 24.0),
        Column::day(CONCERN),
        Column::number(STAGE, 8.0),
    ];
    columns.extend(shape.stages.iter().skip(1).map(|stage| Column::day(began(*stage))));
    for stage in &shape.stages {
        if shape.limited.contains(stage) {
            columns.extend([Column::day(due(*stage)), Column::day(ended(*stage)), Column::timeliness(in_time(*stage))]);
        } else {
            columns.push(Column::day(ended(*stage)));
        }
        columns.push(Column::number(&days(*stage), 9.0));
    }
    columns.push(Column::day(RESOLVED));
    columns.extend(shape.reports.iter().map(|(heading, _)| Column::day(heading.as_str())));
    columns.extend([
        Column::day(received(edition)),
        Column::day(NOTIFIED),
        Column::timeliness(STATUS),
        Column::text(NEXT, 30.0),
        Column::day(NEXT_DUE),
        Column::day(ACT_BY),
        Column::text(WHO, 20.0),
        Column::number("Findings", 9.5),
        Column::text("File", 24.0),
        Column::text("Sheet", 12.0),
        Column::number("Row", 7.0),
        Column::hidden(OPEN_KEY),
        Column::hidden(OUTCOME_KEY),
        Column::hidden(LATER_KEY),
    ]);
    // What else the returns say, so that it can be corrected too.
    let (policy, keys) = (report.basis.policy, &report.register.keys);
    let shown = |key: &Key| columns.iter().any(|column| column.heading.eq_ignore_ascii_case(&key.heading(policy)));
    let others: Vec<usize> = (0..).zip(keys).filter(|(_, key)| !shown(key)).map(|(place, _)| place).collect();
    columns.extend(others.iter().filter_map(|place| Some(kept::column(keys.get(*place)?, policy))));
    columns.push(kept::mark());
    table::make_unique(&mut columns);
    let marker = kept::Marker::of(&columns);
    let rows = (HEADING_ROW + 2..).zip(&report.lines).map(|(at, line)| {
        let mut cells = shape.row(line, at);
        cells.extend(others.iter().map(|place| kept::cell(line.row.row, *place)));
        cells.push(marker.mark(&line.entry.id, &cells));
        cells
    });
    let rows = rows.collect();
    Grid::new(TABLE, columns, rows)
}
