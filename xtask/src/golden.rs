//! The golden deadlines through the WebAssembly package: the same bytes as the program, and as expected.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::pkg::target_folder;
use crate::shell::{cargo, output, program, root, run};

const CASES: &str = "tests/golden/deadlines.jsonl";

/// Runs the cases through both and compares.
pub fn check() -> Result<()> {
    let cases = fs::read_to_string(root().join(CASES)).with_context(|| format!("could not read {CASES}"))?;
    run(&mut cargo(&["build", "--quiet", "--workspace", "--bins"]))?;
    let native = output(&mut program(target_folder()?.join("debug/escalog"), &["deadlines", CASES]))?;
    let wasm = output(&mut program("node", &["tests/wasm/golden.mjs", CASES]))?;
    same_bytes(&native, &wasm)?;
    let compared = as_expected(&cases, &wasm)?;
    println!("{compared} deadlines as expected, in the same bytes");
    Ok(())
}

fn same_bytes(native: &str, wasm: &str) -> Result<()> {
    for (at, (native, wasm)) in native.lines().zip(wasm.lines()).enumerate() {
        ensure!(native == wasm, "line {} differs\n  native {native}\n  wasm   {wasm}", at + 1);
    }
    ensure!(native == wasm, "native answers with {} bytes, wasm with {}", native.len(), wasm.len());
    Ok(())
}

/// How many expected deadlines were compared; fails at the first that is not there.
fn as_expected(cases: &str, answers: &str) -> Result<usize> {
    let (cases, answers) = (lines(cases)?, lines(answers)?);
    ensure!(cases.len() == answers.len(), "{} cases, {} answers", cases.len(), answers.len());
    let mut compared = 0;
    for (case, answer) in cases.iter().zip(&answers) {
        let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let deadlines = list(answer, "deadlines");
        for expected in list(case, "expect") {
            if !deadlines.iter().any(|deadline| agrees(deadline, &expected)) {
                bail!("case {}: expected {expected}, got {answer}", case["id"]);
            }
            compared += 1;
        }
    }
    ensure!(compared > 0, "{CASES} expects nothing");
    Ok(compared)
}

fn lines(text: &str) -> Result<Vec<Value>> {
    text.lines().map(|line| serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))).collect()
}

/// Whether the deadline has all that is expected of it.
fn agrees(deadline: &Value, expected: &Value) -> bool {
    expected.as_object().is_some_and(|all| all.iter().all(|(key, value)| deadline.get(key) == Some(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &str = r#"{"id": 1, "expect": [{"stage": 1, "duty": "conclude", "due": "2025-03-10"}]}"#;

    #[test]
    fn an_expected_deadline_is_found() {
        let answer = r#"{"id": 1, "deadlines": [{"stage": 1, "duty": "conclude", "due": "2025-03-10", "who": "a"}]}"#;
        assert_eq!(as_expected(CASES, answer).unwrap(), 1);
    }

    #[test]
    fn a_wrong_date_is_caught() {
        let answer = r#"{"id": 1, "deadlines": [{"stage": 1, "duty": "conclude", "due": "2025-03-11", "who": "a"}]}"#;
        assert!(as_expected(CASES, answer).is_err());
        assert!(as_expected(CASES, "").is_err());
    }

    #[test]
    fn other_bytes_are_caught() {
        assert!(same_bytes("a\nb\n", "a\nb\n").is_ok());
        assert!(same_bytes("a\nb\n", "a\nc\n").is_err());
        assert!(same_bytes("a\nb\n", "a\nb").is_err());
    }
}
