//! Appendix 2: filled in from the row, blanks marked, opened by LibreOffice; and what can't be reported.

use std::fs;

use calamine::{Data, Reader, Xlsx};
use escalog::policy::Policy;
use escalog::workbook;

use super::office::Office;
use super::{err, escalog, folder, log, out, run};

/// What every form of case 7 says, and what it says is to be filled in by hand.
const SAID: &[&str] = &[
    "Appendix 2. Report to LSCPB: Multi-Agency Resolution: Escalation Stages 3 and 4",
    "Tansy Mossworthy",
    "Tue 4 Feb 2014",
    "Larkmoor Primary",
    "Harrowgate Children's Services",
    "Concern: neglect; home unsafe",
    "threshold not agreed",
    "second line",
    "First discussion: Tue 3 Jun 2025",
    "=calls made",
    "☐ Early Help     ☐ S17     ☒ S47",
    "☐ Level 3     ☐ Level 4",
    "(to be added: names and roles)",
    "(to be added: outcome)",
    "Date completed",
    "To be completed by the LSCPB Quality Assurance and Performance Management Officer",
    "sheet csv, row 3 as of Mon 30 Jun 2025",
    "put the day into the log under `Appendix 2 sent`.",
];

#[test]
fn the_document_says_what_the_row_says_and_marks_the_rest() {
    let log = log("document");
    let form = folder("document").join("form.docx");
    let written = escalog(&["report", &log, "--number", "7", "-o", form.to_str().unwrap()]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let blanks = "Address\n  Name and e-mail of professional escalating concern\n";
    assert!(out(&written).contains(blanks), "{}", out(&written));
    assert!(!out(&written).contains("Date of birth"), "{}", out(&written));
    let Some(office) = Office::new("report") else { return };
    let bytes = fs::read(&form).unwrap();
    let text = String::from_utf8(office.converted("form.docx", &bytes, "txt:Text (encoded):UTF8").unwrap()).unwrap();
    for said in SAID {
        assert!(text.contains(said), "{said} is not in:\n{text}");
    }
    // Address, who escalates, lessons, and who completed it when; not what the office fills in.
    assert_eq!(text.matches("(to be filled in)").count(), 6, "{text}");
}

#[test]
fn the_sheet_says_the_same() {
    let log = log("sheet");
    let form = folder("sheet").join("form.xlsx");
    let written = escalog(&["report", &log, "--number", "7", "-o", form.to_str().unwrap()]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    assert_eq!(workbook::modified(&fs::read(&form).unwrap()), Some("2025-06-30".parse().unwrap()));
    let mut book: Xlsx<_> = calamine::open_workbook(&form).unwrap();
    let cells = book.worksheet_range("Report").unwrap();
    let texts: Vec<String> = cells
        .used_cells()
        .map(|(_, _, cell)| match cell {
            Data::String(text) => text.clone(),
            other => panic!("{other:?} is no text"),
        })
        .collect();
    let text = texts.join("\n");
    for said in SAID {
        assert!(text.contains(said), "{said} is not in:\n{text}");
    }
    assert!(book.worksheet_formula("Report").unwrap().is_empty());
}

#[test]
fn a_resolved_case_ticks_its_stage_and_an_unlisted_level_is_said() {
    let log = log("resolved");
    let form = folder("resolved").join("form.xlsx");
    let written = escalog(&["report", &log, "--number", " 8", "-o", form.to_str().unwrap()]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let mut book: Xlsx<_> = calamine::open_workbook(&form).unwrap();
    let cells = book.worksheet_range("Report").unwrap();
    let text: Vec<String> = cells.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    let text = text.join("\n");
    assert!(text.contains("☐ Level 3     ☒ Level 4"), "{text}");
    assert!(text.contains("☐ Early Help     ☐ S17     ☐ S47\nThe log says: Level 3\n(to be filled in)"), "{text}");
    assert!(text.contains("Outcome: plan agreed"), "{text}");
}

#[test]
fn a_form_that_was_filled_in_is_not_overwritten() {
    let log = log("filled");
    for name in ["form.docx", "form.xlsx"] {
        let form = folder("filled").join(name);
        let report = |number: &str| escalog(&["report", &log, "--number", number, "-o", form.to_str().unwrap()]);
        // What nobody filled in can be made again, of another case too.
        for number in ["7", "7", "8", "7"] {
            let written = report(number);
            assert_eq!(written.status.code(), Some(0), "{}", err(&written));
        }
        let ending = name.rsplit('.').next().unwrap();
        let saved = |office: Office| office.converted(name, &fs::read(&form).unwrap(), ending).unwrap();
        for there in [Office::new("filled").map(saved), Some(b"a letter of one's own".to_vec())].into_iter().flatten() {
            fs::write(&form, &there).unwrap();
            let refused = report("7");
            assert_eq!(refused.status.code(), Some(2), "{}", out(&refused));
            let said = format!("{name}: it is there already, and may hold what was put in by hand");
            assert!(err(&refused).contains(&said), "{}", err(&refused));
            assert_eq!(fs::read(&form).unwrap(), there);
        }
        fs::write(&form, b"").unwrap();
        assert_eq!(report("7").status.code(), Some(0), "nothing is lost");
    }
}

#[test]
fn what_is_too_long_for_a_row_goes_on_in_the_next() {
    let folder = folder("long");
    let words: Vec<String> = (0..900).map(|n| format!("word{n}")).collect();
    let headings =
        "Escalation Number,Child Name,Concern,Summary of Professional Disagreement,Date concern arose,Stage,Outcome";
    let row = format!("7,A.B.,threshold,{},02/06/2025,3,agreed plan at last", words.join(" "));
    let (log, form) = (folder.join("long.csv"), folder.join("form.xlsx"));
    fs::write(&log, format!("{headings}\n{row}\n")).unwrap();
    let written = escalog(&["report", log.to_str().unwrap(), "--number", "7", "-o", form.to_str().unwrap()]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let mut book: Xlsx<_> = calamine::open_workbook(&form).unwrap();
    let cells = book.worksheet_range("Report").unwrap();
    let texts: Vec<String> = cells.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    let of_words: Vec<&String> = texts.iter().filter(|text| text.contains("word")).collect();
    assert!(of_words.len() > 1 && of_words.iter().all(|text| text.len() < 3_500), "{}", of_words.len());
    let told = of_words.into_iter().map(String::as_str).collect::<String>();
    assert!(words.iter().all(|word| told.contains(word.as_str())));
    assert!(texts.iter().any(|text| text.contains("agreed plan at last")));
}

#[test]
fn what_cannot_be_reported_is_said_with_its_place() {
    let log = log("errors");
    let form = folder("errors").join("form.docx").display().to_string();
    for (number, more, told) in [
        ("77", vec![], "there is no escalation number `77`"),
        ("9", vec![], "2 rows have escalation number `9`: sheet csv, row 5; sheet csv, row 6"),
        ("9", vec!["--row", "6"], "Appendix 2 is sent at stages 3 and 4, and this row is at stage 1"),
        ("9", vec!["--row", "csv!3"], "escalation number `9` does not stand there"),
    ] {
        let answer = escalog(&[["report", &log, "--number", number, "-o", &form].as_slice(), &more].concat());
        assert_eq!(answer.status.code(), Some(2));
        assert!(err(&answer).contains(told), "{}", err(&answer));
    }
    let asked = ["report", &log, "--number", "7", "-o", &form, "--as-of", "2025-06-30", "--policy", "birmingham"];
    assert!(err(&run(&asked)).contains("procedure `birmingham` names no report form"), "{}", err(&run(&asked)));
    let other = escalog(&["report", &log, "--number", "7", "-o", "form.pdf"]);
    assert!(err(&other).contains("form.pdf: a report is written as .docx or .xlsx"), "{}", err(&other));
    assert!(!std::path::Path::new(&form).exists());
}

#[test]
fn a_form_that_names_what_is_not_there_is_a_mistake_of_the_procedure() {
    let file = include_str!("../../policies/liverpool.toml").replace("id = \"liverpool\"", "id = \"own\"");
    for (right, wrong, told) in [
        ("\"done:3.convene-meeting\"]", "\"done:3.convene-meting\"]", "there is no event `done:3.convene-meting`"),
        ("stages = [3, 4]\nsend-to", "stages = [3, 5]\nsend-to", "there is no stage 5"),
        ("from = [\"actions\"]", "from = [\"action\"]", "`action` is not one of the words that can stand here"),
    ] {
        assert!(file.contains(right));
        let error = Policy::from_files([("own.toml", file.replace(right, wrong).as_str())]).unwrap_err();
        assert_eq!(error.message(), told);
        assert!(error.place().is_some_and(|place| place.starts_with("own.toml:")), "{error}");
    }
}
