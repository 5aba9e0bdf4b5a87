//! Papers to send: what a log says → what stands on a form or in a note, before any file format.
//!
//! In: checked logs and their findings. Out: plain data with words for people, which `workbook::write` lays out.

pub mod note;
