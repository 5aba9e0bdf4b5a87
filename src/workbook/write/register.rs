//! A register → the bytes of its workbook: the cases, what is to be looked at, the returns, the sources.
//!
//! It is read back by [`crate::merge::read`]. The same register gives the same bytes, so that merging a
//! return that is in it already changes nothing.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::Written;
use super::kept;
use super::lists::return_note;
use super::paper::{self, Paper};
use super::table::{self, Cell, Column, Grid};
use crate::error::{Code, Error, Result};
use crate::merge::{self, Register};
use crate::parallel;
use crate::policy::Policy;

/// What the workbook is called.
const TITLE: &str = "Register of escalations";

/// The sheet of the files that were returned.
pub(super) const RETURNS: &str = "Returns";

/// What fills a sheet.
type Writes<'a> = dyn Fn(&mut Worksheet) -> Written + Sync + 'a;

/// Writes the register's workbook. `unread` are the files that could not be read.
///
/// # Errors
/// More rows than a sheet can hold.
pub fn register(register: &Register, policy: &Policy, unread: &[Error]) -> Result<Vec<u8>> {
    assemble(register, policy, unread).map_err(|error| {
        Error::new(Code::NotWritten, format!("the register could not be made: {error}")).help("give fewer logs at once")
    })
}

fn assemble(register: &Register, policy: &Policy, unread: &[Error]) -> std::result::Result<Vec<u8>, XlsxError> {
    let paper = Paper::new();
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(paper::COMPRESSION);
    let last = register.became.iter().filter_map(|row| row.at.returned).max();
    workbook.set_properties(&paper::properties(TITLE, last.unwrap_or_default())?);
    let sheets: [(&str, u16, &Writes<'_>); 6] = [
        (merge::ESCALATIONS, 3, &|sheet| escalations(sheet, register, policy, &paper)),
        (merge::LISTED, 1, &|sheet| kept::listed(sheet, &kept::listed_grid(register), register, &paper)),
        (RETURNS, 1, &|sheet| returns(sheet, register, unread, &paper)),
        (merge::SOURCES, 1, &|sheet| kept::sources(sheet, register, &paper)),
        ("Agencies", 1, &|sheet| {
            kept::agencies(sheet, &kept::agencies_grid(register, &register.agencies(|_| true)), &paper)
        }),
        ("About", 1, &|sheet| about(sheet, register, policy, &paper)),
    ];
    let made = parallel::map(&sheets, |(name, pages, write)| -> std::result::Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(*name)?;
        write(&mut sheet)?;
        paper::set_up(&mut sheet, TITLE, (*pages, 0));
        Ok(sheet)
    });
    for sheet in made {
        workbook.push_worksheet(sheet?);
    }
    workbook.save_to_buffer()
}

fn escalations(sheet: &mut Worksheet, register: &Register, policy: &Policy, paper: &Paper) -> Written {
    let below = "Every case once. What is corrected here, columns added here and notes on cells carry over into the next register";
    paper.head(sheet, merge::ESCALATIONS, below)?;
    let mut columns = vec![Column::text(merge::AGENCY, 26.0)];
    columns.extend(register.keys.iter().map(|key| kept::column(key, policy)));
    columns.extend([
        Column::text("File", 24.0),
        Column::text("Sheet", 12.0),
        Column::number("Row", 7.0),
        Column::day("Returned"),
        kept::mark(),
    ]);
    table::make_unique(&mut columns);
    let marker = kept::Marker::of(&columns);
    let cases = register.log.rows().map(|(_, row)| row).zip(&register.entries);
    let rows: Vec<Vec<Cell>> = cases
        .map(|(row, entry)| {
            let mut cells: Vec<Cell> = vec![entry.agency.as_str().into()];
            cells.extend((0..register.keys.len()).map(|place| kept::cell(row, place)));
            cells.extend([
                entry.at.source.file.as_str().into(),
                entry.at.source.sheet.as_str().into(),
                entry.at.source.row.into(),
                entry.at.returned.into(),
            ]);
            cells.push(marker.mark(&entry.id, &cells));
            cells
        })
        .collect();
    let grid = Grid::new(super::escalations::TABLE, columns, rows);
    table::write(sheet, paper, &grid)?;
    kept::notes(sheet, &grid, register)?;
    table::keep_in_sight(sheet, 3)
}

fn returns(sheet: &mut Worksheet, register: &Register, unread: &[Error], paper: &Paper) -> Written {
    paper.head(sheet, RETURNS, "Every file that was returned, and what could not be read")?;
    let columns = [
        Column::text("File", 40.0),
        Column::text("Agency", 36.0),
        Column::day("Returned"),
        Column::number("Rows", 8.0),
        Column::text("Note", 70.0),
    ];
    let agencies = register.agencies(|_| true);
    let files = register.returns(|_| true);
    let read = files.iter().map(|file| {
        vec![
            file.file.as_str().into(),
            file.agencies.join("; ").into(),
            file.returned.into(),
            file.rows.into(),
            return_note(file, &agencies).into(),
        ]
    });
    let not_read = unread.iter().map(|error| {
        let note = format!("not read: {}", error.message());
        vec![error.place().unwrap_or_default().into(), Cell::Blank, Cell::Blank, Cell::Blank, note.into()]
    });
    let missing = agencies.iter().filter(|agency| agency.missing).map(|agency| {
        let note = "missing: this agency returned nothing";
        vec![Cell::Blank, agency.name.as_str().into(), Cell::Blank, Cell::Blank, note.into()]
    });
    let rows: Vec<Vec<Cell>> = read.chain(not_read).chain(missing).collect();
    table::write(sheet, paper, &Grid::new("Returns", columns.into(), rows))
}

fn about(sheet: &mut Worksheet, register: &Register, policy: &Policy, paper: &Paper) -> Written {
    paper.head(sheet, "About this register", "What it holds, and how to work with it")?;
    sheet.set_column_width(0, 22)?.set_column_width(1, 110)?;
    let (counts, rows) = (register.counts(), register.became.len());
    let copies = rows.saturating_sub(counts.rows_out + counts.set_aside);
    let lines = [
        ("Made with", format!("escalog {}", env!("CARGO_PKG_VERSION"))),
        ("Procedure", policy.edition_for(None).title.clone()),
        ("Rows returned", rows.to_string()),
        ("In the table", counts.rows_out.to_string()),
        ("Copies", format!("{copies}: the same row again, or one that a later return superseded")),
        ("Set aside", counts.set_aside.to_string()),
        ("In conflict", format!("{}: choose on the sheet `{}`", counts.conflicts, merge::LISTED)),
        (
            "Correcting",
            "Write over a cell of the table, add a column of your own, a row, or a note on a cell: it is kept when this register is merged again. \
             A correction holds as long as the returns say what they said when it was made. A row that is deleted comes back: \
             nothing that was returned is lost."
                .to_owned(),
        ),
        (
            "Choosing",
            "Write yes in the column Keep beside the value, the row or the side of a pair that is right. A value that comes in after \
             you chose is open again: write no beside it if your choice stands. Write no beside a side of a pair that is another case \
             than those named there: both stay, and the pair is not asked about again."
                .to_owned(),
        ),
    ];
    for (row, (what, text)) in (3u32..).zip(&lines) {
        paper.put(sheet, row, 0, what, &paper.label)?;
        paper.put(sheet, row, 1, text, &paper.text)?;
        paper::set_height(sheet, row, paper::lines(text, 110.0))?;
    }
    Ok(())
}
