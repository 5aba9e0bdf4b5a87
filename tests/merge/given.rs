//! What is given beside the logs: dates of returns, lists of agencies.

use std::process::Output;

use super::HEADINGS;
use super::program::{escalog, folder, merged};
use super::running::{escalog_in, json};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn oak() -> String {
    format!("{HEADINGS}\nOak,1,Ada Brook,,Threshold,,3/3/2025,\n")
}

#[test]
fn two_dates_of_one_return_are_no_date() {
    let twice = |dates: [&str; 2]| format!("file,returned\nq1/oak.csv,{}\noak.csv,{}\n", dates[0], dates[1]);
    let two = "oak.csv: two dates of return are given for this file";
    let listed = |name: &str, list: String| {
        let files = [("q1/oak.csv", oak()), ("q1/returns.csv", list)];
        merged(name, &files, &["q1"], &[])
    };
    let output = listed("two-listed", twice(["2025-04-04", "2025-07-04"]));
    assert!(output.status.code() == Some(1) && said(&output).contains(two), "{output:?}");
    let output = listed("one-twice", twice(["2025-04-04", "04/04/2025"]));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let named = |name: &str, other: &str| {
        let dates = ["--returned", "oak.csv=2025-04-04", "--returned", other];
        merged(name, &[("q1/oak.csv", oak())], &["q1"], &dates)
    };
    let output = named("two-named", "oak.csv=2025-07-04");
    assert!(output.status.code() == Some(2) && said(&output).contains(two), "{output:?}");
    for (name, other) in [("two-paths", "q1/oak.csv=2025-07-04"), ("two-capitals", "OAK.csv=2025-07-04")] {
        let output = named(name, other);
        assert!(output.status.code() == Some(1) && said(&output).contains(two), "{output:?}");
    }
    // What the options say still stands over what a list says.
    let files = [("q1/oak.csv", oak()), ("q1/returns.csv", "file,returned\noak.csv,2025-04-04\n".to_owned())];
    let output = merged("option-over-list", &files, &["q1"], &["--returned", "oak.csv=2025-07-04"]);
    assert_eq!(json(&output)["returns"][0]["returned"], "2025-07-04", "{output:?}");
}

#[test]
fn a_list_of_agencies_that_is_not_in_utf_8_is_refused() {
    let folder = folder("latin");
    std::fs::write(folder.join("returned/oak.csv"), oak()).unwrap();
    std::fs::write(folder.join("list.toml"), b"[[agency]]\nname = \"\xc9cole\"\n").unwrap();
    let output = escalog(&folder, &["merge", "returned", "-o", "register.xlsx", "--agencies", "list.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let place = "list.toml:2:9: the letter here is not written in UTF-8";
    assert!(said(&output).contains(place), "{output:?}");
}

#[test]
fn a_kind_that_the_procedure_does_not_know_is_named() {
    let kinds = |name: &str, list: &str| {
        let files = [("returned/oak.csv", oak()), ("list.csv", format!("Agency,Kind\n{list}"))];
        merged(name, &files, &["returned"], &["--agencies", "list.csv"])
    };
    let output = kinds("scool", "Oak,scool\nElm,school\nAsh,Primary School\nFir,scool\n");
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    assert_eq!(told.matches("`scool` is none of the kinds of agency that the procedure knows").count(), 1, "{told}");
    assert!(told.contains("the kinds are school, health, childrens-services, police"), "{told}");
    assert_eq!(json(&output)["errors"].as_array().unwrap().len(), 1, "{output:?}");
    assert_eq!(kinds("kinds-known", "Oak,school\nElm,\nAsh,Merseyside police\n").status.code(), Some(0));
}

#[test]
fn a_protected_list_of_agencies_is_opened_with_the_password() {
    let folder = folder("protected-list");
    std::fs::write(folder.join("returned/oak.csv"), oak()).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["Agency", "Oak", "Elm"].into_iter().enumerate() {
        sheet.write(row.try_into().unwrap(), 0, text).unwrap();
    }
    let list = escalog::workbook::protect(&book.save_to_buffer().unwrap(), "larch 7 bridge").unwrap();
    std::fs::write(folder.join("list.xlsx"), list).unwrap();
    std::fs::write(folder.join("password.txt"), "larch 7 bridge\n").unwrap();
    let asked = ["merge", "returned", "-o", "register.xlsx", "--agencies", "list.xlsx", "--format", "json"];
    assert_eq!(escalog(&folder, &asked).status.code(), Some(2));
    let output = escalog(&folder, &[&asked[..], &["--password-file", "password.txt"]].concat());
    let names: Vec<_> =
        json(&output)["agencies"].as_array().unwrap().iter().map(|one| one["name"].to_string()).collect();
    assert_eq!(names, ["\"Elm\"", "\"Oak\""]);
}

#[test]
fn a_return_that_is_marked_under_another_procedure_is_said_to_be() {
    let folder = folder("marked-under");
    std::fs::write(folder.join("oak.csv"), oak()).unwrap();
    let run = |arguments: &[&str]| escalog_in(&folder, &[arguments, &["--as-of", "2025-06-30"]].concat());
    for (policy, marked) in [("birmingham", "returned/oak.xlsx"), ("liverpool", "returned/again.xlsx")] {
        assert!(run(&["annotate", "oak.csv", "--policy", policy, "-o", marked]).status.success());
    }
    let told = "oak.xlsx is marked under the procedure `birmingham`, and is read under `liverpool`";
    let note = "the log is marked under another procedure, `birmingham`";
    let whole = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let notes = |file: &str, sheet: &str| {
        let book = escalog::workbook::read(file, &std::fs::read(folder.join(file)).unwrap()).unwrap();
        let sheet = book.sheets.into_iter().find(|known| known.name == sheet).unwrap();
        sheet.cells.iter().filter(|cell| cell.value.shown().contains(note)).count()
    };
    let merged = escalog(&folder, &["merge", "returned", "-o", "register.xlsx"]);
    assert!(merged.status.success() && whole(&merged).matches(told).count() == 1, "{merged:?}");
    assert_eq!(notes("register.xlsx", "Returns"), 1);
    let quarter = ["quarter", "register.xlsx", "--quarter", "2025-Q1", "-o", "quarter.xlsx"];
    let reported = escalog(&folder, &quarter);
    assert!(reported.status.success() && whole(&reported).matches(told).count() == 1, "{reported:?}");
    assert_eq!(notes("quarter.xlsx", "Data quality"), 1);
}
