//! A cell as a sheet writes it.
//!
//! In: where it stands, its format, and what it holds. Out: its tag and text.

use std::fmt::Write;

use chrono::NaiveDate;

use super::bad_request;
use super::xml;
use crate::edit::{Set, Value};
use crate::error::Result;
use crate::grid::{Address, DateSystem, column_letters};

/// Writes a cell; one without a value is empty and keeps its place for its format.
pub(super) fn push_cell(
    out: &mut String,
    prefix: &str,
    at: Address,
    format: u32,
    set: Option<&Set>,
    system: DateSystem,
) -> Result<()> {
    let _ = write!(out, "<{prefix}c r=\"{}{}\"", column_letters(at.column), at.row + 1);
    if format != 0 {
        let _ = write!(out, " s=\"{format}\"");
    }
    let (formula, value) = set.map_or((None, None), |set| (set.formula.as_deref(), set.value.as_ref()));
    let kind = match value {
        Some(Value::Text(_)) if formula.is_some() => " t=\"str\"",
        Some(Value::Text(_)) => " t=\"inlineStr\"",
        Some(Value::Boolean(_)) => " t=\"b\"",
        _ => "",
    };
    out.push_str(kind);
    if formula.is_none() && value.is_none() {
        out.push_str("/>");
        return Ok(());
    }
    out.push('>');
    if let Some(formula) = formula {
        let _ = write!(out, "<{prefix}f>{}</{prefix}f>", xml::escaped_inside(formula));
    }
    match value {
        None => {}
        Some(Value::Text(text)) if formula.is_some() => {
            let _ = write!(out, "<{prefix}v>");
            xml::push_text(out, text);
            let _ = write!(out, "</{prefix}v>");
        }
        Some(Value::Text(text)) => {
            let spaced = text.trim() != text || text.contains('\n');
            let space = if spaced { " xml:space=\"preserve\"" } else { "" };
            let _ = write!(out, "<{prefix}is><{prefix}t{space}>");
            xml::push_text(out, text);
            let _ = write!(out, "</{prefix}t></{prefix}is>");
        }
        Some(Value::Number(number)) => {
            let _ = write!(out, "<{prefix}v>");
            push_number(out, *number);
            let _ = write!(out, "</{prefix}v>");
        }
        Some(Value::Boolean(yes)) => {
            let _ = write!(out, "<{prefix}v>{}</{prefix}v>", u8::from(*yes));
        }
        Some(Value::Date(day)) => {
            let serial = serial(day.date, system).map_err(|error| error.at(format_args!("cell {at}")))?;
            let _ = write!(out, "<{prefix}v>{serial}</{prefix}v>");
        }
    }
    let _ = write!(out, "</{prefix}c>");
    Ok(())
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
    let since = |year, month, first| {
        NaiveDate::from_ymd_opt(year, month, first).map(|first| day.signed_duration_since(first).num_days())
    };
    let serial = match system {
        // Counting from 1900 takes 1900 for a leap year.
        DateSystem::From1900 => since(1899, 12, 30).map(|days| if days <= 60 { days - 1 } else { days }),
        DateSystem::From1904 => since(1904, 1, 1),
    };
    let first = if system == DateSystem::From1900 { 1 } else { 0 };
    serial.filter(|serial| *serial >= first && *serial <= 2_958_465).ok_or_else(|| {
        bad_request(format!("`{day}` is before the first day this workbook can count, or after the year 9999"))
            .help("check the year")
    })
}
