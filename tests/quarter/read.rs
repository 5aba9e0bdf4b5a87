//! What the officer and her board read on the sheets: sentences without zeros, charts that don't mislead, days that can be
//! counted again.

use std::io::Cursor;

use calamine::Reader;
use escalog::api::{self, File, Given, Settings};
use escalog::merge::Agency;
use escalog::workbook::write;

use super::office::part;
use super::sheets::{number, open};
use super::{every_kind, independent, recalculate, report_on};

const HEADINGS: &str =
    "Agency,Escalation Number,Child Name,Date of Birth,Concern,Level of Need,Date concern arose,Stage,Stage 2 began\n";

fn log(name: &str, rows: &str) -> (String, Vec<u8>) {
    (name.to_owned(), format!("{HEADINGS}{rows}").into_bytes())
}

/// Two agencies of three on the list tell of one disagreement, one of them in two logs, and one sends a log without a row.
fn of_a_list() -> Vec<u8> {
    let logs = [
        log("oak.csv", "Oakfield,1,Kit Ash,03/04/2015,Threshold,Level 3,02/06/2025,1,\n"),
        log("oak again.csv", "Oakfield,2,Jo Fir,03/04/2016,Threshold,S17,03/06/2025,2,04/06/2025\n"),
        log("ash.csv", "Ashby,7,Kit Ash,03/04/2015,Threshold,Early Help,04/06/2025,1,\n"),
    ];
    quarter("2025-Q2", logs, None, &["Oakfield", "Ashby", "Rowan"])
}

/// The workbook of a quarter, of these logs, carried forward from this one, with a list of these agencies.
fn quarter<const N: usize>(
    quarter: &str,
    logs: [(String, Vec<u8>); N],
    previous: Option<&File>,
    list: &[&str],
) -> Vec<u8> {
    let files = logs.map(|(name, bytes)| File { name, bytes });
    let agency = |name: &&str| Agency { name: (*name).to_owned(), ..Agency::default() };
    let settings = Settings {
        policy: Some("liverpool".to_owned()),
        agencies: list.iter().map(agency).collect(),
        ..Settings::default()
    };
    let given = Given { files: &files, previous, ..Given::default() };
    api::quarter(&settings, quarter, given, &mut |_| {}).unwrap().1
}

/// The first cells of the rows of a sheet.
fn labels(bytes: &[u8], sheet: &str) -> Vec<String> {
    let sheet = open(bytes).worksheet_range(sheet).unwrap();
    sheet.rows().map(|row| row[0].to_string()).collect()
}

/// What stands below a heading in the first column, as far as it goes.
fn below(bytes: &[u8], sheet: &str, heading: &str) -> Vec<String> {
    let labels = labels(bytes, sheet);
    let place = labels.iter().rposition(|label| label == heading).unwrap_or_else(|| panic!("no {heading}"));
    labels[place + 1..].iter().take_while(|label| !label.is_empty()).cloned().collect()
}

/// The sentences of the summary.
fn words(bytes: &[u8]) -> Vec<String> {
    below(bytes, "Summary", "In words")
}

fn charts(bytes: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = zip.file_names().map(|name| name.unwrap().into_owned());
    names.filter(|name| name.starts_with("xl/charts/chart")).map(|name| part(bytes, &name)).collect()
}

#[test]
fn what_a_pair_or_a_list_adds_to_the_figures_is_recalculated_alike() {
    let book = [("of a list", of_a_list())];
    recalculate::all_alike(&book);
    independent::all_alike(book.into());
}

#[test]
fn the_bars_of_a_chart_are_as_long_as_their_numbers() {
    for (kind, bytes) in every_kind(|report| write::quarter(report).unwrap()) {
        for chart in charts(&bytes) {
            assert!(chart.contains("<c:min val=\"0\"/>"), "{kind}: {chart}");
        }
        let quarters = below(&bytes, "Summary", "Escalations raised");
        assert_eq!(quarters, ["The same quarter a year ago", "The quarter before", "This quarter"], "{kind}");
        assert_eq!(charts(&bytes).len(), if kind == "blank" { 0 } else { 3 }, "{kind}");
    }
}

#[test]
fn no_sentence_says_a_zero() {
    let small = |policy| {
        let rows = "Oakfield,1,Kit Ash,03/04/2015,Threshold,S17,02/06/2025,3,04/06/2025\n";
        report_on(&[log("oak.csv", rows)], policy, "2025-Q2", "2025-06-30", |report| write::quarter(report).unwrap())
    };
    let mut books = every_kind(|report| write::quarter(report).unwrap());
    books.extend([("small", small("liverpool")), ("five stages", small("birmingham"))]);
    for (kind, bytes) in &books {
        // A stage that ended on the day it began took none.
        let words: Vec<String> = words(bytes).iter().map(|words| words.replace("was 0 working days", "")).collect();
        assert!(words.len() >= 4, "{kind}: {words:?}");
        let zero = words.iter().find(|words| words.split(' ').any(|word| word.trim_end_matches([';', '.']) == "0"));
        assert_eq!(zero, None, "{kind}");
    }
    let blank = words(&books.iter().find(|(kind, _)| *kind == "blank").unwrap().1);
    assert_eq!(blank[0], "No escalation was raised in the quarter.");
    assert_eq!(blank[3], "By the days that the logs state, none went on to a later stage.");
    let small = words(&books.iter().find(|(kind, _)| *kind == "small").unwrap().1);
    assert_eq!(small[3], "By the days that the logs state, 1 went on from stage 1 to stage 2.");
}

