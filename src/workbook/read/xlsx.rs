//! An xlsx or xlsm file → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`]. calamine streams the cells; what it does not say of a sheet is
//! found in the sheet's own text, without parsing that a second time. What would make calamine take far more
//! memory than the file has bytes is looked for before it is called.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Write};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata, expand_shared_formula};
use memchr::memmem::Finder;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::limits::{Budget, texts_within};
use super::marks::{self, Marks};
use super::parts::{Parts, relations_of, resolved, same_name};
use super::xml::{attribute, each_element, first_element, without};
use super::{cells, damaged, extents, notes, password, put_in_order, unreadable};
use crate::error::{Error, Result};
use crate::grid::{Address, DateSystem, Note, Sheet, Workbook};
use crate::parallel;

/// The most texts that cells may share. Excel itself can hold a few more.
const SHARED_TEXTS: usize = 1_000_000;

/// The most elements of the styles: Excel's own most of cell styles is below 65,536.
const STYLES: usize = 200_000;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let mut parts = Parts::open(bytes, &budget.limits)?;
    let package = Package::of(&mut parts)?;
    package.check(&mut parts, budget)?;
    let paths = package.sheets(&mut parts)?;
    budget.sheets(paths.len())?;
    // Each takes its time over the same bytes.
    let (xlsx, besides) =
        parallel::both(|| Xlsx::new(Cursor::new(bytes)), || Besides::of_all(paths, &mut parts, budget));
    let mut xlsx = match xlsx {
        Ok(xlsx) => xlsx,
        Err(error) => match package.without_odd_sheets(bytes, &mut parts)? {
            Some(mended) => return read(&mended, budget),
            None => return Err(in_file(&error)),
        },
    };
    let mut besides = besides?;
    let date_system = if xlsx.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
    let listed = xlsx.sheets_metadata().to_vec();
    budget.sheets(listed.len())?;
    let mut sheets = Vec::new();
    for listed in listed {
        // A chart has no cells; it has a place among the sheets all the same.
        let mut sheet =
            Sheet { hidden: listed.visible != SheetVisible::Visible, name: listed.name, ..Sheet::default() };
        // A sheet without a part has no cells either.
        if let Some(besides) = besides.remove(&sheet.name).filter(|_| listed.typ == SheetType::WorkSheet) {
            read_cells(&mut xlsx, &mut sheet, besides.formulas, date_system, budget)?;
            besides.marks.put_on(&mut sheet);
            (sheet.notes, sheet.taken_columns) = (besides.notes, besides.taken_columns);
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system })
}

/// What is known of a sheet besides its cells.
struct Besides {
    formulas: bool,
    marks: Marks,
    notes: Vec<Note>,
    taken_columns: u32,
}

impl Besides {
    /// Of each sheet that has a part of its own, by its name.
    fn of_all(
        paths: BTreeMap<String, String>,
        parts: &mut Parts<'_>,
        budget: &mut Budget,
    ) -> Result<HashMap<String, Besides>> {
        let one = |(name, path): (String, String)| {
            let besides =
                Besides::of(&path, parts, budget).map_err(|error| error.at(format_args!("sheet `{name}`")))?;
            Ok((name, besides))
        };
        paths.into_iter().map(one).collect()
    }

    fn of(path: &str, parts: &mut Parts<'_>, budget: &mut Budget) -> Result<Besides> {
        let text = parts.part(path)?.ok_or_else(|| damaged(format_args!("its part `{path}` is missing")))?;
        budget.unpack(text.len() as u64)?;
        texts_within(&text)?;
        let (formulas, marks) = (marks::has_formulas(&text), Marks::of_xlsx(&text)?);
        drop(text);
        let notes = notes::of_xlsx(parts, path, budget)?;
        Ok(Besides { formulas, marks, notes, taken_columns: extents::of_xlsx(parts, path)? })
    }
}

/// Where the parts of a workbook stand.
struct Package {
    folder: String,
    name: String,
}

impl Package {
    fn of(parts: &mut Parts<'_>) -> Result<Package> {
        parts.at_most("_rels/.rels", 1)?;
        let relations = parts.part("_rels/.rels")?.unwrap_or_default();
        let mut target = None;
        each_element(&relations, "Relationship", |element| {
            if attribute(element, "Type").is_some_and(|is| is.ends_with("/relationships/officeDocument")) {
                target = attribute(element, "Target");
            }
        });
        let target = target.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let (folder, name) = target.rsplit_once('/').unwrap_or(("", &target));
        let folder = folder.trim_start_matches('/');
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Ok(Package { folder, name: name.to_owned() })
    }

