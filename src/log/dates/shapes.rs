//! The shapes in which people write dates and times.
//!
//! In: the tokens of a text. Out: the date or time with which they begin, and how many of them it takes.

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::{Dates, Meant};
use crate::log::DateProblem;
use crate::log::tokens::{Kind, Token};

/// A date, or its day and month where it has no year, and how many tokens it takes.
pub(super) type Shape = (Result<NaiveDate, DateProblem>, Option<(u32, u32)>, usize);

impl Dates {
    /// `2025-03-03`, `3/3/25`, `03.03.2025`, `03 03 2025`.
    pub(super) fn numeric(&self, tokens: &[Token<'_>], meant: Meant, alone: bool) -> Option<Shape> {
        let (first, second, third, length) = match tokens {
            [a, s, b, t, c, rest @ ..] if s.is_separator() && s.kind == t.kind => {
                let touches = |pair: &[Token<'_>]| matches!(pair, [x, y] if x.end == y.start);
                let pairs = [a, s, b, t, c].map(|token| *token);
                let tight = pairs.windows(2).filter(|pair| touches(pair)).count();
                // "13 / 03/04/2012" is an age and a date; "1/2/3/2025" is none.
                let chained =
                    matches!(rest, [u, d, ..] if u.kind == s.kind && d.number().is_some() && touches(&[*c, *u]));
                if chained || !(alone || tight == 4 || tight == 0) {
                    return None;
                }
                (*a, *b, *c, 5)
            }
            [a, b, c, ..] if alone && c.digits() == Some(4) && a.digits()? <= 2 => (*a, *b, *c, 3),
            _ => return None,
        };
        let (a, b, c) = (first.number()?, second.number()?, third.number()?);
        let date = match (first.digits()?, second.digits()?, third.digits()?) {
            (4, 1..=2, 1..=2) => match self.date(c, b, first.kind, meant) {
                // Written year first, the month comes second; nothing is American about it.
                Err(DateProblem::American) => Err(DateProblem::NoSuchDay),
                date => date,
            },
            (1..=2, 1..=2, _) => self.date(a, b, third.kind, meant),
            _ => return None,
        };
        // After a date in ISO the time follows a `T`.
        let length = match tokens.get(length).map(|token| token.kind) {
            Some(Kind::Word("T" | "t")) if first.digits() == Some(4) => length + 1,
            _ => length,
        };
        Some((date, None, length))
    }

    /// `3rd March 2025`, `3-Mar-25`, `March 3rd, 2025`, and the same without a year.
    pub(super) fn named(&self, tokens: &[Token<'_>], meant: Meant) -> Option<Shape> {
        let mut at = Cursor { tokens, place: 0 };
        let (day, month) = match at.month() {
            Some(month) => {
                at.skip(&['.', '-', '/']);
                let day = at.day()?;
                (day, month)
            }
            None => {
                let day = at.day()?;
                at.skip(&['.', '-', '/', ',']);
                at.word("of");
                (day, at.month()?)
            }
        };
        let without = at.place;
        at.skip(&['.', '-', '/', ',', '\'', '’']);
        // The number after the month may be the hour.
        let is_time = time(tokens.get(at.place..).unwrap_or_default()).is_some();
        match tokens.get(at.place).filter(|token| token.number().is_some() && !is_time) {
            Some(year) => Some((self.date(day, month, year.kind, meant), None, at.place + 1)),
            None => Some((Err(DateProblem::NoYear), Some((day, month)), without)),
        }
    }
}

/// Day, month and year of a text that is `03/03/2025` and nothing else.
pub(super) fn plain(text: &str) -> Option<(u32, u32, Kind<'static>)> {
    let (day, rest) = text.split_once('/')?;
    let (month, year) = rest.split_once('/')?;
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    if day.len() > 2 || month.len() > 2 || !matches!(year.len(), 2 | 4) {
        return None;
    }
    Some((number(day)?, number(month)?, Kind::Number { value: number(year)?, digits: year.len() }))
}

/// `3/3`, where a year may follow from a weekday.
pub(super) fn without_year(tokens: &[Token<'_>], alone: bool) -> Option<Shape> {
    let [day, mark, month, rest @ ..] = tokens else { return None };
    let (day, month) = (day.number().filter(|_| day.digits() <= Some(2))?, month.number()?);
    let plain = matches!(mark.kind, Kind::Mark('/' | '-')) && (1..=31).contains(&day) && (1..=12).contains(&month);
    let next = rest.first().and_then(|token| token.word());
    // "9-10am" are hours.
    let goes_with_day =
        |word: &str| self::month(word).is_some() || ["am", "pm"].iter().any(|half| word.eq_ignore_ascii_case(half));
    let goes_on = rest.first().is_some_and(|token| token.kind == mark.kind);
    (alone && plain && !next.is_some_and(goes_with_day) && !goes_on).then_some((
        Err(DateProblem::NoYear),
        Some((day, month)),
        3,
    ))
}

/// The time of day with which these tokens begin, `None` for one that does not exist, and how many it takes.
pub(super) fn time(tokens: &[Token<'_>]) -> Option<(Option<NaiveTime>, usize)> {
    let first = tokens.first()?;
    let (hour, digits) = (first.number()?, first.digits()?);
    let (minute, mut length) = match tokens {
        [_, mark, minute, rest @ ..] if digits <= 2 && minute.digits() == Some(2) && is_clock_mark(mark, rest) => {
            let seconds = matches!(rest, [m, s, ..] if m.kind == Kind::Mark(':') && s.digits() == Some(2));
            (minute.number()?, if seconds { 5 } else { 3 })
        }
        _ => (0, 1),
    };
    if length == 5 && matches!(tokens.get(5..7), Some([m, s]) if m.kind == Kind::Mark('.') && s.number().is_some()) {
        length = 7;
    }
    let unit = tokens.get(length).and_then(|token| token.word()).map(str::to_ascii_lowercase);
    // "a.m." is three tokens and a full stop.
    let letters = match tokens.get(length..length + 3) {
        Some([a, stop, m]) if stop.kind == Kind::Mark('.') && m.word().is_some_and(|m| m.eq_ignore_ascii_case("m")) => {
            a.word().map(str::to_ascii_lowercase)
        }
        _ => None,
    };
    let (hour, minute, length) = match (unit.as_deref(), letters.as_deref()) {
        (_, Some("a")) => (morning(hour), minute, length + 3),
        (_, Some("p")) => (if hour < 12 { hour + 12 } else { hour }, minute, length + 3),
        (Some("am"), _) => (morning(hour), minute, length + 1),
        (Some("pm"), _) => (if hour < 12 { hour + 12 } else { hour }, minute, length + 1),
        (Some("hrs" | "hours" | "h"), _) if length == 1 && digits == 4 => (hour / 100, hour % 100, 2),
        (Some("hrs" | "hours" | "h"), _) if length > 1 => (hour, minute, length + 1),
        _ if length == 1 => return None,
        _ => (hour, minute, length),
    };
    Some((NaiveTime::from_hms_opt(hour, minute, 0), length))
}

/// The hour that "am" makes of another; after noon there is none.
fn morning(hour: u32) -> u32 {
    match hour {
        12 => 0,
        13.. => u32::MAX,
        _ => hour,
    }
}

/// Whether a colon, or a full stop that begins no date, stands between hour and minute.
fn is_clock_mark(mark: &Token<'_>, after: &[Token<'_>]) -> bool {
    match mark.kind {
        Kind::Mark(':') => true,
        Kind::Mark('.') => {
            !matches!(after, [stop, number, ..] if stop.kind == Kind::Mark('.') && number.number().is_some())
        }
        _ => false,
    }
}

/// Steps through the tokens of a date with a named month.
struct Cursor<'a, 't> {
    tokens: &'a [Token<'t>],
    place: usize,
}

impl Cursor<'_, '_> {
    fn skip(&mut self, marks: &[char]) {
        while matches!(self.tokens.get(self.place).map(|token| token.kind), Some(Kind::Mark(mark)) if marks.contains(&mark))
        {
            self.place += 1;
        }
    }

    fn word(&mut self, expected: &str) {
        let word = self.tokens.get(self.place).and_then(|token| token.word());
        if word.is_some_and(|word| word.eq_ignore_ascii_case(expected)) {
            self.place += 1;
        }
    }

    fn month(&mut self) -> Option<u32> {
        let month = self.tokens.get(self.place).and_then(|token| token.word()).and_then(month)?;
        self.place += 1;
        Some(month)
    }

    /// A day of one or two digits, with or without its ordinal ending.
    fn day(&mut self) -> Option<u32> {
        let token = self.tokens.get(self.place)?;
        let day = token.number().filter(|_| token.digits() <= Some(2))?;
        self.place += 1;
        for ending in ["st", "nd", "rd", "th"] {
            self.word(ending);
        }
        Some(day)
    }
}

pub(super) fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    named(word, &MONTHS, &[("sept", 8)]).and_then(|place| u32::try_from(place + 1).ok())
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let place = named(word, &DAYS, &[("tues", 1), ("weds", 2), ("thur", 3), ("thurs", 3)])?;
    Weekday::try_from(u8::try_from(place).ok()?).ok()
}

/// The place of a name, written whole, by its first three letters, or in another short form.
fn named(word: &str, names: &[&str], short: &[(&str, usize)]) -> Option<usize> {
    let begins = word.get(..3)?;
    let place = names.iter().position(|name| name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(begins)))?;
    let whole = || names.get(place).is_some_and(|name| word.eq_ignore_ascii_case(name));
    let other = || short.iter().any(|(short, of)| *of == place && word.eq_ignore_ascii_case(short));
    (word.len() == 3 || whole() || other()).then_some(place)
}
