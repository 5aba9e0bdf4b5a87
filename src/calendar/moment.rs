//! A date, with the time of day where one was recorded.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Moment {
    /// The day.
    pub date: NaiveDate,
    /// The minute of the day; `WHOLE_DAY`, after all of them, where a date alone was recorded.
    minute: u16,
}

const WHOLE_DAY: u16 = u16::MAX;

impl Moment {
    /// A date, and a time of day to the minute where there is one.
    pub fn new(date: NaiveDate, time: Option<NaiveTime>) -> Moment {
        let minute = time.and_then(|time| u16::try_from(time.num_seconds_from_midnight() / 60).ok());
        Moment { date, minute: minute.unwrap_or(WHOLE_DAY) }
    }

    /// The time of day, to the minute; `None` where a date alone was recorded.
    pub fn time(self) -> Option<NaiveTime> {
        let minute = u32::from(self.minute);
        NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)
    }

    /// The same day without its time.
    #[must_use]
    pub fn whole_day(self) -> Moment {
        Moment { date: self.date, minute: WHOLE_DAY }
    }

    /// So many hours later; for a date alone, the end of the day that many hours reach.
    ///
    /// A date alone can't show that an earlier hour was missed. `None` beyond the calendar's end.
    pub fn plus_hours(self, hours: u16) -> Option<Moment> {
        let (days, minute) = if self.minute == WHOLE_DAY {
            (u32::from(hours.div_ceil(24)), WHOLE_DAY)
        } else {
            let minutes = u32::from(self.minute) + 60 * u32::from(hours);
            (minutes / 1440, u16::try_from(minutes % 1440).unwrap_or(WHOLE_DAY))
        };
        Some(Moment { date: self.date.checked_add_days(Days::new(days.into()))?, minute })
    }
}

impl From<NaiveDate> for Moment {
    fn from(date: NaiveDate) -> Moment {
        Moment { date, minute: WHOLE_DAY }
    }
}

/// `2025-03-03` or `2025-03-03T10:15`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time() {
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
        Ok(Moment::new(date, time.transpose()?))
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
