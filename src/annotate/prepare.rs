//! The date columns that a paper form lacks.
//!
//! In: a workbook with a log, and its procedure. Out: the script that adds the columns to the right of the
//! agency's own, and the workbook's cells as they are then.

use super::{look, places, stretches};
use crate::edit::{self, Columns, Edit, Script, Set, SheetEdits, Value, Width};
use crate::error::Result;
use crate::grid::{self, Address, Cell, Range, Workbook};
use crate::log::{Log, Meaning, Table};
use crate::policy::{Condition, Edition, EventId, FactId, Policy};

/// A log with its date columns added.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// The script that adds them; without edits where none was missing.
    pub script: Script,
    /// The workbook's cells afterwards.
    pub workbook: Workbook,
}

/// Adds the columns that the procedure needs and the log has not, with their headings, formats and widths.
///
/// They are the agency's own from then on: taking the marks off leaves them.
///
/// # Errors
/// No room for them in the sheet.
pub fn prepare(workbook: Workbook, log: &Log, policy: &Policy) -> Result<Prepared> {
    let mut prepared = Prepared { script: Script::default(), workbook };
    for sheet in &mut prepared.workbook.sheets {
        let tables: Vec<&Table> = log.tables.iter().filter(|table| table.sheet == sheet.name).collect();
        let mut edits = Vec::new();
        let missing = |table: &Table| columns(policy).into_iter().filter(|(meaning, _)| !has(table, meaning)).collect();
        let missing: Vec<Vec<(Meaning, String)>> = tables.iter().map(|table| missing(table)).collect();
        let free = places::free(sheet, &tables, missing.iter().map(Vec::len).max().unwrap_or(0))?;
        for ((n, table), missing) in tables.iter().enumerate().zip(missing) {
            for (column, (meaning, heading)) in (free..).zip(missing) {
                let at = Address::new(places::heading_row(table), column);
                edits.push(Edit::Set(Set { cell: at, formula: None, value: Some(Value::text(heading.clone())) }));
                edits.push(Edit::Font(edit::Font { range: at.into(), bold: Some(true), color: None, wrap: None }));
                if matches!(meaning, Meaning::Event(_) | Meaning::ProtectBy) {
                    for (from, to) in stretches::to_fill(table, tables.get(n + 1).copied()) {
                        let range = Range { from: Address::new(from, column), to: Address::new(to, column) };
                        edits.push(Edit::NumberFormat(edit::NumberFormat { range, code: look::DAY.to_owned() }));
                    }
                }
                edits.push(Edit::Width(Width { columns: Columns::one(column), characters: 16.0 }));
                sheet.cells.push(Cell { at, value: grid::Value::Text(heading), formula: None });
            }
        }
        if !edits.is_empty() {
            sheet.cells.sort_by_key(|cell| cell.at);
            prepared.script.sheets.push(SheetEdits::of(&sheet.name, edits));
        }
    }
    Ok(prepared)
}

/// The columns that a log kept under this procedure needs for its deadlines, with their headings.
pub(crate) fn columns(policy: &Policy) -> Vec<(Meaning, String)> {
    let edition = policy.edition_for(None);
    let event = |event: EventId| {
        let event = edition.events.get(event.index())?;
        Some((Meaning::Event(event.id.as_str().into()), event.column.clone()?))
    };
    let asked = |id: &str| edition.fact(id).is_some_and(|fact| conditions(edition).any(|when| asks(when, fact)));
    let fact = |id: &str| {
        let fact = edition.facts.iter().find(|fact| fact.id == id && asked(id))?;
        Some((Meaning::Fact(fact.id.as_str().into()), fact.column.clone()))
    };
    let confirmed = edition.duties.iter().any(|duty| duty.recorded_by.contains(&EventId::CONFIRMED));
    let plan = asked("child-protection-plan") || asked("looked-after");
    let iro = edition.duties.iter().find(|duty| duty.column.as_deref() == Some("IRO notified"));
    let own = ["section-117", "urgent"];
    [event(EventId::CONCERN), Some((Meaning::Stage, "Stage".to_owned()))]
        .into_iter()
        .chain((2..=edition.last_stage()).map(|stage| event(EventId::began(stage))))
        .chain([event(EventId::RESOLVED), event(EventId::CONFIRMED).filter(|_| confirmed), fact("immediate-risk")])
        .chain([plan.then(|| (Meaning::PlanOrLookedAfter, "CP plan / looked after".to_owned()))])
        .chain([iro.and_then(|duty| event(*duty.recorded_by.first()?))])
        .chain(own.map(fact))
        .chain([Some((Meaning::ProtectBy, "Resolve sooner by".to_owned()))])
        .flatten()
        .collect()
}

/// Every condition of a procedure.
fn conditions(edition: &Edition) -> impl Iterator<Item = &Condition> {
    let duties =
        edition.duties.iter().flat_map(|duty| duty.when.iter().chain(duty.tracks.iter().map(|track| &track.when)));
    let entries = edition.entries.iter().map(|entry| &entry.when);
    duties.chain(entries).chain(edition.exemptions.iter().map(|exempt| &exempt.when))
}

/// Whether a condition asks for this fact.
pub(crate) fn asks(condition: &Condition, fact: FactId) -> bool {
    match condition {
        Condition::Is(asked, _) | Condition::NotRecordedAs(asked, _) => *asked == fact,
        Condition::Not(inner) => asks(inner, fact),
        Condition::All(all) | Condition::Any(all) => all.iter().any(|inner| asks(inner, fact)),
        Condition::Begun(_) | Condition::ResolvedAt(_) | Condition::UnresolvedAt(_) => false,
    }
}

/// Whether a table has a column for this, or one that says the same.
fn has(table: &Table, meaning: &Meaning) -> bool {
    let there = |meaning: &Meaning| table.columns.iter().any(|column| column.meaning == *meaning);
    let fact = |id: &str| there(&Meaning::Fact(id.into()));
    match meaning {
        Meaning::PlanOrLookedAfter => there(meaning) || fact("child-protection-plan") || fact("looked-after"),
        _ => there(meaning),
    }
}
