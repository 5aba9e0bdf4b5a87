//! What every sheet is made from: the report, and the tables that all figures count over.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::figure::{Over, Span};
use super::paper;
use super::private::Private;
use super::table::Grid;
use super::{escalations, kept, lists};
use crate::calendar::Reason;
use crate::merge::NOT_STATED;
use crate::quarter::{Line, Report};

/// Names in their order, each once whatever its capitals, as it is written first.
pub(super) fn by_name(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for name in all {
        names.entry(name.to_lowercase()).or_insert(name);
    }
    names.into_values().collect()
}

/// The days that are due in a row.
fn due_days(line: &Line<'_>) -> impl Iterator<Item = NaiveDate> {
    let next = line.next.and_then(|next| next.due);
    line.stages.iter().filter_map(|stage| stage.due).chain(next).map(|due| due.date)
}

/// The report with its tables.
pub(super) struct Book<'r> {
    pub report: &'r Report<'r>,
    pub escalations: Grid,
    pub findings: Grid,
    pub returns: Grid,
    /// What is set aside, in conflict or perhaps one.
    pub listed: Grid,
    /// The agencies of the list.
    pub expected: Grid,
    /// The days that are no working days, Saturdays and Sundays left out, with the reason.
    pub closed: Vec<(NaiveDate, String)>,
    /// The first day from which on those days are listed.
    pub closed_from: NaiveDate,
    /// What no name of an agency may hold, in a copy for others.
    pub private: Private,
}

impl<'r> Book<'r> {
    /// The tables of a report, in which nothing that is `private` stands in the name of an agency.
    pub fn new(report: &'r Report<'r>, private: Private) -> Book<'r> {
        let basis = &report.basis;
        // As far back as the same quarter a year ago, whose cases may have been long.
        let from = basis.quarter.first().checked_sub_months(Months::new(36)).unwrap_or(basis.quarter.first());
        // As far on as the last date that is due.
        let due = report.lines.iter().flat_map(due_days).max();
        let to = basis.quarter.last().max(basis.as_of).max(due.unwrap_or(basis.as_of));
        let named = |reason: &Reason<'_>| match reason {
            Reason::Weekend => None,
            other => Some(other.to_string()),
        };
        let days = basis.calendars.partnership.not_counted(from, to);
        let closed = days.filter_map(|(day, reason)| Some((day, named(&reason)?))).collect();
        let mut book = Book {
            report,
            escalations: Grid::empty(),
            findings: lists::findings(report),
            returns: lists::returns(report),
            listed: kept::listed_grid(report.register),
            expected: kept::agencies_grid(report.register, &report.agencies()),
            closed,
            closed_from: from,
            private,
        };
        book.escalations = escalations::grid(&book);
        book
    }

    pub fn grid(&self, over: Over) -> &Grid {
        match over {
            Over::Escalations => &self.escalations,
            Over::Findings => &self.findings,
            Over::Returns => &self.returns,
            Over::Listed => &self.listed,
            Over::Expected => &self.expected,
        }
    }

    /// The first day of a span, and the day after its last, as numbers of a sheet.
    pub fn days_of(&self, span: Span) -> (f64, f64) {
        let (first, day) =
            (self.report.basis.quarter.first(), |day: NaiveDate| paper::serial(day.into()).unwrap_or_default());
        let before = |months| day(first.checked_sub_months(Months::new(months)).unwrap_or(first));
        match span {
            Span::Quarter => (day(first), day(self.report.through()) + 1.0),
            Span::Before => (before(3), day(first)),
            Span::YearAgo => (before(12), before(9)),
        }
    }

    /// How many working days lie after one day up to and including another, as the workbook counts them.
    pub fn working_days(&self, from: NaiveDate, to: NaiveDate) -> Option<i32> {
        if to <= from {
            return Some(0);
        }
        self.report.basis.calendars.partnership.working_days_between(from, to)
    }

    /// Every agency that sent a return or of which one was expected, or raised a concern; by name.
    pub fn agencies(&self) -> Vec<String> {
        let raising = self.report.lines.iter().map(|line| line.entry.agency.clone());
        by_name(raising.chain(self.report.agencies().into_iter().map(|agency| agency.name)))
    }

    /// Every agency with which a concern was raised, by name and in the spelling that is known of it.
    pub fn receiving(&self) -> Vec<String> {
        let column = self.escalations.shown(escalations::RECEIVING);
        let names: BTreeSet<String> = column.filter(|name| name != NOT_STATED).collect();
        names.into_iter().chain([NOT_STATED.to_owned()]).collect()
    }
}
