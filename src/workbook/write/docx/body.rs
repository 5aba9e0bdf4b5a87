//! The blocks of a document → the part of a docx that holds them.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Block, Paragraph, Row, Style, Table, parts};

/// The width between the margins of an A4 page, in twentieths of a point.
const WIDTH: u32 = 9638;

/// The part with the whole text.
pub(super) fn part(blocks: &[Block]) -> io::Result<Vec<u8>> {
    let mut xml = parts::begun()?;
    let root = xml.create_element("w:document").with_attribute(parts::WORDS).with_attribute(parts::RELATIONS);
    root.write_inner_content(|xml| {
        xml.create_element("w:body").write_inner_content(|xml| {
            for block in blocks {
                match block {
                    Block::Paragraph(paragraph) => paragraph.write(xml)?,
                    Block::Table(table) => table.write(xml)?,
                    Block::PageBreak => page_break(xml)?,
                }
            }
            page(xml)
        })?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

impl Paragraph {
    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        xml.create_element("w:p").write_inner_content(|xml| {
            xml.create_element("w:pPr").write_inner_content(|xml| value(xml, "w:pStyle", self.style.id()))?;
            self.runs.iter().try_for_each(|(bold, text)| run(xml, *bold, text))
        })?;
        Ok(())
    }
}

/// A piece of text; line breaks stay line breaks.
fn run<W: Write>(xml: &mut Writer<W>, bold: bool, text: &str) -> io::Result<()> {
    xml.create_element("w:r").write_inner_content(|xml| {
        if bold {
            xml.create_element("w:rPr").write_inner_content(|xml| empty(xml, "w:b"))?;
        }
        for (place, line) in text.lines().enumerate() {
            if place > 0 {
                empty(xml, "w:br")?;
            }
            // XML has no place for control characters.
            let line: String = line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
            let element = xml.create_element("w:t").with_attribute(("xml:space", "preserve"));
            element.write_text_content(BytesText::new(&line))?;
        }
        Ok(())
    })?;
    Ok(())
}

impl Table {
    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let whole = self.shares.iter().sum::<u32>().max(1);
        let widths: Vec<String> = self.shares.iter().map(|share| (WIDTH * share / whole).to_string()).collect();
        xml.create_element("w:tbl").write_inner_content(|xml| {
            xml.create_element("w:tblPr").write_inner_content(|xml| {
                value(xml, "w:tblStyle", "Ruled")?;
                width(xml, "w:tblW", &WIDTH.to_string())?;
                xml.create_element("w:tblLayout").with_attribute(("w:type", "fixed")).write_empty()?;
                Ok(())
            })?;
            xml.create_element("w:tblGrid").write_inner_content(|xml| {
                for width in &widths {
                    xml.create_element("w:gridCol").with_attribute(("w:w", width.as_str())).write_empty()?;
                }
                Ok(())
            })?;
            if !self.headings.is_empty() {
                let heading = |text: &String| vec![Paragraph { style: Style::Text, runs: vec![(true, text.clone())] }];
                let cells: Vec<_> = self.headings.iter().map(heading).collect();
                row(xml, true, |xml| cells_of(xml, &widths, &cells, true))?;
            }
            self.rows.iter().try_for_each(|one| {
                row(xml, false, |xml| match one {
                    Row::Band(text) => {
                        let whole = (WIDTH.to_string(), widths.len().to_string());
                        cell(xml, &whole.0, Some(&whole.1), false, &[Paragraph::new(Style::Band, text)])
                    }
                    Row::Cells(cells) => cells_of(xml, &widths, cells, false),
                })
            })
        })?;
        // Two tables that touch would become one.
        Paragraph::new(Style::Small, "").write(xml)
    }
}

fn row<W: Write>(
    xml: &mut Writer<W>,
    heading: bool,
    cells: impl FnOnce(&mut Writer<W>) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element("w:tr").write_inner_content(|xml| {
        xml.create_element("w:trPr").write_inner_content(|xml| {
            empty(xml, "w:cantSplit")?;
            if heading { empty(xml, "w:tblHeader") } else { Ok(()) }
        })?;
        cells(xml)
    })?;
    Ok(())
}

fn cells_of<W: Write>(
    xml: &mut Writer<W>,
    widths: &[String],
    cells: &[Vec<Paragraph>],
    shaded: bool,
) -> io::Result<()> {
    for (place, its_width) in widths.iter().enumerate() {
        let paragraphs = cells.get(place).map(Vec::as_slice).unwrap_or_default();
        cell(xml, its_width, None, shaded, paragraphs)?;
    }
    Ok(())
}

/// A cell, over several columns where it says how many.
fn cell<W: Write>(
    xml: &mut Writer<W>,
    its_width: &str,
    over: Option<&str>,
    shaded: bool,
    paragraphs: &[Paragraph],
) -> io::Result<()> {
    xml.create_element("w:tc").write_inner_content(|xml| {
        xml.create_element("w:tcPr").write_inner_content(|xml| {
            width(xml, "w:tcW", its_width)?;
            over.map_or(Ok(()), |over| value(xml, "w:gridSpan", over))?;
            if shaded { shade(xml) } else { Ok(()) }
        })?;
        // A cell without a paragraph makes a file that Word does not open.
        if paragraphs.is_empty() {
            return Paragraph::default().write(xml);
        }
        paragraphs.iter().try_for_each(|paragraph| paragraph.write(xml))
    })?;
    Ok(())
}

fn page_break<W: Write>(xml: &mut Writer<W>) -> io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        xml.create_element("w:r").write_inner_content(|xml| {
            xml.create_element("w:br").with_attribute(("w:type", "page")).write_empty()?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

/// A4, with margins of 2 cm and the page's number at its foot.
fn page<W: Write>(xml: &mut Writer<W>) -> io::Result<()> {
    xml.create_element("w:sectPr").write_inner_content(|xml| {
        let footer = xml.create_element("w:footerReference").with_attribute(("w:type", "default"));
        footer.with_attribute(("r:id", parts::FOOTER)).write_empty()?;
        let size = [("w:w", "11906"), ("w:h", "16838")];
        xml.create_element("w:pgSz").with_attributes(size).write_empty()?;
        let sides = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1134"));
        let edges = [("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")];
        xml.create_element("w:pgMar").with_attributes(sides).with_attributes(edges).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn shade<W: Write>(xml: &mut Writer<W>) -> io::Result<()> {
    let shade = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E8EEF1")];
    xml.create_element("w:shd").with_attributes(shade).write_empty()?;
    Ok(())
}

fn width<W: Write>(xml: &mut Writer<W>, name: &str, width: &str) -> io::Result<()> {
    xml.create_element(name).with_attributes([("w:w", width), ("w:type", "dxa")]).write_empty()?;
    Ok(())
}

fn value<W: Write>(xml: &mut Writer<W>, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).with_attribute(("w:val", value)).write_empty()?;
    Ok(())
}

fn empty<W: Write>(xml: &mut Writer<W>, name: &str) -> io::Result<()> {
    xml.create_element(name).write_empty()?;
    Ok(())
}
