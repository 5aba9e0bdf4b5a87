//! One sheet's part, spliced: what a script does not name goes out byte for byte as it came in.
//!
//! In: the text of a sheet's part and the plan for it. Out: the new text, handed over piece by piece in one pass over
//! the old one.

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use super::columns::{self, Columns};
use super::conditionals;
use super::plain::Plain;
use super::plan::Plan;
use super::rows::Rows;
use super::shared;
use super::styles::Styles;
use super::validations;
use super::view;
use super::xml::{self, Scan};
use crate::error::Result;
use crate::grid::{Address, DateSystem, Range};
use crate::workbook::read::damaged;

/// The children of a worksheet in the order in which they must stand.
const ORDER: &str = "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges \
    scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting \
    dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks \
    customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture \
    oleObjects controls webPublishItems tableParts extLst";

/// Text going out: what is copied from the old text, and what is put in between.
pub(super) struct Out<'a> {
    /// What was not handed over yet.
    pub text: String,
    old: &'a str,
    done: usize,
    hand_over: &'a mut dyn FnMut(String),
}

impl<'a> Out<'a> {
    /// Hands over what there is, where it is worth it. What is handed over can't be taken back.
    pub(super) fn settle(&mut self) {
        const PIECE: usize = 1 << 16;
        if self.text.len() >= PIECE {
            let next = String::with_capacity(self.text.len() + self.text.len() / 8);
            (self.hand_over)(std::mem::replace(&mut self.text, next));
        }
    }

    /// Copies the old text up to this place.
    pub(super) fn copy_to(&mut self, place: usize) {
        self.text.push_str(self.old.get(self.done..place).unwrap_or_default());
        self.done = place.max(self.done);
    }

    /// Leaves out the old text up to this place.
    pub(super) fn skip_to(&mut self, place: usize) {
        self.done = place.max(self.done);
    }
}

/// Splices a plan into a sheet, and says which cells lost a formula, as the calculation chain names them.
///
/// # Errors
/// A sheet that is damaged, or an edit that would break what others of its cells need.
pub(super) fn patch<'s>(
    text: &str,
    plain: Option<&Plain>,
    plan: &Plan<'s>,
    styles: &mut Styles<'s>,
    system: DateSystem,
    hand_over: &mut dyn FnMut(String),
) -> Result<HashSet<String>> {
    let (mut scan, root) = Scan::with_root(text)?;
    if scan.own(&root) != Some("worksheet") {
        return Err(damaged("a sheet of it is none"));
    }
    let mut out = Out { text: String::new(), old: text, done: 0, hand_over };
    let mut columns = Columns::default();
    let mut lost = HashSet::new();
    // In a plain sheet cells share no formulas.
    let first_shared = if plain.is_some() { 0 } else { shared::next_number(text, plan) };
    // What is put in where its element is not there; each is dropped once the element is met.
    let mut views = plan.freeze.map(|freeze| view::new(freeze, scan.prefix));
    let mut cols = Some(columns::new(&plan.widths, scan.prefix)).filter(|cols| !cols.is_empty());
    let mut has_data = false;
    let mut conditionals: Option<String> = None;
    let mut validations: Option<Vec<validations::Wanted>> = None;
    loop {
        let before = scan.clone();
        let child = scan.child(true)?;
        let name = child.as_ref().and_then(|(tag, _)| scan.own(tag)).unwrap_or_default().to_owned();
        let here = match &child {
            None => usize::MAX,
            Some((tag, is_open)) => rank_of(&scan, tag, &name, *is_open)?,
        };
        let put_in = |out: &mut Out<'_>, text: &mut Option<String>, name: &str| {
            if here > rank(name)
                && let Some(text) = text.take()
            {
                out.copy_to(scan.start);
                out.text.push_str(&text);
            }
        };
        put_in(&mut out, &mut views, "sheetViews");
        put_in(&mut out, &mut cols, "cols");
        if !has_data && here > rank("sheetData") {
            // No program writes a sheet so; all of them read it.
            has_data = true;
            out.copy_to(scan.start);
            let mut rows = Rows::new(plan, styles, &columns, system, scan.prefix, &mut lost, first_shared);
            rows.write_all(&mut out)?;
        }
        if has_data && validations.is_none() {
            // What stands behind the cells is short: it is looked through before anything is put in.
            conditionals = conditionals::new(&before, plan, styles)?;
            validations = Some(validations::wanted(&before, plan, system)?);
        }
        put_in(&mut out, &mut conditionals, "conditionalFormatting");
        if here > rank("dataValidations")
            && let Some(wanted) = validations.as_mut().filter(|wanted| !wanted.is_empty())
        {
            out.copy_to(scan.start);
            out.text.push_str(&validations::new(&std::mem::take(wanted), scan.prefix));
        }
        let Some((tag, is_open)) = child else { break };
        match name.as_str() {
            "dimension" => grow(&tag, &scan, plan, is_open, &mut out),
            "sheetViews" => {
                if let Some(freeze) = plan.freeze.filter(|_| views.take().is_some()) {
                    view::freeze(&mut scan, is_open, freeze, &mut out)?;
                    continue;
                }
                if let Some(gone) = plan.removed_freeze {
                    view::unfreeze(&mut scan, is_open, gone, &mut out)?;
                    continue;
                }
            }
            "cols" => {
                cols = None;
                columns = columns::read(&mut scan, is_open, &plan.widths, &mut out)?;
                continue;
            }
            "sheetData" => {
                has_data = true;
                let mut rows = Rows::new(plan, styles, &columns, system, scan.prefix, &mut lost, first_shared);
                rows.patch(&mut scan, &tag, is_open, plain, &mut out)?;
                continue;
            }
            "conditionalFormatting" => {
                conditionals::without(&mut scan, &tag, is_open, plan, &mut out)?;
                continue;
            }
            "dataValidations" => {
                let wanted = validations.as_mut().map(std::mem::take).unwrap_or_default();
                validations::merge(&mut scan, &tag, is_open, &plan.removed_validations, &wanted, &mut out)?;
                continue;
            }
            _ => {}
        }
        scan.inside(is_open)?;
    }
    out.copy_to(text.len());
    (out.hand_over)(out.text);
    Ok(lost)
}

