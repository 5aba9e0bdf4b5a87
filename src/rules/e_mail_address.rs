//! What looks like an e-mail address in a text.

use super::prelude::*;
use super::private::{Look, find_in_texts};

pub const RULE: Rule = Rule {
    code: "P103",
    name: "e-mail-address",
    severity: Severity::Warning,
    message: "what looks like an e-mail address, {part}, stands under {column}",
    advice: "take the address out, and say who was written to by role",
    page: include_str!("e_mail_address.md"),
    by_row: false,
    check,
};

pub const LOOK: Look = Look { rule: &RULE, find: |_, text, _| address(text) };

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_in_texts(&[LOOK], log, found);
}

/// Something before an at sign, and behind it something with a full stop in it.
fn address(text: &str) -> Option<&str> {
    memchr::memchr_iter(b'@', text.as_bytes()).find_map(|at| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'');
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        let from = before.trim_end_matches(is_part).len();
        let host = behind.len() - behind.trim_start_matches(is_part).len();
        let is_host = behind.get(..host)?.trim_end_matches('.').contains('.');
        (from < at && is_host).then(|| text.get(from..at + 1 + host)).flatten()
    })
}
