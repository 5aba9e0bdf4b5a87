//! A character of a symbol font → the character that a person sees.

/// What the fonts that have boxes and ticks show for a code.
const SHOWN: &[(&str, u32, char)] = &[
    ("wingdings", 0x6C, '●'),
    ("wingdings", 0x6E, '■'),
    ("wingdings", 0x6F, '☐'),
    ("wingdings", 0x71, '☐'),
    ("wingdings", 0x72, '☐'),
    ("wingdings", 0x78, '☒'),
    ("wingdings", 0xA7, '▪'),
    ("wingdings", 0xA8, '☐'),
    ("wingdings", 0xDF, '←'),
    ("wingdings", 0xE0, '→'),
    ("wingdings", 0xFB, '✗'),
    ("wingdings", 0xFC, '✓'),
    ("wingdings", 0xFD, '☒'),
    ("wingdings", 0xFE, '☑'),
    ("wingdings 2", 0x4F, '✗'),
    ("wingdings 2", 0x50, '✓'),
    ("wingdings 2", 0x51, '☒'),
    ("wingdings 2", 0x52, '☑'),
    ("wingdings 2", 0x53, '☒'),
    ("wingdings 2", 0x54, '☒'),
    ("wingdings 2", 0xA3, '☐'),
    ("webdings", 0x61, '✓'),
    ("webdings", 0x63, '☐'),
    ("webdings", 0x72, '✗'),
    ("symbol", 0xAE, '→'),
    ("symbol", 0xB7, '•'),
];

/// The character that this font shows for a code in hexadecimal; of a symbol font's code that is not known, the
/// replacement character, so that the cell is never blank.
pub(super) fn shown(font: &str, code: &str) -> char {
    let code = u32::from_str_radix(code, 16).unwrap_or_default();
    // Symbol fonts have their own codes, from F000 on or without that.
    let own = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let font = font.trim().to_lowercase();
    let of_font = || SHOWN.iter().filter(|(name, ..)| *name == font);
    if let Some((.., shown)) = of_font().find(|(_, known, _)| *known == own) {
        return *shown;
    }
    let is_unicode = of_font().next().is_none() && !(0xE000..=0xF8FF).contains(&code);
    char::from_u32(code).filter(|c| is_unicode && !c.is_control()).unwrap_or(char::REPLACEMENT_CHARACTER)
}
