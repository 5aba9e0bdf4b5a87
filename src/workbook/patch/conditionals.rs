//! Conditional formats: ours come after those that are there.
//!
//! In: what stands behind a sheet's cells, and the formats wanted and unwanted. Out: the new ones as they are
//! written, and the old ones without those that are to go.

use std::fmt::Write;

use quick_xml::events::BytesStart;

use super::plan::Plan;
use super::sheet::{Out, in_sheet, ranges};
use super::styles::Styles;
use super::xml::{self, Scan};
use crate::error::Result;
use crate::grid::Range;

/// A rule of a sheet that holds where a formula is true.
struct Rule {
    range: Range,
    formula: String,
}

/// The formats wanted that are not there yet, as they are written.
pub(super) fn new<'s>(rest: &Scan<'_>, plan: &Plan<'s>, styles: &mut Styles<'s>) -> Result<Option<String>> {
    if plan.conditionals.is_empty() {
        return Ok(None);
    }
    let prefix = rest.prefix;
    let there = rules(rest)?;
    let stays = |rule: &&Rule| !goes(plan, Some(rule.range), &rule.formula);
    let mut kept: Vec<(Range, &str)> =
        there.iter().filter(stays).map(|rule| (rule.range, rule.formula.as_str())).collect();
    // Rules of later versions of the format count too.
    let mut priority = xml::largest(rest.text, "priority=");
    let mut out = String::new();
    for format in &plan.conditionals {
        if kept.contains(&(format.range, format.formula.as_str())) {
            continue;
        }
        kept.push((format.range, &format.formula));
        priority = priority.saturating_add(1);
        let look = styles.conditional(format);
        let (sqref, formula) = (in_sheet(format.range), xml::escaped(&format.formula));
        let _ = write!(
            out,
            "<{prefix}conditionalFormatting sqref=\"{sqref}\"><{prefix}cfRule type=\"expression\" dxfId=\"{look}\" \
             priority=\"{priority}\"><{prefix}formula>{formula}</{prefix}formula></{prefix}cfRule>\
             </{prefix}conditionalFormatting>"
        );
    }
    Ok(Some(out).filter(|out| !out.is_empty()))
}

/// The rules by formula among what stands behind the cells.
fn rules(rest: &Scan<'_>) -> Result<Vec<Rule>> {
    let mut found = Vec::new();
    let mut scan = rest.clone();
    let mut range = None;
    while let Some((tag, is_open)) = scan.tag()? {
        match scan.own(&tag) {
            Some("conditionalFormatting") => range = only_range(&tag),
            Some("cfRule") => {
                let inside = scan.inside(is_open)?;
                let formula = formula(&tag, scan.slice(inside), scan.prefix);
                found.extend(range.zip(formula).map(|(range, formula)| Rule { range, formula }));
            }
            _ => {}
        }
    }
    Ok(found)
}

fn only_range(tag: &BytesStart<'_>) -> Option<Range> {
    let found = ranges(&xml::raw(tag, "sqref")?);
    let [only] = found.as_slice() else { return None };
    Some(*only)
}

/// The one formula of a rule that holds where it is true.
fn formula(rule: &BytesStart<'_>, inside: &str, prefix: &str) -> Option<String> {
    if xml::raw(rule, "type").as_deref() != Some("expression") {
        return None;
    }
    let (_, after) = inside.split_once(&format!("<{prefix}formula>"))?;
    let (formula, rest) = after.split_once(&format!("</{prefix}formula>"))?;
    (!rest.contains("formula>")).then(|| xml::unescaped(formula).into_owned())
}

/// Whether a rule is to go. One that is wanted again as it is stays where it is.
fn goes(plan: &Plan<'_>, range: Option<Range>, formula: &str) -> bool {
    let wanted = || plan.conditionals.iter().any(|wanted| Some(wanted.range) == range && wanted.formula == formula);
    plan.removed_conditionals.iter().any(|gone| Some(gone.range) == range && gone.formula == formula)
        || plan.removed_conditionals_containing.iter().any(|text| formula.contains(text)) && !wanted()
}

/// Takes rules out of one element of conditional formats, and the element where nothing is left.
pub(super) fn without(
    scan: &mut Scan<'_>,
    tag: &BytesStart<'_>,
    is_open: bool,
    plan: &Plan<'_>,
    out: &mut Out<'_>,
) -> Result<()> {
    let element = scan.start;
    let range = only_range(tag);
    let here = plan.removed_conditionals.iter().any(|gone| Some(gone.range) == range);
    if !is_open || !here && plan.removed_conditionals_containing.is_empty() {
        scan.inside(is_open)?;
        return Ok(());
    }
    let (mut left_out, mut kept) = (Vec::new(), 0usize);
    while let Some((tag, is_open)) = scan.child(is_open)? {
        let from = scan.start;
        let inside = scan.inside(is_open)?;
        let formula = formula(&tag, scan.slice(inside), scan.prefix);
        if formula.is_some_and(|formula| goes(plan, range, &formula)) {
            left_out.push(from..scan.end);
        } else {
            kept += 1;
        }
    }
    if left_out.is_empty() {
        return Ok(());
    }
    if kept == 0 {
        left_out.clear();
        left_out.push(element..scan.end);
    }
    for part in left_out {
        out.copy_to(part.start);
        out.skip_to(part.end);
    }
    Ok(())
}
