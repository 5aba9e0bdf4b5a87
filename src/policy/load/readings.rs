//! The alternative readings of a procedure file.
//!
//! In: the file's readings. Out: those of an edition, with the limits that each changes; every mistake in them noted.

use super::{Loader, check_id, note_taken};
use crate::policy::Reading;
use crate::policy::file::PolicyFile;
use crate::policy::phrase::Names;
use crate::policy::places::Places;
use crate::policy::windows::same;

impl Loader {
    pub(super) fn readings(&mut self, file: &PolicyFile, places: &mut Places<'_>) {
        let ends = file.reading.iter().skip(1).map(|next| next.id.span().start).chain([usize::MAX]);
        for (entry, end) in file.reading.iter().zip(ends) {
            let id = check_id(&entry.id, places);
            if self.edition.readings.iter().any(|reading| reading.id == id) {
                note_taken("a reading", &entry.id, "give each reading its own name", places);
            }
            if entry.due.is_empty() && !places.any_in(entry.id.span().end..end) {
                places.mistake(
                    entry.id.span(),
                    "this reading changes nothing",
                    "give the limits it changes under `due`",
                );
            }
            let mut due = Vec::new();
            for (name, phrases) in &entry.due {
                let Some(ix) = self.here(0).duty(name.get_ref()) else {
                    let help = self.here(0).like_duty(name.get_ref());
                    places.mistake(name.span(), format!("there is no duty `{}`", name.get_ref()), help);
                    continue;
                };
                let Some(duty) = self.edition.duties.get(ix.index()) else { continue };
                let bounds = self.bounds(duty.stage, phrases, None, places);
                // A shared cap is not the sentence in question: it stays under every reading.
                let (caps, own): (Vec<_>, Vec<_>) = duty.bounds.iter().partition(|bound| bound.clause.is_some());
                let unchanged = bounds.len() == own.len()
                    && bounds.iter().zip(&own).all(|(new, old)| same(Some(&new.window), Some(&old.window)));
                let bounds: Vec<_> = bounds.into_iter().chain(caps.into_iter().cloned()).collect();
                if unchanged {
                    let what = format!("this reading changes nothing: `{}` is due so already", name.get_ref());
                    places.mistake(name.span(), what, "give another limit, or leave the duty out");
                }
                due.push((ix, bounds));
            }
            self.edition.readings.push(Reading {
                id,
                question: entry.question.clone(),
                default: entry.default.clone(),
                says: entry.says.clone(),
                clause: entry.clause.get_ref().clone(),
                due,
                in_force: false,
            });
        }
    }
}
