//! Which days are working days, and why the others are not.
//!
//! In: the published bank holidays of England and Wales and the closures that a partnership adds.
//! Out: working-day arithmetic that never loops, with a reason for every day not counted.
//!
//! None of the five procedures defines a working day. Monday to Friday except the bank holidays of
//! England and Wales is how they are read; one-off bank holidays are included. Years that are not yet
//! proclaimed follow the standing rules and are provisional ([`Calendar::known_to`]).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::error::{Code, Error, Result};

mod bank_holidays;
mod moment;

pub use moment::{Moment, NotAMoment};

#[cfg(test)]
mod tests;

/// The years that can be counted in: wide enough for any case a log can hold.
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2099;
const PLACES_OF_A_YEAR: usize = 366;

/// The longest run of days without a working day that is believed; a longer one is a mistake.
const LONGEST_CLOSURE: u64 = 366;

/// Days on which a partnership, or one of its agencies, is closed.
///
/// A *partnership's* closure days are no working days. An *agency's* (school holidays) move only the
/// dates by which that agency should act, never a due date.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Closure {
    /// The agency that is closed; the whole partnership where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The first day closed.
    #[serde(deserialize_with = "day")]
    pub from: NaiveDate,
    /// The last day closed; the first where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some_day")]
    pub to: Option<NaiveDate>,
    /// Why, in the words a reader of a deadline will see.
    pub why: String,
}

/// The same day, where it lies in the years that can be counted in: a day such as 25-03-12 is read as one of the
/// year 25, as of which nothing is ever overdue.
///
/// ```
/// use escalog::calendar::countable;
///
/// let day = "25-03-12".parse().unwrap();
/// assert!(countable(day).unwrap_err().message().starts_with("`0025-03-12` is not in the years"));
/// ```
///
/// # Errors
/// A day before 1970 or after 2099.
pub fn countable(day: NaiveDate) -> Result<NaiveDate> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) {
        return Ok(day);
    }
    let what = format!("`{day}` is not in the years that can be counted in, {FIRST_YEAR} to {LAST_YEAR}");
    Err(Error::new(Code::Calendar, what).help("check the year, and write it in four digits: 2025-06-30"))
}

/// Reads a date written as text, or as TOML's own date.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<NaiveDate, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged, expecting = "a date such as 2025-12-24")]
    enum Day {
        Text(NaiveDate),
        Toml(toml::value::Datetime),
    }
    match <Day as serde::Deserialize>::deserialize(deserializer)? {
        Day::Text(day) => Ok(day),
        Day::Toml(date) => date.to_string().parse().map_err(serde::de::Error::custom),
    }
}

fn some_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

/// Why a day is no working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason<'a> {
    /// A Saturday or a Sunday.
    Weekend,
    /// A bank holiday of England and Wales, by its published name.
    BankHoliday(&'a str),
    /// A closure day, by the reason given for it.
    Closure(&'a str),
}

impl std::fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Reason::Weekend => f.write_str("weekend"),
            Reason::BankHoliday(name) | Reason::Closure(name) => f.write_str(name),
        }
    }
}

/// The working days from 1970 to 2099.
///
/// Every question is answered from a table made once, so counting costs the same however far it goes
/// and can't run without bound. A date outside the table's years has no answer: `None`.
///
/// ```
/// use chrono::NaiveDate;
/// use escalog::calendar::Calendar;
///
/// let calendar = Calendar::england_and_wales();
/// let day = |d| NaiveDate::from_ymd_opt(2025, 4, d);
/// // Thursday before Easter: Good Friday and Easter Monday are not counted.
/// assert_eq!(calendar.after(day(17).unwrap(), 2), day(23));
/// ```
#[derive(Debug, Clone)]
pub struct Calendar {
    /// For each day of the table, 366 for each year, how many working days there are up to and including it.
    upto: Vec<u16>,
    /// The working days in order.
    working: Vec<NaiveDate>,
    holidays: BTreeMap<NaiveDate, String>,
    closed: BTreeMap<NaiveDate, String>,
    known_to: NaiveDate,
}

impl Calendar {
    /// The bank holidays of England and Wales, and no closures.
    pub fn england_and_wales() -> Calendar {
        static MADE_ONCE: LazyLock<Calendar> = LazyLock::new(|| {
            let mut calendar = Calendar {
                upto: Vec::new(),
                working: Vec::new(),
                holidays: (FIRST_YEAR..=LAST_YEAR).flat_map(bank_holidays::of_year).collect(),
                closed: BTreeMap::new(),
                known_to: bank_holidays::known_to(),
            };
            calendar.tabulate();
            calendar
        });
        MADE_ONCE.clone()
    }

