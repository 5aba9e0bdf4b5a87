//! Workbook files: the only place where the engine meets a file format.
//!
//! In: a file's bytes. Out: a [`crate::grid::Workbook`], or an error that says what the file looks like.

#[cfg(not(target_arch = "wasm32"))]
mod protect;
mod read;
pub mod write;

#[cfg(not(target_arch = "wasm32"))]
pub use protect::protect;
pub use read::{Limits, Reading, is_protected, read, read_with};
