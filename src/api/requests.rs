//! What the verbs are asked that have more than settings and files, read strictly.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as Wrong};
use serde_json::{Value, json};

use super::{CopyFor, File, NoteForm, Settings, agencies};
use crate::error::{Code, Error, Result};

/// Of a verb that is asked nothing.
#[derive(Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "Record<string, never>"))]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// A rule, by its code or name.
#[derive(Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct Explain {
    pub(super) code: String,
}

/// The note to send back with logs.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub(super) struct NoteRequest {
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) form: NoteForm,
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) together: bool,
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) settings: Settings,
}

/// The quarterly workbook.
#[derive(Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct QuarterRequest {
    pub(super) quarter: String,
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) copy: CopyFor,
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) given: Roles,
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) settings: Settings,
}

/// The register.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub(super) struct MergeRequest {
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) given: Roles,
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub(super) settings: Settings,
}

/// Which of the files given are no returned logs, by name.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct Roles {
    /// The register that is carried forward.
    pub(super) previous: Option<String>,
    /// The list of agencies.
    pub(super) agencies: Option<String>,
}

impl Roles {
    /// The settings with the list of agencies, the register carried forward, and the other files.
    pub(super) fn among(
        self,
        mut settings: Settings,
        mut files: Vec<File>,
    ) -> Result<(Settings, Option<File>, Vec<File>)> {
        let mut take = |name: Option<String>| -> Result<Option<File>> {
            let Some(name) = name else { return Ok(None) };
            let place = files.iter().position(|file| file.name == name);
            let none = || Error::new(Code::BadRequest, format!("there is no file `{name}` among those given"));
            Ok(Some(files.remove(place.ok_or_else(none)?)))
        };
        let (previous, list) = (take(self.previous)?, take(self.agencies)?);
        if let Some(list) = list {
            settings.agencies = agencies(&list, &settings)?;
        }
        Ok((settings, previous, files))
    }
}

/// Cases as JSON Lines.
#[derive(Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct Cases {
    pub(super) cases: String,
}

/// Reads a request; a key that is not known is refused.
///
/// # Errors
/// It is no object, has an unknown key, or lacks a needed one.
pub(super) fn strictly<T: DeserializeOwned>(request: Value) -> Result<T> {
    let request = if request.is_null() { json!({}) } else { request };
    // A list would do for an object, each of its values for the key in that place.
    let read =
        if request.is_object() { serde_json::from_value(request) } else { Err(Wrong::custom("it is no object")) };
    read.map_err(|error| {
        Error::new(Code::BadRequest, format!("the request can't be understood: {error}"))
            .help("what each verb is asked stands in `types.ts` of the WebAssembly package")
    })
}
