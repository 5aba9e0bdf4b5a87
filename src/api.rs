//! One call and one answer a verb: (JSON, files) → (JSON, files).
//!
//! In: a verb, its request as JSON, and the bytes of files. Out: its answer as JSON, and the bytes of
//! files made. The program, the add-in and the page all speak to the engine through here. Requests are
//! read strictly: a key that is not known is refused.
//!
//! ```
//! use escalog::api;
//! use serde_json::json;
//!
//! let answer = api::call("policies", json!({}), Vec::new()).unwrap();
//! let json = serde_json::to_value(&answer.json).unwrap();
//! assert_eq!(json["policies"][0]["id"], "liverpool");
//! assert!(api::call("explain", json!(["T101"]), Vec::new()).is_err());
//! ```

use serde::Serialize;
use serde_json::Value;

use crate::edit::Script;
use crate::error::{Code, Error, Result};
use crate::{policy, workbook};

mod annotate;
mod calendar;
mod check;
mod copies;
mod csv;
mod dates;
mod deadlines;
mod each;
mod explain;
mod fix;
mod kept;
mod merge;
mod note;
mod patch;
mod policies;
mod quarter;
mod report;
mod requests;
mod settings;
mod template;
#[cfg(feature = "types")]
mod types;
mod view;
mod workdays;

pub use annotate::{AnnotateAnswer, AnnotateRequest, annotate, clear, write, write_cleared};
pub use calendar::{CalendarAnswer, calendar};
pub use check::{CheckAnswer, CheckedLog, GuidanceAnswer, NextAnswer, NoteAnswer, RowAnswer, check};
pub use copies::CopyFor;
pub use csv::csv;
pub use dates::{LIST_OF_RETURNS, two_dates};
pub use deadlines::{deadlines, deadlines_of_each};
pub use explain::explain;
pub use fix::{FileEdits, FixAnswer, FixedCell, fix};
pub use kept::{holds_cases, may_be_by_hand, would_be_lost};
pub use merge::{Given, MergeAnswer, agencies, merge};
pub use note::{NoteForm, NotedAgency, NotesAnswer, note};
pub use patch::{ApplyAnswer, ApplyRequest, apply};
pub use policies::{Alternative, PolicySummary, PolicyText, policies, show};
pub use quarter::{QuarterAnswer, quarter, quarter_for};
pub use report::{ReportAnswer, ReportAs, ReportRequest, report};
pub use settings::{Password, ProcedureFile, Settings};
pub use template::{TemplateAnswer, template};
#[cfg(feature = "types")]
pub use types::typescript;
pub use view::{ColumnView, DeadlineView, RowView, TableView, ViewAnswer, WhyAnswer, WhyRequest, view, why};
pub use workdays::{Span, WorkdaysAnswer, WorkdaysRequest, workdays};

use deadlines::DeadlinesAnswer;
use explain::{RuleAnswer, RulesAnswer};
use policies::PoliciesAnswer;
use requests::{Cases, Explain, MergeRequest, NoteRequest, Nothing, QuarterRequest, strictly};

/// The number of the answers' format; it rises when a key changes its meaning.
pub const FORMAT: u32 = 1;

/// A file: what it is called, and all its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a verb answers.
pub struct Answer {
    /// The answer, to be written in any form of JSON: as a text, as objects of JavaScript.
    pub json: Box<dyn erased_serde::Serialize>,
    /// The files it made.
    pub files: Vec<File>,
}

/// What every answer begins with.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Heading {
    /// The number of the answers' format.
    pub format: u32,
    /// The engine's version.
    pub version: &'static str,
    /// The procedure's id.
    pub policy: String,
    /// The alternative readings in force.
    pub readings: Vec<String>,
    /// The day as of which it was judged.
    pub as_of: chrono::NaiveDate,
}

/// Every verb.
pub const VERBS: [&str; 21] = [
    "version",
    "policies",
    "policy",
    "schema",
    "rules",
    "explain",
    "deadlines",
    "workdays",
    "check",
    "view",
    "why",
    "fix",
    "note",
    "annotate",
    "clear",
    "apply",
    "report",
    "calendar",
    "template",
    "merge",
    "quarter",
];