#[test]
fn the_summary_tells_logs_from_agencies() {
    let words = words(&of_a_list());
    let said = "3 returned logs came in with rows; of the 3 agencies on the list 1 has no log in its name.";
    assert!(words.iter().any(|words| words == said), "{words:?}");
}

#[test]
fn the_summary_says_how_many_pairs_are_counted_as_two() {
    let words = words(&of_a_list());
    let said = "1 pair of escalations may be one disagreement, and is counted as two; see `Set aside and conflicts` in the register.";
    assert!(words.iter().any(|words| words == said), "{words:?}");
}

#[test]
fn the_days_that_are_no_working_days_reach_to_the_last_that_is_due() {
    let rows = "Oakfield,1,Kit Ash,03/04/2015,Threshold,S17,30/12/2025,1,\n";
    let bytes = report_on(&[log("oak.csv", rows)], "birmingham", "2025-Q4", "2025-12-31", |report| {
        assert_eq!(report.lines[0].stages[0].due.unwrap().to_string(), "2026-01-07");
        write::quarter(report).unwrap()
    });
    let about = open(&bytes).worksheet_range("About").unwrap();
    let last = about.rows().filter_map(|row| Some((number(&row[0])?, row[1].to_string()))).next_back();
    assert_eq!(last, Some((46_023.0, "New Year's Day".to_owned())));
}

#[test]
fn findings_of_earlier_returns_are_counted_apart() {
    let first =
        quarter("2025-Q1", [log("oak.csv", "Oakfield,1,Kit Ash,03/04/2015,Threshold,S17,03/03/2025,1,\n")], None, &[]);
    let previous = File { name: "q1.xlsx".to_owned(), bytes: first };
    let second = [log("ash.csv", "Ashby,7,Jo Fir,05/04/2015,Threshold,S17,02/06/2025,1,\n")];
    let bytes = quarter("2025-Q2", second, Some(&previous), &[]);
    let sheet = open(&bytes).worksheet_range("Data quality").unwrap();
    let line = |label: &str| sheet.rows().find(|row| row[0] == *label).unwrap();
    let last = |label: &str| (line(label)[5].to_string(), line(label)[6].to_string());
    assert_eq!(last("Agency"), ("All".to_owned(), "Returned for this quarter".to_owned()));
    let ((all, new), (_, oak), (_, ash)) = (last("All"), last("Oakfield"), last("Ashby"));
    assert_eq!((oak.as_str(), &ash), ("0", &new));
    assert_ne!(all, new);
}

#[test]
fn lists_say_which_days_they_count() {
    let sheet = open(&of_a_list()).worksheet_range("Open and overdue").unwrap();
    let headings = sheet.rows().find(|row| row[0] == *"Agency").unwrap();
    let headings: Vec<String> = headings.iter().map(ToString::to_string).collect();
    assert!(headings.contains(&"Calendar days open".to_owned()), "{headings:?}");
    assert!(headings.contains(&"Calendar days over".to_owned()), "{headings:?}");
}

#[test]
fn levels_and_returns_stand_in_an_order_that_a_reader_expects() {
    let bytes = of_a_list();
    let levels = below(&bytes, "Level of need and themes", "Level of need");
    assert_eq!(levels, ["Early Help", "S17", "Level 3", "not stated", "not recognised"]);
    let labels = labels(&bytes, "Data quality");
    let returns = labels.iter().skip_while(|label| *label != "Register of returns").skip(2).take(4);
    assert_eq!(returns.collect::<Vec<_>>(), ["Ashby", "Oakfield", "Oakfield", "Rowan"]);
}

/// A text at the top of its cell touches the line above it.
#[test]
fn what_has_a_line_below_it_stands_in_the_middle_of_its_cell() {
    let styles = part(&of_a_list(), "xl/styles.xml");
    let formats = styles.split_once("<cellXfs").unwrap().1.split_once("</cellXfs>").unwrap().0;
    let ruled: Vec<&str> = formats.split("<xf ").skip(1).filter(|format| !format.contains("borderId=\"0\"")).collect();
    assert!(ruled.len() > 10, "{formats}");
    for format in ruled {
        // The headings that stand upright begin at the foot.
        let upright = format.contains("textRotation");
        assert!(upright || format.contains("vertical=\"center\""), "{format}");
    }
}

#[test]
fn what_a_table_counts_makes_its_rows_no_higher() {
    let bytes = of_a_list();
    let labels = labels(&bytes, "Summary");
    let first = labels.iter().position(|label| label == "Stage that ended in the quarter").unwrap() + 2;
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for row in first..first + 4 {
        let row = sheet.split_once(&format!("<row r=\"{row}\"")).unwrap().1.split_once('>').unwrap().0;
        assert!(row.contains("ht=\"15.75\""), "{row}");
    }
}
