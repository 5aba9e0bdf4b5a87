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

    /// Whether it can stand between the numbers of a date.
    pub(super) fn is_separator(&self) -> bool {
        matches!(self.kind, Kind::Mark('/' | '-' | '.' | '\\'))
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(12);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() || matches!(first, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') {
            continue;
        }
        let same: fn(char) -> bool = match first {
            '0'..='9' => |c| c.is_ascii_digit(),
            _ if first.is_alphabetic() => char::is_alphabetic,
            _ => {
                let mark = if matches!(first, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { first };
                tokens.push(Token { kind: Kind::Mark(mark), start, end: start + first.len_utf8() });
                continue;
            }
        };
        let mut end = start + first.len_utf8();
        while let Some((place, next)) = chars.next_if(|(_, next)| same(*next)) {
            end = place + next.len_utf8();
        }
        let inside = text.get(start..end).unwrap_or_default();
        let kind = match first {
            '0'..='9' => Kind::Number { value: inside.parse().unwrap_or(u32::MAX), digits: inside.len() },
            _ => Kind::Word(inside),
        };
        tokens.push(Token { kind, start, end });
    }
    tokens
}
