//! The parts of a zipped workbook.
//!
//! In: the bytes of a zip file. Out: which kind of workbook it is, if any, and the bytes of a part, never
//! more than the limits allow: what the parts say that they unpack to is counted before any is unpacked,
//! and a part that unpacks to more than it says is damaged.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::limits::{Budget, Limits, megabytes};
use super::xml::{attribute, each_element};
use super::{Kind, cut_off, damaged, no_workbook, unreadable};
use crate::error::{Error, Result};

/// The most parts that a zip may list.
const PARTS: u32 = 20_000;

/// A zip file with its parts' names, as they are compared: without case, leading slash or backslashes.
pub(super) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

/// What one part says of another.
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type, such as `worksheet`; empty where it has none.
    pub kind: String,
    /// The name of the other part.
    pub target: String,
}

impl<'a> Parts<'a> {
    /// Opens the zip, and refuses one that says it would unpack to more than a workbook can be.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Parts<'a>> {
        few_enough(bytes)?;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| cut_off())?;
        // Every part counts, also one that is never read: which ones the library reads is the file's to say.
        let mut budget = Budget::new(*limits);
        for place in 0..zip.len() {
            budget.unpack(zip.by_index_raw(place).map_err(damaged)?.size())?;
        }
        let names = zip.file_names_raw().map(|name| same_name(&String::from_utf8_lossy(name))).collect();
        Ok(Parts { zip, names })
    }

    /// Whether a part of this name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|there| there == name)
    }

    fn has_under(&self, folder: &str) -> bool {
        self.names.iter().any(|there| there.starts_with(folder))
    }

    /// Refuses a part that says it unpacks to more than so many megabytes.
    pub(super) fn at_most(&mut self, name: &str, most: u32) -> Result<()> {
        let wanted = same_name(name);
        for place in 0..self.zip.len() {
            if self.names.get(place).is_some_and(|there| *there == wanted)
                && self.zip.by_index_raw(place).map_err(damaged)?.size() > megabytes(most)
            {
                return Err(unreadable(format!("its part `{name}` would unpack to more than {most} MB"))
                    .help("a log is far smaller: save the log alone in a new workbook"));
            }
        }
        Ok(())
    }

    /// A part's bytes; `None` where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        self.start(name, u64::MAX)
    }

    /// Calls for each relation of a part to another; the file itself is the part with an empty name.
    pub(super) fn each_relation(&mut self, part: &str, mut found: impl FnMut(Relation)) -> Result<()> {
        let relations = self.part(&relations_of(part))?.unwrap_or_default();
        each_element(&relations, "Relationship", |element| {
            let Some(target) = attribute(element, "Target") else { return };
            let kind = attribute(element, "Type").unwrap_or_default();
            found(Relation {
                id: attribute(element, "Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolved(part, &target),
            });
        });
        Ok(())
    }

    /// At most so many of a part's first bytes; `None` where there is no such part.
    pub(super) fn start(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>> {
        let name = same_name(name);
        let Some(place) = self.names.iter().position(|there| *there == name) else { return Ok(None) };
        let broken = |error: &dyn std::fmt::Display| -> Error { damaged(format_args!("part `{name}`: {error}")) };
        let file = self.zip.by_index(place).map_err(|error| broken(&error))?;
        let size = file.size().min(most);
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // The zip reader ends with an error where more comes than the part says.
        file.take(most).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(broken(&"it is written in UTF-16, as no spreadsheet program writes"));
        }
        Ok(Some(bytes))
    }
}

/// Refuses a zip that lists more parts than can be meant, before room is made for them.
fn few_enough(bytes: &[u8]) -> Result<()> {
    let listed = memmem::find_iter(bytes, b"PK\x01\x02").take(PARTS as usize + 1).count();
    // The list's own count in the form for large files, wherever one stands.
    let declared = memmem::find_iter(bytes, b"PK\x06\x06").filter_map(|at| {
        let count = bytes.get(at + 32..at + 40)?.try_into().ok()?;
        Some(u64::from_le_bytes(count))
    });
    if listed > PARTS as usize || declared.max().is_some_and(|count| count > u64::from(PARTS)) {
        return Err(damaged(format_args!("it lists more than {PARTS} parts")));
    }
    Ok(())
}

/// Names are compared without case, leading slash or backslashes.
pub(in crate::workbook) fn same_name(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

/// The part that holds what this one says of others.
pub(in crate::workbook) fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The name of a part that another names from where it stands.
pub(in crate::workbook) fn resolved(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let from_root = target.starts_with('/');
    let folder = if from_root { "" } else { part.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Which kind of workbook a zip file is.
pub(super) fn kind(bytes: &[u8], limits: &Limits) -> Result<Kind> {
    let mut parts = Parts::open(bytes, limits)?;
    if let Some(mime) = parts.start("mimetype", 100)? {
        let mime = String::from_utf8_lossy(&mime);
        match mime.trim().strip_prefix("application/vnd.oasis.opendocument.") {
            Some("spreadsheet") => return Ok(Kind::Ods),
            Some("text") => return Err(no_workbook("a text document (ODT)")),
            Some(_) => return Err(no_workbook("another kind of OpenDocument file")),
            None => {}
        }
    }
    if parts.has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if parts.has_under("xl/") {
        Ok(Kind::Xlsx)
    } else if parts.has_under("word/") {
        Ok(Kind::Docx)
    } else if parts.has_under("ppt/") {
        Err(no_workbook("a presentation"))
    } else if parts.has_under("index/") {
        Err(no_workbook("an Apple Numbers or Pages file"))
    } else if parts.has("[content_types].xml") {
        // A workbook's parts may stand anywhere, though no program puts them elsewhere than in `xl`.
        Ok(Kind::Xlsx)
    } else {
        Err(no_workbook("a zip archive"))
    }
}
