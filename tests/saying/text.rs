//! Findings on a terminal, as csv, and as fixes.

use super::running::command;
use super::{check, code, err, folder, json, log, out, returned};

#[test]
fn a_finding_is_said_with_where_it_is_what_to_do_and_its_clause() {
    let log = log("said.csv", &["7,A.B.,threshold,S17,02/06/2025,1,,,"]);
    let text = out(&check(&[&log], &["--select", "T101"]));
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let place = lines.iter().position(|line| line.starts_with("error T101: stage 1 was to be concluded")).unwrap();
    assert_eq!(lines[place + 1], "where:  csv!F3, under `Stage`: `1`");
    assert!(lines[place + 2].starts_with("to do:  resolve it or escalate it"), "{text}");
    assert!(lines[place + 3].starts_with("clause: Timescale Stage 1"), "{text}");
    assert!(lines.contains(&"row 3, no. 7, stage 1: overdue"), "{text}");
    assert!(
        text.ends_with("1 row as of Mon 30 Jun 2025, liverpool: 1 overdue; 1 error, 0 warnings, 0 for information\n")
    );
}

#[test]
fn the_most_urgent_rows_come_first_and_advice_is_given_once() {
    let log = log(
        "urgent.csv",
        &[
            "1,A.B.,threshold,S17,02/06/2025,1,04/06/2025,agreed,",
            "2,C.D.,threshold,S17,30/06/2025,1,,,",
            "3,E.F.,threshold,S17,16/06/2025,1,,,",
            "4,G.H.,threshold,S17,02/06/2025,1,,,",
            "5,I.J.,threshold,S17,02/06/2025,7,03/06/2025,agreed,",
        ],
    );
    let text = out(&check(&[&log], &["--select", "T,R130"]));
    let rows: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  row ")).map(|row| &row[..1]).collect();
    // Overdue, the longest first; due soon; an error; a warning.
    assert_eq!(rows, ["6", "5", "4", "7", "3"], "{text}");
    assert_eq!(text.matches("resolve it or escalate it to the next stage today").count(), 1, "{text}");
    assert!(text.contains("to do:  as for row 6"), "{text}");
}

