//! Two columns that mean the same.

use super::prelude::*;
use crate::grid::column_letters;
use crate::headings::key;
use crate::log::Column;

pub const RULE: Rule = Rule {
    code: "F102",
    name: "column-repeated",
    severity: Severity::Warning,
    message: "`{later}` means the same as `{earlier}` in column {letters}",
    advice: "put what stands in both into one column, or give the second a heading that says how it differs",
    page: include_str!("column_repeated.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        for (place, later) in table.columns.iter().enumerate() {
            if matches!(later.meaning, Meaning::Unknown | Meaning::Engine) {
                continue;
            }
            let is_same = |earlier: &&Column| earlier.meaning == later.meaning && !are_of_two_stages(earlier, later);
            let Some(earlier) = table.columns.iter().take(place).find(is_same) else {
                continue;
            };
            found
                .in_table(&RULE, table, Some(later.at))
                .with("letters", column_letters(earlier.column))
                .with("later", &later.heading)
                .with("earlier", &earlier.heading);
        }
    }
}

/// Whether two headings of texts each name a stage, and not the same: "Stage 1 Outcome" and "Stage 2 Outcome".
fn are_of_two_stages(one: &Column, other: &Column) -> bool {
    let is_text = matches!(one.meaning, Meaning::Concern | Meaning::Disagreement | Meaning::Actions | Meaning::Outcome);
    let stages = (stage_named(&one.heading), stage_named(&other.heading));
    is_text && matches!(stages, (Some(one), Some(other)) if one != other)
}

/// The stage that a heading names.
fn stage_named(heading: &str) -> Option<String> {
    let key = key(heading);
    let words: Vec<&str> = key.split(' ').collect();
    let number = words.windows(2).find_map(|pair| match pair {
        [stage, number] if ["stage", "step"].contains(stage) => number.parse::<u8>().is_ok().then_some(*number),
        _ => None,
    });
    number.map(str::to_owned)
}
