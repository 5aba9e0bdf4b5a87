//! What calamine does not say of a sheet: hidden rows and columns, and merged ranges.
//!
//! In: the text of a workbook's parts. Out: the marks set on a [`Sheet`]. The text of an xlsx sheet is long
//! and its marks are few, so it is searched for the words, not parsed.

use std::collections::HashMap;

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::parts::Parts;
use super::{COLUMNS, ROWS};
use crate::error::Result;
use crate::grid::{Address, Range, Sheet};

/// The part of each sheet of an xlsx, by the sheet's name.
pub(super) fn sheet_paths(parts: &mut Parts<'_>) -> Result<HashMap<String, String>> {
    const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    let (Some(workbook), Some(relations)) = (parts.part("xl/workbook.xml")?, parts.part(RELATIONS)?) else {
        return Ok(HashMap::new());
    };
    let mut targets = HashMap::new();
    each_element(&relations, b"Relationship", |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, path);
        }
    });
    let mut paths = HashMap::new();
    each_element(&workbook, b"sheet", |element| {
        let id = attribute(element, "id").and_then(|id| targets.remove(&id));
        if let (Some(name), Some(path)) = (attribute(element, "name"), id) {
            paths.insert(name, path);
        }
    });
    Ok(paths)
}

/// Calls for each element of this name; stops where the text is not well formed.
fn each_element(text: &[u8], name: &[u8], mut found: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref().as_bytes() == name => {
                found(&element);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute's text by its name, whatever stands before a colon.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().filter_map(Result::ok).find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Sets the hidden rows and columns and the merged ranges that the text of an xlsx sheet tells of.
pub(super) fn of_xlsx(text: &[u8], sheet: &mut Sheet) {
    for place in Finder::new("hidden=").find_iter(text) {
        let Some(tag) = Tag::around(text, place) else { continue };
        if !matches!(tag.attribute("hidden"), Some("1" | "true")) {
            continue;
        }
        let number = |name| tag.attribute(name)?.parse::<u32>().ok()?.checked_sub(1);
        match tag.name() {
            "row" => sheet.hidden_rows.extend(number("r").filter(|row| *row < ROWS)),
            "col" => {
                if let (Some(from), Some(to)) = (number("min"), number("max")) {
                    sheet.hidden_columns.extend(from..=to.min(COLUMNS - 1));
                }
            }
            _ => {}
        }
    }
    for place in Finder::new("mergeCell ").find_iter(text) {
        let Some(tag) = Tag::around(text, place) else { continue };
        let range = tag.attribute("ref").and_then(|range| {
            let (from, to) = range.split_once(':')?;
            let address = |text: &str| Address::try_from(text.to_owned()).ok();
            Some(Range { from: address(from)?, to: address(to)? })
        });
        sheet.merged.extend(range);
    }
}

/// A tag of XML: what stands between `<` and `>`.
struct Tag<'a>(&'a str);

impl<'a> Tag<'a> {
    /// The tag within which this place lies; `None` where it lies in a text.
    fn around(text: &'a [u8], place: usize) -> Option<Tag<'a>> {
        let (before, after) = text.split_at_checked(place)?;
        let start = memrchr(b'<', before)?;
        let end = place + memchr(b'>', after)?;
        let inside = text.get(start + 1..end)?;
        // A `>` before the place closes the tag: the place lies in the text after it.
        let in_text = memrchr(b'>', before).is_some_and(|close| close > start);
        if in_text { None } else { std::str::from_utf8(inside).ok().map(Tag) }
    }

    fn name(&self) -> &'a str {
        let name = self.0.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        name.rsplit(':').next().unwrap_or_default()
    }

    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once('=') {
            let key = before.split_ascii_whitespace().next_back().unwrap_or_default();
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after.strip_prefix(quote)?.split_once(quote)?;
            if key == name {
                return Some(value);
            }
            rest = next;
        }
        None
    }
}
