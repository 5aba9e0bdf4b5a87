//! Texts in the records of an xls file.
//!
//! In: the bytes of a record, or of one and those that continue it. Out: texts, as wide or narrow characters
//! since Excel 97, in the file's code page before.

use encoding_rs::Encoding;

use crate::workbook::read::bytes::{u16_at, u32_at, utf16};

/// How texts are written in one file.
pub(super) struct Texts {
    is_97: bool,
    page: &'static Encoding,
}

impl Default for Texts {
    fn default() -> Texts {
        Texts { is_97: true, page: encoding_rs::WINDOWS_1252 }
    }
}

impl Texts {
    pub fn version(&mut self, version: u16) {
        self.is_97 = version != 0x0500;
    }

    pub fn is_97(&self) -> bool {
        self.is_97
    }

    pub fn code_page(&mut self, number: u16) {
        self.page = match number {
            874 => encoding_rs::WINDOWS_874,
            932 => encoding_rs::SHIFT_JIS,
            936 => encoding_rs::GBK,
            949 => encoding_rs::EUC_KR,
            950 => encoding_rs::BIG5,
            1250 => encoding_rs::WINDOWS_1250,
            1251 => encoding_rs::WINDOWS_1251,
            1253 => encoding_rs::WINDOWS_1253,
            1254 => encoding_rs::WINDOWS_1254,
            1255 => encoding_rs::WINDOWS_1255,
            1256 => encoding_rs::WINDOWS_1256,
            1257 => encoding_rs::WINDOWS_1257,
            1258 => encoding_rs::WINDOWS_1258,
            10000 => encoding_rs::MACINTOSH,
            _ => encoding_rs::WINDOWS_1252,
        };
    }

    /// Bytes in the file's code page.
    pub fn bytes(&self, bytes: &[u8]) -> String {
        self.page.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// A text with its length in one byte: a sheet's name.
    pub fn short(&self, data: &[u8]) -> Option<String> {
        let (length, rest) = data.split_first()?;
        self.characters(usize::from(*length), rest)
    }

    /// A text with its length in two bytes.
    pub fn long(&self, data: &[u8]) -> Option<String> {
        let length = usize::from(u16_at(data, 0)?);
        // Some programs leave everything else of an empty text out.
        if length == 0 { Some(String::new()) } else { self.characters(length, data.get(2..)?) }
    }

    /// The code of a number format, which stands behind its number.
    pub fn format(&self, data: &[u8]) -> Option<String> {
        let data = data.get(2..)?;
        if self.is_97 { self.long(data) } else { self.short(data) }
    }

    /// So many characters, or as many as there are.
    fn characters(&self, length: usize, data: &[u8]) -> Option<String> {
        if self.is_97 {
            Pieces::new(vec![data]).characters_flagged(length)
        } else {
            Some(self.bytes(data.get(..length.min(data.len()))?))
        }
    }
}

/// A record and those that continue it, and how far they are read.
pub(super) struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn new(pieces: Vec<&'a [u8]>) -> Pieces<'a> {
        Pieces { pieces, piece: 0, at: 0 }
    }

    /// What is left of the piece being read.
    fn rest(&self) -> &'a [u8] {
        self.pieces.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    fn next_piece(&mut self) -> Option<()> {
        self.piece += 1;
        self.at = 0;
        (self.piece < self.pieces.len()).then_some(())
    }

    pub fn at_end(&mut self) -> bool {
        while self.rest().is_empty() {
            if self.next_piece().is_none() {
                return true;
            }
        }
        false
    }

    /// Passes over bytes, also those in further pieces.
    pub fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let here = self.rest().len().min(bytes);
            self.at += here;
            bytes -= here;
            if bytes > 0 {
                self.next_piece()?;
            }
        }
        Some(())
    }

    /// A text of the shared ones, what is noted of its fonts and readings passed over.
    pub fn rich_text(&mut self) -> Option<String> {
        let rest = self.rest();
        let (length, flags) = (usize::from(u16_at(rest, 0)?), *rest.get(2)?);
        let mut head = 3;
        let (mut runs, mut more) = (0, 0);
        if flags & 8 != 0 {
            runs = usize::from(u16_at(rest, head)?);
            head += 2;
        }
        if flags & 4 != 0 {
            more = usize::try_from(u32_at(rest, head)?).ok()?;
            head += 4;
        }
        self.at += head;
        let text = self.characters(length, flags & 1 != 0)?;
        self.skip(runs * 4)?;
        self.skip(more)?;
        Some(text)
    }

    /// So many characters, or as many as there are, after a byte that says whether they are wide.
    pub fn characters_flagged(&mut self, length: usize) -> Option<String> {
        let flags = *self.rest().first()?;
        self.at += 1;
        // Fonts and readings may be announced here too; a label has none behind it that matters.
        self.characters(length, flags & 1 != 0)
    }

    fn characters(&mut self, mut length: usize, mut wide: bool) -> Option<String> {
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let width = if wide { 2 } else { 1 };
            let here = length.min(rest.len() / width);
            let bytes = rest.get(..here * width)?;
            if wide {
                text.push_str(&utf16(bytes));
            } else {
                text.extend(bytes.iter().map(|byte| char::from(*byte)));
            }
            self.at += here * width;
            length -= here;
            if length == 0 {
                return Some(text);
            }
            // A further piece says anew whether its characters are wide.
            if self.next_piece().is_none() {
                return Some(text);
            }
            wide = self.rest().first()? & 1 != 0;
            self.at += 1;
        }
    }
}
