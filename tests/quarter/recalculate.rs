//! The workbook really recalculated: no formula comes to another value than the one stored.
//!
//! LibreOffice trusts stored values unless told not to, so a wrong value is planted to show that the check
//! would catch one.

use std::fs;
use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader};
use escalog::grid::Value;
use escalog::workbook::{self, write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::office::{self, Office};
use super::sheets::{number, open, shown};
use super::{File, every_kind, report_on};

#[test]
fn no_formula_comes_to_another_value_than_the_one_stored() {
    let Some(office) = Office::recalculating("stored") else { return };
    let mut books = every_kind(|report| write::quarter(report).unwrap());
    let planted = replaced(&books[0].1, "xl/worksheets/sheet1.xml", "</f><v>65</v>", "</f><v>66</v>");
    books.push(("planted", planted));
    let recalculated = recalculate(&office, &books);
    for ((kind, stored), recalculated) in books.iter().zip(&recalculated) {
        let wrong = differences(stored, recalculated);
        if *kind == "planted" {
            assert_eq!(wrong.len(), 1, "the planted value was not caught: {wrong:?}");
            assert!(wrong[0].contains("stored 66, recalculated 65"), "{wrong:?}");
        } else {
            assert!(wrong.is_empty(), "{kind}:\n{}", wrong.join("\n"));
        }
    }
}

/// A log in which days stand among texts and texts among days, and which raised with many agencies.
fn mixed() -> File {
    let headings = "Agency,Escalation Number,Child Name,Concern,Receiving agency,Date concern arose,Stage,Date resolved,\
        Lessons learned,Further actions";
    let days = ["5", "20250506", "TRUE", "soon"].map(|day| format!("Oakfield,,A.B.,Threshold,,{day},1,,,\n"));
    let with = (0..40).map(|n| format!("Oakfield,1{n:02},C.D.,Threshold,Service {n:02},01/04/2025,1,,,\n"));
    let resolved = "Oakfield,90,E.F.,Threshold,,01/04/2025,1,02/04/2025,ask early,DAY\n".to_owned();
    let log: String = [format!("{headings}\n"), resolved].into_iter().chain(days).chain(with).collect();
    let mut grid = workbook::read("log.csv", log.as_bytes()).unwrap();
    for cell in grid.sheets.iter_mut().flat_map(|sheet| &mut sheet.cells).filter(|cell| cell.value.shown() == "DAY") {
        cell.value = Value::Date("2025-06-30".parse().unwrap());
    }
    ("log.xlsx".to_owned(), write::bare(&grid).unwrap())
}

#[test]
fn a_day_among_texts_and_a_text_among_days_come_to_what_is_stored() {
    let Some(office) = Office::recalculating("mixed") else { return };
    let stored = report_on(&[mixed()], "liverpool", "2025-Q2", "2025-06-30", |report| write::quarter(report).unwrap());
    let wrong = differences(&stored, &recalculate(&office, &[("mixed", stored.clone())])[0]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let texts = |name: &str| -> Vec<String> {
        open(&stored).worksheet_range(name).unwrap().used_cells().map(|(_, _, cell)| cell.to_string()).collect()
    };
    assert!(texts("Outcomes, lessons and actions").contains(&"30 Jun 2025 ".to_owned()));
    for day in ["5 ", "20250506 ", "TRUE ", "soon "] {
        let count = texts("Open and overdue").iter().filter(|text| *text == day).count();
        assert_eq!(count, 1, "{day} as the day on which a concern arose");
    }
}

#[test]
fn a_list_takes_rows_that_come_to_belong_on_it_and_says_how_many_more_there_are() {
    let Some(office) = Office::recalculating("reopened") else { return };
    let open_now = |cases: usize, reopened: usize| -> Vec<String> {
        let rows = (1..=cases).map(|n| format!("Oakfield,{n},A.B.,Threshold,{n:02}/04/2025,1,30/04/2025\n"));
        let headings =
            "Agency,Escalation Number,Child Name,Concern,Date concern arose,Stage,Date resolved\n".to_owned();
        let log: String = std::iter::once(headings).chain(rows).collect();
        let files = [("log.csv".to_owned(), log.into_bytes())];
        let mut made =
            report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::quarter(report).unwrap());
        let table = open(&made).worksheet_range("Escalations").unwrap();
        let resolved = table.rows().nth(3).unwrap().iter().position(|cell| *cell == *"Date resolved").unwrap();
        for row in 4..4 + reopened {
            let part = office::part(&made, "xl/worksheets/sheet9.xml");
            let at = part.find(&format!("<c r=\"{}\"", calamine_address(row, resolved))).unwrap();
            let end = at + part[at..].find("</c>").unwrap() + "</c>".len();
            made = replaced(&made, "xl/worksheets/sheet9.xml", &part[at..end], "");
        }
        let now = recalculate(&office, &[("reopened", made)]).remove(0);
        let sheet = open(&now).worksheet_range("Open and overdue").unwrap();
        let rows = sheet.rows().skip_while(|row| row[0] != *"Agency").skip(1);
        rows.map(|row| row[0].to_string().trim().to_owned()).filter(|text| !text.is_empty()).collect()
    };
    assert_eq!(open_now(1, 0), ["none"]);
    assert_eq!(open_now(1, 1), ["Oakfield"]);
    let many = open_now(9, 9);
    let (more, listed) = many.split_last().unwrap();
    assert!(listed.len() < 9 && listed.iter().all(|agency| agency == "Oakfield"), "{many:?}");
    assert!(more.starts_with(&format!("and {} more", 9 - listed.len())), "{more}");
}

/// Recalculates these workbooks, of which nothing is to come to another value.
pub fn all_alike(books: &[(&str, Vec<u8>)]) {
    let Some(office) = Office::recalculating("alike") else { return };
    for ((kind, stored), recalculated) in books.iter().zip(&recalculate(&office, books)) {
        let wrong = differences(stored, recalculated);
        assert!(wrong.is_empty(), "{kind}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn for_an_earlier_day_the_formulas_count_as_the_report_of_that_day_does() {
    let Some(office) = Office::recalculating("earlier") else { return };
    let made = every_kind(|report| (report.figures.clone(), write::quarter(report).unwrap()));
    let find = |wanted: &str| made.iter().find(|(kind, _)| *kind == wanted).map(|(_, made)| made).unwrap();
    let ((_, whole), (early, _)) = (find("returned"), find("early"));
    // 30 June 2025, the last day of the period, becomes 15 May.
    let whole = replaced(whole, "xl/worksheets/sheet1.xml", "<v>45838</v>", "<v>45792</v>");
    let recalculated = recalculate(&office, &[("earlier", whole)]);
    let shown = shown(&mut open(&recalculated[0]));
    assert_eq!((shown.raised, shown.resolved), (early.raised, early.resolved));
    assert_eq!((&shown.by_agency, &shown.by_level), (&early.by_agency, &early.by_level));
    assert_eq!(shown.in_time, early.in_time);
}

#[test]
fn a_date_that_is_corrected_in_the_table_moves_the_figures() {
    let Some(office) = Office::recalculating("corrected") else { return };
    let stored = every_kind(|report| write::quarter(report).unwrap()).remove(0).1;
    let before = shown(&mut open(&stored));
    let table = open(&stored).worksheet_range("Escalations").unwrap();
    let column = |heading: &str| table.rows().nth(3).unwrap().iter().position(|cell| *cell == *heading).unwrap();
    // A case that was resolved late at stage 2 in the quarter, and is said to be resolved on the day it was due.
    let (stage, late, resolved, due) =
        (column("Stage"), column("Stage 2 in time"), column("Date resolved"), column("Stage 2 due"));
    let found = table
        .rows()
        .position(|row| number(&row[stage]) == Some(2.0) && row[late] == *"late" && number(&row[resolved]).is_some());
    let row = found.unwrap();
    let cell = calamine_address(row, resolved);
    let (from, to) = (&table[(row, resolved)], &table[(row, due)]);
    let part = office::part(&stored, "xl/worksheets/sheet9.xml");
    let at = part.find(&format!("<c r=\"{cell}\"")).unwrap();
    let end = at + part[at..].find("</c>").unwrap();
    let old = &part[at..end];
    let new = old.replace(&format!("<v>{}", number(from).unwrap()), &format!("<v>{}", number(to).unwrap()));
    assert_ne!(old, new);
    let corrected = replaced(&stored, "xl/worksheets/sheet9.xml", old, &new);
    let now = shown(&mut open(&recalculate(&office, &[("corrected", corrected)])[0]));
    assert_eq!(now.in_time[&2].in_time, before.in_time[&2].in_time + 1);
    assert_eq!(now.in_time[&2].late, before.in_time[&2].late - 1);
    assert_eq!((now.raised, now.open, now.overdue), (before.raised, before.open, before.overdue));
}

/// A cell by its letters and number, from its row and column counted from 0.
fn calamine_address(row: usize, column: usize) -> String {
    escalog::grid::Address::new(row as u32, column as u32).to_string()
}

/// Each formula whose stored value is another than the recalculated one.
fn differences(stored: &[u8], recalculated: &[u8]) -> Vec<String> {
    let (mut stored, mut recalculated) = (open(stored), open(recalculated));
    let mut wrong = Vec::new();
    let mut formulas = 0;
    for name in stored.sheet_names() {
        let (values, now) = (stored.worksheet_range(&name).unwrap(), recalculated.worksheet_range(&name).unwrap());
        let texts = stored.worksheet_formula(&name).unwrap();
        let (top, left) = texts.start().unwrap_or_default();
        for (row, column, formula) in texts.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
            formulas += 1;
            let at = (row as u32 + top, column as u32 + left);
            let value = |range: &calamine::Range<Data>| range.get_value(at).cloned().unwrap_or_default();
            let (value, now) = (value(&values), value(&now));
            let same = match (number(&value), number(&now)) {
                (Some(value), Some(now)) => (value - now).abs() < 1e-9,
                _ => value.to_string() == now.to_string(),
            };
            if !same {
                wrong.push(format!("{name} {at:?} ={formula}: stored {value}, recalculated {now}"));
            }
        }
    }
    assert!(formulas > 100, "only {formulas} formulas");
    wrong
}

/// The workbook with one text of one part replaced, once.
fn replaced(workbook: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let mut file = old.by_index(place).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "`{from}` is not in {part}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// These workbooks as LibreOffice saves them once it has recalculated them.
fn recalculate(office: &Office, books: &[(&str, Vec<u8>)]) -> Vec<Vec<u8>> {
    let files: Vec<_> = books.iter().map(|(kind, bytes)| office.put(&format!("{kind}.xlsx"), bytes)).collect();
    let (out, answer) = office.convert(&files, "xlsx", "recalculated");
    let read = |(kind, _): &(&str, Vec<u8>)| {
        fs::read(out.join(format!("{kind}.xlsx")))
            .unwrap_or_else(|error| panic!("{kind}: {error}\n{}", String::from_utf8_lossy(&answer.stderr)))
    };
    books.iter().map(read).collect()
}
