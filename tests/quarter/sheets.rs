//! The workbook opened again: what its cells show is what the figures say.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use escalog::quarter::{Figures, Report};
use escalog::workbook::write::{self, Copy};

use super::office::part;
use super::{awkward, every_kind, report_on};

pub type Book = Xlsx<Cursor<Vec<u8>>>;

pub fn open(bytes: &[u8]) -> Book {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes).worksheet_range(name).unwrap()
}

/// The number in a cell, or that of its date.
pub fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::DateTime(day) => Some(day.as_f64()),
        other => other.as_f64(),
    }
}

/// A part of a sheet: the lines below its heading, each a label and its figures.
fn section(sheet: &Range<Data>, heading: &str) -> Vec<(String, Vec<String>)> {
    // A title with the same words has nothing beside it.
    let is_heading = |row: &&[Data]| row[0] == Data::String(heading.to_owned()) && row[1] != Data::Empty;
    let rows = sheet.rows().skip_while(|row| !is_heading(row));
    let lines = rows.skip(1).take_while(|row| row[0] != Data::Empty);
    lines.map(|row| (row[0].to_string(), row[1..].iter().map(ToString::to_string).collect())).collect()
}

/// The figures as the sheets show them.
pub fn shown(book: &mut Book) -> Figures {
    let mut sheet = |name: &str| book.worksheet_range(name).unwrap();
    let (summary, agencies) = (sheet("Summary"), sheet("Who raised with whom"));
    let (stages, levels) = (sheet("Stages and timescales"), sheet("Level of need and themes"));
    let number = |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("`{text}` is no number"));
    let of = |heading: &str, label: &str| {
        number(&section(&summary, heading).iter().find(|(other, _)| other == label).unwrap().1[0])
    };
    let counts = |sheet: &Range<Data>, heading: &str| {
        let lines = section(sheet, heading).into_iter().map(|(label, figures)| (label, number(&figures[0])));
        lines.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    };
    let stage = |label: &str| label.split(' ').next().unwrap().parse::<u8>().unwrap();
    let lines = section(&summary, "Stage that ended in the quarter");
    // A stage without a limit is neither in time nor late.
    let limited = lines.into_iter().filter(|(_, figures)| figures[0] != "–");
    let in_time = limited.map(|(label, figures)| {
        let (in_time, late) = (number(&figures[0]), number(&figures[1]));
        match figures[2].parse::<f64>() {
            // Programs store a share with 15 digits or more.
            Ok(share) => assert!((share - in_time as f64 / (in_time + late) as f64).abs() < 1e-9, "{label}: {share}"),
            Err(_) => assert_eq!((figures[2].as_str(), in_time + late), ("–", 0), "{label}"),
        }
        (stage(&label), escalog::quarter::InTime { in_time, late })
    });
    Figures {
        raised: of("Escalations raised", "This quarter"),
        open: of("Escalations", "Open"),
        overdue: of("Escalations", "Overdue now"),
        not_known: of("Escalations", "Not known whether overdue"),
        resolved: of("Escalations", "Resolved in the quarter"),
        by_agency: counts(&agencies, "Agency").into_iter().filter(|(label, _)| label != "All").collect(),
        by_stage: counts(&stages, "Highest stage reached").into_iter().map(|(label, n)| (stage(&label), n)).collect(),
        by_level: counts(&levels, "Level of need").into_iter().collect(),
        in_time: in_time.collect(),
    }
}

#[test]
fn the_summary_shows_the_figures() {
    let made = every_kind(|report| (report.figures.clone(), write::quarter(report).unwrap()));
    for (kind, (figures, bytes)) in made {
        assert_eq!(shown(&mut open(&bytes)), figures, "{kind}");
    }
}

