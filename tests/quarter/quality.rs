//! The sheet on data quality: what is counted, what is counted apart, and what a finding calls the rows it speaks of.

use std::collections::BTreeSet;

use calamine::{Data, Reader};
use escalog::api::{self, File, Given, Settings};
use escalog::calendar::Calendars;
use escalog::finding::{Finding, Severity};
use escalog::grid::{Address, Cell, Value};
use escalog::merge::{self, Pool, Returned};
use escalog::policy::Policy;
use escalog::quarter::{Basis, Quarter, Report, in_returns};
use escalog::workbook::{self, write};
use escalog::{log, rules, timeline};

use super::sheets::open;
use super::{every_file, report_on};

/// Two logs of one agency: one row of each is overdue, the first accepted; the second log uses a number again.
fn two_logs() -> Vec<(String, Vec<u8>)> {
    let log = |rows: &str| {
        let headings = "Agency,Escalation Number,Child Name,Date of Birth,Concern,Level of Need,Date concern arose,Stage,Accepted\n";
        format!("{headings}{rows}").into_bytes()
    };
    vec![
        (
            "first.csv".to_owned(),
            log("Oakfield,1,Kit Ash,03/04/2015,Threshold,S17,02/05/2025,1,T101: awaiting the court\n"),
        ),
        ("second.csv".to_owned(), log("Oakfield,1,Bo Elm,09/11/2012,Delay,S47,06/06/2025,1,\n")),
    ]
}

#[test]
fn what_is_accepted_is_counted_apart() {
    let (errors, findings, bytes) = report_on(&two_logs(), "liverpool", "2025-Q2", "2025-06-30", |report| {
        let errors: Vec<usize> = report.returns.iter().map(|returned| returned.errors).collect();
        let findings: Vec<usize> = report.lines.iter().map(|line| line.findings).collect();
        (errors, findings, write::quarter(report).unwrap())
    });
    let sheet = open(&bytes).worksheet_range("Data quality").unwrap();
    let text = |row: &[Data], column: usize| row.get(column).map(ToString::to_string).unwrap_or_default();
    let line = |label: &str| sheet.rows().find(|row| text(row, 0) == label).unwrap();
    assert_eq!(
        (1..6).map(|column| text(line("Agency"), column)).collect::<Vec<_>>(),
        ["Error", "Warning", "Information", "Accepted", "All"]
    );
    // In both logs the row is overdue and far behind, in the second it has the number of the first.
    assert_eq!((1..6).map(|column| text(line("overdue"), column)).collect::<Vec<_>>(), ["1", "0", "0", "1", "2"]);
    assert_eq!((1..6).map(|column| text(line("far-behind"), column)).collect::<Vec<_>>(), ["2", "0", "0", "0", "2"]);
    assert_eq!((errors, findings), (vec![1, 2], vec![1, 3]));
    let accepted = sheet.rows().find(|row| text(row, 1) == "T101" && text(row, 2) == "accepted").unwrap();
    assert!(accepted.iter().any(|cell| cell.to_string().contains("awaiting the court")), "{accepted:?}");
}

/// A log without a column is not short of what others have a column for.
#[test]
fn the_errors_of_each_return_are_those_that_check_finds_in_it() {
    let (policy, calendars) = (Policy::built_in("liverpool").unwrap(), Calendars::new(&[]).unwrap());
    let as_of = "2025-06-30".parse().unwrap();
    let errors = |findings: &mut dyn Iterator<Item = &Finding>| {
        let errors = findings.filter(|finding| finding.severity == Severity::Error && finding.row.is_some());
        errors.map(|one| (one.file.clone(), one.row, one.rule.code)).collect::<BTreeSet<_>>()
    };
    let files = every_file();
    let of_check: BTreeSet<_> = files
        .iter()
        .flat_map(|(name, bytes)| {
            let log = log::read(name, &workbook::read(name, bytes).unwrap(), &policy, as_of);
            errors(&mut rules::check(&timeline::check(&log, &policy, &calendars, as_of, 2)).iter())
        })
        .collect();
    let of_quarter = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| {
        errors(&mut report.findings.iter().map(|found| &found.finding))
    });
    assert!(of_check.len() > 20);
    assert_eq!(of_quarter, of_check);
}

