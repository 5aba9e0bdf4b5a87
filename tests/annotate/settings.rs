//! The settings that a marked workbook carries.

use escalog::api::{self, ProcedureFile, Settings};

use super::{day, file, log, mark_as, read, request};

fn marked() -> Vec<u8> {
    let mut asked = request("2025-03-12");
    asked.settings.policy = Some("liverpool".into());
    asked.settings.readings = Some(vec!["working-days".into()]);
    asked.settings.due_soon = Some(4);
    mark_as(&asked, &file(log())).1
}

#[test]
fn a_workbook_says_by_what_it_was_marked() {
    let asked = Settings { as_of: Some(day("2025-03-12")), ..Settings::default() };
    let own = asked.in_workbook(&read(&marked()));
    assert_eq!((own.policy.as_deref(), own.readings()), (Some("liverpool"), &["working-days".to_owned()][..]));
    assert_eq!((own.due_soon, own.as_of), (Some(4), Some(day("2025-03-12"))));
    let answer =
        api::annotate(&api::AnnotateRequest { settings: asked, ..Default::default() }, &file(marked())).unwrap();
    assert_eq!(answer.heading.unwrap().policy, "liverpool");
}

#[test]
fn the_workbook_stands_over_the_folder_and_the_options_over_both() {
    let defaults = Settings { policy: Some("redbridge".into()), due_soon: Some(1), ..Settings::default() };
    let options = Settings { due_soon: Some(9), defaults: Some(Box::new(defaults)), ..Settings::default() };
    let own = options.in_workbook(&read(&marked()));
    assert_eq!((own.policy.as_deref(), own.due_soon), (Some("liverpool"), Some(9)));
    assert_eq!(options.alone().policy.as_deref(), Some("redbridge"));
    let other = Settings { policy: Some("birmingham".into()), ..options };
    let own = other.in_workbook(&read(&marked()));
    assert_eq!((own.policy.as_deref(), own.readings().len()), (Some("birmingham"), 0));
}

#[test]
fn checking_a_marked_log_needs_no_procedure_named() {
    let asked = Settings { as_of: Some(day("2025-03-12")), ..Settings::default() };
    let answer = api::check(&asked, &[file(marked())], &mut |_| {}).unwrap();
    assert_eq!((answer.heading.policy.as_str(), answer.rows.len()), ("liverpool", 9));
    assert!(api::check(&asked, &[file(log())], &mut |_| {}).is_err());
}

#[test]
fn a_procedure_file_chooses_the_procedure_without_an_id_too() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/saltmarket.toml");
    let procedure = ProcedureFile { name: "own.toml".into(), text: std::fs::read_to_string(path).unwrap() };
    let defaults = Settings { policy: Some("redbridge".into()), ..Settings::default() };
    let asked = Settings {
        procedures: vec![procedure],
        as_of: Some(day("2025-03-12")),
        defaults: Some(Box::new(defaults)),
        ..Settings::default()
    };
    // What the second one was marked by is none of this procedure's.
    for log in [log(), marked()] {
        let answer = api::check(&asked, &[file(log)], &mut |_| {}).unwrap();
        assert_eq!((answer.errors, answer.heading.policy.as_str()), (vec![], "saltmarket"));
        assert!(answer.heading.readings.is_empty());
    }
}

#[test]
fn the_readings_of_a_marked_log_can_be_put_out_of_force() {
    let with = |readings: Option<Vec<String>>| {
        let settings = Settings { policy: Some("liverpool".into()), readings, ..Settings::default() };
        let request = api::AnnotateRequest {
            settings: Settings { as_of: Some(day("2025-03-12")), ..settings },
            ..api::AnnotateRequest::default()
        };
        super::mark_as(&request, &file(log())).1
    };
    let marked = with(Some(vec!["working-days".into()]));
    let in_force = |readings: Option<Vec<String>>| {
        let settings = Settings { policy: Some("liverpool".into()), readings, ..Settings::default() };
        settings.in_workbook(&read(&marked)).readings().to_vec()
    };
    assert_eq!(in_force(None), ["working-days"]);
    let asked = Settings { policy: Some("liverpool".into()), as_of: Some(day("2025-03-12")), ..Settings::default() };
    let answer = api::check(&asked, &[file(marked.clone())], &mut |_| {}).unwrap();
    assert_eq!(answer.heading.readings, ["working-days"], "the answer names what is in force");
    assert_eq!(in_force(Some(Vec::new())), [""; 0]);
}
