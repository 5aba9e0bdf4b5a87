//! Copies for others: nothing by which a child could be known, and no small count that could be worked out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{Data, Reader};
use escalog::calendar::Moment;
use escalog::log::Meaning;
use escalog::quarter::Report;
use escalog::workbook::write::{self, Copy, Key};
use zip::ZipArchive;

use super::sheets::open;
use super::{File, every_file, every_kind, report_given, report_on};

fn key(text: &str) -> Key {
    Key::new(text.as_bytes()).unwrap()
}

fn copies() -> Vec<(&'static str, Copy)> {
    vec![
        ("board", Copy::for_board()),
        ("partners", Copy::for_partners(key("an example, not a secret"))),
        ("publication", Copy::for_publication(5).unwrap()),
    ]
}

/// Everything that a file holds, unpacked, as text.
fn everything(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        all += &String::from_utf8_lossy(&part);
        all.push('\n');
    }
    all
}

/// Names, dates of birth, numbers and free texts of a report, as they would stand in a file.
fn secrets(report: &Report<'_>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for line in &report.lines {
        let row = line.row.row;
        let free = [
            Meaning::Name,
            Meaning::Child,
            Meaning::Concern,
            Meaning::Disagreement,
            Meaning::Actions,
            Meaning::Outcome,
        ];
        for meaning in free {
            let texts = line.row.table.place(&meaning).map(|place| row.shown(place));
            let shortest = if matches!(meaning, Meaning::Name | Meaning::Child) { 5 } else { 12 };
            found.extend(texts.filter(|text| text.chars().count() >= shortest));
        }
        found.extend(row.number.known().filter(|number| number.chars().count() > 4).cloned());
        // A day on which something else happened too, or the day of the report, says nothing of a birth.
        let told = |day: chrono::NaiveDate| {
            let events = report.lines.iter().flat_map(|line| &line.row.row.events);
            day == report.basis.as_of || events.filter_map(|(_, field)| field.known()).any(|moment| moment.date == day)
        };
        if let Some(born) = row.born.known().filter(|born| !told(born.date)) {
            found.insert(born.date.to_string());
            found.insert(born.date.format("%d/%m/%Y").to_string());
            found.insert(format!("<v>{}</v>", serial(*born)));
        }
    }
    found.into_iter().collect()
}

fn serial(day: Moment) -> i64 {
    day.date.signed_duration_since("1899-12-30".parse::<chrono::NaiveDate>().unwrap()).num_days()
}

#[test]
fn no_name_date_of_birth_number_or_free_text_stands_anywhere_in_a_copy() {
    for (name, copy) in copies() {
        let made = every_kind(|report| {
            (secrets(report), write::copy(report, &copy).unwrap(), write::quarter(report).unwrap())
        });
        for (kind, (secrets, bytes, register)) in made {
            let (all, register) = (everything(&bytes), everything(&register));
            let mut in_register = 0;
            for secret in &secrets {
                let escaped = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                assert!(!all.contains(secret.as_str()) && !all.contains(&escaped), "{name} of {kind}: {secret}");
                in_register += usize::from(register.contains(&escaped));
            }
            // The search finds them where they are.
            assert!(
                secrets.is_empty() || in_register * 2 > secrets.len(),
                "{kind}: {in_register} of {}",
                secrets.len()
            );
        }
    }
}

#[test]
fn a_copy_holds_no_formula_and_no_table_of_rows_but_the_partners_own() {
    for (name, copy) in copies() {
        for (kind, bytes) in every_kind(|report| write::copy(report, &copy).unwrap()) {
            let mut book = open(&bytes);
            for sheet in book.sheet_names() {
                let formulas = book.worksheet_formula(&sheet).unwrap();
                assert_eq!(formulas.used_cells().find(|(_, _, formula)| !formula.is_empty()), None, "{name} of {kind}");
            }
            let all = everything(&bytes);
            let tables = all.matches("<table ").count();
            assert_eq!(tables, usize::from(name == "partners"), "{name} of {kind}");
            for sheet in ["Set aside and conflicts", "Sources", "Agencies"] {
                assert!(!book.sheet_names().contains(&sheet.to_owned()), "{name} of {kind}: {sheet}");
            }
        }
    }
}

