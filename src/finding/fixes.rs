//! What findings would put right → the edit script that does it.

use std::collections::BTreeSet;

use super::Finding;
use crate::edit::{Script, SheetEdits};

/// The certain fixes of one log's findings, sheet by sheet; proposals are left to people, and so is what is accepted.
///
/// Two fixes of one cell are not put on top of each other: the first is made, and the next check finds the other.
pub fn script(findings: &[Finding]) -> Script {
    let mut script = Script::default();
    let mut fixed = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.accepted.is_none()) {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.certain) else { continue };
        if !fixed.insert((finding.sheet.as_str(), fix.cell)) {
            continue;
        }
        match script.sheets.iter_mut().find(|sheet| sheet.sheet == finding.sheet) {
            Some(sheet) => sheet.edits.push(fix.edit()),
            None => script.sheets.push(SheetEdits::of(&finding.sheet, vec![fix.edit()])),
        }
    }
    script
}
