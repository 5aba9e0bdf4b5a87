//! A day on which immediate risk was identified, beside an answer that there was none.

use super::prelude::*;
use crate::log::Answer;

pub const RULE: Rule = Rule {
    code: "R113",
    name: "risk-denied",
    severity: Severity::Warning,
    message: "`{text}` stands under `{column}`, but immediate risk was identified on {day}, so nothing is counted from that day",
    advice: "write `Yes` if there was immediate risk on that day, even if it has passed; otherwise take the date away",
    page: include_str!("risk_denied.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        let Some(day) = row.case.recorded(EventId::RISK_IDENTIFIED).filter(|day| day.date <= log.as_of) else {
            continue;
        };
        let asks = |place: usize| {
            let meaning = row.table.columns.get(place).map(|column| &column.meaning);
            matches!(meaning, Some(Meaning::Fact(id)) if **id == *"immediate-risk")
        };
        let denied = row.row.facts.iter().find(|(place, answer)| asks(*place) && *answer == Field::Known(Answer::No));
        let Some((place, _)) = denied else { continue };
        let clause = row.edition.duties.iter().find(|duty| duty.id == "immediate-risk").map(|duty| duty.clause.clone());
        found
            .in_row(&RULE, row, row.table.cell(row.row, *place))
            .with("text", quoted(row.row, *place))
            .with("column", heading(row.table, *place))
            .with("day", day_in_words(day))
            .stated_in(&clause);
    }
}
