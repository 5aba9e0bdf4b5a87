//! Answers as people read them on a terminal.

use std::collections::HashMap;
use std::fmt::Write;

use escalog::api::{CheckAnswer, CheckedLog, PolicySummary, QuarterAnswer, RowAnswer};
use escalog::error::Error;
use escalog::finding::{Finding, Severity};
use escalog::policy::Policy;
use escalog::rules;
use escalog::timeline::{RowStatus, Status, day_in_words};

/// A text without characters that a terminal obeys rather than shows.
pub fn harmless(text: &str) -> String {
    text.replace(|character: char| character.is_control() && !matches!(character, '\n' | '\t'), "")
}

/// An error on standard error, with those found at the same time.
pub fn error(error: &Error) {
    for one in std::iter::once(error).chain(error.also()) {
        let at = one.place().map(|at| format!("{at}: ")).unwrap_or_default();
        eprintln!("error: {}", harmless(&format!("{at}{}", one.message())));
        if let Some(help) = one.advice() {
            eprintln!("  {}", harmless(help));
        }
    }
}

/// Rows with their findings, most urgent first, file by file; a total at the end.
pub fn check(answer: &CheckAnswer) -> String {
    let mut out = String::new();
    for sheet in answer.logs.chunk_by(|a, b| a.file == b.file && a.sheet == b.sheet) {
        sheet.iter().for_each(|log| heading(&mut out, log));
        let Some(CheckedLog { file, sheet, .. }) = sheet.first() else { continue };
        let findings: Vec<_> = answer.findings.iter().filter(|f| f.file == *file && f.sheet == *sheet).collect();
        findings.iter().filter(|finding| finding.row.is_none()).for_each(|finding| one_finding(&mut out, finding));

        let mut rows: Vec<_> = answer.rows.iter().filter(|row| row.file == *file && row.sheet == *sheet).collect();
        rows.sort_by_key(|row| (urgency(row.status), row.next.as_ref().and_then(|next| next.due), row.row));
        let mut by_row: HashMap<u32, Vec<&Finding>> = HashMap::new();
        for finding in &findings {
            if let Some(row) = finding.row {
                by_row.entry(row).or_default().push(finding);
            }
        }
        let of_row = |row: &RowAnswer| by_row.get(&row.row).into_iter().flatten();
        let (loud, quiet): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.next.is_some() || of_row(row).next().is_some());
        for row in loud {
            one_row(&mut out, row);
            of_row(row).for_each(|finding| one_finding(&mut out, finding));
        }
        quiet.chunk_by(|a, b| a.status == b.status).for_each(|same| quiet_rows(&mut out, same));
        out.push('\n');
    }
    let count = |severity| answer.findings.iter().filter(|finding| finding.severity == severity).count();
    let overdue = answer.rows.iter().filter(|row| row.status == RowStatus::Open(Status::Overdue)).count();
    let _ = writeln!(
        out,
        "{} as of {}, {}: {overdue} overdue; {} errors, {} warnings, {} for information",
        rows(answer.rows.len()),
        day_in_words(answer.heading.as_of),
        answer.heading.policy,
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Information),
    );
    out
}