    /// The workbook part.
    fn part(&self) -> String {
        format!("{}{}", self.folder, self.name)
    }

    /// Refuses the parts that calamine keeps whole where that would take far more memory than bytes.
    fn check(&self, parts: &mut Parts<'_>, budget: &mut Budget) -> Result<()> {
        let texts = format!("{}sharedStrings.xml", self.folder);
        let styles = format!("{}styles.xml", self.folder);
        let workbook = self.part();
        for (name, most) in [(&workbook, 8), (&relations_of(&workbook), 1), (&texts, 16), (&styles, 4)] {
            parts.at_most(name, most)?;
        }
        if let Some(styles) = parts.part(&styles)? {
            budget.unpack(styles.len() as u64)?;
            if memchr::memchr_iter(b'<', &styles).take(STYLES + 1).count() > STYLES {
                return Err(too_many("styles"));
            }
        }
        shared_texts(parts, &texts, budget)
    }

    /// The part of each worksheet, by the sheet's name.
    fn sheets(&self, parts: &mut Parts<'_>) -> Result<BTreeMap<String, String>> {
        let name = self.part();
        let Some(workbook) = parts.part(&name)? else { return Ok(BTreeMap::new()) };
        let targets = self.targets(parts, |kind| kind.is_none_or(|kind| kind.ends_with("/worksheet")))?;
        let mut paths = BTreeMap::new();
        each_element(&workbook, "sheet", |element| {
            let path = attribute(element, "id").and_then(|id| targets.get(&id));
            if let (Some(name), Some(path)) = (attribute(element, "name"), path) {
                paths.insert(name, path.clone());
            }
        });
        Ok(paths)
    }

    /// The parts that the workbook part names by a relation of such a kind, by the relation's id.
    fn targets(
        &self,
        parts: &mut Parts<'_>,
        is_of: impl Fn(Option<String>) -> bool,
    ) -> Result<HashMap<String, String>> {
        let name = self.part();
        let relations = parts.part(&relations_of(&name))?.unwrap_or_default();
        let mut targets = HashMap::new();
        each_element(&relations, "Relationship", |element| {
            if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
                && is_of(attribute(element, "Type"))
            {
                targets.insert(id, resolved(&name, &target));
            }
        });
        Ok(targets)
    }

