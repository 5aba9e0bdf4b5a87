//! For whom the quarterly workbook is written: the officer, or the board, partners, the public.

use serde::Deserialize;

use crate::error::{Code, Error, Result};
use crate::workbook::write::{Copy, Key};

/// The copy that is asked for; the register itself where nothing is.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct CopyFor {
    /// For the board: the figures as values, no rows, no free text.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub board: bool,
    /// For partners: rows with a pseudonym for each child, no free text.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub pseudonymise: bool,
    /// The secret from which pseudonyms are made. The engine has no chance of its own: who calls it gives one.
    pub key: Option<Key>,
    /// For publication: counts from 1 to below this are hidden so that they can't be worked out.
    pub suppress: Option<usize>,
}

impl CopyFor {
    /// The copy; `None` for the register itself.
    ///
    /// # Errors
    /// Wishes that don't go together, a limit that hides nothing, pseudonyms without a key.
    pub fn copy(self) -> Result<Option<Copy>> {
        let refuse = |what: &str, help: &str| Err(Error::new(Code::BadRequest, what).help(help));
        match self {
            CopyFor { pseudonymise: true, board: true, .. } | CopyFor { pseudonymise: true, suppress: Some(_), .. } => {
                refuse("rows for partners can't be left out or hidden", "write two copies, one for each")
            }
            CopyFor { pseudonymise: true, key: Some(key), .. } => Ok(Some(Copy::for_partners(key))),
            CopyFor { pseudonymise: true, key: None, .. } => {
                refuse("no key is given for the pseudonyms", "give `key`, at least 16 characters that nobody can guess")
            }
            CopyFor { key: Some(_), .. } => refuse("a key is given, but no pseudonyms", "give `pseudonymise` too"),
            CopyFor { suppress: Some(limit), .. } => Copy::for_publication(limit).map(Some),
            CopyFor { board: true, .. } => Ok(Some(Copy::for_board())),
            CopyFor { .. } => Ok(None),
        }
    }
}
