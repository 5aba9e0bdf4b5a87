//! When a workbook was last saved, as its own properties say.
//!
//! In: the bytes of a file without a password. Out: the day, from `docProps/core.xml` of an xlsx, xlsm or xlsb,
//! `meta.xml` of an ods, or the summary of an xls. The file system's date is never looked at: copying a file changes it.

use chrono::{Datelike, Days, NaiveDate};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::bytes::u32_at;
use super::limits::Limits;
use super::ole::{Ole, SIGN};
use super::parts::Parts;

/// The day on which a workbook was last saved; `None` where it does not say so, as a csv never does.
///
/// ```
/// assert_eq!(escalog::workbook::modified(b"Number,Concern\n"), None);
/// ```
pub fn modified(bytes: &[u8]) -> Option<NaiveDate> {
    if bytes.starts_with(&SIGN) {
        return day_in_summary(&Ole::open(bytes).ok()?.stream(SUMMARY).ok()??).filter(|day| day.year() >= 2005);
    }
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let mut parts = Parts::open(bytes, &Limits::default()).ok()?;
    for (part, element) in [("docprops/core.xml", "modified"), ("meta.xml", "date")] {
        if let Some(text) = parts.part(part).ok().flatten() {
            // No log is older: an earlier day stands for none.
            return day_in(&text, element.as_bytes()).filter(|day| day.year() >= 2005);
        }
    }
    None
}

/// The stream of an OLE file's properties.
const SUMMARY: &str = "\u{5}SummaryInformation";

/// The day on which an OLE file was last saved, as its summary says: \[MS-OLEPS\], PropertySetStream.
fn day_in_summary(stream: &[u8]) -> Option<NaiveDate> {
    const LAST_SAVED: u32 = 13;
    const TIME: u32 = 64;
    /// Of a hundred nanoseconds.
    const A_DAY: u64 = 864_000_000_000;
    let set = stream.get(usize::try_from(u32_at(stream, 44)?).ok()?..)?;
    let properties = set.get(8..)?.chunks_exact(8).take(usize::try_from(u32_at(set, 4)?).ok()?);
    let mut saved = properties.filter(|property| u32_at(property, 0) == Some(LAST_SAVED));
    let value = set.get(usize::try_from(u32_at(saved.next()?, 4)?).ok()?..)?;
    let time = u64::from(u32_at(value, 4)?) | u64::from(u32_at(value, 8)?) << 32;
    let days = Days::new(time / A_DAY);
    NaiveDate::from_ymd_opt(1601, 1, 1)?.checked_add_days(days).filter(|_| u32_at(value, 0) == Some(TIME))
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
