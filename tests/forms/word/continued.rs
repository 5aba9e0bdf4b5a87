//! Logs whose table breaks off and goes on as another table.

use super::*;

const HEADINGS: [&str; 5] = ["Escalation Number", "Child Name", "Concern", "Level of Need", "Date concern arose"];

fn row(texts: &[&str]) -> String {
    texts.iter().map(|text| cell(&paragraph(text))).collect()
}

/// A table of cases, each with more in it than the headings ask for.
fn cases(headings: bool, numbers: &[&str], more: &[&str]) -> String {
    let case = |number: &&str| row(&[&[number, "Fern Oakley", "attendance", "S17", "27/06/2025"], more].concat());
    let rows: Vec<String> = headings.then(|| row(&HEADINGS)).into_iter().chain(numbers.iter().map(case)).collect();
    table(HEADINGS.len(), &rows)
}

#[test]
fn a_table_goes_on_after_a_page_s_end_where_its_cells_stand_in_the_same_columns() {
    let sheets = |between: &str, later: String| {
        let body = table(3, &[row(&["a", "b", "c"])]) + between + &later;
        read(&body).sheets.iter().map(|sheet| (sheet.later_table, sheet.cells.len())).collect::<Vec<_>>()
    };
    let same = || table(4, &[row(&["d", "e", "f"]), row(&["g", "h", "i"])]);
    assert_eq!(sheets(&paragraph("Page 2"), same()), [(false, 9)]);
    assert_eq!(sheets("<w:p/>", same()), [(false, 9)]);
    let headings = same().replacen("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1);
    assert_eq!(sheets("<w:p/>", headings), [(false, 3), (true, 6)]);
    // What may be rows of another kind, and cells in other columns.
    assert_eq!(sheets(&paragraph("Closed cases"), same()), [(false, 3), (true, 7)]);
    let wide = cell(&("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>".to_owned() + &paragraph("d")));
    assert_eq!(sheets("<w:p/>", table(3, &[wide + &row(&["e", "f"])])), [(false, 3), (true, 3)]);
}

#[test]
fn no_row_of_a_table_without_headings_is_lost_in_silence() {
    let body = paragraph("Agency / School: Larkmoor Primary")
        + &cases(true, &["1"], &[])
        + &paragraph("Page 2")
        + &cases(false, &["2"], &[])
        + &paragraph("Closed cases")
        + &cases(true, &["3"], &[])
        + "<w:p/>"
        + &cases(false, &["4", "5"], &["call"])
        + &paragraph("Levels of need")
        + &table(2, &[row(&["S17", "section 17"])])
        + &paragraph("Meetings")
        + &table(5, &[row(&["Day", "Who", "Where", "What", "Next"]), row(&["27/06/2025", "a", "b", "c", "d"])]);
    let path = file("headless", "log.docx", docx(&body));
    let answer: Value = serde_json::from_str(&out(&escalog(&["check", &path, "--format", "json"]))).unwrap();
    let rows: Vec<&Value> = answer["rows"].as_array().unwrap().iter().collect();
    let numbers: Vec<&Value> = rows.iter().map(|row| &row["number"]).collect();
    assert_eq!(numbers, ["1", "2", "3"]);
    assert!(rows.iter().all(|row| row["agency"] == "Larkmoor Primary"), "{rows:?}");
    let findings = answer["findings"].as_array().unwrap().iter();
    let outside: Vec<&Value> = findings.filter(|found| found["code"] == "F109").collect();
    let told = "row 1 of `Table 3` reads like a case, but stands in a table without headings, of which nothing is read";
    assert_eq!(outside.iter().map(|found| &found["message"]).collect::<Vec<_>>(), [told]);
    // A register shows no findings.
    let register = folder("headless").join("register.xlsx").display().to_string();
    let merged = escalog(&["merge", &path, "-o", &register, "--format", "json"]);
    assert_eq!(merged.status.code(), Some(1));
    let answer: Value = serde_json::from_str(&out(&merged)).unwrap();
    assert_eq!((&answer["rows_in"], &answer["errors"][0]["message"]), (&3.into(), &told.into()));
}

#[test]
fn a_log_whose_only_cases_stand_without_headings_is_no_nil_return() {
    let body = cases(true, &[], &[]) + &paragraph("Cases") + &cases(false, &["1"], &[]);
    let path = file("headless", "only.docx", docx(&body));
    let said = out(&escalog(&["check", &path]));
    assert!(said.contains("F109") && !said.contains("F110"), "{said}");
}