#[test]
fn every_finding_is_shown() {
    let rows: Vec<String> = (1..=150).map(|n| format!("{n},A.B.,threshold,high,02/06/2025,1,,,")).collect();
    let log = log("many.csv", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let text = out(&check(&[&log], &["--select", "T101,R110"]));
    assert_eq!((text.matches("error T101:").count(), text.matches("warning R110:").count()), (150, 150));
    assert!(text.contains("150 overdue; 150 errors, 150 warnings"), "{}", text.lines().last().unwrap());
    // All eight returned logs: as many as programs are told of.
    let whole = json(&check(&[&returned()], &["--format", "json"]));
    let text = out(&check(&[&returned()], &["--accepted"]));
    let said = text.lines().filter(|line| line.trim_start().starts_with("where:  ")).count();
    assert_eq!(said, whole["findings"].as_array().unwrap().len());
}

#[test]
fn no_colour_stands_where_no_terminal_is_and_no_cell_can_steer_one() {
    let log = log("steering.csv", &["1,A.B.,threshold,\"\u{9b}2Jhigh\",02/06/2025,1,,,"]);
    let text = out(&check(&[&log], &[]));
    assert!(text.contains("R110") && !text.contains(['\u{1b}', '\u{9b}']), "{text}");
    // With colours asked for, every line still says in words what the colour stresses.
    let coloured = |with: &str, value: &str| {
        let check = ["check", &log, "--policy", "liverpool", "--as-of", "2025-06-30"];
        out(&command(&folder("empty"), &check).env_remove("NO_COLOR").env(with, value).output().unwrap())
    };
    let forced = coloured("CLICOLOR_FORCE", "1");
    assert!(forced.contains("\u{1b}[31merror T101\u{1b}[0m") && !forced.contains('\u{9b}'), "{forced:?}");
    assert_eq!(coloured("NO_COLOR", "1"), text);
}

#[test]
fn csv_has_a_row_a_finding_and_no_cell_that_is_a_formula() {
    let log =
        log("merge.csv", &["-7,A.B.,threshold,=cmd|'x',02/06/2025,1,,,", "8,C.D.,x,S17,02/06/2025,1,03/06/2025,ok,"]);
    let output = check(&[&log], &["--format", "csv", "--select", "T101,R110"]);
    assert_eq!(code(&output), 1);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let cell = |row: usize, heading: &str| {
        let place = headings.iter().position(|known| known == heading).unwrap_or_else(|| panic!("no `{heading}`"));
        rows[row][place].to_owned()
    };
    for (heading, text) in [
        ("agency", "Larkmoor Primary"),
        ("sheet", "csv"),
        ("row", "3"),
        ("cell", "F3"),
        ("heading", "Stage"),
        ("text", "1"),
        ("severity", "error"),
        ("code", "T101"),
        ("rule", "overdue"),
        ("number", "'-7"),
        ("stage", "1"),
        ("status", "overdue"),
        ("next_due", "2025-06-03"),
        ("accepted", ""),
    ] {
        assert_eq!(cell(0, heading), text, "{heading}");
    }
    assert_eq!((cell(1, "code").as_str(), cell(1, "text").as_str()), ("R110", "'=cmd|'x'"));
    for heading in ["file", "message", "advice", "clause", "next", "act_by"] {
        assert!(!cell(0, heading).is_empty(), "{heading}");
    }
}

#[test]
fn a_finding_about_a_whole_table_has_its_agency_in_csv() {
    let path = folder("logs").join("two-tables.csv");
    let table = |agency: &str, headings: &str, row: &str| format!("Agency / School: {agency}\n{headings}\n{row}\n\n");
    let headings = "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Date resolved";
    let first = table("Larkmoor Primary", headings, "1,A.B.,threshold,S17,27/06/2025,1,");
    let second = table("Thornfield School", "Escalation Number,Child Name,Concern,Stage", "2,C.D.,threshold,1");
    std::fs::write(&path, first + &second).unwrap();
    let output = check(&[path.to_str().unwrap()], &["--format", "csv", "--select", "F"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let of_second: Vec<_> = rows.iter().filter(|row| row[4].ends_with('6')).collect();
    assert!(!of_second.is_empty(), "{rows:?}");
    assert!(of_second.iter().all(|row| &row[0] == "Thornfield School"), "{of_second:?}");
}

#[test]
fn fixes_are_listed_and_nothing_is_changed() {
    let log = log("fixes.csv", &["1,A.B.,threshold,S17,02/06/2025,1,,,"]);
    let before = std::fs::read(&log).unwrap();
    let output = check(&[&log], &["--fix", "--select", "T101"]);
    assert_eq!((code(&output), out(&output).as_str()), (0, "0 certain, 0 proposed; nothing is changed\n"));
    let answer = json(&check(&[&log], &["--fix", "--format", "json", "--select", "T101"]));
    for key in ["fixes", "proposals", "edits", "errors"] {
        assert_eq!(answer[key], serde_json::json!([]), "{key}");
    }
    let script = check(&[&log], &["--fix", "--edits", "-", "--select", "T101"]);
    assert_eq!(json(&script), serde_json::json!([]));
    assert_eq!(std::fs::read(&log).unwrap(), before);

    // Named twice it is one log still.
    assert_eq!(code(&check(&[&log, &log], &["--fix", "--edits", "-", "--select", "T101"])), 0);
    let other = super::log("fixes-too.csv", &["1,A.B.,threshold,S17,02/06/2025,1,,,"]);
    let output = check(&[&log, &other], &["--fix", "--edits", "-"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("fixes are made in one workbook"), "{}", err(&output));
    assert_eq!(code(&check(&[&log], &["--edits", "-"])), 2);
    assert_eq!(code(&check(&[&log], &["--fix", "--format", "csv"])), 2);
}

#[test]
fn every_certain_fix_is_in_the_script_and_no_proposal_is() {
    let answer = json(&check(&[&returned()], &["--fix", "--format", "json"]));
    let list = |key: &str| answer[key].as_array().unwrap().clone();
    let (fixes, proposals) = (list("fixes"), list("proposals"));
    assert!(fixes.len() > 20, "only {} fixes", fixes.len());
    let mut edits = Vec::new();
    for file in list("edits") {
        let sheets = file["script"].as_array().cloned().unwrap_or_else(|| vec![file["script"].clone()]);
        for sheet in sheets {
            for edit in sheet["edits"].as_array().unwrap() {
                let set = &edit["set"];
                edits.push([&file["file"], &sheet["sheet"], &set["cell"], &set["value"]].map(Clone::clone));
            }
        }
    }
    let cells = fixes.iter().map(|fix| [&fix["file"], &fix["sheet"], &fix["cell"], &fix["after"]].map(Clone::clone));
    let mut cells: Vec<_> = cells.collect();
    let key = |cell: &[serde_json::Value; 4]| cell.iter().map(ToString::to_string).collect::<Vec<_>>();
    edits.sort_by_key(key);
    cells.sort_by_key(key);
    cells.dedup_by_key(|cell| key(cell)[..3].to_vec());
    assert_eq!(edits, cells);
    let text = out(&check(&[&returned()], &["--fix"]));
    for fix in fixes.iter().chain(&proposals) {
        let before = fix["before"].as_str().unwrap();
        let before = if before.is_empty() { "blank".to_owned() } else { format!("`{before}`") };
        assert!(text.contains(&format!("{}: {before} -> `", fix["cell"].as_str().unwrap())), "{fix} is not in\n{text}");
    }
    assert!(text.ends_with(&format!("{} certain, {} proposed; nothing is changed\n", fixes.len(), proposals.len())));
}

#[test]
fn fixes_made_in_a_workbook_leave_nothing_certain_to_fix() {
    let mut made = 0;
    for entry in std::fs::read_dir(returned()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "xlsx") {
            continue;
        }
        let log = path.display().to_string();
        let before = std::fs::read(&path).unwrap();
        let fixed = folder("fixed").join(path.file_name().unwrap()).display().to_string();
        let fixes = |log: &str| json(&check(&[log], &["--fix", "--format", "json"]))["fixes"].as_array().unwrap().len();
        let output = check(&[&log], &["--fix", "-o", &fixed]);
        assert_eq!(code(&output), 0, "{log}: {}", err(&output));
        made += fixes(&log);
        assert_eq!(fixes(&fixed), 0, "{fixed}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "the log itself is changed");
    }
    assert!(made > 3, "only {made} fixes were made");
}
