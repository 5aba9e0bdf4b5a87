//! The cells of a workbook that stands open in a spreadsheet program → its cells here.
//!
//! In: UTF-8 JSON that begins with [`SIGN`], as the add-in sends it: sheets, and in each blocks of values with
//! their number formats and formulas. Out: a [`Workbook`]. A block may be a few rows of a sheet: for live
//! checking the headings and one edited row are enough.
//!
//! ```json
//! {"escalog-cells": 1, "date_system": "1900", "sheets": [{
//!   "name": "Log", "hidden": false, "hidden_rows": [7], "hidden_columns": [2], "merged": ["A1:F1"],
//!   "taken_columns": 12, "frozen": true, "notes": [{"at": "B5", "text": "by telephone"}],
//!   "blocks": [{"top": 4, "left": 0,
//!     "values": [["S-1", 45719, true, null, {"error": "#REF!"}]],
//!     "formats": [["General", "dd/mm/yyyy", "General", "General", "General"]],
//!     "formulas": [[null, null, null, null, "A1/0"]]}]}]}
//! ```
//!
//! Rows and columns are counted from 0. All keys but `sheets`, `name` and `blocks`, and of a block `values`, may
//! be absent; a key that is not named here is refused.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use memchr::memchr2_iter;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::limits::{Budget, merged, over};
use super::{cells, formats, put_in_order, unreadable};
use crate::error::{Error, Result};
use crate::grid::{Address, COLUMNS, DateSystem, Note, ROWS, Range, Sheet, Value, Workbook};

/// How the JSON begins, whatever the file's name.
pub(super) const SIGN: &[u8] = b"{\"escalog-cells\":";

/// The only edition of this form.
const FORM: u32 = 1;

/// For each cell that may hold something: its value, format and formula, and a neighbour that is empty.
const PARTS_OF_A_CELL: u32 = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open<'a> {
    #[serde(rename = "escalog-cells")]
    form: u32,
    #[serde(default)]
    date_system: DateSystem,
    #[serde(borrow)]
    sheets: Vec<OpenSheet<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenSheet<'a> {
    name: String,
    #[serde(default)]
    hidden: bool,
    #[serde(borrow)]
    blocks: Vec<Block<'a>>,
    #[serde(default)]
    hidden_rows: BTreeSet<u32>,
    #[serde(default)]
    hidden_columns: BTreeSet<u32>,
    #[serde(default)]
    merged: Vec<String>,
    #[serde(default)]
    taken_columns: u32,
    #[serde(default)]
    frozen: bool,
    #[serde(default)]
    notes: Vec<Note>,
}

/// A rectangle of cells, row by row; its first cell stands at `top` and `left`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block<'a> {
    #[serde(default)]
    top: u32,
    #[serde(default)]
    left: u32,
    #[serde(borrow)]
    values: Vec<Vec<Held<'a>>>,
    #[serde(borrow, default)]
    formats: Option<Vec<Vec<Words<'a>>>>,
    #[serde(borrow, default)]
    formulas: Option<Vec<Vec<Option<Words<'a>>>>>,
}

/// A text that is borrowed where it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Words<'a>(#[serde(borrow)] Cow<'a, str>);

/// What a cell holds, before its number format is looked at.
enum Held<'a> {
    Nothing,
    Truth(bool),
    Number(f64),
    Text(Cow<'a, str>),
    Error(String),
}

/// Reads the cells.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    // What is read takes many times the room of a few bytes such as `[],`: they are counted first.
    let most = budget.limits.cells;
    if memchr2_iter(b',', b'[', bytes).count() > most.saturating_mul(PARTS_OF_A_CELL) as usize {
        return Err(over("it has more than", most, "cells", "cells"));
    }
    let open: Open<'_> = serde_json::from_slice(bytes).map_err(|error| wrong(&error))?;
    if open.form != FORM {
        let what = format_args!("their form is {}; this version of escalog knows form {FORM}", open.form);
        return Err(wrong(&what));
    }
    budget.sheets(open.sheets.len())?;
    let system = open.date_system;
    let sheets = open.sheets.into_iter().map(|sheet| sheet_of(sheet, system, budget)).collect::<Result<_>>()?;
    Ok(Workbook { sheets, date_system: system })
}

