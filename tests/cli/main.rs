//! The program as a user runs it: arguments, exit codes, what stands on which stream.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::Value;

mod given;
#[path = "../running/mod.rs"]
mod running;
mod written;

use given::locked;
use running::{code, command, err, escalog_in, json, out};

fn escalog(arguments: &[&str]) -> Output {
    escalog_in(&folder("cli"), arguments)
}

/// A folder of the test run's own, so that no `escalog.toml` is in the way.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn file(name: &str, text: &str) -> String {
    let path = folder("cli-files").join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

const HEADINGS: &str =
    "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Date resolved,Outcome\n";

#[test]
fn check_says_by_its_exit_code_how_a_log_stands() {
    let clean =
        file("clean.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,03/06/2025,assessment agreed\n"));
    let overdue = file("overdue.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,,\n"));
    let check = |log: &str| escalog(&["check", log, "--policy", "liverpool", "--as-of", "2025-06-30"]);
    assert_eq!(code(&check(&clean)), 0);
    let found = check(&overdue);
    assert_eq!(code(&found), 1);
    assert!(out(&found).contains("error T101: stage 1 was to be concluded by Tue 3 Jun 2025"), "{}", out(&found));
    let missing = check("no-such-log.xlsx");
    assert_eq!(code(&missing), 2);
    assert!(err(&missing).contains("no-such-log.xlsx: there is no such file"), "{}", err(&missing));
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let good = file("good.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,03/06/2025,agreed\n"));
    let bad = file("bad.xlsx", "this is no workbook");
    let output = escalog(&["check", &bad, &good, "--policy", "liverpool", "--as-of", "2025-06-30", "--format", "json"]);
    assert_eq!(code(&output), 2);
    let answer = json(&output);
    assert_eq!(answer["rows"].as_array().unwrap().len(), 1);
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    assert!(err(&output).contains("bad.xlsx"), "{}", err(&output));
}

#[test]
fn what_is_left_out_of_a_folder_is_named() {
    let logs = folder("cli-mixed");
    std::fs::create_dir_all(logs.join("2024")).unwrap();
    let row = |number: u32| format!("{number},A.B.,threshold,S17,02/06/2025,1,03/06/2025,assessment agreed\n");
    let rows: String = [1, 2, 3, 5].into_iter().map(row).collect();
    for (name, text) in [("log.csv", format!("{HEADINGS}{rows}")), ("notes.txt", String::new()), (".x", String::new())]
    {
        std::fs::write(logs.join(name), text).unwrap();
    }
    let found = escalog(&["check", logs.to_str().unwrap(), "--policy", "liverpool", "--as-of", "2025-06-30"]);
    assert_eq!(code(&found), 0, "{}", err(&found));
    assert!(err(&found).contains("no logs by their names: notes.txt, the folder 2024\n"), "{}", err(&found));
    assert!(out(&found).contains("resolved, no next step: rows 2 to 5"), "{}", out(&found));
}

#[test]
fn the_dates_of_returns_in_a_folder_are_no_log() {
    let logs = folder("cli-dates");
    let row = "1,A.B.,threshold,S17,27/06/2025,1,,\n";
    std::fs::write(logs.join("log.csv"), format!("{HEADINGS}{row}")).unwrap();
    let dates = logs.join("Returns.CSV");
    std::fs::write(&dates, "file,returned\nlog.csv,2025-06-30\n").unwrap();
    let with = ["--policy", "liverpool", "--as-of", "2025-06-27"];
    let calendar = folder("cli-files").join("dates.ics").display().to_string();
    let logs = logs.to_str().unwrap();
    for asked in [vec!["check", logs], vec!["calendar", logs, "-o", &calendar]] {
        let answer = escalog(&[&asked[..], &with].concat());
        assert_eq!((code(&answer), err(&answer)), (0, String::new()), "{asked:?}");
    }
    let named = escalog(&[&["check", dates.to_str().unwrap()], &with[..]].concat());
    assert_eq!(code(&named), 2, "{}", out(&named));
}

