//! A cell → the date it states, or why it states none.
//!
//! In: a cell's value, the day its workbook counts from and the day as of which the log is read. Out: one
//! moment, or a [`DateProblem`]. Numeric dates are British, day first, always; one that looks American is a
//! problem, never a guess.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use self::meant::Meant;
use self::shapes::{time, weekday, without_year};
use super::tokens::{Kind, Token, tokens};
use super::{Field, Unclear, nothing, words};
use crate::calendar::Moment;
use crate::grid::{DateSystem, Value};

mod meant;
mod shapes;

/// Why a cell states no date that can be counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateProblem {
    /// It can't be read as a date.
    NotADate,
    /// Its second number is above 12, as where the month is written first.
    American,
    /// The month has no such day, or the year no such month.
    NoSuchDay,
    /// Its year can't be meant: for an event before 2000 or after 2099.
    YearNotMeant,
    /// It has no year, and no weekday that settles which.
    NoYear,
    /// There is more than one date.
    Several,
    /// The weekday beside the date is not that day's.
    WeekdayDisagrees,
    /// Words beside the date leave open whether it happened then: "planned", "by", "tbc", a question mark.
    Doubtful,
}

impl DateProblem {
    /// Whether a day is meant all the same, so that what it is of did happen.
    pub fn is_of_a_day(self) -> bool {
        !matches!(self, DateProblem::NotADate | DateProblem::Doubtful)
    }
}

/// As a reader of the log would say it after "the date": `has no year`.
impl std::fmt::Display for DateProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            DateProblem::NotADate => "can't be read",
            DateProblem::American => "looks American, with the month before the day",
            DateProblem::NoSuchDay => "is a day that does not exist",
            DateProblem::YearNotMeant => "has a year that can't be meant",
            DateProblem::NoYear => "has no year",
            DateProblem::Several => "is more than one date",
            DateProblem::WeekdayDisagrees => "has a weekday that is not that day's",
            DateProblem::Doubtful => "has words beside it that leave open whether it happened then",
        })
    }
}

/// Words that leave open whether a date is when it happened, directly before it; others do so wherever they stand.
const DOUBT_BEFORE: &[&str] = &[
    "no", "by", "before", "after", "until", "till", "since", "from", "to", "between", "about", "around", "c", "early",
    "mid", "late", "end", "of", "may", "than",
];

/// Reads dates in one log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dates {
    pub(super) system: DateSystem,
    pub(super) as_of: NaiveDate,
}

/// A date within a text.
pub(super) struct Stated {
    /// Where it stands in the text.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) date: Result<NaiveDate, DateProblem>,
    /// The day and month of a date without a year.
    partial: Option<(u32, u32)>,
    weekday: Option<Weekday>,
    doubtful: bool,
}

/// What a date within a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A day.
    Day(NaiveDate),
    /// A day of a year that is not said.
    OfSomeYear { day: u32, month: u32 },
}

/// What a text says of dates and times.
struct Scan {
    dates: Vec<Stated>,
    times: Vec<Option<NaiveTime>>,
    doubtful: bool,
    /// Whether numbers stand there that belong to no date or time.
    stray: bool,
}

impl Stated {
    /// What it says; `None` where it states no date.
    pub(super) fn said(&self) -> Option<Said> {
        match (self.date, self.partial) {
            (Ok(date), _) => Some(Said::Day(date)),
            (Err(DateProblem::NoYear), Some((day, month))) => Some(Said::OfSomeYear { day, month }),
            (Err(_), _) => None,
        }
    }

    /// Its day, where it states one with its year.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        self.date.ok()
    }

    /// Whether a word before it leaves open whether it happened then.
    pub(super) fn is_doubtful(&self) -> bool {
        self.doubtful
    }
}

impl Dates {
    /// When an event happened, in the years 2000 to 2099.
    pub(super) fn event(&self, value: &Value) -> Field<Moment> {
        self.read(value, Meant::Event)
    }

    /// When a case was resolved: what was escalated was not.
    pub(super) fn resolved(&self, value: &Value) -> Field<Moment> {
        self.read(value, Meant::Resolved)
    }

    /// When a concern arose, or what it rests on: what was refused or failed is no doubt.
    pub(super) fn concern(&self, value: &Value) -> Field<Moment> {
        self.read(value, Meant::Concern)
    }

    /// When a stage began: that something failed or was refused is why.
    pub(super) fn began(&self, value: &Value) -> Field<Moment> {
        self.read(value, Meant::Began)
    }

    /// By when something is to be done: "by" and "before" stand before such a date.
    pub(super) fn limit(&self, value: &Value) -> Field<Moment> {
        self.read(value, Meant::Limit)
    }

    /// A date of birth, or for an unborn child the date expected.
    pub(super) fn birth(&self, value: &Value) -> Field<Moment> {
        self.read(value, Meant::Birth)
    }

