//! The bank holidays of England and Wales: as published where they are, else by the standing rules.
//!
//! In: `policies/bank-holidays-england-and-wales.csv`, which is only ever added to. Out: the bank
//! holidays of a year. Source of the rules: the Banking and Financial Dealings Act 1971, Schedule 1,
//! and the standing proclamations (New Year's Day, early May, and substitutes for weekends).

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

const PUBLISHED: &str = include_str!("../../policies/bank-holidays-england-and-wales.csv");

static HOLIDAYS: LazyLock<Vec<(NaiveDate, &'static str)>> = LazyLock::new(|| {
    let lines = PUBLISHED.lines().skip(1);
    lines
        .filter_map(|line| {
            let (date, name) = line.split_once(',')?;
            Some((date.parse().ok()?, name))
        })
        .collect()
});

/// The last day of the last published year.
pub(super) fn known_to() -> NaiveDate {
    let last = HOLIDAYS.last().map(|(day, _)| day.year());
    last.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31)).unwrap_or_default()
}

/// The bank holidays of a year, weekends never among them.
pub(super) fn of_year(year: i32) -> Vec<(NaiveDate, String)> {
    let published = HOLIDAYS.iter().filter(|(day, _)| day.year() == year);
    let published: Vec<_> = published.map(|(day, name)| (*day, (*name).to_owned())).collect();
    if published.is_empty() { by_rule(year) } else { published }
}

/// The standing rules, without one-off days.
fn by_rule(year: i32) -> Vec<(NaiveDate, String)> {
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let nth_monday = |month, n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, n);
    let last_monday = |month| nth_monday(month, 5).or_else(|| nth_monday(month, 4));
    let easter = computus::gregorian(year).ok().and_then(|sunday| date(sunday.month, sunday.day));

    let mut days = Vec::new();
    // A fixed day at a weekend is kept on the next weekday that is no bank holiday already.
    let mut fixed = |day: Option<NaiveDate>, name: &str, taken: Option<NaiveDate>| {
        let kept = day?.iter_days().find(|d| !is_weekend(*d) && Some(*d) != taken)?;
        let substitute = if Some(kept) == day { "" } else { " (substitute day)" };
        days.push((kept, format!("{name}{substitute}")));
        Some(kept)
    };
    fixed(date(1, 1), "New Year's Day", None);
    let boxing_day_on_weekday = date(12, 26).filter(|day| !is_weekend(*day));
    let christmas = fixed(date(12, 25), "Christmas Day", boxing_day_on_weekday);
    fixed(date(12, 26), "Boxing Day", christmas);
    let moving = [
        (easter.and_then(|sunday| sunday.checked_sub_days(Days::new(2))), "Good Friday"),
        (easter.and_then(|sunday| sunday.checked_add_days(Days::new(1))), "Easter Monday"),
        (nth_monday(5, 1), "Early May bank holiday"),
        (last_monday(5), "Spring bank holiday"),
        (last_monday(8), "Summer bank holiday"),
    ];
    days.extend(moving.into_iter().filter_map(|(day, name)| Some((day?, name.to_owned()))));
    days.sort();
    days
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Years whose holidays the rules alone would get wrong: one-off days and days moved for an occasion.
    const PROCLAIMED_OTHERWISE: [i32; 6] = [2002, 2011, 2012, 2020, 2022, 2023];

    #[test]
    fn the_rules_give_every_published_year_but_those_with_one_off_days() {
        for year in 2000..=known_to().year() {
            let agree = of_year(year) == by_rule(year);
            assert_eq!(agree, !PROCLAIMED_OTHERWISE.contains(&year), "{year}");
        }
    }
}