#[test]
fn without_a_day_a_quarter_is_judged_as_of_no_day_to_come() {
    let folder = folder("cli-days");
    let log = format!("{}/examples/returned/cobblegate-family-support.xlsx", env!("CARGO_MANIFEST_DIR"));
    let made = folder.join("quarter.xlsx").display().to_string();
    let quarter = |named: &str| escalog(&["quarter", &log, "--policy", "liverpool", "--quarter", named, "-o", &made]);
    let to_come = quarter("2098-Q1");
    assert!(err(&to_come).contains("the quarter 2098-Q1 has not begun"), "{}", err(&to_come));
    let over = quarter("2025-Q2");
    assert!(out(&over).contains("as of Mon 30 Jun 2025"), "{}", out(&over));
}

#[test]
fn of_a_quarterly_workbook_the_table_is_checked_and_nothing_marked() {
    let log = file("into.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,,\n"));
    let quarter = folder("cli-files").join("quarter.xlsx").display().to_string();
    let with = ["--policy", "liverpool", "--as-of", "2025-06-30"];
    let made = escalog(&[&["quarter", &log, "--quarter", "2025-Q2", "-o", &quarter], &with[..]].concat());
    assert_eq!(code(&made), 0, "{}", err(&made));
    let checked = json(&escalog(&[&["check", &quarter, "--format", "json"], &with[..]].concat()));
    assert_eq!(checked["logs"].as_array().unwrap().len(), 1, "{checked}");
    assert_eq!(checked["logs"][0]["sheet"], "Escalations");
    let marked = folder("cli-files").join("quarter-marked.xlsx").display().to_string();
    let refused = escalog(&[&["annotate", &quarter, "-o", &marked], &with[..]].concat());
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("this is a register or quarterly workbook"), "{}", err(&refused));
    assert!(!Path::new(&marked).exists());
}

#[test]
fn check_answers_programs_with_the_keys_of_the_contract() {
    let log = file("contract.csv", &format!("{HEADINGS}12,A.B.,threshold,S17,02/06/2025,1,,\n"));
    let output = escalog(&["check", &log, "--policy", "liverpool", "--as-of", "2025-06-03", "--format", "json"]);
    let answer = json(&output);
    for key in ["format", "version", "policy", "readings", "as_of", "rows", "findings", "totals", "errors"] {
        assert!(answer.get(key).is_some(), "no `{key}`");
    }
    let row = &answer["rows"][0];
    for key in ["file", "sheet", "row", "number", "stage", "status", "next"] {
        assert!(row.get(key).is_some(), "no `{key}` in a row");
    }
    assert_eq!(
        (row["row"].as_u64(), row["number"].as_str(), row["status"].as_str()),
        (Some(2), Some("12"), Some("due-today"))
    );
    for key in ["duty", "does", "who", "due", "act_by"] {
        assert!(row["next"].get(key).is_some(), "no `{key}` in a next step");
    }
    for finding in answer["findings"].as_array().unwrap() {
        let place = ["file", "sheet", "row", "cell", "heading", "text"];
        for key in place.into_iter().chain(["code", "rule", "severity", "message", "advice", "clause"]) {
            assert!(finding.get(key).is_some(), "no `{key}` in a finding");
        }
    }
}

