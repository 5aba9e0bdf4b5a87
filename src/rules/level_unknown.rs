//! A level of need that is none of those known.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R110",
    name: "level-unknown",
    severity: Severity::Warning,
    message: "`{text}` is none of the levels of need that are known: {levels}",
    advice: "write Early Help, S17, S47, Level 1, Level 2, Level 3 or Level 4, or your partnership's own word for the level",
    page: include_str!("level_unknown.md"),
    by_row: true,
    check,
};

const COMMON: &str = "Early Help, S17, S47, Level 1 to 4";

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.row.level.known().is_none()) {
        let Some(place) = row.table.place(&Meaning::Level) else { continue };
        // "n/a" is read as blank, but someone has written it where a level should be.
        if is_wordless(row.row.value(place)) {
            continue;
        }
        let own = row.edition.levels.iter().map(|level| format!(", {}", level.name));
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("levels", COMMON.to_owned() + &own.collect::<String>())
            .with("text", quoted(row.row, place))
            .stated_in(&row.edition.clauses.level_of_need);
    }
}
