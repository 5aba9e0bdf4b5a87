//! The deadlines of open cases as entries of a calendar.
//!
//! In: checked logs. Out: [`Entry`]s, one for each row's next step and one for the deadline of its stage. No child,
//! person or agency is named in them: a case is given by its escalation number.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::note::private::Private;
use crate::merge;
use crate::policy::DutyIx;
use crate::timeline::{Checked, CheckedRow, RowStatus, day_in_words};
use crate::traces::{fold, initials};

/// One entry: a whole day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What a calendar program knows it by: the same for the same duty of the same case every time.
    pub uid: String,
    /// The last day that is in time.
    pub due: NaiveDate,
    /// The case, its stage, and what is to be done.
    pub summary: String,
    /// Who acts, by when, and where the procedure says so, line by line.
    pub description: Vec<String>,
}

/// Entries being collected over several logs.
#[derive(Debug, Default)]
pub struct Entries {
    /// In the order of the logs.
    pub all: Vec<Entry>,
    /// How many open cases have no entry, because nothing in them has a date.
    pub undated: usize,
    /// How many cases there were of each agency and number.
    cases: HashMap<String, u32>,
}

impl Entries {
    /// Adds the entries of a log's open cases.
    pub fn add(&mut self, checked: &Checked<'_>) {
        let private = Private::of(checked.log);
        for row in checked.rows.iter().filter(|row| matches!(row.status(), RowStatus::Open(_))) {
            let case = self.case(checked, row);
            let next = row.next_step().map(|next| next.duty);
            let conclude = row.edition.conclude(row.timeline.stage).filter(|conclude| Some(*conclude) != next);
            let duties = next.into_iter().chain(conclude);
            let entries: Vec<Entry> = duties.filter_map(|duty| entry(row, duty, &case, &private)).collect();
            self.undated += usize::from(entries.is_empty());
            self.all.extend(entries);
        }
    }

    /// What a case is known by: its agency and number, or where it has none its place; neither can be read in it.
    fn case(&mut self, checked: &Checked<'_>, row: &CheckedRow<'_>) -> String {
        let agency = row.row.agency_in(row.table).unwrap_or(merge::base_name(&checked.log.file)).trim().to_lowercase();
        let place = || format!("{}\n{}", row.table.sheet, row.row.row);
        let number = row.row.number.known().map_or_else(place, |number| number.trim().to_lowercase());
        let case = merge::hash(format!("{agency}\n{number}").as_bytes());
        let before = self.cases.entry(case.clone()).or_default();
        *before += 1;
        if *before > 1 { format!("{case}-{before}") } else { case }
    }
}

fn entry(row: &CheckedRow<'_>, ix: DutyIx, case: &str, private: &Private) -> Option<Entry> {
    let duty = row.edition.duties.get(ix.index())?;
    let deadline = row.timeline.deadline(ix)?;
    let due = deadline.due?;
    let number = row.row.number.known().filter(|number| !private.is_in(number) && !holds_initials(row, number));
    let what = number.map_or_else(|| format!("Row {}", row.row.row + 1), |number| format!("Escalation {number}"));
    let stage = row.timeline.stage;
    let mut description = vec![format!("Due: {} ({})", day_in_words(due), deadline.status.in_words())];
    description.extend(deadline.act_by.map(|day| format!("Act by: {}", day_in_words(day))));
    description.push(format!("Who acts: {}", row.who_acts(duty)));
    description.push(format!("Clause: {}", deadline.clause(duty)));
    if deadline.projected {
        description.push("Projected: a day that it counts from is not recorded yet".to_owned());
    }
    Some(Entry {
        uid: format!("{case}-{}-{}@escalog", duty.stage, duty.id),
        due: due.date,
        summary: format!("{what}, stage {stage}: {}", duty.does),
        description,
    })
}

/// Whether the letters of a number are the initials of the row's child, in whatever order: `SA-1` of Silas Ash.
fn holds_initials(row: &CheckedRow<'_>, number: &str) -> bool {
    let in_order = |letters: String| {
        let mut letters: Vec<char> = letters.chars().filter(|c| c.is_alphabetic()).collect();
        letters.sort_unstable();
        letters
    };
    let letters = in_order(fold(number));
    let is_initials = |name: &String| in_order(initials(name)) == letters;
    letters.len() > 1 && row.row.name.known().is_some_and(is_initials)
}
