//! A cell as a sheet writes it.
//!
//! In: where it stands, its format, and what it holds. Out: its tag and text.

use std::fmt::Write;

use chrono::NaiveDate;

use super::bad_request;
use super::sheet::in_sheet;
use super::xml;
use crate::edit::{Set, Value};
use crate::error::Result;
use crate::grid::{Address, DateSystem, Range};

/// What a cell has to do with a formula that others share.
#[derive(Clone, Copy)]
pub(super) enum Shared {
    /// It has the text, for these cells.
    First {
        /// By which the others name it.
        number: usize,
        cells: Range,
    },
    /// It names the text.
    Further { number: usize },
}

/// Writes a cell; one without a value is empty and keeps its place for its format.
pub(super) fn push_cell(
    out: &mut String,
    prefix: &str,
    at: Address,
    format: u32,
    set: Option<&Set>,
    shared: Option<Shared>,
    system: DateSystem,
) -> Result<()> {
    push(out, &["<", prefix, "c r=\""]);
    push_place(out, at);
    out.push('"');
    if format != 0 {
        push(out, &[" s=\"", itoa::Buffer::new().format(format), "\""]);
    }
    let (formula, value) = set.map_or((None, None), |set| (set.formula.as_ref(), set.value.as_ref()));
    out.push_str(match value {
        Some(Value::Text(_)) if formula.is_some() => " t=\"str\"",
        Some(Value::Text(_)) => " t=\"inlineStr\"",
        Some(Value::Boolean(_)) => " t=\"b\"",
        _ => "",
    });
    if formula.is_none() && value.is_none() {
        out.push_str("/>");
        return Ok(());
    }
    out.push('>');
    if let Some(formula) = formula {
        push(out, &["<", prefix, "f"]);
        match shared {
            None => out.push('>'),
            Some(Shared::First { number, cells }) => {
                let _ = write!(out, " t=\"shared\" ref=\"{}\" si=\"{number}\">", in_sheet(cells));
            }
            Some(Shared::Further { number }) => {
                push(out, &[" t=\"shared\" si=\"", itoa::Buffer::new().format(number), "\"/>"]);
            }
        }
        if !matches!(shared, Some(Shared::Further { .. })) {
            xml::push_escaped(out, &formula.text());
            push(out, &["</", prefix, "f>"]);
        }
    }
    match value {
        Some(Value::Text(text)) if formula.is_none() => {
            let is_spaced = text.trim() != text || text.contains('\n');
            let space = if is_spaced { " xml:space=\"preserve\"" } else { "" };
            push(out, &["<", prefix, "is><", prefix, "t", space, ">"]);
            xml::push_text(out, text);
            push(out, &["</", prefix, "t></", prefix, "is>"]);
        }
        Some(value) => {
            push(out, &["<", prefix, "v>"]);
            push_value(out, value, system).map_err(|error| error.at(format_args!("cell {at}")))?;
            push(out, &["</", prefix, "v>"]);
        }
        None => {}
    }
    push(out, &["</", prefix, "c>"]);
    Ok(())
}

fn push(out: &mut String, pieces: &[&str]) {
    pieces.iter().for_each(|piece| out.push_str(piece));
}

/// What a cell holds, as it stands between the tags of its value.
fn push_value(out: &mut String, value: &Value, system: DateSystem) -> Result<()> {
    match value {
        Value::Text(text) => xml::push_text(out, text),
        Value::Number(number) => push_number(out, *number),
        Value::Boolean(yes) => out.push(if *yes { '1' } else { '0' }),
        Value::Date(day) => {
            out.push_str(itoa::Buffer::new().format(serial(day.date, system)?));
        }
    }
    Ok(())
}

/// A place such as `J5`, without making a text of it first: a script may name a hundred thousand.
fn push_place(out: &mut String, at: Address) {
    let mut rest = at.column + 1;
    let start = out.len();
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.insert(start, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    out.push_str(itoa::Buffer::new().format(at.row + 1));
}

/// A number without a long row of noughts.
pub(super) fn push_number(out: &mut String, number: f64) {
    let usual = number == 0.0 || (1e-5..1e15).contains(&number.abs());
    let _ = if usual { write!(out, "{number}") } else { write!(out, "{number:e}") };
}

/// The number by which a workbook counts a day.
///
/// # Errors
/// A day before the workbook's first, or after the year 9999.
pub(super) fn serial(day: NaiveDate, system: DateSystem) -> Result<i64> {
    let first = if system == DateSystem::From1900 { 1 } else { 0 };
    system.days_to(day).filter(|serial| *serial >= first && *serial <= 2_958_465).ok_or_else(|| {
        bad_request(format!("`{day}` is before the first day this workbook can count, or after the year 9999"))
            .help("check the year")
    })
}