#[test]
fn a_copy_with_a_name_in_the_wrong_place_is_not_written() {
    // The child's name stands in that of the agency too, as its log or only its file says it.
    let row = "OAK-17,\"ROWAN, Ash\",01/03/2015,Threshold,01/04/2025\n";
    for (file, agency) in [
        ("oakfield.csv", "The school of Ash Rowan"),
        ("oakfield.csv", "Oakfield (Rowan A)"),
        ("oakfield.csv", "Oakfield A.R. 1 Mar 15"),
        ("Ash Rowan log.csv", ""),
        ("Rowan.csv", ""),
    ] {
        let log =
            format!("Agency,Escalation Number,Child Name,Date of birth,Concern,Date concern arose\n{agency},{row}");
        let files = [(file.to_owned(), log.into_bytes())];
        for (name, copy) in copies() {
            let made = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy));
            let error = made.unwrap_err();
            let said = format!("{} {:?}", error.message(), error.advice());
            assert!(said.contains("the name of a child as that of an agency"), "{name}, {file} {agency}: {said}");
            assert!(!said.contains("Rowan"), "{name}: {said}");
        }
    }
}

#[test]
fn a_word_that_is_part_of_a_name_too_stops_no_copy() {
    let log = "Agency,Escalation Number,Child Name,Receiving agency,Concern,Date concern arose\n\
        Rowan Hill School,MASH,Rowan Ash,MASH,Threshold,01/04/2025\n\
        Rowan Hill School,S17,All,Children's Services,Threshold,01/04/2025\n\
        Rowan Hill School,3,\"two children, names withheld\",Children's Services,Threshold,01/04/2025\n";
    let files = [("oakfield.csv".to_owned(), log.as_bytes().to_vec())];
    for (name, copy) in copies() {
        let bytes = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy));
        let all = everything(&bytes.unwrap_or_else(|error| panic!("{name}: {}", error.message())));
        assert!(all.contains("Rowan Hill School") && all.contains("Children's Services"), "{name}");
    }
}

#[test]
fn what_stands_of_a_child_in_a_receiving_agency_is_withheld() {
    let log = "Agency,Escalation Number,Child Name,Date of birth,Receiving agency,Concern,Date concern arose\n\
        Oakfield School,OAK-17,Ash Grove,01/03/2015,Social worker for the Grove family,Threshold,01/04/2025\n\
        Oakfield School,OAK-18,SW,01/03/2016,S.W.,Threshold,02/04/2025\n\
        Oakfield School,OAK-19,Elm Rowan,01/03/2017,GP (NHS no 000 000 0000),Threshold,03/04/2025\n\
        Oakfield School,OAK-20,Elm Rowan,01/03/2017,Children's Services,Threshold,04/04/2025\n\
        Oakfield School,OAK-21,Bo,04/03/2014,MASH re Bo,Threshold,04/04/2025\n\
        Oakfield School,OAK-22,José Núñez-O'Dell,,SW for Jose Nunez,Threshold,04/04/2025\n\
        Oakfield School,OAK-23,J.S.,,MASH (re JS),Threshold,04/04/2025\n\
        Oakfield School,OAK-24,,,MASH born March 4 '14,Threshold,04/04/2025\n\
        Oakfield School,OAK-25,,,The worker who told mum something at the office on Tuesday,Threshold,04/04/2025\n";
    let files = [("oakfield.csv".to_owned(), log.as_bytes().to_vec())];
    for (name, copy) in copies() {
        let bytes =
            report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy)).unwrap();
        let all = everything(&bytes);
        for told in ["Grove", "S.W.", "000 000", "re Bo", "Jose", "JS", "March 4", "told mum"] {
            assert!(!all.contains(told), "{name}: {told}");
        }
        assert!(all.contains("name withheld") && all.contains("Children's Services"), "{name}");
    }
}

#[test]
fn a_name_that_a_later_return_gives_otherwise_is_withheld_too() {
    let log = |name: &str, child: &str| -> File {
        let headings = "Agency,Escalation Number,Child Name / DOB / Age,Receiving agency,Date concern arose";
        let row = format!("{headings}\nOakfield School,1,{child},SW for the Ash family,01/04/2025\n");
        (name.to_owned(), row.into_bytes())
    };
    let files = [log("2025-05-10.csv", "Silas Ash 3/4/2014"), log("2025-06-20.csv", "S.A.")];
    for (name, copy) in copies() {
        let made = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy));
        let all = everything(&made.unwrap_or_else(|error| panic!("{name}: {}", error.message())));
        assert!(!all.contains("Ash family") && all.contains("name withheld"), "{name}");
    }
}

