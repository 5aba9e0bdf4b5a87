//! Formulas that several cells share: none of them is lost when one of those cells changes.
//!
//! In: each formula of a sheet in order, and whether its cell changes. Out: a formula of its own for each cell
//! that leant on one that goes; an error where part of an array would change.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::plan::Plan;
use super::rows::leant_on;
use super::shared::moved;
use super::sheet::range;
use super::xml;
use crate::error::Result;
use crate::grid::{Address, Range};

/// The formulas met so far that others lean on.
#[derive(Default)]
pub(super) struct Formulas {
    /// Shared formulas whose first cell goes: their text, and where they stood.
    gone: HashMap<u32, (String, Address)>,
    /// Shared formulas that a cell leant on before their first cell was met.
    early: HashSet<u32>,
    met: HashSet<u32>,
    /// The cells of arrays of which not all change.
    arrays: Vec<Range>,
}

impl Formulas {
    /// Refuses to change a cell of an array that stays.
    pub(super) fn check(&self, at: Address, plan: &Plan<'_>) -> Result<()> {
        let Some(array) = self.arrays.iter().find(|array| array.contains(at)) else { return Ok(()) };
        if plan.content_changes(*array) == array.size() { Ok(()) } else { Err(part_of_array(at, *array)) }
    }

    /// Takes note of a formula whose cell changes.
    pub(super) fn goes(&mut self, tag: &BytesStart<'_>, inside: &str, at: Address, plan: &Plan<'_>) -> Result<()> {
        match xml::raw(tag, "t").as_deref() {
            Some("array" | "dataTable") => {
                let Some(array) = own_range(tag) else { return Ok(()) };
                if array.size() > 1 && plan.content_changes(array) < array.size() {
                    return Err(part_of_array(at, array));
                }
            }
            Some("shared") => {
                let Some(shared) = xml::number(tag, "si") else { return Ok(()) };
                if inside.is_empty() {
                    self.lean(shared);
                } else if self.early.contains(&shared) {
                    return Err(leant_on(at, "cells before it share its formula"));
                } else {
                    self.met.insert(shared);
                    self.gone.insert(shared, (xml::unescaped(inside).into_owned(), at));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes note of a formula whose cell stays; gives its own text where the one it leant on has gone.
    pub(super) fn stays(&mut self, tag: &BytesStart<'_>, inside: &str, at: Address) -> Result<Option<String>> {
        match xml::raw(tag, "t").as_deref() {
            Some("array" | "dataTable") => self.arrays.extend(own_range(tag).filter(|array| array.size() > 1)),
            Some("shared") => {
                let Some(shared) = xml::number(tag, "si") else { return Ok(None) };
                if let Some((formula, from)) = self.gone.get(&shared) {
                    let own = moved(formula, *from, at);
                    return own.map(Some).ok_or_else(|| leant_on(*from, &format!("cell {at} shares its formula")));
                }
                if inside.is_empty() {
                    self.lean(shared);
                } else {
                    self.met.insert(shared);
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn lean(&mut self, shared: u32) {
        if !self.met.contains(&shared) {
            self.early.insert(shared);
        }
    }

    /// Whether the calculation chain says more of this cell than that it has a formula.
    pub(super) fn leaves_chain(&self, tag: &BytesStart<'_>) -> bool {
        matches!(xml::raw(tag, "t").as_deref(), Some("array" | "dataTable"))
    }
}

fn own_range(tag: &BytesStart<'_>) -> Option<Range> {
    range(&xml::raw(tag, "ref")?)
}

fn part_of_array(at: Address, array: Range) -> crate::error::Error {
    leant_on(at, &format!("it is part of the array formula in {}:{}", array.from, array.to))
}
