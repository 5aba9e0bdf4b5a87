//! What looks like a street address in a text.

use super::prelude::*;
use super::private::{Look, find_in_texts};

pub const RULE: Rule = Rule {
    code: "P105",
    name: "street-address",
    severity: Severity::Warning,
    message: "what looks like a street address, {part}, stands under {column}",
    advice: "take the address out; if the place matters, name the town or the ward",
    page: include_str!("street_address.md"),
    by_row: false,
    check,
};

pub const LOOK: Look = Look { rule: &RULE, find: |_, text, digits| address(text, digits) };

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&[LOOK], log, found);
}

/// What a street is called by, as it stands in an address.
const STREETS: &[&str] = &[
    "Road", "Rd", "Street", "St", "Avenue", "Ave", "Lane", "Close", "Drive", "Crescent", "Cres", "Gardens", "Gdns",
    "Grove", "Terrace", "Place", "Court", "Way", "Walk", "Mews", "Square", "Row", "Hill", "Parade", "Croft", "Rise",
];

/// Which courts judge, where no one lives.
const COURTS: &[&str] = &["Family", "Crown", "High", "County", "Magistrates", "Magistrates'", "Youth"];

/// Words after which a number counts something else than a house.
const COUNTED: &[&str] = &["stage", "step", "level", "tier", "year", "section", "appendix", "week", "day", "case"];

/// A house number, one to three words in capitals, and a word for a street: "14 Larch Tree Road".
fn address<'c>(text: &'c str, digits: &[usize]) -> Option<&'c str> {
    let bytes = text.as_bytes();
    let mut place = 0;
    for start in digits.iter().copied() {
        // The next digit of the same number.
        if start < place {
            continue;
        }
        let length = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
        place = start + length;
        if (1..=4).contains(&length)
            && let Some(length) = street_after(text.get(place..)?)
            && is_house(text.get(..start)?)
        {
            return text.get(start..place + length);
        }
    }
    None
}

/// The length of what follows a house number, up to and with the word for the street.
fn street_after(text: &str) -> Option<usize> {
    let text = text.as_bytes();
    // "2a", "31,".
    let skipped = text.iter().take_while(|byte| matches!(byte, b'a'..=b'd' | b'A'..=b'D' | b',')).take(2).count();
    let mut at = skipped;
    let mut before = "";
    for count in 0..=3 {
        at += text.get(at..)?.iter().take_while(|byte| **byte == b' ').count();
        let word = text.get(at..)?;
        let length = word.iter().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'-')).count();
        let word = std::str::from_utf8(word.get(..length)?).ok()?;
        if at == skipped || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        if word == "Court" && COURTS.contains(&before) {
            return None;
        }
        at += length;
        before = word;
        if count > 0 && STREETS.contains(&word) {
            return Some(at);
        }
    }
    None
}

/// Whether a number behind this text can be a house's: not part of a date or reference, and not counting.
fn is_house(before: &str) -> bool {
    let joined = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-'));
    let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !joined && !COUNTED.iter().any(|counted| word.eq_ignore_ascii_case(counted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_courts_and_stages() {
        for (text, found) in [
            ("moved to 14 Larch Tree Road, with aunt", "14 Larch Tree Road"),
            ("lives at 2a Mill Lane.", "2a Mill Lane"),
            ("Flat 3, 31 Quay St", "31 Quay St"),
            ("lives at 14 High Street now", "14 High Street"),
            ("3 Crown Hill", "3 Crown Hill"),
            ("moved to 8 Marine Parade", "8 Marine Parade"),
        ] {
            assert_eq!(LOOK.finds(text).as_deref(), Some(found), "{text}");
        }
        for other in [
            "3 Family Court hearings",
            "2 High Court judges",
            "stage 2 Service Way",
            "on 14/3 Mill Lane nursery rang",
            "seen at Mill Lane nursery",
            "5 Close friends",
            "12 Way to go",
            "2025 in Quay Street",
        ] {
            assert_eq!(LOOK.finds(other), None, "{other}");
        }
    }
}
