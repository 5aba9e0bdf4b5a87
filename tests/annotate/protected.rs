//! Logs with a password: marked, unmarked, fixed and edited by the program, and protected again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use escalog::api::{self, File, Settings};
use escalog::workbook::{self, Reading};
use serde_json::json;

use super::running::{command, emptied};
use super::{file, log, mark};

const SECRET: &str = "larch 7 & brücke";

/// A folder of the test's own with the protected log in it.
fn folder(name: &str) -> PathBuf {
    let folder = emptied(&format!("annotate-protected/{name}"));
    fs::write(folder.join("log.xlsx"), workbook::protect(&log(), SECRET).unwrap()).unwrap();
    fs::write(folder.join("edits.json"), r#"{"sheet":"Other","edits":[{"set":{"cell":"A1","value":"x"}}]}"#).unwrap();
    folder
}

/// Runs the program as of a day, with a password.
fn escalog(folder: &Path, password: &str, arguments: &[&str]) -> Output {
    command(folder, arguments).env("ESCALOG_PASSWORD", password).output().unwrap()
}

/// The same, which goes well; the workbook without the password that it has been given.
fn made(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let done = escalog(folder, SECRET, &[arguments, &["-o", "out.xlsx"]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let bytes = fs::read(folder.join("out.xlsx")).unwrap();
    assert!(workbook::is_protected(&bytes), "{arguments:?} wrote it without a password");
    let reading = Reading { password: Some(SECRET), ..Reading::default() };
    workbook::unprotected("out.xlsx", &bytes, &reading).unwrap().into_owned()
}

const DAY: [&str; 4] = ["--policy", "birmingham", "--as-of", "2025-03-12"];

#[test]
fn it_is_marked_as_one_without_and_unmarked_to_the_byte() {
    let folder = folder("marked");
    let annotate = [&["annotate", "log.xlsx"], &DAY[..]].concat();
    assert_eq!(made(&folder, &annotate), mark(log(), "2025-03-12").1);
    fs::rename(folder.join("out.xlsx"), folder.join("marked.xlsx")).unwrap();
    assert_eq!(made(&folder, &["annotate", "marked.xlsx", "--clear"]), log());
    let plain = escalog(&folder, SECRET, &[&annotate[..], &["--no-password", "-o", "plain.xlsx"]].concat());
    assert_eq!(plain.status.code(), Some(0));
    assert_eq!(fs::read(folder.join("plain.xlsx")).unwrap(), mark(log(), "2025-03-12").1);
}

#[test]
fn scripts_and_fixes_go_into_it() {
    let folder = folder("edited");
    let script = serde_json::from_str(&fs::read_to_string(folder.join("edits.json")).unwrap()).unwrap();
    assert_eq!(made(&folder, &["apply", "edits.json", "log.xlsx"]), workbook::patch("", &log(), &script).unwrap());
    let settings =
        Settings { policy: Some("birmingham".into()), as_of: Some(super::day("2025-03-12")), ..Settings::default() };
    let fixes = api::fix(&settings, &[file(log())], &mut |_| {}).unwrap();
    let script = &fixes.edits.first().expect("a fix").script;
    let fixed = made(&folder, &[&["check", "log.xlsx", "--fix"], &DAY[..]].concat());
    assert_eq!(fixed, workbook::patch("", &log(), script).unwrap());
}

#[test]
fn without_its_password_nothing_is_written() {
    let folder = folder("refused");
    let there = fs::read_dir(&folder).unwrap().count();
    let annotate = [&["annotate", "log.xlsx"], &DAY[..]].concat();
    let verbs: [&[&str]; 4] = [
        &annotate,
        &["annotate", "log.xlsx", "--clear"],
        &["apply", "edits.json", "log.xlsx"],
        &[&["check", "log.xlsx", "--fix"], &DAY[..]].concat(),
    ];
    for verb in verbs {
        for (password, expected) in
            [("", "this file needs a password"), ("Larch", "the password does not open this file")]
        {
            let done = escalog(&folder, password, &[verb, &["-o", "out.xlsx"]].concat());
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!(done.status.code(), Some(2), "{said}");
            assert!(said.contains("log.xlsx") && said.contains(expected), "{said}");
        }
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), there);
}

#[test]
fn where_nothing_can_protect_it_again_it_is_not_written() {
    let locked = || vec![File { name: "log.xlsx".to_owned(), bytes: workbook::protect(&log(), SECRET).unwrap() }];
    let settings = json!({ "policy": "birmingham", "as_of": "2025-03-12", "password": SECRET });
    for (verb, request) in [("annotate", json!({ "settings": settings })), ("apply", json!({ "edits": [] }))] {
        let error = api::call(verb, request, locked()).err().unwrap();
        assert!(error.to_string().contains("a workbook with a password can't be written here"), "{error}");
    }
}
