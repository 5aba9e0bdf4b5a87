//! Words under `Accepted` that accept nothing.

use super::accepted;
use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R190",
    name: "accepted-unknown",
    severity: Severity::Information,
    message: "{what}, so nothing is accepted by it",
    advice: "write the code of the finding that is accepted, such as R102, and why; codes stand beside each finding",
    page: include_str!("accepted_unknown.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        let Some(place) = table.place(&Meaning::Accepted) else { continue };
        let rows = log.rows.iter().filter(|row| std::ptr::eq(row.table, table));
        for row in rows.filter(|row| !says_nothing(row.row.cells.get(place).and_then(Option::as_ref))) {
            let text = row.row.shown(place);
            let said = accepted::read(&text);
            let what = match said.unknown.as_slice() {
                [] if said.rules.is_empty() => "the text under `{column}` names no rule".to_owned(),
                [] => continue,
                [one] => format!("`{one}` under `{{column}}` is no rule's code"),
                several => format!("`{}` under `{{column}}` are no rules' codes", several.join("`, `")),
            };
            let cell = row.table.cell(row.row, place);
            found.in_row(&RULE, row, cell).with("what", what).with("column", heading(table, place));
        }
    }
}
