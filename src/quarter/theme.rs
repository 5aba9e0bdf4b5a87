//! What a row's disagreement is about: its text and the procedure's own list → a theme, settled or suggested.
//!
//! In: what the officer or the agency wrote under `Theme`, and the row's concern and disagreement. Out:
//! the theme settled, where one of the list is, and the theme that the agency's words suggest: those of a theme that
//! is not on the list, else those of the concern and the disagreement. A suggestion is counted until a
//! person settles it, and never written over what a person wrote; a theme of the officer's own is another.

use crate::log::{Meaning, one_line};
use crate::policy::Theme;
use crate::timeline::CheckedRow;

/// The theme of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeLine<'a> {
    /// What stands under `Theme`: in the spelling of the procedure's list, where it is on it.
    pub written: Option<String>,
    /// The theme of the procedure's list that it is.
    pub settled: Option<&'a str>,
    /// What the words of the row suggest.
    pub suggested: Option<&'a str>,
}

impl<'a> ThemeLine<'a> {
    /// Under which theme a row is counted where none is settled or suggested.
    pub const NONE: &'static str = "no theme";
    /// The same where something stands under `Theme` that is none of the procedure's.
    pub const ANOTHER: &'static str = "another theme";

    /// That of a row; `is_officer_s` where the officer wrote what stands under `Theme`.
    pub(super) fn new(row: &CheckedRow<'a>, is_officer_s: bool) -> ThemeLine<'a> {
        let edition = row.edition;
        let text = |meaning: &Meaning| {
            let place = row.table.place(meaning);
            place.map(|place| row.row.shown(place)).unwrap_or_default()
        };
        let written = one_line(&text(&Meaning::Theme));
        let listed = edition.themes.iter().find(|theme| theme.name.to_lowercase() == written.to_lowercase());
        // A category of the agency's own says best what it is about.
        let own = Some(&written).filter(|text| !text.is_empty() && listed.is_none()).cloned();
        let about =
            own.clone().unwrap_or_else(|| format!("{}\n{}", text(&Meaning::Concern), text(&Meaning::Disagreement)));
        let written = listed.map_or(written, |theme| theme.name.clone());
        ThemeLine {
            written: Some(written).filter(|text| !text.is_empty()),
            settled: listed.map(|theme| theme.name.as_str()),
            suggested: suggested(&edition.themes, &about).filter(|_| own.is_none() || !is_officer_s),
        }
    }

    /// Under which it is counted.
    pub fn counted_as(&self) -> &str {
        let none = if self.written.is_some() { ThemeLine::ANOTHER } else { ThemeLine::NONE };
        self.settled.or(self.suggested).unwrap_or(none)
    }
}

/// The theme of which most words stand in the text; of two with as many, the one that the document names first.
fn suggested<'a>(themes: &'a [Theme], text: &str) -> Option<&'a str> {
    let text = spaced(text);
    let found = |theme: &Theme| theme.words.iter().filter(|word| text.contains(spaced(word).trim_end())).count();
    let mut best = None;
    for theme in themes {
        let count = found(theme);
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, theme.name.as_str()));
        }
    }
    best.map(|(_, name)| name)
}

/// The words of a text in lower case, each with a space before it, so that a search finds beginnings of words alone.
fn spaced(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::new(), |all, word| all + " " + word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn the_words_of_a_row_suggest_a_theme_of_the_procedure() {
        let policy = Policy::built_in("liverpool").unwrap();
        let themes = &policy.edition_for(None).themes;
        for (text, theme) in [
            ("Referral refused: the threshold was not met", Some("Thresholds at referral")),
            ("The case was CLOSED without a word", Some("Decision making and course of action")),
            ("Information-sharing was refused", Some("Information sharing")),
            ("There has been drift for weeks", Some("Drift or delay")),
            // Beginnings of words alone, and nothing where nothing is said.
            ("enclosed", None),
            ("", None),
        ] {
            assert_eq!(suggested(themes, text), theme, "{text}");
        }
    }

    #[test]
    fn every_procedure_has_its_own_list_with_clauses_and_words() {
        for id in Policy::built_in_ids() {
            let policy = Policy::built_in(id).unwrap();
            let themes = &policy.edition_for(None).themes;
            assert!(themes.len() >= 4, "{id}");
            for theme in themes {
                assert!(
                    !theme.name.is_empty() && !theme.clause.is_empty() && !theme.words.is_empty(),
                    "{id}: {theme:?}"
                );
                assert_eq!(suggested(std::slice::from_ref(theme), &theme.words.join(", ")), Some(theme.name.as_str()));
            }
        }
    }
}