#[test]
fn a_nil_return_that_is_called_after_a_child_is_named_in_no_copy() {
    for (child, nil) in [("Tansy", "Tansy.csv"), ("T.M.", "TM.csv")] {
        let headings = "Agency,Escalation Number,Child Name,Concern,Date concern arose\n";
        let log = format!("{headings}Oakfield School,1,{child},Threshold,01/04/2025\n");
        let nil_return = headings.replace("Agency,", "");
        let files = [("a.csv".to_owned(), log.into_bytes()), (nil.to_owned(), nil_return.into_bytes())];
        for (name, copy) in copies() {
            let made = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy));
            let error = made.map(|_| ()).expect_err(&format!("{name}, {nil}"));
            assert!(
                error.message().contains("the name of a child as that of an agency"),
                "{name}, {nil}: {}",
                error.message()
            );
            assert_eq!(error.place(), Some(nil), "{name}");
        }
    }
}

#[test]
fn of_returns_without_a_date_that_of_the_earlier_quarter_settles_the_pseudonym() {
    let log = |name: &str, number: &str, child: &str| -> (String, Vec<u8>) {
        let headings = "Agency,Escalation Number,Child Name,Date of birth,Concern,Date concern arose";
        let row = format!("{headings}\nBrook Police,{number},{child},03/03/2013,Threshold,01/04/2025\n");
        (name.to_owned(), row.into_bytes())
    };
    let first = [log("a.csv", "8", "Zed Quick")];
    let second = [log("b.csv", "8", "Abe Quick")];
    let copy = Copy::for_partners(key("an example, not a secret"));
    let children = |given: &[(&[File], Option<&str>)]| -> Vec<String> {
        let bytes =
            report_given(given, "liverpool", "2025-Q3", "2025-09-30", |report| write::copy(report, &copy).unwrap());
        open(&bytes).worksheet_range("Escalations").unwrap().rows().skip(4).map(|row| row[1].to_string()).collect()
    };
    let before = children(&[(&first, Some("2025-Q2"))]);
    assert_eq!(before.len(), 1);
    assert_eq!(children(&[(&first, Some("2025-Q2")), (&second, Some("2025-Q3"))]), before);
    assert_ne!(children(&[(&second, Some("2025-Q3"))]), before);
}

#[test]
fn words_in_the_place_of_a_name_are_no_name_that_two_children_share() {
    let log = "Agency,Escalation Number,Child Name,Concern,Date concern arose\n\
        Brook Police,1,Unborn baby,Threshold,01/04/2025\nCedar Health,1,Unborn baby,Threshold,01/04/2025\n\
        Dale Housing,1,Zoë Müller,Threshold,01/04/2025\nElm School,1,Zoe Muller,Threshold,01/04/2025\n";
    let files = [("log.csv".to_owned(), log.as_bytes().to_vec())];
    let copy = Copy::for_partners(key("an example, not a secret"));
    let bytes = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy).unwrap());
    let table = open(&bytes).worksheet_range("Escalations").unwrap();
    let children: Vec<String> = table.rows().skip(4).map(|row| row[1].to_string()).collect();
    let [brook, cedar, dale, elm] = &children[..] else { panic!("{children:?}") };
    assert_ne!(brook, cedar);
    assert_eq!(dale, elm, "accents are left out at times");
}

