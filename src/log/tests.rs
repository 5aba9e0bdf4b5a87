use chrono::NaiveDate;

use super::dates::Dates;
use super::*;
use crate::grid::{Cell, DateSystem, Sheet};

mod cells;
mod finding;
mod labels;
mod words;

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()
}

fn policy() -> Policy {
    Policy::built_in("liverpool").unwrap()
}

fn reader() -> Dates {
    Dates { system: DateSystem::From1900, as_of: as_of() }
}

/// A heading that asks for the agency and the number, of a log that names no agency above.
fn both() -> number::Names<'static> {
    number::Names { both: true, own: None }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
