//! The paragraphs of a cell, or of a line between tables → one text.

/// The text being read: whether a paragraph has ended in it, and whether that end is deleted.
#[derive(Default)]
pub(super) struct Text {
    text: String,
    paragraphs: u32,
    joined: bool,
}

impl Text {
    /// A new text begins.
    pub fn begin(&mut self) {
        self.text.clear();
        (self.paragraphs, self.joined) = (0, false);
    }

    /// A paragraph of the same text begins: on a line of its own, but where the end of the one before is deleted.
    pub fn begin_paragraph(&mut self) {
        if self.paragraphs > 0 && !self.joined {
            self.text.push('\n');
        }
        (self.paragraphs, self.joined) = (self.paragraphs + 1, false);
    }

    pub fn delete_paragraph_end(&mut self) {
        self.joined = true;
    }

    /// Whether the paragraph goes on in the next one.
    pub fn goes_on(&self) -> bool {
        self.joined
    }

    pub fn push(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    /// How long it is so far, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The text as a whole.
    pub fn end(&mut self) -> String {
        std::mem::take(&mut self.text).trim().to_owned()
    }
}
