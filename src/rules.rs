//! The rules: one file each, declared once, and one table of all.
//!
//! In: a log with its timelines. Out: findings. [`ALL`] drives the checks, `escalog rules`,
//! `escalog explain CODE`, the pages and the tests.

use crate::error::{Code, Error};
use crate::finding::{Finding, Rule};
use crate::timeline::Checked;

mod accepted;
mod accepted_unknown;
mod prelude;
mod select;

pub use select::Selection;

mod concern_date_missing;
mod concluded_late;
mod date_in_future;
mod date_unreadable;
mod dates_out_of_order;
mod due_soon;
mod due_today;
mod level_unknown;
mod not_computable;
mod number_missing;
mod number_repeated;
mod outcome_missing;
mod overdue;
mod stage_unknown;

/// Every rule, in the order of their codes.
pub const ALL: &[&Rule] = &[
    &number_missing::RULE,
    &number_repeated::RULE,
    &level_unknown::RULE,
    &concern_date_missing::RULE,
    &date_unreadable::RULE,
    &dates_out_of_order::RULE,
    &date_in_future::RULE,
    &stage_unknown::RULE,
    &outcome_missing::RULE,
    &accepted_unknown::RULE,
    &overdue::RULE,
    &due_today::RULE,
    &due_soon::RULE,
    &concluded_late::RULE,
    &not_computable::RULE,
];

/// The rule of this code or name.
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name == code)
}

/// What to say of a word that means no rule: the code or name most like it.
pub fn unknown(word: &str) -> Error {
    let known = ALL.iter().flat_map(|rule| [rule.code, rule.name]);
    let like = |known: &&str| strsim::damerau_levenshtein(&word.to_lowercase(), &known.to_lowercase());
    let near = known.min_by_key(like).unwrap_or_default();
    Error::new(Code::BadRequest, format!("there is no rule `{word}`"))
        .help(format!("the nearest is `{near}`; `escalog rules` lists them all"))
}

/// Everything the rules find in a log, in the order of its sheets; what its rows accept is marked.
pub fn check(checked: &Checked<'_>) -> Vec<Finding> {
    Selection::default().check(checked)
}

/// What could stand in a better form without saying anything else, each with its certain fix: no problem,
/// so [`check`] leaves it out.
pub fn tidy(checked: &Checked<'_>) -> Vec<Finding> {
    Selection::default().tidy(checked)
}

/// Whether a rule looks only for a better form: F201 and on.
pub fn is_tidying(rule: &Rule) -> bool {
    rule.code.starts_with("F2")
}
