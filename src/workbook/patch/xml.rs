//! The XML of a part, tag by tag with its place, so that all that is not meant stays as it is byte for byte.
//!
//! In: the text of a part. Out: its tags, each with where it begins and ends, and tags and texts to put in.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use memchr::memmem::find_iter;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, escape};

use crate::error::{Error, Result};
use crate::workbook::read::damaged;
pub(super) use crate::workbook::read::{attribute, attributes};

/// A tag of a part, or what stands between two.
pub(super) enum Node<'a> {
    /// `<row …>`
    Open(BytesStart<'a>),
    /// `<row …/>`
    Empty(BytesStart<'a>),
    /// `</row>`
    Close,
    /// Text, a comment, a declaration.
    Other,
    /// The end of the part.
    End,
}

/// Goes through a part from tag to tag.
#[derive(Clone)]
pub(super) struct Scan<'a> {
    /// The part's whole text.
    pub text: &'a str,
    /// Where the last node began.
    pub start: usize,
    /// Where the last node ended.
    pub end: usize,
    /// What stands before the names of the part's own elements, such as `x:`.
    pub prefix: &'a str,
    /// Where the reader began.
    base: usize,
    reader: Reader<&'a [u8]>,
}

impl<'a> Scan<'a> {
    /// Begins at the root element, which is read, and whose prefix is the part's.
    pub(super) fn new(text: &'a str) -> Result<Scan<'a>> {
        Scan::with_root(text).map(|(scan, _)| scan)
    }

    /// The same, with the root's tag.
    pub(super) fn with_root(text: &'a str) -> Result<(Scan<'a>, BytesStart<'a>)> {
        let mut scan = Scan { text, start: 0, end: 0, prefix: "", base: 0, reader: Reader::from_str(text) };
        loop {
            match scan.next()? {
                Node::Open(root) => {
                    let name = scan.slice(scan.start + 1..scan.end);
                    let name = name.split(|c: char| c == '>' || c.is_ascii_whitespace()).next().unwrap_or_default();
                    scan.prefix = name.find(':').and_then(|colon| name.get(..=colon)).unwrap_or_default();
                    return Ok((scan, root));
                }
                Node::Empty(_) | Node::Close | Node::End => return Err(damaged("a part of it is empty")),
                Node::Other => {}
            }
        }
    }

    /// The next node.
    pub(super) fn next(&mut self) -> Result<Node<'a>> {
        self.start = self.end;
        let event = self.reader.read_event().map_err(damaged)?;
        self.end = self.base + usize::try_from(self.reader.buffer_position()).map_err(damaged)?;
        Ok(match event {
            Event::Start(tag) => Node::Open(tag),
            Event::Empty(tag) => Node::Empty(tag),
            Event::End(_) => Node::Close,
            Event::Eof => Node::End,
            _ => Node::Other,
        })
    }

    /// The name of one of the part's own elements, without the prefix.
    pub(super) fn own<'t>(&self, tag: &'t BytesStart<'_>) -> Option<&'t str> {
        let name = tag.name().0;
        if self.prefix.is_empty() { Some(name) } else { name.strip_prefix(self.prefix) }
    }

    /// The next element anywhere, and whether it has an inside; `None` at the part's end.
    pub(super) fn tag(&mut self) -> Result<Option<(BytesStart<'a>, bool)>> {
        loop {
            match self.next()? {
                Node::Open(tag) => return Ok(Some((tag, true))),
                Node::Empty(tag) => return Ok(Some((tag, false))),
                Node::End => return Ok(None),
                Node::Close | Node::Other => {}
            }
        }
    }

    /// The next child of the element met last, where that has an inside; `None` at its close. What is inside the
    /// child must be passed before the next.
    pub(super) fn child(&mut self, has_inside: bool) -> Result<Option<(BytesStart<'a>, bool)>> {
        if !has_inside {
            return Ok(None);
        }
        loop {
            match self.next()? {
                Node::Open(tag) => return Ok(Some((tag, true))),
                Node::Empty(tag) => return Ok(Some((tag, false))),
                Node::Close => return Ok(None),
                Node::End => return Err(breaks_off()),
                Node::Other => {}
            }
        }
    }

    /// Goes behind the close of the element that was just opened, and gives where its inside ends.
    pub(super) fn skip(&mut self) -> Result<usize> {
        let mut open = 1usize;
        loop {
            match self.next()? {
                Node::Open(_) => open += 1,
                Node::Close => open -= 1,
                Node::End => return Err(breaks_off()),
                Node::Empty(_) | Node::Other => {}
            }
            if open == 0 {
                return Ok(self.start);
            }
        }
    }

    /// Goes to a place behind the close of an element, without looking at what is before it.
    pub(super) fn jump(&mut self, place: usize) {
        self.reader = Reader::from_str(self.slice(place..self.text.len()));
        // The elements around the place were opened before it.
        self.reader.config_mut().allow_unmatched_ends = true;
        (self.base, self.start, self.end) = (place, place, place);
    }

    /// The same for an element that may be empty: where its inside begins and ends.
    pub(super) fn inside(&mut self, is_open: bool) -> Result<Range<usize>> {
        let from = self.end;
        Ok(if is_open { from..self.skip()? } else { from..from })
    }

