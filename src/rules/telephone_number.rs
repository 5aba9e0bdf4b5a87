//! What looks like a telephone number in a text.

use super::prelude::*;
use super::private::{Look, find_in_texts};

pub const RULE: Rule = Rule {
    code: "P102",
    name: "telephone-number",
    severity: Severity::Warning,
    message: "what looks like a telephone number, {part}, stands under {column}",
    advice: "take the number out, and say who was spoken to by role",
    page: include_str!("telephone_number.md"),
    by_row: false,
    check,
};

pub const LOOK: Look = Look { rule: &RULE, find: |_, text, digits| telephone_number(text, digits) };

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&[LOOK], log, found);
}

/// A British number: eleven digits from 0, or ten after +44, in groups apart by spaces, hyphens or brackets.
fn telephone_number<'c>(text: &'c str, digits: &[usize]) -> Option<&'c str> {
    const FEWEST: usize = 11;
    if digits.len() < FEWEST {
        return None;
    }
    let bytes = text.as_bytes();
    let begins = (0..bytes.len()).filter(|place| {
        let before = place.checked_sub(1).and_then(|before| bytes.get(before));
        matches!(bytes.get(*place), Some(b'0' | b'+'))
            && !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'+'))
    });
    begins.filter_map(|start| text.get(start..start + length(bytes.get(start..)?)?)).next()
}

/// The length of the number with which a text begins.
fn length(text: &[u8]) -> Option<usize> {
    let (mut digits, mut group, mut in_first) = (0usize, 0usize, true);
    let is_abroad = text.starts_with(b"+44") || text.starts_with(b"0044");
    // "+44 (0)151" says the 0 in brackets besides.
    let wanted = match (is_abroad, text.starts_with(b"+"), memchr::memmem::find(text.get(..10)?, b"(0)").is_some()) {
        (false, true, _) => return None,
        (false, false, _) => 11,
        (true, plus, zero) => 12 + usize::from(!plus) * 2 + usize::from(zero),
    };
    if !is_abroad && !matches!(text.get(1), Some(b'1' | b'2' | b'3' | b'7' | b'8')) {
        return None;
    }
    for (place, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                group += 1;
                let next = text.get(place + 1);
                if digits == wanted && !next.is_some_and(u8::is_ascii_alphanumeric) {
                    return Some(place + 1);
                }
            }
            b'+' if place == 0 => {}
            b' ' | b'-' | b'(' | b')' => {
                // "01 04 2025" begins with a group that is too short for an area.
                if in_first && group > 0 && !is_abroad && group < 3 {
                    return None;
                }
                in_first &= group == 0;
                group = 0;
            }
            _ => return None,
        }
        if digits > wanted {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_dates_and_references() {
        for (text, number) in [
            ("rang 0151 496 0123 twice", "0151 496 0123"),
            ("mum 07700900123.", "07700900123"),
            ("07700 900 123, 14/3", "07700 900 123"),
            ("(020) 7946 0123", "020) 7946 0123"),
            ("+44 7700 900123", "+44 7700 900123"),
            ("+44 (0)151 496 0123", "+44 (0)151 496 0123"),
        ] {
            assert_eq!(LOOK.finds(text).as_deref(), Some(number), "{text}");
        }
        for other in [
            "01/04/2025 and 02/04/2025",
            "01 04 2025 02 04 2025",
            "01-04-2025 10-15-00",
            "ref 00417263541",
            "12 0151 496 012",
        ] {
            assert_eq!(LOOK.finds(other), None, "{other}");
        }
    }
}
