//! The words of a procedure file: those for levels of need, and those that suggest a theme.
//!
//! In: the file's levels and themes. Out: those of an edition; every name that could not be chosen, or stands twice, noted.

use super::{Loader, note_taken};
use crate::policy::file::PolicyFile;
use crate::policy::places::Places;
use crate::policy::{Level, Theme};

impl Loader {
    pub(super) fn words(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        // The longest that a list to choose from in a workbook has room for, beside the common levels.
        const LONGEST_LEVEL: usize = 100;
        for entry in &file.level {
            let name = entry.name.get_ref();
            if name.contains([',', '\n', '\r']) || name.trim() != name {
                let what = format!("`{name}` can't be chosen from a list in a workbook");
                let help = "write it without commas and line breaks, and without spaces at either end; \
                            the other way to write it can stand in `words`";
                places.mistake(entry.name.span(), what, help);
            } else if name.chars().count() > LONGEST_LEVEL {
                let what =
                    format!("this is too long for a list in a workbook: it has more than {LONGEST_LEVEL} characters");
                places.mistake(entry.name.span(), what, "choose a short name; the long one can stand in `words`");
            }
            self.edition.levels.push(Level { name: name.clone(), words: entry.words.clone() });
        }
        for (place, entry) in file.theme.iter().enumerate() {
            let name = entry.name.get_ref().clone();
            if file.theme.iter().take(place).any(|other| *other.name.get_ref() == name) {
                note_taken("a theme", &entry.name, "put the words of both under one", places);
            }
            self.edition.themes.push(Theme { name, clause: entry.clause.clone(), words: entry.words.clone() });
        }
    }
}
