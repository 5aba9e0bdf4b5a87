//! The formulas that keep a marked log right on any later day.
//!
//! In: a table's columns and where the engine's stand. Out: the formulas of Status and Days left, and of the
//! conditional formats that test the same. They know only functions that Excel 2016 and LibreOffice have, and
//! refer to nothing but their own row, so that sorting leaves them right.

use std::fmt::Display;
use std::sync::Arc;

use super::look::{self, Look};
use super::places::{self, Places};
use super::stamp::Stamp;
use crate::edit::{ConditionalFormat, RowFormula};
use crate::grid::{Address, Cell, Range, Sheet, column_letters};
use crate::log::{Engine, Meaning, Table};
use crate::timeline::Status;

/// What each of our conditional formats says of itself, and no other does: it is always true.
pub(super) const OURS: &str = "N(\"escalog\")=0";

/// What a row says that was edited after it was marked.
pub(super) const CHECK_AGAIN: &str = "check again";

/// The same of a row in which the date resolved has been filled in since.
pub(super) const RESOLVED_SINCE: &str = "resolved, check again";

/// Stands for the number of the row while a formula is made; no formula has such a character.
pub(super) const ROW: char = '\0';

/// Where a sheet has formulas of Status.
pub(super) fn of_status(sheet: &Sheet) -> impl Iterator<Item = Address> {
    let word = format!("\"{CHECK_AGAIN}\"");
    let is_ours = move |cell: &&Cell| cell.formula.as_deref().is_some_and(|formula| formula.contains(&word));
    sheet.cells.iter().filter(is_ours).map(|cell| cell.at)
}

fn of_row(formula: &str) -> Arc<RowFormula> {
    RowFormula::new(formula.split(ROW))
}

/// The formulas of one table.
pub(super) struct Formulas<'a> {
    table: &'a Table,
    places: &'a Places,
    stamp: &'a Stamp,
    resolved: Option<u32>,
}

impl<'a> Formulas<'a> {
    pub(super) fn of(table: &'a Table, places: &'a Places, stamp: &'a Stamp) -> Formulas<'a> {
        let resolved = table.columns.iter().find(|column| column.meaning == Meaning::Event("resolved".into()));
        Formulas { table, places, stamp, resolved: resolved.map(|column| column.column) }
    }

    fn letters(&self, column: Engine) -> String {
        self.places.get(column).map(column_letters).unwrap_or_default()
    }

    /// Status.
    pub(super) fn status(&self) -> Arc<RowFormula> {
        let rests_on = format!("{}{ROW}", self.letters(Engine::RestsOn));
        let soon = format!("{}{ROW}", self.letters(Engine::DueSoonFrom));
        let marked = format!("{}{ROW}", self.letters(Engine::AsMarked));
        let now = self.stamp.formula();
        let [overdue, today, due_soon, on_track] =
            [Status::Overdue, Status::DueToday, Status::DueSoon, Status::OnTrack].map(Status::in_words);
        let by_day = format!(
            "IF({rests_on}<TODAY(),\"{overdue}\",IF({rests_on}=TODAY(),\"{today}\",\
             IF({soon}<=TODAY(),\"{due_soon}\",\"{on_track}\")))"
        );
        let (by_day, edited) = match self.resolved.map(column_letters) {
            None => (by_day, format!("\"{CHECK_AGAIN}\"")),
            Some(letters) => {
                let is_resolved = is_resolved(&letters, ROW);
                (
                    format!(
                        "IF({is_resolved},IF({letters}{ROW}<{rests_on}+1,\"resolved\",\"resolved late\"),{by_day})"
                    ),
                    format!("IF({is_resolved},\"{RESOLVED_SINCE}\",\"{CHECK_AGAIN}\")"),
                )
            }
        };
        of_row(&format!(
            "IF(IF({marked}=\"\",FALSE,IFERROR({marked}<>{now},TRUE)),IF({blank},\"\",{edited}),\
             IF(ISNUMBER({rests_on}),{by_day},{rests_on}))",
            blank = self.is_blank(ROW, ""),
        ))
    }

    /// Days left: to the next step's date, while the row is open and as it was marked.
    pub(super) fn days_left(&self) -> Arc<RowFormula> {
        let due = format!("{}{ROW}", self.letters(Engine::NextStepDue));
        let status = format!("{}{ROW}", self.letters(Engine::Status));
        of_row(&format!(
            "IF(OR(NOT(ISNUMBER({due})),{status}=\"\",{status}=\"{CHECK_AGAIN}\",LEFT({status},8)=\"resolved\"),\"\",\
             {due}-TODAY())"
        ))
    }

    /// The conditional formats over these rows of the sheet, counted from 0: one for each state that stands out.
    pub(super) fn formats(&self, first: u32, last: u32) -> Vec<ConditionalFormat> {
        let columns = || self.table.columns.iter().map(|column| column.column);
        let all = || columns().chain(self.places.iter().map(|(_, column)| column));
        let (Some(left), Some(right)) = (all().min(), all().max()) else { return Vec::new() };
        let range = Range { from: Address::new(first, left), to: Address::new(last, right) };
        let row = first + 1;
        let rests_on = format!("${}{row}", self.letters(Engine::RestsOn));
        let soon = format!("${}{row}", self.letters(Engine::DueSoonFrom));
        let status = format!("${}{row}", self.letters(Engine::Status));
        let resolved =
            self.resolved.map(|column| format!(",NOT({})", is_resolved(&format!("${}", column_letters(column)), row)));
        let open = format!(
            "{OURS},ISNUMBER({rests_on}),NOT({}),{status}<>\"{CHECK_AGAIN}\"{}",
            self.is_blank(row, "$"),
            resolved.unwrap_or_default(),
        );
        let format = |look: Look, formula: String| ConditionalFormat {
            range,
            formula,
            fill: Some(look.fill),
            font: Some(look.font),
        };
        vec![
            format(look::OVERDUE, format!("AND({open},{rests_on}<TODAY())")),
            format(look::DUE_TODAY, format!("AND({open},{rests_on}=TODAY())")),
            format(look::DUE_SOON, format!("AND({open},{rests_on}>TODAY(),{soon}<=TODAY())")),
            format(look::CHECK_AGAIN, format!("AND({OURS},{status}=\"{CHECK_AGAIN}\")")),
        ]
    }

    /// Whether the agency's own cells of a row are all empty.
    fn is_blank(&self, row: impl Display, dollar: &str) -> String {
        let cell = |column: u32| format!("{dollar}{}{row}", column_letters(column));
        let own = places::own(self.table, self.places);
        let own: Vec<String> = own.iter().map(|own| format!("{}:{}", cell(own.from), cell(own.to))).collect();
        format!("COUNTA({})=0", own.join(","))
    }
}

/// Whether a date resolved is recorded and has come. A small number is none, nor is TRUE, which LibreOffice takes
/// for a number.
fn is_resolved(letters: &str, row: impl Display) -> String {
    let cell = format!("{letters}{row}");
    format!("IF(ISNUMBER({cell}),AND({cell}>=DATE(2000,1,1),{cell}<TODAY()+1),FALSE)")
}
