//! What looks like an NHS number in a text.

use std::ops::Range;

use super::prelude::*;
use super::private::{Look, find_in_texts};

pub const RULE: Rule = Rule {
    code: "P101",
    name: "nhs-number",
    severity: Severity::Warning,
    message: "what looks like an NHS number, {part}, stands under {column}",
    advice: "take the number out: the name or the escalation number says which child it is",
    page: include_str!("nhs_number.md"),
    by_row: false,
    check,
};

const LENGTH: usize = 10;

pub const LOOK: Look = Look { rule: &RULE, find: |_, text, digits| nhs_number(text, digits) };

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&[LOOK], log, found);
}

/// Ten digits, in one or as 3, 3 and 4, of which the last is the check digit.
fn nhs_number<'c>(text: &'c str, digits: &[usize]) -> Option<&'c str> {
    if digits.len() < LENGTH {
        return None;
    }
    let groups = groups(digits);
    let is_gap = |one: &Range<usize>, next: &Range<usize>| matches!(text.get(one.end..next.start), Some(" " | "-"));
    let in_one = groups.iter().filter(|group| group.len() == LENGTH).cloned();
    let in_three = groups.windows(3).filter_map(|three| match three {
        [a, b, c] if [a.len(), b.len(), c.len()] == [3, 3, 4] && is_gap(a, b) && is_gap(b, c) => Some(a.start..c.end),
        _ => None,
    });
    let mut numbers = in_one.chain(in_three).filter(|part| stands_alone(text, part));
    numbers.find_map(|part| text.get(part).filter(|number| is_valid(number)))
}

/// Where digits stand together.
fn groups(digits: &[usize]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for place in digits.iter().copied() {
        match groups.last_mut().filter(|group| group.end == place) {
            Some(group) => group.end += 1,
            None => groups.push(place..place + 1),
        }
    }
    groups
}

/// Whether what stands directly before and after a part of a text is no letter, digit or stroke.
fn stands_alone(text: &str, part: &Range<usize>) -> bool {
    let before = text.get(..part.start).and_then(|text| text.chars().next_back());
    let after = text.get(part.end..).and_then(|text| text.chars().next());
    let is_joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_'));
    !is_joined(before) && !is_joined(after)
}

/// Whether the last digit is that of the first nine, weighed 10 to 2, modulo 11.
///
/// Source: NHS Data Dictionary, NHS Number.
fn is_valid(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let expected = (11 - sum % 11) % 11;
    // One number repeated fits too, and is what people type for want of one.
    let is_varied = digits.windows(2).any(|pair| pair.first() != pair.last());
    is_varied && digits.last() == Some(&expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_decides() {
        assert_eq!(LOOK.finds("NHS no 943 476 5919, seen").as_deref(), Some("943 476 5919"));
        assert_eq!(LOOK.finds("4010232137").as_deref(), Some("4010232137"));
        for other in ["943 476 5918", "ref 9434765919/2", "x9434765919", "0000000000", "94347 65919", "12/03 943 476"] {
            assert_eq!(LOOK.finds(other), None, "{other}");
        }
        assert_eq!(LOOK.finds("3 943-476-5919").as_deref(), Some("943-476-5919"));
    }
}
