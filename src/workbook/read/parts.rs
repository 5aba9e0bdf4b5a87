//! The parts of a zipped workbook.
//!
//! In: the bytes of a zip file. Out: which kind of workbook it is, if any, and the text of a part, never
//! longer than a zip may unpack to.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Kind, LARGEST_UNPACKED, damaged, no_workbook, unreadable};
use crate::error::{Error, Result};

/// A zip file with its parts' names, as they are compared: without case, leading slash or backslashes.
pub(super) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Parts<'a> {
    /// Opens the zip, and refuses one that says it would unpack to more than a workbook can be.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Parts<'a>> {
        let mut zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("its parts can't be found; it may be cut off"))?;
        let mut unpacked = 0u64;
        for place in 0..zip.len() {
            unpacked = unpacked.saturating_add(zip.by_index_raw(place).map_err(damaged)?.size());
        }
        if unpacked > LARGEST_UNPACKED {
            return Err(too_large());
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

    /// A part's bytes; `None` where there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let name = same_name(name);
        let Some(place) = self.names.iter().position(|there| *there == name) else { return Ok(None) };
        let file = self.zip.by_index(place).map_err(|error| damaged(format_args!("part `{name}`: {error}")))?;
        let mut bytes = Vec::with_capacity(usize::try_from(file.size()).unwrap_or_default().min(16 << 20));
        // The size it declares need not be true, so it is counted while unpacking too.
        file.take(LARGEST_UNPACKED + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(format_args!("part `{name}`: {error}")))?;
        if u64::try_from(bytes.len()).is_ok_and(|size| size > LARGEST_UNPACKED) {
            return Err(too_large());
        }
        Ok(Some(bytes))
    }
}

fn same_name(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

fn too_large() -> Error {
    unreadable("it would unpack to more than 1 GiB").help("a log is far smaller: save the log alone in a new workbook")
}

/// Which kind of workbook a zip file is.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind> {
    let mut parts = Parts::open(bytes)?;
    if let Some(mime) = parts.part("mimetype")? {
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
        Err(no_workbook("a Word document"))
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