#[test]
fn a_number_used_twice_names_the_row_that_was_returned() {
    let messages = report_on(&two_logs(), "liverpool", "2025-Q2", "2025-06-30", |report| {
        let again = report.findings.iter().filter(|found| found.finding.rule.code == "R102");
        again
            .map(|found| &found.finding)
            .map(|one| (one.file.clone(), one.row, one.message.clone()))
            .collect::<Vec<_>>()
    });
    let message = "escalation number `1` is also that of row 2 of first.csv, sheet csv, about another child";
    assert_eq!(messages, [("second.csv".to_owned(), Some(2), message.to_owned())]);
}

#[test]
fn two_files_of_one_name_are_two_returns() {
    let log = |agency: &str, rows: &str| {
        let headings =
            "Agency,Escalation Number,Child Name,Date of Birth,Concern,Level of Need,Date concern arose,Stage\n";
        format!("{headings}{}", rows.replace('@', agency)).into_bytes()
    };
    let oakfield = log("Oakfield", "@,1,Kit Ash,03/04/2015,Threshold,S17,02/05/2025,1\n");
    let rowan =
        log("Rowan", "@,1,Bo Elm,09/11/2012,Delay,S47,02/05/2025,1\n@,2,Jo Fir,04/02/2013,Delay,,27/06/2025,1\n");
    let report = |names: [&str; 2]| {
        let files = names.into_iter().map(str::to_owned).zip([oakfield.clone(), rowan.clone()]).collect::<Vec<_>>();
        report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| {
            let sheet = open(&write::quarter(report).unwrap()).worksheet_range("Data quality").unwrap();
            let agencies = sheet.rows().filter(|row| matches!(row.get(1), Some(Data::String(code)) if code == "T101"));
            (
                report.returns.iter().map(|one| (one.errors, one.first_concern, one.last_concern)).collect::<Vec<_>>(),
                report.lines.iter().map(|line| line.findings).collect::<Vec<_>>(),
                agencies.map(|row| row[0].to_string()).collect::<Vec<_>>(),
            )
        })
    };
    let (mut returns, findings, agencies) = report(["a.csv", "b.csv"]);
    assert_eq!(agencies, ["Oakfield", "Rowan", "Rowan"]);
    let (mut same, same_findings, same_agencies) = report(["log.csv", "log.csv"]);
    // Returns of one name stand in the order of what is in them.
    returns.sort();
    same.sort();
    assert_eq!((same, same_findings, same_agencies), (returns, findings, agencies));
}

#[test]
fn a_day_that_had_come_when_the_log_was_returned_is_no_fault() {
    let log = "Agency,Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Stage 2 began\n\
        Oakfield,1,Kit Ash,Threshold,S17,27/06/2025,2,01/07/2025\n";
    let file = File { name: "oak.csv".to_owned(), bytes: log.as_bytes().to_vec() };
    let codes = |returned: &str| {
        let settings = Settings {
            policy: Some("liverpool".to_owned()),
            returned: [("oak.csv".to_owned(), returned.parse().unwrap())].into(),
            ..Settings::default()
        };
        let given = Given { files: std::slice::from_ref(&file), ..Given::default() };
        let (answer, bytes) = api::quarter(&settings, "2025-Q2", given, &mut |_| {}).unwrap();
        assert_eq!(answer.figures.by_stage[&1], 1, "stage 2 began after the quarter");
        let sheet = open(&bytes).worksheet_range("Data quality").unwrap();
        sheet.rows().filter(|row| matches!(row.get(1), Some(Data::String(code)) if code == "R123")).count()
    };
    assert_eq!((codes("2025-07-04"), codes("2025-06-30")), (0, 1));
}

