//! What looks like a street address in a text.

use super::prelude::*;
use super::private::find_in_texts;

pub const RULE: Rule = Rule {
    code: "P105",
    name: "street-address",
    severity: Severity::Warning,
    message: "what looks like a street address, {part}, stands under {column}",
    advice: "take the address out; if the place matters, name the town or the ward",
    page: include_str!("street_address.md"),
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&RULE, |_, text| address(text), log, found);
}

/// What a street is called by, as it stands in an address.
const STREETS: &[&str] = &[
    "Road", "Rd", "Street", "St", "Avenue", "Ave", "Lane", "Close", "Drive", "Crescent", "Cres", "Gardens", "Gdns",
    "Grove", "Terrace", "Place", "Court", "Way", "Walk", "Mews", "Square", "Row", "Hill",
];

/// A house number, one to three words in capitals, and a word for a street: "14 Larch Tree Road".
fn address(text: &str) -> Option<&str> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut before: [&str; 5] = [""; 5];
    for word in text.split_whitespace() {
        if word.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
            && STREETS.contains(&word.trim_end_matches([',', '.', ';', ':', ')', '\'', '"']))
            && let Some(number) = number_before(&before)
        {
            return part(text, number, word);
        }
        before.rotate_left(1);
        if let Some(last) = before.last_mut() {
            *last = word;
        }
    }
    None
}

/// The house number before a street's name, where the words between can be one.
fn number_before<'t>(before: &[&'t str; 5]) -> Option<&'t str> {
    // Courts that judge, and numbers that count something else.
    const COURTS: &[&str] = &["Family", "Crown", "High", "County", "Magistrates", "Magistrates'", "Youth"];
    const COUNTED: &[&str] =
        &["stage", "step", "level", "tier", "year", "section", "appendix", "week", "day", "no", "case"];
    let mut words = before.iter().rev();
    let name = words.by_ref().take_while(|word| word.as_bytes().first().is_some_and(u8::is_ascii_uppercase));
    let count = name.filter(|word| !COURTS.contains(word)).count();
    let mut rest = before.iter().rev().skip(count);
    let number = *rest.next().filter(|_| (1..=3).contains(&count))?;
    let digits = number.trim_end_matches([',', 'a', 'b', 'c', 'd', 'A', 'B', 'C', 'D']);
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_counted = rest.next().is_some_and(|word| COUNTED.iter().any(|counted| word.eq_ignore_ascii_case(counted)));
    (is_number && !is_counted).then_some(number)
}

/// From one word of a text to another, both of that text.
fn part<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let place = |word: &str| (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    text.get(place(from)?..place(to)? + to.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_courts_and_stages() {
        for (text, found) in [
            ("moved to 14 Larch Tree Road, with aunt", "14 Larch Tree Road,"),
            ("lives at 2a Mill Lane.", "2a Mill Lane."),
            ("Flat 3, 31 Quay St", "31 Quay St"),
        ] {
            assert_eq!(address(text), Some(found), "{text}");
        }
        for other in [
            "3 Family Court hearings",
            "stage 2 Service Way",
            "on 14/3 Mill Lane nursery rang",
            "seen at Mill Lane nursery",
            "5 Close friends",
            "12 Way to go",
            "2025 in Quay Street",
        ] {
            assert_eq!(address(other), None, "{other}");
        }
    }
}
