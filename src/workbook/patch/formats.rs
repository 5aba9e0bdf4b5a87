//! What a format is made of: number formats, fonts, fills, and the records that join them.
//!
//! In: one as it is written in the styles part, and what is to change. Out: how the changed one is written.

use std::ops::Range;

use super::xml::{self, Scan};
use crate::edit::Color;

/// What is to change about a cell's format; all else stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Change<'s> {
    pub code: Option<&'s str>,
    pub fill: Option<Color>,
    pub bold: Option<bool>,
    pub color: Option<Color>,
    pub wrap: Option<bool>,
    /// The cell holds a day, and is to show it as one.
    pub is_date: bool,
}

impl Change<'_> {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Change::default()
    }
}

/// A background in one colour.
pub(super) fn fill(color: Color, prefix: &str) -> String {
    let Color(rgb) = color;
    let pattern = format!("{prefix}patternFill");
    // Cells show the first colour and conditional formats the second, so both are said.
    let colors = format!("<{prefix}fgColor rgb=\"FF{rgb:06X}\"/><{prefix}bgColor rgb=\"FF{rgb:06X}\"/>");
    format!("<{prefix}fill><{pattern} patternType=\"solid\">{colors}</{pattern}></{prefix}fill>")
}

/// The number of a number format, which is added behind the last number used where there is none of this code.
pub(super) fn number_format_id(items: &mut Vec<String>, prefix: &str, code: &str, used: u32) -> u32 {
    const BUILT_IN: &[(&str, u32)] = &[("General", 0), ("0", 1), ("0.00", 2), ("0%", 9), ("0.00%", 10), ("@", 49)];
    if let Some((_, id)) = BUILT_IN.iter().find(|(known, _)| *known == code) {
        return *id;
    }
    // The first numbers belong to the built-in formats.
    let mut last = used.max(163);
    for item in items.iter() {
        let tag = xf::start(item);
        let id = xml::number(&tag, "numFmtId").unwrap_or(0);
        if xml::attribute(&tag, "formatCode").as_deref() == Some(code) {
            return id;
        }
        last = last.max(id);
    }
    items.push(format!("<{prefix}numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", last + 1, xml::escaped(code)));
    last + 1
}

/// Whether a number format shows a day: it has a day, a year, or a month that is no minute.
pub(super) fn is_date_code(code: &str) -> bool {
    let first = code.split(';').next().unwrap_or_default();
    let mut letters = String::new();
    let mut rest = first.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' | '_' | '*' => {
                rest.next();
            }
            '"' => {
                rest.by_ref().find(|c| *c == '"');
            }
            '[' => {
                let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                // `[h]` counts hours beyond a day: a length of time.
                if inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    return false;
                }
            }
            c => letters.push(c.to_ascii_lowercase()),
        }
    }
    if letters.contains("general") {
        return false;
    }
    letters.contains(['d', 'y']) || letters.contains('m') && !letters.contains(['h', 's'])
}

/// One item of a list, child by child.
fn children(item: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let Ok(mut scan) = Scan::new(item) else { return found };
    while let Ok(Some((_, is_open))) = scan.child(true) {
        let from = scan.start;
        let tag = scan.slice(from + 1..scan.end);
        let name = tag.split(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()).next().unwrap_or_default();
        let name = name.strip_prefix(scan.prefix).unwrap_or(name);
        if scan.inside(is_open).is_err() {
            return found;
        }
        found.push((name, from..scan.end));
    }
    found
}

/// Fonts.
pub(super) mod font {
    use super::{Change, children};

    /// A font with its weight or its colour changed.
    pub(in super::super) fn changed(own: &str, prefix: &str, change: &Change<'_>) -> String {
        let mut parts: Vec<(&str, String)> = children(own)
            .into_iter()
            .filter(|(name, _)| !(*name == "b" && change.bold.is_some() || *name == "color" && change.color.is_some()))
            .map(|(name, at)| (name, own.get(at).unwrap_or_default().to_owned()))
            .collect();
        if change.bold == Some(true) {
            parts.insert(0, ("b", format!("<{prefix}b/>")));
        }
        if let Some(color) = change.color {
            // A spreadsheet program wants the colour before the font's name.
            let after = ["name", "family", "charset", "scheme"];
            let place = parts.iter().position(|(name, _)| after.contains(name)).unwrap_or(parts.len());
            parts.insert(place, ("color", format!("<{prefix}color rgb=\"FF{:06X}\"/>", color.0)));
        }
        let parts: String = parts.into_iter().map(|(_, text)| text).collect();
        format!("<{prefix}font>{parts}</{prefix}font>")
    }
}

/// The records that join a number format, a font, a fill and a border, and anything else of one tag.
pub(super) mod xf {
    use quick_xml::events::{BytesStart, Event};

    use super::{children, xml};

    /// The tag an item begins with.
    pub(in super::super) fn start(item: &str) -> BytesStart<'_> {
        match quick_xml::Reader::from_str(item).read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => tag,
            _ => BytesStart::new("xf"),
        }
    }

    /// A record with other numbers, and with text broken into lines or not.
    pub(in super::super) fn changed(own: &str, prefix: &str, set: &[(&str, u32)], wrap: Option<bool>) -> String {
        let mut attributes: Vec<(&str, String)> = Vec::new();
        for (name, value) in set {
            attributes.push((name, value.to_string()));
            let applies = match *name {
                "numFmtId" => "applyNumberFormat",
                "fontId" => "applyFont",
                _ => "applyFill",
            };
            attributes.push((applies, "1".to_owned()));
        }
        let mut inside: Vec<String> = Vec::new();
        let mut is_aligned = false;
        let wrapped = wrap.map(|wrap| if wrap { "1" } else { "0" });
        for (name, at) in children(own) {
            let text = own.get(at).unwrap_or_default();
            match wrapped {
                Some(wrap) if name == "alignment" => {
                    let mut tag = String::new();
                    xml::with_attributes(&start(text), &[("wrapText", Some(wrap))], false, &mut tag);
                    inside.push(tag);
                    is_aligned = true;
                }
                _ => inside.push(text.to_owned()),
            }
        }
        if let Some(wrap) = wrapped {
            attributes.push(("applyAlignment", "1".to_owned()));
            if !is_aligned {
                inside.insert(0, format!("<{prefix}alignment wrapText=\"{wrap}\"/>"));
            }
        }
        let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, Some(value.as_str()))).collect();
        let mut out = String::new();
        xml::with_attributes(&start(own), &attributes, !inside.is_empty(), &mut out);
        if !inside.is_empty() {
            out.push_str(&inside.concat());
            out.push_str(&format!("</{prefix}xf>"));
        }
        out
    }
}
