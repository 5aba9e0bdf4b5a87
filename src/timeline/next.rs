//! How a row stands as a whole, and what is to be done next.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Deadline, Status, Timeline};
use crate::calendar::Moment;
use crate::policy::{Duty, DutyIx, Edition, Purpose, Strength};

/// How a row stands: resolved, or as its stage's `conclude` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "Status | \"resolved\" | \"resolved-late\""))]
pub enum RowStatus {
    /// Resolved, as far as is known in time.
    Resolved,
    /// Resolved after the deadline of the stage at which it was.
    ResolvedLate,
    /// Open, and so is its stage's deadline.
    Open(Status),
}

impl RowStatus {
    /// The word by which programs know it: `resolved-late`, `due-soon`.
    pub fn as_str(self) -> &'static str {
        match self {
            RowStatus::Resolved => "resolved",
            RowStatus::ResolvedLate => "resolved-late",
            RowStatus::Open(status) => status.as_str(),
        }
    }

    /// The words a person reads: "resolved late", "due soon".
    pub fn in_words(self) -> &'static str {
        match self {
            RowStatus::Resolved => "resolved",
            RowStatus::ResolvedLate => "resolved late",
            RowStatus::Open(status) => status.in_words(),
        }
    }
}

impl Serialize for RowStatus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What is to be done next in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextStep {
    /// The duty.
    pub duty: DutyIx,
    /// By when; `None` where no time is stated.
    pub due: Option<Moment>,
    /// The last working day for it.
    pub act_by: Option<NaiveDate>,
    /// How it stands.
    pub status: Status,
}

impl Timeline {
    /// How the row stands as a whole.
    pub fn row_status(&self, edition: &Edition) -> RowStatus {
        let conclude = self.conclude(edition, self.stage).map(|deadline| deadline.status);
        if self.resolved.is_some() {
            return if conclude == Some(Status::Late) { RowStatus::ResolvedLate } else { RowStatus::Resolved };
        }
        // A stage without a `conclude` has no limit.
        let without = if self.exempt.is_some() { Status::NotApplicable } else { Status::NoLimit };
        RowStatus::Open(conclude.unwrap_or(without))
    }

    /// What is to be done next: of the duties of the row and of its stage that apply and are not done, the
    /// one due first.
    ///
    /// `has_column` says whether the log can record a duty. One that it can't is guidance: it is shown
    /// until its date, and not held against the row after it.
    pub fn next_step(&self, edition: &Edition, has_column: impl Fn(&Duty) -> bool) -> Option<NextStep> {
        let open = |deadline: &&Deadline| {
            let Some(duty) = edition.duties.get(deadline.duty.index()) else { return false };
            let waits = || match deadline.status {
                Status::OnTrack | Status::DueSoon | Status::DueToday | Status::NoLimit => true,
                Status::Overdue | Status::Outstanding => duty.is_conclude || has_column(duty),
                _ => false,
            };
            let here = duty.stage == 0 || duty.stage == self.stage;
            // When the disagreement is resolved, only what is to be recorded or told is left.
            let left = self.resolved.is_none() || duty.purpose == Purpose::Paperwork;
            here && left && duty.strength != Strength::May && waits()
        };
        let urgency = |deadline: &&Deadline| {
            let duty = edition.duties.get(deadline.duty.index());
            let last = duty.is_none_or(|duty| !duty.is_conclude);
            (deadline.due.is_none(), deadline.due, deadline.status == Status::NoLimit, last)
        };
        let next = self.deadlines.iter().filter(open).min_by_key(urgency)?;
        Some(NextStep { duty: next.duty, due: next.due, act_by: next.act_by, status: next.status })
    }

    /// Advice beside the next step of an open case: the duties of the row and of its stage that apply and that the log
    /// can't record, so that nobody knows whether they are done.
    pub fn guidance(&self, edition: &Edition, has_column: impl Fn(&Duty) -> bool) -> impl Iterator<Item = &Deadline> {
        let of_open = if self.resolved.is_none() { self.deadlines.as_slice() } else { &[] };
        of_open.iter().filter(move |deadline| {
            let Some(duty) = edition.duties.get(deadline.duty.index()) else { return false };
            let here = duty.stage == 0 || duty.stage == self.stage;
            let is_open = matches!(
                deadline.status,
                Status::OnTrack | Status::DueSoon | Status::DueToday | Status::Overdue | Status::Outstanding
            );
            here && is_open && !duty.is_conclude && duty.strength != Strength::May && !has_column(duty)
        })
    }
}
