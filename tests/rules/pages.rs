//! Every rule's page is complete, and its examples are true.

use std::collections::BTreeSet;

use escalog::finding::{Findings, Rule};
use escalog::rules;

use crate::examples::{self, cell};

#[test]
fn the_examples_of_every_page_are_true() {
    let mut wrong = String::new();
    for rule in rules::ALL {
        let examples = examples::read(rule.page);
        for example in &examples {
            let mut findings = Findings::of_file("log.xlsx");
            let found = example.checked(|checked| {
                (rule.check)(checked, &mut findings);
                Findings::sorted(vec![findings])
            });
            let messages: Vec<_> = found.iter().map(|found| &found.message).collect();
            let cells: BTreeSet<_> = found.iter().map(cell).collect();
            let expected: BTreeSet<_> = example.found.iter().cloned().collect();
            let place = format!("{}, page line {}", rule.code, example.line);
            if cells != expected {
                wrong += &format!("{place}: expected {expected:?}, found {cells:?}: {messages:#?}\n");
            }
            assert_eq!(cells.len(), found.len(), "{place}: a cell is named twice: {messages:#?}");
        }
        assert!(examples.iter().any(|example| !example.found.is_empty()), "{}: no example finds anything", rule.code);
        assert!(examples.iter().any(|example| example.found.is_empty()), "{}: no example is clean", rule.code);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn codes_and_names_are_well_formed_and_unlike_any_other() {
    let codes: BTreeSet<_> = rules::ALL.iter().map(|rule| rule.code).collect();
    let names: BTreeSet<_> = rules::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!((codes.len(), names.len()), (rules::ALL.len(), rules::ALL.len()));
    assert!(rules::ALL.is_sorted_by_key(|rule| rule.code), "not in the order of their codes");
    for rule in rules::ALL {
        let (family, number) = rule.code.split_at(1);
        assert!("FRTDP".contains(family), "{}: no such family", rule.code);
        assert!(number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
        let words = rule.name.split('-');
        assert!(
            words.clone().all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())),
            "{}",
            rule.name
        );
        assert_eq!(rules::find(rule.code), Some(*rule));
        assert_eq!(rules::find(rule.name), Some(*rule));
    }
}

#[test]
fn every_page_is_complete() {
    for rule in rules::ALL {
        let headings: Vec<_> = rule.page.lines().filter(|line| line.starts_with('#')).collect();
        let title = format!("# {} {}", rule.code, rule.name);
        let expected = [title.as_str(), "## Why it matters", "## What to do", "## Examples"];
        assert_eq!(headings, expected, "{}", rule.code);
        let parts = rule.page.split('#').filter(|part| !part.is_empty());
        for part in parts {
            assert!(part.lines().nth(2).is_some_and(|line| !line.is_empty()), "{}: nothing under `{part}`", rule.code);
        }
    }
}

#[test]
fn messages_and_advice_are_written_as_the_house_writes_them() {
    let is_plain = |text: &str| {
        let first = text.chars().next().unwrap_or('X');
        !first.is_uppercase() && !text.ends_with('.') && text.matches('`').count().is_multiple_of(2)
    };
    for Rule { code, message, advice, .. } in rules::ALL {
        assert!(is_plain(message), "{code}: {message}");
        assert!(is_plain(advice) && !advice.contains('{') && advice.len() > 20, "{code}: {advice}");
    }
}
