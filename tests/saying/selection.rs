//! Which findings are wanted, and which are accepted.

use super::{check, code, codes, err, escalog, escalog_in, folder, json, log, out};

const OVERDUE: &str = "1,A.B.,threshold,high,23/06/2025,1,,,";
const LATE: &str = "2,C.D.,threshold,S17,02/06/2025,1,09/06/2025,plan agreed,";

#[test]
fn rules_are_chosen_by_code_family_and_name() {
    let log = log("chosen.csv", &[OVERDUE, LATE]);
    let found = |options: &[&str]| {
        let output = check(&[&log], &[options, &["--format", "json"]].concat());
        let all = codes(&json(&output));
        let ours: Vec<_> = all.into_iter().filter(|c| ["R110", "T101", "T104"].contains(&c.as_str())).collect();
        (ours.join(" "), code(&output))
    };
    assert_eq!(found(&[]), ("T101 R110 T104".to_owned(), 1));
    assert_eq!(found(&["--select", "T"]), ("T101 T104".to_owned(), 1));
    assert_eq!(found(&["--select", "T101,level-unknown"]), ("T101 R110".to_owned(), 1));
    assert_eq!(found(&["--ignore", "T101", "--ignore", "R11"]).0, "T104");
    assert_eq!(found(&["--select", "T", "--ignore", "overdue"]), ("T104".to_owned(), 0), "what is not selected counts");
    assert_eq!(found(&["--severity", "error"]), ("T101".to_owned(), 1));
    assert_eq!(found(&["--severity", "warning", "--ignore", "T101"]).0, "R110 T104");
}

#[test]
fn a_code_that_no_rule_has_is_an_error_that_names_the_nearest() {
    let log = log("unknown.csv", &[LATE]);
    for option in ["--select", "--ignore"] {
        let output = check(&[&log], &[option, "T1O4"]);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains("there is no rule `T1O4`"), "{}", err(&output));
        assert!(err(&output).contains("the nearest is `T104`"), "{}", err(&output));
    }
    assert_eq!(code(&check(&[&log], &["--select", "T", "--ignore", "T"])), 2);
}

#[test]
fn settings_choose_rules_as_options_do_and_options_win() {
    let log = log("settings.csv", &[OVERDUE, LATE]);
    let settings = folder("settings");
    std::fs::write(settings.join("escalog.toml"), "select = [\"T\"]\nignore = [\"T101\"]\nseverity = \"warning\"\n")
        .unwrap();
    let check = |options: &[&str]| {
        let judged = ["check", &log, "--policy", "liverpool", "--as-of", "2025-06-30", "--format", "json"];
        let arguments = [&judged, options].concat();
        codes(&json(&escalog_in(&settings, &arguments)))
    };
    assert_eq!(check(&[]), ["T104"]);
    assert_eq!(check(&["--ignore", "T104"]), ["T101"]);
    std::fs::write(settings.join("escalog.toml"), "severity = \"loud\"\n").unwrap();
    assert_eq!(code(&escalog_in(&settings, &["check", &log])), 2);
}

#[test]
fn an_accepted_finding_is_kept_and_counted_apart() {
    let log = log(
        "accepted.csv",
        &[
            "1,A.B.,threshold,high,02/06/2025,1,,,\"known: T101, level-unknown; the panel meets in July\"",
            "2,C.D.,threshold,S17,02/06/2025,1,03/06/2025,agreed,R9999 and R999",
        ],
    );
    let only = ["--select", "T101,R110,R190"];
    let output = check(&[&log], &only);
    assert_eq!(code(&output), 0, "an accepted error does not count: {}", out(&output));
    assert!(!out(&output).contains("T101:") && !out(&output).contains("R110:"), "{}", out(&output));
    assert!(out(&output).contains("0 errors, 0 warnings, 1 for information; 2 accepted"), "{}", out(&output));
    assert!(out(&output).contains("information R190: `R999` under `Accepted` is no rule's code"), "{}", out(&output));

    let shown = out(&check(&[&log], &[&only[..], &["--accepted"]].concat()));
    assert!(shown.contains("accepted error T101: stage 1"), "{shown}");
    assert!(
        shown.contains("why:    T101, level-unknown; the panel") || shown.contains("why:    the panel meets in July")
    );

    let answer = json(&check(&[&log], &[&only[..], &["--format", "json"]].concat()));
    let accepted: Vec<_> = answer["findings"].as_array().unwrap().iter().map(|f| f["accepted"].as_str()).collect();
    assert_eq!(accepted, [Some("the panel meets in July"), Some("the panel meets in July"), None]);
    let totals = &answer["totals"];
    assert_eq!((totals["error"].as_u64(), totals["accepted"].as_u64()), (Some(0), Some(2)));
}

#[test]
fn the_program_says_how_its_exit_code_counts() {
    let help = out(&escalog(&["check", "--help"]));
    assert!(help.contains("1 where an error is left that is selected and not accepted"), "{help}");
}
