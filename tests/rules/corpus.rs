//! The logs of `tests/corpus/` with all rules: every finding expected, and no other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use escalog::edit;
use escalog::finding::{Finding, Findings};
use escalog::grid::Value;
use escalog::policy::Policy;
use escalog::rules;
use escalog::timeline::Checked;

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
            let found = example.findings(example.policy());
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
fn many_rows_are_checked_as_a_few_are() {
    /// So many that they are gone through on several threads, part by part.
    const MANY: usize = 1_001;
    for (file, examples) in corpus() {
        for mut example in examples {
            let own = example.rows.split_off(1);
            example.rows.extend(own.into_iter().cycle().take(MANY));
            example.checked(|checked| {
                let said = |finding: &Finding| (finding.rule.code, finding.cell, finding.message.clone());
                let mut each = Findings::of_file("log.xlsx");
                let rules = rules::ALL.iter().filter(|rule| !rules::is_tidying(rule));
                rules.for_each(|rule| (rule.check)(checked, &mut each));
                let expected: Vec<_> = Findings::sorted(vec![each]).iter().map(said).collect();
                let found: Vec<_> = rules::check(checked).iter().map(said).collect();
                assert!(found == expected, "tests/corpus/{file}, line {}", example.line);
            });
        }
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

/// Every clause that a procedure's file holds.
fn clauses(policy: &Policy) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    for edition in policy.editions() {
        all.extend(edition.stages.iter().map(|stage| stage.clause.as_str()));
        for duty in &edition.duties {
            all.insert(&duty.clause);
            all.extend(duty.tracks.iter().map(|track| track.clause.as_str()));
            let tracks = duty.tracks.iter().flat_map(|track| &track.bounds);
            all.extend(duty.bounds.iter().chain(tracks).filter_map(|bound| bound.clause.as_deref()));
        }
        all.extend(edition.entries.iter().map(|entry| entry.clause.as_str()));
        all.extend(edition.exemptions.iter().map(|exempt| exempt.clause.as_str()));
        all.extend(edition.readings.iter().map(|reading| reading.clause.as_str()));
        all.extend(edition.clauses.stated().map(|(_, clause)| clause));
    }
    all
}

#[test]
fn the_clause_of_a_finding_stands_in_its_procedure() {
    let examples: Vec<Example> = corpus().into_iter().flat_map(|(_, examples)| examples).collect();
    let pages = rules::ALL.iter().flat_map(|rule| examples::read(rule.page));
    let policies: Vec<Policy> = Policy::built_in_ids().map(|id| Policy::built_in(id).unwrap()).collect();
    let mut rest = BTreeSet::new();
    for example in examples.iter().cloned().chain(pages) {
        // A log of one procedure, judged by every other as well.
        for policy in &policies {
            let known = clauses(policy);
            for finding in example.checked_by(policy, rules::check) {
                if let Some(clause) = &finding.clause {
                    let (code, id) = (finding.rule.code, policy.id());
                    assert!(known.contains(clause.as_str()), "{code}: {id} has no clause `{clause}`");
                    rest.insert(finding.rule.code);
                }
            }
        }
    }
    assert!(rest.len() > 15, "only these rest on a clause: {rest:?}");
}

#[test]
fn what_was_fixed_is_not_found_again() {
    let pages = rules::ALL.iter().flat_map(|rule| examples::read(rule.page));
    let mut fixed = BTreeSet::new();
    for example in corpus().into_iter().flat_map(|(_, examples)| examples).chain(pages) {
        let policy = example.policy();
        let all = |checked: &Checked<'_>| [rules::check(checked), rules::tidy(checked)].concat();
        let before = example.checked_by(policy, all);
        let mut sheet = example.sheet();
        let is_certain = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.certain);
        for finding in before.iter().filter(is_certain) {
            let fix = finding.fix.as_ref().unwrap();
            let cell = sheet.cells.iter_mut().find(|cell| cell.at == fix.cell).unwrap();
            assert_eq!(cell.value.shown(), fix.before, "{}", finding.rule.code);
            cell.value = match &fix.after {
                edit::Value::Text(text) => Value::Text(text.to_string()),
                edit::Value::Date(day) => Value::Date(day.date.into()),
                other => panic!("{}: no rule writes {other}", finding.rule.code),
            };
            fixed.insert(finding.rule.code);
        }
        // Nothing else is found than what could not be fixed.
        let lines = |findings: &[Finding]| findings.iter().map(line).collect::<BTreeSet<_>>();
        let left: Vec<Finding> = before.iter().filter(|finding| !is_certain(finding)).cloned().collect();
        let after = example.checked_with(sheet, policy, all);
        assert_eq!(lines(&after), lines(&left), "line {} of {:?}", example.line, example.rows.first());
    }
    assert_eq!(fixed, BTreeSet::from(["F201", "F202", "F203"]));
}
