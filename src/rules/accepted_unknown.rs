//! Words under `Accepted` that accept nothing.

use super::accepted;
use super::prelude::*;
use super::texts::tables;

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
    for (table, rows) in tables(log) {
        let Some(place) = table.place(&Meaning::Accepted) else { continue };
        for row in rows.iter().filter(|row| !says_nothing(row.row.value(place))) {
            let text = row.row.shown(place);
            let said = accepted::read(&text);
            let what = match (said.unknown.as_slice(), said.refused.as_slice()) {
                ([], _) if !said.rules.is_empty() => continue,
                ([], []) => "the text under `{column}` names no rule".to_owned(),
                ([], refused) => format!("`not` stands before `{}` under `{{column}}`", refused.join("`, `")),
                ([one], _) => format!("`{one}` under `{{column}}` is no rule's code"),
                (several, _) => format!("`{}` under `{{column}}` are no rules' codes", several.join("`, `")),
            };
            let cell = row.table.cell(row.row, place);
            found.in_row(&RULE, row, cell).with("what", what).with("column", heading(table, place));
        }
    }
}
