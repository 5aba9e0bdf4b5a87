//! Whether a form stands as it was written: nobody filled it in since.

use std::io::Cursor;

use zip::ZipArchive;

/// The parts that tell one form from another. A program that saves a form writes all the others in its own way too.
const OWN: &[&str] =
    &["docProps/core.xml", "word/document.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"];

/// Whether a file is a form as this one was written, of whichever case: no other program saved it.
pub fn is_form_as_written(there: &[u8], form: &[u8]) -> bool {
    parts(there).is_some_and(|there| parts(form) == Some(there))
}

/// The names of a file's parts, and the check sums of those that are the same in every form.
fn parts(bytes: &[u8]) -> Option<Vec<(String, Option<u32>)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let places = 0..zip.len();
    let part = |place| {
        let part = zip.by_index_raw(place).ok()?;
        let name = part.name().ok()?.into_owned();
        let sum = (!OWN.contains(&name.as_str())).then(|| part.crc32());
        Some((name, sum))
    };
    places.map(part).collect()
}
