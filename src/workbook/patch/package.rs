//! The parts of an xlsx or xlsm: what is not changed goes out as it came in, compressed bytes and all.
//!
//! In: a file's bytes. Out: its parts and their relations; and the file again with some parts changed, added
//! or taken out, in the same order.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::xml::{self, Scan};
use crate::error::{Code, Error, Result};
use crate::parallel;
use crate::workbook::read::{Limits, damaged, megabytes, relations_of, resolved, same_name};

const TYPES: &str = "[content_types].xml";
const BOM: &str = "\u{FEFF}";

/// An xlsx or xlsm, part by part.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The names as they are compared, in the file's order.
    names: Vec<String>,
    /// The parts that changed, by their place; `None` where one is taken out.
    changed: BTreeMap<usize, Option<Packed>>,
    /// Parts that are new, with their names.
    added: Vec<(String, Packed)>,
    limits: Limits,
}

/// A part's new text, packed: a zip of this part alone.
struct Packed(Vec<u8>);

/// What one part says of another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type, such as `worksheet`; Strict and ordinary files agree in it.
    pub kind: String,
    /// The name of the other part; what was written where it stands outside the file.
    pub target: String,
    pub external: bool,
}

impl<'a> Package<'a> {
    /// Opens the file, unless it says that it unpacks to more than is allowed.
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Package<'a>> {
        let mut zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("its parts can't be found; it may be cut off"))?;
        let mut unpacked = 0u64;
        for place in 0..zip.len() {
            let part = zip.by_index_raw(place).map_err(damaged)?;
            if part.encrypted() {
                return Err(damaged("a part of it is locked"));
            }
            unpacked = unpacked.saturating_add(part.size());
        }
        let most = limits.unpacked_mb;
        if unpacked > megabytes(most) {
            return Err(damaged(format_args!("it would unpack to more than {most} MB")));
        }
        let names: Vec<String> = zip.file_names_raw().map(|name| same_name(&String::from_utf8_lossy(name))).collect();
        let mut sorted: Vec<&String> = names.iter().collect();
        sorted.sort();
        if zip.has_duplicate_names() || sorted.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(damaged("two parts of it have the same name"));
        }
        Ok(Package { zip, names, changed: BTreeMap::new(), added: Vec::new(), limits })
    }

    fn place(&self, name: &str) -> Option<usize> {
        let find = |name: &str| self.names.iter().position(|there| there == name);
        let place = find(&same_name(name)).or_else(|| find(&same_name(&decoded(name))))?;
        if matches!(self.changed.get(&place), Some(None)) { None } else { Some(place) }
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.place(name).is_some() || self.added.iter().any(|(there, _)| same_name(there) == same_name(name))
    }

    /// The names of all parts there are, as they are compared.
    pub(super) fn names(&self) -> Vec<String> {
        let kept = self.names.iter().enumerate().filter(|(place, _)| !matches!(self.changed.get(place), Some(None)));
        kept.map(|(_, name)| name.clone()).chain(self.added.iter().map(|(name, _)| same_name(name))).collect()
    }

    /// A part's text without its byte order mark; `None` where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>> {
        let added = self.added.iter().find(|(there, _)| same_name(there) == same_name(name));
        let bytes = if let Some((_, packed)) = added {
            packed.unpacked(self.limits)?
        } else {
            let Some(place) = self.place(name) else { return Ok(None) };
            match self.changed.get(&place) {
                Some(Some(packed)) => packed.unpacked(self.limits)?,
                _ => unpacked(self.zip.by_index(place).map_err(damaged)?, self.limits)?,
            }
        };
        let text = String::from_utf8(bytes).map_err(|_| damaged(format_args!("part `{name}` is not UTF-8")))?;
        Ok(Some(xml::with_inside(match text.strip_prefix(BOM) {
            Some(rest) => rest.to_owned(),
            None => text,
        })))
    }

    /// Gives a part another text; a new part comes last.
    pub(super) fn put(&mut self, name: &str, text: &str) -> Result<()> {
        let mut packing = self.packing(name)?;
        packing.push(text);
        self.take(name, packing.finish()?);
        Ok(())
    }

    /// Gives a part the text that `write` hands over piece by piece, which is packed while more of it is made.
    /// One that comes out as it was stays as it is.
    pub(super) fn rewrite<R>(
        &mut self,
        name: &str,
        old: &str,
        write: impl FnOnce(&mut dyn FnMut(String)) -> Result<R>,
    ) -> Result<R> {
        let mut packing = self.packing(name)?;
        let mut same = Some(old);
        let written = parallel::hand_over(write, |piece: String| {
            same = same.and_then(|rest| rest.strip_prefix(piece.as_str()));
            packing.push(&piece);
        })?;
        if same != Some("") {
            self.take(name, packing.finish()?);
        }
        Ok(written)
    }

    /// Begins to pack a part that is there or is to be: with its time and byte order mark, where it has them.
    fn packing(&mut self, name: &str) -> Result<Packing> {
        // The lowest level packs a sheet about as small as the others, in a third of the time.
        let packed =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
        let Some(place) = self.place(name) else { return Packing::of(name.trim_start_matches('/'), packed) };
        let part = self.zip.by_index(place).map_err(damaged)?;
        let packed = part.last_modified().map_or(packed, |time| packed.last_modified_time(time));
        let mut packing = Packing::of(&part.name().map_err(damaged)?, packed)?;
        let mut start = Vec::new();
        part.take(3).read_to_end(&mut start).map_err(damaged)?;
        if start == BOM.as_bytes() {
            packing.push(BOM);
        }
        Ok(packing)
    }

    fn take(&mut self, name: &str, packed: Packed) {
        if let Some(place) = self.place(name) {
            self.changed.insert(place, Some(packed));
        } else if let Some(there) = self.added.iter_mut().find(|(there, _)| same_name(there) == same_name(name)) {
            there.1 = packed;
        } else {
            self.added.push((name.trim_start_matches('/').to_owned(), packed));
        }
    }

    /// Takes a part out, with what the list of content types says of it.
    pub(super) fn remove(&mut self, name: &str) -> Result<()> {
        self.added.retain(|(there, _)| same_name(there) != same_name(name));
        if let Some(place) = self.place(name) {
            self.changed.insert(place, None);
        }
        let types = self.types()?;
        let mut scan = Scan::new(&types)?;
        while let Some((tag, is_open)) = scan.tag()? {
            let from = scan.start;
            if xml::attribute(&tag, "PartName").is_some_and(|part| same_name(&part) == same_name(name)) {
                scan.inside(is_open)?;
                return self.put(TYPES, &scan.replaced(from..scan.end, ""));
            }
        }
        Ok(())
    }

    /// Adds a part with its content type.
    pub(super) fn add(&mut self, name: &str, content_type: &str, text: &str) -> Result<()> {
        self.declare(name, content_type)?;
        self.put(name, text)
    }

    /// Says what kind of part is to come.
    pub(super) fn declare(&mut self, name: &str, content_type: &str) -> Result<()> {
        let types = self.types()?;
        let mut scan = Scan::new(&types)?;
        scan.skip()?;
        let tag = format!(
            "<{}Override PartName=\"/{}\" ContentType=\"{content_type}\"/>",
            scan.prefix,
            xml::escaped(name.trim_start_matches('/'))
        );
        self.put(TYPES, &scan.replaced(scan.start..scan.start, &tag))
    }

    fn types(&mut self) -> Result<String> {
        self.text(TYPES)?.ok_or_else(|| damaged("its list of parts is missing"))
    }

    /// What a part says of others; the file itself is the part with an empty name.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>> {
        let Some(text) = self.text(&relations_of(part))? else { return Ok(Vec::new()) };
        let mut scan = Scan::new(&text)?;
        let mut found = Vec::new();
        while let Some((tag, is_open)) = scan.child(true)? {
            scan.inside(is_open)?;
            let text = |name| xml::attribute(&tag, name).unwrap_or_default();
            let external = text("TargetMode").eq_ignore_ascii_case("external");
            let target = text("Target");
            found.push(Relation {
                id: text("Id"),
                kind: text("Type").rsplit('/').next().unwrap_or_default().to_owned(),
                target: if external { target } else { resolved(part, &target) },
                external,
            });
        }
        Ok(found)
    }

    /// Says of a part that it has another; gives the new relation's id.
    pub(super) fn relate(&mut self, part: &str, target: &str, kind: &str) -> Result<String> {
        let path = relations_of(part);
        let text = self.text(&path)?.ok_or_else(|| damaged(format_args!("part `{path}` is missing")))?;
        let taken: Vec<String> = self.relations(part)?.into_iter().map(|relation| relation.id).collect();
        let id = (1..).map(|n| format!("rId{n}")).find(|id| !taken.contains(id)).unwrap_or_default();
        let mut scan = Scan::new(&text)?;
        scan.skip()?;
        let tag = format!("<{}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>", scan.prefix);
        self.put(&path, &scan.replaced(scan.start..scan.start, &tag))?;
        Ok(id)
    }

    /// Takes away what a part says of another.
    pub(super) fn unrelate(&mut self, part: &str, id: &str) -> Result<()> {
        let path = relations_of(part);
        let Some(text) = self.text(&path)? else { return Ok(()) };
        let mut scan = Scan::new(&text)?;
        while let Some((tag, is_open)) = scan.tag()? {
            let from = scan.start;
            if xml::attribute(&tag, "Id").as_deref() == Some(id) {
                scan.inside(is_open)?;
                return self.put(&path, &scan.replaced(from..scan.end, ""));
            }
        }
        Ok(())
    }

    /// The file with what was changed.
    pub(super) fn save(mut self) -> Result<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.set_raw_comment(self.zip.comment().into()).map_err(cannot)?;
        for place in 0..self.zip.len() {
            match self.changed.get(&place) {
                None => out.raw_copy_file(self.zip.by_index_raw(place).map_err(damaged)?).map_err(cannot)?,
                Some(None) => {}
                Some(Some(packed)) => packed.copy_to(&mut out)?,
            }
        }
        for (_, packed) in &self.added {
            packed.copy_to(&mut out)?;
        }
        Ok(out.finish().map_err(cannot)?.into_inner())
    }
}

