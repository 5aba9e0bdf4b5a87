//! The logs of `tests/corpus/` with all rules: every finding expected, and no other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use escalog::finding::Finding;
use escalog::policy::Policy;
use escalog::rules;

use crate::examples::{self, Example, cell};

/// Each file's name with its examples.
pub fn corpus() -> Vec<(String, Vec<Example>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    files.retain(|path| !path.ends_with("README.md"));
    files.sort();
    let read = |path: PathBuf| {
        let examples = examples::read(&std::fs::read_to_string(&path).unwrap());
        (path.file_name().unwrap().to_string_lossy().into_owned(), examples)
    };
    files.into_iter().map(read).collect()
}

/// `E2 T101 overdue`.
pub fn line(finding: &Finding) -> String {
    format!("{} {} {}", cell(finding), finding.rule.code, finding.rule.name)
}

#[test]
fn every_log_of_the_corpus_gives_what_it_says() {
    let mut wrong = String::new();
    for (file, examples) in corpus() {
        assert!(!examples.is_empty(), "{file}: no table with `Found:` below it");
        for example in examples {
            let found = example.checked(rules::check);
            let mut expected = example.found.clone();
            let mut differences = String::new();
            for finding in &found {
                match expected.iter().position(|entry| *entry == line(finding)) {
                    Some(place) => drop(expected.remove(place)),
                    None => differences += &format!("  also found  - {}   ({})\n", line(finding), finding.message),
                }
            }
            expected.iter().for_each(|entry| differences += &format!("  not found   - {entry}\n"));
            if !differences.is_empty() {
                wrong += &format!("tests/corpus/{file}, line {}\n{differences}", example.line);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_clean_log_of_every_procedure_is_there() {
    let clean = |example: &Example| example.found.is_empty() && example.rows.len() >= 4;
    let clean: BTreeSet<_> =
        corpus().into_iter().flat_map(|(_, examples)| examples).filter(clean).map(|e| e.policy).collect();
    for id in Policy::built_in_ids() {
        assert!(clean.contains(id), "no clean log of {id}");
    }
}

#[test]
fn every_rule_finds_something_and_stays_quiet_somewhere() {
    let examples: Vec<Example> = corpus().into_iter().flat_map(|(_, examples)| examples).collect();
    for rule in rules::ALL {
        let finds = |example: &&Example| example.found.iter().any(|entry| entry.split(' ').nth(1) == Some(rule.code));
        let finding = examples.iter().filter(finds).count();
        assert!(finding > 0, "{} {} is not in the corpus", rule.code, rule.name);
        assert!(finding < examples.len(), "{} {} is never quiet", rule.code, rule.name);
    }
}

#[test]
fn messages_are_filled_in() {
    let pages = rules::ALL.iter().flat_map(|rule| examples::read(rule.page));
    for example in corpus().into_iter().flat_map(|(_, examples)| examples).chain(pages) {
        for finding in example.checked(rules::check) {
            let message = &finding.message;
            assert!(!message.contains(['{', '}']), "{}: {message}", finding.rule.code);
            assert!(!message.contains("``") && !message.contains("  ") && !message.ends_with(' '), "{message}");
            assert!(
                finding.clause.as_ref().is_none_or(|clause| !clause.is_empty()),
                "{}: {message}",
                finding.rule.code
            );
        }
    }
}
