use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;

fn document() -> Document {
    let mut document = Document::new("Notes & <more>", NaiveDate::from_ymd_opt(2025, 6, 30).unwrap());
    document.paragraph(Style::Title, "Notes & <more>");
    document.paragraph(Style::Text, "two\nlines\u{1b}[31m");
    document.table(Table {
        shares: vec![1, 2],
        headings: vec!["a".to_owned(), "b".to_owned()],
        rows: vec![Row::Band("all of it".to_owned()), Row::Cells(vec![vec![Paragraph::labelled("label: ", "text")]])],
    });
    document.page_break();
    document.paragraph(Style::Small, "]]> \u{2019}");
    document
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let read = |place| {
        let mut file = zip.by_index(place).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..parts::FIXED.len() + 2).map(read).collect()
}

#[test]
fn every_part_is_well_formed_and_has_its_kind() {
    let parts = parts(&document().to_bytes().unwrap());
    let kinds = &parts.iter().find(|(name, _)| name == "[Content_Types].xml").unwrap().1;
    for (name, text) in &parts {
        let mut reader = Reader::from_str(text);
        let mut depth = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}");
        let is_known = kinds.contains(&format!("\"/{name}\"")) || name.ends_with(".rels") || name.starts_with('[');
        assert!(is_known, "{name} has no kind");
    }
}

#[test]
fn every_row_of_a_table_is_as_wide_as_the_table() {
    let parts = parts(&document().to_bytes().unwrap());
    let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let rows = body.split("<w:tr>").skip(1).filter_map(|row| row.split("</w:tr>").next());
    let rows: Vec<&str> = rows.collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].contains("<w:tblHeader/>"));
    assert!(rows[1].contains("<w:gridSpan w:val=\"2\"/>"));
    // A blank cell holds a paragraph too.
    assert_eq!((rows[2].matches("<w:tc>").count(), rows[2].matches("<w:p>").count()), (2, 2), "{}", rows[2]);
    assert!(body.contains("two</w:t><w:br/><w:t xml:space=\"preserve\">lines[31m</w:t>"), "{body}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(document().to_bytes().unwrap(), document().to_bytes().unwrap());
}
