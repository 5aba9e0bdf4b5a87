//! What the engine's columns say of a row.
//!
//! In: a row with its deadlines, and what the rules found in it. Out: the values of its cells.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::legend;
use super::places::Places;
use super::stamp::Stamp;
use crate::calendar::Calendar;
use crate::edit::{Edit, RowFormula, Set, Value};
use crate::finding::{Finding, Severity};
use crate::grid::Address;
use crate::log::Engine;
use crate::policy::Strength;
use crate::timeline::{CheckedRow, RowStatus, Status};

/// The findings of a log by sheet and row; those about a sheet as a whole have no row.
pub(super) struct Findings<'a>(HashMap<(&'a str, Option<u32>), Vec<&'a Finding>>);

impl<'a> Findings<'a> {
    pub(super) fn of(findings: &'a [Finding]) -> Findings<'a> {
        let mut by_row: HashMap<_, Vec<_>> = HashMap::new();
        for finding in findings {
            by_row.entry((finding.sheet.as_str(), finding.row)).or_default().push(finding);
        }
        Findings(by_row)
    }

    fn in_row<'s>(&'s self, row: &'s CheckedRow<'_>) -> &'s [&'s Finding] {
        self.0.get(&(row.table.sheet.as_str(), Some(row.row.row + 1))).map_or(&[], Vec::as_slice)
    }

    fn about_all(&self, row: &CheckedRow<'_>) -> bool {
        self.0.contains_key(&(row.table.sheet.as_str(), None))
    }
}

/// What the cells of one table's rows are made from.
pub(super) struct Cells<'a> {
    /// Those in the engine's columns that hold something, in order.
    pub held: &'a [Address],
    pub places: &'a Places,
    pub status: Arc<RowFormula>,
    pub days_left: Arc<RowFormula>,
    pub stamp: &'a Stamp,
    pub findings: &'a Findings<'a>,
    /// The name of the sheet that says how the log was marked.
    pub legend: &'a str,
    pub calendar: &'a Calendar,
    pub as_of: NaiveDate,
    /// That day in words.
    pub day: String,
    pub due_soon: u16,
}

impl Cells<'_> {
    /// The cells of one row; one that held something and is to be empty is emptied.
    pub(super) fn push(&self, row: &CheckedRow<'_>, edits: &mut Vec<Edit>) {
        let number = row.row.row + 1;
        let next = row.next_step();
        let rests_on = rests_on(row);
        for (column, place) in self.places.iter() {
            let text = |text: String| (None, Some(Value::text(text)));
            let day = |day: Option<NaiveDate>| (None, day.map(Value::date));
            let (formula, value) = match column {
                Engine::Status => (Some(self.status.at(number)), Some(Value::text(row.status().in_words()))),
                Engine::NextStep => next.and_then(|next| next_step(row, next)).map_or((None, None), text),
                Engine::NextStepDue => match next.map(|next| next.due) {
                    Some(None) => (None, Some(Value::text("no time stated"))),
                    due => day(due.flatten().map(|due| due.date)),
                },
                Engine::ActBy => day(next.and_then(|next| next.act_by)),
                Engine::DaysLeft => {
                    let open = matches!(row.status(), RowStatus::Open(_));
                    let due = next.and_then(|next| next.due).filter(|_| open);
                    let left = due.map(|due| due.date.signed_duration_since(self.as_of).num_days());
                    let left = left.map_or_else(|| Value::text(""), |left| Value::Number(left as f64));
                    (Some(self.days_left.at(number)), Some(left))
                }
                Engine::Checks => {
                    let mut found = checks(self.findings.in_row(row), &self.day);
                    // What every row lacks is said once, of the log.
                    if row.status() == RowStatus::Open(Status::Unknown) && self.findings.about_all(row) {
                        found.push_str(&format!(" See also `{}` on sheet {}.", legend::WHOLE, self.legend));
                    }
                    text(found)
                }
                Engine::RestsOn => match rests_on {
                    Some(due) => day(Some(due)),
                    None => (None, Some(Value::text(row.status().in_words()))),
                },
                Engine::DueSoonFrom => day(rests_on.map(|due| soon_from(due, self.calendar, self.due_soon))),
                Engine::AsMarked => self.stamp.value(row.row).map_or((None, None), text),
            };
            let cell = Address::new(row.row.row, place);
            if value.is_some() || self.held.binary_search(&cell).is_ok() {
                edits.push(Edit::Set(Set { cell, formula, value }));
            }
        }
    }
}

/// The day that decides how an open row stands: its stage's deadline. `None` where no day decides.
fn rests_on(row: &CheckedRow<'_>) -> Option<NaiveDate> {
    let RowStatus::Open(Status::OnTrack | Status::DueSoon | Status::DueToday | Status::Overdue) = row.status() else {
        return None;
    };
    let ix = row.edition.conclude(row.timeline.stage)?;
    let duty = row.edition.duties.get(ix.index())?;
    let due = row.timeline.deadline(ix)?.due?;
    // One that may be done, or a right that lapses, is never overdue.
    (duty.strength != Strength::May && !duty.lapses).then_some(due.date)
}

/// The first day on which a deadline is due soon.
fn soon_from(due: NaiveDate, calendar: &Calendar, due_soon: u16) -> NaiveDate {
    let is_soon =
        |day: NaiveDate| calendar.working_days_between(day, due).is_some_and(|left| left <= i32::from(due_soon));
    let earlier = std::iter::successors(Some(due), |day| day.checked_sub_days(Days::new(1)));
    earlier.take_while(|day| is_soon(*day)).last().unwrap_or(due)
}

fn next_step(row: &CheckedRow<'_>, next: crate::timeline::NextStep) -> Option<String> {
    let duty = row.edition.duties.get(next.duty.index())?;
    let by = next.due.and_then(|due| due.time()).map(|time| format!(", by {}", time.format("%H:%M")));
    Some(format!("{} ({}){}", duty.does, row.who_acts(duty), by.unwrap_or_default()))
}

/// What the rules found in a row: how much of it, the codes, then each in its words; what people accept, by its code.
fn checks(all: &[&Finding], day: &str) -> String {
    /// What a reader still reads in a cell.
    const LONGEST: usize = 1_500;
    if all.is_empty() {
        return format!("{day}: nothing found.");
    }
    let (accepted, findings): (Vec<&Finding>, Vec<&Finding>) =
        all.iter().partition(|finding| finding.accepted.is_some());
    let count = |severity, one: &str, many: &str| {
        let n = findings.iter().filter(|finding| finding.severity == severity).count();
        (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }))
    };
    let counts = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
        count(Severity::Information, "for information", "for information"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let mut text = match counts.as_slice() {
        [] => format!("{day}: nothing found."),
        counts => format!("{day}: {}: {}.", counts.join(", "), codes(&findings)),
    };
    if !accepted.is_empty() {
        text.push_str(&format!(" Accepted: {}.", codes(&accepted)));
    }
    for (n, finding) in findings.iter().enumerate() {
        let cell = finding.cell.map(|cell| format!(" {cell}")).unwrap_or_default();
        let line = format!(" {}{cell}: {}.", finding.rule.code, finding.message);
        if text.len() + line.len() > LONGEST {
            text.push_str(&format!(" … and {} more", findings.len() - n));
            break;
        }
        text.push_str(&line);
    }
    text
}

fn codes(findings: &[&Finding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    codes.dedup();
    codes.join(", ")
}
