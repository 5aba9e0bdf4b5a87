//! The golden deadlines: cases and the dates expected of them, made from the reading by someone else.

use std::path::Path;

use serde_json::Value;

fn check(path: &Path) -> usize {
    let cases = std::fs::read_to_string(path).unwrap();
    let answers = escalog::api::deadlines(&cases, None);
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (case, answer) in cases.lines().zip(answers.lines()) {
        let case: Value = serde_json::from_str(case).unwrap();
        let answer: Value = serde_json::from_str(answer).unwrap();
        if let Some(error) = answer.get("error") {
            wrong.push(format!("case {}: {error}", case["id"]));
            continue;
        }
        for expected in case["expect"].as_array().unwrap() {
            let of = answer["deadlines"].as_array().unwrap().iter();
            let found = of.clone().find(|d| d["stage"] == expected["stage"] && d["duty"] == expected["duty"]);
            for (key, value) in expected.as_object().unwrap() {
                compared += 1;
                if found.map(|deadline| &deadline[key]) != Some(value) {
                    wrong.push(format!("case {}: expected {expected}, got {found:?}", case["id"]));
                }
            }
        }
    }
    assert_eq!(cases.lines().count(), answers.lines().count());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    compared
}

#[test]
fn every_golden_deadline_is_met() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(check(&root.join("tests/golden/deadlines.jsonl")) > 1000);
    // Cases of every kind, answered by an implementation made from the reading alone.
    assert!(check(&root.join("tests/golden/independent.jsonl")) > 20_000);
    let shared = root.join("../shared/golden/deadlines.jsonl");
    if shared.exists() {
        check(&shared);
    }
}
