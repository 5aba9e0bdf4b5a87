//! The workbook part: which sheets there are, in which parts they stand, from which day dates are counted.
//!
//! In: the package. Out: the sheets; a new sheet added as the last one, or one taken out.

use super::package::Package;
use super::xml::{self, Scan};
use super::{bad_request, chain};
use crate::error::Result;
use crate::grid::DateSystem;
use crate::workbook::read::{damaged, relations_of, same_name};

const WORKSHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// The workbook part, as far as it matters here.
pub(super) struct Book {
    /// The name of the part itself.
    pub part: String,
    pub sheets: Vec<Listed>,
    pub date_system: DateSystem,
    /// The namespaces of the file: ordinary or Strict.
    pub dialect: Dialect,
}

/// A sheet as the workbook lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub name: String,
    /// The number by which the calculation chain knows it.
    pub id: u32,
    /// Its part, where it is a worksheet.
    pub part: Option<String>,
    relation: String,
    hidden: bool,
}

/// How the file writes its namespaces and kinds of relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Ordinary,
    Strict,
}

impl Dialect {
    pub(super) fn main(self) -> &'static str {
        match self {
            Dialect::Ordinary => "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            Dialect::Strict => "http://purl.oclc.org/ooxml/spreadsheetml/main",
        }
    }

    pub(super) fn relations(self) -> &'static str {
        match self {
            Dialect::Ordinary => "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            Dialect::Strict => "http://purl.oclc.org/ooxml/officeDocument/relationships",
        }
    }
}

impl Book {
    /// Reads the workbook part.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Book> {
        let main = package.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument");
        let part = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let text = package.text(&part)?.ok_or_else(|| damaged("it has no workbook part"))?;
        let relations = package.relations(&part)?;
        let dialect = if text.contains(Dialect::Strict.main()) { Dialect::Strict } else { Dialect::Ordinary };
        let mut book = Book { part, sheets: Vec::new(), date_system: DateSystem::From1900, dialect };
        let mut scan = Scan::new(&text)?;
        while let Some((tag, _)) = scan.tag()? {
            match scan.own(&tag) {
                Some("workbookPr") if xml::is_set(&tag, "date1904") => book.date_system = DateSystem::From1904,
                Some("sheet") => {
                    let relation = xml::attribute(&tag, "id").unwrap_or_default();
                    let target = relations.iter().find(|known| known.id == relation && !known.external);
                    let part = target.filter(|known| known.kind == "worksheet").map(|known| known.target.clone());
                    book.sheets.push(Listed {
                        name: xml::attribute(&tag, "name").unwrap_or_default(),
                        id: xml::number(&tag, "sheetId").unwrap_or_default(),
                        part,
                        relation,
                        hidden: xml::raw(&tag, "state").is_some_and(|state| state != "visible"),
                    });
                }
                _ => {}
            }
        }
        Ok(book)
    }

    /// The sheet of this name: exactly, else without regard to case.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let exactly = self.sheets.iter().position(|sheet| sheet.name == name);
        exactly.or_else(|| self.sheets.iter().position(|sheet| sheet.name.to_lowercase() == name.to_lowercase()))
    }

    /// The part that the workbook names as its styles, its calculation chain and so on.
    pub(super) fn related(&self, package: &mut Package<'_>, kind: &str) -> Result<Option<String>> {
        let relations = package.relations(&self.part)?;
        Ok(relations.into_iter().find(|relation| relation.kind == kind && !relation.external).map(|r| r.target))
    }

    /// A name for a new part beside the workbook part.
    pub(super) fn beside(&self, name: &str) -> String {
        self.part.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
    }

    /// Adds an empty sheet as the last one, which prints on pages as wide as the sheet.
    ///
    /// # Errors
    /// A name that no sheet can have.
    pub(super) fn create(&mut self, package: &mut Package<'_>, name: &str) -> Result<usize> {
        let forbidden = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control();
        let length = name.encode_utf16().count();
        if length == 0 || length > 31 || name.contains(forbidden) || name.starts_with('\'') || name.ends_with('\'') {
            return Err(bad_request(format!("`{name}` can't be a sheet's name"))
                .help("take 1 to 31 characters, without [ ] : * ? / \\ and with no apostrophe at either end"));
        }
        let names = (1..).map(|n| self.beside(&format!("worksheets/sheet{n}.xml")));
        // A sheet whose part is missing would show what is put under its name.
        let taken = |part: &String| {
            package.has(part)
                || self
                    .sheets
                    .iter()
                    .any(|sheet| sheet.part.as_ref().is_some_and(|of| same_name(of) == same_name(part)))
        };
        let part = names.into_iter().find(|part| !taken(part)).unwrap_or_default();
        let empty = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{}\">\
             <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetData/><pageSetup fitToHeight=\"0\"/></worksheet>",
            self.dialect.main()
        );
        package.add(&part, WORKSHEET_TYPE, &empty)?;
        let kind = format!("{}/worksheet", self.dialect.relations());
        let relation = package.relate(&self.part, &part, &kind)?;
        let id = self.sheets.iter().map(|sheet| sheet.id).max().unwrap_or(0) + 1;
        let text = self.text(package)?;
        let mut scan = Scan::new(&text)?;
        let at = loop {
            let Some((tag, is_open)) = scan.child(true)? else {
                return Err(damaged("its workbook part lists no sheets"));
            };
            let inside = scan.inside(is_open)?;
            if is_open && scan.own(&tag) == Some("sheets") {
                break inside.end;
            }
        };
        // The prefix of relations need not be declared, so the tag declares its own.
        let tag = format!(
            "<{}sheet xmlns:r=\"{}\" name=\"{}\" sheetId=\"{id}\" r:id=\"{relation}\"/>",
            scan.prefix,
            self.dialect.relations(),
            xml::escaped(name)
        );
        package.put(&self.part, &scan.replaced(at..at, &tag))?;
        self.sheets.push(Listed { name: name.to_owned(), id, part: Some(part), relation, hidden: false });
        Ok(self.sheets.len() - 1)
    }

    fn text(&self, package: &mut Package<'_>) -> Result<String> {
        package.text(&self.part)?.ok_or_else(|| damaged("it has no workbook part"))
    }

    /// Takes a sheet out.
    ///
    /// # Errors
    /// It is the only sheet that can be seen, holds more than cells, or something else refers to it.
    pub(super) fn remove(&mut self, package: &mut Package<'_>, place: usize) -> Result<()> {
        let Some(sheet) = self.sheets.get(place).cloned() else { return Ok(()) };
        let cannot = |why: &str| {
            bad_request(format!("it can't be taken out: {why}"))
                .at(format_args!("sheet `{}`", sheet.name))
                .help("delete it in a spreadsheet program")
        };
        let Some(part) = &sheet.part else { return Err(cannot("it is no worksheet")) };
        if !self.sheets.iter().enumerate().any(|(other, sheet)| other != place && !sheet.hidden) {
            return Err(cannot("it is the only sheet that can be seen"));
        }
        let holds = package.relations(part)?;
        if holds.iter().any(|relation| !relation.external && relation.kind != "printerSettings") {
            return Err(cannot("it holds tables, pictures, charts or comments"));
        }
        let others: Vec<String> = package
            .names()
            .into_iter()
            .filter(|name| name.ends_with(".xml") && !name.starts_with("docprops/") && name != "[content_types].xml")
            .collect();
        let own = same_name(part);
        for other in others.into_iter().filter(|name| *name != own) {
            let is_book = other == same_name(&self.part);
            let text = package.text(&other)?.unwrap_or_default();
            if refers_to(&text, &sheet.name, if is_book { u32::try_from(place).ok() } else { None })? {
                return Err(cannot("formulas, names or charts elsewhere refer to it"));
            }
        }
        for relation in holds.iter().filter(|relation| !relation.external) {
            package.remove(&relation.target)?;
        }
        package.remove(&relations_of(part))?;
        package.remove(part)?;
        package.unrelate(&self.part, &sheet.relation)?;
        chain::forget_sheet(package, self, sheet.id)?;
        let text = without_sheet(&self.text(package)?, place)?;
        package.put(&self.part, &text)?;
        self.sheets.remove(place);
        Ok(())
    }
}

