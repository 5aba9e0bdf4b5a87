//! Answers as people read them on a terminal.

use std::fmt::Write;

use escalog::api::{CheckAnswer, PolicySummary, QuarterAnswer, RowAnswer};
use escalog::error::Error;
use escalog::finding::{Finding, Severity};
use escalog::policy::Policy;
use escalog::rules;
use escalog::timeline::{RowStatus, Status, day_in_words};

/// An error on standard error, with those found at the same time.
pub fn error(error: &Error) {
    for one in std::iter::once(error).chain(error.also()) {
        let at = one.place().map(|at| format!("{at}: ")).unwrap_or_default();
        eprintln!("error: {at}{}", one.message());
        if let Some(help) = one.advice() {
            eprintln!("  {help}");
        }
    }
}

/// Rows with their findings, most urgent first, file by file; a total at the end.
pub fn check(answer: &CheckAnswer) -> String {
    let mut out = String::new();
    for log in &answer.logs {
        let agency = log.agency.as_deref().map(|agency| format!(", {agency}")).unwrap_or_default();
        let _ = writeln!(out, "{}, sheet {}{agency}: {}", log.file, log.sheet, rows(log.rows));
        let notes = [
            (log.hidden_sheet, "the sheet is hidden; it is read all the same".to_owned()),
            (!log.hidden_rows.is_empty(), format!("hidden rows, read all the same: {}", join(&log.hidden_rows))),
            (
                !log.hidden_columns.is_empty(),
                format!("hidden columns, read all the same: {}", log.hidden_columns.join(", ")),
            ),
            (
                !log.unknown_columns.is_empty(),
                format!("columns not known, left as they are: {}", log.unknown_columns.join(", ")),
            ),
        ];
        for (_, note) in notes.into_iter().filter(|(holds, _)| *holds) {
            let _ = writeln!(out, "  {note}");
        }
        let here = |file: &str, sheet: &str| file == log.file && sheet == log.sheet;
        for finding in answer.findings.iter().filter(|f| f.row.is_none() && here(&f.file, &f.sheet)) {
            one_finding(&mut out, finding);
        }
        let mut of_log: Vec<&RowAnswer> = answer.rows.iter().filter(|row| here(&row.file, &row.sheet)).collect();
        of_log.sort_by_key(|row| (urgency(row.status), row.next.as_ref().and_then(|next| next.due), row.row));
        let findings = |row: &RowAnswer| {
            let number = Some(row.row);
            answer.findings.iter().filter(move |f| f.row == number && f.file == log.file && f.sheet == log.sheet)
        };
        let (loud, quiet): (Vec<_>, Vec<_>) =
            of_log.into_iter().partition(|row| row.next.is_some() || findings(row).next().is_some());
        for row in loud {
            one_row(&mut out, row);
            findings(row).for_each(|finding| one_finding(&mut out, finding));
        }
        for same in quiet.chunk_by(|a, b| a.status == b.status) {
            let numbers: Vec<u32> = same.iter().map(|row| row.row).collect();
            let status = match same.first().map(|row| row.status) {
                Some(RowStatus::Open(Status::Unknown)) => "no deadline can be worked out",
                Some(status) => status.in_words(),
                None => "",
            };
            let _ = writeln!(
                out,
                "\n  {status}, no next step: row{} {}",
                if same.len() == 1 { "" } else { "s" },
                join(&numbers)
            );
        }
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
