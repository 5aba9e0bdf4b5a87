//! The calculation chain: the order in which formulas were last calculated.
//!
//! In: the package and the cells that lost their formula. Out: the chain without them. Cells missing from it
//! are allowed; cells in it that have no formula make a spreadsheet program call the file damaged.

use std::collections::HashSet;

use super::book::Book;
use super::package::Package;
use super::xml::{self, Scan};
use crate::error::Result;

/// Takes cells of a sheet out of the chain.
pub(super) fn forget(package: &mut Package<'_>, book: &Book, sheet: u32, cells: &HashSet<String>) -> Result<()> {
    if cells.is_empty() {
        return Ok(());
    }
    without(package, book, |of, cell| of == sheet && cells.contains(cell))
}

/// Takes a whole sheet out of the chain.
pub(super) fn forget_sheet(package: &mut Package<'_>, book: &Book, sheet: u32) -> Result<()> {
    without(package, book, |of, _| of == sheet)
}

fn without(package: &mut Package<'_>, book: &Book, is_gone: impl Fn(u32, &str) -> bool) -> Result<()> {
    let related = package.relations(&book.part)?.into_iter().find(|relation| relation.kind == "calcChain");
    let Some(relation) = related else { return Ok(()) };
    let Some(text) = package.text(&relation.target)? else { return Ok(()) };
    let mut scan = Scan::new(&text)?;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let (mut sheet, mut kept, mut gone) = (0, 0usize, 0usize);
    // An entry without a sheet is of the sheet before it, also where that entry is taken out.
    let mut said = 0;
    while let Some((tag, is_open)) = scan.tag()? {
        if scan.own(&tag) != Some("c") {
            continue;
        }
        let from = scan.start;
        let end = scan.end;
        sheet = xml::number(&tag, "i").unwrap_or(sheet);
        if is_gone(sheet, &xml::raw(&tag, "r").unwrap_or_default()) {
            gone += 1;
            scan.inside(is_open)?;
            out.push_str(scan.slice(done..from));
            done = scan.end;
            continue;
        }
        kept += 1;
        if sheet != said && xml::number(&tag, "i").is_none() {
            out.push_str(scan.slice(done..from));
            xml::with_attributes(&tag, &[("i", Some(&sheet.to_string()))], is_open, &mut out);
            done = end;
        }
        said = sheet;
    }
    if gone == 0 {
        return Ok(());
    }
    if kept == 0 {
        // A chain of nothing is not allowed.
        package.remove(&relation.target)?;
        return package.unrelate(&book.part, &relation.id);
    }
    out.push_str(scan.slice(done..text.len()));
    package.put(&relation.target, &out)
}
