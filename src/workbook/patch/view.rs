//! Rows and columns that stay in sight.
//!
//! In: a sheet's views and how much is to stay. Out: the first view with it, where nothing was frozen or split.

use super::sheet::Out;
use super::xml::{self, Scan};
use crate::edit::Freeze;
use crate::error::Result;
use crate::grid::Address;

/// The views of a sheet that has none.
pub(super) fn new(freeze: Freeze, prefix: &str) -> String {
    let pane = pane(freeze, prefix);
    format!(
        "<{prefix}sheetViews><{prefix}sheetView workbookViewId=\"0\">{pane}</{prefix}sheetView></{prefix}sheetViews>"
    )
}

fn pane(freeze: Freeze, prefix: &str) -> String {
    let Freeze { rows, columns } = freeze;
    let active = match (rows, columns) {
        (0, 0) => return String::new(),
        (0, _) => "topRight",
        (_, 0) => "bottomLeft",
        _ => "bottomRight",
    };
    let split = |name, count| if count > 0 { format!(" {name}=\"{count}\"") } else { String::new() };
    let (x, y) = (split("xSplit", columns), split("ySplit", rows));
    let first = Address::new(rows, columns);
    format!("<{prefix}pane{x}{y} topLeftCell=\"{first}\" activePane=\"{active}\" state=\"frozen\"/>")
}

/// Freezes the first view.
pub(super) fn freeze(scan: &mut Scan<'_>, is_open: bool, freeze: Freeze, out: &mut Out<'_>) -> Result<()> {
    if !is_open {
        out.copy_to(scan.start);
        out.text.push_str(&new(freeze, scan.prefix));
        out.skip_to(scan.end);
        return Ok(());
    }
    let mut is_first = true;
    while let Some((tag, is_open)) = scan.child(is_open)? {
        let at = scan.start..scan.end;
        let inside = scan.inside(is_open)?;
        if scan.own(&tag) != Some("sheetView") || !std::mem::take(&mut is_first) {
            continue;
        }
        if scan.slice(inside).trim_start().starts_with(&format!("<{}pane", scan.prefix)) {
            continue;
        }
        out.copy_to(at.start);
        // A view that is scrolled down would freeze the rows it shows instead of the first.
        xml::with_attributes(&tag, &[("topLeftCell", None)], true, &mut out.text);
        out.text.push_str(&pane(freeze, scan.prefix));
        out.skip_to(at.end);
        if !is_open {
            out.text.push_str(&format!("</{}sheetView>", scan.prefix));
        }
    }
    Ok(())
}
