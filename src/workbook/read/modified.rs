//! When a workbook was last saved, as its own properties say.
//!
//! In: the file's bytes. Out: the day, from `docProps/core.xml` of an xlsx, xlsm or xlsb, or `meta.xml` of an
//! ods. The file system's date is never looked at: copying a file changes it.

use chrono::{Datelike, NaiveDate};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::limits::Limits;
use super::parts::Parts;

/// The day on which a workbook was last saved; `None` where it does not say so, as a csv never does.
///
/// ```
/// assert_eq!(escalog::workbook::modified(b"Number,Concern\n"), None);
/// ```
pub fn modified(bytes: &[u8]) -> Option<NaiveDate> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let mut parts = Parts::open(bytes, &Limits::default()).ok()?;
    for (part, element) in [("docprops/core.xml", "modified"), ("meta.xml", "date")] {
        if let Some(text) = parts.part(part).ok().flatten() {
            // No workbook of these kinds is older: an earlier day stands for none.
            return day_in(&text, element.as_bytes()).filter(|day| day.year() >= 2005);
        }
    }
    None
}

/// The day in the first element of this name.
fn day_in(text: &[u8], name: &[u8]) -> Option<NaiveDate> {
    let mut reader = Reader::from_reader(text);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => inside = element.local_name().as_ref().as_bytes() == name,
            Event::Text(text) if inside => {
                // The day as the file says it: an hour's difference of zones is no other return.
                return text.into_inner().trim().get(..10)?.parse().ok();
            }
            Event::End(_) => inside = false,
            Event::Eof => return None,
            _ => {}
        }
    }
}
