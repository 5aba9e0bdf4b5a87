//! A whole log with its deadlines: each row read in the terms of the edition that governs it.

use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;

use super::links::Links;
use super::{Case, Days, Deadline, NextStep, RowStatus, Timeline, compute, who_acts};
use crate::calendar::{Calendars, Moment};
use crate::grid::Address;
use crate::log::{Column, Field, Log, Meaning, Row, Table};
use crate::parallel;
use crate::policy::{Duty, Edition, EventId, Policy};

/// A log whose every row has its timeline.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The log.
    pub log: &'a Log,
    /// The procedure with the readings in force.
    pub policy: &'a Policy,
    /// The working days.
    pub calendars: &'a Calendars,
    /// The day as of which deadlines are judged.
    pub as_of: NaiveDate,
    /// The rows, in the log's order.
    pub rows: Rows<'a>,
}

/// A row of a log with its timeline.
#[derive(Debug)]
pub struct CheckedRow<'a> {
    /// The table it stands in.
    pub table: &'a Table,
    /// The row itself.
    pub row: &'a Row,
    /// The edition that governs it: the one in force when the concern arose.
    pub edition: &'a Edition,
    /// What it records.
    pub case: Case,
    /// Its deadlines.
    pub timeline: Timeline,
    /// How it stands as a whole.
    status: RowStatus,
    /// For each event of the edition, the place among the table's columns of the one that records it.
    places: Arc<[Option<usize>]>,
}

/// The rows of a log with their timelines, or a part of them: a slice of [`CheckedRow`]s.
#[derive(Debug)]
pub struct Rows<'a>(Held<'a>);

#[derive(Debug)]
enum Held<'a> {
    All(Vec<CheckedRow<'a>>),
    Part(&'a [CheckedRow<'a>]),
}

impl<'a> Deref for Rows<'a> {
    type Target = [CheckedRow<'a>];

    fn deref(&self) -> &[CheckedRow<'a>] {
        match &self.0 {
            Held::All(rows) => rows,
            Held::Part(rows) => rows,
        }
    }
}

impl<'r, 'a> IntoIterator for &'r Rows<'a> {
    type Item = &'r CheckedRow<'a>;
    type IntoIter = std::slice::Iter<'r, CheckedRow<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Checked<'_> {
    /// The same log a part of its rows at a time.
    pub(crate) fn parts(&self, most: usize) -> impl Iterator<Item = Checked<'_>> {
        let Checked { log, policy, calendars, as_of, .. } = *self;
        self.rows.chunks(most).map(move |rows| Checked { log, policy, calendars, as_of, rows: Rows(Held::Part(rows)) })
    }
}

/// Works out every row of a log.
pub fn check<'a>(
    log: &'a Log,
    policy: &'a Policy,
    calendars: &'a Calendars,
    as_of: NaiveDate,
    due_soon: u16,
) -> Checked<'a> {
    let basis = Basis { policy, calendars, as_of, due_soon };
    let mut rows = Vec::new();
    for table in &log.tables {
        rows.reserve(table.rows.len());
        parallel::in_parts(&table.rows, &mut rows, |rows, checked| basis.add(table, rows, checked));
    }
    Checked { log, policy, calendars, as_of, rows: Rows(Held::All(rows)) }
}

#[derive(Clone, Copy)]
struct Basis<'a> {
    policy: &'a Policy,
    calendars: &'a Calendars,
    as_of: NaiveDate,
    due_soon: u16,
}

