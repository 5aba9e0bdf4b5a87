//! Logs as they are returned, and workbooks that real programs saved.
//!
//! In: `examples/returned`, the small workbooks beside this file, which `tests/workbooks/make.py` wrote, and,
//! where they are at hand, other projects' workbooks. Out: what stands in each is found, and nothing panics.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use escalog::api::{self, File, Settings};
use escalog::error::Code;
use escalog::grid::{DateSystem, Value, Workbook};
use escalog::log::{self, Field, Log, Meaning, Row, Table};
use escalog::policy::Policy;
use escalog::workbook::{self, Reading};
use proptest::prelude::*;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder("tests/workbooks").join(name)).unwrap()
}

fn read(name: &str) -> Workbook {
    workbook::read(name, &bytes(name)).unwrap()
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()
}

fn log_in(name: &str, workbook: &Workbook) -> Log {
    log::read(name, workbook, &Policy::built_in("liverpool").unwrap(), as_of())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// What the row records of an event, as text.
fn event(table: &Table, row: &Row, id: &str) -> String {
    let is = |place: usize| table.columns[place].meaning == Meaning::Event(id.into());
    let found = row.events.iter().find(|(place, _)| is(*place));
    match found.map(|(_, when)| when) {
        Some(Field::Known(moment)) => moment.to_string(),
        Some(Field::Unclear(why)) => format!("{why:?}"),
        Some(Field::Blank) | None => String::new(),
    }
}

#[derive(serde::Deserialize)]
struct Expected {
    files: BTreeMap<String, ExpectedFile>,
}

#[derive(serde::Deserialize)]
struct ExpectedFile {
    sheet_rows: Vec<u32>,
    raised_in_q2: usize,
    faults: Vec<Fault>,
}

#[derive(serde::Deserialize)]
struct Fault {
    cell: String,
    kind: String,
}

#[test]
fn every_row_of_the_returned_logs_is_found() {
    let folder = folder("examples/returned");
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Expected = serde_json::from_str(&expected).unwrap();
    assert_eq!(expected.files.len(), 8);
    for (name, expected) in expected.files {
        let workbook = workbook::read(&name, &std::fs::read(folder.join(&name)).unwrap()).unwrap();
        let log = log_in(&name, &workbook);
        let rows: Vec<u32> = log.rows().map(|(_, row)| row.row + 1).collect();
        assert_eq!(rows, expected.sheet_rows, "{name}");
        let raised = log.rows().filter(|(table, row)| {
            let concern = event(table, row, "concern");
            ("2025-04-01".."2025-07-01").contains(&concern.as_str())
        });
        assert_eq!(raised.count(), expected.raised_in_q2, "{name}");
        for fault in expected.faults {
            let unclear = unclear_at(&log, &fault.cell);
            match fault.kind.as_str() {
                "american-date" => assert_eq!(unclear.as_deref(), Some("Date(American)"), "{name} {}", fault.cell),
                "impossible-date" => assert_eq!(unclear.as_deref(), Some("Date(NoSuchDay)"), "{name} {}", fault.cell),
                "impossible-year" => {
                    assert_eq!(unclear.as_deref(), Some("Date(YearNotMeant)"), "{name} {}", fault.cell)
                }
                "unknown-level" => assert_eq!(unclear.as_deref(), Some("Level"), "{name} {}", fault.cell),
                "unknown-stage" => assert_eq!(unclear.as_deref(), Some("Stage"), "{name} {}", fault.cell),
                "no-agency" => {
                    assert!(log.tables.iter().any(|t| t.placeholder.is_some_and(|at| at.to_string() == fault.cell)));
                }
                _ => {}
            }
        }
    }
}

/// Why the cell at this place can't be understood.
fn unclear_at(log: &Log, cell: &str) -> Option<String> {
    log.rows().find_map(|(table, row)| {
        let place = (0..table.columns.len()).find(|place| table.cell(row, *place).unwrap().to_string() == cell)?;
        let of_list = row.events.iter().find(|(at, _)| *at == place).and_then(|(_, field)| field.unclear());
        let of_field = match table.columns[place].meaning {
            Meaning::Level => row.level.unclear(),
            Meaning::Stage => row.stage.unclear(),
            _ => None,
        };
        of_list.or(of_field).map(|why| format!("{why:?}"))
    })
}

/// The same log in every format: the cells a log is read from agree.
#[test]
fn one_log_reads_alike_in_every_format() {
    for name in ["log.xlsx", "log.xls", "log.ods", "log.csv", "log-1904.xlsx", "log-libreoffice.xlsx"] {
        let log = log_in(name, &read(name));
        let [table] = log.tables.as_slice() else { panic!("{name}: {} tables", log.tables.len()) };
        assert_eq!(table.agency.as_ref().map(|(agency, _)| agency.as_str()), Some("Larkrise Primary"), "{name}");
        assert_eq!(table.heading_row, 2, "{name}");
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| {
                let known = |field: &Field<String>| field.known().cloned().unwrap_or_default();
                let born = row.born.known().map(ToString::to_string).unwrap_or_default();
                let event = |id| event(table, row, id);
                [
                    (row.row + 1).to_string(),
                    known(&row.number),
                    known(&row.name),
                    born,
                    known(&row.level),
                    event("concern"),
                    event("stage-2-began"),
                    event("resolved"),
                ]
            })
            .collect();
        let expected = [
            ["4", "1", "AB", "2012-04-03", "S17", "2025-04-03T10:15", "2025-04-07", "2025-04-10"],
            ["5", "2", "Sam Example", "", "S47", "2025-04-22", "", ""],
            ["7", "3", "Case 4471", "2014-01-05", "Early Help", "2025-05-06", "", ""],
        ];
        assert_eq!(rows, expected.map(|row| row.map(str::to_owned)), "{name}");
    }
}

