//! A text → its numbers, words and marks.
//!
//! In: what someone typed into a cell. Out: tokens with their places, spaces of every kind left out and
//! every dash one mark, from which dates, numbers, stages and levels of need are read.

/// A number, word or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token<'t> {
    /// What it is.
    pub(super) kind: Kind<'t>,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'t> {
    /// Digits: what they come to, at most `u32::MAX`, and how many.
    Number {
        /// What they come to.
        value: u32,
        /// How many they are.
        digits: usize,
    },
    /// Letters.
    Word(&'t str),
    /// Anything else but space.
    Mark(char),
}

impl<'t> Token<'t> {
    /// Its number.
    pub(super) fn number(&self) -> Option<u32> {
        if let Kind::Number { value, .. } = self.kind { Some(value) } else { None }
    }

    /// How many digits its number has.
    pub(super) fn digits(&self) -> Option<usize> {
        if let Kind::Number { digits, .. } = self.kind { Some(digits) } else { None }
    }

    /// Its word.
    pub(super) fn word(&self) -> Option<&'t str> {
        if let Kind::Word(word) = self.kind { Some(word) } else { None }
    }

    /// Whether it is an apostrophe.
    pub(super) fn is_apostrophe(&self) -> bool {
        matches!(self.kind, Kind::Mark('\'' | '’'))
    }

    /// Whether it can stand between the numbers of a date.
    pub(super) fn is_separator(&self) -> bool {
        matches!(self.kind, Kind::Mark('/' | '-' | '.' | '\\'))
    }
}

/// The number that a word says, where it is one of the first twelve.
pub(super) fn number_in_words(word: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    NUMBERS.iter().zip(1..).find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, number)| number)
}

/// A text with a capital at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(12);
    let mut start = 0;
    while let Some(first) = text.as_bytes().get(start).copied() {
        let rest = text.get(start..).unwrap_or_default();
        // Plain letters and digits are most of any text, so they are told by their bytes.
        let (kind, length) = match first {
            b' ' => (None, 1),
            b'0'..=b'9' => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let value = rest.get(..digits).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX);
                (Some(Kind::Number { value, digits }), digits)
            }
            b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => beyond_digits(rest),
            mark if mark.is_ascii_whitespace() => (None, 1),
            mark => (Some(Kind::Mark(char::from(mark))), 1),
        };
        let end = start + length;
        tokens.extend(kind.map(|kind| Token { kind, start, end }));
        start = end;
    }
    tokens
}

/// The word, mark or space with which a text begins, and its length.
fn beyond_digits(text: &str) -> (Option<Kind<'_>>, usize) {
    let ascii = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_whole = text.as_bytes().get(ascii).is_none_or(u8::is_ascii);
    let letters = if is_whole { ascii } else { text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()) };
    if letters > 0 {
        return (text.get(..letters).map(Kind::Word), letters);
    }
    let mark = text.chars().next().unwrap_or_default();
    let kind = match mark {
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(Kind::Mark('-')),
        _ if mark.is_whitespace() => None,
        _ => Some(Kind::Mark(mark)),
    };
    (kind, mark.len_utf8())
}
