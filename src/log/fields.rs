//! What the readers of fields share: a name alone, a formula without a result, a text as it is compared.

use super::headings::means_agency;
use super::nothing::is_unnamed;
use super::tokens::{Kind, tokens};
use super::{Field, Unclear, words};
use crate::grid::Value;

/// A cell that can't be read whatever it should be.
pub(super) fn broken(value: &Value) -> Option<Unclear> {
    matches!(value, Value::Error(_) | Value::NotCalculated).then_some(Unclear::Formula)
}

/// A text without "School:" or another label of an agency before it.
pub(super) fn without_label(text: &str) -> &str {
    match text.split_once(':') {
        Some((label, rest)) if !rest.trim().is_empty() && means_agency(label) => rest.trim(),
        _ => text,
    }
}

/// A name, initials or case number alone in its cell.
pub(super) fn name(value: &Value) -> Field<String> {
    match (broken(value), value) {
        (Some(why), _) => Field::Unclear(why),
        (None, Value::Text(text)) if is_unnamed(text) => Field::Blank,
        (None, Value::Text(text)) => Field::Known(text.trim().to_owned()),
        (None, other) => Field::Known(other.shown()),
    }
}

/// A text's words and numbers in lower case, apart by single spaces; "s. 17" and "S17" are the same.
pub(super) fn words_of(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut letter = false;
    let tokens = tokens(text);
    for (place, token) in tokens.iter().enumerate() {
        let written = || text.get(token.start..token.end).unwrap_or_default();
        let piece = words::word_at(&tokens, place).unwrap_or_else(written);
        match token.kind {
            Kind::Mark(_) => continue,
            Kind::Number { .. } if letter => {}
            _ if words.is_empty() => {}
            _ => words.push(' '),
        }
        words.extend(piece.chars().flat_map(char::to_lowercase));
        letter = token.word().is_some_and(|word| word.len() == 1);
    }
    words
}
