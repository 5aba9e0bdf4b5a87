//! New word-processor documents: headings, paragraphs and tables → the bytes of a docx.
//!
//! In: a [`Document`], block by block. Out: a file that Word and LibreOffice open. The same document gives the
//! same bytes: the clock is not asked.

use std::io::{self, Cursor, Write};

use chrono::NaiveDate;
use quick_xml::events::BytesText;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::{Code, Error, Result};

mod body;
mod parts;
#[cfg(test)]
mod tests;

/// A document, block by block.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    title: String,
    made: NaiveDate,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
enum Block {
    Paragraph(Paragraph),
    Table(Table),
    PageBreak,
}

/// A paragraph: its style and its pieces of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    style: Style,
    runs: Vec<(bool, String)>,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// The title of the document.
    Title,
    /// A heading of the first level.
    Heading,
    /// A heading of the second level.
    Subheading,
    /// What stands over a part of a table, kept together with what is below it.
    Band,
    /// Plain text.
    #[default]
    Text,
    /// Small grey text.
    Small,
}

impl Style {
    fn id(self) -> &'static str {
        match self {
            Style::Title => "Title",
            Style::Heading => "Heading1",
            Style::Subheading => "Heading2",
            Style::Band => "Band",
            Style::Text => "Normal",
            Style::Small => "Small",
        }
    }
}

impl Paragraph {
    /// A paragraph of one text.
    pub fn new(style: Style, text: impl Into<String>) -> Paragraph {
        Paragraph { style, runs: vec![(false, text.into())] }
    }

    /// A paragraph that begins with some text in bold.
    pub fn labelled(label: impl Into<String>, text: impl Into<String>) -> Paragraph {
        Paragraph { style: Style::Text, runs: vec![(true, label.into()), (false, text.into())] }
    }
}

/// A table: how its columns share the page's width, and its rows. A row keeps together on a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The share of each column; what they add up to is the whole width.
    pub shares: Vec<u32>,
    /// The headings, repeated on every page; none where it is empty.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// One text over the whole width, kept together with the row below it.
    Band(String),
    /// For each column, the paragraphs of its cell.
    Cells(Vec<Vec<Paragraph>>),
}

impl Document {
    /// An empty document of this title, which is shown only where it is also added as a paragraph.
    pub fn new(title: impl Into<String>, made: NaiveDate) -> Document {
        Document { title: title.into(), made, blocks: Vec::new() }
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, style: Style, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(Paragraph::new(style, text)));
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Begins a new page.
    pub fn page_break(&mut self) {
        self.blocks.push(Block::PageBreak);
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// More than a file can hold.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.zipped().map_err(|error| {
            Error::new(Code::NotWritten, format!("the document could not be made: {error}"))
                .at(&self.title)
                .help("give fewer logs at once")
        })
    }

    fn zipped(&self) -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let mut put = |name: &str, content: &[u8]| -> io::Result<()> {
            zip.start_file(name, options)?;
            zip.write_all(content)
        };
        for (name, content) in parts::FIXED {
            put(name, content.as_bytes())?;
        }
        put("docProps/core.xml", &self.properties()?)?;
        put("word/document.xml", &body::part(&self.blocks)?)?;
        Ok(zip.finish()?.into_inner())
    }

    fn properties(&self) -> io::Result<Vec<u8>> {
        let mut xml = parts::begun()?;
        let mut root = xml.create_element("cp:coreProperties");
        for namespace in parts::PROPERTIES {
            root = root.with_attribute(*namespace);
        }
        root.write_inner_content(|xml| {
            xml.create_element("dc:title").write_text_content(BytesText::new(&self.title))?;
            let made = format!("{}T00:00:00Z", self.made);
            let element = xml.create_element("dcterms:created").with_attribute(("xsi:type", "dcterms:W3CDTF"));
            element.write_text_content(BytesText::new(&made))?;
            Ok(())
        })?;
        Ok(xml.into_inner())
    }
}