/// Answers one of the [`VERBS`].
///
/// # Errors
/// An unknown verb, a request with an unknown key or without a needed one, and whatever stops the verb.
pub fn call(verb: &str, request: Value, files: Vec<File>) -> Result<Answer> {
    let json: Box<dyn erased_serde::Serialize> = match verb {
        "version" => {
            strictly::<Nothing>(request)?;
            Box::new(VersionAnswer { format: FORMAT, version: version() })
        }
        "policies" => {
            strictly::<Nothing>(request)?;
            Box::new(PoliciesAnswer { format: FORMAT, version: version(), policies: policies()? })
        }
        "policy" => Box::new(show(&strictly::<Settings>(request)?)?),
        "schema" => {
            strictly::<Nothing>(request)?;
            Box::new(policy::json_schema())
        }
        "rules" => {
            strictly::<Nothing>(request)?;
            Box::new(RulesAnswer { format: FORMAT, version: version(), rules: explain::all() })
        }
        "explain" => {
            let Explain { code } = strictly(request)?;
            Box::new(RuleAnswer::from(explain(&code)?))
        }
        "deadlines" => {
            let Cases { cases } = strictly(request)?;
            Box::new(DeadlinesAnswer { answers: deadlines(&cases, None) })
        }
        "workdays" => Box::new(workdays(&strictly(request)?)?),
        "check" => Box::new(check(&strictly::<Settings>(request)?, &files, &mut |_| {})?),
        "view" => Box::new(view(&strictly::<Settings>(request)?, patch::only(files)?)?),
        "why" => Box::new(why(&strictly::<WhyRequest>(request)?, patch::only(files)?)?),
        "annotate" | "clear" => {
            let file = patch::only(files)?;
            let request = strictly::<AnnotateRequest>(request)?;
            let (answer, write) = match verb {
                "clear" => (clear(&request, &file)?, write_cleared as Write),
                _ => (annotate(&request, &file)?, write as Write),
            };
            // Of an open workbook there is no file to mark: the edits are the answer.
            let mut files = Vec::new();
            if !workbook::is_open(&file.bytes) {
                let bytes = write(&answer.edits, &file, request.patching())?;
                files.push(File { name: annotate::name(&file, answer.rewritten), bytes });
            }
            return Ok(Answer { json: Box::new(answer), files });
        }
        "report" => {
            let request: ReportRequest = strictly(request)?;
            let (answer, bytes) = report(&request, &patch::only(files)?)?;
            let name = format!("report.{}", request.form.ending());
            return Ok(Answer { json: Box::new(answer), files: vec![File { name, bytes }] });
        }
        "calendar" => {
            let (answer, bytes) = calendar(&strictly::<Settings>(request)?, &files, &mut |_| {})?;
            let name = "deadlines.ics".to_owned();
            return Ok(Answer { json: Box::new(answer), files: vec![File { name, bytes }] });
        }
        "template" => {
            let (answer, bytes) = template(&strictly::<Settings>(request)?)?;
            return Ok(Answer { json: Box::new(answer), files: vec![File { name: "log.xlsx".to_owned(), bytes }] });
        }
        "apply" => {
            let file = patch::only(files)?;
            let (answer, bytes) = apply(&strictly(request)?, &file)?;
            let name = annotate::name(&file, answer.rewritten);
            return Ok(Answer { json: Box::new(answer), files: vec![File { name, bytes }] });
        }
        "merge" => {
            let MergeRequest { given, settings } = strictly(request)?;
            let (settings, previous, files) = given.among(settings, files)?;
            let given = Given { files: &files, previous: previous.as_ref(), unread: Vec::new() };
            let (answer, bytes) = merge(&settings, given, &mut |_| {})?;
            let workbook = File { name: "register.xlsx".to_owned(), bytes };
            return Ok(Answer { json: Box::new(answer), files: vec![workbook] });
        }
        "fix" => Box::new(fix(&strictly::<Settings>(request)?, &files, &mut |_| {})?),
        "note" => {
            let NoteRequest { form, together, settings } = strictly(request)?;
            let (answer, files) = note(&settings, &files, form, together, &mut |_| {})?;
            return Ok(Answer { json: Box::new(answer), files });
        }
        "quarter" => {
            let QuarterRequest { quarter: wanted, given, copy, settings } = strictly(request)?;
            let (settings, previous, files) = given.among(settings, files)?;
            let given = Given { files: &files, previous: previous.as_ref(), unread: Vec::new() };
            let (answer, bytes) = quarter_for(copy, &settings, &wanted, given, &mut |_| {})?;
            let workbook = File { name: format!("{}.xlsx", answer.quarter), bytes };
            return Ok(Answer { json: Box::new(answer), files: vec![workbook] });
        }
        _ => {
            let what = format!("there is no verb `{verb}`");
            return Err(Error::new(Code::BadRequest, what).help(format!("the verbs are {}", VERBS.join(", "))));
        }
    };
    Ok(Answer { json, files: Vec::new() })
}

/// The engine's version.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// What `version` answers.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
struct VersionAnswer {
    format: u32,
    version: &'static str,
}

/// Writes a workbook with a script's edits.
type Write = fn(&Script, &File, workbook::Patching) -> Result<Vec<u8>>;