    /// The dates of birth that stand in a text among other things, but not those without a year: "12/3" is part
    /// of a case number sooner than a birthday.
    pub(super) fn births_in(&self, tokens: &[Token<'_>]) -> Vec<Stated> {
        let mut dates = self.scan(tokens, Meant::Birth, false).dates;
        dates.retain(|birth| birth.date != Err(DateProblem::NoYear));
        dates
    }

    /// The date that begins at this place of a longer text, and how many tokens it takes. Here a day and a month alone,
    /// as in "12/3", are a date too, but not a fraction, "24/7", or a part of a longer number.
    pub(super) fn within(&self, tokens: &[Token<'_>], place: usize) -> Option<(Stated, usize)> {
        let rest = tokens.get(place..)?;
        let before = tokens.get(..place)?;
        let begins = rest.first()?.start;
        if before.last().is_some_and(|token| token.end == begins && !matches!(token.kind, Kind::Mark('(' | ':' | ',')))
        {
            return None;
        }
        let (mut stated, length) = self.stated(rest, Meant::Event, false).or_else(|| {
            let (date, partial, length) = without_year(rest, true)?;
            let span = begins..rest.get(length.checked_sub(1)?)?.end;
            let is_whole = span.len() <= "31/12".len() && partial != Some((24, 7));
            is_whole.then_some((Stated { span, date, partial, weekday: None, doubtful: false }, length))
        })?;
        let after = rest.get(length..)?;
        const SHARES: [&str; 8] = ["of", "day", "days", "hour", "hours", "hr", "term", "year"];
        let next = after.first().and_then(Token::word);
        if stated.partial.is_some()
            && next.is_some_and(|word| SHARES.iter().any(|share| word.eq_ignore_ascii_case(share)))
        {
            return None;
        }
        self.settle(&mut stated, before, after);
        Some((stated, length))
    }

    fn read(&self, value: &Value, meant: Meant) -> Field<Moment> {
        let unclear = |problem| Field::Unclear(Unclear::Date(problem));
        match value {
            Value::Date(moment) => match meant.has_year(moment.date.year(), self.as_of.year()) {
                true => Field::Known(*moment),
                false => unclear(DateProblem::YearNotMeant),
            },
            Value::Number(number) => self.serial(*number).map_or(unclear(DateProblem::NotADate), Field::Known),
            Value::Boolean(_) => unclear(DateProblem::NotADate),
            Value::Error(_) | Value::NotCalculated => Field::Unclear(Unclear::Formula),
            Value::Text(text) => self.text(text, meant).unwrap_or_else(unclear),
        }
    }

    /// A number that was not formatted as a date is one in the years 2000 to 2099.
    fn serial(&self, number: f64) -> Option<Moment> {
        const FROM_1900: std::ops::Range<f64> = 36526.0..73051.0;
        let later = if self.system == DateSystem::From1904 { 1462.0 } else { 0.0 };
        if FROM_1900.contains(&(number + later)) { self.system.moment(number) } else { None }
    }

    fn text(&self, text: &str, meant: Meant) -> Result<Field<Moment>, DateProblem> {
        let text = text.trim();
        // The commonest shape needs no further look.
        if let Some((day, month, year)) = shapes::plain(text) {
            return self.date(day, month, year, meant).map(|date| Field::Known(date.into()));
        }
        if nothing::says_not_happened(text) {
            return Ok(Field::Blank);
        }
        if text.len() == 5
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(moment) = text.parse().ok().and_then(|number| self.serial(number))
        {
            return Ok(Field::Known(moment));
        }
        let scan = self.scan(&tokens(text), meant, true);
        let mut dates = scan.dates.iter();
        let first = dates.next().ok_or(DateProblem::NotADate)?;
        if dates.any(|other| other.date.is_err() || other.date != first.date) {
            return Err(DateProblem::Several);
        }
        let date = first.date?;
        if scan.doubtful || first.doubtful {
            return Err(DateProblem::Doubtful);
        }
        if scan.stray {
            return Err(DateProblem::NotADate);
        }
        let time = match scan.times.as_slice() {
            // Midnight is how programs write a date alone with a time.
            [Some(time)] => Some(*time).filter(|time| *time != NaiveTime::MIN),
            [None] => return Err(DateProblem::NotADate),
            // A meeting "from 10:15 to 11:00" has no one time.
            _ => None,
        };
        Ok(Field::Known(Moment::new(date, time)))
    }

    /// The date of these numbers, the day first.
    fn date(&self, day: u32, month: u32, year: Kind<'_>, meant: Meant) -> Result<NaiveDate, DateProblem> {
        let Kind::Number { value, digits } = year else { return Err(DateProblem::NotADate) };
        let value = i32::try_from(value).unwrap_or(i32::MAX);
        let year = match digits {
            2 if meant == Meant::Birth && value + 2000 > self.as_of.year() + 1 => value + 1900,
            2 => value + 2000,
            _ => value,
        };
        if (13..=31).contains(&month) && (1..=12).contains(&day) {
            return Err(DateProblem::American);
        }
        if !meant.has_year(year, self.as_of.year()) {
            return Err(DateProblem::YearNotMeant);
        }
        NaiveDate::from_ymd_opt(year, month, day).ok_or(DateProblem::NoSuchDay)
    }

    /// The one year around the day as of which the log is read in which the day is that weekday.
    fn year_by_weekday(&self, (day, month): (u32, u32), weekday: Weekday) -> Result<NaiveDate, DateProblem> {
        let year = self.as_of.year();
        let dates = (year - 3..=year + 1).filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
        let mut fitting = dates.filter(|date| date.weekday() == weekday);
        match (fitting.next(), fitting.next()) {
            (Some(date), None) => Ok(date),
            _ => Err(DateProblem::NoYear),
        }
    }

    /// Every date and time of a text. `alone` where the whole text should be one date: then spaces may
    /// stand in it anywhere.
    fn scan(&self, tokens: &[Token<'_>], meant: Meant, alone: bool) -> Scan {
        let mut scan = Scan { dates: Vec::new(), times: Vec::new(), doubtful: false, stray: false };
        let mut said: Vec<&str> = Vec::new();
        let mut first_date = None;
        let mut place = 0;
        while let Some(token) = tokens.get(place) {
            let rest = tokens.get(place..).unwrap_or_default();
            let length = if let Some((mut stated, length)) = self.stated(rest, meant, alone) {
                let before = tokens.get(..place).unwrap_or_default();
                let after = rest.get(length..).unwrap_or_default();
                self.settle(&mut stated, before, after);
                stated.doubtful &= !matches!(meant, Meant::Birth | Meant::Limit);
                scan.dates.push(stated);
                first_date = first_date.or(Some(said.len()));
                length
            } else if let Some((time, length)) = time(rest) {
                scan.times.push(time);
                length
            } else if let [_, mark, end @ ..] = rest
                && token.number().is_some()
                && mark.kind == Kind::Mark('-')
                && let Some((end, _)) = time(end)
            {
                // "9-10am" begins and ends.
                scan.times.push(end);
                2
            } else {
                match token.kind {
                    Kind::Number { .. } => scan.stray = true,
                    Kind::Word(_) => said.extend(words::word_at(tokens, place)),
                    Kind::Mark(mark) => scan.doubtful |= matches!(mark, '?' | '~' | '+'),
                }
                1
            };
            place += length;
        }
        let first_date = first_date.unwrap_or_default();
        scan.doubtful |= (0..said.len()).any(|place| meant.is_left_open(&said, place, first_date));
        scan
    }

    /// Weighs the weekday and the words beside a date.
    fn settle(&self, stated: &mut Stated, before: &[Token<'_>], after: &[Token<'_>]) {
        let passed = |token: &&Token<'_>| !matches!(token.kind, Kind::Mark(',' | '.' | '-' | ':' | '(' | ')'));
        let previous = before.iter().rev().find(passed).and_then(Token::word);
        let next = after.iter().find(passed).and_then(Token::word);
        let beside = previous.and_then(weekday).or_else(|| next.and_then(weekday));
        stated.weekday = stated.weekday.or(beside);
        // "By Friday the 6th": what stands before both counts.
        let leads = |token: &&Token<'_>| {
            passed(token)
                && !token.word().is_some_and(|word| weekday(word).is_some() || word.eq_ignore_ascii_case("the"))
        };
        let leading = before.iter().rev().find(leads).and_then(Token::word);
        stated.doubtful = leading.is_some_and(|word| words::is_one(word, DOUBT_BEFORE));
        let Some(weekday) = stated.weekday else { return };
        stated.date = match (stated.partial, stated.date) {
            (Some(partial), _) => self.year_by_weekday(partial, weekday),
            (None, Ok(date)) if date.weekday() != weekday => Err(DateProblem::WeekdayDisagrees),
            (None, date) => date,
        };
    }

    /// The date with which these tokens begin, and how many it takes.
    fn stated(&self, tokens: &[Token<'_>], meant: Meant, alone: bool) -> Option<(Stated, usize)> {
        match tokens.first()?.kind {
            Kind::Mark(_) => return None,
            Kind::Word(word) => _ = shapes::month(word)?,
            Kind::Number { .. } => {}
        }
        let found = self.numeric(tokens, meant, alone).or_else(|| self.named(tokens, meant));
        let (date, partial, length) = found.or_else(|| without_year(tokens, alone))?;
        let span = tokens.first()?.start..tokens.get(length.checked_sub(1)?)?.end;
        Some((Stated { span, date, partial, weekday: None, doubtful: false }, length))
    }
}

/// Whether a text is a date with its year and nothing else, such as `03/03/2025`.
pub(crate) fn is_date(text: &str) -> bool {
    let dates = Dates { system: DateSystem::default(), as_of: NaiveDate::MAX };
    dates.text(text, Meant::Event).is_ok_and(|field| field.known().is_some())
}

/// Whether a text has no words but those of a date.
pub(crate) fn is_date_alone(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(is_word_of_date)
}

/// Whether a word belongs to the date that it stands in: a month, a weekday, "rd", "of".
fn is_word_of_date(word: &str) -> bool {
    is_month(word) || is_weekday(word) || words::is_one(word, &["st", "nd", "rd", "th", "of"])
}

/// Whether a word is the name of a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    weekday(word).is_some()
}

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    shapes::month(word).is_some()
}
