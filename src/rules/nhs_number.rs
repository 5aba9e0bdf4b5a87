//! What looks like an NHS number in a text.

use super::prelude::*;
use super::private::{digit_groups, digits_in, find_in_texts, stands_alone};

pub const RULE: Rule = Rule {
    code: "P101",
    name: "nhs-number",
    severity: Severity::Warning,
    message: "what looks like an NHS number, {part}, stands under {column}",
    advice: "take the number out: the name or the escalation number says which child it is",
    page: include_str!("nhs_number.md"),
    check,
};

const LENGTH: usize = 10;

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&RULE, |_, text| nhs_number(text), log, found);
}

/// Ten digits, in one or as 3, 3 and 4, of which the last is the check digit.
fn nhs_number(text: &str) -> Option<&str> {
    if digits_in(text) < LENGTH {
        return None;
    }
    for row in digit_groups(text) {
        for length in [1, 3] {
            for groups in row.windows(length) {
                let shape: Vec<usize> = groups.iter().map(ExactSizeIterator::len).collect();
                let (Some(first), Some(last)) = (groups.first(), groups.last()) else { continue };
                let part = first.start..last.end;
                let number = text.get(part.clone())?;
                if matches!(shape.as_slice(), [10] | [3, 3, 4]) && is_valid(number) && stands_alone(text, &part) {
                    return Some(number);
                }
            }
        }
    }
    None
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
        assert_eq!(nhs_number("NHS no 943 476 5919, seen"), Some("943 476 5919"));
        assert_eq!(nhs_number("4010232137"), Some("4010232137"));
        for other in ["943 476 5918", "ref 9434765919/2", "x9434765919", "0000000000", "94347 65919", "12/03 943 476"] {
            assert_eq!(nhs_number(other), None, "{other}");
        }
        assert_eq!(nhs_number("3 943-476-5919"), Some("943-476-5919"));
    }
}
