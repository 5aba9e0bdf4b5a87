//! `view` and `why`: one log → the log itself as a table with how each row stands; one row's deadlines, explained.
//!
//! In: settings and one file. Out: what a screen shows of the log beside its findings. The reasons of all
//! deadlines would be many times the log, so they are given for one row when asked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::check::RowAnswer;
use super::each::each;
use super::{File, Heading, Settings};
use crate::calendar::Moment;
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Totals, text_of};
use crate::grid::column_letters;
use crate::log::Table;
use crate::timeline::{Checked, CheckedRow, RowStatus, Status};

/// What `view` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ViewAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// The log's tables, sheet by sheet, top to bottom.
    pub tables: Vec<TableView>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// How many findings there are of each severity.
    pub totals: Totals,
}

/// A log table as it stands in its sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TableView {
    /// The sheet.
    pub sheet: String,
    /// Whether the sheet is hidden; it is read all the same.
    pub hidden_sheet: bool,
    /// The agency named above the table.
    pub agency: Option<String>,
    /// The sheet's own number of the row of headings.
    pub heading_row: u32,
    /// The columns, left to right.
    pub columns: Vec<ColumnView>,
    /// The rows, top to bottom.
    pub rows: Vec<RowView>,
}

/// A column of a log table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ColumnView {
    /// Its letters in the sheet.
    pub letters: String,
    /// Its heading.
    pub heading: String,
    /// Whether it is hidden; it is read all the same.
    pub hidden: bool,
}

/// A row of a log table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RowView {
    /// How it stands, and its next step.
    #[serde(flatten)]
    pub answer: RowAnswer,
    /// How it stands, in the words a person reads.
    pub says: &'static str,
    /// How its next step stands, in the words a person reads.
    pub next_says: Option<&'static str>,
    /// Its place among the file's rows, the most urgent first, counted from 0.
    pub urgency: usize,
    /// Whether the row is hidden; it is read all the same.
    pub hidden: bool,
    /// Whether the procedure's report form can be filled in from it: it has a number, and is at a stage of the form.
    pub form: bool,
    /// What its cells say, one for each column; a date cell as `03/06/2025`.
    pub cells: Vec<String>,
}

/// What `why` is asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct WhyRequest {
    /// The sheet.
    pub sheet: String,
    /// The sheet's own number of the row.
    pub row: u32,
    /// Procedure, readings, closures, the day.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub settings: Settings,
}

/// What `why` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WhyAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// The edition of the procedure that governs the row.
    pub edition: String,
    /// Every duty of the procedure, stage by stage, with its deadline.
    pub deadlines: Vec<DeadlineView>,
}

/// A deadline of a row with its reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Deadline"))]
pub struct DeadlineView {
    /// The stage.
    pub stage: u8,
    /// The duty.
    pub duty: String,
    /// What is to be done.
    pub does: String,
    /// Who acts.
    pub who: String,
    /// By when; `None` where no time is stated or it can't be counted.
    pub due: Option<Moment>,
    /// The last working day for it.
    pub act_by: Option<NaiveDate>,
    /// How strongly the document puts it.
    pub strength: &'static str,
    /// How it stands.
    pub status: Status,
    /// How it stands, in the words a person reads.
    pub says: &'static str,
    /// Why the date is what it is, a line each.
    pub because: Vec<String>,
    /// Where the document says so.
    pub clause: String,
}

/// Shows one log: its tables, how each row stands, and what the rules found.
///
/// # Errors
/// No day; a procedure or closures that can't be used; a file that can't be read, or in which no log stands.
pub fn view(settings: &Settings, file: File) -> Result<ViewAnswer> {
    let selection = settings.alone().selection()?;
    let (heading, (tables, findings)) =
        of_one(settings, &file, |checked| Ok((tables(checked), selection.check(checked))))?;
    let totals = Totals::of(&findings);
    Ok(ViewAnswer { heading, tables, findings, totals })
}

