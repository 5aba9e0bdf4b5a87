//! Two columns that mean the same.

use super::prelude::*;
use crate::grid::column_letters;

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
            let Some(earlier) = table.columns.iter().take(place).find(|earlier| earlier.meaning == later.meaning)
            else {
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
