//! Blanks before or after a text, which nobody sees and which make two texts differ.

use super::prelude::*;
use super::text_like_formula::is_like_formula;
use super::texts::text;
use crate::edit;

pub const RULE: Rule = Rule {
    code: "F203",
    name: "blanks-around-text",
    severity: Severity::Information,
    message: "the text under {column} has blanks before or after it",
    advice: "let the blanks be taken off, so that the same text is the same everywhere",
    page: include_str!("blanks_around_text.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        for (place, column) in row.table.columns.iter().enumerate() {
            // Dates and levels are written anew as a whole.
            let own = matches!(
                column.meaning,
                Meaning::Engine | Meaning::Event(_) | Meaning::ProtectBy | Meaning::Born | Meaning::Level
            );
            let Some(text) = text(row.row, place).filter(|_| !own && !row.row.is_formula(place)) else { continue };
            let bare = text.trim();
            // Where the blanks keep a text from being taken for a formula, they stay.
            let stays = bare.is_empty() || bare.len() == text.len() || is_like_formula(bare);
            if let (false, Some(cell)) = (stays, row.table.cell(row.row, place)) {
                found.in_row(&RULE, row, Some(cell)).with("column", super::private::named(row.table, place)).fixed_by(
                    cell,
                    text.to_owned(),
                    edit::Value::text(bare.to_owned()),
                );
            }
        }
    }
}
