//! Elements of XML and their attributes.
//!
//! In: the bytes of a part. Out: elements by their name, attributes by theirs, whatever prefix they have.
//! No entity is expanded but the five of XML itself.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::damaged;
use crate::error::Result;

/// Calls for each element of this name; stops where the text is not well formed.
pub(super) fn each_element(text: &[u8], name: &str, mut found: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == name => {
                found(&element);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The first element of this name.
pub(super) fn first_element<'a>(text: &'a [u8], name: &str) -> Option<BytesStart<'a>> {
    let mut reader = Reader::from_reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == name => {
                return Some(element);
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// The text without the empty elements of this name that are `gone`.
pub(super) fn without(text: &[u8], name: &str, mut gone: impl FnMut(&BytesStart<'_>) -> bool) -> Vec<u8> {
    let mut reader = Reader::from_reader(text);
    let at = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    let (mut kept, mut done) = (Vec::with_capacity(text.len()), 0);
    loop {
        let from = at(&reader);
        match reader.read_event() {
            Ok(Event::Empty(element)) if element.local_name().as_ref() == name && gone(&element) => {
                kept.extend(text.get(done..from).unwrap_or_default());
                done = at(&reader);
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    kept.extend(text.get(done..).unwrap_or_default());
    kept
}

/// What follows a part's elements and texts as they come.
pub(super) trait Walk {
    /// An element begins.
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<()>;
    /// The innermost open element ends.
    fn end(&mut self) -> Result<()>;
    /// A text stands in the innermost open element.
    fn text(&mut self, piece: &str) -> Result<()>;
    /// Whether an element is open.
    fn is_open(&self) -> bool;
}

/// Goes through a part from its first element to its last.
///
/// # Errors
/// What is no XML or breaks off, for which `what` names the part; and whatever stops the walk.
pub(super) fn walk(text: &[u8], what: &str, by: &mut impl Walk) -> Result<()> {
    let mut reader = Reader::from_reader(text);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(element) => by.begin(&element)?,
            Event::Empty(element) => {
                by.begin(&element)?;
                by.end()?;
            }
            Event::End(_) => by.end()?,
            Event::Text(piece) => by.text(&piece.xml10_content())?,
            Event::CData(piece) => by.text(&piece.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = character(&reference).unwrap_or(char::REPLACEMENT_CHARACTER);
                by.text(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::Eof if by.is_open() => return Err(damaged(format_args!("its {what} breaks off"))),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An element's attributes. That no name comes twice is not looked at: it would take for ever where many come.
pub(in crate::workbook) fn attributes<'a>(element: &'a BytesStart<'_>) -> impl Iterator<Item = Attribute<'a>> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.filter_map(Result::ok)
}

/// An attribute's text by its name, whatever stands before a colon.
pub(in crate::workbook) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = attributes(element).find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The character of a reference such as `&amp;` or `&#233;`; `None` for any other entity.
pub(super) fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
