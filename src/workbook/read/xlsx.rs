//! An xlsx or xlsm file → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`]. calamine streams the cells; what it does not say of a sheet is
//! found in the sheet's own text, without parsing that a second time. What would make calamine take far more
//! memory than the file has bytes is looked for before it is called.

use std::collections::{BTreeSet, HashMap};
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use memchr::memmem::Finder;

use super::limits::{Budget, SHARED_TEXTS, texts_within, too_many};
use super::marks::{self, Marks};
use super::parts::{Parts, relations_of};
use super::xml::{attribute, each_element, first_element};
use super::{cells, damaged, extents, notes, password, put_in_order};
use crate::error::{Error, Result};
use crate::grid::{Address, DateSystem, Note, Range, Sheet, Workbook};
use crate::parallel;

mod odd;

/// The most elements of the styles: Excel's own most of cell styles is below 65,536.
const STYLES: usize = 200_000;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let mut parts = Parts::open(bytes, &budget.limits)?;
    let package = Package::of(&mut parts)?;
    package.check(&mut parts, budget)?;
    let listed = package.sheets(&mut parts)?;
    budget.sheets(listed.len())?;
    // Each takes its time over the same bytes.
    let (xlsx, besides) =
        parallel::both(|| Xlsx::new(Cursor::new(bytes)), || Besides::of_all(&listed, &mut parts, budget));
    let mut xlsx = match xlsx {
        Ok(xlsx) => xlsx,
        Err(error) => match odd::without_odd_sheets(bytes, &package, &mut parts)? {
            Some(mended) => return read_again(&mended, budget),
            None => return Err(in_file(&error)),
        },
    };
    let besides = besides?;
    let odd: BTreeSet<String> = besides.iter().flatten().flat_map(|besides| besides.odd_errors.clone()).collect();
    if !odd.is_empty() {
        let sheets: Vec<String> = listed.into_iter().filter_map(|sheet| sheet.part).collect();
        let mended = odd::with_texts_for_errors(bytes, &sheets, &mut parts)?;
        drop((xlsx, besides));
        let mut workbook = read_again(&mended, budget)?;
        odd::put_back(&mut workbook, &odd);
        return Ok(workbook);
    }
    let date_system = if xlsx.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 };
    let of_library = xlsx.sheets_metadata().to_vec();
    let names: BTreeSet<&str> = of_library.iter().map(|sheet| sheet.name.as_str()).collect();
    // The library finds a sheet's cells by its name.
    if names.len() != besides.len() || of_library.len() != besides.len() {
        return Err(damaged("two of its sheets have the same name"));
    }
    let mut sheets = Vec::new();
    // By their place: of a name with blanks of other kinds the library makes another.
    for (listed, besides) in of_library.into_iter().zip(besides) {
        // A chart has no cells; it has a place among the sheets all the same.
        let mut sheet =
            Sheet { hidden: listed.visible != SheetVisible::Visible, name: listed.name, ..Sheet::default() };
        if listed.typ == SheetType::WorkSheet {
            let besides = besides.ok_or_else(|| {
                damaged("the file does not say where its cells are").at(format_args!("sheet `{}`", sheet.name))
            })?;
            read_cells(&mut xlsx, &mut sheet, besides.formulas, date_system, budget)?;
            besides.marks.put_on(&mut sheet);
            (sheet.notes, sheet.taken_columns) = (besides.notes, besides.taken_columns);
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system })
}

/// Reads the file mended; of the first reading nothing is kept.
fn read_again(mended: &[u8], budget: &mut Budget) -> Result<Workbook> {
    *budget = Budget::new(budget.limits);
    read(mended, budget)
}

/// A sheet as the workbook part lists it; charts and the like have no part of this kind.
struct Listed {
    name: String,
    part: Option<String>,
}

/// What is known of a sheet besides its cells.
struct Besides {
    formulas: bool,
    /// The errors in it that calamine does not know.
    odd_errors: BTreeSet<String>,
    marks: Marks,
    notes: Vec<Note>,
    taken_columns: u32,
}

impl Besides {
    /// Of each sheet that has a part of its own, in order.
    fn of_all(listed: &[Listed], parts: &mut Parts<'_>, budget: &mut Budget) -> Result<Vec<Option<Besides>>> {
        let mut one = |sheet: &Listed| {
            let besides = sheet.part.as_ref().map(|path| Besides::of(path, parts, budget)).transpose();
            besides.map_err(|error| error.at(format_args!("sheet `{}`", sheet.name)))
        };
        listed.iter().map(&mut one).collect()
    }

    fn of(path: &str, parts: &mut Parts<'_>, budget: &mut Budget) -> Result<Besides> {
        let text = parts.part(path)?.ok_or_else(|| damaged(format_args!("its part `{path}` is missing")))?;
        budget.unpack(text.len() as u64)?;
        texts_within(&text)?;
        let (formulas, odd_errors) = (marks::has_formulas(&text), odd::unknown_errors(&text)?);
        let marks = Marks::of_xlsx(&text)?;
        drop(text);
        let notes = notes::of_xlsx(parts, path, budget)?;
        Ok(Besides { formulas, odd_errors, marks, notes, taken_columns: extents::of_xlsx(parts, path)? })
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
        let mut target = None;
        parts.each_relation("", |relation| {
            if relation.kind == "officeDocument" {
                target = Some(relation.target);
            }
        })?;
        let target = target.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let (folder, name) = target.rsplit_once('/').unwrap_or(("", &target));
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

    /// The sheets in order.
    fn sheets(&self, parts: &mut Parts<'_>) -> Result<Vec<Listed>> {
        let name = self.part();
        let Some(workbook) = parts.part(&name)? else { return Ok(Vec::new()) };
        let targets = self.targets(parts, |kind| kind.is_empty() || kind == "worksheet")?;
        let mut listed = Vec::new();
        each_element(&workbook, "sheet", |element| {
            let part = attribute(element, "id").and_then(|id| targets.get(&id).cloned());
            listed.push(Listed { name: attribute(element, "name").unwrap_or_default(), part });
        });
        Ok(listed)
    }

    /// The parts that the workbook part names by a relation of such a kind, by the relation's id.
    fn targets(&self, parts: &mut Parts<'_>, is_of: impl Fn(&str) -> bool) -> Result<HashMap<String, String>> {
        let mut targets = HashMap::new();
        parts.each_relation(&self.part(), |relation| {
            if is_of(&relation.kind) {
                targets.insert(relation.id, relation.target);
            }
        })?;
        Ok(targets)
    }
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
    // What the sheet says of its size is only believed as far as it costs little, however many sheets there are.
    let said = reader.dimensions();
    let (from, to) = (Address::new(said.start.0, said.start.1), Address::new(said.end.0, said.end.1));
    sheet.cells.reserve(Range { from, to }.size().min(4_096) as usize);
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
    let mut in_order = true;
    parallel::pipe(batches, |batch| {
        for (pos, value, formula) in batch.cells {
            let at = Address::new(pos.0, pos.1);
            let formula = formula.map(|formula| text_of(*formula));
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

/// The formula of a cell; of one that another cell holds and this one shares nothing is kept, as it would be another text
/// for each of a long column's cells.
fn text_of(formula: XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => formula,
        _ => String::new(),
    }
}

fn in_file(error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => password::needed(),
        other => damaged(other),
    }
}
