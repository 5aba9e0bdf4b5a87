//! Workbook files: the only place where the engine meets a file format.
//!
//! In: a file's bytes. Out: a [`crate::grid::Workbook`], or an error that says what the file looks like; or the
//! file's bytes with what an edit script changes.

mod patch;
#[cfg(not(target_arch = "wasm32"))]
mod protect;
mod read;
pub mod write;

pub use patch::{Patching, mark, patch, patch_with, unmarked};
#[cfg(not(target_arch = "wasm32"))]
pub use protect::protect;
pub use read::{Limits, Reading, has_macros, is_open, is_protected, modified, read, read_with, unprotected};

/// Whether a file is one that [`patch`] can edit: an xlsx or xlsm.
pub fn is_editable(name: &str, bytes: &[u8]) -> bool {
    // Its parts' names tell it, whatever they unpack to.
    let limits = Limits { unpacked_mb: u32::MAX, part_mb: u32::MAX, ..Limits::default() };
    matches!(read::kind(name, bytes, &limits), Ok(read::Kind::Xlsx))
}
