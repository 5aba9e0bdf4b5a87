//! What a note may not repeat: the names and dates of birth of a log's children.
//!
//! In: a log. Out: messages without them. What is in doubt is left out.

use crate::finding::names_child;
use crate::log::Log;
use crate::traces::Traces;

/// The names and dates of birth in a log.
pub(in crate::forms) struct Private(Traces);

impl Private {
    pub(in crate::forms) fn of(log: &Log) -> Private {
        let mut traces = Traces::default();
        for (table, row) in log.rows() {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if let Some(value) = cell.as_ref().filter(|_| names_child(&column.meaning)) {
                    traces.keep(&value.shown());
                }
            }
            if let Some(name) = row.name.known() {
                traces.keep(name);
            }
        }
        Private(traces)
    }

    /// Whether a text holds a name or a date of birth.
    pub(in crate::forms) fn is_in(&self, text: &str) -> bool {
        self.0.stand_in(text)
    }

    /// Whether a child is named in what an agency is called, by more than a word that both have.
    pub(in crate::forms) fn names_one_in(&self, agency: &str) -> bool {
        self.0.name_one_in(agency)
    }

    /// A message without the names and dates of birth that it quotes, or without all that it quotes but
    /// headings; what it quotes stands in quotation marks. `None` where it would still hold one.
    pub(in crate::forms) fn without<'h, H: Iterator<Item = &'h str>>(
        &self,
        message: &str,
        nothing_quoted: bool,
        headings: impl Fn() -> H,
    ) -> Option<String> {
        // A cell's own backtick would turn what is quoted and what is not about.
        if !message.matches('`').count().is_multiple_of(2) {
            return None;
        }
        let (mut told, mut unquoted) = (String::new(), String::new());
        for (place, part) in message.split('`').enumerate() {
            if place.is_multiple_of(2) {
                told += part;
                unquoted = unquoted + " | " + part;
            } else if headings().any(|heading| heading == part) || !(nothing_quoted || self.is_in(part)) {
                told = told + "“" + part + "”";
            } else {
                told += "(not repeated here)";
            }
        }
        (!self.0.stand_in_own_words(&unquoted)).then_some(told)
    }
}
