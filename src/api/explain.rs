//! The rules: all of them, or the one that is asked for, with its page.

use serde::Serialize;

use crate::error::Result;
use crate::finding::{Rule, Severity};
use crate::rules;

/// The rule of this code or name.
///
/// # Errors
/// No rule of that code; the error names the nearest.
pub fn explain(code: &str) -> Result<&'static Rule> {
    rules::find(code).ok_or_else(|| rules::unknown(code))
}

/// Every rule, in the order of their codes.
pub(super) fn all() -> Vec<RuleAnswer> {
    rules::ALL.iter().map(|rule| RuleAnswer::from(*rule)).collect()
}

/// What `rules` answers.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(super) struct RulesAnswer {
    pub(super) format: u32,
    pub(super) version: &'static str,
    pub(super) rules: Vec<RuleAnswer>,
}

/// What `explain` answers.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(super) struct RuleAnswer {
    pub(super) code: &'static str,
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    pub(super) message: &'static str,
    pub(super) advice: &'static str,
    /// The rule's page, in Markdown.
    pub(super) page: &'static str,
}

impl From<&Rule> for RuleAnswer {
    fn from(rule: &Rule) -> RuleAnswer {
        RuleAnswer {
            code: rule.code,
            rule: rule.name,
            severity: rule.severity,
            message: rule.message,
            advice: rule.advice,
            page: rule.page,
        }
    }
}
