//! Which quarter: `2025-Q2` or `2025/26-Q1` → its first and last day, and its name.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Serialize, Serializer};

use crate::error::{Code, Error, Result};

/// A quarter of a calendar year.
///
/// Written `2025-Q2` (the calendar year's second quarter) or `2025/26-Q1` (the financial year's first):
/// both are April to June 2025.
///
/// ```
/// use escalog::quarter::Quarter;
///
/// let quarter: Quarter = "2025/26-Q4".parse().unwrap();
/// assert_eq!(quarter.first().to_string(), "2026-01-01");
/// assert_eq!(quarter.last().to_string(), "2026-03-31");
/// assert_eq!(quarter.title(), "January to March 2026 (quarter 4 of 2025/26)");
/// assert_eq!(quarter.to_string(), "2026-Q1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// Its first day.
    first: NaiveDate,
}

/// The years that a quarter can lie in: those the calendar counts in.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2098;

impl Quarter {
    fn of_year(year: i32, number: u32) -> Option<Quarter> {
        let first = NaiveDate::from_ymd_opt(year, 3 * number.checked_sub(1)? + 1, 1)?;
        YEARS.contains(&year).then_some(Quarter { first })
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        let next = self.first.checked_add_months(Months::new(3));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.first)
    }

    /// The quarter so many quarters before.
    pub fn before(self, quarters: u32) -> Quarter {
        let first = self.first.checked_sub_months(Months::new(3 * quarters));
        first.map_or(self, |first| Quarter { first })
    }

    /// Its number in the calendar year, from 1 to 4.
    fn number(self) -> u32 {
        self.first.month0() / 3 + 1
    }

    /// In words, with its place in the financial year: `April to June 2025 (quarter 1 of 2025/26)`.
    pub fn title(self) -> String {
        let months = ["January to March", "April to June", "July to September", "October to December"];
        let months = months.get(self.first.month0() as usize / 3).copied().unwrap_or_default();
        let calendar_year = self.first.year();
        // The financial year begins in April.
        let (year, number) = match self.number() {
            1 => (calendar_year - 1, 4),
            number => (calendar_year, number - 1),
        };
        format!("{months} {calendar_year} (quarter {number} of {year}/{:02})", (year + 1) % 100)
    }
}

/// `2025-Q2`: the quarter of the calendar year.
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.first.year(), self.number())
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// # Errors
/// Anything but `2025-Q2` and `2025/26-Q1`, years that do not follow one another, and years that the
/// calendar does not count in.
impl FromStr for Quarter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Quarter> {
        let wrong = |what: String| {
            let help = "write `2025-Q2` for April to June 2025, or `2025/26-Q1` for the same by the financial year";
            Error::new(Code::BadRequest, what).help(help)
        };
        let none = || wrong(format!("`{text}` is no quarter"));
        let (year, number) = text.trim().split_once("-Q").or_else(|| text.trim().split_once("-q")).ok_or_else(none)?;
        let number: u32 = match number {
            "1" | "2" | "3" | "4" => number.parse().map_err(|_| none())?,
            _ => return Err(wrong(format!("`{text}` is no quarter: a year has quarters 1 to 4"))),
        };
        let digits = |part: &str, length: usize| {
            let right = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            right.then(|| part.parse::<i32>().ok()).flatten()
        };
        let (year, number) = match year.split_once('/') {
            None => (digits(year, 4).ok_or_else(none)?, number),
            Some((first, second)) => {
                let (first, second) = (digits(first, 4).ok_or_else(none)?, digits(second, 2).ok_or_else(none)?);
                if second != (first + 1) % 100 {
                    let what = format!(
                        "`{text}` is no quarter: a financial year such as {first}/{:02} runs over two years that follow one another",
                        (first + 1) % 100
                    );
                    return Err(wrong(what));
                }
                if number == 4 { (first + 1, 1) } else { (first, number + 1) }
            }
        };
        Quarter::of_year(year, number)
            .ok_or_else(|| wrong(format!("`{text}` is not between {} and {}", YEARS.start(), YEARS.end())))
    }
}
