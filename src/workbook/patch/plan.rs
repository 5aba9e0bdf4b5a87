//! What a script wants of one sheet, cell by cell and list by list.
//!
//! In: the sheet's edits in order. Out: a [`Plan`] in the order in which a sheet is written.

use std::sync::Arc;

use super::bad_request;
use super::columns::Width;
use super::formats::Change;
use super::shared::{self, Group};
use crate::edit::{
    self, ConditionalFormat, Edit, Formula, Freeze, RemoveConditionalFormat, RowFormula, Set, SheetEdits, Validation,
    Value,
};
use crate::error::Result;
use crate::grid::{Address, COLUMNS, ROWS, Range};

/// The most cells that one sheet's edits may name.
const MOST_CELLS: u64 = 2_000_000;

/// What is wanted of one sheet.
#[derive(Default)]
pub(super) struct Plan<'s> {
    /// The cells in reading order, each once.
    pub cells: Vec<Planned<'s>>,
    /// The formulas that several of them may share.
    pub groups: Vec<Group>,
    pub widths: Vec<Width>,
    pub conditionals: Vec<&'s ConditionalFormat>,
    pub removed_conditionals: Vec<&'s RemoveConditionalFormat>,
    pub removed_conditionals_containing: Vec<&'s str>,
    pub validations: Vec<&'s Validation>,
    pub removed_validations: Vec<Range>,
    pub freeze: Option<Freeze>,
    pub removed_freeze: Option<Freeze>,
}

/// What is wanted of one cell.
pub(super) struct Planned<'s> {
    pub at: Address,
    /// Whether it is emptied and its format taken off before anything else.
    pub cleared: bool,
    /// What it is to hold; where it is said that it holds nothing, `set` has no value.
    pub set: Option<&'s Set>,
    pub change: Change<'s>,
    /// The place of its formula among [`Plan::groups`].
    pub group: Option<usize>,
}

impl Planned<'_> {
    /// Whether what the cell holds changes.
    pub(super) fn changes_content(&self) -> bool {
        self.cleared || self.set.is_some()
    }

    /// Whether the cell holds something afterwards, as far as the script says.
    pub(super) fn holds(&self) -> bool {
        self.set.is_some_and(|set| set.value.is_some() || set.formula.is_some())
    }

    /// Whether a cell that is not there is written.
    pub(super) fn makes(&self) -> bool {
        self.holds() || !self.change.is_nothing()
    }
}

