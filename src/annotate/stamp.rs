//! What a row said when it was marked: a text to keep, and the plain formula that makes it again.
//!
//! In: a table's columns and the cells of its rows. Out: for each row the [`Stamp`]'s value and formula. Where the
//! two are no longer the same, someone has edited the row. Dates, stage, level and answers go in as they are; of
//! names and other texts only how long they are together, so that the stamp repeats nothing about a child.

use std::fmt::Write;

use super::formulas::ROW;
use crate::calendar::Moment;
use crate::grid::{DateSystem, Value, column_letters};
use crate::log::{Meaning, Row, Table};

/// How the rows of one table are stamped.
pub(super) struct Stamp {
    /// Texts: the place among the table's columns, and the letters of the column.
    texts: Vec<(usize, String)>,
    /// What deadlines rest on: the same, and whether it goes in as a whole number of minutes.
    inputs: Vec<(usize, String, bool)>,
    system: DateSystem,
}

/// The most characters that a formula's text can have.
const LONGEST: usize = 32_767;

/// The minutes of a day.
const MINUTES: i64 = 24 * 60;

impl Stamp {
    pub(super) fn of(table: &Table, system: DateSystem) -> Stamp {
        let mut stamp = Stamp { texts: Vec::new(), inputs: Vec::new(), system };
        for (place, column) in table.columns.iter().enumerate() {
            let letters = column_letters(column.column);
            match &column.meaning {
                Meaning::Engine | Meaning::Unknown | Meaning::Age => {}
                Meaning::Stage
                | Meaning::Level
                | Meaning::ProtectBy
                | Meaning::Event(_)
                | Meaning::Fact(_)
                | Meaning::PlanOrLookedAfter => {
                    let mut cells = table.rows.iter().filter_map(|row| row.value(place));
                    stamp.inputs.push((place, letters, cells.any(in_minutes)));
                }
                _ => stamp.texts.push((place, letters)),
            }
        }
        stamp
    }

    /// The formula that makes the stamp of a row, whose number is [`ROW`].
    pub(super) fn formula(&self) -> String {
        let mut formula = String::new();
        for (_, letters) in &self.texts {
            formula.push_str(if formula.is_empty() { "LEN(" } else { "&" });
            formula.push_str(&format!("{letters}{ROW}"));
        }
        if !formula.is_empty() {
            formula.push(')');
        }
        for (_, letters, minutes) in &self.inputs {
            if !formula.is_empty() {
                formula.push_str("&\"|\"&");
            }
            formula.push_str(&match minutes {
                true => format!("T({letters}{ROW})&ROUND(N({letters}{ROW})*{MINUTES},0)"),
                false => format!("{letters}{ROW}"),
            });
        }
        formula
    }

    /// What the formula comes to for a row as it is. `None` where spreadsheet programs might not agree on it: such
    /// a row is not compared.
    pub(super) fn value(&self, row: &Row) -> Option<String> {
        let mut length = 0;
        for (place, _) in &self.texts {
            length += row.value(*place).map_or(Some(0), |value| self.length(value))?;
        }
        // Few are longer: what grows is copied.
        let mut stamp = String::with_capacity(64);
        if !self.texts.is_empty() {
            stamp.push_str(itoa::Buffer::new().format(length));
        }
        for (n, (place, _, minutes)) in self.inputs.iter().enumerate() {
            if n > 0 || !self.texts.is_empty() {
                stamp.push('|');
            }
            match row.value(*place) {
                None if *minutes => stamp.push('0'),
                None => {}
                Some(value) if *minutes => self.push_minutes(value, &mut stamp)?,
                Some(value) => self.push_plain(value, &mut stamp)?,
            }
        }
        (length <= LONGEST && stamp.len() <= LONGEST).then_some(stamp)
    }

    /// How many characters of a cell a formula counts.
    fn length(&self, value: &Value) -> Option<usize> {
        match value {
            Value::Text(text)
                if text.bytes().all(|byte| (b' '..=b'^').contains(&byte) || byte.is_ascii_lowercase()) =>
            {
                Some(text.len())
            }
            value => {
                let mut text = String::new();
                self.push_plain(value, &mut text)?;
                Some(text.chars().count())
            }
        }
    }

    /// Adds a cell as a formula joins it to a text.
    fn push_plain(&self, value: &Value, stamp: &mut String) -> Option<()> {
        match value {
            Value::Text(text) if says_the_same(text) => stamp.push_str(text),
            Value::Number(number) if is_whole(*number) => write!(stamp, "{number}").ok()?,
            Value::Date(moment) if moment.time().is_none() => push(self.system.serial(moment.date)?, stamp),
            _ => return None,
        }
        Some(())
    }

    /// Adds a cell as a formula joins its text and its number in minutes.
    fn push_minutes(&self, value: &Value, stamp: &mut String) -> Option<()> {
        match value {
            Value::Text(text) if says_the_same(text) => {
                stamp.push_str(text);
                stamp.push('0');
            }
            Value::Boolean(yes) => push(i64::from(*yes) * MINUTES, stamp),
            Value::Number(days) if days.abs() < 1e9 => push((days * MINUTES as f64).round() as i64, stamp),
            Value::Date(moment) => push(self.system.serial(moment.date)? * MINUTES + minute(*moment), stamp),
            _ => return None,
        }
        Some(())
    }
}

fn push(number: i64, stamp: &mut String) {
    stamp.push_str(itoa::Buffer::new().format(number));
}

fn minute(moment: Moment) -> i64 {
    use chrono::Timelike;
    moment.time().map_or(0, |time| i64::from(time.num_seconds_from_midnight() / 60))
}

fn in_minutes(value: &Value) -> bool {
    match value {
        Value::Date(moment) => moment.time().is_some(),
        Value::Number(number) => !is_whole(*number),
        Value::Boolean(_) => true,
        _ => false,
    }
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 1e11
}

/// Whether every program sees the same characters: none takes two places, none is written in another way.
fn says_the_same(text: &str) -> bool {
    let plain = |c: char| (c >= ' ' || c == '\n' || c == '\t') && u32::from(c) < 0x1_0000;
    text.chars().all(plain) && !text.contains("_x")
}