#[test]
fn a_pseudonym_stays_the_same_when_a_later_return_tells_more() {
    let headings = "Agency,Escalation Number,Child Name,Date of birth,Concern,Outcome of Resolution,Date concern arose";
    let log = |rows: &str| format!("{headings}\n{rows}").into_bytes();
    let first =
        log("Oakfield School,1,Ash Grove,,Threshold,,01/04/2025\nElmtree School,1,A.B.,,Threshold,,02/04/2025\n\
                     Fernley Clinic,7,A.B.,,Delay,,02/05/2025\n");
    let second = log("Oakfield School,1,Ash Grove,01/03/2015,Threshold,Agreed,01/04/2025\n\
                      Oakfield School,2,Ash Grove,01/03/2015,Step down,,01/08/2025\n");
    let children = |files: &[(String, Vec<u8>)], quarter: &str, as_of: &str| -> Vec<String> {
        let copy = Copy::for_partners(key("an example, not a secret"));
        let bytes = report_on(files, "liverpool", quarter, as_of, |report| write::copy(report, &copy).unwrap());
        let table = open(&bytes).worksheet_range("Escalations").unwrap();
        table.rows().skip(4).map(|row| row[1].to_string()).collect()
    };
    let first = ("2025-07-01.csv".to_owned(), first);
    let before = children(std::slice::from_ref(&first), "2025-Q2", "2025-06-30");
    let [elmtree, fernley, oakfield] = &before[..] else { panic!("{before:?}") };
    assert_ne!(elmtree, fernley, "initials are those of many children");
    let after = children(&[first, ("2025-10-01.csv".to_owned(), second)], "2025-Q3", "2025-09-30");
    assert_eq!(after, [elmtree, fernley, oakfield, oakfield].map(String::clone));
}

#[test]
fn the_pseudonym_of_a_row_without_a_name_stays_the_same_when_a_later_return_tells_more() {
    let log = |file: &str, outcome: &str| -> File {
        let headings = "Agency,Escalation Number,Concern,Outcome of Resolution,Date concern arose";
        let rows = (1..=9).map(|n| format!("Oakfield,{n},Threshold,{outcome},01/04/2025\n"));
        (file.to_owned(), std::iter::once(format!("{headings}\n")).chain(rows).collect::<String>().into_bytes())
    };
    let (first, second) = (log("2025-05-10.csv", ""), log("2025-06-20.csv", "Agreed"));
    let children = |files: &[File]| -> Vec<String> {
        let copy = Copy::for_partners(key("an example, not a secret"));
        let bytes =
            report_on(files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, &copy).unwrap());
        open(&bytes).worksheet_range("Escalations").unwrap().rows().skip(4).map(|row| row[1].to_string()).collect()
    };
    let before = children(std::slice::from_ref(&first));
    assert_eq!(before.len(), 9);
    assert_eq!(children(&[first, second]), before);
}

#[test]
fn a_pseudonym_stays_the_same_with_the_same_key_and_only_with_it() {
    let children = |text: &str, quarter: &str, as_of: &str| -> Vec<String> {
        let copy = Copy::for_partners(key(text));
        let bytes = report_on(&every_file(), "liverpool", quarter, as_of, |report| write::copy(report, &copy).unwrap());
        let table = open(&bytes).worksheet_range("Escalations").unwrap();
        table.rows().skip(4).map(|row| row[1].to_string()).collect()
    };
    let first = children("an example, not a secret", "2025-Q2", "2025-06-30");
    assert_eq!(first, children("an example, not a secret", "2025-Q3", "2025-09-30"));
    let other = children("another example, no secret either", "2025-Q2", "2025-06-30");
    assert!(first.iter().all(|child| child.len() == 14 && !other.contains(child)), "{first:?}");
    assert!(Key::new(b"short").is_err());
}

/// What a reader of a suppressed copy knows: each figure by sheet and cell, `None` where it is hidden.
type Shown = BTreeMap<(String, usize, usize), Option<usize>>;

fn counts(bytes: &[u8]) -> Shown {
    let mut book = open(bytes);
    let mut found = Shown::new();
    for sheet in book.sheet_names().into_iter().filter(|sheet| sheet != "About") {
        let range = book.worksheet_range(&sheet).unwrap();
        let median = range.used_cells().find(|(_, _, cell)| **cell == *"Median days").map(|(_, column, _)| column);
        let cells = range.used_cells().filter(|(_, column, _)| *column > 0 && Some(*column) != median);
        for (row, column, cell) in cells {
            let value = match cell {
                Data::String(text) if text == "*" => None,
                Data::Float(number) if number.fract() == 0.0 => Some(*number as usize),
                _ => continue,
            };
            found.insert((sheet.clone(), row, column), value);
        }
    }
    found
}

