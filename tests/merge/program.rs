//! `escalog merge` as an officer runs it: a folder in, a register out, exit codes, what a bad file does.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use super::HEADINGS;
use super::running::{emptied, escalog_in, json};

/// A folder of the test's own, empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = emptied(&format!("merge/{name}"));
    std::fs::create_dir(folder.join("returned")).unwrap();
    folder
}

pub fn escalog(folder: &Path, arguments: &[&str]) -> Output {
    let policy = ["--policy", "liverpool", "--as-of", "2025-06-30"];
    escalog_in(folder, &[arguments, &policy].concat())
}

fn log(number: usize) -> String {
    format!("{HEADINGS}\nSchool {},{number},Child {number},,Threshold,,3/3/2025,\n", number % 40)
}

#[test]
fn a_copy_for_others_is_no_log() {
    let folder = folder("copies");
    std::fs::write(folder.join("returned/a.csv"), log(1)).unwrap();
    let quarter = |arguments: &[&str]| {
        let all = [&["quarter", "returned", "--quarter", "2025-Q1", "--format", "json"], arguments].concat();
        escalog(&folder, &all)
    };
    for copy in [["--pseudonymise", "-o", "returned/partners.xlsx"], ["--board", "-o", "returned/board.xlsx"]] {
        assert!(quarter(&copy).status.success());
        let output = quarter(&["-o", "quarter.xlsx"]);
        let answer = json(&output);
        assert_eq!((&answer["rows_in"], &answer["figures"]["raised"]), (&1.into(), &1.into()), "{copy:?}");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{error}");
        let is_refused = |error: &str| error.contains("a copy that escalog wrote for others");
        assert!(is_refused(&error), "{error}");
        for verb in [&["check", copy[2]][..], &["annotate", copy[2], "-o", "marked.xlsx"]] {
            let output = escalog(&folder, verb);
            assert!(is_refused(&String::from_utf8_lossy(&output.stderr)), "{verb:?}");
        }
        std::fs::remove_file(folder.join(copy[2])).unwrap();
    }
}

#[test]
fn a_folder_of_five_hundred_files_is_merged_and_one_bad_file_does_not_stop_the_others() {
    let folder = folder("many");
    for number in 0..500 {
        std::fs::write(folder.join(format!("returned/{number:03}.csv")), log(number)).unwrap();
    }
    let merge = ["merge", "returned", "-o", "register.xlsx", "--format", "json"];
    let output = escalog(&folder, &merge);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let answer = json(&output);
    for (key, count) in [("rows_in", 500), ("rows_out", 500), ("duplicates", 0), ("conflicts", 0), ("set_aside", 0)] {
        assert_eq!(answer[key], count, "{key}");
    }
    let once = std::fs::read(folder.join("register.xlsx")).unwrap();

    std::fs::write(folder.join("returned/bad.xlsx"), "this is no workbook").unwrap();
    let again = ["merge", "register.xlsx", "returned", "-o", "again.xlsx", "--format", "json"];
    let output = escalog(&folder, &again);
    assert_eq!(output.status.code(), Some(1));
    let answer = json(&output);
    assert_eq!(
        (&answer["rows_in"], &answer["rows_out"], &answer["duplicates"]),
        (&1000.into(), &500.into(), &500.into())
    );
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad.xlsx"), "{output:?}");
    assert!(folder.join("again.xlsx").exists());

    std::fs::remove_file(folder.join("returned/bad.xlsx")).unwrap();
    assert_eq!(escalog(&folder, &again).status.code(), Some(0));
    assert!(std::fs::read(folder.join("again.xlsx")).unwrap() == once, "all was in the register already");
}

