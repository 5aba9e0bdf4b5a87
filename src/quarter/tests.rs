//! Which days a quarter has, and what it is called.

use super::Quarter;

#[test]
fn a_quarter_is_read_by_the_calendar_or_by_the_financial_year() {
    for (text, first, last, title) in [
        ("2025-Q1", "2025-01-01", "2025-03-31", "January to March 2025 (quarter 4 of 2024/25)"),
        ("2025-Q2", "2025-04-01", "2025-06-30", "April to June 2025 (quarter 1 of 2025/26)"),
        ("2025-q3", "2025-07-01", "2025-09-30", "July to September 2025 (quarter 2 of 2025/26)"),
        ("2025-Q4", "2025-10-01", "2025-12-31", "October to December 2025 (quarter 3 of 2025/26)"),
        ("2025/26-Q1", "2025-04-01", "2025-06-30", "April to June 2025 (quarter 1 of 2025/26)"),
        ("2025/26-Q2", "2025-07-01", "2025-09-30", "July to September 2025 (quarter 2 of 2025/26)"),
        ("2025/26-Q3", "2025-10-01", "2025-12-31", "October to December 2025 (quarter 3 of 2025/26)"),
        ("2025/26-Q4", "2026-01-01", "2026-03-31", "January to March 2026 (quarter 4 of 2025/26)"),
        ("2023/24-Q4", "2024-01-01", "2024-03-31", "January to March 2024 (quarter 4 of 2023/24)"),
        ("1999/00-Q3", "1999-10-01", "1999-12-31", "October to December 1999 (quarter 3 of 1999/00)"),
    ] {
        let quarter: Quarter = text.parse().unwrap();
        assert_eq!((quarter.first().to_string(), quarter.last().to_string()), (first.into(), last.into()), "{text}");
        assert_eq!(quarter.title(), title);
        assert_eq!(quarter.to_string().parse::<Quarter>(), Ok(quarter));
    }
}

#[test]
fn what_is_no_quarter_is_refused_with_what_would_be_right() {
    for (text, what) in [
        ("", "`` is no quarter"),
        ("2025", "`2025` is no quarter"),
        ("Q2 2025", "`Q2 2025` is no quarter"),
        ("2025-Q5", "`2025-Q5` is no quarter: a year has quarters 1 to 4"),
        ("2025-Q0", "`2025-Q0` is no quarter: a year has quarters 1 to 4"),
        ("2025-Q02", "`2025-Q02` is no quarter: a year has quarters 1 to 4"),
        ("25-Q2", "`25-Q2` is no quarter"),
        ("+025-Q2", "`+025-Q2` is no quarter"),
        ("2025/2026-Q1", "`2025/2026-Q1` is no quarter"),
        (
            "2025/27-Q1",
            "`2025/27-Q1` is no quarter: a financial year such as 2025/26 runs over two years that follow one another",
        ),
        ("1969-Q1", "`1969-Q1` is not between 1970 and 2098"),
        ("9999-Q4", "`9999-Q4` is not between 1970 and 2098"),
    ] {
        let error = text.parse::<Quarter>().unwrap_err();
        assert_eq!(error.message(), what);
        assert!(error.advice().is_some_and(|advice| advice.contains("2025/26-Q1")), "{text}");
    }
}
