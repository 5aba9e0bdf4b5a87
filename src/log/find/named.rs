//! The rows above a table → the agency that they name.

use super::text;
use crate::grid::{Address, Cell};
use crate::log::headings::Headings;
use crate::log::{Meaning, one_line};

/// The agency named above a table, or the cell where its name is still to be put.
#[derive(Default)]
pub(super) struct Named {
    pub(super) agency: Option<(String, Address)>,
    pub(super) placeholder: Option<Address>,
}

impl Named {
    /// Looks for "Agency / School: X", or "Agency / School" with X in the next cell.
    pub(super) fn look(&mut self, row: &[Cell], headings: &Headings) {
        if self.look_labelled(row, headings) {
            return;
        }
        if let [label, name, ..] = row
            && text(label).is_some_and(|label| headings.meaning(label) == Some(Meaning::Agency))
            && text(name).is_none_or(|name| headings.meaning(name).is_none())
        {
            self.take(&name.value.shown(), name.at);
        }
    }

    /// Looks for a label with a colon where the row begins; whether there is one.
    pub(super) fn look_labelled(&mut self, row: &[Cell], headings: &Headings) -> bool {
        let [first, rest @ ..] = row else { return false };
        let Some((label, name)) = text(first).and_then(|text| text.split_once(':')) else { return false };
        if headings.meaning(label) != Some(Meaning::Agency) {
            return false;
        }
        match rest.first() {
            Some(next) if name.trim().is_empty() => self.take(&next.value.shown(), next.at),
            _ => self.take(name, first.at),
        }
        true
    }

    fn take(&mut self, name: &str, at: Address) {
        let name = one_line(name.split('\n').find(|line| !line.trim().is_empty()).unwrap_or_default());
        let words = name.trim_start_matches(|c: char| !c.is_alphanumeric());
        let placeholder = words.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("insert"));
        if placeholder {
            (self.agency, self.placeholder) = (None, Some(at));
        } else if !words.is_empty() {
            (self.agency, self.placeholder) = (Some((name, at)), None);
        }
    }
}
