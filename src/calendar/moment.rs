//! A date, with the time of day where one was recorded.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date in civil London time, with the time of day where one is known.
///
/// Moments compare by date first; on one date a time is earlier than the date alone, because a date
/// alone lasts until its end.
///
/// ```
/// use escalog::calendar::Moment;
///
/// let timed: Moment = "2025-03-03T10:15".parse().unwrap();
/// let day: Moment = "2025-03-03".parse().unwrap();
/// assert!(timed < day);
/// assert_eq!(timed.plus_hours(24).unwrap().to_string(), "2025-03-04T10:15");
/// assert_eq!(day.plus_hours(24).unwrap().to_string(), "2025-03-04");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day.
    pub date: NaiveDate,
    /// The time of day, to the minute; `None` where a date alone was recorded.
    pub time: Option<NaiveTime>,
}

impl Moment {
    /// The same day without its time.
    #[must_use]
    pub fn whole_day(self) -> Moment {
        Moment { date: self.date, time: None }
    }

    /// So many hours later; for a date alone, the end of the day that many hours reach.
    ///
    /// A date alone can't show that an earlier hour was missed. `None` beyond the calendar's end.
    pub fn plus_hours(self, hours: u16) -> Option<Moment> {
        let Some(time) = self.time else {
            let date = self.date.checked_add_days(Days::new(u64::from(hours.div_ceil(24))))?;
            return Some(Moment { date, time: None });
        };
        let hour = time.hour() + u32::from(hours);
        Some(Moment {
            date: self.date.checked_add_days(Days::new(u64::from(hour / 24)))?,
            time: Some(time.with_hour(hour % 24)?),
        })
    }
}

impl From<NaiveDate> for Moment {
    fn from(date: NaiveDate) -> Moment {
        Moment { date, time: None }
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        self.date.cmp(&other.date).then_with(|| match (self.time, other.time) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        })
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `2025-03-03` or `2025-03-03T10:15`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some(time) => write!(f, "T{:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// What is wrong with a text that should be a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date such as 2025-03-03 or a date with a time such as 2025-03-03T10:15")]
pub struct NotAMoment;

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Moment, NotAMoment> {
        let (date, time) = match text.split_once(['T', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        // chrono reads `2025-3-3` too; the exchange format is the strict one.
        let date = NaiveDate::from_str(date).ok().filter(|d| d.to_string() == date).ok_or(NotAMoment)?;
        let time = time.map(|time| {
            let parsed =
                NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S"));
            parsed.map_err(|_| NotAMoment)
        });
        let time = time.transpose()?.and_then(|time| time.with_second(0));
        Ok(Moment { date, time })
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| serde::de::Error::custom(format!("`{text}` is {error}")))
    }
}
