//! Containers written byte by byte, so that they can lie: zip files, deflated runs, OLE files.

/// An entry of a zip file: what it says of itself, and its bytes as they stand in the file.
#[derive(Clone)]
pub struct Entry {
    name: String,
    method: u16,
    data: Vec<u8>,
    declared: u64,
    sum: u32,
    /// The number of the entry whose bytes this one shares.
    shares: Option<usize>,
}

/// An entry as it should be.
pub fn stored(name: &str, data: impl Into<Vec<u8>>) -> Entry {
    let data = data.into();
    Entry { name: name.to_owned(), method: 0, declared: data.len() as u64, sum: crc(&data), data, shares: None }
}

/// An entry that unpacks to a text, many times one byte, and a text; its sum is wrong, which is found last.
pub fn run(name: &str, before: &str, byte: u8, times: u64, after: &str) -> Entry {
    let declared = before.len() as u64 + times + after.len() as u64;
    let data = deflated(before.as_bytes(), byte, times, after.as_bytes());
    Entry { name: name.to_owned(), method: 8, data, declared, sum: 0, shares: None }
}

impl Entry {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same, but it says that it unpacks to so many bytes.
    pub fn declares(self, declared: u64) -> Entry {
        Entry { declared, ..self }
    }

    /// The same under another name, with the bytes of the entry of this number.
    pub fn sharing(self, name: String, shares: usize) -> Entry {
        Entry { name, data: Vec::new(), shares: Some(shares), ..self }
    }
}

/// A zip file of these entries.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut central, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let size = u32::try_from(entry.declared).unwrap_or(u32::MAX - 1);
        let compressed = entry.shares.map_or(entry.data.len(), |of: usize| entries[of].data.len());
        let mut common = Vec::new();
        for number in [20, 0, entry.method, 0, 0] {
            common.extend(number.to_le_bytes());
        }
        for number in [entry.sum, compressed as u32, size] {
            common.extend(number.to_le_bytes());
        }
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        let at = entry.shares.map_or(out.len(), |of: usize| places[of]);
        places.push(at);
        if entry.shares.is_none() {
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(entry.name.as_bytes());
            out.extend(&entry.data);
        }
        central.extend(b"PK\x01\x02\x14\x00");
        central.extend(&common);
        central.extend([0; 10]);
        central.extend((at as u32).to_le_bytes());
        central.extend(entry.name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&central);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([(entries.len() as u16).to_le_bytes(), (entries.len() as u16).to_le_bytes()].concat());
    out.extend((central.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn crc(data: &[u8]) -> u32 {
    let table: Vec<u32> = (0..256u32)
        .map(|byte| (0..8).fold(byte, |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 }))
        .collect();
    !data.iter().fold(!0, |sum, byte| table[(sum ^ u32::from(*byte)) as usize & 255] ^ (sum >> 8))
}

/// A deflate stream: a stored block, a block of one byte and copies of it, a stored block.
fn deflated(before: &[u8], byte: u8, times: u64, after: &[u8]) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.stored(before, false);
    if times > 0 {
        bits.put(0b010, 3);
        bits.literal(byte);
        // 258 bytes more, from one byte back: the code for the length is 11000101, for the distance 00000.
        let copies = (times - 1) / 258;
        for _ in 0..copies {
            bits.code(0b1100_0101, 8);
            bits.code(0, 5);
        }
        for _ in 0..(times - 1) % 258 {
            bits.literal(byte);
        }
        bits.code(0, 7);
    }
    bits.stored(after, true);
    bits.out
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, bits: u64, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code stands with its highest bit first.
    fn code(&mut self, code: u64, count: u32) {
        self.put(code.reverse_bits() >> (64 - count), count);
    }

    fn literal(&mut self, byte: u8) {
        if byte < 144 { self.code(0x30 + u64::from(byte), 8) } else { self.code(0x190 + u64::from(byte) - 144, 9) }
    }

    fn stored(&mut self, data: &[u8], last: bool) {
        assert!(data.len() < 1 << 16);
        self.put(u64::from(last), 3);
        let pad = (8 - self.count % 8) % 8;
        self.put(0, pad);
        let length = data.len() as u16;
        self.out.extend(length.to_le_bytes());
        self.out.extend((!length).to_le_bytes());
        self.out.extend(data);
    }
}

/// An OLE file with one stream; `next` may change the table of what follows each sector.
pub fn ole(name: &str, stream: &[u8], next: impl FnOnce(&mut [u32])) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let mut data = stream.to_vec();
    // Short streams are kept elsewhere, so this one is long.
    data.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = (data.len() / 512) as u32;
    // Sector 0 is the directory, then the stream, then the table.
    let tables = (sectors + 2).div_ceil(127) + 1;
    let mut table = vec![0xFFFF_FFFF; tables as usize * 128];
    table[0] = END;
    for sector in 1..=sectors {
        table[sector as usize] = if sector == sectors { END } else { sector + 1 };
    }
    for place in sectors + 1..sectors + 1 + tables {
        table[place as usize] = 0xFFFF_FFFD;
    }
    next(&mut table);
    let mut out = vec![0; 512];
    out[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let numbers = [(24, 0x3E), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)];
    for (at, number) in numbers {
        out[at..at + 2].copy_from_slice(&(number as u16).to_le_bytes());
    }
    for (at, number) in [(44, tables), (48, 0), (56, 4096), (60, END), (64, 0), (68, END), (72, 0)] {
        out[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    assert!(tables <= 109);
    for place in 0..109 {
        let number = if place < tables { sectors + 1 + place } else { 0xFFFF_FFFF };
        let at = 76 + place as usize * 4;
        out[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    out.extend(entry("Root Entry", 5, 1, END, 0));
    out.extend(entry(name, 2, 0xFFFF_FFFF, 1, stream.len().max(4096) as u64));
    out.resize(1024, 0);
    out.extend(data);
    out.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    out
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u64) -> Vec<u8> {
    let mut out = vec![0; 128];
    let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    out[..units.len()].copy_from_slice(&units);
    out[64..66].copy_from_slice(&(units.len() as u16).to_le_bytes());
    out[66] = kind;
    out[67] = 1;
    for (at, number) in [(68, u32::MAX), (72, u32::MAX), (76, child), (116, start)] {
        out[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    out[120..128].copy_from_slice(&size.to_le_bytes());
    out
}
