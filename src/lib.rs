//! The engine that keeps child-safeguarding disagreements from going quiet.
//!
//! When two agencies disagree about what a child needs, their partnership's *resolution and escalation
//! procedure* says who must talk to whom, and by when. escalog reads an agency's Escalation Summary Log,
//! works out every deadline the procedure sets for each row and explains it with the clause it comes
//! from, says what is missing or wrong, and writes the quarterly monitoring workbook.
//!
//! The engine never reads the clock, the disk or the locale: bytes and a date come in, bytes and
//! findings go out. The modules, in the order in which data goes through them, are described in
//! `ARCHITECTURE.md`; [`api`] is the one door for programs.
#![deny(missing_docs)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

pub mod annotate;
pub mod api;
pub mod calendar;
pub mod edit;
pub mod error;
pub mod finding;
pub mod forms;
pub mod grid;
mod headings;
pub mod log;
pub mod merge;
mod parallel;
pub mod policy;
pub mod quarter;
pub mod rules;
pub mod timeline;
mod tokens;
mod traces;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
pub mod workbook;
