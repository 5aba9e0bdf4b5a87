//! Lists to choose from, and dates only: what makes the next entry readable.
//!
//! In: a table and its procedure. Out: validations over its columns that warn and never refuse.

use chrono::NaiveDate;

use crate::edit::{Edit, Validation};
use crate::grid::{Address, Range};
use crate::log::{Column, Meaning, Table};
use crate::policy::{Kind, Policy};

/// The levels of need that every procedure knows, besides its own.
const LEVELS: [&str; 3] = ["Early Help", "S17", "S47"];

/// The most characters of a list that stands in a validation itself.
const LONGEST: usize = 255;

/// The validations of a table's columns, in these rows of the sheet, counted from 0.
pub(super) fn push(table: &Table, policy: &Policy, first: u32, last: u32, edits: &mut Vec<Edit>) {
    for column in &table.columns {
        let range = Range { from: Address::new(first, column.column), to: Address::new(last, column.column) };
        let Some(what) = allowed(column, policy) else { continue };
        let (list, dates, message) = match what {
            Allowed::Dates => (Vec::new(), Some(dates()), "a date is wanted here, such as 3 Mar 2025".to_owned()),
            Allowed::List(list) => {
                let message = format!("one of these is understood: {}", list.join(", "));
                (list, None, message)
            }
        };
        if list.join(",").chars().count() <= LONGEST && message.chars().count() <= LONGEST {
            edits.push(Edit::Validation(Validation { range, list, dates, message: Some(message), strict: false }));
        }
    }
}

enum Allowed {
    Dates,
    List(Vec<String>),
}

fn allowed(column: &Column, policy: &Policy) -> Option<Allowed> {
    let list = |words: &[&str]| Some(Allowed::List(words.iter().map(|word| (*word).to_owned()).collect()));
    match &column.meaning {
        Meaning::Event(_) | Meaning::ProtectBy => Some(Allowed::Dates),
        Meaning::Stage => {
            let last = policy.editions().iter().map(|edition| edition.last_stage()).max()?;
            Some(Allowed::List((1..=last).map(|stage| stage.to_string()).collect()))
        }
        Meaning::Level => {
            let own = policy.edition_for(None).levels.iter().map(|level| level.name.clone());
            let common = LEVELS.iter().map(|level| (*level).to_owned());
            let mut levels: Vec<String> = common.chain(own).collect();
            levels.dedup();
            Some(Allowed::List(levels))
        }
        Meaning::PlanOrLookedAfter => list(&["CP plan", "Looked after", "Both", "No"]),
        Meaning::Fact(id) => {
            let fact = policy
                .editions()
                .iter()
                .rev()
                .find_map(|edition| edition.facts.iter().find(|fact| *fact.id == **id))?;
            match &fact.kind {
                Kind::YesNo => list(&["Yes", "No"]),
                Kind::Choice(choices) => Some(Allowed::List(choices.clone())),
                Kind::Number => None,
            }
        }
        _ => None,
    }
}

/// The days that can be meant in a log: anything else is a slip of the keyboard.
fn dates() -> (NaiveDate, NaiveDate) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (day(2000, 1, 1), day(2099, 12, 31))
}
