//! A column of agencies that names others than the one above the table.

use super::prelude::*;
use crate::log::Agencies;

pub const RULE: Rule = Rule {
    code: "F113",
    name: "agencies-differ",
    severity: Severity::Warning,
    message: "`{column}` names other agencies than `{agency}`, which stands above the table: {read}",
    advice: "head the column `Raising agency` if it says who raised each concern, or `Receiving agency` if it says with whom it was raised",
    page: include_str!("agencies_differ.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        let (Some((place, agencies)), Some((own, _))) = (table.agencies, &table.agency) else { continue };
        let (severity, read) = match agencies {
            Agencies::Raising => (Severity::Information, "each row is read as raised by the agency it names"),
            Agencies::Receiving => {
                (Severity::Warning, "every row is read as raised by the one above, with the agency it names")
            }
            Agencies::Unsettled => (
                Severity::Warning,
                "every row is read as raised by the one above, and the column is kept, but not read",
            ),
        };
        let at = table.columns.get(place).map(|column| column.at);
        found
            .in_table(&RULE, table, at)
            .with("column", heading(table, place))
            .with("agency", own)
            .with("read", read)
            .as_severe_as(severity);
    }
}
