//! How the marks look: colours that are told apart without red and green, and read in print.
//!
//! In: nothing. Out: [`Look`]s. The word stands beside each colour; a lighter grey in print is less urgent.

use crate::edit::Color;

/// A background and the colour of the words on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub fill: Color,
    pub font: Color,
}

const fn look(fill: u32, font: u32) -> Look {
    Look { fill: Color(fill), font: Color(font) }
}

/// A deadline that has passed.
pub(super) const OVERDUE: Look = look(0xF5B7A8, 0x5A0A0A);
/// A deadline that is today.
pub(super) const DUE_TODAY: Look = look(0xFBD38D, 0x4A2800);
/// A deadline that is near.
pub(super) const DUE_SOON: Look = look(0xFFF3BF, 0x4A3B00);
/// A row edited since it was marked.
pub(super) const CHECK_AGAIN: Look = look(0xCFE3F7, 0x0B2F5B);
/// The headings of the engine's columns.
pub(super) const HEADING: Look = look(0x1F3A5F, 0xFFFFFF);

/// How a day is shown.
pub(super) const DAY: &str = "dd mmm yyyy";
