//! What must be true of any sheet and any styles part, whoever wrote them.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{part, parts};

const ORDER: &str = "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection \
    protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr \
    conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks \
    colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF \
    picture oleObjects controls webPublishItems tableParts extLst";
const STYLES: &str = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst";

/// Checks every sheet and the styles of a workbook.
pub fn check(workbook: &[u8]) {
    let names: Vec<String> = parts(workbook).into_iter().map(|part| part.0).collect();
    let own = |name: &&String| name.to_lowercase().ends_with(".xml");
    for name in names.iter().filter(own) {
        let text = part(workbook, name);
        let text = text.trim_start_matches('\u{FEFF}');
        match local_root(text).as_str() {
            "worksheet" => {
                children_in_order(name, text, ORDER);
                cells(name, text);
            }
            "styleSheet" => {
                children_in_order(name, text, STYLES);
                counts(name, text, &["numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"]);
            }
            _ => {}
        }
    }
}

/// Every element: how deep it stands, its local name, its tag.
fn elements(text: &str) -> Vec<(usize, String, BytesStart<'_>)> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut depth) = (Vec::new(), 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("not well formed: {error}: {text}")) {
            Event::Start(tag) => {
                found.push((depth, tag.local_name().as_ref().to_owned(), tag));
                depth += 1;
            }
            Event::Empty(tag) => found.push((depth, tag.local_name().as_ref().to_owned(), tag)),
            Event::End(_) => depth -= 1,
            Event::Eof => {
                assert_eq!(depth, 0, "it breaks off");
                return found;
            }
            _ => {}
        }
    }
}

fn local_root(text: &str) -> String {
    elements(text).into_iter().next().map(|(_, name, _)| name).unwrap_or_default()
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().map(Result::unwrap).find(|a| a.key.0 == name).map(|a| a.value.into_owned())
}

fn children_in_order(part: &str, text: &str, order: &str) {
    let children: Vec<_> = elements(text).into_iter().filter(|(depth, ..)| *depth == 1).map(|(_, n, _)| n).collect();
    let places: Vec<_> =
        children.iter().filter_map(|name| order.split_whitespace().position(|known| known == name)).collect();
    assert!(places.is_sorted(), "{part}: {children:?}");
    let once = |name: &&String| name.as_str() != "conditionalFormatting" && name.as_str() != "AlternateContent";
    let single: Vec<_> = children.iter().filter(once).collect();
    assert_eq!(single.len(), single.iter().collect::<HashSet<_>>().len(), "{part}: {children:?}");
}

/// Rows and cells stand in order, each once; lists say how long they are; a rule's priority is its own.
fn cells(part: &str, text: &str) {
    let (mut last_row, mut last_column) = (0, String::new());
    let mut priorities = HashSet::new();
    for (depth, name, tag) in elements(text) {
        match (depth, name.as_str()) {
            (2, "row") => {
                let row = value(&tag, "r").map_or(last_row + 1, |row| row.parse::<u32>().unwrap());
                assert!(row > last_row, "{part}: row {row} after {last_row}");
                (last_row, last_column) = (row, String::new());
            }
            (3, "c") => {
                let Some(place) = value(&tag, "r") else { continue };
                let (column, row) = place.split_at(place.find(|c: char| c.is_ascii_digit()).unwrap());
                assert_eq!(row, last_row.to_string(), "{part}: {place}");
                let after = (column.len(), column) > (last_column.len(), last_column.as_str());
                assert!(after, "{part}: {place} after {last_column}");
                last_column = column.to_owned();
            }
            (_, "cfRule") => {
                let priority = value(&tag, "priority").unwrap_or_default();
                // Programs that write a rule twice, for two versions of the format, give both one priority.
                if value(&tag, "type").as_deref() == Some("expression") {
                    assert!(priorities.insert(priority.clone()), "{part}: priority {priority} twice");
                }
            }
            _ => {}
        }
    }
    counts(part, text, &["dataValidations", "mergeCells", "tableParts"]);
}

fn counts(part: &str, text: &str, lists: &[&str]) {
    let elements = elements(text);
    for (place, (depth, name, tag)) in elements.iter().enumerate().filter(|(_, e)| lists.contains(&e.1.as_str())) {
        let Some(count) = value(tag, "count").and_then(|count| count.parse::<usize>().ok()) else { continue };
        let inside = elements[place + 1..].iter().take_while(|(inner, ..)| inner > depth);
        let there = inside.filter(|(inner, ..)| *inner == depth + 1).count();
        // Other programs' own lists may be counted wrongly; those written here are not.
        if part.contains("styles") || name == "dataValidations" {
            assert_eq!(count, there, "{part}: {name}");
        }
    }
}
