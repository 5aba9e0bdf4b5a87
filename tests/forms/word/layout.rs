//! Logs in documents that are laid out in tables.

use super::*;

const HEADINGS: [&str; 4] = ["Escalation Number", "Child Name", "Concern", "Date concern arose"];

fn row(texts: &[&str]) -> String {
    texts.iter().map(|text| cell(&paragraph(text))).collect()
}

fn log_of(number: &str) -> String {
    table(4, &[row(&HEADINGS), row(&[number, "Fern Oakley", "attendance", "27/06/2025"])])
}

/// The number and the agency of each row, and the codes that say something of the whole log.
fn said_of(name: &str, body: &str) -> Vec<(String, String)> {
    let path = file("layout", name, docx(body));
    let answer: Value = serde_json::from_str(&out(&escalog(&["check", &path, "--format", "json"]))).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    answer["rows"].as_array().unwrap().iter().map(|row| (text(&row["number"]), text(&row["agency"]))).collect()
}

#[test]
fn the_agency_may_stand_in_a_table_of_its_own() {
    let label = |name: &str| table(2, &[row(&["Period", "Q1"]), row(&["Agency / School:", name])]);
    let body =
        label("Larkmoor Primary") + "<w:p/>" + &log_of("1") + "<w:p/>" + &label("Oakfield") + "<w:p/>" + &log_of("2");
    assert_eq!(said_of("agency.docx", &body), pairs(&[("1", "Larkmoor Primary"), ("2", "Oakfield")]));
    // A list of agencies names none as the log's.
    let contacts = table(2, &[row(&["Agency", "Named lead"]), row(&["Oakfield", "R. Ash"])]);
    assert_eq!(said_of("contacts.docx", &(contacts + "<w:p/>" + &log_of("1"))), pairs(&[("1", "")]));
}

#[test]
fn a_log_in_the_cell_of_a_table_that_lays_out_the_page_is_read() {
    let around = |cells: &[&str]| table(1, &cells.iter().map(|inside| cell(inside)).collect::<Vec<_>>());
    let title = paragraph("Escalation Summary Log") + &paragraph("Agency / School: Larkmoor Primary");
    let inside = title.clone() + &log_of("1") + &paragraph("Closed cases") + &log_of("2") + "<w:p/>";
    let body = around(&[&paragraph("Larkmoor"), &inside, &paragraph("Signed")]) + "<w:p/>" + &log_of("3");
    let larkmoor = ["1", "2", "3"].map(|number| (number, "Larkmoor Primary"));
    assert_eq!(said_of("cell.docx", &body), pairs(&larkmoor));
    let twice = around(&[&(around(&[&(title + &log_of("1"))]) + "<w:p/>")]);
    assert_eq!(said_of("twice.docx", &twice), pairs(&larkmoor[..1]));
}