impl<'s> Plan<'s> {
    /// Sorts a sheet's edits.
    ///
    /// # Errors
    /// A place beyond the sheet's edge, more cells than can be meant, a value that no cell can hold.
    pub(super) fn of(sheet: &'s SheetEdits) -> Result<Plan<'s>> {
        let mut plan = Plan::default();
        let count = sheet.edits.iter().filter_map(area).map(|area| area.size()).fold(0, u64::saturating_add);
        let room = usize::try_from(count).ok().filter(|_| count <= MOST_CELLS);
        let Some(room) = room else {
            return Err(bad_request("it names more than 2,000,000 cells").help("name the rows that are used"));
        };
        let mut named: Vec<(Address, &Edit)> = Vec::with_capacity(room);
        for edit in &sheet.edits {
            let Some(area) = area(edit) else {
                plan.take(edit)?;
                continue;
            };
            within(area)?;
            for row in area.from.row..=area.to.row {
                named.extend((area.from.column..=area.to.column).map(|column| (Address::new(row, column), edit)));
            }
        }
        named.sort_by_key(|(at, _)| *at);
        plan.cells.reserve(named.len());
        let mut checked = Vec::new();
        for (at, edit) in named {
            if plan.cells.last().is_none_or(|last| last.at != at) {
                plan.cells.push(Planned { at, cleared: false, set: None, change: Change::default(), group: None });
            }
            if let Some(cell) = plan.cells.last_mut() {
                cell.take(edit, &mut checked)?;
            }
        }
        plan.groups = shared::group(&mut plan.cells);
        Ok(plan)
    }

    /// Takes an edit of the sheet rather than of its cells.
    fn take(&mut self, edit: &'s Edit) -> Result<()> {
        match edit {
            Edit::ConditionalFormat(format) => {
                within(format.range)?;
                check_formula(&format.formula)?;
                self.conditionals.push(format);
            }
            Edit::RemoveConditionalFormat(gone) => {
                self.conditionals.retain(|there| (there.range, &there.formula) != (gone.range, &gone.formula));
                self.removed_conditionals.push(gone);
            }
            Edit::RemoveConditionalFormats(gone) => {
                self.conditionals.retain(|there| !there.formula.contains(&gone.containing));
                self.removed_conditionals_containing.push(&gone.containing);
            }
            Edit::Validation(validation) => {
                within(validation.range)?;
                self.validations.push(validation);
            }
            Edit::RemoveValidation(gone) => {
                let goes = |range: Range| gone.range.contains(range.from) && gone.range.contains(range.to);
                self.validations.retain(|there| !goes(there.range));
                self.removed_validations.push(gone.range);
            }
            Edit::Width(width) => {
                if width.columns.to >= COLUMNS {
                    return Err(beyond(Address::new(0, width.columns.to)));
                }
                if !(0.0..=255.0).contains(&width.characters) {
                    return Err(bad_request(format!("a column can't be {} characters wide", width.characters))
                        .help("take 0 to 255"));
                }
                self.widths.push(Width { columns: width.columns, characters: Some(width.characters) });
            }
            Edit::RemoveWidth(edit::WholeColumns { columns }) if columns.to >= COLUMNS => {
                return Err(beyond(Address::new(0, columns.to)));
            }
            Edit::RemoveWidth(edit::WholeColumns { columns }) => {
                self.widths.push(Width { columns: *columns, characters: None });
            }
            Edit::Freeze(freeze) if freeze.rows >= ROWS || freeze.columns >= COLUMNS => {
                return Err(beyond(Address::new(freeze.rows, freeze.columns)));
            }
            Edit::Freeze(freeze) => (self.freeze, self.removed_freeze) = (Some(*freeze), None),
            Edit::RemoveFreeze(gone) => (self.freeze, self.removed_freeze) = (None, Some(*gone)),
            Edit::Set(_) | Edit::NumberFormat(_) | Edit::Fill(_) | Edit::Font(_) | Edit::Clear(_) => {}
        }
        Ok(())
    }

    /// What is wanted of this cell, if anything is.
    pub(super) fn cell(&self, at: Address) -> Option<&Planned<'s>> {
        self.cells.binary_search_by_key(&at, |cell| cell.at).ok().and_then(|place| self.cells.get(place))
    }

    /// The cells that hold something afterwards, or are given a format: the corners of what they span.
    pub(super) fn span(&self) -> Option<Range> {
        let mut made = self.cells.iter().filter(|cell| cell.makes()).map(|cell| Range::from(cell.at));
        let first = made.next()?;
        Some(made.fold(first, |all, cell| Range {
            from: Address::new(all.from.row, all.from.column.min(cell.from.column)),
            to: Address::new(cell.to.row, all.to.column.max(cell.to.column)),
        }))
    }

    /// The formula that a cell shares with others: its place among the groups, and where it stands.
    pub(super) fn shared(&self, cell: &Planned<'_>) -> Option<(usize, &Group)> {
        let place = cell.group?;
        self.groups.get(place).filter(|group| group.is_shared()).map(|group| (place, group))
    }

    /// How many cells of a range change what they hold.
    pub(super) fn content_changes(&self, range: Range) -> u64 {
        let first = self.cells.partition_point(|cell| cell.at < range.from);
        let cells = self.cells.iter().skip(first).take_while(|cell| cell.at <= range.to);
        let changed = cells.filter(|cell| range.contains(cell.at) && cell.changes_content()).count();
        u64::try_from(changed).unwrap_or(u64::MAX)
    }
}

