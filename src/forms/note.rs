//! The note to send back to an agency: what to put right in its log, by row, in plain words.
//!
//! In: a checked log and its findings. Out: one [`Note`] an agency. No child is named in it: a row is given by its
//! escalation number and its row in the sheet, and a message that would repeat a name or a date of birth is said
//! without it.

use std::collections::HashMap;
use std::fmt;

use chrono::NaiveDate;

use crate::finding::{Finding, Severity, Totals, names_child};
use crate::log::{Log, Meaning, Table, one_line};
use crate::merge::{agency_of_file, base_name};
use crate::timeline::{Checked, CheckedRow, RowStatus, Status, day_in_words};
use crate::tokens::capital;

pub(super) mod private;
#[cfg(test)]
mod tests;

use private::Private;

/// What to put right in an agency's log.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// By which one agency is told from another: its name in lower case, or the file of a log that names none.
    key: String,
    /// The agency; where no log names it, what its file's name says; where a child's name stands in that, that it is
    /// withheld.
    pub agency: String,
    /// The day as of which the log was checked.
    pub as_of: NaiveDate,
    /// The title of the procedure.
    pub procedure: String,
    /// How many findings there are of each severity.
    pub totals: Totals,
    /// The logs, sheet by sheet.
    pub logs: Vec<NoteLog>,
}

/// What to put right in one sheet of a returned log.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteLog {
    /// The file as it was given, which tells two of one name apart, and the sheet.
    place: (String, String),
    /// The file's name without its folder; where a child's stands in it, that it is withheld.
    pub file: String,
    /// The sheet; where a child's name stands in it, that it is withheld.
    pub sheet: String,
    /// The log as a whole, where something is to be said of it, and then row by row.
    pub parts: Vec<Part>,
}

/// What to put right in one row, or in the log as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The sheet's own number of the row; `None` for the log as a whole.
    pub row: Option<u32>,
    /// The escalation number.
    pub number: Option<String>,
    /// How the row stands, where its deadline has passed or is near.
    pub urgent: Option<&'static str>,
    /// What to put right, the most serious first.
    pub points: Vec<Point>,
}

/// One thing to put right.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// How much it matters.
    pub severity: Severity,
    /// The cell and its column's heading: `F5, Stage`.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do, as a sentence.
    pub to_do: String,
    /// The rule's code, and the clause: `T101, Timescale Stage 2`.
    pub rests_on: String,
}

/// Puts what was found in a log into the notes of its agencies; an agency met for the first time gets one.
pub fn add(notes: &mut Vec<Note>, checked: &Checked<'_>, findings: &[Finding]) {
    let private = Private::of(checked.log);
    let rows: HashMap<_, _> =
        checked.rows.iter().map(|row| ((row.table.sheet.as_str(), row.row.row + 1), row)).collect();
    // Who returned a log without a mistake is told so.
    for row in &checked.rows {
        note_of(notes, checked, agency_of(checked, row.table, Some(row), &private));
    }
    for table in checked.log.tables.iter().filter(|table| table.rows.is_empty()) {
        note_of(notes, checked, agency_of(checked, table, None, &private));
    }
    for finding in findings {
        let row = finding.row.and_then(|number| rows.get(&(finding.sheet.as_str(), number)).copied());
        let table = row.map(|row| row.table).or_else(|| table_of(checked, finding));
        let Some(table) = table else { continue };
        let agency = agency_of(checked, table, row, &private);
        let note = note_of(notes, checked, agency);
        note.totals.add(finding);
        if finding.accepted.is_none() {
            let point = point(finding, table, &private);
            note.part_of(finding, row, &private).points.push(point);
        }
    }
}

impl Note {
    /// The rows whose deadline has passed or is near, in the order of the sheets.
    pub fn urgent(&self) -> impl Iterator<Item = &Part> {
        self.logs.iter().flat_map(|log| &log.parts).filter(|part| part.urgent.is_some())
    }

