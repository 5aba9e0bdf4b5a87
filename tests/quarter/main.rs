//! The quarterly report over the returned logs of `examples/`: its figures, and the workbook that shows them.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use escalog::calendar::Calendars;
use escalog::log;
use escalog::merge::{self, Pool, Returned};
use escalog::policy::Policy;
use escalog::quarter::{Basis, Report, in_returns};
use escalog::{rules, timeline, workbook};
use serde_json::Value;

mod copies;
mod figures;
mod independent;
#[path = "../office/mod.rs"]
mod office;
mod quality;
mod read;
mod recalculate;
mod sheets;
mod suppressed;

fn returned() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/returned")
}

fn expected() -> Value {
    serde_json::from_slice(&std::fs::read(returned().join("expected.json")).unwrap()).unwrap()
}

/// A file that was returned: its name and its bytes.
type File = (String, Vec<u8>);

/// These files of `examples/returned`.
fn examples(files: &[&str]) -> Vec<File> {
    files.iter().map(|file| ((*file).to_owned(), std::fs::read(returned().join(file)).unwrap())).collect()
}

/// What a test asks of the report on these files, given for no quarter.
fn report_on<T>(files: &[File], policy: &str, quarter: &str, as_of: &str, ask: impl FnOnce(&Report<'_>) -> T) -> T {
    report_given(&[(files, None)], policy, quarter, as_of, ask)
}

/// The date of a return whose file is called after it: `2025-07-01.csv`.
fn dated(file: &str) -> Option<NaiveDate> {
    file.strip_suffix(".csv")?.parse().ok()
}

/// What a test asks of the report on files that were given for a quarter each.
fn report_given<T>(
    given: &[(&[File], Option<&str>)],
    policy: &str,
    quarter: &str,
    as_of: &str,
    ask: impl FnOnce(&Report<'_>) -> T,
) -> T {
    let policy = Policy::built_in(policy).unwrap();
    let calendars = Calendars::new(&[]).unwrap();
    let (quarter, as_of): (_, NaiveDate) = (quarter.parse().unwrap(), as_of.parse().unwrap());
    let basis = Basis { policy: &policy, calendars: &calendars, quarter, as_of };
    let read = |(name, bytes): &File| log::read(name, &workbook::read(name, bytes).unwrap(), &policy, as_of);
    let mut pool = Pool::default();
    let mut returns = Vec::new();
    for (files, quarter) in given {
        for file in *files {
            let (content, date) = (merge::hash(&file.1), workbook::modified(&file.1).or_else(|| dated(&file.0)));
            let returned = Returned { log: read(file), content, date, by_name: None, marked_under: None };
            pool.add(&returned);
            returns.push(returned);
        }
        quarter.iter().for_each(|quarter| pool.receive(quarter));
    }
    let register = merge::merge(pool, &policy).unwrap();
    let checked = timeline::check(&register.log, &policy, &calendars, as_of, 2);
    let findings = in_returns(&register, &returns, rules::check(&checked));
    ask(&Report::new(basis, &register, &checked, &findings, &[]).unwrap())
}

/// What a test asks of the report on these files of `examples/returned`, under their procedure.
fn report<T>(files: &[&str], quarter: &str, as_of: &str, ask: impl FnOnce(&Report<'_>) -> T) -> T {
    report_on(&examples(files), "liverpool", quarter, as_of, ask)
}

/// All returned logs.
fn every_file() -> Vec<File> {
    let expected = expected();
    let names: Vec<&str> = expected["files"].as_object().unwrap().keys().map(String::as_str).collect();
    examples(&names)
}

/// A log that tries what a spreadsheet takes for a formula, a condition or a wildcard, with dates and times.
fn awkward() -> Vec<File> {
    let log = "Agency,Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Stage 2 began,Date resolved\n\
        A*,=1+1,=HYPERLINK(\"x\"),+44,S17,01/04/2025,1,,\n\
        AB,-2,@SUM(A1),\"<b>&amp;\",high,30/06/2025 14:30,2,30/06/2025 23:59,30/06/2025 23:59\n\
        <>AB,,\"two\nlines\",,,30/06/2025,,,01/07/2025\n\
        ab,4,x,again,S47,01/07/2025,,,\n\
        ?B,5,y,soon,S47,31/03/2025,3,,02/04/2025\n";
    vec![("awkward.csv".to_owned(), log.as_bytes().to_vec())]
}

/// Reports that differ in what can go wrong: the returned logs, awkward texts, no row at all, a stage without a limit.
fn every_kind<T>(ask: impl Fn(&Report<'_>) -> T) -> Vec<(&'static str, T)> {
    let blank = [("blank.csv".to_owned(), b"Agency,Escalation Number,Concern,Level of Need,Date resolved\n".to_vec())];
    let returned = every_file();
    let (first, second) = returned.split_at(returned.len() / 2);
    vec![
        ("returned", report_on(&returned, "liverpool", "2025-Q2", "2025-06-30", &ask)),
        ("early", report_on(&returned, "liverpool", "2025-Q2", "2025-05-15", &ask)),
        ("hackney", report_on(&returned, "city-and-hackney", "2025-Q2", "2025-06-30", &ask)),
        ("awkward", report_on(&awkward(), "liverpool", "2025-Q2", "2025-06-30", &ask)),
        ("blank", report_on(&blank, "liverpool", "2025-Q2", "2025-06-30", &ask)),
        ("given", report_given(&[(&returned, Some("2025-Q2"))], "liverpool", "2025-Q2", "2025-06-30", &ask)),
        (
            "before",
            report_given(
                &[(first, Some("2025-Q1")), (second, Some("2025-Q2"))],
                "liverpool",
                "2025-Q2",
                "2025-06-30",
                &ask,
            ),
        ),
    ]
}