impl Packed {
    fn zip(&self) -> Result<ZipArchive<Cursor<&[u8]>>> {
        ZipArchive::new(Cursor::new(self.0.as_slice())).map_err(cannot)
    }

    fn unpacked(&self, limits: Limits) -> Result<Vec<u8>> {
        unpacked(self.zip()?.by_index(0).map_err(cannot)?, limits)
    }

    /// Writes the part as it is packed.
    fn copy_to(&self, out: &mut ZipWriter<Cursor<Vec<u8>>>) -> Result<()> {
        out.raw_copy_file(self.zip()?.by_index_raw(0).map_err(cannot)?).map_err(cannot)
    }
}

/// A part's new text while it is being packed.
struct Packing {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    failed: Result<()>,
}

impl Packing {
    fn of(name: &str, options: SimpleFileOptions) -> Result<Packing> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, options).map_err(cannot)?;
        Ok(Packing { zip, failed: Ok(()) })
    }

    fn push(&mut self, text: &str) {
        if self.failed.is_ok() {
            self.failed = self.zip.write_all(text.as_bytes()).map_err(|error| cannot(error.into()));
        }
    }

    fn finish(self) -> Result<Packed> {
        self.failed?;
        Ok(Packed(self.zip.finish().map_err(cannot)?.into_inner()))
    }
}

/// What a part holds.
fn unpacked(part: ZipFile<'_, impl Read>, limits: Limits) -> Result<Vec<u8>> {
    let most = megabytes(limits.part_mb);
    let mut bytes = Vec::with_capacity(usize::try_from(part.size().min(most)).unwrap_or_default());
    // The size it declares need not be true.
    part.take(most + 1).read_to_end(&mut bytes).map_err(damaged)?;
    if bytes.len() as u64 > most {
        return Err(damaged(format_args!("a part of it would unpack to more than {} MB", most >> 20)));
    }
    Ok(bytes)
}

fn cannot(error: ZipError) -> Error {
    Error::new(Code::Fault, format!("the workbook could not be put together: {error}"))
        .help("please report what kind of file it is")
}

/// A name without its `%20`.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok()).filter(|_| *first == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