/// What was found of a log table, and what a reader should know of it.
fn heading(out: &mut String, log: &CheckedLog) {
    let agency = log.agency.as_deref().map(|agency| format!(", {agency}")).unwrap_or_default();
    let _ = writeln!(out, "{}, sheet {}{agency}: {}", log.file, log.sheet, rows(log.rows));
    if log.hidden_sheet {
        let _ = writeln!(out, "  the sheet is hidden; it is read all the same");
    }
    if !log.hidden_rows.is_empty() {
        let _ = writeln!(out, "  hidden rows, read all the same: {}", join(&log.hidden_rows));
    }
    if !log.hidden_columns.is_empty() {
        let _ = writeln!(out, "  hidden columns, read all the same: {}", log.hidden_columns.join(", "));
    }
    if !log.unknown_columns.is_empty() {
        let _ = writeln!(out, "  columns not known, left as they are: {}", log.unknown_columns.join(", "));
    }
    for note in &log.notes {
        let _ =
            writeln!(out, "  note at {}: {}", note.cell, note.text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// Rows of one status of which there is nothing else to say.
fn quiet_rows(out: &mut String, same: &[&RowAnswer]) {
    let numbers: Vec<u32> = same.iter().map(|row| row.row).collect();
    let status = match same.first().map(|row| row.status) {
        Some(RowStatus::Open(Status::Unknown)) => "no deadline can be worked out",
        Some(status) => status.in_words(),
        None => return,
    };
    let rows = if same.len() == 1 { "row" } else { "rows" };
    let _ = writeln!(out, "\n  {status}, no next step: {rows} {}", join(&numbers));
}

fn rows(n: usize) -> String {
    if n == 1 { "1 row".to_owned() } else { format!("{n} rows") }
}

fn join(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn urgency(status: RowStatus) -> usize {
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
    order.iter().position(|one| *one == status).unwrap_or(order.len())
}

fn one_row(out: &mut String, row: &RowAnswer) {
    let number = row.number.as_deref().map(|number| format!(", no. {number}")).unwrap_or_default();
    let _ = writeln!(out, "\n  row {}{number}, stage {}: {}", row.row, row.stage, row.status.in_words());
    let Some(next) = &row.next else { return };
    let by = match (next.due, next.act_by) {
        (Some(due), Some(act_by)) if due.date != act_by => {
            format!("due {}, act by {}", day_in_words(due), day_in_words(act_by))
        }
        (Some(due), _) => format!("due {}", day_in_words(due)),
        (None, _) => "no time stated".to_owned(),
    };
    let _ = writeln!(out, "    next: {} ({}); {by}", next.does, next.who);
}

fn one_finding(out: &mut String, finding: &Finding) {
    let cell = finding.cell.map(|cell| format!(" {cell}")).unwrap_or_default();
    let _ = writeln!(out, "    {} {}{cell}: {}", finding.severity.as_str(), finding.rule.code, finding.message);
    let clause = finding.clause.as_deref().map(|clause| format!(" [{clause}]")).unwrap_or_default();
    let _ = writeln!(out, "      {}{clause}", finding.rule.advice);
}

/// The quarter's figures in brief, and where the workbook is.
pub fn quarter(answer: &QuarterAnswer, output: &std::path::Path) -> String {
    let (figures, counts) = (&answer.figures, &answer.counts);
    let mut out = String::new();
    let as_of = day_in_words(answer.heading.as_of);
    let _ = writeln!(out, "{} under {}, as of {as_of}", answer.quarter, answer.heading.policy);
    let _ = writeln!(
        out,
        "  {} read: {} in the register, {} copies",
        rows(counts.rows_in),
        counts.rows_out,
        counts.duplicates
    );
    let _ = writeln!(out, "  raised in the quarter: {}", figures.raised);
    let _ = writeln!(out, "  open: {}, of which overdue: {}", figures.open, figures.overdue);
    for (stage, counts) in &figures.in_time {
        let _ =
            writeln!(out, "  stage {stage} concluded in the quarter: {} in time, {} late", counts.in_time, counts.late);
    }
    let _ = writeln!(out, "written: {}", output.display());
    out
}

/// The built-in procedures, one a line.
pub fn policies(all: &[PolicySummary]) -> String {
    let mut out = String::new();
    for policy in all {
        let _ = writeln!(out, "{:<17} {}: {}, {}", policy.id, policy.partnership, policy.title, policy.edition);
    }
    let _ = writeln!(out, "\n`escalog policy show ID` prints one; `--policy FILE` takes a procedure file of your own.");
    out
}

/// What `policy check` says.
pub fn policy_check(name: &str, checked: &Result<Policy, Error>, mistakes: &[&Error]) -> String {
    let mut out = String::new();
    for mistake in mistakes {
        let _ = writeln!(out, "{}: {}", mistake.place().unwrap_or(name), mistake.message());
        if let Some(help) = mistake.advice() {
            let _ = writeln!(out, "  {help}");
        }
    }
    let _ = match checked {
        Ok(policy) => {
            let edition = policy.edition_for(None);
            let (stages, duties) = (edition.last_stage(), edition.duties.len());
            writeln!(out, "{name}: no mistakes; procedure `{}`, {stages} stages, {duties} duties", policy.id())
        }
        Err(_) if mistakes.len() == 1 => writeln!(out, "{name}: 1 mistake"),
        Err(_) => writeln!(out, "{name}: {} mistakes", mistakes.len()),
    };
    out
}

/// The rules, one a line.
pub fn rules() -> String {
    let mut out = String::new();
    for rule in rules::ALL {
        let _ = writeln!(out, "{} {:<22} {:<11} {}", rule.code, rule.name, rule.severity.as_str(), rule.advice);
    }
    let _ = writeln!(out, "\n`escalog explain CODE` says what a rule finds, why it matters and what to do.");
    out
}