    /// What stands above the list: what was checked, how much was found, and what to do with the note.
    pub fn opening(&self) -> Vec<String> {
        let Totals { error, warning, information, accepted } = self.totals;
        let mut lines = vec![format!("Checked as of {} under: {}.", day_in_words(self.as_of), self.procedure)];
        if accepted > 0 {
            let is = if accepted == 1 { "is" } else { "are" };
            lines.push(format!("{accepted} accepted under “Accepted” {is} left out."));
        }
        if error + warning + information == 0 {
            lines.push("Nothing needs to be put right. Thank you.".to_owned());
            return lines;
        }
        lines.push(format!("{error} to put right, {warning} to check, {information} for information."));
        let urgent: Vec<_> = self.urgent().map(Part::title_with_urgency).collect();
        if !urgent.is_empty() {
            lines.push(format!("Please look first at these rows. {}.", urgent.join("; ")));
        }
        lines.push(
            "Please put things right in the log itself, and return it. Where something is right as it stands, write its \
             code and the reason into a column headed “Accepted” (for example: known: R102, siblings in two \
             rows). No child is named here: each row is given by its row in the sheet and its escalation number."
                .to_owned(),
        );
        lines
    }

    fn part_of(&mut self, finding: &Finding, row: Option<&CheckedRow<'_>>, private: &Private) -> &mut Part {
        let file = base_name(&finding.file);
        let known = |log: &NoteLog| (&log.place.0, &log.place.1) == (&finding.file, &finding.sheet);
        let log = found_or(&mut self.logs, known, || NoteLog {
            place: (finding.file.clone(), finding.sheet.clone()),
            file: if private.is_in(file) { "a log (its name withheld)" } else { file }.to_owned(),
            sheet: if private.is_in(&finding.sheet) { "(its name withheld)" } else { &finding.sheet }.to_owned(),
            parts: Vec::new(),
        });
        found_or(
            &mut log.parts,
            |part| part.row == finding.row,
            || Part {
                row: finding.row,
                number: row.and_then(|row| row.row.number.known().filter(|number| !private.is_in(number)).cloned()),
                urgent: row.and_then(urgency),
                points: Vec::new(),
            },
        )
    }
}

impl Part {
    /// `Row 5, number 3`.
    pub fn title(&self) -> String {
        match (self.row, &self.number) {
            (Some(row), Some(number)) => format!("Row {row}, number {number}"),
            (Some(row), None) => format!("Row {row}"),
            (None, _) => "The log as a whole".to_owned(),
        }
    }

    /// `Row 5, number 3: overdue`.
    pub fn title_with_urgency(&self) -> String {
        self.urgent.map_or_else(|| self.title(), |urgent| format!("{}: {urgent}", self.title()))
    }
}

impl Point {
    /// What its severity asks of the agency.
    pub fn asks(&self) -> &'static str {
        match self.severity {
            Severity::Error => "Put right",
            Severity::Warning => "Check",
            Severity::Information => "For information",
        }
    }
}

/// The note as plain text.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{TITLE}\n{}\n", self.agency)?;
        self.opening().iter().try_for_each(|line| writeln!(f, "{line}"))?;
        for log in &self.logs {
            writeln!(f, "\n{}, sheet {}", log.file, log.sheet)?;
            for part in &log.parts {
                writeln!(f, "\n{}", part.title_with_urgency())?;
                for point in &part.points {
                    writeln!(f, "  {}: {} ({})", point.asks(), point.what, point.place)?;
                    writeln!(f, "    What to do: {}", point.to_do)?;
                    writeln!(f, "    {}", point.rests_on)?;
                }
            }
        }
        Ok(())
    }
}

/// What every note is headed with.
pub const TITLE: &str = "Escalation log: what to put right";

