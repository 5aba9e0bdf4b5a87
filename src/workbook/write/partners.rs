//! The rows for partners: a pseudonym for each child, dates, and words of fixed lists. No free text.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_xlsxwriter::Worksheet;

use super::Written;
use super::book::Book;
use super::copy::Key;
use super::escalations::{self, AGENCY, CONCERN, COUNTED, LEVEL, NEXT_DUE, RECEIVING, RESOLVED, STAGE, STATUS};
use super::paper::Paper;
use super::table::{self, Cell, Column, Grid};
use crate::merge::{Original, Pool};
use crate::quarter::{Line, Report};

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, paper: &Paper, key: &Key) -> Written {
    paper.head(sheet, "Escalations", "Every row, the child by a pseudonym, without free text")?;
    table::write(sheet, paper, &grid(book, key))?;
    table::keep_in_sight(sheet, 2)
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
    let rows =
        report.lines.iter().zip(&book.escalations.rows).zip(pseudonyms(key, report)).map(|((line, row), child)| {
            let cell = |column: &Column| match column.heading.as_str() {
                "Child" => child.as_str().into(),
                LEVEL => line.level.counted_as().into(),
                heading => told(book.escalations.cell(row, heading), column),
            };
            columns.iter().map(cell).collect()
        });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    // As the log had them, the place of a row would tell its number.
    rows.sort_by_cached_key(|row| row.iter().take(2).map(Cell::shown).collect::<Vec<_>>());
    Grid::new(escalations::TABLE, columns, rows)
}

/// The cell as its value; a column of dates or numbers tells nothing else.
fn told(cell: &Cell, column: &Column) -> Cell {
    match (cell.value(), column.kind) {
        (Cell::Text(_), table::Kind::Day | table::Kind::Number) => Cell::Blank,
        (value, _) => value.clone(),
    }
}

/// When a row was returned; the first return is the least.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct When {
    undated: bool,
    returned: Option<NaiveDate>,
    /// The quarter for which a return without a date was given first.
    quarter: String,
}

impl When {
    fn of(original: &Original, pool: &Pool) -> When {
        let returned = original.first_returned();
        let quarters = original.occurrences.iter().map(|at| pool.received_for(&at.content));
        let quarter = quarters.filter(|_| returned.is_none()).min().unwrap_or_default();
        When { undated: returned.is_none(), returned, quarter }
    }
}

/// A child as a return tells of it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    when: When,
    child: Vec<String>,
}

/// The pseudonym of each row's child: by what the first return said of it, so that it stays the same when a later
/// one says more. Rows of which two returns tell of the same child have the same.
fn pseudonyms(key: &Key, report: &Report<'_>) -> Vec<String> {
    let pool = &report.register.pool;
    let originals = |line: &Line<'_>| -> Vec<&Original> {
        line.entry.originals.iter().filter_map(|id| pool.originals.get(id)).collect()
    };
    let told = |line: &Line<'_>| -> Vec<Told> {
        let told = |original: &Original| Some(Told { when: When::of(original, pool), child: original.child()? });
        originals(line).into_iter().filter_map(told).collect()
    };
    let told: Vec<Vec<Told>> = report.lines.iter().map(told).collect();
    let mut first: Vec<Option<&Told>> = told.iter().map(|own| own.iter().min()).collect();
    loop {
        let mut of_child: HashMap<&[String], &Told> = HashMap::new();
        for (own, first) in told.iter().zip(&first) {
            let Some(first) = first else { continue };
            for one in own {
                let known = of_child.entry(&one.child).or_insert(first);
                *known = (*known).min(first);
            }
        }
        let earlier = |own: &Vec<Told>| own.iter().filter_map(|one| of_child.get(one.child.as_slice())).min().copied();
        let next: Vec<Option<&Told>> = told.iter().map(earlier).collect();
        if next == first {
            break;
        }
        first = next;
    }
    let pseudonym = |(line, first): (&Line<'_>, &Option<&Told>)| match first {
        Some(told) => key.pseudonym(&[&["child".to_owned()], told.child.as_slice()].concat()),
        None => {
            let own = originals(line).into_iter().map(|original| (When::of(original, pool), &original.id));
            let id = own.min().map_or(&line.entry.id, |(_, id)| id);
            key.pseudonym(&["row".to_owned(), line.entry.agency.to_lowercase(), id.clone()])
        }
    };
    report.lines.iter().zip(&first).map(pseudonym).collect()
}
