//! What a cell of a table holds: a text, a day, a number, a formula with what it comes to.

use super::super::paper;
use crate::calendar::Moment;
use crate::grid::Value;
use crate::log::one_line;
use crate::merge::words_of;

/// What a cell of a table holds.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Cell {
    Blank,
    Text(String),
    Day(Moment),
    Number(i64),
    /// A key by which a list of another sheet finds the row.
    Key(f64),
    /// A formula, without the equals sign, and what it comes to.
    Formula(String, Box<Cell>),
}

impl Cell {
    /// What stands in a cell of a log, as far as a table can hold it as what it is.
    pub fn of(value: &Value) -> Cell {
        match value {
            Value::Date(day) => Cell::Day(*day),
            // The range makes the cast exact.
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Cell::Number(*number as i64),
            other => other.shown().into(),
        }
    }

    /// The same as words, as they are read back from a file.
    pub fn words(&self) -> String {
        match self.value() {
            Cell::Text(text) => one_line(&paper::fitted(text)),
            Cell::Day(day) => words_of(&Value::Date(*day)),
            other => other.shown(),
        }
    }

    /// The same with this formula behind it.
    pub fn by(self, formula: String) -> Cell {
        Cell::Formula(formula, Box::new(self))
    }

    /// What stands there.
    pub fn value(&self) -> &Cell {
        match self {
            Cell::Formula(_, value) => value.value(),
            other => other,
        }
    }

    /// Its number, or that of its day.
    pub fn number(&self) -> Option<f64> {
        match self.value() {
            Cell::Number(number) => Some(*number as f64),
            Cell::Key(key) => Some(*key),
            Cell::Day(day) => paper::serial(*day),
            _ => None,
        }
    }

    /// Whether it says this word; capitals make no difference, as in a formula.
    pub fn says(&self, word: &str) -> bool {
        let lower = |text: &str| {
            if text.is_ascii() && word.is_ascii() {
                return text.eq_ignore_ascii_case(word);
            }
            text.chars().flat_map(char::to_lowercase).eq(word.chars().flat_map(char::to_lowercase))
        };
        match self.value() {
            Cell::Text(text) => lower(text),
            other => lower(&other.shown()),
        }
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        match self.value() {
            Cell::Text(text) => text.is_empty(),
            other => matches!(other, Cell::Blank),
        }
    }

    /// Its text.
    pub fn shown(&self) -> String {
        match self.value() {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Key(key) => key.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Blank | Cell::Formula(..) => String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text) }
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Cell {
        Cell::Number(number.into())
    }
}

impl<T: Into<Moment>> From<Option<T>> for Cell {
    fn from(day: Option<T>) -> Cell {
        day.map_or(Cell::Blank, |day| Cell::Day(day.into()))
    }
}