#[test]
fn no_small_count_is_shown_and_none_can_be_worked_out_from_totals() {
    const LIMIT: usize = 5;
    let board = report_on(&every_file(), "liverpool", "2025-Q2", "2025-06-30", |report| {
        write::copy(report, &Copy::for_board()).unwrap()
    });
    let published = report_on(&every_file(), "liverpool", "2025-Q2", "2025-06-30", |report| {
        write::copy(report, &Copy::for_publication(LIMIT).unwrap()).unwrap()
    });
    let (real, shown) = (counts(&board), counts(&published));
    let texts = |bytes: &[u8], sheet: &str| open(bytes).worksheet_range(sheet).unwrap();
    // The words about hidden figures take a line more, and sentences that tell one are left out.
    let first = |bytes: &[u8], sheet: &str| {
        let words = ["Escalations raised", "Agency", "Stage", "Level of need", "Resolved escalations", "Stage reached"];
        let heading =
            |row: &&[Data]| row.len() > 1 && row[1] != Data::Empty && words.contains(&row[0].to_string().as_str());
        texts(bytes, sheet).rows().position(|row| heading(&row)).unwrap()
    };
    let sheets: BTreeSet<String> = shown.keys().map(|(sheet, ..)| sheet.clone()).collect();
    let moved: BTreeMap<String, (usize, usize)> =
        sheets.into_iter().map(|sheet| (sheet.clone(), (first(&board, &sheet), first(&published, &sheet)))).collect();
    let below = |(sheet, row, column): &Place| (moved[sheet].1 < *row).then(|| (sheet.clone(), *row, *column));
    let shown: Shown = shown.iter().filter_map(|(at, value)| Some((below(at)?, *value))).collect();
    let real: Shown = real
        .into_iter()
        .filter(|((sheet, row, _), _)| moved.get(sheet).is_some_and(|moved| moved.0 < *row))
        .map(|((sheet, row, column), n)| ((sheet.clone(), row + moved[&sheet].1 - moved[&sheet].0, column), n))
        .collect();
    let hidden: Vec<_> = shown.iter().filter(|(_, value)| value.is_none()).map(|(at, _)| at.clone()).collect();
    assert!(hidden.len() > 20, "{} hidden", hidden.len());
    for (at, value) in &shown {
        if let Some(count) = value {
            assert!(*count == 0 || *count >= LIMIT, "{at:?} shows {count}");
            assert_eq!(real.get(at), Some(&Some(*count)), "{at:?}");
        }
    }

    // Every sum that a reader can see: rows and columns of a table with their totals, and tables that part the same whole.
    let mut sums: Vec<(Vec<Place>, Place)> = Vec::new();
    let at = |sheet: &str, row: usize, column: usize| (sheet.to_owned(), row, column);
    // The rows below each of such headings; what finds no room side by side stands below again.
    let blocks = |sheet: &str, heading: &str| -> Vec<Vec<usize>> {
        let range = texts(&published, sheet);
        let is_heading = |row: &[Data]| row[0] == *heading && row.len() > 1 && row[1] != Data::Empty;
        let headings = (0..).zip(range.rows()).filter(|(_, row)| is_heading(row));
        let below = |first: usize| (first..range.height()).take_while(|row| range[(*row, 0)] != Data::Empty).collect();
        headings.map(|(heading, _)| below(heading + 1)).collect()
    };
    let block = |sheet: &str, heading: &str| -> Vec<usize> {
        blocks(sheet, heading).into_iter().next().unwrap_or_else(|| panic!("{sheet}: {heading}"))
    };
    let raised = at("Summary", block("Summary", "Escalations raised")[2], 1);
    let open_now = at("Summary", block("Summary", "Escalations")[1], 1);
    let overdue = at("Summary", block("Summary", "Escalations")[2], 1);
    let resolved = at("Summary", block("Summary", "Escalations")[0], 1);
    let parts = |sheet: &str, heading: &str, column: usize| -> Vec<Place> {
        block(sheet, heading).into_iter().map(|row| at(sheet, row, column)).collect()
    };
    sums.push((parts("Stages and timescales", "Highest stage reached", 1), raised.clone()));
    sums.push((parts("Level of need and themes", "Level of need", 1), raised.clone()));
    sums.push((parts("Level of need and themes", "Theme", 1), raised.clone()));
    sums.push((parts("Level of need and themes", "Theme", 3), open_now.clone()));
    sums.push((parts("Outcomes, lessons and actions", "Resolved at", 1), resolved));
    for (sheet, heading) in [("Who raised with whom", "Agency"), ("Open and overdue", "Stage reached")] {
        let blocks = blocks(sheet, heading);
        let columns = |row: usize| {
            let own = shown.keys().filter(move |(own, at, _)| own == sheet && *at == row);
            own.map(|(.., column)| *column)
        };
        // Which columns add up to which.
        if heading == "Agency" {
            for (line, row) in blocks[0].iter().enumerate() {
                let first = columns(*row).filter(|column| *column >= 5).map(|column| at(sheet, *row, column));
                let rows = blocks[1..].iter().map(|rows| rows[line]);
                let further = rows.flat_map(|row| columns(row).map(move |column| at(sheet, row, column)));
                sums.push((first.chain(further).collect(), at(sheet, *row, 1)));
            }
        }
        for rows in &blocks {
            let (total, above) = rows.split_last().unwrap();
            for column in columns(*total) {
                sums.push((above.iter().map(|row| at(sheet, *row, column)).collect(), at(sheet, *total, column)));
            }
        }
    }
    for row in block("Stages and timescales", "Stage") {
        let sheet = "Stages and timescales";
        let [in_time, late, ended] = [3, 4, 2].map(|column| at(sheet, row, column));
        // A stage whose due date is not known ended neither in time nor late; one without a limit has no such figures.
        let count = |at: &Place| real.get(at).copied().flatten();
        if count(&in_time).zip(count(&late)).map(|(a, b)| a + b) == count(&ended) {
            sums.push((vec![in_time, late], ended));
        }
    }
    // What ended at a stage went on from it, or was resolved there.
    let stages = block("Stages and timescales", "Stage");
    for (n, row) in stages.iter().enumerate() {
        let ended = at("Stages and timescales", *row, 2);
        let next = stages.get(n + 1).map(|next| at("Stages and timescales", *next, 1));
        let resolved = at("Outcomes, lessons and actions", block("Outcomes, lessons and actions", "Resolved at")[n], 1);
        let parts: Vec<Place> = next.into_iter().chain([resolved]).collect();
        if parts.iter().map(|part| real[part].unwrap()).sum::<usize>() == real[&ended].unwrap() {
            sums.push((parts, ended));
        }
    }
    // What is open at the later stages or was resolved there.
    let later = "Stages 3 and 4";
    let by_stage = block(later, "Stage");
    let all_later = at(later, block(later, "Escalations")[0], 1);
    sums.push((by_stage.iter().flat_map(|row| [at(later, *row, 2), at(later, *row, 3)]).collect(), all_later.clone()));
    // A part and its whole tell the rest.
    let below_first = |sheet: &str, heading: &str| {
        let rows = block(sheet, heading);
        let whole = at(sheet, rows[0], 1);
        rows[1..].iter().map(|row| (at(sheet, *row, 1), whole.clone())).collect::<Vec<_>>()
    };
    let beside = |sheet: &str, heading: &str, whole: usize, part: usize| {
        block(sheet, heading).iter().map(|row| (at(sheet, *row, part), at(sheet, *row, whole))).collect::<Vec<_>>()
    };
    let wholes = [
        below_first("Outcomes, lessons and actions", "Resolved escalations"),
        below_first(later, "Escalations"),
        beside("Open and overdue", "Stage reached", 1, 2),
        beside("Who raised with whom", "Agency", 3, 4),
        vec![(overdue.clone(), open_now.clone())],
    ];
    for (part, whole) in wholes.into_iter().flatten() {
        if let (Some(some), Some(all)) = (shown[&part], shown[&whole]) {
            assert!(some == all || all - some >= LIMIT, "{whole:?} is {all} and {part:?} {some}");
        }
    }
    // The same figure in two places.
    let all = *block("Who raised with whom", "Agency").last().unwrap();
    for (column, again) in [(1, raised), (3, open_now), (4, overdue)] {
        sums.push((vec![at("Who raised with whom", all, column)], again));
    }
    for (n, row) in block("Summary", "Stage that ended in the quarter").into_iter().enumerate() {
        let again = block("Stages and timescales", "Stage")[n];
        for (here, there) in [(1, 3), (2, 4)] {
            sums.push((vec![at("Summary", row, here)], at("Stages and timescales", again, there)));
        }
    }
    let true_sums = sums
        .iter()
        .filter(|(parts, total)| parts.iter().map(|part| real[part].unwrap()).sum::<usize>() == real[total].unwrap());
    assert_eq!(true_sums.count(), sums.len(), "a sum of the test is none");

    let known = solve(&shown, &sums);
    let given_away: Vec<_> =
        hidden.iter().filter(|at| known.get(*at).is_some_and(|(low, high)| Some(*low) == *high)).collect();
    assert!(given_away.is_empty(), "can be worked out: {given_away:?}");
    // The solver can solve: with one small figure told, another is known.
    let (sum, total) = sums
        .iter()
        .find(|(parts, total)| shown[total].is_some() && parts.iter().any(|part| shown[part].is_none()))
        .unwrap();
    let mut told = shown.clone();
    for part in sum.iter().filter(|part| shown[*part].is_none()).skip(1) {
        told.insert(part.clone(), real[part]);
    }
    let last = sum.iter().find(|part| shown[*part].is_none()).unwrap();
    let (low, high) = solve(&told, &sums)[last];
    assert_eq!((Some(low), high), (real[last], real[last]), "{total:?}");
}

