//! Rows and columns that stay in sight.
//!
//! In: a sheet's views and how much is to stay. Out: the first view with it, where nothing was frozen or split; or
//! without it, where exactly that was frozen.

use std::borrow::Cow;

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

/// Lets go what is frozen in the first view, where it is exactly this.
pub(super) fn unfreeze(scan: &mut Scan<'_>, is_open: bool, gone: Freeze, out: &mut Out<'_>) -> Result<()> {
    let mut is_first = true;
    while let Some((tag, is_open)) = scan.child(is_open)? {
        if scan.own(&tag) == Some("sheetView") && std::mem::take(&mut is_first) {
            unfreeze_view(scan, is_open, gone, out)?;
        } else {
            scan.inside(is_open)?;
        }
    }
    Ok(())
}

fn unfreeze_view(scan: &mut Scan<'_>, is_open: bool, gone: Freeze, out: &mut Out<'_>) -> Result<()> {
    // The part of the window that was active, once the pane is found to be the one.
    let mut active: Option<String> = None;
    while let Some((tag, is_open)) = scan.child(is_open)? {
        let at = scan.start..scan.end;
        scan.inside(is_open)?;
        let split = |name| xml::raw(&tag, name).and_then(|count| count.trim().parse::<f64>().ok()).unwrap_or(0.0);
        let text = |name| xml::raw(&tag, name).map(Cow::into_owned);
        let part = |name| text(name).unwrap_or_else(|| "topLeft".to_owned());
        match (scan.own(&tag), &active) {
            (Some("pane"), None) => {
                let is_frozen = text("state").as_deref() == Some("frozen");
                if !is_frozen || (split("ySplit"), split("xSplit")) != (gone.rows.into(), gone.columns.into()) {
                    continue;
                }
                active = Some(part("activePane"));
            }
            // Each part of the window has a cell that is chosen; the only one that is left keeps its own.
            (Some("selection"), Some(active)) => {
                if part("pane") == *active {
                    out.copy_to(at.start);
                    xml::with_attributes(&tag, &[("pane", None)], is_open, &mut out.text);
                    out.skip_to(at.end);
                    continue;
                }
            }
            _ => continue,
        }
        out.copy_to(at.start);
        out.skip_to(scan.end);
    }
    Ok(())
}
