//! A line between two tables → whether it is only what a page's end brings.

/// Words that a page's number comes with.
const PAGE: &[&str] = &["page", "p", "pg"];

/// Words of "continued on the next page", and of the log's own title, which a page may repeat.
const OTHERS: &[&str] = &[
    "of",
    "on",
    "from",
    "over",
    "overleaf",
    "next",
    "previous",
    "the",
    "continued",
    "continues",
    "continuation",
    "cont",
    "contd",
    "cont'd",
    "cont’d",
    "agency",
    "escalation",
    "summary",
    "log",
];

/// Whether a line says no more than the page, and that the log goes on: `Page 2 of 3`, `- 2 -`, `Log (continued)`.
pub(super) fn is_of_page(line: &str) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | ':');
    let words: Vec<String> = line.split(is_mark).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_page = |word: &str| PAGE.contains(&word);
    // "Log 2" may be another log.
    let has_page = words.iter().any(|word| is_page(word)) || words.iter().all(|word| is_number(word));
    words.iter().all(|word| is_page(word) || OTHERS.contains(&word.as_str()) || has_page && is_number(word))
}

#[cfg(test)]
mod tests {
    use super::is_of_page;

    #[test]
    fn a_line_of_the_page_says_nothing_of_the_rows_below() {
        for line in ["Page 2", "2", "– 2 –", "page 2 of 3", "Continued on next page…", "Escalation Log (cont’d)"]
        {
            assert!(is_of_page(line), "{line}");
        }
        for line in ["Closed cases", "Page 2: closed cases", "Agency: Oakfield", "Agency 2", "Log 2", "2025-26 Q1"] {
            assert!(!is_of_page(line), "{line}");
        }
    }
}
