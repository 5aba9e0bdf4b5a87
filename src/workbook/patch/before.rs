//! A marked workbook remembers, in a part of its own, how it was before, byte for byte.
//!
//! In: the file before and after. Out: the file after with the part; and of such a file the one before, as long
//! as nothing else has saved it since. Spreadsheet programs leave the part out when they save, since nothing
//! refers to it, so that it never tells of rows that a person has deleted.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::Result;
use crate::workbook::read::damaged;

/// The part, and what kind it is said to be.
pub(super) const PART: &str = "escalog/before.bin";
pub(super) const PART_TYPE: &str = "application/octet-stream";

const SIGN: &[u8] = b"escalog before 2";
const BYTES: u8 = 0;
const SAME: u8 = 1;

/// A file, part by part.
type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Zip<'_>> {
    ZipArchive::new(Cursor::new(bytes)).map_err(damaged)
}

/// The packed bytes of a part, and where they begin.
fn packed<'a>(zip: &mut Zip<'a>, bytes: &'a [u8], place: usize) -> Option<(usize, &'a [u8])> {
    let part = zip.by_index_raw(place).ok()?;
    let from = usize::try_from(part.data_start()?).ok()?;
    let size = usize::try_from(part.compressed_size()).ok()?;
    Some((from, bytes.get(from..from.checked_add(size)?)?))
}

/// Adds the part to a marked file: what of the file before stands in it too is only referred to.
pub(super) fn remember(before: &[u8], marked: Vec<u8>) -> Result<Vec<u8>> {
    let mut record = SIGN.to_vec();
    {
        let (mut old, mut new) = (open(before)?, open(&marked)?);
        for number in [fingerprint(before), of_parts(&mut new)?, as_u64(before.len())] {
            record.extend(number.to_le_bytes());
        }
        let mut same: Vec<(usize, usize, Vec<u8>)> = Vec::new();
        for place in 0..old.len() {
            let name = old.by_index_raw(place).map_err(damaged)?.name_raw().to_vec();
            let Some((from, bytes)) = packed(&mut old, before, place) else { continue };
            let there = new.index_for_name_raw(&name).and_then(|place| packed(&mut new, &marked, place));
            if there.is_some_and(|(_, there)| there == bytes) && !bytes.is_empty() {
                same.push((from, from + bytes.len(), name));
            }
        }
        same.sort();
        let mut done = 0;
        for (from, to, name) in same.into_iter().filter(|(.., name)| u16::try_from(name.len()).is_ok()) {
            // Two parts of an odd file may share their bytes.
            if from < done {
                continue;
            }
            push(&mut record, BYTES, before.get(done..from).unwrap_or_default());
            push(&mut record, SAME, &name);
            done = to;
        }
        push(&mut record, BYTES, before.get(done..).unwrap_or_default());
    }
    let mut out = ZipWriter::new_append(Cursor::new(marked)).map_err(damaged)?;
    // What it holds is packed already.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    out.start_file(PART, stored).map_err(damaged)?;
    out.write_all(&record).map_err(damaged)?;
    Ok(out.finish().map_err(damaged)?.into_inner())
}

/// The file before, if this one remembers it and is as it was when it was marked.
pub(super) fn recalled(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = open(bytes).ok()?;
    let mut record = Vec::new();
    // What was the file before stands in this one too, in the part or where it stood, and none of it twice.
    let most = as_u64(bytes.len());
    zip.by_name(PART).ok()?.take(most).read_to_end(&mut record).ok()?;
    let mut rest = record.strip_prefix(SIGN)?;
    let mut number = || {
        let (number, after) = rest.split_first_chunk::<8>()?;
        rest = after;
        Some(u64::from_le_bytes(*number))
    };
    let (before, parts, length) = (number()?, number()?, usize::try_from(number()?).ok()?);
    if of_parts(&mut zip).ok()? != parts || as_u64(length) > most {
        return None;
    }
    let mut out = Vec::with_capacity(length);
    while let Some((kind, after)) = rest.split_first() {
        let (size, after) = after.split_first_chunk::<8>()?;
        let (piece, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*size)).ok()?)?;
        rest = after;
        out.extend_from_slice(match *kind {
            BYTES => piece,
            _ => {
                let place = zip.index_for_name_raw(piece)?;
                packed(&mut zip, bytes, place)?.1
            }
        });
        if out.len() > length {
            return None;
        }
    }
    (fingerprint(&out) == before).then_some(out)
}

fn push(record: &mut Vec<u8>, kind: u8, piece: &[u8]) {
    record.push(kind);
    record.extend(as_u64(piece.len()).to_le_bytes());
    record.extend(piece);
}

/// A number for all parts but ours: their names, sizes and check sums.
fn of_parts(zip: &mut Zip<'_>) -> Result<u64> {
    let mut text = Vec::new();
    for place in 0..zip.len() {
        let part = zip.by_index_raw(place).map_err(damaged)?;
        if part.name_raw() != PART.as_bytes() {
            text.extend(part.name_raw());
            for number in [part.size(), part.compressed_size(), u64::from(part.crc32())] {
                text.extend(number.to_le_bytes());
            }
        }
    }
    Ok(fingerprint(&text))
}

/// A number that tells accidental changes (FNV-1a, of eight bytes at a time); who means to deceive can change the marks
/// themselves.
fn fingerprint(bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let numbers = eights.iter().map(|eight| u64::from_le_bytes(*eight)).chain(rest.iter().copied().map(u64::from));
    numbers.fold(0xCBF2_9CE4_8422_2325, |sum, number| (sum ^ number).wrapping_mul(0x0100_0000_01B3))
}

fn as_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
