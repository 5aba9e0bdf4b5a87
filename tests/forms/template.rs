//! The blank log of every procedure: an empty log to the engine, and a log that can be filled in.

use std::fs;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use escalog::api::{self, ProcedureFile, Settings};
use escalog::edit::Script;
use escalog::log::Engine;
use escalog::policy::Policy;
use escalog::workbook;
use serde_json::{Value, json};

use super::office::{self, Office};
use super::{err, folder, out, run};

fn blank(policy: &str) -> String {
    let path = folder("template").join(format!("{policy}.xlsx")).display().to_string();
    let made = run(&["template", "--policy", policy, "--as-of", "2025-06-30", "-o", &path]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    path
}

fn checked(path: &str) -> Value {
    // The procedure is known from the workbook itself.
    let answer = run(&["check", path, "--as-of", "2025-06-30", "--format", "json"]);
    serde_json::from_str(&out(&answer)).unwrap_or_else(|_| panic!("{}", err(&answer)))
}

#[test]
fn a_blank_log_is_a_nil_return_in_which_every_column_is_known() {
    for policy in Policy::built_in_ids() {
        let path = blank(policy);
        assert_eq!(workbook::modified(&fs::read(&path).unwrap()), Some("2025-06-30".parse().unwrap()), "{policy}");
        let answer = checked(&path);
        assert_eq!(answer["policy"], policy);
        assert_eq!(answer["rows"], json!([]), "{policy}");
        let [log] = answer["logs"].as_array().unwrap().as_slice() else { panic!("{policy}: {}", answer["logs"]) };
        assert_eq!(log["unknown_columns"], json!([]), "{policy}");
        let codes: Vec<&str> =
            answer["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
        // The agency is still to be put in, and no row stands there.
        assert!(codes.iter().all(|code| ["F104", "F110"].contains(code)), "{policy}: {codes:?}");
    }
}

/// A case put into the blank log as a person would.
fn filled() -> String {
    let path = blank("liverpool");
    let cells = [
        ("A3", json!("Agency / School: Larkmoor Primary")),
        ("A6", json!("1")),
        ("B6", json!("Tansy Mossworthy 04/02/2014")),
        ("C6", json!("neglect")),
        ("D6", json!("S47")),
        ("E6", json!("threshold")),
        ("F6", json!("call made")),
        ("H6", json!({ "date": "2025-06-02" })),
        ("I6", json!(2)),
        ("J6", json!({ "date": "2025-05-30" })),
    ];
    let edits: Vec<Value> =
        cells.iter().map(|(cell, value)| json!({ "set": { "cell": cell, "value": value } })).collect();
    let script: Script = serde_json::from_value(json!({ "sheet": "Log", "edits": edits })).unwrap();
    let bytes = workbook::patch("blank.xlsx", &fs::read(path).unwrap(), &script).unwrap();
    super::file("template", "filled.xlsx", bytes)
}

#[test]
fn a_case_put_into_it_is_read_and_marked() {
    let path = filled();
    let answer = checked(&path);
    let row = &answer["rows"][0];
    assert_eq!((&row["number"], &row["stage"], &row["status"]), (&json!("1"), &json!(2), &json!("overdue")), "{row}");
    let marked = folder("template").join("marked.xlsx").display().to_string();
    let done = run(&["annotate", &path, "--as-of", "2025-06-30", "-o", &marked]);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(&marked).unwrap())).unwrap();
    let cells = book.worksheet_range("Log").unwrap();
    // The engine's columns are those of the blank log: none stands there twice.
    let headings: Vec<String> = cells.rows().nth(4).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings.iter().filter(|heading| *heading == "Status").count(), 1, "{headings:?}");
    let status = headings.iter().position(|heading| heading == "Status").unwrap();
    assert_eq!(cells.get((5, status)).unwrap().to_string(), "overdue");
}

#[test]
fn libreoffice_opens_it_with_its_lists_and_turns_cells_red_by_itself() {
    let Some(office) = Office::new("template") else { return };
    let fods =
        office.converted("filled.xlsx", &fs::read(filled()).unwrap(), "fods").expect("LibreOffice Calc opens it");
    let text = String::from_utf8(fods).unwrap();
    for list in ["&quot;Early Help&quot;;&quot;S17&quot;;&quot;S47&quot;", "cell-content-is-date"] {
        assert!(text.contains(list), "no {list}");
    }
    assert!(text.contains("calcext:conditional-format"), "no conditional formats");
    let pdf = office.converted("blank.xlsx", &fs::read(blank("liverpool")).unwrap(), "pdf").unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    // Looked at by a person: the file is left where the tests' other files are.
    super::file("template", "blank.pdf", pdf);
}

/// The parts of a row that decide whether it is overdue, drawn at random: mostly as a person types them.
fn drawn(draw: &mut impl FnMut(u64) -> u64, columns: &[String]) -> Vec<(String, Value)> {
    let day = |days: i64| {
        (chrono::NaiveDate::from_ymd_opt(2024, 11, 20).unwrap() + chrono::Days::new(days as u64)).to_string()
    };
    let (mut cells, mut at) = (Vec::new(), draw(60) as i64);
    for heading in columns {
        let own = match heading.as_str() {
            "Date concern arose" => Some(json!({ "date": day(at) })),
            "Stage" => (draw(3) > 0).then(|| json!(1 + draw(4))),
            "Date resolved" => (draw(8) == 0).then(|| json!({ "date": day(at + draw(9) as i64) })),
            "Resolve sooner by" => (draw(4) == 0).then(|| json!({ "date": day(at + draw(12) as i64) })),
            "Section 117" => match draw(9) {
                0 => Some(json!("yes")),
                1..4 => Some(json!("no")),
                _ => None,
            },
            stage if stage.starts_with("Stage ") && stage.ends_with(" began") => (draw(3) == 0).then(|| {
                at += draw(7) as i64;
                json!({ "date": day(at) })
            }),
            _ => None,
        };
        cells.extend(own.map(|value| (heading.clone(), value)));
    }
    cells
}