/// Explains every deadline of one row of a log.
///
/// # Errors
/// Those of [`view`], and a row that holds no case.
pub fn why(request: &WhyRequest, file: File) -> Result<WhyAnswer> {
    let (heading, (edition, deadlines)) = of_one(&request.settings, &file, |checked| {
        let wanted = |row: &&CheckedRow<'_>| row.table.sheet == request.sheet && row.row.row + 1 == request.row;
        let row = checked.rows.iter().find(wanted).ok_or_else(|| {
            Error::new(Code::BadRequest, format!("row {} of sheet `{}` holds no case", request.row, request.sheet))
                .help("give a row that `view` lists")
        })?;
        Ok((row.edition.edition.clone(), deadlines(row, checked)))
    })?;
    Ok(WhyAnswer { heading, edition, deadlines })
}

/// Takes what is wanted of one log; a file that can't be read is an error here, since there is no other.
pub(super) fn of_one<T>(
    settings: &Settings,
    file: &File,
    mut take: impl FnMut(&Checked<'_>) -> Result<T>,
) -> Result<(Heading, T)> {
    let mut taken = None;
    let (heading, errors) =
        each(settings, std::slice::from_ref(file), &mut |_| {}, |checked, _| taken = Some(take(checked)))?;
    let unread = || Error::all(errors).unwrap_or_else(|| Error::new(Code::NoLog, "no log was read"));
    Ok((heading, taken.unwrap_or_else(|| Err(unread()))?))
}

fn tables(checked: &Checked<'_>) -> Vec<TableView> {
    let mut order: Vec<usize> = (0..checked.rows.len()).collect();
    order.sort_by_key(|place| checked.rows.get(*place).map(urgency));
    let mut places = vec![0; order.len()];
    for (place, row) in order.into_iter().enumerate() {
        if let Some(of_row) = places.get_mut(row) {
            *of_row = place;
        }
    }
    let mut rows = checked.rows.iter().zip(places);
    let table = |table: &Table| TableView {
        sheet: table.sheet.clone(),
        hidden_sheet: table.hidden_sheet,
        agency: table.agency.as_ref().map(|(name, _)| name.clone()),
        heading_row: table.heading_row + 1,
        columns: table.columns.iter().map(column).collect(),
        rows: rows.by_ref().take(table.rows.len()).map(|(row, place)| shown(checked, row, place)).collect(),
    };
    checked.log.tables.iter().map(table).collect()
}

fn column(column: &crate::log::Column) -> ColumnView {
    let heading = column.heading.clone();
    ColumnView { letters: column_letters(column.column), heading, hidden: column.hidden }
}

fn shown(checked: &Checked<'_>, row: &CheckedRow<'_>, urgency: usize) -> RowView {
    RowView {
        answer: RowAnswer::new(&checked.log.file, row),
        says: row.status().in_words(),
        next_says: row.next_step().map(|next| next.status.in_words()),
        urgency,
        hidden: row.row.hidden,
        form: row.row.number.known().is_some()
            && row.edition.report.as_ref().is_some_and(|form| form.stages.contains(&row.timeline.stage)),
        cells: (0..row.table.columns.len()).map(|place| text_of(row.row, place)).collect(),
    }
}

/// What is overdue comes first, then by when the next step is due; what is resolved last.
fn urgency(row: &CheckedRow<'_>) -> (u8, bool, Option<Moment>) {
    let rank = |status: Status| match status {
        Status::Overdue => 0,
        Status::DueToday => 1,
        Status::DueSoon => 2,
        // Nobody knows how it stands: better looked at than passed over.
        Status::Unknown => 3,
        Status::Outstanding => 4,
        Status::OnTrack => 5,
        Status::NoLimit | Status::Projected => 6,
        Status::Met | Status::Late | Status::NotApplicable => 7,
    };
    let next = row.next_step();
    let of_next = next.map_or(u8::MAX, |next| rank(next.status));
    let of_row = match row.status() {
        RowStatus::Open(status) => rank(status),
        RowStatus::Resolved | RowStatus::ResolvedLate => u8::MAX,
    };
    let due = next.and_then(|next| next.due);
    (of_row.min(of_next), due.is_none(), due)
}

fn deadlines(row: &CheckedRow<'_>, checked: &Checked<'_>) -> Vec<DeadlineView> {
    let all = row.timeline.deadlines.iter().zip(&row.edition.duties);
    all.map(|(deadline, duty)| DeadlineView {
        stage: duty.stage,
        duty: duty.id.clone(),
        does: duty.does.clone(),
        who: row.who_acts(duty).to_owned(),
        due: deadline.due,
        act_by: deadline.act_by,
        strength: duty.strength.as_str(),
        status: deadline.status,
        says: deadline.status.in_words(),
        because: row.because(deadline, checked.calendars),
        clause: deadline.clause(duty).to_owned(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::api::{self, File};

    const LOG: &str = "Agency / School,Escalation Number,Concern,Date concern arose,Date resolved\n\
        Oakfield,1,Threshold,2025-06-26,\n\
        Oakfield,2,Threshold,2025-03-03,\n\
        Oakfield,3,Threshold,2025-03-03,2025-03-04\n";

    fn call(verb: &str, request: Value) -> crate::error::Result<Value> {
        let file = File { name: "log.csv".to_owned(), bytes: LOG.as_bytes().to_vec() };
        api::call(verb, request, vec![file]).map(|answer| serde_json::to_value(&answer.json).unwrap())
    }

    #[test]
    fn the_log_is_shown_as_it_stands_with_the_most_urgent_row_named() {
        let answer = call("view", json!({ "policy": "birmingham", "as_of": "2025-06-30" })).unwrap();
        let table = &answer["tables"][0];
        assert_eq!(table["heading_row"], 1);
        assert_eq!(table["columns"][3], json!({ "letters": "D", "heading": "Date concern arose", "hidden": false }));
        assert_eq!(table["rows"][0]["cells"], json!(["Oakfield", "1", "Threshold", "2025-06-26", ""]));
        let places: Vec<_> = (0..3).map(|row| table["rows"][row]["urgency"].clone()).collect();
        assert_eq!(places, [1, 0, 2], "{table:#}");
        assert_eq!((&table["rows"][1]["row"], &table["rows"][1]["says"]), (&json!(3), &json!("overdue")));
    }

    #[test]
    fn what_view_finds_is_what_check_finds() {
        let request = json!({ "policy": "birmingham", "as_of": "2025-06-30" });
        let (view, check) = (call("view", request.clone()).unwrap(), call("check", request).unwrap());
        assert_eq!((&view["findings"], &view["totals"]), (&check["findings"], &check["totals"]));
        for (row, checked) in
            view["tables"][0]["rows"].as_array().unwrap().iter().zip(check["rows"].as_array().unwrap())
        {
            for key in ["row", "status", "next", "stage"] {
                assert_eq!(row[key], checked[key]);
            }
        }
    }

    #[test]
    fn a_row_explains_each_deadline_with_its_cells_and_clause() {
        let settings = json!({ "policy": "birmingham", "as_of": "2025-06-30" });
        let sheet = call("view", settings.clone()).unwrap()["tables"][0]["sheet"].clone();
        let answer = call("why", json!({ "sheet": sheet, "row": 3, "settings": settings })).unwrap();
        let deadlines = answer["deadlines"].as_array().unwrap();
        let because = |of: &Value| of["because"].as_array().unwrap().iter().map(Value::to_string).collect::<String>();
        assert!(deadlines.iter().all(|one| !one["clause"].as_str().unwrap().is_empty()));
        assert!(deadlines.iter().any(|one| because(one).contains("!D3")), "{answer:#}");
        assert!(call("why", json!({ "sheet": sheet, "row": 9, "settings": settings })).is_err());
    }

    #[test]
    fn a_file_that_is_no_log_is_an_error() {
        let file = File { name: "letter.csv".to_owned(), bytes: b"Dear,colleague\n".to_vec() };
        let request = json!({ "policy": "birmingham", "as_of": "2025-06-30" });
        let error = api::call("view", request, vec![file]).err().unwrap();
        assert_eq!(error.code(), crate::error::Code::NoLog);
    }
}
