//! An OLE compound file: the wrapping of xls files and of files with a password.
//!
//! In: the file's bytes. Out: the names of its streams, and a stream's bytes, never more than the file has:
//! a chain of sectors that comes round to itself is damage.

use super::bytes::{u16_at, u32_at, utf16};
use super::{cut_off, damaged};
use crate::error::{Error, Result};

/// What an OLE file begins with.
pub(super) const SIGN: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

const HEADER: usize = 512;
const END: u32 = 0xFFFF_FFFE;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

/// An opened OLE file.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// After each sector, the next of its chain.
    next: Vec<u32>,
    entries: Vec<Entry>,
    mini_cutoff: u32,
    mini_next: Vec<u32>,
    mini_stream: Vec<u8>,
}

struct Entry {
    name: String,
    /// Whether its name has a length that a name can have.
    is_named: bool,
    /// The entries beside and below it, by their numbers.
    links: [u32; 3],
    is_stream: bool,
    start: u32,
    size: u64,
}

impl<'a> Ole<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Ole<'a>> {
        let header = |at| u32_at(bytes, at).ok_or_else(cut_off);
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged("its beginning makes no sense")),
        };
        let mut ole = Ole {
            bytes,
            sector,
            next: Vec::new(),
            entries: Vec::new(),
            mini_cutoff: header(56)?,
            mini_next: Vec::new(),
            mini_stream: Vec::new(),
        };
        ole.next = ole.table(header(68)?)?;
        let directory = ole.chain(header(48)?, u64::MAX)?;
        ole.entries = directory.chunks_exact(ENTRY).filter_map(|entry| Entry::of(entry, sector)).collect();
        if let Some((start, size)) =
            ole.entries.first().map(|root| (root.start, root.size)).filter(|(start, _)| *start < END)
        {
            ole.mini_stream = ole.chain(start, size)?;
            if let Some(first) = u32_at(bytes, 60).filter(|first| *first < END) {
                ole.mini_next = numbers(&ole.chain(first, u64::MAX)?);
            }
        }
        Ok(ole)
    }

    /// How many entries its directory has room for.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// Whether its directory leads to entries with names only.
    pub fn is_sound(&self) -> bool {
        let leads_well =
            |link: &u32| *link == u32::MAX || self.entries.get(*link as usize).is_some_and(|entry| entry.is_named);
        self.entries.first().is_some_and(|root| root.is_named)
            && self.entries.iter().all(|entry| !entry.is_named || entry.links.iter().all(leads_well))
    }

    /// A stream's bytes; `None` where there is no such stream.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let found = self.entries.iter().find(|entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name));
        let Some(entry) = found else { return Ok(None) };
        if entry.size >= u64::from(self.mini_cutoff) {
            return self.chain(entry.start, entry.size).map(Some);
        }
        let size = usize::try_from(entry.size).unwrap_or_default();
        let mut out = Vec::with_capacity(size);
        for place in follow(entry.start, &self.mini_next, size.div_ceil(MINI_SECTOR))? {
            let at = place.saturating_mul(MINI_SECTOR);
            let end = at.saturating_add(MINI_SECTOR).min(self.mini_stream.len());
            out.extend_from_slice(self.mini_stream.get(at..end).ok_or_else(cut_off)?);
        }
        out.truncate(size);
        Ok(Some(out))
    }

    /// The bytes of a sector; the last of a file may be short.
    fn sector(&self, number: usize) -> Result<&'a [u8]> {
        // The header takes the place of a sector, of a large one too.
        let at = number.checked_add(1).and_then(|number| number.checked_mul(self.sector)).ok_or_else(cut_off)?;
        let end = at.saturating_add(self.sector).min(self.bytes.len());
        self.bytes.get(at..end).filter(|sector| !sector.is_empty()).ok_or_else(cut_off)
    }

    /// The bytes of a chain of sectors, at most so many.
    fn chain(&self, start: u32, size: u64) -> Result<Vec<u8>> {
        let most = usize::try_from(size).unwrap_or(usize::MAX);
        let places = follow(start, &self.next, most.div_ceil(self.sector))?;
        let mut out = Vec::with_capacity(places.len() * self.sector);
        for number in places {
            out.extend_from_slice(self.sector(number)?);
        }
        out.truncate(most);
        Ok(out)
    }

    /// The table of the chains: its sectors are listed in the header, and on in sectors of their own.
    fn table(&self, mut more: u32) -> Result<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut places = numbers(self.bytes.get(76..HEADER).ok_or_else(cut_off)?);
        let mut lists = 0;
        while more < 0xFFFF_FFFA {
            lists += 1;
            if lists > most {
                return Err(round());
            }
            let mut list = numbers(self.sector(more as usize)?);
            more = list.pop().ok_or_else(cut_off)?;
            places.extend(list);
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|place| *place < 0xFFFF_FFFA) {
            table.extend(numbers(self.sector(place as usize)?));
            // One entry a sector is enough; what is listed beyond is unused.
            if table.len() >= most {
                break;
            }
        }
        Ok(table)
    }
}

impl Entry {
    fn of(bytes: &[u8], sector: usize) -> Option<Entry> {
        let length = usize::from(u16_at(bytes, 64)?);
        let is_named = (2..=64).contains(&length) && length.is_multiple_of(2);
        let length = length.clamp(2, 64) - 2;
        let links = [u32_at(bytes, 68)?, u32_at(bytes, 72)?, u32_at(bytes, 76)?];
        let size = u64::from(u32_at(bytes, 120)?);
        // With small sectors the upper half of the size may hold anything.
        let upper = if sector == 512 { 0 } else { u64::from(u32_at(bytes, 124)?) };
        let is_stream = bytes.get(66) == Some(&2);
        Some(Entry {
            name: utf16(bytes.get(..length)?),
            is_named,
            links,
            is_stream,
            start: u32_at(bytes, 116)?,
            size: size | upper << 32,
        })
    }
}

/// The places of a chain in order, at most so many.
fn follow(start: u32, next: &[u32], most: usize) -> Result<Vec<usize>> {
    let mut places = Vec::new();
    let mut at = start;
    while at < 0xFFFF_FFFA && places.len() < most {
        // No chain is longer than the table has entries, unless it comes round.
        if places.len() >= next.len() {
            return Err(round());
        }
        places.push(at as usize);
        at = *next.get(at as usize).ok_or_else(cut_off)?;
    }
    Ok(places)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}

fn round() -> Error {
    damaged("one of its parts leads back to itself and never ends")
}