fn sheet_of(open: OpenSheet<'_>, system: DateSystem, budget: &mut Budget) -> Result<Sheet> {
    let in_sheet = |error: Error| error.at(format_args!("sheet `{}`", open.name));
    merged(open.merged.len()).map_err(in_sheet)?;
    let ranges = open.merged.into_iter().map(|range| Range::try_from(range).map_err(|error| wrong(&error)));
    let within = |places: &BTreeSet<u32>, most| places.last().is_none_or(|last| *last < most);
    if !within(&open.hidden_rows, ROWS) || !within(&open.hidden_columns, COLUMNS) {
        return Err(in_sheet(wrong(&"a hidden row or column lies beyond the last one that a sheet can have")));
    }
    let mut sheet = Sheet {
        hidden: open.hidden,
        merged: ranges.collect::<Result<_>>().map_err(in_sheet)?,
        hidden_rows: open.hidden_rows,
        hidden_columns: open.hidden_columns,
        taken_columns: open.taken_columns.min(COLUMNS),
        frozen: open.frozen,
        notes: open.notes,
        ..Sheet::default()
    };
    for note in &sheet.notes {
        budget.text(note.text.len()).map_err(in_sheet)?;
    }
    budget.sheet();
    for (number, block) in (1..).zip(open.blocks) {
        let in_block = |error: Error| in_sheet(error.at(format_args!("block {number}")));
        block.into_cells(&mut sheet, system, budget).map_err(in_block)?;
    }
    put_in_order(&mut sheet);
    sheet.name = open.name;
    Ok(sheet)
}

impl Block<'_> {
    fn into_cells(self, sheet: &mut Sheet, system: DateSystem, budget: &mut Budget) -> Result<()> {
        alike(&self.values, self.formats.as_deref(), "formats")?;
        alike(&self.values, self.formulas.as_deref(), "formulas")?;
        if self.top >= ROWS || self.left >= COLUMNS {
            return Err(wrong(&"it begins beyond the last row or column that a sheet can have"));
        }
        let mut formats = self.formats.into_iter().flatten().flatten();
        let mut formulas = self.formulas.into_iter().flatten().flatten();
        for (row, values) in (self.top..).zip(self.values) {
            for (column, held) in (self.left..).zip(values) {
                let format = formats.next();
                let is_date = || format.is_some_and(|code| formats::is_date(&code.0));
                let formula = formulas.next().flatten().map(|formula| formula.0.into_owned());
                if formula.as_ref().is_some_and(|formula| formula.starts_with('=')) {
                    return Err(wrong(&format_args!(
                        "the formula of {} begins with an equals sign; it is given without",
                        Address::new(row, column)
                    )));
                }
                let value = match held {
                    Held::Nothing => None,
                    Held::Truth(truth) => Some(Value::Boolean(truth)),
                    Held::Number(number) => Some(formats::number(number, is_date(), system)),
                    Held::Text(text) => Some(Value::Text(text.into_owned())),
                    Held::Error(error) => Some(Value::Error(error)),
                };
                if let Some(cell) = cells::cell(Address::new(row, column), value, formula) {
                    budget.cell(row, column)?;
                    budget.text(cells::text_in(&cell))?;
                    sheet.cells.push(cell);
                }
            }
        }
        Ok(())
    }
}

/// Refuses formats or formulas that are not of the shape of the values.
fn alike<T, U>(values: &[Vec<T>], others: Option<&[Vec<U>]>, key: &str) -> Result<()> {
    let Some(others) = others else { return Ok(()) };
    if others.len() != values.len() {
        return Err(wrong(&format_args!("`{key}` has {} rows, `values` {}", others.len(), values.len())));
    }
    for (number, (row, values)) in (1..).zip(others.iter().zip(values)) {
        if row.len() != values.len() {
            return Err(wrong(&format_args!(
                "row {number} of `{key}` has {} cells, of `values` {}",
                row.len(),
                values.len()
            )));
        }
    }
    Ok(())
}

fn wrong(what: &dyn fmt::Display) -> Error {
    unreadable(format!("these cells of an open workbook can't be understood: {what}"))
        .help("what hands them over must give them in the form that pkg/README.md describes")
}

impl<'de: 'a, 'a> Deserialize<'de> for Held<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Held<'a>, D::Error> {
        deserializer.deserialize_any(OfCell)
    }
}

/// Reads what a cell holds, so that a mistake is said in words.
struct OfCell;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorValue {
    error: String,
}

impl<'de> Visitor<'de> for OfCell {
    type Value = Held<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false, null or `{\"error\": \"#REF!\"}`")
    }

    fn visit_unit<E>(self) -> Result<Held<'de>, E> {
        Ok(Held::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Held<'de>, E> {
        Ok(Held::Truth(truth))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Held<'de>, E> {
        Ok(Held::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Held<'de>, E> {
        Ok(Held::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Held<'de>, E> {
        Ok(Held::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Held<'de>, A::Error> {
        let ErrorValue { error } = ErrorValue::deserialize(MapAccessDeserializer::new(map))?;
        if error.is_empty() {
            return Err(A::Error::custom("an error has no text"));
        }
        Ok(Held::Error(error))
    }
}
