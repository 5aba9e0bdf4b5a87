//! What is fuzzed: one function a target, each for any bytes whatever.
//!
//! In: bytes. Out: nothing; a panic is a finding. `cargo +nightly fuzz run TARGET` calls one of them again and
//! again; `tests/fuzzed.rs` calls each with what was found before. A new target is a function here, a file in
//! `fuzz_targets`, and a line in both lists.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use chrono::NaiveDate;
use escalog::api::{self, AnnotateRequest, File, Settings};
use escalog::edit::{Edit, Script};
use escalog::grid::{Address, Cell, DateSystem, Sheet, Value, Workbook};
use escalog::log::{self, Field};
use escalog::policy::Policy;
use escalog::workbook::{self, Limits, Reading};
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What a target does with any bytes.
pub type Target = fn(&[u8]);

/// The targets, each with its name.
pub const TARGETS: &[(&str, Target)] =
    &[("workbooks", workbooks), ("patching", patching), ("policies", policies), ("dates", dates), ("phrases", phrases)];

/// Read once: what is fuzzed is the log, not the procedure.
static LIVERPOOL: LazyLock<Policy> = LazyLock::new(|| Policy::built_in("liverpool").expect("a built-in procedure"));

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day")
}

/// A file of any kind, read and searched for a log. What is read is in order and within the limits.
pub fn workbooks(data: &[u8]) {
    let limits = Limits { unpacked_mb: 8, part_mb: 2, text_mb: 1, cells: 10_000, rows: 1_000, ..Limits::default() };
    for name in ["log.xlsx", "log.csv"] {
        let Ok(read) = workbook::read_with(name, data, &Reading { password: Some("secret"), limits }) else { continue };
        for sheet in &read.sheets {
            assert!(sheet.cells.is_sorted_by(|a, b| a.at < b.at), "cells out of order");
        }
        assert!(read.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>() <= 10_000, "too many cells");
        log::read(name, &read, &LIVERPOOL, as_of());
    }
}

/// A sheet, the styles and an edit script, each after a line of three dashes; or a whole file, marked as a log. What
/// is written can be read again, what the script does not name says what it said, and what was marked is unmarked
/// to the byte. Of what is no XML, which no spreadsheet program opens, each reader makes its own: it is answered too.
pub fn patching(data: &[u8]) {
    edited(data, false);
}

/// The same, where cells that nothing names are to stay whatever the parts are: true of what was found and mended.
pub fn patching_strictly(data: &[u8]) {
    edited(data, true);
}

fn edited(data: &[u8], strictly: bool) {
    if data.starts_with(b"PK") {
        return marking(data.to_vec(), parts_are_sound(data), strictly);
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut pieces = text.splitn(3, "\n---\n");
    let (sheet, styles, script) = (pieces.next(), pieces.next(), pieces.next());
    let (Some(sheet), Some(styles)) = (sheet, styles) else { return };
    if !strictly && refers_beyond(sheet, styles) {
        return;
    }
    let book = book_of(sheet, styles);
    let is_sound = is_well_formed(sheet) && is_well_formed(styles);
    if let Some(script) = script.and_then(|script| serde_json::from_str::<Script>(script).ok())
        && let Ok(patched) = workbook::patch("log.xlsx", &book, &script)
    {
        if is_sound || strictly {
            stays(&book, &patched, &|sheet, at| !names(&script, sheet, at));
        }
        let again = workbook::patch("log.xlsx", &patched, &script);
        assert!(again.is_ok() || !is_sound, "what was patched can't be patched: {again:?}");
    }
    marking(book, is_sound, strictly);
}

/// Whether a cell has a format that is not there: what comes to stand in its place is another look for it.
fn refers_beyond(sheet: &str, styles: &str) -> bool {
    let formats = styles.split("cellXfs").nth(1).unwrap_or_default().matches("<xf ").count();
    let numbers = sheet.split(" s=\"").skip(1).filter_map(|rest| rest.split('"').next()?.trim().parse::<usize>().ok());
    numbers.max().is_some_and(|used| used > 0 && used >= formats)
}

/// Whether text is XML from end to end. Of what is not only the pieces that matter are looked at.
fn is_well_formed(text: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))
    };
    let is_tag = |tag: &BytesStart<'_>| {
        let mut attributes = tag.attributes().map(|attribute| attribute.map(|a| (a.key, a.value)));
        is_name(tag.name().0) && attributes.all(|a| a.is_ok_and(|(key, value)| is_name(key.0) && !value.contains('<')))
    };
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(Event::Start(tag) | Event::Empty(tag)) if !is_tag(&tag) => return false,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// Whether each part of a file is well formed, and no cell has a format that is not there.
fn parts_are_sound(file: &[u8]) -> bool {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(file)) else { return false };
    let mut parts = Vec::new();
    for place in 0..zip.len() {
        let mut text = String::new();
        let Ok(part) = zip.by_index(place) else { return false };
        let Ok(name) = part.name().map(|name| name.into_owned()) else { return false };
        if part.take(1 << 20).read_to_string(&mut text).is_err() || !is_well_formed(&text) {
            return false;
        }
        parts.push((name, text));
    }
    let styles = parts.iter().find(|(name, _)| name.ends_with("styles.xml")).map_or("", |(_, text)| text.as_str());
    !parts.iter().any(|(name, text)| name.contains("worksheets/") && refers_beyond(text, styles))
}

