//! The parts of a docx that are the same in every document, and what its namespaces are called.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

pub(super) const WORDS: (&str, &str) = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
pub(super) const RELATIONS: (&str, &str) =
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");

pub(super) const PROPERTIES: &[(&str, &str)] = &[
    ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:dcterms", "http://purl.org/dc/terms/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// By what name the document calls its footer.
pub(super) const FOOTER: &str = "rId3";

/// The name and content of each fixed part.
pub(super) const FIXED: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("content_types.xml")),
    ("_rels/.rels", include_str!("package_relations.xml")),
    ("word/_rels/document.xml.rels", include_str!("document_relations.xml")),
    ("word/styles.xml", include_str!("styles.xml")),
    ("word/settings.xml", include_str!("settings.xml")),
    ("word/footer1.xml", include_str!("footer.xml")),
];

/// A part that begins as every part does.
pub(super) fn begun() -> io::Result<Writer<Vec<u8>>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    Ok(xml)
}
