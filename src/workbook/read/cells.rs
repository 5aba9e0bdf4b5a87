//! What stands in a file → the grid's values and cells.
//!
//! In: calamine's data, and dates as they are written out in an ods file. Out: [`Value`]s and [`Cell`]s.

use calamine::{DataRef, ExcelDateTime};
use chrono::{NaiveDateTime, TimeDelta};

use super::formats;
use crate::calendar::Moment;
use crate::grid::{Address, Cell, DateSystem, Value};

/// The value of a cell; `None` for an empty one.
pub(super) fn value(data: DataRef<'_>, system: DateSystem) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::SharedString(text) => Value::Text(text.to_owned()),
        DataRef::String(text) => Value::Text(text),
        DataRef::Float(number) => Value::Number(number),
        DataRef::Int(number) => Value::Number(number as f64),
        DataRef::Bool(yes) => Value::Boolean(yes),
        DataRef::DateTime(at) => date(at, system),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::DurationIso(text) => duration(text),
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}

/// A time of day without a day, and a length of time, are no dates.
fn date(at: ExcelDateTime, system: DateSystem) -> Value {
    formats::number(at.as_f64(), at.is_datetime(), system)
}

pub(super) fn iso_date(text: String) -> Value {
    match written_out(&text) {
        Some(moment) => {
            // Midnight is how a date alone is written with a time.
            let time = moment.time().filter(|time| *time != chrono::NaiveTime::MIN);
            Value::Date(Moment::new(moment.date, time))
        }
        None => Value::Text(text),
    }
}

fn written_out(text: &str) -> Option<Moment> {
    let text = text.trim_end_matches('Z');
    if !text.contains('.') {
        return text.parse().ok();
    }
    let exact = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    // To the second: LibreOffice writes a midnight that was worked out as `23:59:59.99` of the day before.
    let at = exact.checked_add_signed(TimeDelta::milliseconds(500))?;
    Some(Moment::new(at.date(), Some(at.time())))
}

/// A length of time such as `PT10H15M00S`, as a fraction of a day.
pub(super) fn duration(text: String) -> Value {
    let days = text.strip_prefix("PT").and_then(|rest| {
        let mut days = 0.0;
        let mut rest = rest;
        for (unit, in_a_day) in [('H', 24.0), ('M', 1440.0), ('S', 86400.0)] {
            if let Some((number, after)) = rest.split_once(unit) {
                days += number.parse::<f64>().ok()? / in_a_day;
                rest = after;
            }
        }
        rest.is_empty().then_some(days)
    });
    days.map_or(Value::Text(text), Value::Number)
}

/// A cell with its formula; `None` for a cell without either.
pub(super) fn cell(at: Address, value: Option<Value>, formula: Option<String>) -> Option<Cell> {
    let value = match (value, &formula) {
        (Some(Value::Text(text)), None) if text.is_empty() => return None,
        (Some(value), _) => value,
        (None, Some(_)) => Value::NotCalculated,
        (None, None) => return None,
    };
    Some(Cell { at, value, formula })
}

/// How many bytes of text a cell holds.
pub(super) fn text_in(cell: &Cell) -> usize {
    let text = if let Value::Text(text) = &cell.value { text.len() } else { 0 };
    text + cell.formula.as_ref().map_or(0, String::len)
}
