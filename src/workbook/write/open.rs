//! Open and overdue: the rows that are not resolved, oldest first, with who acts next.

use chrono::NaiveDate;
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::escalations::{child, number};
use super::paper::Paper;
use super::table::{self, Cell, Column};
use super::{escalations, figure};
use crate::quarter::{Line, Report};

pub(super) fn write(sheet: &mut Worksheet, report: &Report<'_>, paper: &Paper) -> Result<(), XlsxError> {
    paper.head(sheet, "Open and overdue", "")?;
    let figures = &report.figures;
    let line = format!("{} open, {} of them overdue; oldest first", figures.open, figures.overdue);
    let counts = format!(
        "={open}&\" open, \"&{overdue}&\" of them overdue; oldest first\"",
        open = figure::open(),
        overdue = figure::overdue(),
    );
    sheet.write_formula_with_format(1, 0, Formula::new(counts).set_result(line), &paper.subtitle)?;

    let columns = [
        Column::text(escalations::AGENCY, 22.0),
        Column::text("Number", 12.0),
        Column::text("Child", 22.0),
        Column::day(escalations::CONCERN),
        Column::number("Days open", 8.0),
        Column::number(escalations::STAGE, 7.0),
        Column::timeliness(escalations::STATUS),
        Column::day("Stage due"),
        Column::number("Days over", 8.0),
        Column::text("Next step", 40.0),
        Column::day("Next step due"),
        Column::day("Act by"),
        Column::text("Who acts next", 24.0),
        Column::text("File, sheet and row", 30.0),
    ];
    let mut open: Vec<&Line<'_>> = report.lines.iter().filter(|line| line.standing.is_open()).collect();
    // Rows without a date of concern come last: how old they are is not known.
    open.sort_by_key(|line| (line.concern().is_none(), line.concern()));
    let rows: Vec<_> = open.into_iter().map(|line| row(line, report.basis.as_of)).collect();
    table::write(sheet, paper, "Open", &columns, &rows)
}

fn row(line: &Line<'_>, as_of: NaiveDate) -> Vec<Cell> {
    let days_since = |day: NaiveDate| Cell::Number(as_of.signed_duration_since(day).num_days());
    let due = line.stage(line.row.timeline.stage).and_then(|stage| stage.due);
    let over = due.filter(|_| line.standing.is_overdue());
    let next = line.next.as_ref();
    let source = &line.entry.source;
    vec![
        line.entry.agency.as_str().into(),
        number(line).into(),
        child(line).into(),
        line.concern().into(),
        line.concern().map_or(Cell::Blank, days_since),
        usize::from(line.row.timeline.stage).into(),
        line.standing.in_words().into(),
        due.into(),
        over.map_or(Cell::Blank, |due| days_since(due.date)),
        next.map_or("", |next| next.does).into(),
        next.and_then(|next| next.due).into(),
        next.and_then(|next| next.act_by).into(),
        next.map_or("", |next| next.who).into(),
        format!("{}, {}, row {}", source.file, source.sheet, source.row).into(),
    ]
}
