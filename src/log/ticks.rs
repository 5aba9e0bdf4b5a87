//! Tick boxes in a cell, as forms have them: `☐ Yes ☒ No` → what is ticked.
//!
//! In: a cell's text. Out: the words beside the boxes that are ticked.

/// The boxes of one character, and whether they are ticked.
const BOXES: &[(char, bool)] = &[
    ('☐', false),
    ('□', false),
    ('◻', false),
    ('☒', true),
    ('☑', true),
    ('🗹', true),
    ('✓', true),
    ('✔', true),
    ('√', true),
    ('■', true),
];

/// Other signs that answer a question where they stand alone.
const SIGNS: &[(char, bool)] = &[('✅', true), ('✗', false), ('✘', false), ('❌', false)];

/// Whether a text that is one box or sign and nothing else says yes; `None` for any other text.
pub(super) fn alone(text: &str) -> Option<bool> {
    let mut signs = text.chars();
    if let (Some(sign), None) = (signs.next(), signs.next()) {
        return BOXES.iter().chain(SIGNS).find(|(known, _)| *known == sign).map(|(_, is_yes)| *is_yes);
    }
    first_box(text).filter(|(at, length, _)| *at == 0 && *length == text.len()).map(|(_, _, is_ticked)| is_ticked)
}

/// The words beside the ticked boxes of a text, joined by "and"; `None` where it has no boxes, or where nobody can tell
/// which words belong to which box.
pub(super) fn ticked(text: &str) -> Option<String> {
    if text.is_ascii() && !text.contains('[') {
        return None;
    }
    // What stands before the first box, and each box with what stands after it.
    let mut before = text;
    let mut boxes: Vec<(bool, &str)> = Vec::new();
    while let Some((at, mark, is_ticked)) = first_box(boxes.last().map_or(before, |(_, after)| after)) {
        let rest = match boxes.last_mut() {
            Some((_, after)) => cut(after, at),
            None => cut(&mut before, at),
        };
        boxes.push((is_ticked, rest.get(mark..).unwrap_or_default()));
    }
    let is_blank = |text: &str| !text.contains(char::is_alphanumeric);
    let words: Vec<&str> = if is_blank(before) || before.trim_end().ends_with(':') {
        boxes.iter().map(|(_, after)| *after).collect()
    } else if boxes.last().is_some_and(|(_, after)| is_blank(after)) {
        std::iter::once(before).chain(boxes.iter().map(|(_, after)| *after)).collect()
    } else {
        return None;
    };
    let mut chosen: Vec<&str> = Vec::new();
    for ((is_ticked, _), words) in boxes.iter().zip(words) {
        let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|'));
        // Another sign may be a tick.
        let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !"/&-–—,.;:'’+?()".contains(c);
        let in_brackets = ["(x)", "( x )", "(X)", "( X )"].iter().any(|tick| words.contains(tick));
        if is_blank(words) || words.contains(is_sign) || in_brackets {
            return None;
        }
        chosen.extend(is_ticked.then_some(words));
    }
    (!boxes.is_empty()).then(|| chosen.join(" and "))
}

/// Where the first box of a text begins, how long it is and whether it is ticked: a character, or `[ ]` and `[x]`.
fn first_box(text: &str) -> Option<(usize, usize, bool)> {
    text.char_indices().find_map(|(at, c)| {
        if c != '[' {
            let (_, is_ticked) = BOXES.iter().find(|(mark, _)| *mark == c)?;
            return Some((at, c.len_utf8(), *is_ticked));
        }
        let (within, _) = text.get(at + 1..)?.split_once(']')?;
        let is_ticked = match within.trim() {
            "" => false,
            "x" | "X" | "✓" | "✔" => true,
            _ => return None,
        };
        Some((at, within.len() + 2, is_ticked))
    })
}

/// Shortens a text to what stands before a place, and gives the rest.
fn cut<'t>(text: &mut &'t str, at: usize) -> &'t str {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    *text = before;
    rest
}

#[cfg(test)]
mod tests {
    use super::{alone, ticked};

    #[test]
    fn a_box_or_sign_alone_is_an_answer() {
        for yes in ["☒", "☑", "🗹", "✓", "✔", "√", "■", "✅", "[x]", "[ ✓ ]"] {
            assert_eq!(alone(yes), Some(true), "{yes}");
        }
        for no in ["☐", "□", "◻", "✗", "✘", "❌", "[ ]"] {
            assert_eq!(alone(no), Some(false), "{no}");
        }
        for other in ["x", "-", "☒ Yes", "[]?", "", "☒☐"] {
            assert_eq!(alone(other), None, "{other}");
        }
    }

    #[test]
    fn words_before_or_after_the_boxes() {
        for (text, expected) in [
            ("☐ Yes ☒ No", Some("No")),
            ("Yes ☒ No ☐", Some("Yes")),
            ("☐ CP plan ☒ Looked after", Some("Looked after")),
            ("☑ CP plan\n☑ Looked after", Some("CP plan and Looked after")),
            ("[x] S17 [ ] S47", Some("S17")),
            ("At risk: ☐ Yes / ☐ No", Some("")),
            ("☐ Early Help ☐ S17", Some("")),
            ("☒", None),
            ("✓", None),
            ("Yes ✓", Some("Yes")),
            ("Yes", None),
            ("S17 [see notes]", None),
            ("perhaps ☒ yes ☐ no", None),
            ("☒☐ Yes", None),
            ("☐ No ✔ Yes", Some("Yes")),
            ("[ ] No [ X ] Yes", Some("Yes")),
            ("☐ No 🗹 Yes", Some("Yes")),
            ("☐ No (x) Yes", None),
            ("☒ S17 (child in need) ☐ S47", Some("S17 (child in need)")),
            ("☐ No ✗ Yes", None),
        ] {
            assert_eq!(ticked(text).as_deref(), expected, "{text}");
        }
    }
}