/// Whether a part refers to a sheet: in a formula, a name, a link, or as the source of a pivot table. Words in
/// cells and notes do not count, nor do names that belong to the sheet itself.
fn refers_to(text: &str, sheet: &str, own_place: Option<u32>) -> Result<bool> {
    let mut names: Vec<String> = Vec::new();
    for name in [sheet.to_owned(), sheet.replace('\'', "''")] {
        for name in [xml::escaped(&name).into_owned(), xml::escaped(&name).replace("&apos;", "'"), name] {
            names.extend([
                format!("{name}!"),
                format!("{name}'!"),
                format!("{name}&apos;!"),
                format!("sheet=\"{name}\""),
            ]);
        }
    }
    let mentions = |text: &str| names.iter().any(|name| text.contains(name.as_str()));
    if !mentions(text) {
        return Ok(false);
    }
    let mut scan = Scan::new(text)?;
    let mut done = 0;
    while let Some((tag, is_open)) = scan.tag()? {
        if mentions(scan.slice(done..scan.end)) {
            return Ok(true);
        }
        let is_own_name = own_place.is_some() && xml::number(&tag, "localSheetId") == own_place;
        if is_own_name || matches!(tag.local_name().as_ref(), "v" | "t") {
            scan.inside(is_open)?;
        }
        done = scan.end;
    }
    Ok(mentions(scan.slice(done..text.len())))
}

/// The workbook part without the sheet in this place, its names, and with the places of later sheets moved up.
fn without_sheet(text: &str, place: usize) -> Result<String> {
    let place = u32::try_from(place).map_err(damaged)?;
    let mut scan = Scan::new(text)?;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut sheets = 0;
    let moved = |number: u32| number.saturating_sub(u32::from(number > place || number == place && place > 0));
    while let Some((tag, is_open)) = scan.tag()? {
        let from = scan.start;
        let mut change = |scan: &mut Scan<'_>, names: &[&str]| {
            let values: Vec<(&str, Option<String>)> = names
                .iter()
                .filter_map(|name| Some((*name, Some(moved(xml::number(&tag, name)?).to_string()))))
                .collect();
            let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_deref())).collect();
            out.push_str(scan.slice(done..from));
            xml::with_attributes(&tag, &values, is_open, &mut out);
            done = scan.end;
        };
        match scan.own(&tag) {
            Some("sheet") => {
                sheets += 1;
                if sheets == place + 1 {
                    scan.inside(is_open)?;
                    out.push_str(scan.slice(done..from));
                    done = scan.end;
                }
            }
            Some("workbookView") => change(&mut scan, &["activeTab", "firstSheet"]),
            Some("definedName") => match xml::number(&tag, "localSheetId") {
                Some(own) if own == place => {
                    scan.inside(is_open)?;
                    out.push_str(scan.slice(done..from));
                    done = scan.end;
                }
                Some(_) => change(&mut scan, &["localSheetId"]),
                None => {}
            },
            _ => {}
        }
    }
    out.push_str(scan.slice(done..text.len()));
    Ok(out)
}
