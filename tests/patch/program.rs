//! `escalog apply`, as a user runs it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use super::odd::book;
use super::readers::Folder;
use super::running::command;

const EDITS: &str = r#"{"sheet":"log","edits":[{"set":{"cell":"A1","value":"x"}}]}"#;

fn escalog(folder: &Folder, arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = command(&folder.0, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let Output { status, stderr, stdout } = child.wait_with_output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap() + &String::from_utf8_lossy(&stdout))
}

#[test]
fn a_script_is_applied_to_a_copy() {
    let folder = Folder::new("program");
    let old = book(&[]);
    folder.put("log.xlsx", &old);
    folder.put("edits.json", EDITS.as_bytes());
    let new = workbook_of(&old);
    for (edits, input) in [("edits.json", ""), ("-", EDITS)] {
        let done = escalog(&folder, &["apply", edits, "log.xlsx", "-o", "out.xlsx"], input);
        assert_eq!(done, (Some(0), String::new()));
        assert_eq!(fs::read(folder.0.join("out.xlsx")).unwrap(), new);
    }
    assert_eq!(fs::read(folder.0.join("log.xlsx")).unwrap(), old);
    let names: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

fn workbook_of(old: &[u8]) -> Vec<u8> {
    escalog::workbook::patch("log.xlsx", old, &super::script(EDITS)).unwrap()
}

#[test]
fn what_goes_wrong_is_said_and_nothing_is_written() {
    let folder = Folder::new("program-wrong");
    folder.put("log.xlsx", &book(&[]));
    let csv = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/log.csv")).unwrap();
    folder.put("log.csv", &csv);
    for (arguments, input, expected) in [
        (["log.xlsx", "log.xlsx"], EDITS, "an input is never overwritten"),
        (["log.xlsx", "no-such-folder/out.xlsx"], EDITS, "it can't be written"),
        (["none.xlsx", "out.xlsx"], EDITS, "none.xlsx: there is no such file"),
        (["log.xlsx", "out.xlsx"], "{\"sheet\":", "this is no edit script"),
        (["log.xlsx", "out.xlsx"], r#"{"sheet":"Other","edits":[]}"#, "the sheets are `Log`"),
    ] {
        let (code, said) = escalog(&folder, &["apply", "-", arguments[0], "-o", arguments[1]], input);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
    assert!(!folder.0.join("out.xlsx").exists());
}

#[test]
fn of_a_file_that_cant_be_edited_in_place_the_cells_are_written() {
    let folder = Folder::new("program-bare");
    folder.put("log.csv", b"Escalation Number,Child Name,Concern,Date concern arose\n1,A.B., delay ,02/06/2025\n");
    let (code, said) = escalog(
        &folder,
        &["check", "log.csv", "--policy", "liverpool", "--as-of", "2025-06-30", "--fix", "-o", "out.xlsx"],
        "",
    );
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the certain ones are made") && said.contains("the cells are in a new xlsx"), "{said}");
    let written = fs::read(folder.0.join("out.xlsx")).unwrap();
    let sheet = &escalog::workbook::read("out.xlsx", &written).unwrap().sheets[0];
    let shown: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(|cell| cell.value.shown()).collect();
    assert_eq!(shown[..3], ["1", "A.B.", "delay"]);
}

#[test]
fn the_limits_of_the_working_folder_hold() {
    let folder = Folder::new("program-limits");
    folder.put("log.csv", b"Escalation Number,Concern\n1,delay\n");
    let apply = || escalog(&folder, &["apply", "-", "log.csv", "-o", "out.xlsx"], "[]");
    assert_eq!(apply().0, Some(0));
    folder.put("escalog.toml", b"[limits]\ncells = 3\n");
    let (code, said) = apply();
    assert!(code == Some(2) && said.contains("it has more than 3 cells"), "{said}");
}