/// What a test asks of the report on a log after the officer wrote over cells of its first row.
fn report_corrected<T>(log: &str, corrections: &[(&str, &str)], ask: impl FnOnce(&Report<'_>) -> T) -> T {
    let policy = Policy::built_in("liverpool").unwrap();
    let calendars = Calendars::new(&[]).unwrap();
    let quarter: Quarter = "2025-Q1".parse().unwrap();
    let basis = Basis { policy: &policy, calendars: &calendars, quarter, as_of: quarter.last() };
    let read = log::read("oak.csv", &workbook::read("oak.csv", log.as_bytes()).unwrap(), &policy, basis.as_of);
    let mut pool = Pool::default();
    let date = Some("2025-04-04".parse().unwrap());
    pool.add(&Returned { log: read, content: merge::hash(log.as_bytes()), date, by_name: None, marked_under: None });
    let bytes = write::register(&merge::merge(pool, &policy).unwrap(), &policy, &[]).unwrap();
    let mut grid = workbook::read("register.xlsx", &bytes).unwrap();
    let table = grid.sheets.iter_mut().find(|sheet| sheet.name == merge::ESCALATIONS).unwrap();
    for (heading, text) in corrections {
        let heading = table.cells.iter().find(|cell| cell.value == Value::Text((*heading).to_owned())).unwrap().at;
        let at = Address::new(heading.row + 1, heading.column);
        table.cells.retain(|cell| cell.at != at);
        table.cells.push(Cell { at, value: Value::Text((*text).to_owned()), formula: None });
        table.cells.sort_by_key(|cell| cell.at);
    }
    let pool = merge::read("register.xlsx", &grid, &policy, basis.as_of);
    let register = merge::merge(pool, &policy).unwrap();
    let checked = timeline::check(&register.log, &policy, &calendars, basis.as_of, 2);
    let findings = in_returns(&register, &[], rules::check(&checked));
    ask(&Report::new(basis, &register, &checked, &findings, &[]).unwrap())
}

#[test]
fn what_the_officer_wrote_is_no_fault_of_the_return() {
    let log = "Agency,Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Date resolved\n\
        Oakfield,1,Kit Ash,Threshold,S17,10/03/2025,1,12/03/2025\n";
    let places = |corrections: &[(&str, &str)]| {
        report_corrected(log, corrections, |report| {
            let found = report.findings.iter().filter(|found| found.finding.rule.code == "R122");
            let places: Vec<_> = found.map(|found| (found.finding.file.clone(), found.finding.row)).collect();
            (places, report.returns.iter().map(|file| file.errors).sum::<usize>())
        })
    };
    assert_eq!(places(&[]), (Vec::new(), 0));
    assert_eq!(places(&[("Date resolved", "05/03/2025")]), (vec![("corrected here".to_owned(), Some(5))], 0));
    let bytes = report_corrected(log, &[("Date resolved", "05/03/2025")], |report| write::quarter(report).unwrap());
    let sheet = open(&bytes).worksheet_range("Data quality").unwrap();
    let said = |row: &&[Data]| row.iter().any(|cell| *cell == Data::String("corrected here".to_owned()));
    assert!(sheet.rows().any(|row| said(&row)));
}

#[test]
fn what_the_officer_wrote_is_counted_under_no_agency() {
    let log = "Agency,Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Date resolved\n\
        Oakfield,1,Kit Ash,Threshold,S17,10/03/2025,1,12/03/2025\n\
        Oakfield,2,Bo Elm,Threshold,S17,10/03/2025,1,07/03/2025\n";
    let counts = |corrections: &[(&str, &str)]| {
        let bytes = report_corrected(log, corrections, |report| write::quarter(report).unwrap());
        let sheet = open(&bytes).worksheet_range("Data quality").unwrap();
        let errors = |label: &str| {
            let row = sheet.rows().find(|row| row[0] == Data::String(label.to_owned()))?;
            row[1].to_string().parse::<f64>().ok()
        };
        ["Oakfield", "corrected here", "All"].map(errors)
    };
    assert_eq!(counts(&[]), [Some(1.0), None, Some(1.0)]);
    assert_eq!(counts(&[("Date resolved", "05/03/2025")]), [Some(1.0), Some(1.0), Some(2.0)]);
}

#[test]
fn a_theme_of_the_officer_s_own_is_another_and_none_of_the_procedure_s() {
    let log = |theme: &str| {
        "Agency,Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Theme\n".to_owned()
            + &format!("Oakfield,1,Kit Ash,There has been drift for weeks,S17,10/03/2025,1,{theme}\n")
    };
    let counted = |log: &str, corrections: &[(&str, &str)]| {
        report_corrected(log, corrections, |report| report.lines[0].theme.counted_as().to_owned())
    };
    assert_eq!(counted(&log("drift of the plan"), &[]), "Drift or delay");
    assert_eq!(counted(&log("x"), &[("Theme", "Drift about food")]), "another theme");
    assert_eq!(counted(&log("x"), &[("Theme", "drift or delay")]), "Drift or delay");
}