#[test]
fn a_1904_workbook_says_so() {
    assert_eq!(read("log-1904.xlsx").date_system, DateSystem::From1904);
    assert_eq!(read("log.xlsx").date_system, DateSystem::From1900);
}

#[test]
fn a_formula_without_a_result_is_unknown_not_empty() {
    let workbook = read("formulas.xlsx");
    let values: Vec<_> =
        workbook.sheets[0].cells.iter().filter(|cell| cell.formula.is_some()).map(|cell| cell.value.clone()).collect();
    assert_eq!(values, [Value::NotCalculated, Value::NotCalculated]);
    let log = log_in("formulas.xlsx", &workbook);
    let (table, row) = log.rows().next().unwrap();
    assert_eq!(event(table, row, "stage-2-began"), "Formula");

    // The same after a spreadsheet program has calculated it.
    for name in ["calculated.xlsx", "calculated.ods", "calculated.xls"] {
        let workbook = read(name);
        let formulas = workbook.sheets[0].cells.iter().filter(|cell| cell.formula.is_some()).count();
        assert_eq!(formulas, 2, "{name}");
        let log = log_in(name, &workbook);
        let (table, row) = log.rows().next().unwrap();
        assert_eq!(event(table, row, "stage-2-began"), "2025-04-07", "{name}");
    }
}

#[test]
fn hidden_rows_columns_and_sheets_and_merged_cells() {
    for name in ["hidden.xlsx", "hidden.ods", "hidden.xls"] {
        let workbook = read(name);
        let [shown, hidden] = workbook.sheets.as_slice() else { panic!("{name}") };
        assert!(!shown.hidden && hidden.hidden, "{name}");
        assert_eq!(shown.hidden_rows.iter().copied().collect::<Vec<_>>(), [4], "{name}");
        assert_eq!(shown.hidden_columns.iter().copied().collect::<Vec<_>>(), [3, 4], "{name}");
        let merged: Vec<_> = shown.merged.iter().map(|range| format!("{}:{}", range.from, range.to)).collect();
        assert_eq!(merged.len(), 3, "{name}");
        assert!(merged.contains(&"B2:C2".to_owned()), "{name}: {merged:?}");
        let log = log_in(name, &workbook);
        let [first, second] = log.tables.as_slice() else { panic!("{name}: {} tables", log.tables.len()) };
        assert_eq!(first.rows.iter().map(|row| row.hidden).collect::<Vec<_>>(), [false, true], "{name}");
        assert_eq!(first.columns.iter().filter(|column| column.hidden).count(), 2, "{name}");
        assert_eq!(first.columns[1].meaning, Meaning::Name, "{name}");
        assert!(second.hidden_sheet, "{name}");
    }
}

