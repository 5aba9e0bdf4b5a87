//! `apply`: an edit script and a workbook → the workbook, changed where the script says and nowhere else; of a kind
//! that can't be edited in place, its cells in a new xlsx.

use serde::{Deserialize, Serialize};

use super::annotate::{is_rewritten, write_edited};
use super::{FORMAT, File, version};
use crate::edit::Script;
use crate::error::{Code, Error, Result};
use crate::workbook::{Limits, Patching};

/// What `apply` is asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ApplyRequest {
    /// The edit script.
    pub edits: Script,
    /// Whether a digitally signed workbook is changed too; its signature is then no longer valid.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub force: bool,
    /// What the file may unpack to before it is refused.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(optional, type = "Partial<Limits>"))]
    pub limits: Option<Limits>,
}

/// What `apply` answers, beside the workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ApplyAnswer {
    /// The number of the answers' format.
    pub format: u32,
    /// The engine's version.
    pub version: &'static str,
    /// How many edits were applied.
    pub edits: usize,
    /// Whether the cells went into a new xlsx, since the file is of a kind that can't be edited in place.
    pub rewritten: bool,
}

/// Applies an edit script to a workbook.
///
/// # Errors
/// Those of [`workbook::patch`](crate::workbook::patch): a file that can't be read, a sheet that is not there, an edit
/// that can't be made; a file with a password, which [`workbook::unprotected`](crate::workbook::unprotected) opens first.
pub fn apply(request: &ApplyRequest, file: &File) -> Result<(ApplyAnswer, Vec<u8>)> {
    let patching = Patching { signed: request.force, limits: request.limits.unwrap_or_default() };
    let bytes = write_edited(&request.edits, file, patching)?;
    let edits = request.edits.sheets.iter().map(|sheet| sheet.edits.len()).sum();
    Ok((ApplyAnswer { format: FORMAT, version: version(), edits, rewritten: is_rewritten(file) }, bytes))
}

/// The one file that was given.
pub(super) fn only(files: Vec<File>) -> Result<File> {
    match <[File; 1]>::try_from(files) {
        Ok([file]) => Ok(file),
        Err(files) => {
            Err(Error::new(Code::BadRequest, format!("{} workbooks were given", files.len())).help("give one"))
        }
    }
}
