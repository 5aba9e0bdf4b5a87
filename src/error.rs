//! What stops the work: one opaque error that says where, what and what to do.
//!
//! A cell that can't be understood is not an error; it is a field that says so, and a rule reports it
//! (see [`crate::finding`]). [`Error`] is for a file that can't be read, a procedure that is not valid,
//! a request that makes no sense.

use std::fmt;

/// What kind of thing stopped the work, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Code {
    /// The bytes are not a workbook, or not one that can be read.
    UnreadableFile,
    /// The file has a password, and none was given.
    NeedsPassword,
    /// The password given does not open the file.
    WrongPassword,
    /// The file can be read, but no escalation log stands in it.
    NoLog,
    /// A procedure file has mistakes.
    InvalidPolicy,
    /// No procedure of that name, or none was named.
    UnknownPolicy,
    /// The calendar can't be counted on: no working days, or a date beyond its years.
    Calendar,
    /// The request itself is wrong: an unknown reading, a date that is none.
    BadRequest,
    /// A file could not be written.
    NotWritten,
    /// A mistake of the engine itself.
    Fault,
}

/// What stopped the work: where, what, and what to do next.
///
/// Opaque on purpose: [`Error::code`] is for programs, the rest is for people. An error may carry
/// others that were found at the same time ([`Error::also`]): a procedure file's mistakes are
/// reported all at once.
///
/// ```
/// use escalog::error::{Code, Error};
///
/// let error = Error::new(Code::BadRequest, "`tomorow` is not a date")
///     .at("--as-of")
///     .help("write the date as year-month-day, such as 2025-06-30");
/// assert_eq!(
///     error.to_string(),
///     "--as-of: `tomorow` is not a date; write the date as year-month-day, such as 2025-06-30"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(as = "AsRead<'static>", rename = "Failure"))]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    at: Option<String>,
    message: String,
    help: Option<String>,
    also: Vec<Error>,
}

/// The result of work that an [`Error`] can stop.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of this kind with its message: lower case, no full stop, the user's words in backticks.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { code, at: None, message: message.into(), help: None, also: Vec::new() }))
    }

    /// Says where it happened; a place already known is kept behind the new one.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Error {
        self.0.at = Some(match self.0.at.take() {
            Some(inner) => format!("{place}: {inner}"),
            None => place.to_string(),
        });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Error {
        self.0.help = Some(help.into());
        self
    }

    /// Joins errors found together into one; `None` where there are none.
    pub fn all(errors: impl IntoIterator<Item = Error>) -> Option<Error> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        first.0.also.extend(errors);
        Some(first)
    }

    /// What kind of thing stopped the work.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Where it happened: a file, a place in it, an option.
    pub fn place(&self) -> Option<&str> {
        self.0.at.as_deref()
    }

    /// What happened.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do next.
    pub fn advice(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The other errors found at the same time.
    pub fn also(&self) -> &[Error] {
        &self.0.also
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = &self.0.at {
            write!(f, "{at}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(help) = &self.0.help {
            write!(f, "; {help}")?;
        }
        for other in &self.0.also {
            write!(f, "\n{other}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// An error as a program reads it.
#[derive(serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
struct AsRead<'a> {
    code: Code,
    message: &'a str,
    /// What to do next.
    help: Option<&'a str>,
    /// Where it happened.
    at: Option<&'a str>,
    /// What was found at the same time.
    #[serde(skip_serializing_if = "<[Error]>::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    also: &'a [Error],
}

impl serde::Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let as_read = AsRead {
            code: self.code(),
            message: self.message(),
            help: self.advice(),
            at: self.place(),
            also: self.also(),
        };
        as_read.serialize(serializer)
    }
}