#[test]
fn two_tables_in_one_sheet() {
    let log = log_in("two-tables.xlsx", &read("two-tables.xlsx"));
    let agencies: Vec<_> = log.tables.iter().map(|table| table.agency.as_ref().unwrap().0.as_str()).collect();
    assert_eq!(agencies, ["Larkrise Primary", "Oakfield Nursery"]);
    assert_eq!(log.tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_file_that_needs_a_password_says_so() {
    let error = workbook::read("locked.xlsx", &bytes("locked.xlsx")).unwrap_err();
    assert_eq!(error.code(), Code::NeedsPassword);
}

#[test]
fn a_password_opens_a_file_and_a_wrong_one_is_said() {
    let locked = bytes("locked.xlsx");
    let open = |password| {
        workbook::read_with("log.xlsx", &locked, &Reading { password: Some(password), ..Reading::default() })
    };
    assert_eq!(open("secret").unwrap(), read("log.xlsx"));
    for wrong in ["Secret", "", "a much longer password, with “quotes”"] {
        let error = open(wrong).unwrap_err();
        assert_eq!((error.code(), error.message()), (Code::WrongPassword, "the password does not open this file"));
    }
    // What is left of a protected file is damaged, whatever the password.
    let cut =
        workbook::read_with("log.xlsx", &locked[..2000], &Reading { password: Some("secret"), ..Reading::default() });
    assert_eq!(cut.unwrap_err().code(), Code::UnreadableFile);
}

#[test]
fn each_file_of_a_request_has_its_own_password() {
    let files = ["a.xlsx", "b.xlsx"].map(|name| File { name: name.to_owned(), bytes: bytes("locked.xlsx") });
    let ask = |passwords: serde_json::Value| {
        let mut request = serde_json::json!({ "policy": "liverpool", "as_of": "2025-06-30" });
        request.as_object_mut().unwrap().extend(passwords.as_object().unwrap().clone());
        let answer = serde_json::to_value(api::call("check", request, files.to_vec()).unwrap().json).unwrap();
        let errors =
            answer["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap().to_owned());
        errors.collect::<Vec<_>>()
    };
    let both = serde_json::json!({ "passwords": { "a.xlsx": "secret", "b.xlsx": "wrong" } });
    assert_eq!(ask(both), ["wrong-password"]);
    assert_eq!(ask(serde_json::json!({ "passwords": { "b.xlsx": "secret" } })), ["needs-password"]);
    assert!(ask(serde_json::json!({ "password": "secret" })).is_empty());
    let settings: Settings = serde_json::from_value(serde_json::json!({ "password": "larch" })).unwrap();
    assert!(!format!("{settings:?}").contains("larch"));
    assert!(!serde_json::to_string(&settings).unwrap().contains("larch"));
}

#[test]
fn what_is_protected_is_opened_again_with_the_same_password_only() {
    let plain = bytes("log.xlsx");
    assert!(!workbook::is_protected(&plain));
    let protected = workbook::protect(&plain, "larch 7 brücke").unwrap();
    assert!(workbook::is_protected(&protected));
    let open = |password| {
        workbook::read_with("log.xlsx", &protected, &Reading { password: Some(password), ..Reading::default() })
    };
    assert_eq!(open("larch 7 brücke").unwrap(), read("log.xlsx"));
    assert_eq!(open("larch 7 brucke").unwrap_err().code(), Code::WrongPassword);
}

/// Excel encrypts a workbook whose structure alone is protected with a password of its own, and asks for none.
#[test]
fn what_excel_opens_unasked_needs_no_password() {
    let protected = workbook::protect(&bytes("log.xlsx"), "VelvetSweatshop").unwrap();
    assert_eq!(workbook::read("log.xlsx", &protected).unwrap(), read("log.xlsx"));
    let reading = Reading { password: Some("of the other files"), ..Reading::default() };
    assert_eq!(workbook::read_with("log.xlsx", &protected, &reading).unwrap(), read("log.xlsx"));
}

/// Excel gives a small file as many tables as a large one; what they list is free.
#[test]
fn a_small_protected_file_may_have_more_tables_than_it_needs() {
    const FREE: [u8; 512] = [0xFF; 512];
    let mut protected = workbook::protect(&bytes("log.xlsx"), "secret").unwrap();
    let tables = u32::from_le_bytes(protected[44..48].try_into().unwrap());
    for more in tables..tables + 3 {
        let sector = u32::try_from(protected.len() / 512 - 1).unwrap();
        let place = 76 + 4 * more as usize;
        protected[place..place + 4].copy_from_slice(&sector.to_le_bytes());
        protected[44..48].copy_from_slice(&(more + 1).to_le_bytes());
        protected.extend(FREE);
    }
    let reading = Reading { password: Some("secret"), ..Reading::default() };
    assert_eq!(workbook::read_with("log.xlsx", &protected, &reading).unwrap(), read("log.xlsx"));
}

/// Notes of every format; who wrote them is left out.
#[test]
fn notes_on_cells() {
    // LibreOffice keeps no author, so that the name before the text stays a part of it.
    for (name, second) in [
        ("notes.xlsx", "ask again,\nin writing"),
        ("notes.ods", "Safeguarding Lead:\nask again,\nin writing"),
        ("notes.xls", "Safeguarding Lead:\nask again,\nin writing"),
    ] {
        let workbook = read(name);
        let notes: Vec<_> =
            workbook.sheets[0].notes.iter().map(|note| (note.at.to_string(), note.text.as_str())).collect();
        assert_eq!(notes, [("D2".to_owned(), "date from the e-mail"), ("C3".to_owned(), second)], "{name}");
    }
}

/// Other projects' workbooks, which are not ours to copy: read where they are at hand.
#[test]
fn other_programs_workbooks_are_read_or_refused() {
    let folder = folder("../shared/workbooks");
    if !folder.exists() {
        return;
    }
    let mut read = 0;
    for path in files(&folder).iter().filter(|path| path.extension().is_none_or(|ending| ending != "md")) {
        let name = path.file_name().unwrap().to_string_lossy();
        match workbook::read(&name, &std::fs::read(path).unwrap()) {
            Ok(workbook) => {
                assert!(!workbook.sheets.is_empty(), "{name}");
                let _ = log_in(&name, &workbook);
                read += 1;
            }
            Err(error) => {
                eprintln!("{error}");
                assert!(error.advice().is_some(), "{name}");
            }
        }
    }
    assert!(read >= 70, "only {read} were read");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A real file with some bytes changed, or cut off, is read or refused, and nothing panics or hangs.
    #[test]
    fn a_damaged_file_is_read_or_refused(
        which in 0usize..8,
        cut in 0.0f64..2.0,
        changes in proptest::collection::vec((0.0f64..1.0, any::<u8>()), 0..6),
    ) {
        let names =
            ["log.xlsx", "log.xls", "log.ods", "log.csv", "hidden.xlsx", "notes.xlsx", "notes.xls", "notes.ods"];
        let name = names[which];
        let mut bytes = bytes(name);
        let at = |part: f64, length: usize| (part * length as f64) as usize;
        bytes.truncate(at(cut.min(1.0), bytes.len()).max(1));
        for (part, byte) in changes {
            let place = at(part, bytes.len());
            bytes[place] = byte;
        }
        if let Ok(workbook) = workbook::read(name, &bytes) {
            let _ = log_in(name, &workbook);
        }
    }
}
