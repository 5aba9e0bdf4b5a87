//! The settings that a marked workbook carries.

use escalog::api::{self, ProcedureFile, Settings};
use escalog::calendar::Closure;

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
    let own = asked.in_workbook(&read(&marked())).unwrap();
    assert_eq!((own.policy.as_deref(), own.readings()), (Some("liverpool"), &["working-days".to_owned()][..]));
    assert_eq!((own.due_soon, own.as_of), (Some(4), Some(day("2025-03-12"))));
    let answer =
        api::annotate(&api::AnnotateRequest { settings: asked, ..Default::default() }, &file(marked())).unwrap();
    assert_eq!(answer.heading.unwrap().policy, "liverpool");
}

#[test]
fn the_days_closed_by_which_it_was_marked_are_named() {
    let mut asked = request("2025-03-12");
    asked.settings.policy = Some("liverpool".into());
    let closure = |agency: Option<&str>, from, to: Option<&str>| Closure {
        agency: agency.map(str::to_owned),
        from: day(from),
        to: to.map(day),
        why: "inset".into(),
    };
    asked.settings.closures = vec![
        closure(None, "2025-03-17", None),
        closure(None, "2025-04-14", Some("2025-04-16")),
        closure(Some("Oakfield"), "2025-05-01", None),
    ];
    let marked = read(&mark_as(&asked, &file(log())).1);
    let sheet = marked.sheets.iter().find(|sheet| sheet.name == "escalog").unwrap();
    let closed = sheet.rows().filter(|row| row[0].value.text() == Some("No working days"));
    let said: Vec<_> = closed.map(|row| row[1].value.text().unwrap().to_owned()).collect();
    assert_eq!(said, ["Mon 17 Mar 2025: inset", "Mon 14 Apr 2025 to Wed 16 Apr 2025: inset"]);
}

