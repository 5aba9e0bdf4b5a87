//! How far to the right what is no cell reaches in a sheet: tables, pivots, notes and pictures.
//!
//! In: the parts that a sheet's part names. Out: a number of columns from the left.

use super::parts::Parts;
use super::xml::{attribute, each_element};
use crate::error::Result;
use crate::grid::{Address, COLUMNS};

/// How many columns from the left are taken by what the sheet's part names.
pub(super) fn of_xlsx(parts: &mut Parts<'_>, sheet: &str) -> Result<u32> {
    let mut named = Vec::new();
    parts.each_relation(sheet, |relation| {
        if ["table", "pivotTable", "comments", "drawing"].contains(&relation.kind.as_str()) {
            named.push(relation);
        }
    })?;
    let mut taken = 0;
    for relation in named {
        let Some(text) = parts.part(&relation.target)? else { continue };
        let reach = match relation.kind.as_str() {
            "table" => cells(&text, "table"),
            "pivotTable" => cells(&text, "location"),
            "comments" => cells(&text, "comment"),
            _ => pictures(&text),
        };
        taken = taken.max(reach);
    }
    Ok(taken)
}

/// The columns that elements of this name say they stand in: `ref="A4:H16"`.
fn cells(text: &[u8], name: &str) -> u32 {
    let mut taken = 0;
    each_element(text, name, |element| {
        let last = attribute(element, "ref").and_then(|range| range.rsplit(':').next().map(str::to_owned));
        let at = last.and_then(|cell| Address::try_from(cell.replace('$', "")).ok());
        taken = taken.max(at.map_or(0, |at| at.column + 1));
    });
    taken
}

/// The columns that the corners of pictures and charts stand in: the number inside `<xdr:col>`.
fn pictures(text: &[u8]) -> u32 {
    let mut taken = 0;
    for at in memchr::memmem::find_iter(text, b"col>") {
        let digits = text.get(at + 4..).unwrap_or_default();
        let digits: Vec<u8> = digits.iter().copied().take_while(u8::is_ascii_digit).collect();
        let number = String::from_utf8(digits).ok().and_then(|digits| digits.parse::<u32>().ok());
        taken = taken.max(number.filter(|number| *number < COLUMNS).map_or(0, |number| number + 1));
    }
    taken
}