#[test]
fn no_count_of_findings_tells_how_many_rows_are_overdue() {
    let row = |n: usize| {
        let concern = if n < 8 { "02/05/2025" } else { "30/06/2025" };
        format!("Oakfield,{n},Kit Ash,{:02}/04/2015,Threshold,S17,{concern},1\n", n + 1)
    };
    let headings = "Agency,Escalation Number,Child Name,Date of Birth,Concern,Level of Need,Date concern arose,Stage\n";
    let log: String = std::iter::once(headings.to_owned()).chain((0..11).map(row)).collect();
    let files = [("oakfield.csv".to_owned(), log.into_bytes())];
    let sheet = |copy: &Copy| -> Vec<Vec<String>> {
        let bytes =
            report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| write::copy(report, copy).unwrap());
        let range = open(&bytes).worksheet_range("Data quality").unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    let (board, published) = (sheet(&Copy::for_board()), sheet(&Copy::for_publication(5).unwrap()));
    let overdue = board.iter().find(|row| row[0] == "overdue").unwrap();
    assert_eq!(overdue[1..6], ["8", "0", "0", "0", "8"]);
    assert!(!published.iter().any(|row| row[0] == "overdue"), "{published:?}");
    for title in ["By agency", "By rule"] {
        let title = published.iter().position(|row| row[0] == title).unwrap();
        assert!(published[title + 1][0].starts_with("Left out of this copy"), "{published:?}");
    }
}

