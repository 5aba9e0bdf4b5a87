//! A cell for a date that does not say which day is meant.

use super::child::birth_place;
use super::prelude::*;
use crate::log::DateProblem;

pub const RULE: Rule = Rule {
    code: "R121",
    name: "date-unreadable",
    severity: Severity::Error,
    message: "{what} under `{column}` {why}",
    advice: "write one date, day first and with its year, such as 03/06/2025, and put words beside it in another column",
    page: include_str!("date_unreadable.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        for (place, field) in &row.row.events {
            if let Field::Unclear(why) = field {
                add(found, row, *place, *why);
            }
        }
        if let (Field::Unclear(why), Some(place)) = (&row.row.protect_by, row.table.place(&Meaning::ProtectBy)) {
            add(found, row, place, *why);
        }
        if let (Field::Unclear(why), Some(place)) = (&row.row.born, birth_place(row.table, row.row))
            // Siblings in one row have a date each.
            && *why != Unclear::Date(DateProblem::Several)
        {
            add(found, row, place, *why);
        }
    }
}

fn add(found: &mut Findings, row: &CheckedRow<'_>, place: usize, why: Unclear) {
    let is_of_a_day = matches!(why, Unclear::Date(problem) if problem.is_of_a_day());
    let mut why = match why {
        Unclear::Date(problem) => problem.to_string(),
        _ => "is a formula without a result".to_owned(),
    };
    let meaning = row.table.columns.get(place).map(|column| &column.meaning);
    match meaning {
        Some(Meaning::ProtectBy) => why.push_str("; so the row's dates are the procedure's own, and may be too late"),
        Some(Meaning::Event(id)) if &**id == "resolved" && row.case.recorded(EventId::RESOLVED).is_none() => {
            why.push_str("; so the row counts as not resolved")
        }
        Some(Meaning::Event(id)) if id.starts_with("stage-") && is_of_a_day => {
            why.push_str("; so it is not known when the stage before was left");
        }
        Some(Meaning::Event(id)) if id.starts_with("stage-") && id.ends_with("-began") => {
            why.push_str("; so the stage counts as not begun");
        }
        _ => {}
    }
    // A cell with the child's name in it is not quoted.
    let with_name = meaning == Some(&Meaning::Child);
    let what =
        if with_name { "the date of birth".to_owned() } else { format!("the date `{}`", quoted(row.row, place)) };
    found
        .in_row(&RULE, row, row.table.cell(row.row, place))
        .with("column", heading(row.table, place))
        .with("why", why)
        .with("what", what);
}