    /// The file without the sheets at which calamine stops: those of Excel 4 macros, and those that name no part, which
    /// Excel keeps of old modules. `None` where there are none.
    fn without_odd_sheets(&self, bytes: &[u8], parts: &mut Parts<'_>) -> Result<Option<Vec<u8>>> {
        let name = self.part();
        let Some(workbook) = parts.part(&name)? else { return Ok(None) };
        let macros =
            self.targets(parts, |kind| kind.is_some_and(|kind| kind.to_ascii_lowercase().ends_with("macrosheet")))?;
        let is_odd = |id: String| id.is_empty() || macros.contains_key(&id);
        let kept = without(&workbook, "sheet", |sheet| attribute(sheet, "id").is_some_and(is_odd));
        if kept.len() == workbook.len() {
            return Ok(None);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut mended = ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..zip.len() {
            let part = zip.by_index_raw(place).map_err(damaged)?;
            if same_name(&part.name().map_err(damaged)?) == same_name(&name) {
                mended.start_file(&*name, SimpleFileOptions::default()).map_err(damaged)?;
                mended.write_all(&kept).map_err(damaged)?;
            } else {
                mended.raw_copy_file(part).map_err(damaged)?;
            }
        }
        Ok(Some(mended.finish().map_err(damaged)?.into_inner()))
    }
}

fn too_many(what: &str) -> Error {
    unreadable(format!("it has more {what} than a workbook can have")).help("save the log alone in a new workbook")
}

/// Refuses more shared texts than can be meant. Room for them is made by the number that their part declares,
/// before one is read; and a text of nothing takes five bytes in the file and five times as many in memory.
fn shared_texts(parts: &mut Parts<'_>, name: &str, budget: &mut Budget) -> Result<()> {
    const START: u64 = 64 << 10;
    const SMALL: u32 = 4;
    let Some(start) = parts.start(name, START)? else { return Ok(()) };
    let is_small = parts.at_most(name, SMALL).is_ok();
    let mut declared = first_element(&start, "sst");
    let whole;
    // Of a small part the beginning is enough, which costs no time, unless what is looked for comes later.
    if declared.is_none() || !is_small {
        whole = parts.part(name)?.unwrap_or_default();
        budget.unpack(whole.len() as u64)?;
        texts_within(&whole)?;
        let tags = [b"<si".as_slice(), b":si"];
        let held: usize = tags.iter().map(|tag| Finder::new(tag).find_iter(&whole).count()).sum();
        if !is_small && held > SHARED_TEXTS {
            return Err(too_many("texts"));
        }
        declared = first_element(&whole, "sst");
    }
    let declared = declared.and_then(|texts| attribute(&texts, "uniqueCount")?.trim().parse::<u64>().ok());
    if declared.is_some_and(|number| number > SHARED_TEXTS as u64) { Err(too_many("texts")) } else { Ok(()) }
}

/// Reads the cells of one sheet; without looking for formulas where there are none, which is faster.
fn read_cells(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    formulas: bool,
    system: DateSystem,
    budget: &mut Budget,
) -> Result<()> {
    let name = sheet.name.clone();
    let mut reader = match xlsx.worksheet_cells_reader(&name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(in_file(&error).at(format_args!("sheet `{name}`"))),
    };
    budget.sheet();
    // What the sheet says of its size is only believed as far as it costs little.
    sheet.cells.reserve(said(reader.dimensions()).min(200_000));
    let mut ended = false;
    let mut last = None;
    let batches = std::iter::from_fn(|| {
        let mut batch = Batch { cells: Vec::with_capacity(Batch::MOST), error: None };
        while !ended && batch.cells.len() < Batch::MOST {
            let next = if formulas {
                let record = reader.next_cell_with_formula_metadata();
                record.map(|found| found.map(|cell| (cell.pos, cell.value, cell.formula.map(Box::new))))
            } else {
                let cell = reader.next_cell();
                cell.map(|found| found.map(|cell| (cell.get_position(), cell.get_value().clone(), None)))
            };
            match next {
                Ok(Some(cell)) => {
                    last = Some(Address::new(cell.0.0, cell.0.1));
                    batch.cells.push(cell);
                }
                Ok(None) => ended = true,
                Err(error) => {
                    ended = true;
                    let after = last.map_or_else(String::new, |at| format!(", after cell {at}"));
                    batch.error = Some(in_file(&error).at(format_args!("sheet `{name}`{after}")));
                }
            }
        }
        (!batch.cells.is_empty() || batch.error.is_some()).then_some(batch)
    });
    let mut shared = Shared::default();
    let mut in_order = true;
    parallel::pipe(batches, |batch| {
        for (pos, value, formula) in batch.cells {
            let at = Address::new(pos.0, pos.1);
            let formula = formula.map(|formula| shared.expand(*formula, pos));
            if let Some(cell) = cells::cell(at, cells::value(value, system), formula) {
                budget.cell(at.row, at.column)?;
                budget.text(cells::text_in(&cell))?;
                in_order &= sheet.cells.last().is_none_or(|last| last.at < cell.at);
                sheet.cells.push(cell);
            }
        }
        batch.error.map_or(Ok(()), Err)
    })?;
    if !in_order {
        put_in_order(sheet);
    }
    Ok(())
}

/// A cell as calamine reads it: its place, its value, and its formula, which is large and few have.
type Read<'a> = ((u32, u32), DataRef<'a>, Option<Box<XlsxFormulaMetadata>>);

/// Cells as calamine reads them, their texts not copied yet, and the error after them.
struct Batch<'a> {
    cells: Vec<Read<'a>>,
    error: Option<Error>,
}

impl Batch<'_> {
    /// So many that waking the thread that takes them costs little.
    const MOST: usize = 4000;
}

/// How many cells a sheet says that it has; its corners may be the wrong way round.
fn said(size: calamine::Dimensions) -> usize {
    let side = |from: u32, to: u32| usize::try_from(to.saturating_sub(from)).unwrap_or(0).saturating_add(1);
    side(size.start.0, size.end.0).saturating_mul(side(size.start.1, size.end.1))
}

/// Formulas that several cells of a sheet share, and where each stands.
#[derive(Default)]
struct Shared(HashMap<usize, (String, (u32, u32))>);

impl Shared {
    /// A cell's own formula.
    fn expand(&mut self, formula: XlsxFormulaMetadata, pos: (u32, u32)) -> String {
        match formula {
            XlsxFormulaMetadata::Normal { formula } => formula,
            XlsxFormulaMetadata::Shared { shared_index, formula, .. } => {
                self.0.insert(shared_index, (formula.clone(), pos));
                formula
            }
            XlsxFormulaMetadata::SharedDerived { shared_index } => {
                let template = self.0.get(&shared_index);
                let own = template.and_then(|(text, from)| expand_shared_formula(text, *from, pos).ok());
                own.unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

fn in_file(error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => password::needed(),
        other => damaged(other),
    }
}