#[test]
fn what_is_overdue_turns_red_by_itself_and_nothing_else() {
    const ROWS: u32 = 90;
    const DAYS: [&str; 3] = ["2024-12-27", "2025-01-02", "2025-01-20"];
    let Some(office) = Office::on_days("template-overdue") else { return };
    let mut seed = 20_u64;
    let mut draw = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut books = Vec::new();
    for policy in Policy::built_in_ids() {
        let blank = fs::read(blank(policy)).unwrap();
        let cells = Xlsx::new(Cursor::new(blank.clone()))
            .map(|mut book: Xlsx<_>| book.worksheet_range("Log").unwrap())
            .unwrap();
        let headings: Vec<String> = cells.rows().nth(4).unwrap().iter().map(ToString::to_string).collect();
        // The very rule of the file, in the cells of a column far to the right.
        let sheet = office::part(&blank, "xl/worksheets/sheet1.xml");
        let (_, rule) =
            sheet.split_once("<formula>IF(AND(ISNUMBER($H6)").unwrap_or_else(|| panic!("{policy}: no rule"));
        let rule = format!("IF(AND(ISNUMBER($H6){}", rule.split_once("</formula>").unwrap().0);
        let rule = rule.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        let (mut edits, mut typed) = (Vec::new(), Vec::new());
        for row in 6..6 + ROWS {
            edits.push(json!({ "set": { "cell": format!("A{row}"), "value": format!("{row}") } }));
            let cells = drawn(&mut draw, &headings);
            for (heading, value) in &cells {
                let column = headings.iter().position(|own| own == heading).unwrap() as u32;
                let cell = format!("{}{row}", escalog::grid::column_letters(column));
                edits.push(json!({ "set": { "cell": cell, "value": value } }));
            }
            typed.push(cells);
            let own = ('A'..='Z')
                .fold(rule.clone(), |rule, letter| rule.replace(&format!("${letter}6"), &format!("${letter}{row}")));
            edits.push(json!({ "set": { "cell": format!("AZ{row}"), "formula": own, "value": "" } }));
        }
        let script: Script = serde_json::from_value(json!({ "sheet": "Log", "edits": edits })).unwrap();
        let bytes = workbook::patch("blank.xlsx", &blank, &script).unwrap();
        books.push((policy, typed, bytes));
    }
    let files: Vec<Vec<u8>> = books.iter().map(|(.., bytes)| bytes.clone()).collect();
    let mut both = vec![[0, 0]; books.len()];
    for day in DAYS {
        let shown = office.on_day(day, &files);
        for (((policy, typed, bytes), shown), both) in books.iter().zip(shown).zip(&mut both) {
            let path = super::file("template", &format!("typed-{policy}.xlsx"), bytes);
            let answer = run(&["check", &path, "--as-of", day, "--format", "json"]);
            let answer: Value = serde_json::from_str(&out(&answer)).unwrap();
            for row in answer["rows"].as_array().unwrap() {
                let at = row["row"].as_u64().unwrap() as usize;
                let (typed, red) = (&typed[at - 6], shown[at - 1][51].as_str());
                // What the sheet says that it leaves to annotate: a day that is still to come.
                let to_come = |(heading, value): &(String, Value)| {
                    heading != "Resolve sooner by" && value["date"].as_str().is_some_and(|date| date > day)
                };
                let overdue = row["status"] == "overdue" && !typed.iter().any(to_come);
                let expected = if overdue { "TRUE" } else { "FALSE" };
                assert_eq!(red, expected, "{policy}, {day}, row {at}: {typed:?}: {row}");
                both[usize::from(overdue)] += 1;
            }
        }
    }
    assert!(both.iter().flatten().all(|count| *count > 30), "{both:?} are red or not");
}

/// The columns of a blank log, and those of the marks, are the log's own: a duty of a procedure file can't have one.
#[test]
fn no_duty_can_have_a_column_of_the_logs_own() {
    let own = include_str!("../policies/brindlemoor.toml");
    let settings = Settings {
        procedures: vec![ProcedureFile { name: "own.toml".into(), text: own.into() }],
        as_of: Some("2025-03-03".parse().unwrap()),
        ..Settings::default()
    };
    let headings = api::template(&settings).unwrap().0.columns;
    let of_duties = ["Raised with the other agency", "Reply received", "Mediation asked for"];
    let headings: Vec<&str> =
        headings.iter().map(String::as_str).filter(|heading| !of_duties.contains(heading)).collect();
    assert!(headings.len() > 12, "{headings:?}");
    for heading in headings.into_iter().chain(Engine::ALL.map(Engine::heading)) {
        let text = own.replace("\"Reply received\"", &format!("{heading:?}"));
        let error = Policy::from_files([("own.toml", text.as_str())]).unwrap_err();
        assert!(error.message().starts_with(&format!("`{heading}` is ")), "{error}");
    }
}
