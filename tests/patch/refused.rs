//! What can't be done is refused, with the reason and what to do; nothing half-done comes out.

use std::fs;
use std::path::Path;

use escalog::workbook::{self, Limits, Patching};

use super::odd::book;
use super::{apply, part, script, zipped};

fn refused(bytes: &[u8], json: &str) -> String {
    let error = workbook::patch("log.xlsx", bytes, &script(json)).unwrap_err();
    assert!(error.advice().is_some() || error.message().contains("has no edits"), "{error}");
    error.to_string()
}

fn on_log(edit: &str) -> String {
    format!("{{\"sheet\":\"Log\",\"edits\":[{edit}]}}")
}

#[test]
fn only_xlsx_and_xlsm_are_edited() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks");
    let edit = on_log(r#"{"set":{"cell":"A1","value":1}}"#);
    for name in ["log.xls", "log.ods", "log.csv"] {
        let error = refused(&fs::read(folder.join(name)).unwrap(), &edit);
        assert!(error.contains("only xlsx and xlsm files can be edited; save it as xlsx"), "{name}: {error}");
    }
    assert!(refused(&fs::read(folder.join("locked.xlsx")).unwrap(), &edit).contains("needs a password"));
    assert!(refused(b"", &edit).contains("the file is empty"));
    assert!(refused(b"PK\x03\x04", &edit).contains("damaged"));
}

