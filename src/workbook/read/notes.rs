//! Notes and threaded comments of an xlsx sheet.
//!
//! In: the parts of a workbook and the path of a sheet. Out: [`Note`]s: which cell, what it says. Who wrote
//! it is left out, also where Excel puts the name before the text.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::limits::{Budget, texts_within};
use super::parts::Parts;
use super::xml::attribute;
use crate::error::Result;
use crate::grid::{Address, Note};

/// What a note takes besides its text, in bytes.
const NOTE: usize = 64;

/// The notes of an xlsx sheet in this part.
pub(super) fn of_xlsx(parts: &mut Parts<'_>, sheet: &str, budget: &mut Budget) -> Result<Vec<Note>> {
    of_sheet(parts, sheet, budget, |part, budget| read(part, "comment", budget))
}

/// The notes of the sheet in this part: threaded comments first, then notes on other cells, which a reader of
/// the format's own finds.
pub(super) fn of_sheet(
    parts: &mut Parts<'_>,
    sheet: &str,
    budget: &mut Budget,
    own: impl Fn(&[u8], &mut Budget) -> Result<Vec<Note>>,
) -> Result<Vec<Note>> {
    let (mut threads, mut comments) = (Vec::new(), Vec::new());
    parts.each_relation(sheet, |relation| match relation.kind.as_str() {
        "threadedComment" => threads.push(relation.target),
        "comments" => comments.push(relation.target),
        _ => {}
    })?;
    let mut part = |path: &str, budget: &mut Budget| -> Result<Vec<u8>> {
        let part = parts.part(path)?.unwrap_or_default();
        budget.unpack(part.len() as u64)?;
        texts_within(&part)?;
        Ok(part)
    };
    let mut notes = Vec::new();
    for path in threads {
        notes.extend(read(&part(&path, budget)?, "threadedComment", budget)?);
    }
    // A cell with a thread has a note too, for programs that know no threads.
    let told: BTreeSet<Address> = notes.iter().map(|note: &Note| note.at).collect();
    for path in comments {
        notes.extend(own(&part(&path, budget)?, budget)?.into_iter().filter(|note| !told.contains(&note.at)));
    }
    Ok(notes)
}

/// A note of this text, if it says anything, without the name of who wrote it.
pub(super) fn note(at: Address, text: &str, author: Option<&str>, budget: &mut Budget) -> Result<Option<Note>> {
    let text = without_name(text, author).trim();
    budget.text(text.len() + NOTE)?;
    Ok((!text.is_empty()).then(|| Note { at, text: text.to_owned() }))
}

/// The elements of this name, as notes; stops where the text is not well formed.
fn read(part: &[u8], name: &str, budget: &mut Budget) -> Result<Vec<Note>> {
    let mut found = Vec::new();
    let mut reader = Reader::from_reader(part);
    let mut authors: Vec<String> = Vec::new();
    let mut open: Option<(Address, Option<usize>)> = None;
    let mut text = String::new();
    // Text counts within these elements only: `t` of a note, `text` of a thread, `author` of a list.
    let mut within = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                own if own == name => {
                    let at = attribute(&element, "ref").and_then(|at| Address::try_from(at).ok());
                    let author = attribute(&element, "authorId").and_then(|id| id.parse().ok());
                    open = at.map(|at| (at, author));
                    text.clear();
                }
                "author" => {
                    within += 1;
                    text.clear();
                }
                "t" if name == "comment" => within += 1,
                "text" if name == "threadedComment" => within += 1,
                _ => {}
            },
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                own if own == name => {
                    if let Some((at, author)) = open.take() {
                        let author = author.and_then(|id| authors.get(id)).map(String::as_str);
                        found.extend(note(at, &text, author, budget)?);
                    }
                }
                "author" => {
                    within = within.saturating_sub(1);
                    authors.push(std::mem::take(&mut text));
                }
                "t" if name == "comment" => within = within.saturating_sub(1),
                "text" if name == "threadedComment" => within = within.saturating_sub(1),
                _ => {}
            },
            Ok(Event::Text(piece)) if within > 0 => text.push_str(&piece.xml10_content()),
            Ok(Event::CData(piece)) if within > 0 => text.push_str(&piece.xml10_content()),
            Ok(Event::GeneralRef(reference)) if within > 0 => text.extend(super::xml::character(&reference)),
            Ok(Event::Eof) | Err(_) => return Ok(found),
            Ok(_) => {}
        }
    }
}

/// The text without the name that Excel puts before it: `Name:` and a new line.
pub(super) fn without_name<'a>(text: &'a str, author: Option<&str>) -> &'a str {
    let after = author.filter(|name| !name.is_empty()).and_then(|name| text.strip_prefix(name)?.strip_prefix(':'));
    after.unwrap_or(text)
}
