//! The styles part: formats that a script asks for, added behind those that are there.
//!
//! In: the styles part and what is to change about a cell's format. Out: the number of a format like it with
//! the change, found among those that are there or added; the numbers that cells use stay what they were.

use std::collections::{BTreeMap, HashMap};

use super::book::Book;
use super::formats::{Change, fill, font, is_date_code, number_format_id, xf};
use super::package::Package;
use super::xml::{self, Scan};
use crate::edit::ConditionalFormat;
use crate::error::Result;

const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const DEFAULT_XF: &str = "xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"";

/// The children of the styles part in the order in which they must stand.
const ORDER: &str = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst";

/// One of the lists of the styles part.
#[derive(Debug, Default)]
struct List {
    name: &'static str,
    /// The name of its items. What else stands among them has no number.
    of: &'static str,
    /// Its items as they are written.
    items: Vec<String>,
    /// How many of them were there already.
    there: usize,
    is_there: bool,
}

impl List {
    /// The place of an item, which is added where there is none like it.
    fn place(&mut self, item: String) -> usize {
        match self.items.iter().position(|there| *there == item) {
            Some(place) => place,
            None => {
                self.items.push(item);
                self.items.len() - 1
            }
        }
    }
}

/// The styles part, as far as it matters here.
pub(super) struct Styles<'s> {
    text: String,
    /// The part's name; `None` where it has none yet.
    part: Option<String>,
    prefix: String,
    number_formats: List,
    fonts: List,
    fills: List,
    borders: List,
    xfs: List,
    dxfs: List,
    known: BTreeMap<(u32, Change<'s>), u32>,
    dates: HashMap<u32, bool>,
}

