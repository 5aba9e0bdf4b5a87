//! How findings are said: on a terminal, as csv, in the note to an agency, as fixes; and at which cells.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

mod addresses;
mod note;
#[path = "../office/mod.rs"]
mod office;
#[path = "../running/mod.rs"]
mod running;
mod selection;
mod text;

#[path = "../rules/examples.rs"]
#[allow(dead_code, reason = "the rules' own tests use the rest")]
mod examples;

use running::{code, err, escalog_in, json, out};

/// The program's answer to `check` under Liverpool as of 30 June 2025.
fn check(logs: &[&str], options: &[&str]) -> Output {
    let judged = ["--policy", "liverpool", "--as-of", "2025-06-30"];
    escalog(&[&["check"], logs, &judged, options].concat())
}

fn escalog(arguments: &[&str]) -> Output {
    escalog_in(&folder("empty"), arguments)
}

/// A folder of the test run's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saying").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A log as csv, each of its rows a line.
fn log(name: &str, rows: &[&str]) -> String {
    const HEADINGS: &str = "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Date resolved,\
                            Outcome,Accepted";
    let path = folder("logs").join(name);
    let lines: Vec<&str> =
        ["Agency / School: Larkmoor Primary", HEADINGS].into_iter().chain(rows.iter().copied()).collect();
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    path.display().to_string()
}

fn returned() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/returned").display().to_string()
}

/// The codes of the findings in an answer.
fn codes(answer: &Value) -> Vec<String> {
    answer["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
}
