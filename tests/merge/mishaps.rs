//! What befalls a register at the hands of people: rows copied, columns sorted apart, words where a yes is asked for.

use escalog::api::{self, File, Given, Password, Settings};
use escalog::grid::{Cell, Workbook};
use escalog::merge::{self, Agencies, Agency, ESCALATIONS, LISTED, Listed, Register, Returned, What};
use escalog::{log, workbook};

use super::officer::{APRIL, JULY, edited, resolved_log};
use super::{
    Address, and, as_of, column, policy, pool_of, put, read_back, register_of, returned, sheet, shown, text, written,
};

const TWO: &str = "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\nOak,2,Cal Dunn,3/4/2015,Step down,,10/3/2025,\n";

fn of(register: &Register, what: What) -> Vec<&Listed> {
    register.listed.iter().filter(|listed| listed.what == what).collect()
}

/// Writes the same into the column `Keep` beside each line of this kind that shows this value.
fn keep(grid: &mut Workbook, what: What, says: &str, typed: &str) {
    let listed = sheet(grid, LISTED);
    let [kind, value, keep] = ["What", "What it says", "Keep"].map(|heading| column(listed, heading));
    for row in kind.row..kind.row + 20 {
        let of = |at: Address| text(listed, Address::new(row, at.column));
        if of(kind) == what.in_words() && of(value) == says {
            put(listed, Address::new(row, keep.column), typed);
        }
    }
}

#[test]
fn a_row_copied_as_a_pattern_leaves_the_copied_case_as_it_is() {
    for is_above in [true, false] {
        let pool = edited(&written(pool_of(&[returned("a.csv", JULY, TWO)])), |grid| {
            let table = sheet(grid, ESCALATIONS);
            let first = column(table, "Number").row;
            let (from, to) = (first, first + 2);
            let copied: Vec<Cell> = table.cells.iter().filter(|cell| cell.at.row == from).cloned().collect();
            let moved = copied.into_iter().map(|cell| Cell { at: Address::new(to, cell.at.column), ..cell });
            table.cells.extend(moved.collect::<Vec<_>>());
            table.cells.sort_by_key(|cell| cell.at);
            let typed = if is_above { from } else { to };
            for (heading, own) in [("Number", "NEW/1"), ("Child", "Sibling Brook"), ("Date of birth", "5/6/2016")] {
                let at = column(table, heading);
                put(table, Address::new(typed, at.column), own);
            }
        });
        let register = register_of(pool);
        let mut children = shown(&register, "Child");
        children.sort();
        assert_eq!(children, ["Ada Brook", "Cal Dunn", "Sibling Brook"]);
        assert!(of(&register, What::Corrected).is_empty());
    }
}