impl<'s> Styles<'s> {
    /// Reads the part; without one there is only the default format.
    pub(super) fn read(package: &mut Package<'_>, book: &Book) -> Result<Styles<'s>> {
        let part = book.related(package, "styles")?;
        let there = part.as_deref().map(|part| package.text(part)).transpose()?.flatten();
        let (part, text) = match (part, there) {
            (Some(part), Some(text)) => (Some(part), text),
            _ => {
                let main = book.dialect.main();
                let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
                (None, format!("{declaration}<styleSheet xmlns=\"{main}\"></styleSheet>"))
            }
        };
        let list = |name, of| List { name, of, ..List::default() };
        let mut styles = Styles {
            part,
            prefix: Scan::new(&text)?.prefix.to_owned(),
            number_formats: list("numFmts", "numFmt"),
            fonts: list("fonts", "font"),
            fills: list("fills", "fill"),
            borders: list("borders", "border"),
            xfs: list("cellXfs", "xf"),
            dxfs: list("dxfs", "dxf"),
            known: BTreeMap::new(),
            dates: HashMap::new(),
            text: String::new(),
        };
        styles.read_lists(&text)?;
        styles.text = text;
        styles.complete();
        Ok(styles)
    }

    fn lists(&mut self) -> [&mut List; 6] {
        [&mut self.number_formats, &mut self.fonts, &mut self.fills, &mut self.borders, &mut self.xfs, &mut self.dxfs]
    }

    fn read_lists(&mut self, text: &str) -> Result<()> {
        let mut scan = Scan::new(text)?;
        while let Some((tag, is_open)) = scan.child(true)? {
            let name = scan.own(&tag).unwrap_or_default();
            let Some(list) = self.lists().into_iter().find(|list| list.name == name) else {
                scan.inside(is_open)?;
                continue;
            };
            list.is_there = true;
            while let Some((tag, is_open)) = scan.child(is_open)? {
                let start = scan.clone();
                let is_item = scan.own(&tag) == Some(list.of);
                scan.inside(is_open)?;
                if is_item {
                    list.items.push(scan.slice(start.start..scan.end).to_owned());
                } else if tag.local_name().as_ref() == "AlternateContent" {
                    // One item, written for several versions.
                    list.items.push(last_inside(start, scan.end, list.of)?);
                }
            }
            list.there = list.items.len();
        }
        Ok(())
    }

    /// Adds what the formats that are added need to stand on, and a sheet without a format refers to.
    fn complete(&mut self) {
        let p = self.prefix.clone();
        let add = |list: &mut List, items: &[String]| {
            if list.items.is_empty() {
                list.items.extend(items.iter().cloned());
            }
        };
        let pattern = |kind: &str| format!("<{p}fill><{p}patternFill patternType=\"{kind}\"/></{p}fill>");
        add(&mut self.fonts, &[format!("<{p}font><{p}sz val=\"11\"/><{p}name val=\"Calibri\"/></{p}font>")]);
        // The first two fills mean none and grey to every program, whatever they say.
        add(&mut self.fills, &[pattern("none")]);
        if self.fills.items.len() == 1 {
            self.fills.items.push(pattern("gray125"));
        }
        add(&mut self.borders, &[format!("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/></{p}border>")]);
        add(&mut self.xfs, &[format!("<{p}{DEFAULT_XF}/>")]);
    }

    /// The number of the format that is `base` with this change.
    pub(super) fn changed(&mut self, base: u32, change: &Change<'s>) -> u32 {
        if change.is_nothing() {
            return base;
        }
        if let Some(known) = self.known.get(&(base, *change)) {
            return *known;
        }
        let place = self.find(base, change);
        self.known.insert((base, *change), place);
        place
    }

    fn find(&mut self, base: u32, change: &Change<'s>) -> u32 {
        let default = format!("<{}{DEFAULT_XF}/>", self.prefix);
        let base_xf = usize::try_from(base).ok().and_then(|base| self.xfs.items.get(base)).unwrap_or(&default).clone();
        let number_of = |name: &str| xml::number(&xf::start(&base_xf), name).unwrap_or(0);
        let mut set: Vec<(&str, u32)> = Vec::new();
        let code = change.code.or(if change.is_date && !self.is_date(base) { Some(super::DATE_CODE) } else { None });
        if let Some(code) = code {
            // Formats may refer to numbers that no number format has.
            let used = xml::largest(&self.text, "numFmtId=");
            set.push(("numFmtId", number_format_id(&mut self.number_formats.items, &self.prefix, code, used)));
        }
        if change.bold.is_some() || change.color.is_some() {
            let own = self.fonts.items.get(number_of("fontId") as usize).or(self.fonts.items.first());
            let item = font::changed(own.map_or("", |own| own), &self.prefix, change);
            set.push(("fontId", as_number(self.fonts.place(item))));
        }
        if let Some(color) = change.fill {
            set.push(("fillId", as_number(self.fills.place(fill(color, &self.prefix)))));
        }
        let item = xf::changed(&base_xf, &self.prefix, &set, change.wrap);
        // The format itself may be what is asked for.
        if item == base_xf { base } else { as_number(self.xfs.place(item)) }
    }

    /// Whether a format shows numbers as days.
    fn is_date(&mut self, format: u32) -> bool {
        if let Some(known) = self.dates.get(&format) {
            return *known;
        }
        let xf = usize::try_from(format).ok().and_then(|place| self.xfs.items.get(place));
        let id = xf.and_then(|xf| xml::number(&xf::start(xf), "numFmtId")).unwrap_or(0);
        let own = self.number_formats.items.iter().find(|item| xml::number(&xf::start(item), "numFmtId") == Some(id));
        let code = own.and_then(|item| xml::attribute(&xf::start(item), "formatCode"));
        let is_date = match code {
            Some(code) => is_date_code(&code),
            None => matches!(id, 14..=17 | 22 | 27..=36 | 50..=58),
        };
        self.dates.insert(format, is_date);
        is_date
    }

    /// The number of a conditional format's look.
    pub(super) fn conditional(&mut self, format: &ConditionalFormat) -> usize {
        let p = &self.prefix;
        let mut item = format!("<{p}dxf>");
        if let Some(color) = format.font {
            item += &format!("<{p}font><{p}color rgb=\"FF{:06X}\"/></{p}font>", color.0);
        }
        if let Some(color) = format.fill {
            item += &fill(color, p);
        }
        item += &format!("</{p}dxf>");
        self.dxfs.place(item)
    }

    /// Puts the part back where a format was added.
    pub(super) fn save(mut self, package: &mut Package<'_>, book: &Book) -> Result<()> {
        let is_used = self.known.iter().any(|((base, _), now)| base != now) || self.dxfs.items.len() > self.dxfs.there;
        let lists = self.lists();
        if !is_used || lists.iter().all(|list| list.items.len() == list.there) {
            return Ok(());
        }
        let text = std::mem::take(&mut self.text);
        xml::check(&text)?;
        let text = self.with_added(&text)?;
        match self.part {
            Some(part) => package.put(&part, &text),
            None => {
                let part = book.beside("styles.xml");
                package.add(&part, STYLES_TYPE, &text)?;
                let kind = format!("{}/styles", book.dialect.relations());
                package.relate(&book.part, &part, &kind).map(|_| ())
            }
        }
    }

    fn with_added(&mut self, text: &str) -> Result<String> {
        let prefix = self.prefix.clone();
        let mut scan = Scan::new(text)?;
        let mut out = String::with_capacity(text.len() + 4096);
        let mut done = 0;
        let mut missing: Vec<(usize, String)> = self
            .lists()
            .into_iter()
            .filter(|list| !list.is_there && !list.items.is_empty())
            .map(|list| {
                let (name, count) = (list.name, list.items.len());
                let items = list.items.concat();
                (rank(name), format!("<{prefix}{name} count=\"{count}\">{items}</{prefix}{name}>"))
            })
            .collect();
        missing.sort_by_key(|(rank, _)| *rank);
        let mut missing = missing.into_iter().peekable();
        loop {
            let child = scan.child(true)?;
            let name = child.as_ref().map(|(tag, _)| scan.own(tag).unwrap_or_default().to_owned());
            let here = name.as_deref().map_or(usize::MAX, rank);
            while let Some((_, list)) = missing.next_if(|(rank, _)| *rank < here) {
                out.push_str(scan.slice(done..scan.start));
                done = scan.start;
                out.push_str(&list);
            }
            let (Some((tag, is_open)), Some(name)) = (child, name) else { break };
            let tag_at = scan.start..scan.end;
            let inside = scan.inside(is_open)?;
            let Some(list) = self.lists().into_iter().find(|list| list.name == name) else { continue };
            if list.items.len() == list.there {
                continue;
            }
            out.push_str(scan.slice(done..tag_at.start));
            xml::with_attributes(&tag, &[("count", Some(&list.items.len().to_string()))], true, &mut out);
            out.push_str(scan.slice(inside.clone()));
            list.items.iter().skip(list.there).for_each(|item| out.push_str(item));
            out.push_str(&format!("</{prefix}{name}>"));
            done = scan.end;
        }
        out.push_str(scan.slice(done..text.len()));
        Ok(out)
    }
}

/// The last element of this name before a place: of what is written for several versions, what all can read.
fn last_inside(mut scan: Scan<'_>, end: usize, name: &str) -> Result<String> {
    let mut last = String::new();
    while let Some((tag, is_open)) = scan.tag()?.filter(|_| scan.start < end) {
        let start = scan.start;
        if scan.own(&tag) == Some(name) {
            scan.inside(is_open)?;
            last = scan.slice(start..scan.end).to_owned();
        }
    }
    Ok(last)
}

fn rank(name: &str) -> usize {
    ORDER.split(' ').position(|known| known == name).unwrap_or(0)
}

fn as_number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(0)
}
