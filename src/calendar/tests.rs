use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn closure(from: &str, to: &str, why: &str) -> Closure {
    Closure { agency: None, from: day(from), to: Some(day(to)), why: why.into() }
}

#[test]
fn bank_holidays_agree_with_an_independent_source() {
    let calendar = Calendar::england_and_wales();
    let mut compared = 0;
    for date in day("2000-01-01").iter_days().take_while(|date| date.year() <= 2040) {
        let ours = matches!(calendar.reason(date), Some(Reason::BankHoliday(_)));
        assert_eq!(ours, bankholidays::uk::is_bankholiday(&date), "{date}");
        compared += 1;
    }
    assert_eq!(compared, 14_976);
}

#[test]
fn one_off_days_are_known() {
    let calendar = Calendar::england_and_wales();
    for (date, working) in [
        ("2020-05-04", true),
        ("2020-05-08", false),
        ("2022-05-30", true),
        ("2022-06-02", false),
        ("2022-06-03", false),
        ("2022-09-19", false),
        ("2023-05-08", false),
    ] {
        assert_eq!(calendar.is_working_day(day(date)), working, "{date}");
    }
}

#[test]
fn counting_agrees_with_walking() {
    let calendar = Calendar::england_and_wales();
    for start in day("2021-12-20").iter_days().take(400) {
        let mut walked = start;
        for n in 1..=30u16 {
            walked = walked.iter_days().skip(1).find(|d| calendar.reason(*d).is_none()).unwrap();
            assert_eq!(calendar.after(start, n), Some(walked), "{n} working days after {start}");
            assert_eq!(calendar.working_days_between(start, walked), Some(i32::from(n)));
        }
    }
}

#[test]
fn a_working_day_on_or_before_or_after() {
    let calendar = Calendar::england_and_wales();
    let easter = day("2025-04-20");
    assert_eq!(calendar.on_or_before(easter), Some(day("2025-04-17")));
    assert_eq!(calendar.on_or_after(easter), Some(day("2025-04-22")));
    assert_eq!(calendar.on_or_after(day("2025-04-22")), Some(day("2025-04-22")));
    assert_eq!(calendar.after(easter, 0), Some(easter));
}

#[test]
fn every_day_not_counted_has_a_reason() {
    let calendar = Calendar::england_and_wales();
    let skipped: Vec<_> = calendar.not_counted(day("2025-12-24"), day("2025-12-29")).collect();
    assert_eq!(
        skipped,
        [
            (day("2025-12-25"), Reason::BankHoliday("Christmas Day")),
            (day("2025-12-26"), Reason::BankHoliday("Boxing Day")),
            (day("2025-12-27"), Reason::Weekend),
            (day("2025-12-28"), Reason::Weekend),
        ]
    );
}

#[test]
fn closures_are_no_working_days() {
    let calendar = Calendar::england_and_wales();
    let closed = calendar.closed_on([&closure("2025-12-22", "2026-01-02", "offices closed")]).unwrap();
    assert_eq!(calendar.after(day("2025-12-19"), 1), Some(day("2025-12-22")));
    assert_eq!(closed.after(day("2025-12-19"), 1), Some(day("2026-01-05")));
    assert_eq!(closed.reason(day("2025-12-23")), Some(Reason::Closure("offices closed")));
    assert_eq!(closed.reason(day("2025-12-25")), Some(Reason::BankHoliday("Christmas Day")));
}

#[test]
fn a_calendar_without_working_days_is_an_error() {
    let years: Vec<_> = (2025..2028).map(|y| closure(&format!("{y}-01-01"), &format!("{y}-12-31"), "closed")).collect();
    let error = Calendar::england_and_wales().closed_on(&years).unwrap_err();
    assert!(error.message().contains("no working day is left"), "{error}");

    let error =
        Calendar::england_and_wales().closed_on([&closure("2025-03-02", "2025-03-01", "inset day")]).unwrap_err();
    assert!(error.to_string().starts_with("closure `inset day`: it ends on 2025-03-01"), "{error}");
    let error = Calendar::england_and_wales().closed_on([&closure("2025-03-02", "2052-03-01", "typo")]).unwrap_err();
    assert!(error.message().contains("more than a year"), "{error}");
    for (from, to) in [("2025-03-02", "2205-03-01"), ("0025-03-02", "0025-03-03")] {
        let error = Calendar::england_and_wales().closed_on([&closure(from, to, "typo")]).unwrap_err();
        assert!(error.message().contains("not in the years that can be counted in"), "{error}");
    }
}

#[test]
fn dates_outside_the_table_have_no_answer() {
    let calendar = Calendar::england_and_wales();
    assert_eq!(calendar.after(day("2099-12-31"), 1), None);
    assert_eq!(calendar.after(day("1901-01-01"), 1), None);
    assert_eq!(calendar.after(NaiveDate::MAX, 1), None);
    assert_eq!(calendar.on_or_before(NaiveDate::MAX), None);
}
