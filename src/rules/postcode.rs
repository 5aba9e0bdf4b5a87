//! What looks like a postcode in a text.

use super::prelude::*;
use super::private::{Look, find_in_texts};

pub const RULE: Rule = Rule {
    code: "P104",
    name: "postcode",
    severity: Severity::Warning,
    message: "what looks like a postcode, {part}, stands under {column}",
    advice: "take it out; if the place matters, name the town or the ward",
    page: include_str!("postcode.md"),
    by_row: false,
    check,
};

pub const LOOK: Look = Look { rule: &RULE, find: |_, text, digits| postcode(text, digits) };

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&[LOOK], log, found);
}

/// The letters with which a British postcode begins.
const AREAS: &[&str] = &[
    "AB", "AL", "B", "BA", "BB", "BD", "BF", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM", "CO",
    "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH", "EN", "EX", "FK",
    "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA",
    "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN",
    "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK",
    "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB",
    "W", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
];

/// A whole postcode in capitals, such as `XX1 2AB`: the last three signs are looked for first.
fn postcode<'c>(text: &'c str, digits: &[usize]) -> Option<&'c str> {
    let bytes = text.as_bytes();
    let is_inward = |part: &[u8]| matches!(part, [_, one, two] if is_inward_letter(*one) && is_inward_letter(*two));
    let mut inward = digits.iter().copied().filter(|place| bytes.get(*place..place + 3).is_some_and(is_inward));
    inward.find_map(|place| {
        /// The signs of the longest first half, and one more.
        const BEFORE: usize = 5;
        let after = text.get(place + 3..)?.chars().next();
        let before = text.get(..place)?;
        let outward = before.strip_suffix(' ').unwrap_or(before);
        let signs = outward.bytes().rev().take(BEFORE);
        let from = outward.len() - signs.take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
        let joined = outward.get(..from)?.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '/');
        let whole = !joined && !after.is_some_and(char::is_alphanumeric) && is_outward(outward.get(from..)?);
        whole.then(|| text.get(from..place + 3)).flatten()
    })
}

/// The letters that the last two of a postcode can be.
fn is_inward_letter(letter: u8) -> bool {
    letter.is_ascii_uppercase() && !matches!(letter, b'C' | b'I' | b'K' | b'M' | b'O' | b'V')
}

/// An area, a digit, and perhaps another digit or letter.
fn is_outward(text: &str) -> bool {
    let area = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let Some((area, district)) = text.split_at_checked(area) else { return false };
    let district = matches!(district.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z']);
    district && AREAS.contains(&area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_told_from_stages_and_references() {
        for (text, found) in [("moved to L1 8JQ today", "L1 8JQ"), ("SW1A 1AA.", "SW1A 1AA"), ("at B336TB", "B336TB")] {
            assert_eq!(LOOK.finds(text).as_deref(), Some(found), "{text}");
        }
        for other in
            ["S47 1st visit", "Y7 2ND", "level L4 2nd stage", "S17 2 TH", "WC/PVP/1 2AB", "CFS 1 2AB4", "XQ1 2AB"]
        {
            assert_eq!(LOOK.finds(other), None, "{other}");
        }
    }
}
