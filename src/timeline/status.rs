//! How a deadline stands as of a day.

use std::cmp::Ordering;

use serde::Serialize;

use super::Days;
use super::facts::Facts;
use crate::calendar::Moment;
use crate::policy::{Duty, Strength};

/// How a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Done in time.
    Met,
    /// Done after its date.
    Late,
    /// Not done, and its date is not near.
    OnTrack,
    /// Not done, and its date is near.
    DueSoon,
    /// Not done, and this is its day.
    DueToday,
    /// Not done, and its date has passed.
    Overdue,
    /// Its stage has not been reached.
    Projected,
    /// No time is stated, and it is not recorded.
    Outstanding,
    /// The deadline of a stage for which the document states no limit.
    NoLimit,
    /// Its condition does not hold.
    NotApplicable,
    /// The row does not say what would decide it.
    Unknown,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 11] = [
        Status::Met,
        Status::Late,
        Status::OnTrack,
        Status::DueSoon,
        Status::DueToday,
        Status::Overdue,
        Status::Projected,
        Status::Outstanding,
        Status::NoLimit,
        Status::NotApplicable,
        Status::Unknown,
    ];

    /// The word by which programs know it: `due-soon`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Late => "late",
            Status::OnTrack => "on-track",
            Status::DueSoon => "due-soon",
            Status::DueToday => "due-today",
            Status::Overdue => "overdue",
            Status::Projected => "projected",
            Status::Outstanding => "outstanding",
            Status::NoLimit => "no-limit",
            Status::NotApplicable => "not-applicable",
            Status::Unknown => "unknown",
        }
    }

    /// The words a person reads: "due soon".
    pub fn in_words(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Late => "late",
            Status::OnTrack => "on track",
            Status::DueSoon => "due soon",
            Status::DueToday => "due today",
            Status::Overdue => "overdue",
            Status::Projected => "not reached yet",
            Status::Outstanding => "outstanding",
            Status::NoLimit => "no limit stated",
            Status::NotApplicable => "does not apply",
            Status::Unknown => "unknown",
        }
    }
}

/// What is settled of a deadline before its status.
pub(super) struct Standing {
    pub due: Option<Moment>,
    /// Whether the document states a time, be it one that can't be counted.
    pub has_time: bool,
    pub applies: Option<bool>,
    pub done: Option<Moment>,
}

/// The status of a deadline whose dates are settled, for a duty that applies or may apply.
pub(super) fn of(deadline: &Standing, duty: &Duty, facts: &Facts<'_>, days: &Days<'_>) -> Status {
    let happened = |moment: &Moment| moment.date <= days.as_of;
    let judged = |done: Moment| match deadline.due {
        Some(due) if !is_in_time(done, due) => Status::Late,
        // A time is stated, and what it counts from is not recorded.
        None if deadline.has_time => Status::Unknown,
        _ => Status::Met,
    };
    if deadline.applies.is_none() {
        return Status::Unknown;
    }
    if let Some(done) = deadline.done.filter(happened) {
        return judged(done);
    }
    let no_time = deadline.due.is_none() && !deadline.has_time;
    if no_time && duty.is_conclude {
        return Status::NoLimit;
    }
    if !facts.reached(duty.stage) {
        return Status::Projected;
    }
    if let Some(shown) = facts.shown_done(duty).filter(happened) {
        // It was done by then at the latest; whether in time is known only where that was in time.
        return if judged(shown) == Status::Met { Status::Met } else { Status::Unknown };
    }
    if duty.is_conclude && (duty.stage < facts.stage_reached() || facts.left_unread(duty.stage)) {
        // The row states a later stage, and not when this one was left, or that can't be read.
        return Status::Unknown;
    }
    let Some(due) = deadline.due else {
        return if no_time { Status::Outstanding } else { Status::Unknown };
    };
    match days.as_of.cmp(&due.date) {
        Ordering::Greater if duty.lapses => Status::NotApplicable,
        Ordering::Greater if duty.strength == Strength::May => Status::Outstanding,
        Ordering::Greater => Status::Overdue,
        Ordering::Equal => Status::DueToday,
        Ordering::Less => {
            let left = days.calendar.working_days_between(days.as_of, due.date);
            if left.is_some_and(|left| left <= i32::from(days.due_soon)) { Status::DueSoon } else { Status::OnTrack }
        }
    }
}

/// Done on the due date is in time; a time is looked at only where both sides have one.
fn is_in_time(done: Moment, due: Moment) -> bool {
    match (done.date.cmp(&due.date), done.time(), due.time()) {
        (Ordering::Less, _, _) => true,
        (Ordering::Greater, _, _) => false,
        (Ordering::Equal, Some(done), Some(due)) => done <= due,
        (Ordering::Equal, _, _) => true,
    }
}
