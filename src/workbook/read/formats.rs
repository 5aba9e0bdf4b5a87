//! Number formats of xls and xlsb files and of open workbooks: which make a number a date.
//!
//! In: a format's number or its code. Out: whether a number so formatted is a date, and the cell's value. An
//! xlsx file's are told by calamine, by the same rules: a test holds the two together.

use std::collections::HashMap;

use crate::grid::{DateSystem, Value};

/// The number formats of a workbook: which cell styles make a number a date.
#[derive(Default)]
pub(super) struct Formats {
    own: HashMap<u16, bool>,
    /// Of each cell style.
    styles: Vec<bool>,
}

impl Formats {
    /// A format of the workbook's own.
    pub fn format(&mut self, number: u16, code: &str) {
        self.own.insert(number, is_date(code));
    }

    /// The next cell style, by the number of its format.
    pub fn style(&mut self, number: u16) {
        self.styles.push(self.own.get(&number).copied().unwrap_or_else(|| is_built_in_date(number)));
    }

    /// A number in a cell of this style.
    pub fn value(&self, number: f64, style: usize, system: DateSystem) -> Value {
        self::number(number, self.styles.get(style) == Some(&true), system)
    }
}

/// A number, which is a date where its format makes it one.
pub(super) fn number(number: f64, is_date: bool, system: DateSystem) -> Value {
    let date = if is_date { system.moment(number) } else { None };
    date.map_or(Value::Number(number), Value::Date)
}

/// The formats that every workbook has; 46 is a length of time.
fn is_built_in_date(number: u16) -> bool {
    matches!(number, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a format's code has a day, month, year, hour, minute or second outside of quotes and brackets.
/// `[h]` and its like make a length of time, which is no date.
pub(super) fn is_date(code: &str) -> bool {
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character.to_ascii_lowercase() {
            // What follows one of these is no part of the format.
            '\\' | '_' | '*' => {
                characters.next();
            }
            '"' => {
                characters.find(|character| *character == '"');
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|character| *character != ']').collect();
                let is_length =
                    |unit: char| !inside.is_empty() && inside.chars().all(|c| c.eq_ignore_ascii_case(&unit));
                if ['h', 'm', 's'].into_iter().any(is_length) {
                    return false;
                }
            }
            // The first part is for the numbers that dates are.
            ';' => return false,
            'd' | 'm' | 'y' | 'h' | 's' => return true,
            // Morning or afternoon, as `A/P`; in `AM/PM` the M has been enough.
            'a' if characters.as_str().starts_with('/') => return true,
            'g' if code.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("general")) => return false,
            _ => {}
        }
    }
    false
}

/// A number in four bytes: a whole number or the upper half of a fraction, and whether it is in hundredths.
pub(super) fn packed(bits: u32) -> f64 {
    let number =
        if bits & 2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

/// The error of this number, as a spreadsheet shows it.
pub(super) fn error(number: u8) -> Value {
    let text = match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2B => "#GETTING_DATA",
        _ => "#N/A",
    };
    Value::Error(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates() {
        for code in ["dd/mm/yyyy", "D-MMM-YY", "[$-809]dd mmmm yyyy;@", "yyyy\\-mm\\-dd", "h:mm AM/PM", "mmm"] {
            assert!(is_date(code), "{code}");
        }
        for code in ["General", "0.00", "[h]:mm", "[mm]:ss", "\"day\" 0", "#,##0_d", "0;dd", "[Red]0.0", "@"] {
            assert!(!is_date(code), "{code}");
        }
    }

    #[test]
    fn packed_numbers() {
        assert_eq!(packed(45_719 << 2 | 2), 45_719.0);
        assert_eq!(packed((-5i32 << 2).cast_unsigned() | 2), -5.0);
        assert_eq!(packed(1250 << 2 | 3), 12.5);
        assert_eq!(packed(0x3FF0_0000), 1.0);
    }
}
