//! A workbook → the same protected with a password.
//!
//! In: the bytes of an xlsx file and a password. Out: the bytes of a file that Excel and LibreOffice open
//! with that password. The program's alone: what writes it asks the clock, which WebAssembly has not.

use std::io::{Cursor, Write};

use ms_offcrypto_writer::Ecma376AgileWriter;

use crate::error::{Code, Error, Result};

/// Protects a workbook with a password, as Excel does: agile encryption, AES-256 and SHA-512.
///
/// ```
/// use escalog::workbook::{Reading, protect, read_with};
///
/// # let mut plain = std::io::Cursor::new(Vec::new());
/// # let mut workbook = rust_xlsxwriter::Workbook::new();
/// # workbook.add_worksheet().write(0, 0, "Escalation No").unwrap();
/// # workbook.save_to_writer(&mut plain).unwrap();
/// # let plain = plain.into_inner();
/// let protected = protect(&plain, "larch 7 bridge").unwrap();
/// let reading = Reading { password: Some("larch 7 bridge"), ..Reading::default() };
/// assert_eq!(read_with("log.xlsx", &protected, &reading).unwrap().sheets[0].cells.len(), 1);
/// ```
///
/// # Errors
/// [`Code::NotWritten`] where it can't be done; nothing about the bytes can cause it.
pub fn protect(bytes: &[u8], password: &str) -> Result<Vec<u8>> {
    let cannot = |error: std::io::Error| {
        Error::new(Code::NotWritten, format!("it can't be protected with a password: {error}"))
            .help("write it without one, with `--no-password`")
    };
    let mut out = Cursor::new(Vec::new());
    let mut writer = Ecma376AgileWriter::create(&mut rand::rng(), password, &mut out).map_err(cannot)?;
    writer.write_all(bytes).map_err(cannot)?;
    writer.finalize().map_err(cannot)?;
    Ok(out.into_inner())
}
