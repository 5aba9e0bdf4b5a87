//! Findings point at the cell whose text they quote, also where a sheet is untidy: read back in LibreOffice.

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;

use super::office::Office;
use super::{check, folder, json};

/// A log under title rows and merged cells, with blank rows, hidden rows and a hidden column between, not
/// beginning in column A.
fn untidy() -> Vec<u8> {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let plain = Format::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Our log").unwrap();
    sheet.merge_range(0, 1, 0, 9, "Escalation summary log", &plain).unwrap();
    sheet.write(2, 1, "Agency / School: Larkmoor Primary").unwrap();
    // Headings in two rows: the dates have one of their own above them.
    for (column, heading) in
        [(1, "Escalation Number"), (2, "Child Name"), (3, "Concern"), (4, "Notes"), (5, "Level of Need")]
    {
        sheet.merge_range(4, column, 5, column, heading, &plain).unwrap();
    }
    sheet.merge_range(4, 6, 4, 8, "Dates", &plain).unwrap();
    for (column, heading) in [(6, "Date concern arose"), (7, "Stage 2 began"), (8, "Date resolved")] {
        sheet.write(5, column, heading).unwrap();
    }
    sheet.merge_range(4, 9, 5, 9, "Outcome", &plain).unwrap();

    let serial = |day: u8, month: u8| rust_xlsxwriter::ExcelDateTime::from_ymd(2025, month, day).unwrap();
    let mut row = |at: u32, number: &str, level: &str| {
        sheet.write(at, 1, number).unwrap();
        sheet.write(at, 2, format!("Child of {number}")).unwrap();
        sheet.write(at, 3, "threshold").unwrap();
        sheet.write(at, 5, level).unwrap();
        sheet.write_with_format(at, 6, serial(2, 6), &day).unwrap();
    };
    row(6, "LP 1", "first word");
    row(9, "LP 2", "S17");
    row(10, "LP 3", "third word");
    row(14, "LP 4", "fourth word");
    sheet.write_with_format(6, 8, serial(13, 6), &day).unwrap();
    sheet.write(6, 9, "plan agreed").unwrap();
    sheet.write(9, 7, "soon after half-term").unwrap();
    sheet.write_with_format(10, 8, serial(30, 5), &day).unwrap();
    sheet.write(10, 9, "plan agreed").unwrap();
    sheet.merge_range(14, 7, 14, 8, "04/25/2025", &plain).unwrap();
    for hidden in [8, 10] {
        sheet.set_row_hidden(hidden).unwrap();
    }
    sheet.set_column_hidden(4).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn every_finding_points_at_the_cell_that_it_quotes() {
    let Some(office) = Office::new("addresses") else { return };
    let bytes = untidy();
    let path = folder("logs").join("untidy.xlsx");
    std::fs::write(&path, &bytes).unwrap();
    let answer = json(&check(&[&path.display().to_string()], &["--format", "json"]));

    // Comma, quotation marks, UTF-8, every cell as it is shown.
    let csv = office.converted("untidy.xlsx", &bytes, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.unwrap().leak() as &[u8]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let shown = |cell: &str| {
        let letters = cell.chars().take_while(char::is_ascii_uppercase).count();
        let column = cell[..letters].bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1) - 1;
        let row: usize = cell[letters..].parse().unwrap();
        // LibreOffice leaves out the rows below the last and the blank cells behind the last.
        rows.get(row - 1).and_then(|row| row.get(column)).unwrap_or_default().to_owned()
    };

    let text = |finding: &Value, key: &str| finding[key].as_str().map(str::to_owned);
    let (mut compared, mut found) = (0, Vec::new());
    for finding in answer["findings"].as_array().unwrap() {
        let code = text(finding, "code").unwrap();
        let Some(cell) = text(finding, "cell") else { continue };
        let heading = text(finding, "heading");
        if let Some(quoted) = text(finding, "text") {
            // A heading may go over two rows.
            let whole = heading.as_ref() != Some(&quoted);
            let same = if whole { shown(&cell) == quoted } else { quoted.ends_with(&shown(&cell)) };
            assert!(same, "{code} at {cell}, which holds `{}`: {finding}", shown(&cell));
            compared += 1;
        }
        // What the message quotes stands in that cell too, but for headings and other rows' cells.
        for word in ["first word", "third word", "fourth word", "soon after half-term", "04/25/2025"] {
            if text(finding, "message").unwrap().contains(&format!("`{word}`")) {
                assert_eq!(shown(&cell), word, "{code} at {cell}");
                found.push(format!("{cell} {code}"));
            }
        }
        if let Some(heading) = heading {
            let column = cell.trim_end_matches(|c: char| c.is_ascii_digit());
            let above = [shown(&format!("{column}5")), shown(&format!("{column}6"))];
            assert!(
                above.iter().any(|above| !above.is_empty() && heading.contains(above.as_str())),
                "{heading}, {cell}"
            );
        }
    }
    found.sort();
    for expected in ["F11 R110", "F15 R110", "F7 R110", "H10 R121", "H15 R121"] {
        assert!(found.iter().any(|one| one == expected), "{expected} is not among {found:?}");
    }
    assert!(compared >= 8, "only {compared} findings were compared");
}
