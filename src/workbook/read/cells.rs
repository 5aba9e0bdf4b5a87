//! What calamine read → the grid's values and cells.
//!
//! In: calamine's data, and its ranges where it can't stream. Out: [`Value`]s and [`Cell`]s.

use calamine::{Data, DataRef, ExcelDateTime, Range};

use super::Bounds;
use crate::calendar::Moment;
use crate::error::Result;
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

fn owned(data: &Data, system: DateSystem) -> Option<Value> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) => Value::Text(text.clone()),
        Data::Float(number) => Value::Number(*number),
        Data::Int(number) => Value::Number(*number as f64),
        Data::Bool(yes) => Value::Boolean(*yes),
        Data::DateTime(at) => date(*at, system),
        Data::DateTimeIso(text) => iso_date(text.clone()),
        Data::DurationIso(text) => duration(text.clone()),
        Data::Error(error) => Value::Error(error.to_string()),
    })
}

/// A time of day without a day, and a length of time, are no dates.
fn date(at: ExcelDateTime, system: DateSystem) -> Value {
    let serial = at.as_f64();
    let moment = if at.is_datetime() { system.moment(serial) } else { None };
    moment.map_or(Value::Number(serial), Value::Date)
}

fn iso_date(text: String) -> Value {
    let whole = text.split(['.', 'Z']).next().unwrap_or_default();
    match whole.parse::<Moment>() {
        Ok(moment) => {
            // Midnight is how a date alone is written with a time.
            let time = moment.time().filter(|time| *time != chrono::NaiveTime::MIN);
            Value::Date(Moment::new(moment.date, time))
        }
        Err(_) => Value::Text(text),
    }
}

/// A length of time such as `PT10H15M00S`, as a fraction of a day.
fn duration(text: String) -> Value {
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

/// The cells of a range and of its formulas, in reading order.
pub(super) fn of_range(
    values: &Range<Data>,
    formulas: &Range<String>,
    system: DateSystem,
    bounds: &mut Bounds,
) -> Result<Vec<Cell>> {
    let places = |start: Option<(u32, u32)>| start.unwrap_or_default();
    let (value_start, formula_start) = (places(values.start()), places(formulas.start()));
    let absolute = |start: (u32, u32), row: usize, column: usize| {
        let add = |first: u32, more: usize| first.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        (add(start.0, row), add(start.1, column))
    };
    let mut found = Vec::new();
    for (row, column, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
        let place = absolute(formula_start, row, column);
        bounds.check(place.0, place.1)?;
        let value = values.get_value(place).and_then(|data| owned(data, system));
        found.extend(cell(Address::new(place.0, place.1), value, Some(formula.clone())));
    }
    for (row, column, data) in values.used_cells() {
        let place = absolute(value_start, row, column);
        if formulas.get_value(place).is_some_and(|formula| !formula.is_empty()) {
            continue;
        }
        bounds.check(place.0, place.1)?;
        found.extend(cell(Address::new(place.0, place.1), owned(data, system), None));
    }
    found.sort_by_key(|cell| cell.at);
    Ok(found)
}
