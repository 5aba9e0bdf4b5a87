//! The table of escalations: every row of the register, which all figures of the summary count over.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::kept;
use super::paper::Paper;
use super::table::{self, Cell, Column, HEADING_ROW};
use crate::log::{Field, Meaning};
use crate::merge::Key;
use crate::policy::EventId;
use crate::quarter::{Level, Line, Report};
use crate::timeline::day_in_words;

/// The table's name in formulas.
pub(super) const TABLE: &str = "Escalations";

// The columns that formulas refer to.
pub(super) const AGENCY: &str = "Agency";
pub(super) const LEVEL: &str = "Level of need";
pub(super) const CONCERN: &str = "Concern arose";
pub(super) const STAGE: &str = "Stage";
pub(super) const RESOLVED: &str = "Date resolved";
pub(super) const STATUS: &str = "Status";

/// The heading of the column that says when a stage ended.
pub(super) fn ended(stage: u8) -> String {
    format!("Stage {stage} ended")
}

/// The heading of the column that says whether a stage ended in time.
pub(super) fn in_time(stage: u8) -> String {
    format!("Stage {stage} in time")
}

/// The words of that column.
pub(super) const IN_TIME: &str = "in time";
pub(super) const LATE: &str = "late";

pub(super) fn write(sheet: &mut Worksheet, report: &Report<'_>, paper: &Paper) -> Result<(), XlsxError> {
    paper.head(sheet, "Escalations", "Every row, and the file, sheet and row it is from")?;
    let (headings, rows) = content(report);
    table::write(sheet, paper, TABLE, &headings, &rows)?;
    // The agency, the number and the child stay in sight, on the screen and on paper.
    sheet.set_freeze_panes(HEADING_ROW + 1, 3)?;
    sheet.set_repeat_columns(0, 2)?;
    Ok(())
}

fn content(report: &Report<'_>) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let began: Vec<u8> = report.edition().stages.iter().map(|stage| stage.number).filter(|stage| *stage > 1).collect();
    let limited: Vec<u8> = report.limited_stages().map(|stage| stage.number).collect();

    let mut columns = vec![
        Column::text(AGENCY, 20.0),
        Column::text("Number", 11.0),
        Column::text("Child", 20.0),
        Column::day("Date of birth"),
        Column::text("Concern", 34.0),
        Column::text(LEVEL, 13.0),
        Column::text("Disagreement", 34.0),
        Column::text("Actions", 34.0),
        Column::text("Outcome", 30.0),
        Column::day(CONCERN),
        Column::number(STAGE, 8.0),
    ];
    columns.extend(began.iter().map(|stage| Column::day(format!("Stage {stage} began"))));
    for stage in &limited {
        let due = Column::day(format!("Stage {stage} due"));
        columns.extend([due, Column::day(ended(*stage)), Column::timeliness(in_time(*stage))]);
    }
    columns.extend([
        Column::day(RESOLVED),
        Column::timeliness(STATUS),
        Column::text("Next step", 30.0),
        Column::day("Next step due"),
        Column::day("Act by"),
        Column::text("Who acts", 20.0),
        Column::number("Findings", 9.5),
        Column::text("File", 24.0),
        Column::text("Sheet", 12.0),
        Column::number("Row", 7.0),
    ]);
    // What else the returns say, so that it can be corrected too.
    let policy = report.basis.policy;
    let shown = |key: &Key| columns.iter().any(|column| column.heading == key.heading(policy));
    let others: Vec<usize> = (0..).zip(&report.register.keys).filter(|(_, key)| !shown(key)).map(|(n, _)| n).collect();
    columns.extend(others.iter().filter_map(|place| Some(kept::column(report.register.keys.get(*place)?, policy))));
    columns.push(kept::mark());
    table::make_unique(&mut columns);
    let rows = report.lines.iter().map(|line| {
        let mut cells = row(line, &began, &limited);
        cells.extend(others.iter().map(|place| kept::cell(line.row.row, *place)));
        cells.push(kept::mark_of(&line.entry.id, &columns, &cells));
        cells
    });
    let rows = rows.collect();
    (columns, rows)
}

fn row(line: &Line<'_>, began: &[u8], limited: &[u8]) -> Vec<Cell> {
    let texts = |meaning: Meaning| Cell::from(written(line, &meaning));
    let mut cells = vec![
        line.entry.agency.as_str().into(),
        number(line).into(),
        child(line).into(),
        born(line),
        texts(Meaning::Concern),
        level(line).into(),
        texts(Meaning::Disagreement),
        texts(Meaning::Actions),
        texts(Meaning::Outcome),
        event(line, EventId::CONCERN),
        usize::from(line.row.timeline.stage).into(),
    ];
    cells.extend(began.iter().map(|stage| event(line, EventId::began(*stage))));
    for number in limited {
        let stage = line.stage(*number);
        let in_time = match stage.and_then(|stage| stage.in_time) {
            Some(true) => IN_TIME.into(),
            Some(false) => LATE.into(),
            None => Cell::Blank,
        };
        cells.extend([stage.and_then(|stage| stage.due).into(), stage.and_then(|stage| stage.ended).into(), in_time]);
    }
    let next = line.next.as_ref();
    cells.extend([
        event(line, EventId::RESOLVED),
        line.standing.in_words().into(),
        next.map_or("", |next| next.does).into(),
        next.and_then(|next| next.due).into(),
        next.and_then(|next| next.act_by).into(),
        next.map_or("", |next| next.who).into(),
        line.findings.into(),
        line.entry.source.file.as_str().into(),
        line.entry.source.sheet.as_str().into(),
        usize::try_from(line.entry.source.row).unwrap_or_default().into(),
    ]);
    cells
}

/// The escalation number, or what stands in its place.
pub(super) fn number(line: &Line<'_>) -> String {
    line.row.row.number.known().cloned().unwrap_or_else(|| written(line, &Meaning::Number))
}

/// The child as the log names it.
pub(super) fn child(line: &Line<'_>) -> String {
    line.row.row.name.known().cloned().unwrap_or_else(|| written(line, &Meaning::Name))
}

fn born(line: &Line<'_>) -> Cell {
    let row = line.row.row;
    match &row.born {
        Field::Known(expected) if row.unborn => format!("expected {}", day_in_words(*expected)).into(),
        Field::Known(born) => Cell::Day(*born),
        Field::Blank if row.unborn => "unborn".into(),
        Field::Blank | Field::Unclear(_) => written(line, &Meaning::Born).into(),
    }
}

/// The word under which it is counted, with what stands there where that is no level that is known.
fn level(line: &Line<'_>) -> String {
    match &line.level {
        Level::NotRecognised(text) => format!("{}: {text}", Level::NOT_RECOGNISED),
        level => level.counted_as().to_owned(),
    }
}

/// When an event happened; the text that stands there where it is no date.
fn event(line: &Line<'_>, event: EventId) -> Cell {
    if let Some(moment) = line.row.case.recorded(event) {
        return Cell::Day(moment);
    }
    line.row.place_of(event).map(|place| line.row.row.shown(place)).unwrap_or_default().into()
}

/// What stands in the columns with this meaning.
fn written(line: &Line<'_>, meaning: &Meaning) -> String {
    let columns = line.row.table.columns.iter().enumerate().filter(|(_, column)| column.meaning == *meaning);
    let texts = columns.map(|(place, _)| line.row.row.shown(place)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}
