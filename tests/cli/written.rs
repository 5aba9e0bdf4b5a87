//! What the program writes: whole or not at all, under a name that fits, nothing else destroyed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use zip::write::SimpleFileOptions;

use super::HEADINGS;
use super::running::{self, code, emptied, err, out};

/// An empty folder of a test's own, with a log in it.
fn folder(name: &str) -> PathBuf {
    let folder = emptied(&format!("cli-written/{name}"));
    let rows = "1,A.B.,threshold,S17,02/06/2025,1,,\n2,C.D., threshold,S17,2/6/25,1,,\n";
    std::fs::write(folder.join("log.csv"), format!("{HEADINGS}{rows}")).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let judged = ["--policy", "liverpool", "--as-of", "2025-06-30"];
    running::command(folder, &[arguments, &judged].concat())
}

fn escalog(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Refused with exit code 2 and these words, and nothing new in the folder.
fn refused(folder: &Path, arguments: &[&str], said: &str) {
    let before = names(folder);
    let output = escalog(folder, arguments);
    assert!(code(&output) == 2 && err(&output).contains(said), "{arguments:?}: {}", err(&output));
    assert_eq!(names(folder), before, "{arguments:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_is_cut_off_is_said() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&folder("full"), &["template", "-o", "-"]).stdout(full).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("standard output can't be written"), "{}", err(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_written_into_and_not_replaced() {
    let folder = folder("pipe");
    let pipe = folder.join("edits.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).unwrap());
    assert_eq!(code(&escalog(&folder, &["annotate", "log.csv", "--edits", "edits.json"])), 0);
    assert!(reader.join().unwrap().contains("Status"));
}

#[test]
fn where_one_of_several_files_can_not_be_written_none_is() {
    let folder = folder("several");
    let fixed = ["check", "log.csv", "--fix", "-o", "fixed.xlsx", "--edits", "fixed.json", "--format", "csv"];
    refused(&folder, &fixed, "--fix is not written as csv");
    refused(&folder, &["annotate", "log.csv", "--edits", "e.json", "-o", "nofolder/out.xlsx"], "can't be written");
    refused(&folder, &["annotate", "log.csv", "--edits", "nofolder/e.json", "-o", "out.xlsx"], "can't be written");
    let fixed = ["check", "log.csv", "--fix", "--edits", "e.json", "-o", "nofolder/out.xlsx"];
    refused(&folder, &fixed, "can't be written");
    // Of three notes the last can't be written: a folder has its name.
    let row = "1,A.B.,threshold,S17,02/06/2025,1,,\n";
    for (name, agency) in [("1.csv", "Ash"), ("2.csv", "Elm"), ("3.csv", "Oak")] {
        std::fs::write(folder.join(name), format!("Agency: {agency}\n{HEADINGS}{row}")).unwrap();
    }
    std::fs::create_dir(folder.join("oak.docx")).unwrap();
    refused(&folder, &["check", "1.csv", "2.csv", "3.csv", "--note", "-o", "."], "oak.docx: it can't be written");
}

#[test]
fn outputs_that_contradict_each_other_are_refused() {
    let folder = folder("contradicting");
    for to in ["out.xlsx", "-"] {
        refused(&folder, &["annotate", "log.csv", "--edits", to, "-o", to], "two things would be written there");
    }
    refused(&folder, &["annotate", "log.csv", "--edits", "./out.xlsx", "-o", "out.xlsx"], "two things would be");
    refused(&folder, &["check", "log.csv", "--fix", "--edits", "-", "-o", "-"], "two things would be written there");
    let json = ["--format", "json"];
    let said = "standard output can't hold both";
    for asked in [
        &["merge", "log.csv", "-o", "-"][..],
        &["quarter", "log.csv", "--quarter", "2025-Q2", "-o", "-"],
        &["check", "log.csv", "--note", "-o", "-"],
        &["check", "log.csv", "--fix", "-o", "-"],
        &["check", "log.csv", "--fix", "--edits", "-"],
    ] {
        refused(&folder, &[asked, &json].concat(), said);
    }
}

/// A workbook whose content type is that of one with macros.
fn with_macros() -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: &[&str]| format!("<row>{}</row>", cells.iter().map(|text| cell(text)).collect::<String>());
    let rows = row(&["Escalation Number", "Child Name", "Concern", "Date concern arose"])
        + &row(&["1", "A.B.", "threshold", "02/06/2025"]);
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Log\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_with_macros_is_written_as_one_whatever_it_is_called() {
    let folder = folder("macros");
    std::fs::write(folder.join("wrong.xlsx"), with_macros()).unwrap();
    let said = "a workbook with macros is written as .xlsm";
    refused(&folder, &["annotate", "wrong.xlsx", "-o", "out.xlsx"], said);
    refused(&folder, &["check", "wrong.xlsx", "--fix", "-o", "out.xlsx"], said);
    let from_stdin = |to: &str| {
        let mut child = command(&folder, &["annotate", "-", "-o", to])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&with_macros()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = from_stdin("out.xlsx");
    assert!(code(&output) == 2 && err(&output).contains(said), "{}", err(&output));
    assert_eq!(code(&from_stdin("out.xlsm")), 0, "{}", err(&from_stdin("out.xlsm")));
    // What has no macros is no xlsm, whatever its name says.
    std::fs::copy(folder.join("log.csv"), folder.join("log.xlsm")).unwrap();
    refused(&folder, &["annotate", "log.xlsm", "-o", "plain.xlsm"], "the workbook is written as .xlsx");
}

#[test]
fn a_form_goes_to_standard_output_too() {
    let output = escalog(&folder("form"), &["report", "log.csv", "--number", "1", "-o", "-"]);
    // The form is not sent at stage 1: the name of the output is no hindrance.
    assert!(!err(&output).contains("a report is written as"), "{}", err(&output));
}

#[test]
fn a_long_name_is_a_name_and_a_write_protected_file_stays() {
    let folder = folder("names");
    let long = format!("{}.xlsx", "x".repeat(250));
    let output = escalog(&folder, &["template", "-o", &long]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let kept = folder.join("kept.xlsx");
    std::fs::write(&kept, "signed off").unwrap();
    let mut rights = std::fs::metadata(&kept).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&kept, rights).unwrap();
    refused(&folder, &["template", "-o", "kept.xlsx"], "kept.xlsx: it is write-protected");
    assert_eq!(std::fs::read(&kept).unwrap(), b"signed off");
}

#[test]
fn what_was_corrected_in_a_register_is_not_overwritten_with_one_that_lacks_it() {
    let folder = folder("corrected");
    let merge = ["merge", "log.csv", "-o", "register.xlsx"];
    // What nobody changed can be made again.
    for _ in 0..2 {
        let output = escalog(&folder, &merge);
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
    let bytes = std::fs::read(folder.join("register.xlsx")).unwrap();
    let book = escalog::workbook::read("register.xlsx", &bytes).unwrap();
    let sheet = book.sheets.iter().find(|sheet| sheet.name == "Escalations").unwrap();
    let cell = sheet.cells.iter().find(|cell| cell.value.shown() == "threshold").unwrap().at;
    let edit = format!(r#"{{"set":{{"cell":"{cell}","value":"thresholds"}}}}"#);
    let script = format!(r#"{{"sheet":"Escalations","edits":[{edit}]}}"#);
    std::fs::write(folder.join("script.json"), script).unwrap();
    let apply = ["apply", "script.json", "register.xlsx", "-o", "corrected.xlsx"];
    let output = running::escalog_in(&folder, &apply);
    assert_eq!(code(&output), 0, "{}", err(&output));
    std::fs::rename(folder.join("corrected.xlsx"), folder.join("register.xlsx")).unwrap();
    let corrected = std::fs::read(folder.join("register.xlsx")).unwrap();
    let said = "it is there already, and holds what was corrected or noted in it";
    refused(&folder, &merge, said);
    let quarter = ["quarter", "log.csv", "--quarter", "2025-Q2", "-o", "register.xlsx"];
    refused(&folder, &quarter, said);
    assert_eq!(std::fs::read(folder.join("register.xlsx")).unwrap(), corrected);
    // What is carried forward is not lost.
    for _ in 0..2 {
        let output = escalog(&folder, &["merge", "log.csv", "register.xlsx", "-o", "next.xlsx"]);
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
    refused(&folder, &["merge", "log.csv", "-o", "next.xlsx"], said);
}

#[test]
fn a_sheet_that_was_added_to_a_register_is_told_of_and_not_overwritten() {
    let folder = folder("sheet");
    std::fs::write(folder.join("script.json"), r#"{"sheet":"To chase","create":true,"edits":[]}"#).unwrap();
    let apply = |register: &str, to: &str| {
        let apply = ["apply", "script.json", register, "-o", to];
        let output = running::escalog_in(&folder, &apply);
        assert_eq!(code(&output), 0, "{}", err(&output));
    };
    let merge: &[&str] = &["merge", "log.csv"];
    let quarter: &[&str] = &["quarter", "log.csv", "--quarter", "2025-Q2"];
    for (verb, name) in [(merge, "register.xlsx"), (quarter, "quarter.xlsx")] {
        assert_eq!(code(&escalog(&folder, &[verb, &["-o", "new.xlsx"]].concat())), 0);
        apply("new.xlsx", name);
        for next in [&["merge", name][..], &["quarter", "log.csv", "--previous", name, "--quarter", "2025-Q2"]] {
            let output = escalog(&folder, &[next, &["-o", "next.xlsx"]].concat());
            assert_eq!(code(&output), 0, "{}", err(&output));
            let said = out(&output);
            let told: Vec<&str> = said.lines().filter(|line| line.contains("not carried over from")).collect();
            assert_eq!(told, [format!("  not carried over from {name}: the sheet `To chase`; copy it by hand")]);
            let bytes = std::fs::read(folder.join("next.xlsx")).unwrap();
            let book = escalog::workbook::read("next.xlsx", &bytes).unwrap();
            let listed = book.sheets.iter().find(|sheet| sheet.name == "Set aside and conflicts").unwrap();
            assert!(listed.cells.iter().any(|cell| cell.value.shown() == "To chase"));
        }
        refused(&folder, &[verb, &["-o", name]].concat(), "it is there already");
    }
}

#[test]
fn a_row_that_was_added_to_a_register_is_not_overwritten() {
    let folder = folder("row");
    let merge = ["merge", "log.csv", "-o", "register.xlsx"];
    assert_eq!(code(&escalog(&folder, &merge)), 0);
    let bytes = std::fs::read(folder.join("register.xlsx")).unwrap();
    let book = escalog::workbook::read("register.xlsx", &bytes).unwrap();
    let sheet = book.sheets.iter().find(|sheet| sheet.name == "Escalations").unwrap();
    let row = sheet.cells.last().unwrap().at.row + 2;
    let script =
        format!(r#"{{"sheet":"Escalations","edits":[{{"set":{{"cell":"B{row}","value":"told by telephone"}}}}]}}"#);
    std::fs::write(folder.join("script.json"), script).unwrap();
    let apply = ["apply", "script.json", "register.xlsx", "-o", "added.xlsx"];
    let output = running::escalog_in(&folder, &apply);
    assert_eq!(code(&output), 0, "{}", err(&output));
    std::fs::rename(folder.join("added.xlsx"), folder.join("register.xlsx")).unwrap();
    refused(&folder, &merge, "it is there already");
    assert_eq!(code(&escalog(&folder, &["merge", "log.csv", "register.xlsx", "-o", "next.xlsx"])), 0);
    assert_eq!(code(&escalog(&folder, &["merge", "log.csv", "register.xlsx", "-o", "next.xlsx"])), 0);
}

#[test]
fn a_blank_log_takes_the_place_of_no_log_with_cases() {
    let folder = folder("blank");
    for _ in 0..2 {
        assert_eq!(code(&escalog(&folder, &["template", "-o", "blank.xlsx"])), 0);
    }
    assert_eq!(code(&escalog(&folder, &["annotate", "log.csv", "-o", "log.xlsx"])), 0);
    refused(&folder, &["template", "-o", "log.xlsx"], "log.xlsx: it is there already, and holds cases");
}
