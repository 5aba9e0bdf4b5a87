//! What is fuzzed: one function a target, each for any bytes whatever.
//!
//! In: bytes. Out: nothing; a panic is a finding. `cargo +nightly fuzz run TARGET` calls one of them again and
//! again; `tests/fuzzed.rs` calls each with what was found before. A new target is a function here, a file in
//! `fuzz_targets`, and a line in both lists.

use std::sync::LazyLock;

use chrono::NaiveDate;
use escalog::grid::{Address, Cell, DateSystem, Sheet, Value, Workbook};
use escalog::log::{self, Field};
use escalog::policy::Policy;
use escalog::workbook::{self, Limits, Reading};

/// What a target does with any bytes.
pub type Target = fn(&[u8]);

/// The targets, each with its name.
pub const TARGETS: &[(&str, Target)] =
    &[("workbooks", workbooks), ("policies", policies), ("dates", dates), ("phrases", phrases)];

/// Read once: what is fuzzed is the log, not the procedure.
static LIVERPOOL: LazyLock<Policy> = LazyLock::new(|| Policy::built_in("liverpool").expect("a built-in procedure"));

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day")
}

/// A file of any kind, read and searched for a log. What is read is in order and within the limits.
pub fn workbooks(data: &[u8]) {
    let limits = Limits { unpacked_mb: 8, part_mb: 2, text_mb: 1, cells: 10_000, rows: 1_000, ..Limits::default() };
    for name in ["log.xlsx", "log.csv"] {
        let Ok(read) = workbook::read_with(name, data, &Reading { password: Some("secret"), limits }) else { continue };
        for sheet in &read.sheets {
            assert!(sheet.cells.is_sorted_by(|a, b| a.at < b.at), "cells out of order");
        }
        assert!(read.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>() <= 10_000, "too many cells");
        log::read(name, &read, &LIVERPOOL, as_of());
    }
}

/// A procedure file: every mistake has a place and words.
pub fn policies(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(error) = Policy::from_files([("own.toml", text)]) {
        for mistake in std::iter::once(&error).chain(error.also()) {
            assert!(!mistake.message().is_empty(), "a mistake without words");
        }
    }
}

/// A cell in a column of dates: a date that is understood is understood again as it is shown.
pub fn dates(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(shown) = date_in(text) {
        assert_eq!(date_in(&shown).as_deref(), Some(shown.as_str()), "{text:?}");
    }
}

fn date_in(text: &str) -> Option<String> {
    let headings = ["Escalation Number", "Child Name", "Concern", "Level of Need", "Date resolved"];
    let row = ["1", "A.B.", "threshold", "S17", text];
    let cells = [headings, row].into_iter().zip(0..).flat_map(|(row, number)| {
        row.into_iter().zip(0..).map(move |(text, column)| Cell {
            at: Address::new(number, column),
            value: Value::Text(text.to_owned()),
            formula: None,
        })
    });
    let sheet = Sheet { name: "Log".to_owned(), cells: cells.collect(), ..Sheet::default() };
    let workbook = Workbook { sheets: vec![sheet], date_system: DateSystem::From1900 };
    let log = log::read("log.xlsx", &workbook, &LIVERPOOL, as_of());
    let (_, row) = log.rows().next()?;
    row.events
        .iter()
        .find_map(|(_, field)| if let Field::Known(moment) = field { Some(moment.to_string()) } else { None })
}

/// A due phrase and a condition in an otherwise good procedure.
pub fn phrases(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (due, when) = text.split_once('\n').unwrap_or((text, ""));
    let quoted = |text: &str| format!("{text:?}");
    let own = include_str!("../../tests/policies/saltmarket.toml");
    let Some((before, rest)) = own.split_once("\ndue = [") else { return };
    let Some((_, after)) = rest.split_once('\n') else { return };
    let when = if when.is_empty() { String::new() } else { format!("when = {}\n", quoted(when)) };
    let file = format!("{before}\ndue = [{}]\n{when}{after}", quoted(due));
    if let Ok(policy) = Policy::from_files([("own.toml", file.as_str())]) {
        for edition in policy.editions() {
            escalog::policy::show::text(edition);
        }
    }
}