#[test]
fn edits_that_no_sheet_can_hold() {
    let long = "x".repeat(32_768);
    let list = format!(r#"{{"validation":{{"range":"A1","list":["{}","b"]}}}}"#, "x".repeat(254));
    for (edit, expected) in [
        (r#"{"set":{"cell":"XFE1","value":1}}"#, "`XFE1` lies beyond the last row or column"),
        (r#"{"set":{"cell":"A1048577","value":1}}"#, "`A1048577` lies beyond"),
        (r#"{"width":{"columns":"XFD:XFE","characters":1}}"#, "lies beyond"),
        (r#"{"width":{"columns":"A","characters":256}}"#, "a column can't be 256 characters wide"),
        (r##"{"fill":{"range":"A1:XFD1048576","color":"#FFFFFF"}}"##, "names more than 2,000,000 cells"),
        (
            &format!(r#"{{"set":{{"cell":"A1","value":"{long}"}}}}"#),
            "cell A1: the text is longer than the 32,767 characters",
        ),
        (r#"{"set":{"cell":"A1","formula":"1\u0001"}}"#, "is no formula"),
        (r#"{"set":{"cell":"A1","formula":"=1"}},{"set":{"cell":"A1","value":1}}"#, "cell A1: `=1` is no formula"),
        (r#"{"set":{"cell":"A1","formula":"=1"}}"#, "cell A1: `=1` is no formula; write it without the equals sign"),
        (r#"{"set":{"cell":"A1","value":{"date":"1899-12-31"}}}"#, "cell A1: `1899-12-31` is before the first day"),
        (&list, "validation of A1: its values have 256 characters together"),
        (r#"{"validation":{"range":"A1","list":["a,b"]}}"#, "`a,b` can't be a value of a list"),
        (r#"{"validation":{"range":"A1"}}"#, "a validation has either a list or dates"),
    ] {
        let error = refused(&book(&[]), &on_log(edit));
        assert!(error.starts_with("log.xlsx: sheet `Log`: ") && error.contains(expected), "{error}");
    }
}

#[test]
fn sheets_that_are_not_there_or_can_t_go_or_be_named_so() {
    let old = book(&[]);
    let error = refused(&old, r#"{"sheet":"Lok","edits":[]}"#);
    assert_eq!(error, "log.xlsx: sheet `Lok`: there is no such sheet; the sheets are `Log`");
    for name in ["", "a/b", "'a", "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456"] {
        let error = refused(&old, &format!(r#"{{"sheet":"{name}","create":true}}"#));
        assert!(error.contains("can't be a sheet's name"), "{error}");
    }
    assert!(refused(&old, r#"{"sheet":"Log","remove":true}"#).contains("it is the only sheet that can be seen"));
    let both = apply(
        &old,
        r#"[{"sheet":"Our key","create":true,"edits":[{"set":{"cell":"A1","value":1}}]},
            {"sheet":"Log","edits":[{"set":{"cell":"A1","formula":"'Our key'!A1","value":1}}]}]"#,
    );
    assert!(refused(&both, r#"{"sheet":"Our key","remove":true}"#).contains("elsewhere refer to it"));
    let edits = r#"[{"sheet":"Our key","remove":true},{"sheet":"Log","edits":[{"clear":{"range":"A1"}}]}]"#;
    assert_eq!(part(&apply(&both, edits), "xl/workbook.xml"), part(&old, "xl/workbook.xml"));
    // Words in a cell refer to nothing.
    let words = r#"[{"sheet":"Our key","remove":true},{"sheet":"Log","edits":[{"set":{"cell":"A1","value":"see 'Our key'!A1"}}]}]"#;
    assert_eq!(part(&apply(&both, words), "xl/workbook.xml"), part(&old, "xl/workbook.xml"));
    // One that is not there is gone already.
    assert_eq!(apply(&old, r#"{"sheet":"Our key","remove":true}"#), old);
    let error = refused(&both, r#"{"sheet":"Log","remove":true,"edits":[{"clear":{"range":"A1"}}]}"#);
    assert!(error.contains("a sheet that is removed has no edits"), "{error}");
    let error = refused(&both, r#"[{"sheet":"our key","remove":true},{"sheet":"Our key","create":true}]"#);
    assert!(error.contains("sheet `our key`: it is removed and edited"), "{error}");
}

#[test]
fn a_table_keeps_its_headings() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/patch/workbooks/table.xlsx");
    let table = fs::read(file).unwrap();
    for edit in [r#"{"set":{"cell":"D4","value":"Level"}}"#, r#"{"clear":{"range":"A4:A6"}}"#] {
        let error = refused(&table, &on_log(edit));
        assert!(error.contains("it is a heading of the table `Escalations`"), "{error}");
    }
    // The same heading, and cells in the table and beside it.
    apply(
        &table,
        &on_log(
            r#"{"set":{"cell":"D4","value":"Level of Need"}},{"set":{"cell":"D5","value":"S47"}},{"set":{"cell":"J4","value":"Status"}}"#,
        ),
    );
}

#[test]
fn a_signed_workbook_is_changed_only_if_forced() {
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let text = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{usual}\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"{relations}/digital-signature/origin\" Target=\"_xmlsignatures/origin.sigs\"/></Relationships>"
    );
    let signed = book(&[("_rels/.rels", &text), ("_xmlsignatures/origin.sigs", " ")]);
    let edit = on_log(r#"{"set":{"cell":"A1","value":1}}"#);
    assert!(refused(&signed, &edit).contains("it is digitally signed"));
    let forced =
        workbook::patch_with("log.xlsx", &signed, &script(&edit), Patching { signed: true, ..Patching::default() })
            .unwrap();
    assert_eq!(super::changed(&signed, &forced), ["xl/worksheets/sheet1.xml"]);
}

#[test]
fn a_workbook_unpacks_to_no_more_than_is_allowed() {
    let much = " ".repeat(33 << 20);
    let old = book(&[("xl/media/much.bin", &much)]);
    let edit = script(&on_log(r#"{"set":{"cell":"A1","value":1}}"#));
    let with = |part_mb, unpacked_mb| {
        let limits = Limits { part_mb, unpacked_mb, ..Limits::default() };
        workbook::patch_with("log.xlsx", &old, &edit, Patching { limits, ..Patching::default() })
    };
    assert!(with(32, 128).unwrap_err().to_string().contains("raise `part-mb`"));
    assert!(with(40, 32).unwrap_err().to_string().contains("raise `unpacked-mb`"));
    assert!(with(40, 128).is_ok());
}

#[test]
fn sheets_in_disorder_are_refused_rather_than_made_worse() {
    let of = |rows: &str| {
        let text = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{rows}</worksheet>"
        );
        book(&[("xl/worksheets/sheet1.xml", &text)])
    };
    let edit = on_log(r#"{"set":{"cell":"B2","value":1}}"#);
    for (rows, expected) in [
        ("<sheetData><row r=\"3\"/><row r=\"2\"/></sheetData>", "row 2 does not stand in its place"),
        ("<sheetData><row r=\"2\"><c r=\"C2\"/><c r=\"A2\"/></row></sheetData>", "cell A2 does not stand in its place"),
        ("<sheetData><row r=\"2\"><c r=\"C3\"/></row></sheetData>", "`C3` is no place of a cell in row 2"),
        ("<sheetData><row r=\"0\"/></sheetData>", "a row stands beyond the last"),
        ("<sheetData><row r=\"2\"><c r=\"A2\"></row></sheetData>", "damaged"),
        ("<sheetData><row r=\"2\">", "damaged"),
    ] {
        let error = refused(&of(rows), &edit);
        assert!(error.contains(expected), "{error}");
    }
    let two = zipped(&[("xl/workbook.xml", "<workbook/>"), ("XL/Workbook.xml", "<workbook/>")]);
    assert!(refused(&two, &edit).contains("two parts of it have the same name"));
}

#[test]
fn parts_in_any_state_give_a_workbook_or_an_error() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/patch/workbooks");
    let script = script(
        r##"[{"sheet":"Log","edits":[{"set":{"cell":"C6","value":"x"}},{"set":{"cell":"L5","value":1}},{"clear":{"range":"J5:L7"}},
            {"fill":{"range":"A4:M9","color":"#FFEEDD"}},{"set":{"cell":"M7","value":{"date":"2025-03-11"}}},
            {"font":{"range":"A5:B5","bold":true,"wrap":true}},{"conditional_format":{"range":"A5:L9","formula":"TRUE","fill":"#FFFFFF"}},
            {"validation":{"range":"D5:D20","list":["a"]}},{"width":{"columns":"B:D","characters":9}},{"freeze":{"rows":4}}]},
            {"sheet":"new","create":true},{"sheet":"Lists","remove":true}]"##,
    );
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    let pieces: [&[u8]; 12] = [
        b"<",
        b">",
        b"/>",
        b"\"",
        b"&#0;",
        b"-1",
        b"99999999999",
        b"<c r=\"ZZZZ1\"/>",
        b"</row>",
        b"t=\"shared\" si=\"0\"",
        b"\xF0\x9F",
        b"",
    ];
    let mut outcomes = [0, 0];
    for name in ["busy.xlsx", "xlsxwriter.xlsm", "libreoffice.xlsx"] {
        let old = fs::read(folder.join(name)).unwrap();
        let names: Vec<String> = super::parts(&old).into_iter().map(|part| part.0).collect();
        let chosen = |name: &String| {
            ["sheet1.xml", "styles.xml", "workbook.xml", ".rels", "[Content_Types].xml"]
                .iter()
                .any(|end| name.ends_with(end))
        };
        for _ in 0..200 {
            let target = loop {
                let name = &names[random(names.len())];
                if chosen(name) {
                    break name.clone();
                }
            };
            let mut bytes = part(&old, &target).into_bytes();
            for _ in 0..=random(3) {
                let from = random(bytes.len());
                let to = (from + random(12)).min(bytes.len());
                bytes.splice(from..to, pieces[random(pieces.len())].iter().copied());
            }
            let out = workbook::patch("log.xlsx", &with_part(&old, &target, &bytes), &script);
            outcomes[usize::from(out.is_ok())] += 1;
        }
    }
    assert!(outcomes.iter().all(|count| *count > 50), "{outcomes:?}");
}

/// The workbook with other bytes for one part.
pub fn with_part(workbook: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let file = old.by_index_raw(place).unwrap();
        if file.name().unwrap() == name {
            new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut new, bytes).unwrap();
        } else {
            new.raw_copy_file(file).unwrap();
        }
    }
    new.finish().unwrap().into_inner()
}
