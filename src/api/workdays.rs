//! `workdays`: pairs of days → how many working days lie between them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::error::{Code, Error, Result};

/// What `workdays` is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct WorkdaysRequest {
    /// The pairs of days.
    pub spans: Vec<Span>,
}

/// Two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The day after which counting begins.
    pub from: NaiveDate,
    /// The last day that is counted.
    pub to: NaiveDate,
}

/// What `workdays` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WorkdaysAnswer {
    /// For each pair the working days after `from` up to and including `to`; negative where `to` is earlier.
    pub days: Vec<i32>,
}

/// Counts the working days of England and Wales between days.
///
/// ```
/// use escalog::api::{Span, WorkdaysRequest, workdays};
///
/// let span = Span { from: "2025-04-17".parse().unwrap(), to: "2025-04-22".parse().unwrap() };
/// let request = WorkdaysRequest { spans: vec![span] };
/// // Easter: Thursday to Tuesday is one working day.
/// assert_eq!(workdays(&request).unwrap().days, [1]);
/// ```
///
/// # Errors
/// Days beyond the years of the calendar.
pub fn workdays(request: &WorkdaysRequest) -> Result<WorkdaysAnswer> {
    let calendar = Calendar::england_and_wales();
    let days = request.spans.iter().map(|span| {
        calendar.working_days_between(span.from, span.to).ok_or_else(|| {
            Error::new(Code::Calendar, format!("the working days from {} to {} can't be counted", span.from, span.to))
                .help("the calendar has the years 1970 to 2099")
        })
    });
    Ok(WorkdaysAnswer { days: days.collect::<Result<_>>()? })
}
