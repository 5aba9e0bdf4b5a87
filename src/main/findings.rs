//! Findings as people read them on a terminal.
//!
//! Each with its message, where it is, what to do and the clause it rests on; by row, the most urgent first. A
//! colour only stresses what a word says too. Advice that was given above is referred to, not said again.

use std::collections::HashMap;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use escalog::api::{CheckAnswer, CheckedLog, FixAnswer, FixedCell, NotesAnswer, RowAnswer};
use escalog::edit::Value;
use escalog::finding::{Finding, Severity, Totals};
use escalog::timeline::{RowStatus, Status, day_in_words};

use super::print::{count, rows};

/// The longest text of a cell that is shown.
const LONGEST: usize = 70;

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BLUE: Style = AnsiColor::Cyan.on_default().bold();

/// Lines for a terminal. What comes from a file can't steer it: control characters become spaces.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, indent: usize, pieces: &[(Style, &str)]) {
        self.0 += &" ".repeat(indent);
        for (style, text) in pieces {
            let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            self.0 += &format!("{style}{text}{style:#}");
        }
        self.0.push('\n');
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }
}

/// Rows with their findings, most urgent first, sheet by sheet; a total at the end.
pub fn text(answer: &CheckAnswer, with_accepted: bool) -> String {
    let mut out = Lines::default();
    for logs in answer.logs.chunk_by(|a, b| a.file == b.file && a.sheet == b.sheet) {
        logs.iter().for_each(|log| head(&mut out, log));
        if let Some(log) = logs.first() {
            Sheet::of(answer, log, with_accepted).write(&mut out);
        }
        out.blank();
    }
    let overdue = answer.rows.iter().filter(|row| row.status == RowStatus::Open(Status::Overdue)).count();
    let heading = &answer.heading;
    let about = format!("{} as of {}, {}: ", rows(answer.rows.len()), day_in_words(heading.as_of), heading.policy);
    out.add(0, &[(PLAIN, &about), (BOLD, &format!("{overdue} overdue; {}", total(answer.totals)))]);
    out.0
}

/// `2 errors, 1 warning, 0 for information; 1 accepted`.
fn total(totals: Totals) -> String {
    let accepted = if totals.accepted > 0 { format!("; {} accepted", totals.accepted) } else { String::new() };
    let Totals { error, warning, information, .. } = totals;
    let (errors, warnings) = (count(error, "error", "errors"), count(warning, "warning", "warnings"));
    format!("{errors}, {warnings}, {information} for information{accepted}")
}

