//! A workbook without a log → the row that comes nearest to a log's headings.
//!
//! In: a grid and a procedure's headings. Out: which row that is, which of its headings are known, and which it lacks.

use super::find::heads::{is_day, known, one_row};
use super::headings::Headings;
use super::{Column, Meaning};
use crate::grid::{Cell, Sheet, Value, Workbook};

/// The row of a workbook that comes nearest to a log's headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The sheet's name.
    pub sheet: String,
    /// The row, counted from 0.
    pub row: u32,
    /// Its headings that are known, as they stand there.
    pub known: Vec<String>,
    /// How many other cells are filled.
    pub others: usize,
    /// The headings of a log that it lacks, the first three.
    pub lacks: Vec<&'static str>,
}

impl Nearest {
    pub(super) fn of(workbook: &Workbook, headings: &Headings) -> Option<Nearest> {
        let mut nearest: Option<(usize, &Sheet, Vec<Column>)> = None;
        for sheet in &workbook.sheets {
            for row in sheet.rows() {
                let least = nearest.as_ref().map_or(1, |(most, ..)| most + 1);
                let Some(columns) = may_be_headings(row, least, headings) else { continue };
                let count = known(&columns);
                if count >= least {
                    nearest = Some((count, sheet, columns));
                }
            }
        }
        nearest.and_then(|(_, sheet, columns)| Nearest::new(sheet, &columns))
    }

    fn new(sheet: &Sheet, columns: &[Column]) -> Option<Nearest> {
        let event = Meaning::Event("concern".into());
        let wanted: [(&[Meaning], &str); 5] = [
            (&[Meaning::Number], "Escalation Number"),
            (&[Meaning::Name, Meaning::Child], "Child Name"),
            (&[Meaning::Concern], "Concern"),
            (&[event], "Date concern arose"),
            (&[Meaning::Level], "Level of Need"),
        ];
        let has = |wanted: &[Meaning]| columns.iter().any(|column| wanted.contains(&column.meaning));
        let is_known = |column: &&Column| !matches!(column.meaning, Meaning::Unknown | Meaning::Engine);
        let known: Vec<String> = columns.iter().filter(is_known).map(|column| column.heading.clone()).collect();
        Some(Nearest {
            sheet: sheet.name.clone(),
            row: columns.first()?.at.row,
            others: columns.len() - known.len(),
            known,
            lacks: wanted.iter().filter(|(wanted, _)| !has(wanted)).map(|(_, heading)| *heading).take(3).collect(),
        })
    }
}

/// The headings of a row that holds a table's width of texts and no day, where so many of them can be known.
fn may_be_headings(row: &[Cell], least: usize, headings: &Headings) -> Option<Vec<Column>> {
    const WIDTH: usize = 3;
    let can_be = |cell: &&Cell| cell.value.text().is_some_and(|text| headings.may_know(text));
    let is_dated = || row.iter().any(|cell| matches!(cell.value, Value::Date(_)) || is_day(cell));
    let is_wide = row.len() >= WIDTH && row.iter().filter(can_be).count() >= least && !is_dated();
    is_wide.then(|| one_row(row, headings))
}
