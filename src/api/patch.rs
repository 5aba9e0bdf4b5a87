//! `apply`: an edit script and a workbook → the workbook, changed where the script says and nowhere else.

use serde::{Deserialize, Serialize};

use super::annotate::without_password;
use super::{FORMAT, File, version};
use crate::edit::Script;
use crate::error::{Code, Error, Result};
use crate::workbook;

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
}

/// Applies an edit script to a workbook.
///
/// # Errors
/// Those of [`workbook::patch`]: a file that is no xlsx or xlsm or can't be read, a sheet that is not there, an
/// edit that can't be made; a file with a password, which [`workbook::unprotected`] opens first.
pub fn apply(request: &ApplyRequest, file: &File) -> Result<(ApplyAnswer, Vec<u8>)> {
    without_password(file)?;
    let patch = if request.force { workbook::patch_signed } else { workbook::patch };
    let bytes = patch(&file.name, &file.bytes, &request.edits)?;
    let edits = request.edits.sheets.iter().map(|sheet| sheet.edits.len()).sum();
    Ok((ApplyAnswer { format: FORMAT, version: version(), edits }, bytes))
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
