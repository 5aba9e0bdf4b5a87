//! The figures of the summary as formulas over the table of escalations, each with what it comes to.

use super::escalations::{STATUS, TABLE};
use crate::quarter::Standing;
use crate::timeline::{RowStatus, Status};

// The cells that hold the period, which the formulas use.
pub(super) const FROM: &str = "$B$5";
pub(super) const TO: &str = "$B$6";
pub(super) const AS_OF: &str = "$B$7";

/// How a row stands that is not open.
pub(super) const NOT_OPEN: [Standing; 3] =
    [Standing::Raised(RowStatus::Resolved), Standing::Raised(RowStatus::ResolvedLate), Standing::NotYetRaised];

/// How many rows are open: all but those resolved and those not raised yet.
pub(super) fn open() -> String {
    let status = column(STATUS);
    let minus = NOT_OPEN.map(|standing| format!("-COUNTIFS({status},\"{}\")", standing.in_words()));
    format!("COUNTA({status}){}", minus.concat())
}

/// How many rows are overdue.
pub(super) fn overdue() -> String {
    format!("COUNTIFS({},\"{}\")", column(STATUS), Status::Overdue.in_words())
}

/// A figure: its formula, without the equals sign, and what it comes to.
pub(super) struct Figure {
    pub formula: String,
    pub value: Value,
}

pub(super) enum Value {
    Count(usize),
    /// `None` where there is nothing to be a share of.
    Share(Option<f64>),
}

impl Value {
    pub fn share(part: usize, whole: usize) -> Value {
        // No count of rows comes near what a fraction can't tell apart.
        Value::Share((whole > 0).then(|| part as f64 / whole as f64))
    }

    /// As it is stored in the cell.
    pub fn stored(&self) -> String {
        match self {
            Value::Count(count) => count.to_string(),
            Value::Share(Some(share)) => share.to_string(),
            Value::Share(None) => NO_SHARE.to_owned(),
        }
    }
}

/// What stands in place of a share of nothing.
const NO_SHARE: &str = "–";

pub(super) fn count(formula: String, count: usize) -> Figure {
    Figure { formula, value: Value::Count(count) }
}

/// The share of a part in the whole, each as it stands in a formula and as what it comes to.
pub(super) fn share(part: (&str, usize), whole: (&str, usize)) -> Figure {
    let formula = format!("IF({whole}=0,\"{NO_SHARE}\",{part}/({whole}))", part = part.0, whole = whole.0);
    Figure { formula, value: Value::share(part.1, whole.1) }
}

/// A column of the table of escalations, in a formula.
pub(super) fn column(heading: &str) -> String {
    format!("{TABLE}[{heading}]")
}

/// The conditions that the date in a column lies in the period and has come; times of day do no harm.
pub(super) fn within_period(heading: &str) -> String {
    let column = column(heading);
    format!("{column},\">=\"&{FROM},{column},\"<\"&MIN({TO},{AS_OF})+1")
}