    /// Whether the element to come has this name, and stands where it does because of what is before it: it does
    /// not say its place.
    pub(super) fn leans(&self, name: &str) -> bool {
        let next = self.clone().child(true).ok().flatten();
        next.is_some_and(|(tag, _)| self.own(&tag) == Some(name) && raw(&tag, "r").is_none())
    }

    /// The part's text with something else in place of what stands here.
    pub(super) fn replaced(&self, range: Range<usize>, with: &str) -> String {
        [self.slice(0..range.start), with, self.slice(range.end..self.text.len())].concat()
    }

    /// Some of the part's text.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }
}

/// The text of a part whose root has an inside, be it empty: of `<a/>`, which some programs write, `<a></a>`.
pub(super) fn with_inside(text: String) -> String {
    let Some(root) = text.trim_end().strip_suffix("/>") else { return text };
    let Some((_, tag)) = root.rsplit_once('<') else { return text };
    let name = tag.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    format!("{root}></{name}>")
}

fn breaks_off() -> Error {
    damaged("a part of it breaks off")
}

/// Refuses a text whose tags can't be read from end to end: a program that reads it may stop anywhere.
pub(super) fn check(text: &str) -> Result<()> {
    let mut scan = Scan::new(text)?;
    while let Some((tag, _)) = scan.tag()? {
        if tag.attributes().with_checks(false).any(|attribute| attribute.is_err()) {
            return Err(damaged("the attributes of a tag in it can't be read"));
        }
    }
    Ok(())
}

/// An attribute as it is written, still escaped.
pub(super) fn raw<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    Some(attributes(tag).find(|attribute| attribute.key.0 == name)?.value)
}

/// An attribute's whole number.
pub(super) fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    raw(tag, name)?.trim().parse().ok()
}

/// The largest whole number that any tag of a part gives to an attribute, whose name is given with its `=`.
pub(super) fn largest(text: &str, attribute: &str) -> u32 {
    let after = |place: usize| text.get(place + attribute.len() + 1..);
    let number = |text: &str| text.split(['"', '\'']).next()?.trim().parse::<u32>().ok();
    find_iter(text.as_bytes(), attribute).filter_map(|place| number(after(place)?)).max().unwrap_or(0)
}

/// Whether an attribute says yes.
pub(super) fn is_set(tag: &BytesStart<'_>, name: &str) -> bool {
    raw(tag, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// The tag again with some attributes given a value or, with `None`, taken away; the others stay as written.
pub(super) fn with_attributes(tag: &BytesStart<'_>, changes: &[(&str, Option<&str>)], is_open: bool, out: &mut String) {
    let change = |name: &str| changes.iter().find(|(changed, _)| *changed == name);
    out.push('<');
    out.push_str(tag.name().0);
    let mut written: Vec<&str> = Vec::new();
    for attribute in attributes(tag) {
        let name = attribute.key.0;
        match change(name) {
            Some((changed, value)) => {
                written.push(changed);
                value.iter().for_each(|value| push_attribute(out, name, value));
            }
            // A value in single quotes may hold double ones.
            None if attribute.value.contains('"') => push_attribute(out, name, &attribute.value.replace('"', "&quot;")),
            None => push_attribute(out, name, &attribute.value),
        }
    }
    for (name, value) in changes.iter().filter(|(name, _)| !written.contains(name)) {
        value.iter().for_each(|value| push_attribute(out, name, value));
    }
    out.push_str(if is_open { ">" } else { "/>" });
}

/// Writes ` name="value"`; the value is escaped already.
fn push_attribute(out: &mut String, name: &str, value: &str) {
    for piece in [" ", name, "=\"", value, "\""] {
        out.push_str(piece);
    }
}

/// Text as it stands in XML.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    escape::escape(text)
}

/// Writes text between tags, where quotes need no other form.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    let mut done = 0;
    for place in memchr::memchr3_iter(b'<', b'>', b'&', text.as_bytes()) {
        out.push_str(text.get(done..place).unwrap_or_default());
        out.push_str(match text.as_bytes().get(place) {
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&amp;",
        });
        done = place + 1;
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

/// The text that XML stands for; as it is where that can't be told.
pub(super) fn unescaped(xml: &str) -> Cow<'_, str> {
    escape::unescape(xml).unwrap_or(Cow::Borrowed(xml))
}

/// Text of a cell: escaped, and what XML can't hold as `_x0007_`, which spreadsheet programs read back.
pub(super) fn push_text(out: &mut String, text: &str) {
    // Every byte is looked at: ending at the first that is odd would be many times slower.
    let plain = |byte: u8| (0x20..0x80).contains(&byte) & (byte != b'_') | matches!(byte, b'\t' | b'\n');
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        return push_escaped(out, text);
    }
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_code(text, at) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => {
                // Writing to a String can't fail.
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            _ => out.push(c),
        }
    }
}

/// Whether text such as `_x0041_`, which would be read as another character, begins here.
fn is_code(text: &str, at: usize) -> bool {
    text.as_bytes().get(at..at + 7).is_some_and(|code| {
        code.starts_with(b"_x") && code.ends_with(b"_") && code.iter().skip(2).take(4).all(u8::is_ascii_hexdigit)
    })
}
