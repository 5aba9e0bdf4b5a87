//! `escalog annotate` as a user runs it.

use std::fs;
use std::path::PathBuf;

use escalog::edit::Script;

use super::running::{emptied, escalog_in as escalog};
use super::{log, read, under};

/// A folder of the test's own with the log in it.
fn folder(name: &str) -> PathBuf {
    let folder = emptied(&format!("annotate/{name}"));
    fs::write(folder.join("log.xlsx"), log()).unwrap();
    folder
}

const MARK: [&str; 6] = ["annotate", "log.xlsx", "--policy", "birmingham", "--as-of", "2025-03-12"];

#[test]
fn a_log_is_marked_and_the_marks_are_taken_off() {
    let folder = folder("marked");
    let said = escalog(&folder, &[&MARK[..], &["-o", "marked.xlsx"]].concat());
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
    assert!(String::from_utf8_lossy(&said.stdout).contains("9 rows marked under birmingham, as of Wed 12 Mar 2025"));
    let marked = read(&fs::read(folder.join("marked.xlsx")).unwrap());
    assert_eq!(under(&marked.sheets[0], "Status", 5), "overdue");
    assert_eq!(fs::read(folder.join("log.xlsx")).unwrap(), log(), "the input was touched");
    let cleared = escalog(&folder, &["annotate", "marked.xlsx", "--clear", "-o", "cleared.xlsx"]);
    assert_eq!(cleared.status.code(), Some(0));
    assert_eq!(fs::read(folder.join("cleared.xlsx")).unwrap(), log());
}

#[test]
fn the_script_printed_and_applied_gives_the_same_workbook() {
    let folder = folder("script");
    let printed = escalog(&folder, &[&MARK[..], &["--edits", "-"]].concat());
    let script: Script = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(script.sheets.len(), 2);
    fs::write(folder.join("edits.json"), &printed.stdout).unwrap();
    assert_eq!(escalog(&folder, &[&MARK[..], &["-o", "marked.xlsx"]].concat()).status.code(), Some(0));
    assert_eq!(escalog(&folder, &["apply", "edits.json", "log.xlsx", "-o", "applied.xlsx"]).status.code(), Some(0));
    let cells = |name: &str| read(&fs::read(folder.join(name)).unwrap());
    assert_eq!(cells("applied.xlsx"), cells("marked.xlsx"));
}

#[test]
fn what_can_not_be_done_leaves_nothing_behind() {
    let folder = folder("refused");
    let own = escalog(&folder, &[&MARK[..], &["-o", "log.xlsx"]].concat());
    assert_eq!(own.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&own.stderr).contains("an input is never overwritten"));
    let no_policy = escalog(&folder, &["annotate", "log.xlsx", "-o", "marked.xlsx"]);
    assert_eq!(no_policy.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&no_policy.stderr).contains("no procedure is chosen"));
    assert_eq!(escalog(&folder, &MARK).status.code(), Some(2), "neither -o nor --edits");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn the_folders_settings_stand_under_the_workbooks() {
    let folder = folder("settings");
    assert_eq!(escalog(&folder, &[&MARK[..], &["-o", "marked.xlsx"]].concat()).status.code(), Some(0));
    fs::write(folder.join("escalog.toml"), "policy = \"liverpool\"\n").unwrap();
    let policy = |log: &str, more: &[&str]| {
        let said = escalog(&folder, &[&["check", log, "--format", "json"], more].concat());
        serde_json::from_slice::<serde_json::Value>(&said.stdout).unwrap()["rows"][1]["status"].clone()
    };
    let day = ["--as-of", "2025-03-11"];
    // Stage 2 ends on 10 March in Birmingham and on 11 March in Liverpool.
    assert_eq!(policy("marked.xlsx", &day), "overdue");
    assert_eq!(policy("log.xlsx", &day), "due-today");
    assert_eq!(policy("marked.xlsx", &[&day[..], &["--policy", "liverpool"]].concat()), "due-today");
}

#[test]
fn a_workbook_is_written_under_a_name_that_says_what_it_is() {
    let folder = folder("endings");
    for (log, out, code) in [("log.xlsx", "out.ods", 2), ("log.xlsx", "out.xlsm", 2), ("log.xlsx", "out.xlsx", 0)] {
        let asked = ["annotate", log, "-o", out, "--policy", "liverpool", "--as-of", "2025-03-12"];
        let done = escalog(&folder, &asked);
        assert_eq!(done.status.code(), Some(code), "{log} {out}: {done:?}");
        assert_eq!(folder.join(out).exists(), code == 0, "{log} {out}");
    }
}