#[test]
fn a_word_that_is_no_yes_settles_nothing_and_stays_as_it_was_typed() {
    let one = || returned("one.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let two = || returned("two.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Step down,,3/3/2025,\n");
    let register = register_of(pool_of(&[one(), two()]));
    let heard = shown(&register, "Concern");
    let other = if heard == ["Threshold"] { "Step down" } else { "Threshold" };
    for (typed, is_yes) in [
        ("yes", true),
        (" Y ", true),
        ("X", true),
        ("✓", true),
        ("TRUE", true),
        ("wrong", false),
        ("ask agency", false),
    ] {
        let pool = edited(&written(pool_of(&[one(), two()])), |grid| keep(grid, What::Conflict, other, typed));
        let register = register_of(pool.clone());
        assert_eq!(register.counts().conflicts, usize::from(!is_yes), "{typed}");
        if is_yes {
            assert_eq!(shown(&register, "Concern"), [other]);
            continue;
        }
        assert_eq!(shown(&register, "Concern"), heard);
        let why = format!("`{typed}` settles nothing: write yes beside what is right");
        let conflicts = of(&register, What::Conflict);
        let line = conflicts.iter().find(|listed| listed.value == other).unwrap();
        assert_eq!((line.keep.as_deref(), line.note.ends_with(&why)), (Some(typed), true), "{}", line.note);
        let once = written(pool);
        assert!(once == written(read_back(&once)));
    }
}

/// The quarterly workbook writes so where nothing is said.
#[test]
fn what_the_table_says_of_a_blank_is_blank_when_it_is_copied() {
    let text = "Agency,Escalation Number,Child Name,Level of Need\nOak,1,Ada Brook,\nOak,2,Cal Dunn,S17\n";
    let log = log::read("oak.csv", &workbook::read("oak.csv", text.as_bytes()).unwrap(), &policy(), as_of());
    let returned =
        Returned { log, content: merge::hash(text.as_bytes()), date: None, by_name: None, marked_under: None };
    let pool = edited(&written(pool_of(&[returned])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        let level = column(table, "Level of need");
        for row in 0..2 {
            put(table, Address::new(level.row + row, level.column), "not stated");
        }
    });
    let register = register_of(pool);
    assert_eq!(shown(&register, "Level of need"), ["", ""]);
    assert_eq!(of(&register, What::Corrected).len(), 1);
}

#[test]
fn columns_that_were_sorted_apart_are_refused() {
    let rows: String = ["Ada Brook", "Bo Deed", "Cal Dunn", "Dot Elder"]
        .iter()
        .zip(1..)
        .map(|(child, n)| format!("Oak,{n},{child},{n}/2/2014,Concern {n},,{n}/3/2025,\n"))
        .collect();
    let bytes = written(pool_of(&[returned("a.csv", JULY, &rows)]));
    // Turned round by a row below some headings, or below all.
    let turned = |headings: Option<&[&str]>| {
        let mut grid = workbook::read("register.xlsx", &bytes).unwrap();
        let table = sheet(&mut grid, ESCALATIONS);
        let first = column(table, "Number").row;
        let columns: Option<Vec<u32>> =
            headings.map(|headings| headings.iter().map(|heading| column(table, heading).column).collect());
        for cell in &mut table.cells {
            if cell.at.row >= first && columns.as_ref().is_none_or(|columns| columns.contains(&cell.at.column)) {
                cell.at.row = first + (cell.at.row - first + 1) % 4;
            }
        }
        table.cells.sort_by_key(|cell| cell.at);
        merge::must_be_whole(&grid, &policy())
    };
    assert_eq!(turned(None), Ok(()));
    assert_eq!(turned(Some(&["Concern"])), Ok(()));
    let error = turned(Some(&["Number", "Child", "Date of birth", "Concern"])).unwrap_err();
    assert_eq!(error.message(), "the columns of `Escalations` seem to have been sorted apart");
    assert_eq!(error.advice(), Some("undo the sorting, or sort the whole table"));
}

#[test]
fn a_yes_beside_a_superseded_value_holds_until_another_comes_in() {
    let april = || returned("april.csv", APRIL, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let july = || returned("july.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Step down,,3/3/2025,\n");
    let pool = edited(&written(pool_of(&[april(), july()])), |grid| keep(grid, What::Superseded, "Threshold", "yes"));
    for pool in [pool.clone(), read_back(&written(pool.clone())), and(pool.clone(), pool_of(&[july()]))] {
        let register = register_of(pool);
        assert_eq!((shown(&register, "Concern"), register.counts().conflicts), (vec!["Threshold".to_owned()], 0));
        assert_eq!(of(&register, What::Settled).len(), 2);
    }
    let later = returned("later.csv", Some("2025-08-01"), "Oak,1,Ada Brook,1/2/2014,Both,,3/3/2025,\n");
    let register = register_of(and(pool, pool_of(&[later])));
    assert_eq!(shown(&register, "Concern"), ["Both"]);
    assert_eq!(of(&register, What::ChoiceUnused).len(), 1);
}

#[test]
fn a_word_where_there_is_nothing_to_choose_is_said_to_choose_nothing() {
    let april = resolved_log("oak.csv", APRIL, "Oak,1,A.B.,Threshold,3/3/2025,\nOak,2,C.D.,Delay,3/3/2025,\n");
    let july = resolved_log("oak.csv", JULY, "Oak,1,A.B.,Threshold,3/3/2025,\n");
    let pool = edited(&written(pool_of(&[april, july])), |grid| keep(grid, What::NotReturned, "", "no"));
    let once = written(pool.clone());
    assert!(once == written(read_back(&once)));
    let register = register_of(pool);
    let line = of(&register, What::NotReturned)[0];
    assert_eq!(line.keep.as_deref(), Some("no"));
    assert!(line.note.ends_with("there is nothing to choose here, so `no` changes nothing"), "{}", line.note);
}

#[test]
fn a_row_that_was_deleted_and_words_below_the_table_are_told() {
    let pool = edited(&written(pool_of(&[returned("a.csv", JULY, TWO)])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        let at = column(table, "Agency");
        table.cells.retain(|cell| cell.at.row != at.row + 1);
        put(table, Address::new(at.row + 9, at.column), "chase Oak on Monday");
    });
    let register = register_of(pool);
    assert_eq!(shown(&register, "Child"), ["Ada Brook", "Cal Dunn"]);
    let deleted: Vec<_> =
        of(&register, What::Deleted).iter().map(|one| (one.number.as_str(), one.note.as_str())).collect();
    assert_eq!(
        deleted,
        [(
            "2",
            "its row was deleted in register.xlsx; it came in with row 3 of a.csv, returned 2025-07-04, sheet csv, so it stands again"
        )]
    );
    let left: Vec<_> =
        of(&register, What::NotCarried).iter().map(|one| (one.field.as_str(), one.value.as_str())).collect();
    assert_eq!(left, [("A14", "chase Oak on Monday")]);
}

#[test]
fn a_long_correction_of_a_long_text_holds() {
    let long = |letter: &str| format!("{} \u{e9}nd", format!("{letter}\\\" ").repeat(8_000));
    let log = format!("Oak,1,Ada Brook,1/2/2014,{},,3/3/2025,\n", long("a").replace('"', "'"));
    let mut pool = edited(&written(pool_of(&[returned("a.csv", JULY, &log)])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        put(table, column(table, "Concern"), &long("b"));
    });
    for _ in 0..3 {
        let register = register_of(pool.clone());
        assert!(shown(&register, "Concern") == [long("b")]);
        assert_eq!((of(&register, What::Corrected).len(), register.counts().corrected), (1, 1));
        pool = read_back(&written(pool));
    }
}

#[test]
fn what_is_heard_of_an_open_conflict_does_not_rest_on_the_files_names() {
    let log =
        |file: &str, concern: &str| returned(file, JULY, &format!("Oak,1,Ada Brook,1/2/2014,{concern},,3/3/2025,\n"));
    for [one, other] in [["x", "y"], ["p", "q"], ["m", "n"]] {
        let heard = |first: &str, second: &str| {
            shown(&register_of(pool_of(&[log("a.csv", first), log("b.csv", second)])), "Concern")
        };
        assert_eq!(heard(one, other), heard(other, one));
    }
}

/// A return with other headings than usual.
fn with(file: &str, date: Option<&str>, headings: &str, row: &str) -> Returned {
    let text = format!("Agency,Escalation Number,Child Name,Concern,{headings}\nOak,1,Ada Brook,Threshold,{row}\n");
    let grid = workbook::read(file, text.as_bytes()).unwrap();
    let log = escalog::log::read(file, &grid, &policy(), as_of());
    let date = date.map(|date| date.parse().unwrap());
    Returned { log, content: merge::hash(text.as_bytes()), date, by_name: None, marked_under: None }
}

#[test]
fn of_two_stages_the_one_that_the_dates_bear_out_is_heard_else_the_higher() {
    let log = |file: &str, row: &str| with(file, JULY, "Stage,Stage 2 began", row);
    for (rows, stage) in [(["1,", "2,4/3/2025"], "2"), (["3,", "2,4/3/2025"], "2"), (["1,", "3,"], "3")] {
        for [a, b] in [rows, [rows[1], rows[0]]] {
            let register = register_of(pool_of(&[log("a.csv", a), log("b.csv", b)]));
            assert_eq!(shown(&register, "Stage"), [stage], "{a} {b}");
            assert_eq!(register.counts().conflicts, 1);
        }
    }
}

#[test]
fn a_birthday_is_no_conflict() {
    let log = |file: &str, date, row: &str| with(file, date, "DOB,Age", row);
    for (dates, born, ages, age, conflicts) in [
        ([JULY, JULY], "1/2/2011", ["14", "15"], "15", 0),
        ([JULY, JULY], "1/2/2011", ["15", "14"], "15", 0),
        ([APRIL, JULY], "1/2/2011", ["14", "15"], "15", 0),
        ([JULY, JULY], "", ["14", "15"], "15", 1),
    ] {
        let [one, two] =
            [("a.csv", 0), ("b.csv", 1)].map(|(file, n)| log(file, dates[n], &format!("{born},{}", ages[n])));
        let register = register_of(pool_of(&[one, two]));
        assert_eq!(register.counts().conflicts, conflicts);
        if conflicts == 0 {
            assert_eq!((shown(&register, "Age"), register.listed.len()), (vec![age.to_owned()], 0));
        }
    }
}

#[test]
fn an_agency_is_near_one_whose_name_goes_on() {
    let named = |name: &str| Agency { name: name.to_owned(), ..Agency::default() };
    let list = Agencies::new(["Tarn Valley Probation Service", "Oakfield Primary School"].map(named));
    let near = |name: &str| list.near(name).map(|agency| agency.name.as_str());
    assert_eq!(near("Tarn Valley Probation"), Some("Tarn Valley Probation Service"));
    assert_eq!(near("Oakfield Primary School and Nursery"), Some("Oakfield Primary School"));
    assert_eq!(near("Oak"), None, "a part of a word is no word");
}

#[test]
fn only_the_logs_are_said_to_spell_an_agency_otherwise() {
    let log = returned("a.csv", JULY, "Copperfield High School,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let pool = edited(&written(pool_of(&[log])), |grid| {
        let table = sheet(grid, ESCALATIONS);
        put(table, column(table, "Agency"), "Copperfield HS");
    });
    let lines = register_of(pool).agencies(|_| true);
    let spelled: Vec<_> = lines.iter().map(|line| (line.name.as_str(), line.spelled.len())).collect();
    assert_eq!(spelled, [("Copperfield HS", 0)]);
}

#[test]
fn a_correction_that_was_taken_back_is_said_to_be() {
    let log = returned("a.csv", JULY, "Oak,1,Ada Brook,1/2/2014,Threshold,,3/3/2025,\n");
    let once = |text: &'static str| {
        move |grid: &mut Workbook| {
            let table = sheet(grid, ESCALATIONS);
            put(table, column(table, "Concern"), text);
        }
    };
    let corrected = edited(&written(pool_of(&[log])), once("Neglect"));
    assert_eq!(register_of(corrected.clone()).counts().corrected, 1);
    let again = edited(&written(corrected), once("Threshold"));
    let register = register_of(again);
    let unused: Vec<_> = of(&register, What::CorrectionUnused).iter().map(|one| one.note.as_str()).collect();
    assert_eq!((unused, register.counts().corrected), (vec!["you took it back"], 0));
}