#[test]
fn no_procedure_anywhere_lists_them() {
    let log = file("any.csv", HEADINGS);
    let output = escalog(&["check", &log, "--as-of", "2025-06-30"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("choose one with `--policy`: liverpool, city-and-hackney"), "{}", err(&output));
    let answer = json(&escalog(&["check", &log, "--as-of", "2025-06-30", "--format", "json"]));
    for key in ["format", "version", "policy", "readings", "as_of", "errors"] {
        assert!(answer.get(key).is_some(), "no `{key}` where nothing was judged: {answer}");
    }
    let output = escalog(&["check", &log, "--policy", "liverpol"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("there is no procedure `liverpol`"), "{}", err(&output));
}

#[test]
fn settings_come_from_the_working_folder_and_options_win() {
    let folder = folder("settings");
    std::fs::write(
        folder.join("escalog.toml"),
        "policy = \"redbridge\"\nreadings = [\"second-window\"]\n[[closure]]\nfrom = 2025-06-04\nwhy = \"closed\"\n",
    )
    .unwrap();
    std::fs::write(folder.join("log.csv"), format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,,\n")).unwrap();
    let check = |options: &[&str]| {
        let arguments = [&["check", "log.csv", "--as-of", "2025-06-03", "--format", "json"], options].concat();
        json(&escalog_in(&folder, &arguments))
    };
    let answer = check(&[]);
    assert_eq!((answer["policy"].as_str(), answer["readings"][0].as_str()), (Some("redbridge"), Some("second-window")));
    // Raised within 2 working days of Monday 2 June, the 4th closed: Thursday 5 June.
    assert_eq!(answer["rows"][0]["next"]["due"], "2025-06-05");
    std::fs::write(folder.join("escalog.toml"), "policy = \"redbridge\"\npolicie = 1\n").unwrap();
    let output = escalog_in(&folder, &["check", "log.csv"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("escalog.toml:2"), "{}", err(&output));
}

#[test]
fn a_procedure_file_of_ones_own_works_where_an_id_does() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/saltmarket.toml").display().to_string();
    let log = file("own.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,,\n"));
    let output = escalog(&["check", &log, "--policy", &own, "--as-of", "2025-06-03", "--format", "json"]);
    assert_eq!(json(&output)["policy"], "saltmarket");
    assert!(out(&escalog(&["policy", "show", &own])).contains("Notice and Answer Procedure"));
    let cases = file("cases.jsonl", r#"{"id": 1, "policy": "saltmarket", "events": {"concern": "2025-03-03"}}"#);
    assert!(out(&escalog(&["deadlines", &cases, "--policy", &own])).contains(r#""policy":"saltmarket""#));
}

#[test]
fn two_editions_are_given_as_two_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let edition = |name: &str| folder.join(name).display().to_string();
    let (old, new) = (edition("brindlemoor-2021.toml"), edition("brindlemoor.toml"));
    // Under the first edition stage 1 has 10 working days, under the second 5.
    let rows = "1,A.B.,threshold,S17,03/06/2024,1,,\n2,C.D.,threshold,S17,02/06/2025,1,,\n";
    let log = file("editions.csv", &format!("{HEADINGS}{rows}"));
    let check = |policies: &[&str]| {
        let named: Vec<&str> = policies.iter().flat_map(|policy| ["--policy", *policy]).collect();
        escalog(&[&["check", &log, "--as-of", "2025-06-03", "--format", "json"], named.as_slice()].concat())
    };
    let due = |policies: &[&str]| {
        let answer = json(&check(policies));
        let rows = answer["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["next"]["due"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(due(&[&old]), ["2024-06-17", "2025-06-16"]);
    assert_eq!(due(&[&new, &old]), [due(&[&old])[0].as_str(), due(&[&new])[1].as_str()]);
    assert_eq!(due(&[&old, &new]), due(&[&new, &old]));
    assert_ne!(due(&[&old])[1], due(&[&new])[1]);
    let other = edition("saltmarket.toml");
    assert!(
        err(&check(&[&new, &other])).contains("give editions of one procedure"),
        "{}",
        err(&check(&[&new, &other]))
    );
    assert!(err(&check(&[&new, "liverpool"])).contains("`liverpool` can't be one of several editions"));
}

#[test]
fn policy_check_reports_every_mistake_with_its_place() {
    let birmingham = include_str!("../../policies/birmingham.toml").replace("id = \"birmingham\"", "id = \"own\"");
    let birmingham = birmingham.as_str();
    let whole = file("whole.toml", birmingham);
    assert_eq!(code(&escalog(&["policy", "check", &whole])), 0);
    let broken = birmingham.replacen("strength = \"must\"", "strenght = \"must\"", 1).replacen(
        "from stage-2-began",
        "from stage-7-began",
        1,
    );
    let broken = file("broken.toml", &broken);
    let output = escalog(&["policy", "check", &broken]);
    assert_eq!(code(&output), 1);
    let text = out(&output);
    assert!(text.contains("unknown key `strenght`") && text.contains("did you mean `strength`?"), "{text}");
    assert!(text.contains("there is no event `stage-7-began`") && text.contains("the stages are 1 to 5"), "{text}");
    let errors = json(&escalog(&["policy", "check", &broken, "--format", "json"]));
    assert!(
        errors["errors"].as_array().unwrap().iter().all(|error| error["at"].as_str().unwrap().contains("broken.toml:"))
    );
    assert_eq!(code(&escalog(&["policy", "check", "no-such.toml"])), 2);
    // A stage may have no deadline: no mistake, but said.
    let lincolnshire =
        include_str!("../../policies/lincolnshire.toml").replace("id = \"lincolnshire\"", "id = \"own\"");
    let output = escalog(&["policy", "check", &file("lincolnshire.toml", &lincolnshire)]);
    let told = "lincolnshire.toml: note: stage 4 has no deadline of its own\n";
    assert!(code(&output) == 0 && out(&output).contains(told), "{}", out(&output));
    let latin = folder("latin").join("latin.toml");
    std::fs::write(&latin, b"id = \"own\"\ntitle = \"Proc\xe9dure\"\n").unwrap();
    let output = escalog(&["policy", "check", &latin.display().to_string()]);
    let told = "latin.toml:2:14: the letter here is not written in UTF-8\n  save the file as UTF-8";
    assert!(code(&output) == 2 && err(&output).contains(told), "{}", err(&output));
}

#[test]
fn a_year_in_two_digits_is_not_taken_for_one_of_the_first_century() {
    let log = format!("{}/tests/workbooks/log.xlsx", env!("CARGO_MANIFEST_DIR"));
    let output = escalog(&["check", &log, "--policy", "liverpool", "--as-of", "25-06-30"]);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("`0025-06-30` is not in the years"));
}

#[test]
fn deadlines_answers_each_line_and_goes_on_after_a_bad_one() {
    let cases = concat!(
        r#"{"id": 1, "policy": "birmingham", "events": {"concern": "2025-03-03T10:15", "stage-2-began": "2025-03-06"}, "as_of": "2025-03-12"}"#,
        "\n",
        r#"{"id": "x", "policy": "birmingham", "events": {"stage-9-began": "2025-03-03"}}"#,
        "\nnot json\n",
        r#"{"id": 3, "policy": "birmingham", "events": {"concern": "2025-03-03", "resolved": ""}, "facts": null}"#,
        "\n",
        r#"{"id": 4, "policy": "birmingham", "events": {"concern": "2025-03-03"}, "as_of": "25-03-12"}"#,
        "\n",
        r#"{"id": 5, "policy": "birmingham", "events": {"concern": "2205-03-03"}}"#,
        "\n",
        r#"{"id": 6, "policy": "birmingham", "events": {"concern": "2025-03-03", "concern": "2025-03-24"}}"#,
        "\n",
        r#"{"id": 7, "policy": "lincolnshire", "events": {"concern": "2025-03-03"}, "facts": {"subject": "dog"}}"#,
        "\n",
        r#"{"id": 8, "policy": "lincolnshire", "events": {"concern": "2025-03-03"}, "facts": {"subject": "Adult"}}"#,
        "\n"
    );
    let mut child =
        command(&folder("cli"), &["deadlines", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // A byte order mark, which some programs begin a text with, is no part of the first case.
    let mut given = format!("\u{feff}{cases}").into_bytes();
    // As a program of another age writes an é.
    given.extend(b"{\"id\": \"\xe9\"}\n");
    child.stdin.take().unwrap().write_all(&given).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    let answers: Vec<Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 10);
    assert_eq!(answers[9]["error"]["message"], "this line is not text in UTF-8");
    assert!(
        answers[6]["error"]["message"].as_str().unwrap().contains("`concern` stands there twice"),
        "{}",
        answers[6]
    );
    assert_eq!(answers[7]["error"]["help"], "write one of child, adult");
    assert!(answers[8]["deadlines"].is_array(), "{}", answers[8]);
    let conclude =
        answers[0]["deadlines"].as_array().unwrap().iter().find(|d| d["stage"] == 2 && d["duty"] == "conclude");
    let conclude = conclude.unwrap();
    assert_eq!((conclude["due"].as_str(), conclude["status"].as_str()), (Some("2025-03-10"), Some("overdue")));
    assert_eq!(answers[1]["id"], "x");
    assert!(answers[1]["error"]["message"].as_str().unwrap().contains("knows no event `stage-9-began`"));
    assert_eq!(answers[2]["id"], Value::Null);
    assert_eq!(answers[2]["error"]["at"], "line 3: column 2");
    for (answer, place) in [(4, "line 5: as_of"), (5, "line 6: concern")] {
        assert_eq!(answers[answer]["error"]["at"], place);
    }
    assert!(answers[3]["deadlines"][0].get("status").is_none(), "no as-of date, no status");
    // Of a text in UTF-16 no line can be read, which is said once.
    let utf16 = std::env::temp_dir().join(format!("escalog-{}.jsonl", std::process::id()));
    std::fs::write(&utf16, [0xff, 0xfe, b'{', 0]).unwrap();
    let refused = escalog(&["deadlines", utf16.to_str().unwrap()]);
    std::fs::remove_file(&utf16).unwrap();
    assert_eq!((code(&refused), out(&refused)), (2, String::new()));
    assert!(err(&refused).contains("it is not text in UTF-8"));
}

#[test]
fn rules_can_be_listed_and_explained() {
    let rules = json(&escalog(&["rules", "--format", "json"]));
    assert_eq!(rules["rules"].as_array().unwrap().len(), escalog::rules::ALL.len());
    assert!(out(&escalog(&["explain", "T101"])).starts_with("# T101 overdue"));
    assert!(out(&escalog(&["explain", "overdue"])).starts_with("# T101 overdue"));
    let unknown = escalog(&["explain", "T1O1"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("there is no rule `T1O1`") && err(&unknown).contains("`T101`"), "{}", err(&unknown));
    // The generated pages say what the constants say.
    for rule in escalog::rules::ALL {
        assert_eq!(out(&escalog(&["explain", rule.code])), rule.page);
    }
}

/// The program with a variable of the environment, `ESCALOG_PASSWORD` or another.
fn escalog_with(variable: (&str, &str), arguments: &[&str]) -> Output {
    command(&folder("cli"), arguments).env(variable.0, variable.1).output().unwrap()
}

#[test]
fn a_protected_log_is_read_with_its_password_only() {
    let locked = locked();
    let check = ["check", &locked, "--policy", "liverpool", "--as-of", "2025-06-30", "--format", "json"];
    let failed = |output: &Output| json(output)["errors"][0]["code"].as_str().map(str::to_owned);
    assert_eq!(failed(&escalog(&check)).as_deref(), Some("needs-password"));
    assert_eq!(failed(&escalog_with(("ESCALOG_PASSWORD", "Secret"), &check)).as_deref(), Some("wrong-password"));
    let opened = escalog_with(("ESCALOG_PASSWORD", "secret"), &check);
    assert_eq!((failed(&opened), json(&opened)["rows"].as_array().unwrap().len()), (None, 3));
    // A file wins over the environment.
    let right = file("password.txt", "secret\r\nnot this\n");
    let from_file = [&check[..], &["--password-file", &right]].concat();
    assert_eq!(failed(&escalog_with(("ESCALOG_PASSWORD", "wrong"), &from_file)), None);
    let empty = escalog(&[&check[..], &["--password-file", &file("empty.txt", "\n")]].concat());
    assert!(err(&empty).contains("no password stands in this file"), "{}", err(&empty));
    // Without a terminal there is nobody to ask, and nothing is waited for.
    assert_eq!(code(&escalog(&check)), 2);
}

#[test]
fn what_is_made_of_a_protected_log_is_protected() {
    let locked = locked();
    let out_file = folder("cli-files").join("protected.xlsx");
    let quarter = |more: &[&str]| {
        let arguments = ["quarter", &locked, "--quarter", "2025-Q2", "--policy", "liverpool", "-o"];
        let output = escalog_with(
            ("ESCALOG_PASSWORD", "secret"),
            &[&arguments[..], &[out_file.to_str().unwrap()], more].concat(),
        );
        assert_eq!(code(&output), 0, "{}", err(&output));
        std::fs::read(&out_file).unwrap()
    };
    let protected = quarter(&[]);
    assert!(escalog::workbook::is_protected(&protected));
    let reading = escalog::workbook::Reading { password: Some("secret"), ..Default::default() };
    let opened = escalog::workbook::read_with("quarter.xlsx", &protected, &reading).unwrap();
    let plain = escalog::workbook::read("quarter.xlsx", &quarter(&["--no-password"])).unwrap();
    assert_eq!(opened.sheets.len(), plain.sheets.len());
}

#[test]
fn settings_may_hold_limits_but_no_password() {
    let folder = folder("cli-limits");
    std::fs::write(folder.join("log.csv"), format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,,\n")).unwrap();
    let check = |settings: &str| {
        std::fs::write(folder.join("escalog.toml"), settings).unwrap();
        let arguments = ["check", "log.csv", "--policy", "liverpool", "--as-of", "2025-06-03"];
        escalog_in(&folder, &arguments)
    };
    let few = check("[limits]\ncells = 10\n");
    assert_eq!(code(&few), 2);
    assert!(err(&few).contains("it has more than 10 cells") && err(&few).contains("raise `cells`"), "{}", err(&few));
    assert_eq!(code(&check("[limits]\ncells = 1000\nfile-mb = 1\n")), 0);
    assert!(err(&check("[limits]\ncell = 1\n")).contains("escalog.toml:2"));
    assert!(err(&check("password = \"x\"\n")).contains("a password does not belong in this file"));
}

#[test]
fn notes_on_a_log_s_cells_are_shown() {
    let log = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/notes.xlsx").display().to_string();
    let check = ["check", &log, "--policy", "liverpool", "--as-of", "2025-05-07"];
    let text = out(&escalog(&check));
    assert!(text.contains("note at D2: date from the e-mail"), "{text}");
    assert!(text.contains("note at C3: ask again, in writing"), "{text}");
    assert!(!text.contains("Safeguarding Lead"), "{text}");
    let answer = json(&escalog(&[&check[..], &["--format", "json"]].concat()));
    assert_eq!(answer["logs"][0]["notes"][1], serde_json::json!({ "cell": "C3", "text": "ask again,\nin writing" }));
}

#[test]
fn what_a_terminal_would_obey_is_not_printed() {
    let bad = file("red\u{1b}[31m.xlsx", "this is no workbook");
    let said = err(&escalog(&["check", &bad, "--policy", "liverpool", "--as-of", "2025-06-30"]));
    assert!(said.contains("red[31m.xlsx") && !said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn what_a_terminal_would_obey_is_not_printed_of_an_agency() {
    let log = file("obeyed.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,,\n"));
    let agencies = file("obeyed.toml", "[[agency]]\nname = \"Ash \\u001b[31mGrove\"\n");
    let to = folder("cli-files").join("obeyed.xlsx").display().to_string();
    let given = ["--policy", "liverpool", "--as-of", "2025-06-30", "--agencies", &agencies, "-o", &to];
    let said = out(&escalog(&[&["merge", &log], &given[..]].concat()));
    assert!(said.contains("returned nothing: Ash [31mGrove") && !said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn what_is_given_for_any_purpose_is_not_overwritten_and_what_is_replaced_stays_as_private() {
    let log = file("given.csv", &format!("{HEADINGS}1,A.B.,threshold,S17,02/06/2025,1,03/06/2025,assessment agreed\n"));
    let closures = file("given-closures.toml", "[[closure]]\nfrom = 2025-05-26\nwhy = \"closed\"\n");
    let merge = |options: &[&str]| {
        escalog(&[&["merge", &log, "--policy", "liverpool", "--as-of", "2025-06-30"], options].concat())
    };
    let taken = folder("cli-files").join("given-agencies.xlsx").display().to_string();
    assert_eq!(code(&merge(&["-o", &taken])), 0);
    let key = file("given-key.xlsx", "invented words, long enough to be the key of an example");
    let quarter = |options: &[&str]| {
        escalog(&[&["quarter", &log, "--policy", "liverpool", "--quarter", "2025-Q2"], options].concat())
    };
    let wrong = quarter(&["--pseudonymise", "--key", &key, "-o", &key]);
    assert!(err(&wrong).contains("an input is never overwritten"), "{}", err(&wrong));
    let calendar = escalog(&["calendar", &log, "--policy", "liverpool", "--closures", &closures, "-o", &closures]);
    assert!(err(&calendar).contains("the calendar is written as .ics"), "{}", err(&calendar));
    let previous = quarter(&["--previous", &taken, "-o", &taken]);
    assert!(err(&previous).contains("an input is never overwritten"), "{}", err(&previous));

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&taken, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(code(&merge(&["-o", &taken])), 0);
        assert_eq!(std::fs::metadata(&taken).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
