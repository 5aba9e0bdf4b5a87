//! The rows for partners: a pseudonym for each child, dates, and words of fixed lists. No free text.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::book::Book;
use super::copy::Key;
use super::escalations::{
    self, AGENCY, CONCERN, COUNTED, LEVEL, NEXT_DUE, RECEIVING, RESOLVED, STAGE, STATUS, child, number,
};
use super::paper::Paper;
use super::table::{self, Cell, Column, Grid, HEADING_ROW};
use crate::log::one_line;
use crate::quarter::Line;

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, paper: &Paper, key: &Key) -> Result<(), XlsxError> {
    paper.head(sheet, "Escalations", "Every row, the child by a pseudonym, without free text")?;
    table::write(sheet, paper, &grid(book, key))?;
    sheet.set_freeze_panes(HEADING_ROW + 1, 2)?;
    sheet.set_repeat_columns(0, 1)?;
    Ok(())
}

fn grid(book: &Book<'_>, key: &Key) -> Grid {
    let report = book.report;
    let limited: Vec<u8> = report.limited_stages().map(|stage| stage.number).collect();
    let mut columns = vec![
        Column::text(AGENCY, 22.0),
        Column::text("Child", 17.0),
        Column::text(RECEIVING, 22.0),
        Column::text(LEVEL, 14.0),
        Column::text(COUNTED, 24.0),
        Column::day(CONCERN),
        Column::number(STAGE, 8.0),
    ];
    for stage in &report.edition().stages {
        let number = stage.number;
        if number > 1 {
            columns.push(Column::day(escalations::began(number)));
        }
        if limited.contains(&number) {
            columns.push(Column::day(escalations::due(number)));
        }
        columns.push(Column::day(escalations::ended(number)));
        if limited.contains(&number) {
            columns.push(Column::timeliness(escalations::in_time(number)));
        }
        columns.push(Column::number(&escalations::days(number), 9.0));
    }
    columns.extend([Column::day(RESOLVED), Column::timeliness(STATUS), Column::day(NEXT_DUE)]);
    let rows = report.lines.iter().zip(&book.escalations.rows).map(|(line, row)| {
        let cell = |column: &Column| match column.heading.as_str() {
            "Child" => pseudonym(key, line).into(),
            LEVEL => line.level.counted_as().into(),
            heading => told(book.escalations.cell(row, heading), column),
        };
        columns.iter().map(cell).collect()
    });
    let rows = rows.collect();
    Grid::new(escalations::TABLE, columns, rows)
}

/// The cell as its value; a column of dates or numbers tells nothing else.
fn told(cell: &Cell, column: &Column) -> Cell {
    match (cell.value(), column.kind) {
        (Cell::Text(_), table::Kind::Day | table::Kind::Number) => Cell::Blank,
        (value, _) => value.clone(),
    }
}

/// The pseudonym of a row's child: by name and date of birth, or by what else tells it apart.
fn pseudonym(key: &Key, line: &Line<'_>) -> String {
    let plain = |text: String| one_line(&text).to_lowercase();
    let name = plain(child(line));
    if name.is_empty() {
        let source = &line.entry.source;
        return key.pseudonym(&[
            "row",
            &plain(number(line)),
            &line.entry.agency,
            &source.file,
            &source.row.to_string(),
        ]);
    }
    let born = line.row.row.born.known().map(|born| born.date.to_string()).unwrap_or_default();
    key.pseudonym(&["child", &name, &born])
}