/// Marks a file in place, marks it again if its parts are sound, and takes the marks off.
fn marking(bytes: Vec<u8>, is_sound: bool, strictly: bool) {
    if bytes.len() > 1 << 20 {
        return;
    }
    let settings = Settings { policy: Some("liverpool".to_owned()), as_of: Some(as_of()), ..Settings::default() };
    let request = AnnotateRequest { settings, ..AnnotateRequest::default() };
    let file = File { name: "log.xlsx".to_owned(), bytes };
    if !workbook::is_editable(&file.name, &file.bytes) {
        return;
    }
    let Ok(answer) = api::annotate(&request, &file) else { return };
    let Ok(marked) = api::write(&answer.edits, &file, workbook::Patching::default()) else { return };
    if is_sound || strictly {
        stays(&file.bytes, &marked, &|sheet, at| !names(&answer.edits, sheet, at));
    }
    let marked = File { bytes: marked, ..file.clone() };
    let again = api::annotate(&request, &marked)
        .and_then(|again| api::write(&again.edits, &marked, workbook::Patching::default()));
    assert!(again.is_ok() || !is_sound, "what was marked can't be marked again: {again:?}");
    let Ok(answer) = api::clear(&request, &marked) else { return };
    let cleared = api::write_cleared(&answer.edits, &marked, workbook::Patching::default())
        .expect("what was marked can be unmarked");
    assert!(cleared == file.bytes, "what was unmarked is another file");
}

/// What was patched can be read as what it was made of could, and these of its cells say the same.
fn stays(before: &[u8], after: &[u8], is_kept: &dyn Fn(&str, Address) -> bool) {
    let Ok(before) = workbook::read("log.xlsx", before) else { return };
    let after = workbook::read("log.xlsx", after).expect("what was patched can be read");
    for old in &before.sheets {
        let new = after.sheets.iter().find(|new| new.name == old.name).expect("no sheet is lost");
        let kept = |sheet: &Sheet| -> Vec<Cell> {
            sheet.cells.iter().filter(|cell| is_kept(&sheet.name, cell.at)).cloned().collect()
        };
        let (mut old, new) = (kept(old), kept(new));
        // Of a formula that cells share one of them holds the text; where that one goes, each has its own.
        for (old, new) in old.iter_mut().zip(&new) {
            if old.formula.as_deref() == Some("") && new.formula.is_some() {
                old.formula.clone_from(&new.formula);
            }
        }
        assert_eq!(old, new, "a cell that nothing names has changed");
    }
}

/// Whether a script names a cell of this sheet, or takes the sheet out.
fn names(script: &Script, sheet: &str, at: Address) -> bool {
    let own = script.sheets.iter().filter(|edits| edits.sheet.to_lowercase() == sheet.to_lowercase());
    own.into_iter().any(|edits| {
        edits.remove
            || edits.edits.iter().any(|edit| match edit {
                Edit::Set(set) => set.cell == at,
                Edit::Clear(area) => area.range.contains(at),
                // The same number is then another day, or none.
                Edit::NumberFormat(format) => format.range.contains(at),
                _ => false,
            })
    })
}

/// A workbook of one sheet.
fn book_of(sheet: &str, styles: &str) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let relations =
        |inside: String| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Log\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheets = relation("rId1", "worksheet", "worksheets/sheet1.xml");
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations(sheets + &relation("rId2", "styles", "styles.xml"))),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
        ("xl/styles.xml", styles.to_owned()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        zip.start_file(name, stored).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("a file").into_inner()
}

/// A procedure file: every mistake has a place and words.
pub fn policies(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(error) = Policy::from_files([("own.toml", text)]) {
        for mistake in std::iter::once(&error).chain(error.also()) {
            assert!(!mistake.message().is_empty(), "a mistake without words");
        }
    }
}

/// A cell in a column of dates: a date that is understood is understood again as it is shown.
pub fn dates(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(shown) = date_in(text) {
        assert_eq!(date_in(&shown).as_deref(), Some(shown.as_str()), "{text:?}");
    }
}

fn date_in(text: &str) -> Option<String> {
    let headings = ["Escalation Number", "Child Name", "Concern", "Level of Need", "Date resolved"];
    let row = ["1", "A.B.", "threshold", "S17", text];
    let cells = [headings, row].into_iter().zip(0..).flat_map(|(row, number)| {
        row.into_iter().zip(0..).map(move |(text, column)| Cell {
            at: Address::new(number, column),
            value: Value::Text(text.to_owned()),
            formula: None,
        })
    });
    let sheet = Sheet { name: "Log".to_owned(), cells: cells.collect(), ..Sheet::default() };
    let workbook = Workbook { sheets: vec![sheet], date_system: DateSystem::From1900 };
    let log = log::read("log.xlsx", &workbook, &LIVERPOOL, as_of());
    let (_, row) = log.rows().next()?;
    row.events
        .iter()
        .find_map(|(_, field)| if let Field::Known(moment) = field { Some(moment.to_string()) } else { None })
}

/// A due phrase and a condition in an otherwise good procedure.
pub fn phrases(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (due, when) = text.split_once('\n').unwrap_or((text, ""));
    let quoted = |text: &str| format!("{text:?}");
    let own = include_str!("../../tests/policies/saltmarket.toml");
    let Some((before, rest)) = own.split_once("\ndue = [") else { return };
    let Some((_, after)) = rest.split_once('\n') else { return };
    let when = if when.is_empty() { String::new() } else { format!("when = {}\n", quoted(when)) };
    let file = format!("{before}\ndue = [{}]\n{when}{after}", quoted(due));
    if let Ok(policy) = Policy::from_files([("own.toml", file.as_str())]) {
        for edition in policy.editions() {
            escalog::policy::show::text(edition);
        }
    }
}
