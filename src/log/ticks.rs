//! Tick boxes in a cell, as forms have them: `☐ Yes ☒ No` → what is ticked.
//!
//! In: a cell's text. Out: the words beside the boxes that are ticked.

/// The boxes, and whether they are ticked.
const BOXES: &[(&str, bool)] =
    &[("☐", false), ("□", false), ("[ ]", false), ("☒", true), ("☑", true), ("[x]", true), ("[X]", true)];

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
        if is_blank(words) {
            return None;
        }
        chosen.extend(is_ticked.then_some(words));
    }
    (!boxes.is_empty()).then(|| chosen.join(" and "))
}

/// Where the first box of a text begins, how long it is and whether it is ticked.
fn first_box(text: &str) -> Option<(usize, usize, bool)> {
    let found = BOXES.iter().filter_map(|(mark, is_ticked)| Some((text.find(mark)?, mark.len(), *is_ticked)));
    found.min_by_key(|(at, _, _)| *at)
}

/// Shortens a text to what stands before a place, and gives the rest.
fn cut<'t>(text: &mut &'t str, at: usize) -> &'t str {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    *text = before;
    rest
}

#[cfg(test)]
mod tests {
    use super::ticked;

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
            ("Yes", None),
            ("S17 [see notes]", None),
            ("perhaps ☒ yes ☐ no", None),
            ("☒☐ Yes", None),
        ] {
            assert_eq!(ticked(text).as_deref(), expected, "{text}");
        }
    }
}