#[test]
fn a_workbook_with_a_password_and_an_xls_say_when_they_were_saved() {
    let mut plain = rust_xlsxwriter::Workbook::new();
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 4, 4).unwrap();
    plain.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let sheet = plain.add_worksheet();
    for (column, [heading, said]) in (0..).zip([
        ["Agency", "Oak"],
        ["Escalation Number", "1"],
        ["Child Name", "Ada Brook"],
        ["Concern", "Threshold"],
    ]) {
        sheet.write(0, column, heading).unwrap().write(1, column, said).unwrap();
    }
    let protected = workbook::protect(&plain.save_to_buffer().unwrap(), "larch 7 bridge").unwrap();
    let file = File { name: "oak.xlsx".to_owned(), bytes: protected };
    let settings = Settings {
        policy: Some("liverpool".to_owned()),
        as_of: Some(as_of()),
        passwords: [("oak.xlsx".to_owned(), Password::new("larch 7 bridge"))].into(),
        ..Settings::default()
    };
    let given = Given { files: std::slice::from_ref(&file), ..Given::default() };
    let (answer, _) = api::merge(&settings, given, &mut |_| {}).unwrap();
    assert_eq!(answer.returns[0].returned, Some("2025-04-04".parse().unwrap()));
    assert!(workbook::modified(include_bytes!("../workbooks/log.xls")).is_some());
}
