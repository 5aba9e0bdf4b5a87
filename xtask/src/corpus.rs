//! The corpus through the WebAssembly package: every verb that takes a log answers as it does natively, and makes
//! the same bytes.
//!
//! In: the logs in `examples/returned` and `tests/workbooks`. Out: a list of calls with what they answer here, which
//! `tests/wasm/corpus.mjs` makes again in Node.

use std::fs;

use anyhow::{Context, Result, ensure};
use escalog::api::{self, File};
use escalog::merge;
use serde_json::{Value, json};

use crate::pkg::target_folder;
use crate::shell::{program, root, run};

/// Makes every call here and in Node, and compares.
pub fn check() -> Result<()> {
    let (logs, workbooks) = (files("examples/returned")?, files("tests/workbooks")?);
    ensure!(logs.len() >= 8 && workbooks.len() >= 10, "the corpus is not whole");
    let mut calls = Vec::new();
    for file in logs.iter().chain(&workbooks) {
        for (verb, request) in of_one_log() {
            calls.push(call(verb, request, std::slice::from_ref(file)));
        }
        // What was marked is cleared again.
        if let Ok(marked) = api::call("annotate", json!({ "settings": settings() }), vec![file.0.clone()]) {
            let marked = marked.files.into_iter().next().context("nothing was marked")?;
            let path = target_folder()?.join(format!("marked-{}.xlsx", calls.len()));
            fs::write(&path, &marked.bytes)?;
            let marked = (marked, path.display().to_string());
            calls.push(call("clear", json!({ "settings": settings() }), &[marked]));
        }
    }
    for (verb, request) in of_all_logs() {
        calls.push(call(verb, request, &logs));
    }
    let answered = calls.iter().filter(|call| call.get("answer").is_some()).count();
    ensure!(answered * 2 > calls.len(), "only {answered} of {} calls were answered", calls.len());
    let list = target_folder()?.join("corpus.json");
    fs::write(&list, serde_json::to_vec(&calls)?)?;
    run(&mut program("node", &["tests/wasm/corpus.mjs", &list.display().to_string()]))
}

fn settings() -> Value {
    json!({ "policy": "liverpool", "as_of": "2025-06-30" })
}

fn of_one_log() -> Vec<(&'static str, Value)> {
    let edits = json!({ "sheet": "Log", "edits": [{ "set": { "cell": "A1", "value": "changed" } }] });
    vec![
        ("check", settings()),
        ("view", settings()),
        ("fix", settings()),
        ("why", json!({ "sheet": "Log", "row": 4, "settings": settings() })),
        ("annotate", json!({ "settings": settings(), "prepare": true })),
        ("apply", json!({ "edits": edits })),
        ("report", json!({ "number": "1", "settings": settings() })),
    ]
}

fn of_all_logs() -> Vec<(&'static str, Value)> {
    let quarter = |copy: Value| json!({ "quarter": "2025-Q2", "copy": copy, "settings": settings() });
    vec![
        ("check", settings()),
        ("note", json!({ "settings": settings() })),
        ("calendar", settings()),
        ("merge", json!({ "settings": settings() })),
        ("quarter", quarter(json!({}))),
        ("quarter", quarter(json!({ "board": true }))),
    ]
}

type Named = (File, String);

fn files(folder: &str) -> Result<Vec<Named>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if ["xlsx", "xls", "ods", "csv"].contains(&ending) {
            let name = path.file_name().context("a file has no name")?.to_string_lossy().into_owned();
            files.push((File { name, bytes: fs::read(&path)? }, path.display().to_string()));
        }
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(files)
}

/// A call with what it answers here: JSON, the names and hashes of files; or its error.
fn call(verb: &str, request: Value, files: &[Named]) -> Value {
    let given: Vec<File> = files.iter().map(|(file, _)| file.clone()).collect();
    let paths: Vec<Value> = files.iter().map(|(file, path)| json!({ "name": file.name, "path": path })).collect();
    let mut call = json!({ "verb": verb, "request": request, "files": paths });
    match api::call(verb, request, given) {
        Ok(answer) => {
            let made = answer.files.iter().map(|file| json!({ "name": file.name, "hash": merge::hash(&file.bytes) }));
            call["made"] = made.collect();
            call["answer"] = json!(answer.json);
        }
        Err(error) => call["error"] = json!(error),
    }
    call
}
