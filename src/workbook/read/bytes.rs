//! Numbers and texts in the bytes of a binary file, the lowest byte first.

use super::damaged;
use crate::error::{Error, Result};

/// The number in two bytes at a place, where it has as many.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The number in four bytes at a place, where it has as many.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A text in units of two bytes.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|two| u16_at(two, 0)).collect();
    String::from_utf16_lossy(&units)
}

/// The number in two bytes of a record.
pub(super) fn two(data: &[u8], at: usize) -> Result<u16> {
    u16_at(data, at).ok_or_else(short)
}

/// The number in four bytes of a record.
pub(super) fn four(data: &[u8], at: usize) -> Result<u32> {
    u32_at(data, at).ok_or_else(short)
}

/// The fraction in eight bytes of a record.
pub(super) fn fraction(data: &[u8], at: usize) -> Result<f64> {
    let eight = data.get(at..at + 8).and_then(|eight| eight.try_into().ok()).ok_or_else(short)?;
    Ok(f64::from_le_bytes(eight))
}

/// That the file ends within a record.
pub(super) fn breaks_off() -> Error {
    damaged("it breaks off")
}

/// That a record ends before what it is to hold.
pub(super) fn short() -> Error {
    damaged("one of its entries is cut short")
}