/// What was found of a log table, and what a reader should know of it.
fn head(out: &mut Lines, log: &CheckedLog) {
    let agency = log.agency.as_deref().map(|agency| format!(", {agency}")).unwrap_or_default();
    out.add(0, &[(BOLD, &format!("{}, sheet {}{agency}: {}", log.file, log.sheet, rows(log.rows)))]);
    let mut note = |what: &str, which: &str| out.add(2, &[(PLAIN, what), (PLAIN, which)]);
    if log.hidden_sheet {
        note("the sheet is hidden; it is read all the same", "");
    }
    if !log.hidden_rows.is_empty() {
        note("hidden rows, read all the same: ", &join(&log.hidden_rows));
    }
    if !log.hidden_columns.is_empty() {
        note("hidden columns, read all the same: ", &log.hidden_columns.join(", "));
    }
    if !log.unknown_columns.is_empty() {
        note("columns not known, left as they are: ", &log.unknown_columns.join(", "));
    }
    for cell in &log.notes {
        note(&format!("note at {}: ", cell.cell), &cell.text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// One sheet's rows and findings.
struct Sheet<'a> {
    rows: Vec<&'a RowAnswer>,
    findings: HashMap<Option<u32>, Vec<&'a Finding>>,
    /// Where each rule's advice was given.
    advised: HashMap<&'static str, String>,
}

impl<'a> Sheet<'a> {
    fn of(answer: &'a CheckAnswer, log: &CheckedLog, with_accepted: bool) -> Sheet<'a> {
        let rows: Vec<_> = answer.rows.iter().filter(|row| row.file == log.file && row.sheet == log.sheet).collect();
        let mut sheet = Sheet { rows, findings: HashMap::new(), advised: HashMap::new() };
        let here = |finding: &&Finding| finding.file == log.file && finding.sheet == log.sheet;
        let shown = |finding: &&Finding| with_accepted || finding.accepted.is_none();
        let numbers: HashMap<_, _> = sheet.rows.iter().map(|row| (row.row, ())).collect();
        for finding in answer.findings.iter().filter(here).filter(shown) {
            // What is about no case stands with what is about the log.
            let row = finding.row.filter(|row| numbers.contains_key(row));
            sheet.findings.entry(row).or_default().push(finding);
        }
        sheet
    }

    fn write(&mut self, out: &mut Lines) {
        self.findings(out, None, "above");
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| (self.urgency(row), row.next.as_ref().and_then(|next| next.due), row.row));
        let is_loud = |row: &&RowAnswer| row.next.is_some() || self.findings.contains_key(&Some(row.row));
        let (loud, quiet): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_loud);
        for row in loud {
            one_row(out, row);
            self.findings(out, Some(row.row), &format!("for row {}", row.row));
        }
        quiet.chunk_by(|a, b| a.status == b.status).for_each(|same| quiet_rows(out, same));
    }

    /// What is overdue or due comes first, then what has errors, then the rest.
    fn urgency(&self, row: &RowAnswer) -> (usize, usize) {
        let order = [
            RowStatus::Open(Status::Overdue),
            RowStatus::Open(Status::DueToday),
            RowStatus::Open(Status::DueSoon),
            RowStatus::Open(Status::Unknown),
            RowStatus::Open(Status::OnTrack),
            RowStatus::Open(Status::NoLimit),
            RowStatus::ResolvedLate,
            RowStatus::Resolved,
        ];
        let status = order.iter().position(|one| *one == row.status).unwrap_or(order.len());
        let worst = self.findings.get(&Some(row.row)).and_then(|all| all.iter().map(|f| f.severity).min());
        let worst = match worst {
            Some(Severity::Error) => 0,
            Some(Severity::Warning) => 1,
            Some(Severity::Information) => 2,
            None => 3,
        };
        if status < 3 { (status, worst) } else { (3 + worst, status) }
    }

    fn findings(&mut self, out: &mut Lines, row: Option<u32>, place: &str) {
        for finding in self.findings.remove(&row).unwrap_or_default() {
            let advice = match self.advised.get(finding.rule.code) {
                Some(given) => format!("as {given}"),
                None => finding.rule.advice.to_owned(),
            };
            self.advised.entry(finding.rule.code).or_insert_with(|| place.to_owned());
            one_finding(out, finding, &advice);
        }
    }
}

fn one_row(out: &mut Lines, row: &RowAnswer) {
    let number = row.number.as_deref().map(|number| format!(", no. {number}")).unwrap_or_default();
    let status = match row.status {
        RowStatus::Open(Status::Overdue) => RED,
        RowStatus::Open(Status::DueToday | Status::DueSoon) => YELLOW,
        _ => BOLD,
    };
    out.blank();
    let which = format!("row {}{number}, stage {}: ", row.row, row.stage);
    out.add(2, &[(BOLD, &which), (status, row.status.in_words())]);
    let Some(next) = &row.next else { return };
    let by = match (next.due, next.act_by) {
        (Some(due), Some(act_by)) if due.date != act_by => {
            format!("due {}, act by {}", day_in_words(due), day_in_words(act_by))
        }
        (Some(due), _) => format!("due {}", day_in_words(due)),
        (None, _) => "no time stated".to_owned(),
    };
    out.add(4, &[(PLAIN, &format!("next: {} ({}); {by}", next.does, next.who))]);
}

fn one_finding(out: &mut Lines, finding: &Finding, advice: &str) {
    let style = match finding.severity {
        _ if finding.accepted.is_some() => FAINT,
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Information => BLUE,
    };
    let accepted = if finding.accepted.is_some() { "accepted " } else { "" };
    let severity = format!("{accepted}{} {}", finding.severity.as_str(), finding.rule.code);
    out.add(4, &[(style, &severity), (PLAIN, ": "), (PLAIN, &finding.message)]);
    out.add(6, &[(FAINT, "where:  "), (PLAIN, &place(finding))]);
    match &finding.accepted {
        Some(why) => out.add(6, &[(FAINT, "why:    "), (PLAIN, why)]),
        None => out.add(6, &[(FAINT, "to do:  "), (PLAIN, advice)]),
    }
    if let Some(clause) = &finding.clause {
        out.add(6, &[(FAINT, "clause: "), (PLAIN, clause)]);
    }
}

/// `Log!F5, under "Stage": 2`.
fn place(finding: &Finding) -> String {
    let cell = finding.cell.map(|cell| format!("!{cell}")).unwrap_or_default();
    let mut place = format!("{}{cell}", finding.sheet);
    if let Some(heading) = &finding.heading {
        place += &match &finding.text {
            Some(text) if text == heading => format!(", heading `{heading}`"),
            Some(text) if text.trim().is_empty() => format!(", under `{heading}`: blank"),
            Some(text) => format!(", under `{heading}`: `{}`", short(text)),
            None => format!(", under `{heading}`"),
        };
    }
    place
}

/// A cell's text on one line, no longer than a line bears.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Rows of one status of which there is nothing else to say.
fn quiet_rows(out: &mut Lines, same: &[&RowAnswer]) {
    let numbers: Vec<u32> = same.iter().map(|row| row.row).collect();
    let status = match same.first().map(|row| row.status) {
        Some(RowStatus::Open(Status::Unknown)) => "no deadline can be worked out",
        Some(status) => status.in_words(),
        None => return,
    };
    let rows = if same.len() == 1 { "row" } else { "rows" };
    out.blank();
    out.add(2, &[(PLAIN, &format!("{status}, no next step: {rows} {}", join(&numbers)))]);
}

/// Numbers in order; three or more that follow one another as `7 to 9`.
fn join(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|one, next| one.checked_add(1) == Some(*next)).flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first} to {last}")],
        few => few.iter().map(u32::to_string).collect(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

/// What would put findings right, and apart from it what a person would have to accept.
pub fn fixes(answer: &FixAnswer, made: bool) -> String {
    let mut out = Lines::default();
    let mut list = |title: &str, cells: &[FixedCell]| {
        if cells.is_empty() {
            return;
        }
        out.add(0, &[(BOLD, title)]);
        for same in cells.chunk_by(|a, b| a.file == b.file && a.sheet == b.sheet) {
            let Some(FixedCell { file, sheet, .. }) = same.first() else { continue };
            out.add(2, &[(PLAIN, &format!("{file}, sheet {sheet}"))]);
            for cell in same {
                let before = if cell.fix.before.is_empty() { "blank".to_owned() } else { quoted(&cell.fix.before) };
                let change = format!("{}: {before} -> {}", cell.fix.cell, after(&cell.fix.after));
                // Of a certain fix before and after say it all.
                let why = if cell.fix.certain { cell.rule } else { &cell.message };
                out.add(4, &[(BOLD, &change), (FAINT, &format!("  {} {why}", cell.code))]);
            }
        }
        out.blank();
    };
    list("certain: the same, in a better form", &answer.fixes);
    list("proposed: for a person to accept or not", &answer.proposals);
    let (fixes, proposals) = (answer.fixes.len(), answer.proposals.len());
    let done = if made { "the certain ones are made" } else { "nothing is changed" };
    out.add(0, &[(BOLD, &format!("{fixes} certain, {proposals} proposed; {done}"))]);
    out.0
}

/// What would stand in a cell; a day as people write it.
fn after(value: &Value) -> String {
    match value {
        Value::Date(day) => format!("{} as a date", quoted(&day.date.format("%d/%m/%Y").to_string())),
        other => quoted(&other.to_string()),
    }
}

/// A text in backticks, with the blanks at its ends to be seen.
fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Which notes were written, and where.
pub fn notes(answer: &NotesAnswer, output: &Path, folder: bool) -> String {
    let mut out = Lines::default();
    for agency in &answer.agencies {
        let file = if folder { format!(" ({})", agency.file) } else { String::new() };
        out.add(0, &[(PLAIN, &format!("{}{file}: {}", agency.agency, total(agency.totals)))]);
    }
    out.add(0, &[(BOLD, &format!("written: {}", output.display()))]);
    out.0
}
