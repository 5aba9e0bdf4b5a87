//! Formulas where a value is expected: said once a column.

use super::prelude::*;
use super::texts::tables;

pub const RULE: Rule = Rule {
    code: "F107",
    name: "formula-for-value",
    severity: Severity::Warning,
    message: "`{column}` holds {formulas} where a value is expected; what it shows can change by itself",
    advice: "write the value itself: copy the cells and paste them in place as values",
    page: include_str!("formula_for_value.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for (place, column) in table.columns.iter().enumerate() {
            // An age may well be worked out from the date of birth.
            if matches!(column.meaning, Meaning::Age | Meaning::Engine | Meaning::Accepted | Meaning::Unknown) {
                continue;
            }
            let mut formulas =
                rows.iter().filter(|row| row.row.is_formula(place) && !has_own_rule(row.row, place, &column.meaning));
            let Some(first) = formulas.next() else { continue };
            let count = match formulas.count() + 1 {
                1 => "a formula".to_owned(),
                several => format!("{several} formulas"),
            };
            found
                .in_row(&RULE, first, table.cell(first.row, place))
                .with("formulas", count)
                .with("column", &column.heading);
        }
    }
}

/// Whether the formula has no result, and a rule on its column says so already.
fn has_own_rule(row: &Row, place: usize, meaning: &Meaning) -> bool {
    let broken = matches!(row.value(place), Some(Value::Error(_) | Value::NotCalculated));
    let of_column = matches!(
        meaning,
        Meaning::Number
            | Meaning::Child
            | Meaning::Name
            | Meaning::Event(_)
            | Meaning::ProtectBy
            | Meaning::Born
            | Meaning::Level
            | Meaning::Stage
    );
    broken && of_column
}
