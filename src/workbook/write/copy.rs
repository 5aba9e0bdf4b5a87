//! Copies of the workbook for others: for the board, for partners, for publication.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::{Code, Error, Result};

/// A copy of the quarterly workbook that names no child.
#[derive(Debug, Clone)]
pub struct Copy {
    partners: Option<Key>,
    suppress: Option<usize>,
}

impl Copy {
    /// For the board: the figures as values, no rows, no free text.
    pub fn for_board() -> Copy {
        Copy { partners: None, suppress: None }
    }

    /// For partners: the figures, and the rows with a pseudonym for each child, without free text.
    pub fn for_partners(key: Key) -> Copy {
        Copy { partners: Some(key), suppress: None }
    }

    /// For publication: as for the board, with every count from 1 to below this limit hidden, and as many
    /// others as are needed so that none can be worked out.
    ///
    /// # Errors
    /// A limit that hides nothing.
    pub fn for_publication(limit: usize) -> Result<Copy> {
        if limit < 2 {
            let what = format!("a limit of {limit} hides no count");
            return Err(Error::new(Code::BadRequest, what).help("give 2 or more, such as 5"));
        }
        Ok(Copy { partners: None, suppress: Some(limit) })
    }

    pub(super) fn partners(&self) -> Option<&Key> {
        self.partners.as_ref()
    }

    pub(super) fn suppress(&self) -> Option<usize> {
        self.suppress
    }
}

/// The secret that makes pseudonyms: with the same one a child has the same pseudonym in every quarter.
#[derive(Clone, serde::Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String")]
pub struct Key(Vec<u8>);

impl TryFrom<String> for Key {
    type Error = Error;

    fn try_from(text: String) -> Result<Key> {
        Key::new(text.as_bytes())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// The fewest bytes that a key may have.
    pub const LEAST: usize = 16;

    /// A key of these bytes; white space at its end makes no difference.
    ///
    /// ```
    /// use escalog::workbook::write::Key;
    ///
    /// assert!(Key::new(b"too short").is_err());
    /// let key = Key::new(b"an example, not a secret\n").unwrap();
    /// let again = Key::new(b"an example, not a secret").unwrap();
    /// assert_eq!(key.pseudonym(&["Ash Grove", "2015-03-01"]), again.pseudonym(&["Ash Grove", "2015-03-01"]));
    /// ```
    ///
    /// # Errors
    /// Fewer than 16 bytes.
    pub fn new(bytes: &[u8]) -> Result<Key> {
        let bytes = bytes.trim_ascii_end();
        if bytes.len() < Key::LEAST {
            let what = format!("the key has {} characters", bytes.len());
            return Err(Error::new(Code::BadRequest, what)
                .help(format!("give a file with at least {} that nobody can guess", Key::LEAST)));
        }
        Ok(Key(bytes.to_vec()))
    }

    /// The pseudonym of who is told apart by these words: 60 bits of their HMAC-SHA256.
    pub fn pseudonym(&self, words: &[impl AsRef<[u8]>]) -> String {
        /// Without the letters and digits that are taken for one another.
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        // Every length of key is allowed.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        for word in words {
            mac.update(word.as_ref());
            mac.update(&[0]);
        }
        let digest = mac.finalize().into_bytes();
        let letters = digest.iter().take(12).filter_map(|byte| LETTERS.get(usize::from(byte % 32)));
        let letters: Vec<char> = letters.map(|letter| char::from(*letter)).collect();
        letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}
