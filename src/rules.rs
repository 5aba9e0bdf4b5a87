//! The rules: one file each, declared once, and one table of all.
//!
//! In: a log with its timelines. Out: findings. [`ALL`] drives the checks, `escalog rules`,
//! `escalog explain CODE`, the pages and the tests.

use crate::error::{Code, Error};
use crate::finding::{Finding, Rule};
use crate::timeline::Checked;

mod accepted;
mod child;
mod duties;
mod prelude;
mod private;
mod select;
mod texts;

pub(crate) use child::is_withheld;
pub use select::Selection;

mod accepted_unknown;
mod actions_missing;
mod age_disagrees;
mod agencies_differ;
mod agency_missing;
mod answer_unclear;
mod birth_date_in_future;
mod birth_date_missing;
mod blanks_around_text;
mod child_named;
mod column_missing;
mod column_repeated;
mod column_unknown;
mod column_wanted;
mod complaint_about_person;
mod concern_date_missing;
mod concern_missing;
mod concluded_late;
mod date_ambiguous;
mod date_as_text;
mod date_in_future;
mod date_only_in_text;
mod date_unreadable;
mod dates_out_of_order;
mod deadline_provisional;
mod disagreement_missing;
mod due_on_day_off;
mod due_soon;
mod due_today;
mod duty_done_late;
mod duty_not_recorded;
mod e_mail_address;
mod exceptional_stage;
mod far_behind;
mod formula_for_value;
mod hidden_content;
mod level_in_other_words;
mod level_missing;
mod level_unknown;
mod log_beside_log;
mod log_empty;
mod merged_rows;
mod name_missing;
mod nhs_number;
mod no_limit_stated;
mod not_a_child;
mod not_computable;
mod number_missing;
mod number_of_other_pattern;
mod number_repeated;
mod outcome_missing;
mod overdue;
mod postcode;
mod protect_by_passed;
mod risk_denied;
mod row_not_read;
mod row_outside_table;
mod stage_contradicts_dates;
mod stage_skipped;
mod stage_unknown;
mod street_address;
mod telephone_number;
mod text_like_formula;
mod within_one_agency;
mod words_for_date;

/// Every rule, in the order of their codes.
pub const ALL: &[&Rule] = &[
    &duty_not_recorded::RULE,
    &duty_done_late::RULE,
    &column_wanted::RULE,
    &column_missing::RULE,
    &column_repeated::RULE,
    &column_unknown::RULE,
    &agency_missing::RULE,
    &hidden_content::RULE,
    &merged_rows::RULE,
    &formula_for_value::RULE,
    &text_like_formula::RULE,
    &row_outside_table::RULE,
    &log_empty::RULE,
    &log_beside_log::RULE,
    &row_not_read::RULE,
    &agencies_differ::RULE,
    &date_as_text::RULE,
    &level_in_other_words::RULE,
    &blanks_around_text::RULE,
    &nhs_number::RULE,
    &telephone_number::RULE,
    &e_mail_address::RULE,
    &postcode::RULE,
    &street_address::RULE,
    &child_named::RULE,
    &number_missing::RULE,
    &number_repeated::RULE,
    &number_of_other_pattern::RULE,
    &name_missing::RULE,
    &age_disagrees::RULE,
    &birth_date_missing::RULE,
    &birth_date_in_future::RULE,
    &not_a_child::RULE,
    &level_unknown::RULE,
    &level_missing::RULE,
    &answer_unclear::RULE,
    &risk_denied::RULE,
    &concern_date_missing::RULE,
    &date_unreadable::RULE,
    &dates_out_of_order::RULE,
    &date_in_future::RULE,
    &date_ambiguous::RULE,
    &words_for_date::RULE,
    &stage_unknown::RULE,
    &stage_skipped::RULE,
    &stage_contradicts_dates::RULE,
    &outcome_missing::RULE,
    &concern_missing::RULE,
    &disagreement_missing::RULE,
    &actions_missing::RULE,
    &within_one_agency::RULE,
    &complaint_about_person::RULE,
    &accepted_unknown::RULE,
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
