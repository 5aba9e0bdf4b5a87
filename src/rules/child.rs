//! What the rules on the child share: where the date of birth stands, the age on a day, what kind of name it is.

use chrono::NaiveDate;

use super::prelude::*;
use crate::log::Answer;

/// The place of the column for the date of birth, alone or with the name.
pub(super) fn birth_column(table: &Table) -> Option<usize> {
    table.place(&Meaning::Born).or_else(|| table.place(&Meaning::Child))
}

/// The place of the column in which a row's date of birth stands.
pub(super) fn birth_place(table: &Table, row: &Row) -> Option<usize> {
    filled(table, row, &[Meaning::Born, Meaning::Child])
}

/// The place of the column in which a row's age stands.
pub(super) fn age_place(table: &Table, row: &Row) -> Option<usize> {
    filled(table, row, &[Meaning::Age, Meaning::Child])
}

/// The place of the first of these columns in which something stands.
fn filled(table: &Table, row: &Row, meanings: &[Meaning]) -> Option<usize> {
    let mut places = meanings.iter().filter_map(|meaning| table.place(meaning));
    places.find(|place| !says_nothing(row.value(*place)))
}

/// The day the concern arose, where the row records it.
pub(super) fn concern_day(row: &CheckedRow<'_>) -> Option<NaiveDate> {
    row.case.recorded(EventId::CONCERN).map(|moment| moment.date)
}

/// The age by the date of birth on a day, in years; `None` where the date is not known or lies after that day.
pub(super) fn age_on(row: &Row, day: NaiveDate) -> Option<u32> {
    row.born.known().filter(|_| !row.unborn).and_then(|born| day.years_since(born.date))
}

/// Whether the row says that it is about an adult.
pub(super) fn is_adult(row: &Row) -> bool {
    row.facts.iter().any(|(_, answer)| matches!(answer.known(), Some(Answer::Word(word)) if word == "adult"))
}

/// Whether a name is of several children: which date would be whose is then not said.
pub(super) fn is_several(name: &str) -> bool {
    name.contains(['&', ',', ';', '+', '\n', '/'])
        || name.split_whitespace().any(|word| {
            ["and", "siblings", "sibling", "twins", "children", "brothers", "sisters"]
                .iter()
                .any(|several| word.eq_ignore_ascii_case(several))
        })
}

/// Whether a name is initials or a case number, chosen so that it does not name the child.
pub(crate) fn is_withheld(name: &str) -> bool {
    let has_digit = name.bytes().any(|byte| byte.is_ascii_digit());
    let longest = name.split(|c: char| !c.is_alphabetic()).map(str::len).max().unwrap_or_default();
    has_digit || longest <= 2 || longest <= 4 && !name.contains(char::is_lowercase)
}
