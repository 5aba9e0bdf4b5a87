//! Mistakes in a procedure file, each at its line and column.

use std::ops::Range;

use crate::error::{Code, Error};

/// What is wrong with a phrase, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub what: String,
    pub help: String,
}

impl Mistake {
    pub(super) fn new(what: impl Into<String>, help: impl Into<String>) -> Mistake {
        Mistake { what: what.into(), help: help.into() }
    }
}

/// The words of a phrase.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split_ascii_whitespace().collect()
}

/// The mistakes found in one file.
pub(super) struct Places<'a> {
    name: &'a str,
    text: &'a str,
    found: Vec<(usize, Error)>,
}

impl<'a> Places<'a> {
    /// No mistakes yet, in a file of this name with this text.
    pub(super) fn new(name: &'a str, text: &'a str) -> Places<'a> {
        Places { name, text, found: Vec::new() }
    }

    /// Notes a mistake at this place.
    pub(super) fn mistake(&mut self, span: Range<usize>, what: impl Into<String>, help: impl Into<String>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |start| start.chars().count()) + 1;
        let error = Error::new(Code::InvalidPolicy, what).at(format!("{}:{line}:{column}", self.name)).help(help);
        self.found.push((span.start, error));
    }

    /// Notes what is wrong with the phrase at this place.
    pub(super) fn note(&mut self, span: Range<usize>, mistake: Mistake) {
        self.mistake(span, mistake.what, mistake.help);
    }

    /// What stands at this place, as it is written.
    pub(super) fn raw(&self, span: Range<usize>) -> Option<&'a str> {
        self.text.get(span)
    }

    /// Whether there is a mistake in this part of the file.
    pub(super) fn any_in(&self, part: Range<usize>) -> bool {
        self.found.iter().any(|(at, _)| part.contains(at))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The mistakes in the order of the file. A duty of several stages is read once for each; its
    /// mistake is one.
    pub(super) fn into_errors(mut self) -> Vec<Error> {
        self.found.sort_by_key(|(at, _)| *at);
        let mut errors: Vec<Error> = Vec::new();
        for (_, error) in self.found {
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
        errors
    }
}
