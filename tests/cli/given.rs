//! What is given to the program: settings, passwords, cases, files named twice.

use std::path::Path;

use super::{HEADINGS, code, err, escalog, escalog_in, file, folder, json, out};

const OVERDUE: &str = "1,A.B.,threshold,S17,02/06/2025,1,,\n";

fn log(name: &str) -> String {
    file(name, &format!("{HEADINGS}{OVERDUE}"))
}

pub fn locked() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/locked.xlsx").display().to_string()
}

#[test]
fn a_file_of_closures_holds_closures_and_nothing_else() {
    let log = log("closures.csv");
    let closure = "[[closure]]\nfrom = 2025-06-03\nwhy = \"closed\"\n";
    let check = |name: &str, text: &str| {
        let closures = file(name, text);
        escalog(&["check", &log, "--policy", "liverpool", "--as-of", "2025-06-03", "--closures", &closures])
    };
    for (name, text, said) in [
        ("closures-none.toml", String::new(), "closures-none.toml: no closures stand in this file"),
        ("closures-agency.toml", "[[agency]]\nname = \"Oak\"\n".to_owned(), "closures-agency.toml:1: unknown field"),
        ("closures-policy.toml", format!("policy = \"nofile.toml\"\n{closure}"), "closures-policy.toml:1: unknown"),
        ("closures-more.toml", format!("{closure}\n[limits]\ncells = 5\n"), "closures-more.toml:5: unknown"),
    ] {
        let refused = check(name, &text);
        assert!(code(&refused) == 2 && err(&refused).contains(said), "{}", err(&refused));
    }
    let closed = check("closures-one.toml", closure);
    assert!(out(&closed).contains("act by Mon 2 Jun 2025"), "{}{}", out(&closed), err(&closed));
}

#[test]
fn an_agency_is_closed_whichever_of_its_spellings_the_log_has() {
    let folder = folder("cli-spelled");
    let list = "[[agency]]\nname = \"Oakfield Primary School\"\nspellings = [\"Oakfield Primary\", \"Oakfield\"]\n";
    for (closed, own) in [("Oakfield Primary School", "Oakfield Primary"), ("oakfield", "Oakfield Primary School")] {
        let closure =
            format!("[[closure]]\nagency = \"{closed}\"\nfrom = 2025-06-06\nto = 2025-06-09\nwhy = \"inset\"\n");
        std::fs::write(folder.join("escalog.toml"), format!("{list}{closure}")).unwrap();
        let text = format!("Agency / School: {own}\n{HEADINGS}{OVERDUE}");
        std::fs::write(folder.join("log.csv"), text).unwrap();
        let checked = escalog_in(
            &folder,
            &["check", "log.csv", "--policy", "birmingham", "--as-of", "2025-06-04", "--format", "json"],
        );
        let next = json(&checked)["rows"][0]["next"].clone();
        assert_eq!((&next["due"], &next["act_by"]), (&"2025-06-09".into(), &"2025-06-05".into()), "{closed}: {next}");
    }
}

#[test]
fn the_settings_of_a_folder_hold_no_settings_of_a_folder() {
    let folder = folder("cli-nested");
    std::fs::write(folder.join("escalog.toml"), "[defaults]\nreadings = [\"nonsense\"]\n").unwrap();
    let refused = escalog_in(&folder, &["check", &log("nested.csv"), "--policy", "liverpool"]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("escalog.toml:1: unknown field `defaults`"), "{}", err(&refused));
    for known in ["`[[procedures]]`", "`returned`"] {
        assert!(err(&refused).contains(known), "{}", err(&refused));
    }
}

#[test]
fn the_limits_of_a_folder_s_settings_hold_for_every_file() {
    let folder = folder("cli-larger");
    std::fs::write(folder.join("escalog.toml"), "[limits]\nfile-mb = 40\n").unwrap();
    let text = format!("{HEADINGS}{OVERDUE}{}", "\n".repeat(33 << 20));
    std::fs::write(folder.join("log.csv"), text).unwrap();
    let with = ["--policy", "liverpool", "--as-of", "2025-06-03"];
    let checked = escalog_in(&folder, &[&["check", "log.csv", "--format", "json"], &with[..]].concat());
    assert_eq!(json(&checked)["errors"], serde_json::json!([]), "{}", err(&checked));
    let marked = escalog_in(&folder, &[&["annotate", "log.csv", "--edits", "edits.json"], &with[..]].concat());
    assert_eq!(code(&marked), 0, "{}", err(&marked));
    for edited in
        [&["annotate", "log.csv", "-o", "marked.xlsx"][..], &["check", "log.csv", "--fix", "-o", "fixed.xlsx"]]
    {
        let written = escalog_in(&folder, &[edited, &with[..]].concat());
        assert_eq!(code(&written), 0, "{}", err(&written));
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_password_nor_of_an_edit_script() {
    let password = file("marked-password.txt", "\u{feff}secret\n");
    let check = ["check", &locked(), "--policy", "liverpool", "--as-of", "2025-06-30", "--password-file", &password];
    assert_ne!(code(&escalog(&check)), 2, "{}", err(&escalog(&check)));
    let edits = file("marked-edits.json", "\u{feff}[]");
    let output = folder("cli-files").join("marked-edited.xlsx").display().to_string();
    let log = log("marked-edits.csv");
    let applied = escalog(&["apply", &edits, &log, "-o", &output]);
    assert_eq!(code(&applied), 0, "{}", err(&applied));
}

#[test]
fn what_is_no_date_is_told_how_a_date_is_written() {
    let refused = escalog(&["check", "log.csv", "--policy", "liverpool", "--as-of", "30/06/2025"]);
    assert_eq!(code(&refused), 2);
    let said = "write the date as year-month-day, such as 2025-06-30";
    assert!(err(&refused).contains(said), "{}", err(&refused));
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let logs = folder("cli-twice");
    std::fs::write(logs.join("log.csv"), format!("{HEADINGS}{OVERDUE}")).unwrap();
    let with = ["--policy", "liverpool", "--as-of", "2025-06-30", "--format", "json"];
    let checked = escalog_in(&logs, &[&["check", "log.csv", "./log.csv", "."], &with[..]].concat());
    assert_eq!(json(&checked)["rows"].as_array().unwrap().len(), 1, "{}", out(&checked));
}

#[test]
fn a_file_without_a_single_case_is_no_file_of_cases() {
    let csv = log("no-cases.csv");
    let answered = escalog(&["deadlines", &csv]);
    assert_eq!((code(&answered), out(&answered).lines().count()), (2, 2));
    assert!(err(&answered).contains("no-cases.csv: not one line of it could be answered"), "{}", err(&answered));
    let blank = file("no-lines.jsonl", "\n");
    assert_eq!(code(&escalog(&["deadlines", &blank])), 0);
}

#[test]
fn a_blank_log_is_asked_no_password() {
    let password = file("template-password.txt", "secret\n");
    let refused = escalog(&["template", "--policy", "liverpool", "-o", "blank.xlsx", "--password-file", &password]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("unexpected argument '--password-file'"), "{}", err(&refused));
}

#[test]
fn mistakes_in_a_procedure_have_a_code_for_programs() {
    let broken = file("coded.toml", "id = \"own\"\n");
    let checked = escalog(&["policy", "check", &broken, "--format", "json"]);
    let errors = json(&checked)["errors"].as_array().unwrap().clone();
    assert!(!errors.is_empty() && errors.iter().all(|error| error["code"] == "invalid-policy"), "{errors:?}");
}
