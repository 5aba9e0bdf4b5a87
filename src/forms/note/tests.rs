use super::*;
use crate::grid::{Address, Cell, Sheet, Value, Workbook};
use crate::log;
use crate::policy::Policy;

fn private(rows: &[[&str; 2]]) -> Private {
    let mut cells = Vec::new();
    let headings = [["Number", "Concern", "Child Name", "DOB"]];
    for (column, text) in (0..).zip(headings[0]) {
        cells.push(Cell { at: Address::new(0, column), value: Value::Text(text.to_owned()), formula: None });
    }
    for (row, [name, born]) in (1..).zip(rows) {
        for (column, text) in (0..).zip(["1", "threshold", name, born]) {
            cells.push(Cell { at: Address::new(row, column), value: Value::Text(text.to_owned()), formula: None });
        }
    }
    let sheet = Sheet { name: "Log".to_owned(), cells, ..Sheet::default() };
    let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    let as_of = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let log = log::read("log.csv", &workbook, &Policy::built_in("liverpool").unwrap(), as_of);
    assert_eq!(log.tables[0].rows.len(), rows.len());
    Private::of(&log)
}

fn said(private: &Private, message: &str) -> String {
    let headings = || ["Child Name", "Concern"].into_iter();
    private.without(message, false, headings).unwrap_or_else(|| "-".to_owned())
}

#[test]
fn names_and_dates_of_birth_are_not_repeated() {
    let private = private(&[["Tansy Mossworthy", "04/02/2014"], ["A.B.", "3rd March 2009"], ["May Dunn", ""]]);
    for (message, told) in [
        ("the name `Tansy` stands under `Concern`", "the name (not repeated here) stands under “Concern”"),
        ("`mossworthy, t.` has no number", "(not repeated here) has no number"),
        ("the initials `A.B.` stand there", "the initials (not repeated here) stand there"),
        ("`4.2.14` is no stage", "(not repeated here) is no stage"),
        ("`born 2014-02-04` is no stage", "(not repeated here) is no stage"),
        ("`3/3/2009` is no stage", "(not repeated here) is no stage"),
        ("`Tansys mum rang` is no stage", "(not repeated here) is no stage"),
        ("`TM-040214` is no number", "(not repeated here) is no number"),
        ("`MossworthyT3` is no number", "(not repeated here) is no number"),
        (
            "the date `last Tues` under `Child Name` can't be read",
            "the date “last Tues” under “Child Name” can't be read",
        ),
        ("due by Fri 9 May 2025", "due by Fri 9 May 2025"),
        ("the age is 11, and by the date of birth, Tue 4 Feb 2014, it is 10", "-"),
        ("Tansy is not to be named", "-"),
        ("a `cell with one backtick", "-"),
    ] {
        assert_eq!(said(&private, message), told, "{message}");
    }
}

#[test]
fn a_cell_of_the_childs_own_is_never_quoted() {
    let told = private(&[]).without("`31/02/2014` under `DOB` is no day", true, || ["DOB"].into_iter());
    assert_eq!(told.unwrap(), "(not repeated here) under “DOB” is no day");
}

#[test]
fn words_beside_a_name_are_none() {
    let private =
        private(&[["Unborn child of case 4471", "EDD 09/09/2025"], ["tbc", ""], ["Siblings, names not known", ""]]);
    assert_eq!(said(&private, "the child's case has no number"), "the child's case has no number");
    assert_eq!(said(&private, "`tbc` is no level of need"), "“tbc” is no level of need");
}
