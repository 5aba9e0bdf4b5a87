//! Returned logs merged, and registers written, read back and merged again.

use chrono::NaiveDate;
use escalog::grid::{Address, Cell, Sheet, Value, Workbook};
use escalog::log;
use escalog::merge::{self, Pool, Register, Returned};
use escalog::policy::Policy;
use escalog::workbook;

mod generated;
mod given;
mod mishaps;
mod officer;
mod order;
mod program;
#[path = "../../xtask/src/returns.rs"]
mod returns;
#[path = "../running/mod.rs"]
mod running;

fn policy() -> Policy {
    Policy::built_in("liverpool").unwrap()
}

fn as_of() -> NaiveDate {
    "2025-06-30".parse().unwrap()
}

/// A return as a csv would give it.
fn returned(file: &str, date: Option<&str>, text: &str) -> Returned {
    let text = format!("{HEADINGS}\n{text}");
    let grid = workbook::read(file, text.as_bytes()).unwrap();
    let log = log::read(file, &grid, &policy(), as_of());
    Returned {
        log,
        content: merge::hash(text.as_bytes()),
        date: date.map(|date| date.parse().unwrap()),
        by_name: None,
        marked_under: None,
    }
}

const HEADINGS: &str = "Agency,Escalation Number,Child Name,DOB,Concern,Outcome of Resolution,Date concern arose,Ward";

fn pool_of(returns: &[Returned]) -> Pool {
    let mut pool = Pool::default();
    returns.iter().for_each(|returned| pool.add(returned));
    pool
}

fn register_of(pool: Pool) -> Register {
    merge::merge(pool, &policy()).unwrap()
}

/// The register of a pool as its workbook.
fn written(pool: Pool) -> Vec<u8> {
    workbook::write::register(&register_of(pool), &policy(), &[]).unwrap()
}

/// What is read back from a register's workbook.
fn read_back(bytes: &[u8]) -> Pool {
    let grid = workbook::read("register.xlsx", bytes).unwrap();
    assert!(merge::is_register(&grid));
    merge::read("register.xlsx", &grid, &policy(), as_of())
}

fn and(mut one: Pool, other: Pool) -> Pool {
    one.and(other);
    one
}

/// A sheet of a workbook as an officer finds it.
fn sheet<'a>(grid: &'a mut Workbook, name: &str) -> &'a mut Sheet {
    grid.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap()
}

/// The column below this heading, and the first row below the headings.
fn column(sheet: &Sheet, heading: &str) -> Address {
    let found = sheet.cells.iter().find(|cell| cell.value == Value::Text(heading.to_owned()));
    let at = found.unwrap_or_else(|| panic!("no column {heading}")).at;
    Address::new(at.row + 1, at.column)
}

/// Writes a text into a cell, as by hand.
fn put(sheet: &mut Sheet, at: Address, text: &str) {
    sheet.cells.retain(|cell| cell.at != at);
    if !text.is_empty() {
        sheet.cells.push(Cell { at, value: Value::Text(text.to_owned()), formula: None });
        sheet.cells.sort_by_key(|cell| cell.at);
    }
}

fn text(sheet: &Sheet, at: Address) -> String {
    sheet.cell(at).map(|cell| cell.value.shown()).unwrap_or_default()
}

/// What the register's table shows below a heading, row by row.
fn shown(register: &Register, heading: &str) -> Vec<String> {
    let table = &register.log.tables[0];
    let place = table.columns.iter().position(|column| column.heading == heading).unwrap();
    table.rows.iter().map(|row| row.shown(place)).collect()
}