#[test]
fn every_figure_of_the_first_eight_sheets_is_a_formula() {
    for (kind, bytes) in every_kind(|report| write::quarter(report).unwrap()) {
        let mut book = open(&bytes);
        let names = book.sheet_names();
        assert_eq!(names[8..12], ["Escalations", "Set aside and conflicts", "Sources", "Agencies"], "{kind}");
        for name in &names[..8] {
            let (values, formulas) = (book.worksheet_range(name).unwrap(), book.worksheet_formula(name).unwrap());
            // Below these words stand tables.
            let tables = values.rows().position(|row| row[0] == Data::String("Register of returns".to_owned()));
            let numbers = values.used_cells().filter(|(_, _, value)| matches!(value, Data::Float(_) | Data::Int(_)));
            let mut counted = 0;
            for (row, column, value) in numbers.filter(|(row, _, _)| tables.is_none_or(|first| *row < first)) {
                let at = (row as u32, column as u32);
                let formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
                assert!(formula, "{kind}, {name} {at:?}: {value}");
                counted += 1;
            }
            assert!(counted >= 3, "{kind}, {name}: {counted} figures");
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let once = every_kind(|report| write::quarter(report).unwrap());
    assert!(once == every_kind(|report| write::quarter(report).unwrap()));
}

#[test]
fn the_table_holds_every_row_with_where_it_came_from() {
    for (kind, (sources, bytes)) in every_kind(|report| (sources(report), write::quarter(report).unwrap())) {
        let table = sheet(&bytes, "Escalations");
        let column = |heading: &str| {
            let place = table.rows().nth(3).unwrap().iter().position(|cell| *cell == Data::String(heading.to_owned()));
            place.unwrap_or_else(|| panic!("{kind}: no column {heading}"))
        };
        let columns = ["File", "Sheet", "Row"].map(column);
        let rows = table.rows().skip(4).filter(|row| row.iter().any(|cell| *cell != Data::Empty));
        let found: Vec<_> = rows.map(|row| columns.map(|column| row[column].to_string())).collect();
        assert_eq!(found, sources, "{kind}");
    }
}

fn sources(report: &Report<'_>) -> Vec<[String; 3]> {
    let sources = report.lines.iter().map(|line| &line.entry.at.source);
    sources.map(|source| [source.file.clone(), source.sheet.clone(), source.row.to_string()]).collect()
}

#[test]
fn a_text_is_never_taken_for_a_formula() {
    let bytes = report_on(&awkward(), "liverpool", "2025-Q2", "2025-06-30", |report| write::quarter(report).unwrap());
    let mut book = open(&bytes);
    for name in book.sheet_names() {
        for (row, column, formula) in book.worksheet_formula(&name).unwrap().used_cells() {
            let typed = ["1+1", "HYPERLINK", "+44", "SUM(A1)"].iter().find(|text| formula.starts_with(**text));
            assert_eq!(typed, None, "{name} {row} {column}");
        }
    }
    let table = book.worksheet_range("Escalations").unwrap();
    let texts: Vec<String> = table.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for text in ["=1+1", "=HYPERLINK(\"x\")", "+44", "-2", "@SUM(A1)", "two\nlines"] {
        assert!(texts.iter().any(|other| other == text), "`{text}` in {texts:?}");
    }
}

#[test]
fn children_are_named_on_the_sheets_that_list_rows_and_nowhere_else() {
    let made = every_kind(|report| {
        let known = report.lines.iter().filter_map(|line| line.row.row.name.known());
        (known.filter(|name| name.len() > 6).cloned().collect::<Vec<_>>(), write::quarter(report).unwrap())
    });
    for (kind, (names, bytes)) in made {
        for name in [
            "Summary",
            "Who raised with whom",
            "Stages and timescales",
            "Level of need and themes",
            "Data quality",
            "About",
        ] {
            for (_, _, cell) in sheet(&bytes, name).used_cells() {
                let text = cell.to_string();
                let named = names.iter().find(|child| text.contains(child.as_str()));
                assert_eq!(named, None, "{kind}, {name}: {text}");
            }
        }
        let listed: Vec<String> =
            sheet(&bytes, "Escalations").used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        for child in &names {
            assert!(listed.contains(child), "{kind}: {child}");
        }
    }
}

#[test]
fn many_agencies_stand_below_one_another_so_that_they_can_be_read_on_paper() {
    let rows = (0..40).map(|n| format!("Oakfield,{n},A.B.,Threshold,Service {n:02},01/04/2025\n"));
    let headings = "Agency,Escalation Number,Child Name,Concern,Receiving agency,Date concern arose\n".to_owned();
    let log: String = std::iter::once(headings).chain(rows).collect();
    let files = [("log.csv".to_owned(), log.into_bytes())];
    let copies = [None, Some(Copy::for_board()), Some(Copy::for_publication(5).unwrap())];
    for (place, copy) in copies.iter().enumerate() {
        let bytes = report_on(&files, "liverpool", "2025-Q2", "2025-06-30", |report| match copy {
            None => write::quarter(report).unwrap(),
            Some(copy) => write::copy(report, copy).unwrap(),
        });
        let sheet = sheet(&bytes, "Who raised with whom");
        assert!(sheet.width() <= 20, "{} columns", sheet.width());
        let mut found = 0;
        for (at, row) in sheet.rows().enumerate().filter(|(_, row)| row[0] == *"Agency") {
            let services = (1..row.len()).filter(|column| row[*column].to_string().starts_with("Service "));
            for column in services {
                let oakfield = (at + 1..).find(|at| sheet[(*at, 0)] == *"Oakfield").unwrap();
                assert_eq!(sheet[(oakfield, column)].to_string(), if place == 2 { "*" } else { "1" });
                found += 1;
            }
        }
        assert_eq!(found, 40);
    }
}

#[test]
fn the_open_rows_stand_oldest_first() {
    let (open, bytes) = super::report(&["ferrybridge-nhs-community-trust.xlsx"], "2025-Q2", "2025-06-30", |report| {
        (report.figures.open, write::quarter(report).unwrap())
    });
    let sheet = sheet(&bytes, "Open and overdue");
    let rows = sheet.rows().skip_while(|row| row[0] != Data::String("Agency".to_owned())).skip(1);
    let rows = rows.take_while(|row| !row[0].to_string().is_empty());
    let rows: Vec<_> = rows.map(|row| number(&row[3]).unwrap_or_else(|| panic!("{} is no date", row[3]))).collect();
    assert_eq!(rows.len(), open);
    assert!(rows.is_sorted(), "{rows:?}");
}

/// A program shows `###` in place of a date that finds no room.
#[test]
fn a_day_with_its_time_finds_room() {
    let mut with_time = 0;
    for (kind, bytes) in every_kind(|report| write::quarter(report).unwrap()) {
        let mut book = open(&bytes);
        for (number, name) in (1..).zip(book.sheet_names()) {
            let xml = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            let attribute = |column: &str, name: &str| -> f64 {
                column.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
            };
            let width = |column: f64| {
                let here = |of: &&str| (attribute(of, "min")..=attribute(of, "max")).contains(&column);
                attribute(
                    xml.split("<col ").skip(1).map(|of| &of[..of.find("/>").unwrap()]).find(here).unwrap(),
                    "width",
                )
            };
            let sheet = book.worksheet_range(&name).unwrap();
            let (_, left) = sheet.start().unwrap();
            for (row, column, cell) in sheet.used_cells() {
                if matches!(cell, Data::DateTime(day) if day.as_f64().fract() > 0.0) {
                    let width = width(f64::from(left) + column as f64 + 1.0);
                    assert!(width >= 17.0, "{kind}, {name}, row {row}, column {column}: {width}");
                    with_time += 1;
                }
            }
        }
    }
    assert!(with_time > 10, "{with_time}");
}