fn point(finding: &Finding, table: &Table, private: &Private) -> Point {
    let column = finding.cell.and_then(|at| table.columns.iter().find(|column| column.column == at.column));
    let withheld = column.is_some_and(|column| names_child(&column.meaning)) || finding.rule.code.starts_with('P');
    // What a column with a meaning is headed names no child.
    let known = table.columns.iter().filter(|column| column.meaning != Meaning::Unknown);
    let headings = || known.clone().map(|column| column.heading.as_str());
    let what = private.without(&finding.message, withheld, headings);
    let may_be_told = |heading: &String| headings().any(|known| known == heading) || !private.is_in(heading);
    let place = [finding.cell.map(|cell| cell.to_string()), finding.heading.clone().filter(may_be_told)];
    let rests_on = [Some(finding.rule.code.to_owned()), finding.clause.clone()];
    Point {
        severity: finding.severity,
        place: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
        what: what.unwrap_or_else(|| finding.rule.name.replace('-', " ")),
        to_do: capital(finding.rule.advice) + ".",
        rests_on: rests_on.into_iter().flatten().collect::<Vec<_>>().join(", "),
    }
}

fn urgency(row: &CheckedRow<'_>) -> Option<&'static str> {
    match row.status() {
        status @ RowStatus::Open(Status::Overdue | Status::DueToday | Status::DueSoon) => Some(status.in_words()),
        _ => None,
    }
}

/// Whose note it is: by what it is known, and what it is called.
struct Whose {
    key: String,
    called: String,
}

fn note_of<'n>(notes: &'n mut Vec<Note>, checked: &Checked<'_>, whose: Whose) -> &'n mut Note {
    let known = |note: &Note| note.key == whose.key;
    found_or(notes, known, || Note {
        key: whose.key.clone(),
        agency: whose.called,
        as_of: checked.as_of,
        procedure: checked.policy.edition_for(Some(checked.as_of)).title.clone(),
        totals: Totals::default(),
        logs: Vec::new(),
    })
}

/// The one that is there, or a new one behind the others.
fn found_or<T>(list: &mut Vec<T>, wanted: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let place = list.iter().position(wanted).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    });
    #[expect(clippy::indexing_slicing, reason = "INVARIANT: found or pushed just above")]
    &mut list[place]
}

/// The agency that a log comes from, where it can be known: named above one of its tables, or the only one that
/// its rows name.
fn agency_of_log(log: &Log) -> Option<&str> {
    let above = log.tables.iter().find_map(|table| table.agency.as_ref()).map(|(name, _)| name.as_str());
    let mut in_rows = log.rows().filter_map(|(_, row)| row.agency.as_deref());
    let is = |first: &str, other: &str| other.to_lowercase() == first.to_lowercase();
    above.or_else(|| in_rows.next().filter(|first| in_rows.all(|other| is(first, other))))
}

/// Who returned a table: named above it, or the log's one agency; in a log of several each row says.
///
/// Else the file's name says it, where no child's stands in it.
fn agency_of(checked: &Checked<'_>, table: &Table, row: Option<&CheckedRow<'_>>, private: &Private) -> Whose {
    let above = table.agency.as_ref().map(|(name, _)| name.as_str());
    let named = above.or_else(|| agency_of_log(checked.log));
    let named = named.or_else(|| row.and_then(|row| row.row.agency.as_deref()));
    let Some(name) = named.map(one_line) else {
        let name = agency_of_file(&checked.log.file);
        return if private.is_in(&name) {
            let called = "An agency that the log does not name".to_owned();
            Whose { key: format!("\n{}", checked.log.file), called }
        } else {
            Whose { key: name.to_lowercase(), called: name }
        };
    };
    let called = if private.names_one_in(&name) { "An agency (its name withheld)".to_owned() } else { name.clone() };
    Whose { key: name.to_lowercase(), called }
}

/// The table that a finding about a table is about: the one of its sheet whose headings stand nearest.
fn table_of<'a>(checked: &Checked<'a>, finding: &Finding) -> Option<&'a Table> {
    let at = finding.cell.map_or(0, |cell| cell.row);
    let of_sheet = checked.log.tables.iter().filter(|table| table.sheet == finding.sheet);
    of_sheet.min_by_key(|table| table.heading_row.abs_diff(at))
}