impl<'a> Basis<'a> {
    /// Works out rows of a table.
    fn add(self, table: &'a Table, rows: &'a [Row], checked: &mut Vec<CheckedRow<'a>>) {
        let is_concern = |column: &Column| matches!(&column.meaning, Meaning::Event(id) if **id == *"concern");
        let columns = table.columns.iter().enumerate().filter(|(_, column)| is_concern(column));
        let concern: Vec<usize> = columns.map(|(place, _)| place).collect();
        let mut links: Vec<Links<'_>> = Vec::new();
        checked.reserve(rows.len());
        checked.extend(rows.iter().filter_map(|row| {
            // Of two columns for it, the earlier date counts, as in the case itself.
            let date = concern.iter().filter_map(|place| row.event(*place)).min().map(|moment| moment.date);
            let edition = self.policy.edition_for(date);
            let known = links.iter().position(|links| std::ptr::eq(links.edition, edition));
            let known = known.unwrap_or_else(|| {
                links.push(Links::new(table, edition));
                links.len() - 1
            });
            let links = links.get_mut(known)?;
            let case = links.case(row);
            let agency = self.calendars.of_agency(row.agency_in(table).unwrap_or_default());
            let days =
                Days { calendar: &self.calendars.partnership, agency, as_of: self.as_of, due_soon: self.due_soon };
            let timeline = compute(edition, &case, &days);
            let status = timeline.row_status(edition);
            Some(CheckedRow { table, row, edition, case, timeline, status, places: Arc::clone(&links.places) })
        }));
    }
}

impl<'a> CheckedRow<'a> {
    /// How the row stands as a whole.
    pub fn status(&self) -> RowStatus {
        self.status
    }

    /// What is to be done next.
    pub fn next_step(&self) -> Option<NextStep> {
        self.timeline.next_step(self.edition, |duty| self.column_for(duty).is_some())
    }

    /// What the procedure asks besides at the stage of an open case, and the log has no column for.
    pub fn guidance(&self) -> impl Iterator<Item = &Deadline> {
        self.timeline.guidance(self.edition, |duty| self.column_for(duty).is_some())
    }

    /// Who acts on a duty of this row.
    pub fn who_acts(&self, duty: &Duty) -> &'a str {
        who_acts(self.edition, duty, &self.case)
    }

    /// The place among the table's columns of the one that records this duty.
    pub fn column_for(&self, duty: &Duty) -> Option<usize> {
        duty.recorded_by.iter().find_map(|event| self.place_of(*event))
    }

    /// The place among the table's columns of the one that records this event.
    pub fn place_of(&self, event: EventId) -> Option<usize> {
        self.places.get(event.index()).copied().flatten()
    }

    /// The cell that records this event, whether it is filled or not.
    pub fn cell_of(&self, event: EventId) -> Option<Address> {
        self.table.cell(self.row, self.place_of(event)?)
    }

    /// The cell that holds what the row says of an event: of several columns for one event, that of the date that counts.
    pub fn recorded_in(&self, event: EventId) -> Option<Address> {
        let recorded = self.case.recorded(event)?;
        let same = [Some(event), self.case.twin(event)].into_iter().flatten();
        let ids: Vec<_> = same.filter_map(|event| Some(self.edition.events.get(event.index())?.id.as_str())).collect();
        let records = |(place, field): &&(usize, Field<_>)| {
            let meaning = self.table.columns.get(*place).map(|column| &column.meaning);
            field.known() == Some(&recorded) && matches!(meaning, Some(Meaning::Event(id)) if ids.contains(&&**id))
        };
        self.row.events.iter().find(records).and_then(|(place, _)| self.table.cell(self.row, *place))
    }

    /// The cell under the first column with this meaning.
    pub fn cell(&self, meaning: &Meaning) -> Option<Address> {
        self.table.cell(self.row, self.table.place(meaning)?)
    }

    /// When an event happened, as the row's cell says.
    pub fn field(&self, event: EventId) -> Option<&Field<Moment>> {
        let place = self.place_of(event)?;
        self.row.events.iter().find(|(at, _)| *at == place).map(|(_, field)| field)
    }

    /// Why a deadline is what it is, with the cells it rests on.
    pub fn because(&self, deadline: &Deadline, calendars: &Calendars) -> Vec<String> {
        let cell = |event| Some(format!("{}!{}", self.table.sheet, self.recorded_in(event)?));
        self.timeline.because(self.edition, deadline, &calendars.partnership, &cell)
    }
}
