//! Tables of a sheet: a script stands clear of them. It may change their rows, never their headings.
//!
//! In: the tables that a sheet's part names, and the plan for its cells. Out: an error where a heading would
//! become another than the table's definition says, which a spreadsheet program calls damaged.

use super::bad_request;
use super::package::Package;
use super::plan::Plan;
use super::sheet::range;
use super::xml::{self, Scan};
use crate::edit::Value;
use crate::error::Result;
use crate::grid::Address;

/// Refuses a plan that would change a heading of a table.
pub(super) fn check(package: &mut Package<'_>, sheet: &str, plan: &Plan<'_>) -> Result<()> {
    if !plan.cells.iter().any(|cell| cell.changes_content()) {
        return Ok(());
    }
    for relation in package.relations(sheet)?.into_iter().filter(|relation| relation.kind == "table") {
        let Some(text) = package.text(&relation.target)? else { continue };
        check_one(&text, plan)?;
    }
    Ok(())
}

fn check_one(text: &str, plan: &Plan<'_>) -> Result<()> {
    let (mut scan, root) = Scan::with_root(text)?;
    let Some(area) = xml::raw(&root, "ref").and_then(|text| range(&text)) else { return Ok(()) };
    if xml::number(&root, "headerRowCount") == Some(0) {
        return Ok(());
    }
    let table = xml::attribute(&root, "displayName").unwrap_or_default();
    let mut column = area.from.column;
    while let Some((tag, _)) = scan.tag()? {
        if scan.own(&tag) != Some("tableColumn") {
            continue;
        }
        let heading = xml::attribute(&tag, "name").unwrap_or_default();
        let at = Address::new(area.from.row, column);
        column += 1;
        let Some(cell) = plan.cell(at).filter(|cell| cell.changes_content()) else { continue };
        let same = cell.set.is_some_and(|set| matches!(&set.value, Some(Value::Text(text)) if *text == heading));
        if !same {
            return Err(bad_request(format!("it is a heading of the table `{table}`"))
                .at(format_args!("cell {at}"))
                .help("change it in a spreadsheet program, or leave it out of the script"));
        }
    }
    Ok(())
}
