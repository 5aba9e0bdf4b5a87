//! The page about procedure files, `docs/procedure-files.md`: every example in it loads, and nothing is left out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{Edition, Kind, Policy, json_schema};

const PAGE: &str = include_str!("../../../docs/procedure-files.md");

/// The examples in TOML; the first is a whole file.
fn examples() -> Vec<&'static str> {
    PAGE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

fn load(text: &str) -> Edition {
    let policy = Policy::from_files([("page.toml", text)]).unwrap_or_else(|error| panic!("{error}\n{text}"));
    policy.edition_for(None).clone()
}

/// What stands in backticks or as text in the cells of the table under this heading.
fn table(heading: &str) -> Vec<Vec<String>> {
    let (_, below) = PAGE.split_once(&format!("| {heading} |")).unwrap();
    let rows = below.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

#[test]
fn every_example_loads() {
    let examples = examples();
    assert!(examples.len() >= 8, "{}", examples.len());
    let whole = examples[0];
    load(whole);
    for more in &examples[1..] {
        load(&format!("{whole}\n{more}"));
    }
    // All of them together, but for the stage that comes last.
    load(&examples.concat());
}

#[test]
fn every_phrase_and_condition_loads() {
    let whole = examples()[0];
    let duty = |due: &str, when: &str| {
        let example = "[[stage.duty]]\nid = \"example\"\ndoes = \"do\"\nstrength = \"must\"\nclause = \"0\"\n";
        load(&format!("{whole}\n{example}due = [{due:?}]\nwhen = {when:?}\n"))
    };
    let phrases = table("phrase");
    assert_eq!(phrases.len(), 15);
    for row in &phrases {
        let edition = duty(code(&row[0]), "urgent");
        assert_eq!(edition.duty(2, "example").unwrap().bounds[0].window.text, code(&row[0]));
    }
    let conditions = table("condition");
    assert_eq!(conditions.len(), 10);
    for row in &conditions {
        let edition = duty("no time stated", code(&row[0]));
        assert!(edition.duty(2, "example").unwrap().when.is_some());
    }
}

#[test]
fn every_common_event_and_fact_is_listed() {
    let edition = load(examples()[0]);
    let of_other_stages = |id: &str| id.starts_with("stage-1") || id.starts_with("done:");
    let events = edition.events.iter().filter(|event| event.id != "papers-complete" && !of_other_stages(&event.id));
    let events = events.map(|event| vec![format!("`{}`", event.id), event.column.clone().unwrap()]);
    assert_eq!(table("event"), events.collect::<Vec<_>>());
    let facts = edition.facts.iter().filter(|fact| fact.id != "agreed-days").map(|fact| {
        let answers = match &fact.kind {
            Kind::YesNo => "`yes`, `no`".to_owned(),
            Kind::Choice(of) if of.is_empty() => "the ids of the `[[agency]]` entries".to_owned(),
            Kind::Choice(of) => of.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", "),
            Kind::Number => "a number".to_owned(),
        };
        vec![format!("`{}`", fact.id), fact.column.clone(), answers]
    });
    assert_eq!(table("fact"), facts.collect::<Vec<_>>());
}

/// Every key and every word of the schema stands on the page.
#[test]
fn every_key_is_shown() {
    fn walk(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                if let Some(keys) = object.get("properties").and_then(Value::as_object) {
                    found.extend(keys.keys().cloned());
                }
                found.extend(object.get("const").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| walk(value, found));
            }
            Value::Array(all) => all.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let mut known = BTreeSet::new();
    walk(json_schema(), &mut known);
    assert!(known.len() > 60, "{known:?}");
    // The words that a key has where it is left out.
    let usual = ["yes-no", "raising"];
    let page: BTreeSet<&str> = PAGE.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
    let lacking: Vec<_> =
        known.iter().filter(|key| !page.contains(key.as_str()) && !usual.contains(&key.as_str())).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
