//! The script itself.

use escalog::edit::{Edit, Value};
use escalog::grid::Range;

use super::{HEADINGS, log, mark};

/// The script, one edit a line.
fn lines(script: &escalog::edit::Script) -> String {
    let mut out = String::new();
    for sheet in &script.sheets {
        out += &format!("{}{}\n", sheet.sheet, if sheet.create { " (made where it is not there)" } else { "" });
        for edit in &sheet.edits {
            out += &format!("  {}\n", serde_json::to_string(edit).unwrap());
        }
    }
    out
}

#[test]
fn the_script_of_a_small_log() {
    let (script, _) = mark(super::log_of(&super::ROWS[..3]), "2025-03-12");
    insta::assert_snapshot!(lines(&script));
}

/// The cells that an edit changes, if it changes cells.
fn changed(edit: &Edit) -> Option<Range> {
    Some(match edit {
        Edit::Set(set) => Range { from: set.cell, to: set.cell },
        Edit::NumberFormat(edit) => edit.range,
        Edit::Fill(edit) => edit.range,
        Edit::Font(edit) => edit.range,
        Edit::Clear(edit) => edit.range,
        _ => return None,
    })
}

#[test]
fn the_agencys_own_cells_are_never_changed() {
    let (script, _) = mark(log(), "2025-03-12");
    let own = u32::try_from(HEADINGS.len()).unwrap();
    let sheet = script.sheets.iter().find(|sheet| sheet.sheet == "Our log").unwrap();
    let ranges: Vec<Range> = sheet.edits.iter().filter_map(changed).collect();
    assert!(ranges.len() > 50);
    assert!(ranges.iter().all(|range| range.from.column >= own), "{ranges:?}");
}

#[test]
fn days_are_real_dates_and_what_can_not_be_worked_out_is_words() {
    let (script, marked) = mark(log(), "2025-03-12");
    let sheet = &super::read(&marked).sheets[0];
    let status: Vec<String> = (4..=13).map(|row| super::under(sheet, "Status", row)).collect();
    assert_eq!(
        status,
        [
            "resolved",
            "overdue",
            "on track",
            "unknown",
            "resolved late",
            "",
            "due today",
            "on track",
            "on track",
            "due today"
        ]
    );
    assert_eq!(super::under(sheet, "Days left", 4), "");
    assert_eq!(super::under(sheet, "Days left", 5), "-2");
    assert_eq!(super::under(sheet, "Days left", 7), "");
    assert_eq!(super::under(sheet, "Next step due", 5), "2025-03-10");
    assert!(super::under(sheet, "Next step", 5).starts_with("agree a resolution, or escalate"));
    assert!(super::under(sheet, "Checks", 5).starts_with("12 Mar 2025: 1 error: T101. T101 "));
    let dates = script.sheets[0]
        .edits
        .iter()
        .filter(|edit| matches!(edit, Edit::Set(set) if matches!(set.value, Some(Value::Date(_)))));
    assert!(dates.count() > 10);
}

#[test]
fn every_word_can_be_read_on_its_colour() {
    let (script, _) = mark(log(), "2025-03-12");
    let formats: Vec<_> = script.sheets[0]
        .edits
        .iter()
        .filter_map(|edit| if let Edit::ConditionalFormat(format) = edit { Some(format) } else { None })
        .collect();
    assert_eq!(formats.len(), 4);
    for format in &formats {
        let (fill, font) = (luminance(format.fill.unwrap().0), luminance(format.font.unwrap().0));
        let contrast = (fill.max(font) + 0.05) / (fill.min(font) + 0.05);
        assert!(contrast >= 7.0, "{contrast:.1}: {format:?}");
    }
    // In grey print the more urgent is the darker.
    let greys: Vec<f64> = formats.iter().take(3).map(|format| luminance(format.fill.unwrap().0)).collect();
    assert!(greys.windows(2).all(|pair| pair[0] + 0.1 < pair[1]), "{greys:?}");
}

/// The relative luminance of a colour, by WCAG 2.
fn luminance(rgb: u32) -> f64 {
    let part = |shift: u32| {
        let value = f64::from(rgb >> shift & 0xFF) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

#[test]
fn the_columns_stand_clear_of_what_is_no_cell() {
    for (name, reach) in [("table.xlsx", 8), ("busy.xlsx", 14), ("xlsxwriter.xlsm", 14)] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/patch/workbooks").join(name);
        let book = super::read(&std::fs::read(path).unwrap());
        assert_eq!(book.sheets.iter().map(|sheet| sheet.taken_columns).max(), Some(reach), "{name}");
    }
}