    /// The same calendar with more days closed, whoever the closures name.
    ///
    /// # Errors
    /// A closure in a year that can't be counted in, that ends before it begins or lasts more than a year, and
    /// closures that leave a whole year without a working day: nothing could be counted on such a calendar.
    pub fn closed_on<'a>(&self, closures: impl IntoIterator<Item = &'a Closure>) -> Result<Calendar> {
        let mut calendar = self.clone();
        let mut closures = closures.into_iter().peekable();
        if closures.peek().is_none() {
            return Ok(calendar);
        }
        for closure in closures {
            let last = closure.to.unwrap_or(closure.from);
            let length = last.signed_duration_since(closure.from).num_days();
            let place = format!("closure `{}`", closure.why);
            for day in [closure.from, last] {
                countable(day).map_err(|error| error.at(&place))?;
            }
            if length < 0 {
                return Err(Error::new(
                    Code::Calendar,
                    format!("it ends on {last}, before it begins on {}", closure.from),
                )
                .at(place)
                .help("exchange `from` and `to`"));
            }
            if length.unsigned_abs() > LONGEST_CLOSURE {
                return Err(Error::new(
                    Code::Calendar,
                    format!("it lasts from {} to {last}, more than a year", closure.from),
                )
                .at(place)
                .help("check the years"));
            }
            for day in closure.from.iter_days().take_while(|day| *day <= last) {
                calendar.closed.insert(day, closure.why.clone());
            }
        }
        calendar.tabulate();
        let gap = calendar.working.windows(2).find_map(|pair| match pair {
            [a, b] if b.signed_duration_since(*a).num_days().unsigned_abs() > LONGEST_CLOSURE => Some((*a, *b)),
            _ => None,
        });
        if let Some((a, b)) = gap {
            return Err(Error::new(Code::Calendar, format!("no working day is left between {a} and {b}"))
                .at("closures")
                .help("check the years of the closures"));
        }
        Ok(calendar)
    }

    fn tabulate(&mut self) {
        let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap_or_default();
        let days = first.iter_days().take_while(|day| day.year() <= LAST_YEAR);
        self.upto.clear();
        self.working.clear();
        for day in days {
            if self.reason(day).is_none() {
                self.working.push(day);
            }
            // No day asks for the place behind the last of a common year.
            let places = if day.ordinal() == 365 && !day.leap_year() { 2 } else { 1 };
            let upto = u16::try_from(self.working.len()).unwrap_or(u16::MAX);
            self.upto.extend(std::iter::repeat_n(upto, places));
        }
    }

    /// The last day up to which the bank holidays are published; later ones follow the standing rules
    /// and are provisional.
    pub fn known_to(&self) -> NaiveDate {
        self.known_to
    }

    /// Why this is no working day; `None` for a working day.
    pub fn reason(&self, day: NaiveDate) -> Option<Reason<'_>> {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            return Some(Reason::Weekend);
        }
        let holiday = self.holidays.get(&day).map(|name| Reason::BankHoliday(name));
        holiday.or_else(|| self.closed.get(&day).map(|why| Reason::Closure(why)))
    }

    /// Whether work is done on this day; days outside the table's years are no working days.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.on_or_before(day) == Some(day)
    }

    /// The n-th working day after `day`, which is itself not counted; `day` itself for 0.
    ///
    /// The same as a spreadsheet's `WORKDAY(day, n, holidays)`. `None` beyond the table's years.
    pub fn after(&self, day: NaiveDate, n: u16) -> Option<NaiveDate> {
        if n == 0 {
            return Some(day);
        }
        self.working.get(self.working_days_upto(day)? + usize::from(n) - 1).copied()
    }

    /// The first working day on or after `day`.
    pub fn on_or_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let latest = self.working_days_upto(day)?;
        let itself = latest.checked_sub(1).and_then(|place| self.working.get(place)).filter(|latest| **latest == day);
        itself.or_else(|| self.working.get(latest)).copied()
    }

    /// The last working day on or before `day`.
    pub fn on_or_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.working.get(self.working_days_upto(day)?.checked_sub(1)?).copied()
    }

    /// How many working days lie after `from` up to and including `to`; negative where `to` is earlier.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Option<i32> {
        let upto = |day| self.working_days_upto(day).and_then(|n| i32::try_from(n).ok());
        upto(to)?.checked_sub(upto(from)?)
    }

    /// The days after `from` up to and including `to` that are not counted, with the reason for each.
    pub fn not_counted(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, Reason<'_>)> {
        let days = from.checked_add_days(Days::new(1)).into_iter().flat_map(|day| day.iter_days());
        days.take_while(move |day| *day <= to).filter_map(|day| Some((day, self.reason(day)?)))
    }

    fn working_days_upto(&self, day: NaiveDate) -> Option<usize> {
        let year = usize::try_from(day.year() - FIRST_YEAR).ok()?;
        let index = year * PLACES_OF_A_YEAR + usize::try_from(day.ordinal0()).ok()?;
        self.upto.get(index).map(|n| usize::from(*n))
    }
}

/// The working days of a partnership, and of those of its agencies that close on days of their own.
#[derive(Debug, Clone)]
pub struct Calendars {
    /// The partnership's: what due dates count.
    pub partnership: Calendar,
    /// Of each agency with closures, by its name in lower case.
    agencies: BTreeMap<String, Calendar>,
}

impl Calendars {
    /// The bank holidays of England and Wales with these closures.
    ///
    /// # Errors
    /// Closures on which nothing could be counted: see [`Calendar::closed_on`].
    pub fn new(closures: &[Closure]) -> Result<Calendars> {
        let partnership = closures.iter().filter(|closure| closure.agency.is_none());
        let partnership = Calendar::england_and_wales().closed_on(partnership)?;
        let mut agencies = BTreeMap::new();
        for name in closures.iter().filter_map(|closure| closure.agency.as_deref()) {
            let folded = name.to_lowercase();
            if agencies.contains_key(&folded) {
                continue;
            }
            let is_own = |of: &str| of.to_lowercase() == folded;
            let own = closures.iter().filter(|closure| closure.agency.as_deref().is_some_and(is_own));
            let calendar = partnership.closed_on(own)?;
            agencies.insert(folded, calendar);
        }
        Ok(Calendars { partnership, agencies })
    }

    /// Whether an agency has closures of its own.
    pub fn has_closures_of_agencies(&self) -> bool {
        !self.agencies.is_empty()
    }

    /// The working days of this agency: the partnership's where it has no closures of its own.
    pub fn of_agency(&self, name: &str) -> &Calendar {
        if self.agencies.is_empty() {
            return &self.partnership;
        }
        self.agencies.get(&name.to_lowercase()).unwrap_or(&self.partnership)
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar::england_and_wales()
    }
}
