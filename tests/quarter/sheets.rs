//! The workbook opened again: what its cells show is what the figures say.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use escalog::quarter::{Figures, Report};
use escalog::workbook::write;

use super::{awkward, every_kind, report_on};

pub type Book = Xlsx<Cursor<Vec<u8>>>;

pub fn open(bytes: &[u8]) -> Book {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes).worksheet_range(name).unwrap()
}

/// A part of the summary: the lines below its heading, each a label and its figures.
fn section(summary: &Range<Data>, heading: &str) -> Vec<(String, Vec<String>)> {
    let rows = summary.rows().skip_while(|row| row[0] != Data::String(heading.to_owned()));
    let lines = rows.skip(1).take_while(|row| row[0] != Data::Empty);
    lines.map(|row| (row[0].to_string(), row[1..4].iter().map(ToString::to_string).collect())).collect()
}

/// The figures as the summary shows them.
pub fn shown(summary: &Range<Data>) -> Figures {
    let number = |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("`{text}` is no number"));
    let quarter = section(summary, "Escalations");
    let of = |label: &str| number(&quarter.iter().find(|(other, _)| other == label).unwrap().1[0]);
    let counts = |heading: &str| {
        let lines = section(summary, heading).into_iter().map(|(label, figures)| (label, number(&figures[0])));
        lines.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    };
    let stage = |label: &str| label.split(' ').next().unwrap().parse::<u8>().unwrap();
    let in_time = section(summary, "Stage that ended in the quarter").into_iter().map(|(label, figures)| {
        let (in_time, late) = (number(&figures[0]), number(&figures[1]));
        match figures[2].parse::<f64>() {
            // Programs store a share with 15 digits or more.
            Ok(share) => assert!((share - in_time as f64 / (in_time + late) as f64).abs() < 1e-9, "{label}: {share}"),
            Err(_) => assert_eq!((figures[2].as_str(), in_time + late), ("–", 0), "{label}"),
        }
        (stage(&label), escalog::quarter::InTime { in_time, late })
    });
    Figures {
        raised: of("Raised in the quarter"),
        open: of("Open"),
        overdue: of("Overdue now"),
        resolved: of("Resolved in the quarter"),
        by_agency: counts("Agency that raised it").into_iter().collect(),
        by_stage: counts("Highest stage reached").into_iter().map(|(label, n)| (stage(&label), n)).collect(),
        by_level: counts("Level of need").into_iter().collect(),
        in_time: in_time.collect(),
    }
}

#[test]
fn the_summary_shows_the_figures() {
    let made = every_kind(|report| (report.figures.clone(), write::quarter(report).unwrap()));
    for (kind, (figures, bytes)) in made {
        assert_eq!(shown(&sheet(&bytes, "Summary")), figures, "{kind}");
    }
}

#[test]
fn every_figure_of_the_summary_is_a_formula() {
    for (kind, bytes) in every_kind(|report| write::quarter(report).unwrap()) {
        let mut book = open(&bytes);
        let (values, formulas) = (book.worksheet_range("Summary").unwrap(), book.worksheet_formula("Summary").unwrap());
        let numbers = values.used_cells().filter(|(_, _, value)| matches!(value, Data::Float(_) | Data::Int(_)));
        let mut counted = 0;
        for (row, column, value) in numbers {
            let at = (row as u32, column as u32);
            assert!(formulas.get_value(at).is_some_and(|formula| !formula.is_empty()), "{kind} {at:?}: {value}");
            counted += 1;
        }
        assert!(counted > 12, "{kind}: {counted} figures");
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
    let sources = report.lines.iter().map(|line| &line.entry.source);
    sources.map(|source| [source.file.clone(), source.sheet.clone(), source.row.to_string()]).collect()
}

#[test]
fn a_text_is_never_taken_for_a_formula() {
    let bytes = report_on(&awkward(), "liverpool", "2025-Q2", "2025-06-30", |report| write::quarter(report).unwrap());
    let mut book = open(&bytes);
    for name in ["Overdue", "Escalations", "Findings", "Returns", "About"] {
        let formulas = book.worksheet_formula(name).unwrap();
        let own = formulas.used_cells().map(|(row, column, _)| (row, column)).collect::<Vec<_>>();
        // How many are open, in the line below the title.
        assert!(own.is_empty() || (name == "Overdue" && own == [(0, 0)]), "{name}: {own:?}");
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
        for name in ["Summary", "Findings", "Returns", "About"] {
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
fn the_open_rows_stand_oldest_first() {
    let (open, bytes) = super::report(&["ferrybridge-nhs-community-trust.xlsx"], "2025-Q2", "2025-06-30", |report| {
        (report.figures.open, write::quarter(report).unwrap())
    });
    let concern = |cell: &Data| match cell {
        Data::DateTime(day) => day.as_f64(),
        other => panic!("{other} is no date"),
    };
    let rows: Vec<_> = sheet(&bytes, "Overdue").rows().skip(4).map(|row| concern(&row[3])).collect();
    assert_eq!(rows.len(), open);
    assert!(rows.is_sorted(), "{rows:?}");
}
