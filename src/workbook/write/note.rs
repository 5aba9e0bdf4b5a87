//! The notes to agencies as a document, each on pages of its own.

use super::docx::{Document, Paragraph, Row, Style, Table};
use crate::error::Result;
use crate::forms::note::{Note, NoteLog, Part, Point, TITLE};

/// Writes notes into one docx, each beginning on a new page.
///
/// # Errors
/// More than a file can hold.
pub fn notes(notes: &[Note]) -> Result<Vec<u8>> {
    let made = notes.iter().map(|note| note.as_of).max().unwrap_or_default();
    let mut document = Document::new(TITLE, made);
    for (place, note) in notes.iter().enumerate() {
        if place > 0 {
            document.page_break();
        }
        write(&mut document, note);
    }
    document.to_bytes()
}

fn write(document: &mut Document, note: &Note) {
    document.paragraph(Style::Title, TITLE);
    document.paragraph(Style::Heading, &note.agency);
    note.opening().into_iter().for_each(|line| document.paragraph(Style::Text, line));
    for NoteLog { file, sheet, parts, .. } in &note.logs {
        document.paragraph(Style::Heading, format!("{file}, sheet {sheet}"));
        document.table(Table {
            shares: vec![20, 45, 35],
            headings: ["Where", "What was found", "What to do"].map(str::to_owned).to_vec(),
            rows: parts.iter().flat_map(rows).collect(),
        });
    }
}

/// What a part is about, and a row for each of its points.
fn rows(part: &Part) -> impl Iterator<Item = Row> {
    std::iter::once(Row::Band(part.title_with_urgency())).chain(part.points.iter().map(row))
}

fn row(point: &Point) -> Row {
    let found = Paragraph::labelled(format!("{}: ", point.asks()), &point.what);
    Row::Cells(vec![
        vec![Paragraph::new(Style::Text, &point.place)],
        vec![found, Paragraph::new(Style::Small, &point.rests_on)],
        vec![Paragraph::new(Style::Text, &point.to_do)],
    ])
}