impl<'s> Planned<'s> {
    /// Takes an edit of the cell; `checked` are the formulas of many rows that can stand in cells.
    fn take(&mut self, edit: &'s Edit, checked: &mut Vec<&'s Arc<RowFormula>>) -> Result<()> {
        match edit {
            Edit::Set(set) => {
                check(set, checked).map_err(|error| error.at(format_args!("cell {}", set.cell)))?;
                self.change.is_date = matches!(set.value, Some(Value::Date(_)));
                self.set = Some(set);
            }
            Edit::NumberFormat(format) => self.change.code = Some(&format.code),
            Edit::Fill(fill) => self.change.fill = Some(fill.color),
            Edit::Font(font) => {
                self.change.bold = font.bold.or(self.change.bold);
                self.change.color = font.color.or(self.change.color);
                self.change.wrap = font.wrap.or(self.change.wrap);
            }
            Edit::Clear(_) => {
                (self.cleared, self.set, self.change) = (true, None, Change::default());
            }
            _ => {}
        }
        Ok(())
    }
}

/// The cells that an edit is about; `None` for an edit of the sheet.
fn area(edit: &Edit) -> Option<Range> {
    Some(match edit {
        Edit::Set(set) => set.cell.into(),
        Edit::NumberFormat(format) => format.range,
        Edit::Fill(fill) => fill.range,
        Edit::Font(font) => font.range,
        Edit::Clear(area) => area.range,
        _ => return None,
    })
}

fn within(range: Range) -> Result<()> {
    if range.to.row >= ROWS || range.to.column >= COLUMNS { Err(beyond(range.to)) } else { Ok(()) }
}

fn beyond(at: Address) -> crate::error::Error {
    bad_request(format!("`{at}` lies beyond the last row or column a sheet can have"))
        .help("the last cell of a sheet is XFD1048576")
}

/// Refuses what no cell can hold.
fn check<'s>(set: &'s Set, checked: &mut Vec<&'s Arc<RowFormula>>) -> Result<()> {
    const LONGEST_TEXT: usize = 32_767;
    match &set.value {
        Some(Value::Text(text)) if text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT => {
            let what = "the text is longer than the 32,767 characters a cell can hold";
            return Err(bad_request(what).help("shorten it"));
        }
        Some(Value::Number(number)) if !number.is_finite() => {
            let what = format!("`{number}` is no number a cell can hold");
            return Err(bad_request(what).help("leave the cell empty"));
        }
        _ => {}
    }
    match &set.formula {
        Some(Formula::Text(text)) => check_formula(text),
        // Once for all its rows, in the one whose number is the longest.
        Some(Formula::OfRow(of, _)) if !checked.iter().any(|known| Arc::ptr_eq(known, of)) => {
            checked.push(of);
            check_formula(&of.at(ROWS).text())
        }
        Some(Formula::OfRow(..)) | None => Ok(()),
    }
}

fn check_formula(formula: &str) -> Result<()> {
    const LONGEST_FORMULA: usize = 8_192;
    // What XML can't hold.
    // Every byte is looked at: ending at the first that is odd would be many times slower.
    let odd = formula.bytes().fold(false, |odd, byte| odd | (byte < b' ') & !matches!(byte, b'\t' | b'\n' | b'\r'));
    let is_odd = odd || !formula.is_ascii() && formula.contains(['\u{FFFE}', '\u{FFFF}']);
    if formula.trim().is_empty() || formula.starts_with('=') || is_odd {
        return Err(bad_request(format!("`{formula}` is no formula"))
            .help("write it without the equals sign, and without control characters"));
    }
    if formula.len() > LONGEST_FORMULA && formula.encode_utf16().count() > LONGEST_FORMULA {
        return Err(bad_request("a formula is longer than 8,192 characters").help("shorten it"));
    }
    Ok(())
}
