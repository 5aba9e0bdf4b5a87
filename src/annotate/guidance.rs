//! What the procedure also asks of open cases, and the log has no column for: nobody can see there whether it is done.
//!
//! In: rows with their deadlines. Out: for each such duty its stage, and in words what is to be done, by whom, and in
//! which cases.

use std::collections::BTreeMap;

use crate::timeline::CheckedRow;

/// The most cases that are named one by one.
const NAMED: usize = 12;

/// A duty: its stage (0 for all), what it asks, by whom, and its clause.
type Asked<'a> = (u8, usize, &'a str, &'a str, &'a str);

/// The stage of each duty, and what is said of it.
pub(super) fn lines(rows: &[CheckedRow<'_>]) -> Vec<(String, String)> {
    let mut asked: BTreeMap<Asked<'_>, Vec<String>> = BTreeMap::new();
    for row in rows {
        let mut guidance = row.guidance().peekable();
        // Of most rows nothing is asked besides.
        if guidance.peek().is_none() {
            continue;
        }
        let Some(next) = row.next_step() else { continue };
        for deadline in guidance.filter(|deadline| deadline.duty != next.duty) {
            let Some(duty) = row.edition.duties.get(deadline.duty.index()) else { continue };
            let key =
                (duty.stage, deadline.duty.index(), duty.does.as_str(), row.who_acts(duty), deadline.clause(duty));
            let number = row.row.number.known().cloned().unwrap_or_else(|| format!("row {}", row.row.row + 1));
            asked.entry(key).or_default().push(number);
        }
    }
    let line = |((stage, _, does, who, clause), cases): (Asked<'_>, Vec<String>)| {
        let stage = if stage == 0 { "Any stage".to_owned() } else { format!("Stage {stage}") };
        let cases = match cases.len() {
            1 => format!("case {}", cases.concat()),
            2..=NAMED => format!("cases {}", cases.join(", ")),
            many => format!("{many} open cases"),
        };
        (stage, format!("{does} ({who}); {cases}; {clause}"))
    };
    asked.into_iter().map(line).collect()
}