fn rank(name: &str) -> usize {
    ORDER.split(' ').position(|known| known == name).unwrap_or(0)
}

/// Where a child of the sheet stands in the order; a wrapper for other versions stands where its inside does.
fn rank_of(scan: &Scan<'_>, tag: &BytesStart<'_>, name: &str, is_open: bool) -> Result<usize> {
    if tag.local_name().as_ref() != "AlternateContent" || !is_open {
        return Ok(rank(name));
    }
    let mut scan = scan.clone();
    let end = scan.clone().skip()?;
    while let Some((tag, _)) = scan.tag()?.filter(|_| scan.start < end) {
        let inside = scan.own(&tag).map_or(0, rank);
        if inside > 0 {
            return Ok(inside);
        }
    }
    Ok(0)
}

/// Writes how far the sheet reaches now.
fn grow(tag: &BytesStart<'_>, scan: &Scan<'_>, plan: &Plan<'_>, is_open: bool, out: &mut Out<'_>) {
    let Some(span) = plan.span() else { return };
    let Some(there) = xml::raw(tag, "ref").and_then(|text| range(&text)) else { return };
    let from = Address::new(there.from.row.min(span.from.row), there.from.column.min(span.from.column));
    let to = Address::new(there.to.row.max(span.to.row), there.to.column.max(span.to.column));
    out.copy_to(scan.start);
    let text = if from == to { from.to_string() } else { format!("{from}:{to}") };
    xml::with_attributes(tag, &[("ref", Some(&text))], is_open, &mut out.text);
    out.skip_to(scan.end);
}

/// A range as a sheet writes it, `A1:B2` or `A1`, with or without dollars.
pub(super) fn range(text: &str) -> Option<Range> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let cell = |text: &str| Address::try_from(text.replace('$', "")).ok();
    Some(Range { from: cell(from)?, to: cell(to)? })
}

/// Ranges as a sheet writes several of them, with spaces between.
pub(super) fn ranges(text: &str) -> Vec<Range> {
    text.split_ascii_whitespace().filter_map(range).collect()
}

/// A range as a sheet writes it.
pub(super) fn in_sheet(range: Range) -> String {
    if range.from == range.to { range.from.to_string() } else { format!("{}:{}", range.from, range.to) }
}
