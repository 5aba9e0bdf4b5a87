//! Answers as people read them on a terminal.

use std::fmt::Write;
use std::io::Write as _;

use escalog::api::{AnnotateAnswer, MergeAnswer, PolicySummary, QuarterAnswer};
use escalog::error::Error;
use escalog::merge::{Counts, Listed, ReturnedFile, What};
use escalog::policy::Policy;
use escalog::rules;
use escalog::timeline::day_in_words;

/// A text without characters that a terminal obeys rather than shows.
pub fn harmless(text: &str) -> String {
    text.replace(|character: char| character.is_control() && !matches!(character, '\n' | '\t'), "")
}

/// A line on standard error; where nobody reads it any more, nothing is lost.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", harmless(text));
}

/// An error on standard error, with those found at the same time.
pub fn error(error: &Error) {
    for one in std::iter::once(error).chain(error.also()) {
        let at = one.place().map(|at| format!("{at}: ")).unwrap_or_default();
        note(&format!("error: {at}{}", one.message()));
        if let Some(help) = one.advice() {
            note(&format!("  {help}"));
        }
    }
}

/// `1 entry`, `3 entries`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `1 row`, `3 rows`.
pub fn rows(n: usize) -> String {
    count(n, "row", "rows")
}

/// What was merged, what is to be looked at, and where the register is.
pub fn merge(answer: &MergeAnswer, output: &std::path::Path) -> String {
    let mut out = String::new();
    counts(&mut out, &answer.counts);
    let mut whats: Vec<What> = answer.listed.iter().map(|listed| listed.what).collect();
    whats.dedup();
    for what in whats {
        let lines = answer.listed.iter().filter(|listed| listed.what == what).count();
        let _ = writeln!(out, "  {}: {}", what.in_words(), count(lines, "line", "lines"));
    }
    for agency in &answer.agencies {
        for spelled in &agency.spelled {
            let _ = writeln!(out, "  {}: {spelled}", agency.name);
        }
        if let Some(near) = &agency.near {
            let _ = writeln!(out, "  `{}` is not on the list of agencies: is it `{near}`?", agency.name);
        }
    }
    let missing: Vec<&str> =
        answer.agencies.iter().filter(|line| line.missing).map(|line| line.name.as_str()).collect();
    if !missing.is_empty() {
        let _ = writeln!(out, "  returned nothing: {}", missing.join(", "));
    }
    marked_otherwise(&mut out, &answer.returns, &answer.heading.policy);
    left_behind(&mut out, &answer.listed);
    let _ = writeln!(out, "written: {}", output.display());
    out
}

fn counts(out: &mut String, counts: &Counts) {
    let _ = writeln!(
        out,
        "  {} read: {} in the register, {} copies, {} set aside; {} in conflict",
        rows(counts.rows_in),
        counts.rows_out,
        counts.duplicates,
        counts.set_aside,
        counts.conflicts
    );
}

/// The returns whose workbooks name another procedure than the one by which they are read.
fn marked_otherwise(out: &mut String, returns: &[ReturnedFile], policy: &str) {
    for (file, marked) in returns.iter().filter_map(|one| Some((&one.file, one.marked_under.as_ref()?))) {
        let _ = writeln!(out, "  {file} is marked under the procedure `{marked}`, and is read under `{policy}`");
    }
}

/// The sheets of a register given that are not in the new one.
fn left_behind(out: &mut String, listed: &[Listed]) {
    let sheets = listed.iter().filter(|one| one.what == What::NotCarried && one.field.is_empty());
    for (sheet, at) in sheets.filter_map(|one| Some((&one.value, one.at.as_ref()?))) {
        let _ = writeln!(out, "  not carried over from {}: the sheet `{sheet}`; copy it by hand", at.source.file);
    }
}

/// The quarter's figures in brief, and where the workbook is.
pub fn quarter(answer: &QuarterAnswer, output: &std::path::Path) -> String {
    let figures = &answer.figures;
    let mut out = String::new();
    let as_of = day_in_words(answer.heading.as_of);
    let _ = writeln!(out, "{} under {}, as of {as_of}", answer.quarter, answer.heading.policy);
    counts(&mut out, &answer.counts);
    if !answer.missing.is_empty() {
        let _ = writeln!(out, "  returned nothing: {}", answer.missing.join(", "));
    }
    marked_otherwise(&mut out, &answer.returns, &answer.heading.policy);
    left_behind(&mut out, &answer.listed);
    let _ = writeln!(out, "  raised in the quarter: {}", figures.raised);
    let _ = writeln!(
        out,
        "  open: {}, of which overdue: {}; not known: {}",
        figures.open, figures.overdue, figures.not_known
    );
    for (stage, counts) in &figures.in_time {
        let _ =
            writeln!(out, "  stage {stage} concluded in the quarter: {} in time, {} late", counts.in_time, counts.late);
    }
    let _ = writeln!(out, "written: {}", output.display());
    out
}

/// What was marked, and where it is.
pub fn annotate(answer: &AnnotateAnswer, cleared: bool, output: &std::path::Path) -> String {
    let mut out = String::new();
    let _ = match &answer.heading {
        Some(heading) => {
            let as_of = day_in_words(heading.as_of);
            writeln!(out, "{} marked under {}, as of {as_of}", rows(answer.rows), heading.policy)
        }
        None if cleared => writeln!(out, "the marks are taken off {}", rows(answer.rows)),
        None => Ok(()),
    };
    out += &written(answer.rewritten, output);
    out
}

/// Where an edited workbook was written, and whether it is but the cells of the file.
pub fn written(rewritten: bool, output: &std::path::Path) -> String {
    let bare = if rewritten {
        "  only xlsx and xlsm can be edited in place: the cells are in a new xlsx, without the formats, charts and \
         macros of the file\n"
    } else {
        ""
    };
    format!("{bare}written: {}\n", output.display())
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
            // Found in the built-in procedures too: no mistake, but worth a look.
            for stage in policy.editions().iter().flat_map(|edition| &edition.stages).filter(|s| s.conclude.is_none()) {
                let _ = writeln!(out, "{name}: note: stage {} has no deadline of its own", stage.number);
                let _ = writeln!(out, "  if the document has one, give the stage a duty with the id `conclude`");
            }
            let stages = count(edition.last_stage().into(), "stage", "stages");
            let duties = count(edition.duties.len(), "duty", "duties");
            writeln!(out, "{name}: no mistakes; procedure `{}`, {stages}, {duties}", policy.id())
        }
        Err(_) => writeln!(out, "{name}: {}", count(mistakes.len(), "mistake", "mistakes")),
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
