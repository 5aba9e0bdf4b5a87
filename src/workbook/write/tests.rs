//! How texts and dates are fitted to cells.

use super::bare;
use super::figure::Count;
use super::paper::{fitted, lines, serial};
use crate::grid::{Sheet, Workbook};
use crate::workbook::modified;

#[test]
fn a_text_longer_than_a_cell_can_hold_ends_with_a_sign_that_it_goes_on() {
    let longest = "a".repeat(32_767);
    assert_eq!(fitted(&longest), longest);
    let longer = format!("{longest}b");
    let cut = fitted(&longer);
    assert_eq!((cut.encode_utf16().count(), cut.chars().last()), (32_767, Some('…')));
    // Each of these counts twice.
    let children = "\u{1F9D2}".repeat(20_000);
    let cut = fitted(&children);
    assert_eq!((cut.encode_utf16().count(), cut.chars().last()), (32_767, Some('…')));
    assert_eq!(fitted("a\u{FFFE}b"), "a\u{FFFD}b");
}

#[test]
fn a_moment_is_the_number_a_spreadsheet_knows_it_by() {
    for (moment, number) in [
        ("2025-03-03", Some(45_719.0)),
        ("2025-03-03T12:00", Some(45_719.5)),
        ("1900-03-01", Some(61.0)),
        ("1900-02-28", None),
        ("9999-12-31", Some(2_958_465.0)),
    ] {
        assert_eq!(serial(moment.parse().unwrap()), number, "{moment}");
    }
}

#[test]
fn a_text_takes_as_many_lines_as_its_words_need() {
    for (text, width, expected) in [
        ("", 10.0, 1),
        ("one", 10.0, 1),
        ("one two three", 10.0, 2),
        ("one\ntwo\n\nthree", 10.0, 4),
        ("an-agency-with-a-name-in-one-word", 10.0, 3),
    ] {
        assert_eq!(lines(text, width), expected, "{text}");
    }
}

#[test]
fn a_heading_with_a_sign_of_formulas_is_escaped_in_every_figure() {
    let count = Count::escalations().has("Appendix #2 sent");
    for formula in [count.formula(), count.says("Appendix #2 received").formula()] {
        assert!(!formula.contains(" #2") && formula.contains("Escalations[Appendix '#2 sent]"), "{formula}");
    }
}

#[test]
fn bare_cells_say_of_no_day_that_they_were_saved_on_it() {
    let sheet = Sheet { name: "Log".to_owned(), ..Sheet::default() };
    let bytes = bare(&Workbook { sheets: vec![sheet], ..Workbook::default() }).unwrap();
    assert_eq!(modified(&bytes), None);
}
