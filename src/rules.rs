//! The rules: one file each, declared once, and one table of all.
//!
//! In: a log with its timelines. Out: findings. [`ALL`] drives the checks, `escalog rules`,
//! `escalog explain CODE`, the pages and the tests.

use crate::finding::{Finding, Findings, Rule};
use crate::timeline::Checked;

mod prelude;

mod column_wanted;
mod concern_date_missing;
mod concluded_late;
mod date_in_future;
mod date_only_in_text;
mod date_unreadable;
mod dates_out_of_order;
mod deadline_provisional;
mod due_on_day_off;
mod due_soon;
mod due_today;
mod duties;
mod duty_done_late;
mod duty_not_recorded;
mod exceptional_stage;
mod far_behind;
mod level_unknown;
mod no_limit_stated;
mod not_computable;
mod number_missing;
mod number_repeated;
mod outcome_missing;
mod overdue;
mod protect_by_passed;
mod stage_unknown;

/// Every rule, in the order of their codes.
pub const ALL: &[&Rule] = &[
    &duty_not_recorded::RULE,
    &duty_done_late::RULE,
    &column_wanted::RULE,
    &number_missing::RULE,
    &number_repeated::RULE,
    &level_unknown::RULE,
    &concern_date_missing::RULE,
    &date_unreadable::RULE,
    &dates_out_of_order::RULE,
    &date_in_future::RULE,
    &stage_unknown::RULE,
    &outcome_missing::RULE,
    &overdue::RULE,
    &due_today::RULE,
    &due_soon::RULE,
    &concluded_late::RULE,
    &not_computable::RULE,
    &far_behind::RULE,
    &due_on_day_off::RULE,
    &protect_by_passed::RULE,
    &deadline_provisional::RULE,
    &no_limit_stated::RULE,
    &exceptional_stage::RULE,
    &date_only_in_text::RULE,
];

/// The rule of this code or name.
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name == code)
}

/// Everything the rules find in a log, in the order of its sheets.
pub fn check(checked: &Checked<'_>) -> Vec<Finding> {
    let mut findings = Findings::of_file(&checked.log.file);
    for rule in ALL {
        (rule.check)(checked, &mut findings);
    }
    findings.into_sorted()
}