type Place = (String, usize, usize);

/// Between which numbers each hidden figure must lie, by all sums, as far as bounds can be drawn closer.
fn solve(shown: &Shown, sums: &[(Vec<Place>, Place)]) -> BTreeMap<Place, (usize, Option<usize>)> {
    let mut bounds: BTreeMap<Place, (usize, Option<usize>)> =
        shown.iter().map(|(at, value)| (at.clone(), (value.unwrap_or(0), *value))).collect();
    loop {
        let before = bounds.clone();
        for (parts, total) in sums {
            let low: usize = parts.iter().map(|part| bounds[part].0).sum();
            let high: Option<usize> = parts.iter().map(|part| bounds[part].1).sum();
            let whole = bounds[total];
            let least = |a: Option<usize>, b: Option<usize>| match (a, b) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            bounds.insert(total.clone(), (whole.0.max(low), least(whole.1, high)));
            for part in parts {
                let own = bounds[part];
                let top = whole.1.map(|top| top + own.0 - low);
                let others = high.zip(own.1).map(|(high, own)| high - own);
                let bottom = others.map_or(0, |others| whole.0.saturating_sub(others));
                bounds.insert(part.clone(), (own.0.max(bottom), least(own.1, top)));
            }
        }
        if bounds == before {
            return bounds;
        }
    }
}
