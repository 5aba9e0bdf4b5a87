//! The records of an xls file.
//!
//! In: the bytes of the workbook's stream. Out: records, one after another.

use super::text::Pieces;
use crate::error::Result;
use crate::grid::Address;
use crate::workbook::read::bytes::{breaks_off, two, u16_at};

/// A record: its kind, and its bytes.
pub(super) struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
    /// How many bytes it takes with its head.
    pub length: usize,
}

/// The kinds of record that are read.
pub(super) mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000A;
    pub const NOTE: u16 = 0x001C;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const OBJECT: u16 = 0x005D;
    pub const COLUMNS: u16 = 0x007D;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_PACKED: u16 = 0x00BD;
    pub const RICH_LABEL: u16 = 0x00D6;
    pub const STYLE: u16 = 0x00E0;
    pub const MERGED: u16 = 0x00E5;
    pub const SHARED_TEXTS: u16 = 0x00FC;
    pub const SHARED_LABEL: u16 = 0x00FD;
    pub const OBJECT_TEXT: u16 = 0x01B6;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOLEAN_OR_ERROR: u16 = 0x0205;
    pub const RESULT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const PACKED: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

pub(super) fn record(stream: &[u8], at: usize) -> Result<Option<Record<'_>>> {
    let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) else { return Ok(None) };
    let length = usize::from(length);
    let data = stream.get(at + 4..at + 4 + length).ok_or_else(breaks_off)?;
    Ok(Some(Record { kind, data, length: 4 + length }))
}

/// The record at this place and those that continue it.
pub(super) fn pieces(stream: &[u8], mut at: usize) -> Result<Pieces<'_>> {
    let mut pieces = Vec::new();
    while let Some(record) = record(stream, at)? {
        if !pieces.is_empty() && record.kind != kind::CONTINUE {
            break;
        }
        at += record.length;
        // One that continues with nothing says nothing, not even how its letters are written.
        if pieces.is_empty() || !record.data.is_empty() {
            pieces.push(record.data);
        }
    }
    Ok(Pieces::new(pieces))
}

/// Where a record says that its cell stands.
pub(super) fn place(data: &[u8]) -> Result<Address> {
    Ok(Address::new(two(data, 0)?.into(), two(data, 2)?.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_goes_on_behind_a_continuation_of_nothing() {
        let record = |kind: u16, data: &[u8]| {
            let length = u16::try_from(data.len()).unwrap();
            [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
        };
        // Four letters: two in the record, two behind the flag of the second continuation.
        let stream = [
            record(kind::SHARED_TEXTS, &[0, b'a', b'b']),
            record(kind::CONTINUE, &[]),
            record(kind::CONTINUE, &[0, b'c', b'd']),
        ];
        let text = pieces(&stream.concat(), 0).unwrap().characters_flagged(4);
        assert_eq!(text.as_deref(), Some("abcd"));
    }
}
