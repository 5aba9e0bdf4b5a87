//! One formula down a column, written once: its cells share it, as spreadsheet programs write what was filled down.
//!
//! In: the cells of a plan, in reading order. Out: for each whose formula is the same as one further up in its
//! column, moved down, which one that is. Of a formula that looks at anything but its own row nothing is said:
//! it is written whole. And a formula moved to another cell that shares it.

use std::sync::Arc;

use calamine::expand_shared_formula;
use memchr::memmem::Finder;

use super::plan::{Plan, Planned};
use crate::edit::{Formula, RowFormula};
use crate::grid::Address;

/// Cells of a column whose formulas are one.
pub(super) struct Group {
    pub first: Address,
    pub last: Address,
}

impl Group {
    /// Whether the formula stands in more than one cell.
    pub(super) fn is_shared(&self) -> bool {
        self.first != self.last
    }
}

/// Puts cells with the same formula into groups.
pub(super) fn group(cells: &mut [Planned<'_>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // The last group of each column.
    let mut open: Vec<Option<(First<'_>, usize)>> = Vec::new();
    for cell in cells {
        let Some(formula) = cell.set.and_then(|set| set.formula.as_ref()) else { continue };
        let (row, column) = (cell.at.row, usize::try_from(cell.at.column).unwrap_or_default());
        if open.len() <= column {
            open.resize_with(column + 1, || None);
        }
        let Some(open) = open.get_mut(column) else { continue };
        let above = open.as_ref().filter(|(first, _)| first.is_moved_to(row, formula)).map(|(_, group)| *group);
        if let Some(group) = above.and_then(|group| groups.get_mut(group)) {
            group.last = cell.at;
            cell.group = above;
        } else if let Some(first) = First::of(row, formula) {
            *open = Some((first, groups.len()));
            cell.group = Some(groups.len());
            groups.push(Group { first: cell.at, last: cell.at });
        }
    }
    groups
}

/// The first number by which a sheet's text names no shared formula, but in cells that the plan overwrites.
pub(super) fn next_number(text: &str, plan: &Plan<'_>) -> usize {
    let number = |place: usize| {
        let digits = text.get(place + " si=".len() + 1..)?.split(['"', '\'']).next()?;
        digits.trim().parse::<usize>().ok()
    };
    let is_overwritten = |place: usize| {
        let (_, cell) = text.get(..place)?.rsplit_once(" r=\"")?;
        plan.cell(Address::try_from(cell.split('"').next()?.to_owned()).ok()?).map(Planned::changes_content)
    };
    let named = Finder::new(" si=");
    let stay = named.find_iter(text.as_bytes()).filter(|place| !is_overwritten(*place).unwrap_or(false));
    stay.filter_map(number).max().map_or(0, |number| number.saturating_add(1))
}

/// A shared formula as it is for another of its cells; `None` where it is not certain that each program moves it alike.
pub(super) fn moved(formula: &str, from: Address, to: Address) -> Option<String> {
    let place = |at: Address| (at.row, at.column);
    let by = |formula: &str, from, to| {
        let mut moved = String::with_capacity(formula.len());
        for (piece, stays) in pieces(formula)? {
            if stays {
                moved.push_str(piece);
            } else if is_simple(piece) {
                moved.push_str(&expand_shared_formula(piece, place(from), place(to)).ok()?);
            } else {
                return None;
            }
        }
        Some(moved)
    };
    let moved = by(formula, from, to)?;
    // A reference that would go over the sheet's edge stays as it is, and then does not come back either.
    (by(&moved, to, from)? == formula).then_some(moved)
}

/// The pieces of a formula, each with whether it stays as it is wherever the formula is moved: a text, or the name of a
/// sheet. `None` where a quotation mark is not closed.
fn pieces(formula: &str) -> Option<Vec<(&str, bool)>> {
    let mut pieces = Vec::new();
    let mut rest = formula;
    while !rest.is_empty() {
        let (outside, quoted) = rest.split_at(rest.find(['"', '\'']).unwrap_or(rest.len()));
        for part in outside.split_inclusive('!') {
            let before = part.strip_suffix('!').unwrap_or_default();
            let name = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
            pieces.extend([(name, false), (part.get(name.len()..)?, part.ends_with('!'))]);
        }
        let Some(mark) = quoted.chars().next() else { break };
        let end = 2 + quoted.get(1..)?.find(mark)?;
        pieces.push((quoted.get(..end)?, true));
        rest = quoted.get(end..)?;
    }
    Some(pieces)
}

/// The first formula of a group.
struct First<'s> {
    own_row: OwnRow,
    /// What it was made of, where all that is made of that is the same formula.
    made_of: Option<&'s Arc<RowFormula>>,
}

impl<'s> First<'s> {
    fn of(row: u32, formula: &'s Formula) -> Option<First<'s>> {
        let own_row = OwnRow::of(row, &formula.text())?;
        let made_of = match formula {
            Formula::OfRow(of, number) if *number == row + 1 => Some(of),
            _ => None,
        };
        // The numbers put into it are those of its references and no others.
        let made_of = made_of.filter(|of| own_row.is_in(ELSEWHERE, &of.at(ELSEWHERE + 1).text()));
        Some(First { own_row, made_of })
    }

    /// Whether a formula in this row, counted from 0, is the same.
    fn is_moved_to(&self, row: u32, formula: &Formula) -> bool {
        match (formula, self.made_of) {
            (Formula::OfRow(of, number), Some(made_of)) if Arc::ptr_eq(of, made_of) => *number == row + 1,
            _ => self.own_row.is_in(row, &formula.text()),
        }
    }
}

/// A row that few formulas name.
const ELSEWHERE: u32 = 987_653;

/// A formula that refers to nothing but its own row: what stands between the row's numbers.
struct OwnRow(Vec<String>);

impl OwnRow {
    /// `None` of a formula that names other rows or sheets, or no cell at all.
    fn of(row: u32, formula: &str) -> Option<OwnRow> {
        let number = (ELSEWHERE + 1).to_string();
        if !is_simple(formula) || formula.contains(&number) {
            return None;
        }
        let moved = expand_shared_formula(formula, (row, 0), (ELSEWHERE, 0)).ok()?;
        let own_row = OwnRow(moved.split(&number).map(str::to_owned).collect());
        (own_row.0.len() > 1 && own_row.is_in(row, formula)).then_some(own_row)
    }

    /// Whether a formula in this row, counted from 0, is this one.
    fn is_in(&self, row: u32, formula: &str) -> bool {
        let number = (row + 1).to_string();
        let mut rest = Some(formula);
        for (n, piece) in self.0.iter().enumerate() {
            rest = rest.and_then(|rest| if n == 0 { Some(rest) } else { rest.strip_prefix(&number) });
            rest = rest.and_then(|rest| rest.strip_prefix(piece.as_str()));
        }
        rest == Some("")
    }
}

/// Whether a formula, its texts apart, is of capitals, numbers and signs in which every reference is one cell or a
/// range of cells: of others it is not certain that each program moves them alike.
fn is_simple(formula: &str) -> bool {
    let mut outside = formula.split('"').step_by(2);
    outside.all(|part| {
        let plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_lowercase() && !b"'![{#@".contains(&byte);
        let is_word = |c: char| c.is_ascii_alphanumeric() || "$:._\\".contains(c);
        let mut ranges = part.split_inclusive(|c| !is_word(c)).filter(|word| word.contains(':'));
        part.bytes().all(|byte| plain(byte) || byte == b' ') && ranges.all(is_range)
    })
}

/// Whether a word with a colon, and the sign after it, is a range of cells or of whole columns.
fn is_range(word: &str) -> bool {
    let is_side = |side: &str| {
        let column = side.trim_end_matches(|c: char| c.is_ascii_digit()).replace('$', "");
        (1..=3).contains(&column.len()) && column.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let sides = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != ':').split_once(':');
    !word.ends_with('(') && sides.is_some_and(|(from, to)| is_side(from) && is_side(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::SheetEdits;

    #[test]
    fn a_formula_is_known_again_further_down() {
        let own_row = OwnRow::of(3, "IF($A4=\"A4\",LOG10(B4),$C$1&LEN(D4:E4))").unwrap();
        assert!(own_row.is_in(9, "IF($A10=\"A4\",LOG10(B10),$C$1&LEN(D10:E10))"));
        for other in [
            "IF($A10=\"A10\",LOG10(B10),$C$1&LEN(D10:E10))",
            "IF($A10=\"A4\",LOG10(B10),$C$1&LEN(D10:E10))+0",
            "IF($A10=\"A4\",LOG10(B10),$C$1&LEN(D10:E1",
            "",
        ] {
            assert!(!own_row.is_in(9, other), "{other}");
        }
    }

    #[test]
    fn what_is_made_for_each_row_is_known_without_its_text() {
        let of = RowFormula::new(["A", "+LEN(B", ")"]);
        let (first, third) = (of.at(1), of.at(3));
        let first = First::of(0, &first).unwrap();
        assert!(first.made_of.is_some() && first.is_moved_to(2, &third));
        assert!(!first.is_moved_to(3, &third));
        assert!(first.is_moved_to(2, &"A3+LEN(B3)".into()) && !first.is_moved_to(2, &"A3+LEN(B4)".into()));
        // A number that is put in and is no reference's does not move with it.
        let counts = RowFormula::new(["A", "+", ""]);
        let (first, third) = (counts.at(1), counts.at(3));
        let first = First::of(0, &first).unwrap();
        assert!(first.made_of.is_none() && !first.is_moved_to(2, &third));
    }

    #[test]
    fn of_what_looks_elsewhere_nothing_is_said() {
        for formula in [
            "A3+1",
            "A5-A4",
            "Sheet2!A4",
            "'A4'!A4",
            "TODAY()",
            "$A$4",
            "Table1[Due]",
            "A987654",
            "SUM(4:4)+A4",
            "SUM($4:$4)+A4",
            "a4+B4",
            "A4#",
            "TÄG4+A4",
        ] {
            assert!(OwnRow::of(3, formula).is_none(), "{formula}");
        }
    }

    #[test]
    fn numbers_go_on_behind_those_that_are_there() {
        let text = "<c r=\"A1\"><f t=\"shared\" si=\"7\"/></c><c r=\"A2\"><f si='12' t='shared'/></c>";
        assert_eq!(next_number(text, &Plan::default()), 13);
        assert_eq!(next_number("<sheetData/>", &Plan::default()), 0);
        let script = r#"{"sheet": "Log", "edits": [{"set": {"cell": "A2", "value": 1}}]}"#;
        let edits: SheetEdits = serde_json::from_str(script).unwrap();
        assert_eq!(next_number(text, &Plan::of(&edits).unwrap()), 8);
    }
}