#[test]
fn the_workbook_stands_over_the_folder_and_the_options_over_both() {
    let defaults = Settings { policy: Some("redbridge".into()), due_soon: Some(1), ..Settings::default() };
    let options = Settings { due_soon: Some(9), defaults: Some(Box::new(defaults)), ..Settings::default() };
    let own = options.in_workbook(&read(&marked())).unwrap();
    assert_eq!((own.policy.as_deref(), own.due_soon), (Some("liverpool"), Some(9)));
    assert_eq!(options.alone().policy.as_deref(), Some("redbridge"));
    let other = Settings { policy: Some("birmingham".into()), ..options };
    let own = other.in_workbook(&read(&marked())).unwrap();
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

fn own(id: &str) -> ProcedureFile {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/saltmarket.toml");
    let text = std::fs::read_to_string(path).unwrap().replace("id = \"saltmarket\"", &format!("id = {id:?}"));
    ProcedureFile { name: format!("{id}.toml"), text }
}

/// A log marked under a procedure of the user's own, with a reading of it.
fn marked_by_own() -> Vec<u8> {
    let settings = Settings {
        policy: Some("saltmarket.toml".into()),
        procedures: vec![own("saltmarket")],
        readings: Some(vec!["working-day-60".into()]),
        as_of: Some(day("2025-03-12")),
        ..Settings::default()
    };
    mark_as(&api::AnnotateRequest { settings, ..Default::default() }, &file(log())).1
}

#[test]
fn a_log_marked_under_a_procedure_of_ones_own_is_judged_by_no_other_unseen() {
    let folder = |defaults: Settings| Settings {
        as_of: Some(day("2025-03-12")),
        defaults: Some(Box::new(defaults)),
        ..Settings::default()
    };
    let redbridge = || Settings { policy: Some("redbridge".into()), ..Settings::default() };
    let told = "marked.xlsx: this log is marked under `saltmarket`, a procedure that is not built in; \
                give its file with `--policy`";
    let marked = || api::File { name: "marked.xlsx".into(), bytes: marked_by_own() };
    let check = |settings: &Settings| api::check(settings, &[marked()], &mut |_| {});
    assert_eq!(check(&folder(Settings::default())).unwrap_err().to_string(), told);
    let answer = check(&folder(redbridge())).unwrap();
    assert_eq!((answer.rows.len(), answer.errors[0].to_string().as_str()), (0, told));
    let again = api::AnnotateRequest { settings: folder(redbridge()), ..Default::default() };
    assert_eq!(api::annotate(&again, &marked()).unwrap_err().to_string(), told);
    assert!(api::clear(&again, &marked()).is_ok());
    // The folder's file of that id is its procedure; one of another id is not.
    let given = |id: &str| Settings { policy: Some(format!("{id}.toml")), procedures: vec![own(id)], ..redbridge() };
    let answer = check(&folder(given("saltmarket"))).unwrap();
    assert_eq!((answer.errors, answer.heading.policy.as_str(), answer.rows.len()), (vec![], "saltmarket", 9));
    assert_eq!(answer.heading.readings, ["working-day-60"]);
    assert_eq!(check(&folder(given("glenside"))).unwrap().errors[0].to_string(), told);
    // What is chosen by hand holds, as over a built-in procedure.
    let answer = check(&Settings { policy: Some("liverpool".into()), ..folder(redbridge()) }).unwrap();
    assert_eq!((answer.errors, answer.heading.policy.as_str()), (vec![], "liverpool"));
}

#[test]
fn the_readings_of_a_procedure_of_ones_own_stay_in_force() {
    for policy in [None, Some("saltmarket"), Some("saltmarket.toml")] {
        let procedures = vec![own("saltmarket")];
        let given = Settings { policy: policy.map(str::to_owned), procedures, ..Settings::default() };
        assert_eq!(given.in_workbook(&read(&marked_by_own())).unwrap().readings(), ["working-day-60"], "{policy:?}");
    }
    let other = Settings { procedures: vec![own("glenside")], ..Settings::default() };
    assert!(other.in_workbook(&read(&marked_by_own())).unwrap().readings().is_empty());
}

#[test]
fn the_folders_readings_are_those_of_its_own_procedure() {
    let defaults = Settings {
        policy: Some("redbridge".into()),
        readings: Some(vec!["second-window".into()]),
        ..Settings::default()
    };
    let asked = Settings { defaults: Some(Box::new(defaults)), ..Settings::default() };
    let mut birmingham = request("2025-03-12");
    birmingham.settings.policy = Some("birmingham".into());
    let marked = mark_as(&birmingham, &file(log())).1;
    let own = asked.in_workbook(&read(&marked)).unwrap();
    assert_eq!((own.policy.as_deref(), own.readings().len()), (Some("birmingham"), 0));
    assert_eq!(asked.alone().readings(), ["second-window"]);
}

#[test]
fn a_log_marked_without_readings_is_judged_without_those_of_the_folder() {
    let working_days = || Some(vec!["working-days".to_owned()]);
    let defaults = Settings { policy: Some("liverpool".into()), readings: working_days(), ..Settings::default() };
    let mut request = request("2025-03-12");
    request.settings.policy = Some("liverpool".into());
    let marked = mark_as(&request, &file(log())).1;
    let in_force = |policy: Option<&str>, readings: Option<Vec<String>>| {
        let defaults = Some(Box::new(defaults.clone()));
        let asked = Settings { policy: policy.map(str::to_owned), readings, defaults, ..Settings::default() };
        asked.in_workbook(&read(&marked)).unwrap().readings().to_vec()
    };
    assert_eq!(in_force(None, None), [""; 0]);
    assert_eq!(in_force(Some("liverpool"), None), [""; 0]);
    assert_eq!(in_force(None, working_days()), ["working-days"]);
}

#[test]
fn the_procedure_is_chosen_by_its_id_among_files_and_built_in_ones() {
    let chosen = |policy: Option<&str>| {
        let procedures = vec![own("saltmarket"), own("glenside")];
        Settings { policy: policy.map(str::to_owned), procedures, ..Settings::default() }.policy()
    };
    for (policy, id) in [("glenside", "glenside"), ("saltmarket.toml", "saltmarket"), ("redbridge", "redbridge")] {
        assert_eq!(chosen(Some(policy)).unwrap().id(), id);
    }
    let told = "there is no procedure `birmingam`; choose one of saltmarket, glenside, liverpool, city-and-hackney, \
                birmingham, redbridge, lincolnshire, or give its file";
    assert_eq!(chosen(Some("birmingam")).unwrap_err().to_string(), told);
    let told = "glenside.toml: this is procedure `glenside`, the other is `saltmarket`; give editions of one procedure";
    assert_eq!(chosen(None).unwrap_err().to_string(), told);
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
        settings.in_workbook(&read(&marked)).unwrap().readings().to_vec()
    };
    assert_eq!(in_force(None), ["working-days"]);
    let asked = Settings { policy: Some("liverpool".into()), as_of: Some(day("2025-03-12")), ..Settings::default() };
    let answer = api::check(&asked, &[file(marked.clone())], &mut |_| {}).unwrap();
    assert_eq!(answer.heading.readings, ["working-days"], "the answer names what is in force");
    assert_eq!(in_force(Some(Vec::new())), [""; 0]);
}
