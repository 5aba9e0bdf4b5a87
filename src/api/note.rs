//! `note`: logs → what to put right in them, as a note to each agency.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::each::each;
use super::{File, Heading, Settings};
use crate::error::{Error, Result};
use crate::finding::Totals;
use crate::forms::note::{self, Note};
use crate::workbook;

/// What notes are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NoteForm {
    /// A word-processor document.
    #[default]
    Docx,
    /// Plain text in UTF-8.
    Text,
}

/// What `note` answers, beside the files.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NotesAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// The agencies, in the order of the logs.
    pub agencies: Vec<NotedAgency>,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// An agency that a note is for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NotedAgency {
    /// The agency; where no log names it, what its file's name says.
    pub agency: String,
    /// The file in which its note stands.
    pub file: String,
    /// How many findings of each severity its note is about.
    pub totals: Totals,
}

/// Writes what to put right in logs as notes to their agencies: a file each, or `together` in one file in which
/// each begins on a new page. No child is named in them. `progress` is told of each file before it is read.
///
/// # Errors
/// No day; a procedure, closures or rules that can't be used; a note that can't be made.
pub fn note(
    settings: &Settings,
    files: &[File],
    form: NoteForm,
    together: bool,
    progress: &mut dyn FnMut(&str),
) -> Result<(NotesAnswer, Vec<File>)> {
    let mut notes = Vec::new();
    let selection = settings.alone().selection()?;
    let (heading, errors) = each(settings, files, progress, |checked, _| {
        note::add(&mut notes, checked, &selection.check(checked));
    })?;
    let (mut taken, mut made, mut agencies) = (HashSet::new(), Vec::new(), Vec::new());
    for some in notes.chunks(if together { notes.len().max(1) } else { 1 }) {
        let [first, ..] = some else { continue };
        let name = file_name(if together { "notes" } else { &first.agency }, form, &mut taken);
        made.push(File { name: name.clone(), bytes: bytes(some, form)? });
        agencies.extend(some.iter().map(|note| NotedAgency {
            agency: note.agency.clone(),
            file: name.clone(),
            totals: note.totals,
        }));
    }
    Ok((NotesAnswer { heading, agencies, errors }, made))
}

fn bytes(notes: &[Note], form: NoteForm) -> Result<Vec<u8>> {
    match form {
        NoteForm::Docx => workbook::write::notes(notes),
        NoteForm::Text => {
            let texts: Vec<String> = notes.iter().map(ToString::to_string).collect();
            // A form feed begins a new page where the text is printed.
            Ok(texts.join("\n\u{c}\n").into_bytes())
        }
    }
}

/// A name for the file of an agency's note that every system takes, and that none before it has.
fn file_name(agency: &str, form: NoteForm, taken: &mut HashSet<String>) -> String {
    let words = agency.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    let stem: String = if stem.is_empty() { "note".to_owned() } else { stem.chars().take(80).collect() };
    let ending = match form {
        NoteForm::Docx => "docx",
        NoteForm::Text => "txt",
    };
    let first = format!("{stem}.{ending}");
    let others = (2..).map(|number: u32| format!("{stem}-{number}.{ending}"));
    let free = std::iter::once(first).chain(others).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}