#[test]
fn nothing_is_written_where_nothing_can_be_read_and_an_input_is_never_overwritten() {
    let folder = folder("nothing");
    std::fs::write(folder.join("returned/bad.xlsx"), "this is no workbook").unwrap();
    let output = escalog(&folder, &["merge", "returned", "-o", "register.xlsx"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.join("register.xlsx").exists());
    std::fs::write(folder.join("returned/1.csv"), log(1)).unwrap();
    let output = escalog(&folder, &["merge", "returned", "-o", "returned/1.csv"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(std::fs::read_to_string(folder.join("returned/1.csv")).unwrap(), log(1));
}

#[test]
fn the_date_of_a_return_is_given_by_option_or_by_a_list_beside_the_logs() {
    let folder = folder("dates");
    let row = |concern: &str| format!("{HEADINGS}\nOak,1,Ada Brook,,{concern},,3/3/2025,\n");
    std::fs::write(folder.join("returned/first.csv"), row("Threshold")).unwrap();
    std::fs::write(folder.join("returned/second.csv"), row("Threshold met")).unwrap();
    let conflicts = |more: &[&str]| {
        let merge = ["merge", "returned", "-o", "register.xlsx", "--format", "json"];
        let answer = json(&escalog(&folder, &[&merge, more].concat()));
        (answer["conflicts"].as_u64().unwrap(), answer["listed"][0]["value"].as_str().unwrap().to_owned())
    };
    assert_eq!(conflicts(&[]).0, 1, "no date is known");
    let given = ["--returned", "first.csv=2025-07-04", "--returned", "second.csv=2025-04-04"];
    assert_eq!(conflicts(&given), (0, "Threshold met".to_owned()), "the second is the earlier");
    let list = "file,returned\nfirst.csv,04/04/2025\nsecond.csv,2025-07-04\n";
    std::fs::write(folder.join("returned/returns.csv"), list).unwrap();
    assert_eq!(conflicts(&[]), (0, "Threshold".to_owned()));
    assert_eq!(conflicts(&given), (0, "Threshold met".to_owned()), "an option wins");
    let output = escalog(&folder, &["merge", "returned", "-o", "x.xlsx", "--returned", "first.csv=soon"]);
    assert_eq!(output.status.code(), Some(2));
    // A date for a file that is not there is said: most likely its name is not written right.
    let output = escalog(&folder, &["merge", "returned", "-o", "x.xlsx", "--returned", "frist.csv=2025-07-04"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("frist.csv: a date of return is given"), "{said}");
    assert!(folder.join("x.xlsx").is_file(), "the others are merged");
}

#[test]
fn agencies_are_held_against_the_list_and_never_silently_joined() {
    let folder = folder("agencies");
    for (file, agency) in
        [("a", "Oakfield School"), ("b", "Oakfield Sch."), ("c", "Oakfeild School"), ("d", "ASHDALE TRUST")]
    {
        let text = format!("{HEADINGS}\n{agency},1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
        std::fs::write(folder.join(format!("returned/{file}.csv")), text).unwrap();
    }
    let merge = |list: &[&str]| {
        let merge = ["merge", "returned", "-o", "register.xlsx", "--format", "json"];
        json(&escalog(&folder, &[&merge, list].concat()))
    };
    assert_eq!(merge(&[])["rows_out"], 4);
    std::fs::write(
        folder.join("list.toml"),
        "[[agency]]\nname = \"Oakfield School\"\nkind = \"school\"\nspellings = [\"Oakfield Sch\"]\n\
         [[agency]]\nname = \"Ashdale Trust\"\nkind = \"health\"\ncontacts = { \"safeguarding lead\" = \"lead\" }\n\
         [[agency]]\nname = \"Elm Nursery\"\n",
    )
    .unwrap();
    std::fs::write(
        folder.join("list.csv"),
        "Agency,Kind,Spellings,Safeguarding lead\nOakfield School,school,Oakfield Sch; Oakfield,\nAshdale Trust,health,,lead\nElm Nursery,,,\n",
    )
    .unwrap();
    for list in ["list.toml", "list.csv"] {
        let answer = merge(&["--agencies", list]);
        assert_eq!((&answer["rows_in"], &answer["rows_out"]), (&4.into(), &3.into()), "{list}");
        let line = |name: &str| {
            let lines = answer["agencies"].as_array().unwrap();
            lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("{lines:?}")).clone()
        };
        assert_eq!(line("Oakfield School")["spelled"][0], "spelled \"Oakfield Sch.\" in b.csv");
        assert_eq!(line("Ashdale Trust")["spelled"][0], "spelled \"ASHDALE TRUST\" in d.csv");
        assert_eq!(line("Oakfeild School")["near"], "Oakfield School", "nearly a name of the list is another name");
        assert_eq!(line("Elm Nursery")["missing"], true);
        // The register keeps the list: merged again without it, the same comes out.
        let once = std::fs::read(folder.join("register.xlsx")).unwrap();
        let again = escalog(&folder, &["merge", "register.xlsx", "-o", "again.xlsx"]);
        assert_eq!(again.status.code(), Some(0));
        assert!(std::fs::read(folder.join("again.xlsx")).unwrap() == once, "{list}");
    }
}

#[test]
fn of_two_registers_with_the_same_agency_neither_goes_before_the_other() {
    let folder = folder("two-lists");
    for (file, line) in
        [("one", "Oakfield School,school,,one@example.org"), ("two", "OAKFIELD SCHOOL,health,,two@example.org")]
    {
        std::fs::write(folder.join("list.csv"), format!("Agency,Kind,Spellings,Lead\n{line}\n")).unwrap();
        std::fs::write(folder.join("a.csv"), format!("{HEADINGS}\nElm,1,Ada Brook,1/2/2014,{file},,3/3/2025,\n"))
            .unwrap();
        let output = format!("{file}.xlsx");
        assert_eq!(
            escalog(&folder, &["merge", "a.csv", "--agencies", "list.csv", "-o", &output]).status.code(),
            Some(0)
        );
    }
    let merged = |files: [&str; 2]| {
        let output = escalog(&folder, &["merge", files[0], files[1], "-o", "both.xlsx", "--format", "json"]);
        (json(&output)["agencies"].clone(), std::fs::read(folder.join("both.xlsx")).unwrap())
    };
    assert!(merged(["one.xlsx", "two.xlsx"]) == merged(["two.xlsx", "one.xlsx"]));
}

#[test]
fn a_late_return_of_a_quarter_joins_those_that_came_in_time() {
    let folder = folder("late");
    let log = |agency: &str| format!("{HEADINGS}\n{agency},1,Ada Brook,1/2/2014,Threshold,,3/4/2025,\n");
    std::fs::write(folder.join("list.csv"), "Agency\nAsh\nElm\nOak\n").unwrap();
    for agency in ["Ash", "Elm"] {
        std::fs::write(folder.join(format!("{agency}.csv")), log(agency)).unwrap();
    }
    let quarter = |arguments: &[&str]| {
        let quarter = ["quarter", "--policy", "liverpool", "--format", "json"];
        escalog_in(&folder, &[&quarter, arguments].concat())
    };
    let missing = |arguments: &[&str]| {
        let answer = json(&quarter(arguments));
        assert_eq!(answer["errors"], Value::Array(Vec::new()), "{answer}");
        answer["missing"].clone()
    };
    let first = ["Ash.csv", "--agencies", "list.csv", "--quarter", "2025-Q2", "-o", "first.xlsx"];
    assert_eq!(missing(&first), serde_json::json!(["Elm", "Oak"]));
    let late = ["Elm.csv", "--previous", "first.xlsx", "--quarter", "2025-Q2", "-o", "late.xlsx"];
    assert_eq!(missing(&late), serde_json::json!(["Oak"]));
    let next = ["Elm.csv", "--previous", "late.xlsx", "--quarter", "2025-Q3", "-o", "next.xlsx"];
    assert_eq!(missing(&next), serde_json::json!(["Ash", "Oak"]));
    for (wrong, said) in [
        (["--as-of", "2025-03-31", "-o", "x.xlsx"], "has not begun"),
        (["--as-of", "2025-06-30", "-o", "x.docx"], ".xlsx"),
    ] {
        let output = quarter(&[&["Ash.csv", "--quarter", "2025-Q2"], &wrong[..]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{output:?}");
    }
}

#[test]
fn a_late_return_leaves_what_was_found_in_the_logs_before_it_as_a_whole() {
    let folder = folder("late-findings");
    // No column for the disagreement, and one that is not known.
    let log = |agency: &str| {
        format!(
            "Agency,Escalation Number,Child Name,Concern,Date concern arose,Colour\n{agency},1,Ada Brook,Threshold,3/4/2025,red\n"
        )
    };
    for agency in ["Ash", "Elm"] {
        std::fs::write(folder.join(format!("{agency}.csv")), log(agency)).unwrap();
    }
    let of_whole_logs = |name: &str, arguments: &[&str]| {
        let output = escalog(&folder, &[&["quarter", "--quarter", "2025-Q2", "-o", name], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        let book = escalog::workbook::read(name, &std::fs::read(folder.join(name)).unwrap()).unwrap();
        let sheet = book.sheets.iter().find(|sheet| sheet.name == "Data quality").unwrap();
        let lines = sheet.rows().map(|row| row.iter().map(|cell| cell.value.shown()).collect::<Vec<_>>().join("|"));
        let mut lines: Vec<String> = lines.filter(|line| line.contains("|F10")).collect();
        lines.sort();
        lines
    };
    let together = of_whole_logs("together.xlsx", &["Ash.csv", "Elm.csv"]);
    assert!(together.iter().any(|line| line.contains("Ash.csv")), "{together:?}");
    of_whole_logs("first.xlsx", &["Ash.csv"]);
    assert_eq!(of_whole_logs("late.xlsx", &["Elm.csv", "--previous", "first.xlsx"]), together);
    assert_eq!(of_whole_logs("again.xlsx", &["Ash.csv", "--previous", "late.xlsx"]), together);
}

#[test]
fn the_kind_that_the_list_gives_says_who_acts() {
    // Under Birmingham's procedure a school's head teacher takes stage 3; the name alone shows no kind.
    let folder = folder("kinds");
    let text = "Agency,Number,Child,Concern,Date concern arose,Stage,Stage 2 began,Stage 3 began\nLarkrise,1,A.B.,Threshold,3/6/2025,3,4/6/2025,5/6/2025\n";
    std::fs::write(folder.join("returned/a.csv"), text).unwrap();
    std::fs::write(folder.join("list.csv"), "Agency,Kind\nLarkrise,school\n").unwrap();
    let who = |more: &[&str]| {
        let quarter = ["quarter", "returned", "--quarter", "2025-Q2", "-o", "quarter.xlsx", "--policy", "birmingham"];
        let output = escalog_in(&folder, &[&quarter, more].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let bytes = std::fs::read(folder.join("quarter.xlsx")).unwrap();
        let grid = escalog::workbook::read("quarter.xlsx", &bytes).unwrap();
        let sheet = grid.sheets.iter().find(|sheet| sheet.name == "Escalations").unwrap();
        super::text(sheet, super::column(sheet, "Who acts"))
    };
    let (without, with) = (who(&[]), who(&["--agencies", "list.csv"]));
    assert_ne!(without, with);
    assert!(with.contains("head"), "{with}");
}

#[test]
fn a_register_names_no_folder_of_the_officers_but_where_two_files_have_one_name() {
    let folder = folder("names");
    let log = |agency: &str, child: &str| format!("{HEADINGS}\n{agency},1,{child},,Threshold,,3/3/2025,\n");
    for (place, agency, child) in
        [("north", "Oak", "Ada Brook"), ("south", "Elm", "Bo Ash"), ("returned", "Fir", "Cy Fenn")]
    {
        std::fs::create_dir_all(folder.join(place)).unwrap();
        let name = if place == "returned" { "fir.csv" } else { "log.csv" };
        std::fs::write(folder.join(place).join(name), log(agency, child)).unwrap();
    }
    std::fs::write(folder.join("returned/bad.xlsx"), "this is no workbook").unwrap();
    let place = |of: &str| folder.join(of).display().to_string();
    let (missing, north) = (place("returned/missing.csv"), place("north/log.csv"));
    let output = escalog(
        &folder,
        &[
            "merge",
            &place("north"),
            "south/../south",
            &place("returned"),
            &missing,
            "-o",
            "register.xlsx",
            "--returned",
            &format!("{north}=2025-07-04"),
            "--format",
            "json",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let answer = json(&output);
    let returns = answer["returns"].as_array().unwrap();
    let files: Vec<_> = returns.iter().map(|one| (one["file"].as_str().unwrap(), one["returned"].as_str())).collect();
    assert_eq!(files, [("fir.csv", None), ("north/log.csv", Some("2025-07-04")), ("south/log.csv", None)]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("bad.xlsx: ") && said.contains("missing.csv: there is no such file"), "{said}");
    let quarter = ["quarter", &place("returned"), "--previous", &place("register.xlsx"), "--quarter", "2025-Q1"];
    let output = escalog(&folder, &[&quarter[..], &["-o", "quarter.xlsx"]].concat());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let own = folder.file_name().unwrap().to_string_lossy().into_owned();
    let parent = folder.parent().unwrap().display().to_string();
    for written in ["register.xlsx", "quarter.xlsx"] {
        let bytes = std::fs::read(folder.join(written)).unwrap();
        let book = escalog::workbook::read(written, &bytes).unwrap();
        let cells = book.sheets.iter().flat_map(|sheet| sheet.rows().flatten().map(|cell| cell.value.shown()));
        let told: Vec<String> =
            cells.filter(|text| text.contains(&parent) || text.contains(&format!("{own}/"))).collect();
        assert!(told.is_empty(), "{written}: {told:?}");
    }
    // No file that is read is overwritten, the register carried forward neither.
    let output = escalog(&folder, &[&quarter[..], &["-o", "register.xlsx"]].concat());
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

/// The register that is made of these files in folders of the test's own, with these options.
pub fn merged(name: &str, files: &[(&str, String)], logs: &[&str], options: &[&str]) -> Output {
    let folder = folder(name);
    for (file, text) in files {
        std::fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        std::fs::write(folder.join(file), text).unwrap();
    }
    let merge = ["-o", "register.xlsx", "--format", "json"];
    escalog(&folder, &[&["merge"], logs, &merge, options].concat())
}

#[test]
fn two_files_of_one_name_that_name_no_agency_are_of_two_agencies() {
    let log = |concern: &str| format!("Escalation Number,Child Name,Concern,Date concern arose\n1,A.B.,{concern}\n");
    let files = [("ash/log.csv", log("Threshold,3/3/25")), ("elm/log.csv", log("Contact,20/5/25"))];
    let dates = ["--returned", "ash/log.csv=2025-04-04", "--returned", "elm/log.csv=2025-07-04"];
    let output = merged("two-agencies", &files, &["ash", "elm"], &dates);
    let answer = json(&output);
    assert_eq!((&answer["rows_out"], &answer["duplicates"]), (&2.into(), &0.into()), "{output:?}");
    let names: Vec<_> =
        answer["agencies"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ash/log", "elm/log"]);
}

#[test]
fn the_dates_of_a_folder_are_those_of_its_own_logs() {
    let row = |concern: &str| format!("{HEADINGS}\nOak,1,Ada Brook,,{concern},,3/3/2025,\n");
    let list = |line: &str| format!("file,returned\n{line}\n");
    let files = [
        ("q1/oak.csv", row("Threshold")),
        ("q1/returns.csv", list("OAK.csv,2025-04-04")),
        ("q2/oak.csv", row("Threshold met")),
        ("q2/returns.csv", list("oak.csv,04/07/2025")),
    ];
    for (name, logs) in [("dates-1", ["q1", "q2"]), ("dates-2", ["q2", "q1"])] {
        let answer = json(&merged(name, &files, &logs, &[]));
        assert_eq!((&answer["conflicts"], &answer["listed"][0]["what"]), (&0.into(), &"superseded".into()), "{name}");
        assert_eq!(answer["listed"][0]["value"], "Threshold", "{name}");
    }
    let dated = |name: &str, line: &str| {
        let files = [("q1/oak.csv", row("Threshold")), ("q1/returns.csv", list(line))];
        let output = merged(name, &files, &["q1"], &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (json(&output)["returns"][0]["returned"].as_str().map(str::to_owned), output.status.code(), said)
    };
    assert_eq!(dated("dates-3", "q1/oak.csv,2025-04-04").0.as_deref(), Some("2025-04-04"), "with its folder");
    assert_eq!(dated("dates-4", "elm.csv,2025-04-04").1, Some(0), "a list may be that of all returns");
    let (date, code, said) = dated("dates-5", "oka.csv,2025-04-04");
    assert_eq!((date, code), (None, Some(1)));
    assert!(said.contains("returns.csv: oka.csv: a date of return") && said.contains("is `oak.csv` meant?"), "{said}");
    // A name that fits two files dates neither.
    let output = merged("dates-6", &files, &["q1/oak.csv", "q2/oak.csv"], &["--returned", "oak.csv=2025-04-04"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("oak.csv: a date of return is given for more than one file at once: q1/oak.csv, q2/oak.csv"));
}

#[test]
fn a_return_that_comes_again_unchanged_is_received_again() {
    let folder = folder("again");
    let nil = format!("{HEADINGS}\n");
    for (file, text) in [
        ("q1/ash.csv", log(1)),
        ("q1/elm.csv", nil.clone()),
        ("q2/ash.csv", log(1)),
        ("q2/oak.csv", nil),
        ("late/fir.csv", log(2)),
    ] {
        std::fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        std::fs::write(folder.join(file), text).unwrap();
    }
    let names = ["School 1", "elm", "oak", "School 2"].map(|name| format!("[[agency]]\nname = \"{name}\"\n"));
    std::fs::write(folder.join("list.toml"), names.concat()).unwrap();
    let missing = |logs: &str, quarter: &str, previous: &str, out: &str| {
        let previous = if previous.is_empty() { vec![] } else { vec!["--previous", previous] };
        let asked = ["quarter", logs, "--quarter", quarter, "-o", out, "--agencies", "list.toml", "--format", "json"];
        let output = escalog(&folder, &[&asked, &previous[..]].concat());
        json(&output)["missing"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(missing("q1", "2025-Q1", "", "q1.xlsx"), ["oak", "School 2"]);
    // The blank form of another agency is not that of the first.
    assert_eq!(missing("q2", "2025-Q2", "q1.xlsx", "q2.xlsx"), ["elm", "School 2"]);
    assert_eq!(missing("late", "2025-Q2", "q2.xlsx", "q2b.xlsx"), ["elm"]);
}

#[test]
fn a_register_given_as_logs_is_given_with_its_returns() {
    let folder = folder("registers");
    std::fs::write(folder.join("returned/ash.csv"), log(1)).unwrap();
    assert_eq!(escalog(&folder, &["merge", "returned", "-o", "register.xlsx"]).status.code(), Some(0));
    std::fs::write(folder.join("list.toml"), "[[agency]]\nname = \"School 1\"\n[[agency]]\nname = \"Oak\"\n").unwrap();
    let quarter = |logs: &[&str], quarter: &str, out: &str| {
        let asked = ["--quarter", quarter, "-o", out, "--agencies", "list.toml", "--format", "json"];
        json(&escalog(&folder, &[&["quarter"], logs, &asked].concat()))["missing"].clone()
    };
    assert_eq!(quarter(&["register.xlsx"], "2025-Q1", "q1.xlsx"), serde_json::json!(["Oak"]));
    // What was given for a quarter before is not given for this one.
    assert_eq!(quarter(&["q1.xlsx"], "2025-Q2", "q2.xlsx"), serde_json::json!(["Oak", "School 1"]));
    let agencies = escalog::workbook::read("q2.xlsx", &std::fs::read(folder.join("q2.xlsx")).unwrap()).unwrap();
    let sheet = agencies.sheets.iter().find(|sheet| sheet.name == "Agencies").unwrap();
    let notes = sheet.cells.iter().filter(|cell| cell.value.shown() == "missing: this agency returned nothing").count();
    assert_eq!(notes, 2, "the sheet of agencies says the same");
}
