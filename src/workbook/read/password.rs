//! A file protected with a password → the workbook in it.
//!
//! In: the bytes of an OLE file with an encrypted package, and a password. Out: the bytes of the workbook, or
//! an error that says that the password is wrong. A wrong password too makes bytes, so that they are a
//! workbook's is looked at: it begins and ends as a zip file does.

use office_crypto::DecryptError;

use super::bytes::u32_at;
use super::ole::Ole;
use super::xml::{attribute, first_element};
use super::{damaged, unreadable};
use crate::error::{Code, Error, Result};

/// The most entries in the directory of a protected file; Excel writes about ten.
const ENTRIES: usize = 1000;

/// With which Excel encrypts a workbook whose structure alone is protected; it opens such a file unasked.
const EXCELS_OWN: &str = "VelvetSweatshop";

/// Opens a protected file: with the password, or with none if Excel asks for none.
pub(super) fn open(bytes: &[u8], password: Option<&str>) -> Result<Vec<u8>> {
    check(bytes)?;
    let opened = password.map_or_else(|| Err(needed()), |password| decrypted(bytes, password));
    match opened {
        Err(error) if matches!(error.code(), Code::NeedsPassword | Code::WrongPassword) => {
            decrypted(bytes, EXCELS_OWN).map_err(|_| error)
        }
        opened => opened,
    }
}

/// That a file needs a password, and none was given.
pub(super) fn needed() -> Error {
    Error::new(Code::NeedsPassword, "this file needs a password")
        .help("give its password (in the program with `--password-file`, `ESCALOG_PASSWORD` or `--ask-password`)")
}

fn decrypted(bytes: &[u8], password: &str) -> Result<Vec<u8>> {
    let opened = office_crypto::decrypt_from_bytes(bytes.to_vec(), password).map_err(|error| match error {
        DecryptError::Unimplemented(_) => unknown_way(),
        _ => damaged("the workbook that its password protects can't be found in it"),
    })?;
    let is_zip = opened.starts_with(b"PK\x03\x04") && memchr::memmem::rfind(&opened, b"PK\x05\x06").is_some();
    if is_zip { Ok(opened) } else { Err(wrong()) }
}

fn wrong() -> Error {
    Error::new(Code::WrongPassword, "the password does not open this file")
        .help("check capitals and spaces, and that it is the password of this file")
}

fn unknown_way() -> Error {
    unreadable("it is protected in a way that can't be opened here")
        .help("open it in a current spreadsheet program and save it again, with the same password")
}

/// The most times that a password is hashed; Excel does so 100,000 times, each taking its time.
const ROUNDS: u32 = 200_000;

/// Refuses what would keep the library busy for ever or take far more memory than the file has bytes: more
/// entries than it can walk through, entries without a name, or more tables than the file has room for.
fn check(bytes: &[u8]) -> Result<()> {
    let ole = Ole::open(bytes)?;
    // Excel writes a few tables however small the file.
    let room = u32::try_from(bytes.len() / (512 * 127)).unwrap_or(u32::MAX).saturating_add(16);
    let declared = |at| u32_at(bytes, at).is_some_and(|count| count <= room);
    // The tables of the file, those that list them, and those of its small streams.
    if ole.entries() > ENTRIES || !ole.is_sound() || !declared(44) || !declared(72) || !declared(64) {
        return Err(damaged("the list of its parts makes no sense"));
    }
    let info = ole.stream("EncryptionInfo")?.unwrap_or_default();
    let key = first_element(info.get(8..).unwrap_or_default(), "encryptedKey");
    let says = |name: &str| key.as_ref().and_then(|key| attribute(key, name));
    let is_known = |name: &str, known: &str| says(name).is_none_or(|said| said == known);
    if !is_known("hashAlgorithm", "SHA512") || !is_known("cipherAlgorithm", "AES") || !is_known("keyBits", "256") {
        return Err(unknown_way());
    }
    let rounds = says("spinCount").and_then(|rounds| rounds.parse::<u32>().ok());
    if rounds.is_some_and(|rounds| rounds > ROUNDS) {
        return Err(damaged("the settings of its password can't be meant"));
    }
    Ok(())
}
