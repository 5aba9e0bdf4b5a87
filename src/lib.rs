//! escalog.
#![deny(missing_docs)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

pub mod api;
pub mod calendar;
pub mod error;
pub mod grid;
//pub mod log;
pub mod policy;
pub mod timeline;
//pub mod workbook;
