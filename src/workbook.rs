//! Workbook files: the only place where the engine meets a file format.
//!
//! In: a file's bytes. Out: a [`crate::grid::Workbook`], or an error that says what the file looks like.

mod read;
pub mod write;

pub use read::{modified, read};
