//! The rows of a sheet: cells changed, added and taken out.
//!
//! In: a sheet's rows, in order, and the plan for its cells. Out: the rows with the plan's cells merged in;
//! cells and rows that it does not name are copied as they are.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops;

use quick_xml::events::BytesStart;

use super::columns::Columns;
use super::formulas::Formulas;
use super::plain::Plain;
use super::plan::{Plan, Planned};
use super::sheet::Out;
use super::styles::Styles;
use super::values::{Shared, push_cell};
use super::xml::{self, Scan};
use crate::error::{Error, Result};
use crate::grid::{Address, COLUMNS, DateSystem, ROWS, Range};
use crate::workbook::read::damaged;

/// Merges a plan's cells into a sheet's rows.
pub(super) struct Rows<'p, 's> {
    plan: &'p Plan<'s>,
    /// The cells of the plan that are still to come.
    cells: &'p [Planned<'s>],
    styles: &'p mut Styles<'s>,
    columns: &'p Columns,
    system: DateSystem,
    prefix: &'p str,
    lost: &'p mut HashSet<String>,
    formulas: Formulas,
    /// The number of the first formula that the plan's cells share.
    first_shared: usize,
}

/// A row being read.
struct Row {
    number: u32,
    /// The format of its cells that are not there, where it has one.
    format: Option<u32>,
}

impl<'p, 's> Rows<'p, 's> {
    pub(super) fn new(
        plan: &'p Plan<'s>,
        styles: &'p mut Styles<'s>,
        columns: &'p Columns,
        system: DateSystem,
        prefix: &'p str,
        lost: &'p mut HashSet<String>,
        first_shared: usize,
    ) -> Rows<'p, 's> {
        let formulas = Formulas::default();
        Rows { plan, cells: &plan.cells, styles, columns, system, prefix, lost, formulas, first_shared }
    }

    /// Writes the cells of a sheet that says nothing of rows.
    pub(super) fn write_all(&mut self, out: &mut Out<'_>) -> Result<()> {
        let prefix = self.prefix;
        let _ = write!(out.text, "<{prefix}sheetData>");
        self.new_rows(ROWS, out)?;
        let _ = write!(out.text, "</{prefix}sheetData>");
        Ok(())
    }

    /// Goes through the rows; the scan has just met the element that holds them.
    pub(super) fn patch(
        &mut self,
        scan: &mut Scan<'_>,
        tag: &BytesStart<'_>,
        is_open: bool,
        plain: Option<&Plain>,
        out: &mut Out<'_>,
    ) -> Result<()> {
        if !is_open {
            if self.cells.iter().any(Planned::makes) {
                out.copy_to(scan.start);
                out.skip_to(scan.end);
                xml::with_attributes(tag, &[], true, &mut out.text);
                self.new_rows(ROWS, out)?;
                let _ = write!(out.text, "</{}sheetData>", self.prefix);
            }
            return Ok(());
        }
        let mut next = 0;
        while let Some((tag, is_open)) = scan.child(is_open)? {
            if scan.own(&tag) != Some("row") {
                scan.inside(is_open)?;
                continue;
            }
            let number = match xml::raw(&tag, "r") {
                None => next,
                Some(number) => number.trim().parse::<u32>().ok().and_then(|n| n.checked_sub(1)).unwrap_or(ROWS),
            };
            if number >= ROWS {
                return Err(damaged("a row stands beyond the last a sheet can have"));
            }
            if number < next {
                return Err(damaged(format_args!("row {} does not stand in its place", number + 1)));
            }
            next = number + 1;
            out.settle();
            if self.cells.first().is_some_and(|cell| cell.at.row < number) {
                out.copy_to(scan.start);
                self.new_rows(number, out)?;
            }
            let format = xml::number(&tag, "s").filter(|_| xml::is_set(&tag, "customFormat"));
            let count = self.cells.iter().take_while(|cell| cell.at.row == number).count();
            let (cells, later) = self.cells.split_at_checked(count).unwrap_or((&[], self.cells));
            self.cells = later;
            let row = Row { number, format };
            match plain.filter(|_| is_open).and_then(|plain| plain.end(scan, number, cells)) {
                Some(close) => self.append(scan, &tag, close, &row, cells, out)?,
                None => self.row(scan, &tag, is_open, &row, cells, out)?,
            }
        }
        out.copy_to(scan.start);
        self.new_rows(ROWS, out)
    }

    /// Writes the rows before this one that are not there.
    fn new_rows(&mut self, before: u32, out: &mut Out<'_>) -> Result<()> {
        let prefix = self.prefix;
        while let Some(row) = self.cells.first().map(|cell| cell.at.row).filter(|row| *row < before) {
            let count = self.cells.iter().take_while(|cell| cell.at.row == row).count();
            let (cells, later) = self.cells.split_at_checked(count).unwrap_or((&[], &[]));
            self.cells = later;
            if cells.iter().any(Planned::makes) {
                let _ = write!(out.text, "<{prefix}row r=\"{}\">", row + 1);
                self.new_cells(cells, &Row { number: row, format: None }, out)?;
                let _ = write!(out.text, "</{prefix}row>");
            }
        }
        Ok(())
    }

    /// Writes cells that are not there.
    fn new_cells(&mut self, cells: &[Planned<'s>], row: &Row, out: &mut Out<'_>) -> Result<()> {
        for cell in cells.iter().filter(|cell| cell.makes()) {
            let base = row.format.unwrap_or_else(|| self.columns.format(cell.at.column));
            let format = self.styles.changed(base, &cell.change);
            self.formulas.check(cell.at, self.plan)?;
            self.push(cell, format, out)?;
        }
        Ok(())
    }

    /// Writes a cell of the plan.
    fn push(&self, cell: &Planned<'s>, format: u32, out: &mut Out<'_>) -> Result<()> {
        let shared = self.plan.shared(cell).map(|(place, group)| {
            let number = self.first_shared.saturating_add(place);
            if group.first == cell.at {
                Shared::First { number, cells: Range { from: group.first, to: group.last } }
            } else {
                Shared::Further { number }
            }
        });
        push_cell(&mut out.text, self.prefix, cell.at, format, cell.set, shared, self.system)
    }

    /// Puts cells behind the last of a row, whose other cells need not be looked at.
    fn append(
        &mut self,
        scan: &mut Scan<'_>,
        tag: &BytesStart<'_>,
        close: ops::Range<usize>,
        row: &Row,
        cells: &[Planned<'s>],
        out: &mut Out<'_>,
    ) -> Result<()> {
        if cells.iter().any(Planned::makes) {
            if let Some(spans) = grown_spans(tag, cells) {
                out.copy_to(scan.start);
                out.skip_to(scan.end);
                xml::with_attributes(tag, &[("spans", Some(&spans))], true, &mut out.text);
            }
            out.copy_to(close.start);
            self.new_cells(cells, row, out)?;
        }
        scan.jump(close.end);
        Ok(())
    }

    fn row(
        &mut self,
        scan: &mut Scan<'_>,
        tag: &BytesStart<'_>,
        is_open: bool,
        row: &Row,
        mut cells: &[Planned<'s>],
        out: &mut Out<'_>,
    ) -> Result<()> {
        let makes = cells.iter().any(Planned::makes);
        if !is_open {
            if makes {
                out.copy_to(scan.start);
                out.skip_to(scan.end);
                let spans = grown_spans(tag, cells);
                xml::with_attributes(tag, &[("spans", spans.as_deref())], true, &mut out.text);
                self.new_cells(cells, row, out)?;
                let _ = write!(out.text, "</{}row>", self.prefix);
            }
            return Ok(());
        }
        let row_began = scan.start;
        out.copy_to(row_began);
        let written_before = out.text.len();
        if let Some(spans) = grown_spans(tag, cells) {
            out.skip_to(scan.end);
            xml::with_attributes(tag, &[("spans", Some(&spans))], true, &mut out.text);
        }
        let (mut next, mut kept, mut dropped) = (0, 0usize, 0usize);
        while let Some((tag, is_open)) = scan.child(is_open)? {
            if scan.own(&tag) != Some("c") {
                scan.inside(is_open)?;
                continue;
            }
            let column = match xml::raw(&tag, "r") {
                None => next,
                Some(place) => column(&place, row.number)?,
            };
            let at = Address::new(row.number, column);
            if column >= COLUMNS {
                return Err(damaged("a cell stands beyond the last column a sheet can have"));
            }
            if column < next {
                return Err(damaged(format_args!("cell {at} does not stand in its place")));
            }
            next = column + 1;
            let count = cells.iter().take_while(|cell| cell.at.column < column).count();
            if count > 0 {
                let (before, rest) = cells.split_at_checked(count).unwrap_or((cells, &[]));
                out.copy_to(scan.start);
                self.new_cells(before, row, out)?;
                cells = rest;
            }
            let planned = cells.first().filter(|cell| cell.at.column == column);
            if planned.is_some() {
                cells = cells.get(1..).unwrap_or_default();
            }
            if self.cell(scan, &tag, is_open, at, planned, out)? {
                kept += 1;
            } else {
                dropped += 1;
            }
        }
        if cells.iter().any(Planned::makes) {
            out.copy_to(scan.start);
            self.new_cells(cells, row, out)?;
        }
        if dropped > 0 && kept == 0 && !makes && is_bare(tag) && !scan.leans("row") {
            out.text.truncate(written_before);
            out.skip_to(scan.end);
        }
        Ok(())
    }

    /// Goes through one cell; says whether it is still there.
    fn cell(
        &mut self,
        scan: &mut Scan<'_>,
        tag: &BytesStart<'_>,
        is_open: bool,
        at: Address,
        planned: Option<&Planned<'s>>,
        out: &mut Out<'_>,
    ) -> Result<bool> {
        let element = scan.start..scan.end;
        let content_changes = planned.is_some_and(Planned::changes_content);
        if content_changes {
            self.formulas.check(at, self.plan)?;
        }
        // A changed format goes before what follows it inside the cell.
        let own = if planned.is_some() { xml::number(tag, "s").unwrap_or(0) } else { 0 };
        if let Some(planned) = planned.filter(|_| !content_changes) {
            let format = self.styles.changed(own, &planned.change);
            if format != own {
                out.copy_to(element.start);
                xml::with_attributes(tag, &[("s", Some(&format.to_string()))], is_open, &mut out.text);
                out.skip_to(element.end);
            }
        }
        while let Some((tag, is_open)) = scan.child(is_open)? {
            let is_formula = scan.own(&tag) == Some("f");
            let from = scan.start;
            let inside = scan.inside(is_open)?;
            if !is_formula {
                continue;
            }
            if content_changes {
                self.formulas.goes(&tag, scan.slice(inside), at, self.plan)?;
                let has_new = planned.and_then(|planned| planned.set).is_some_and(|set| set.formula.is_some());
                if !has_new || self.formulas.leaves_chain(&tag) {
                    self.lost.insert(at.to_string());
                }
            } else if let Some(own) = self.formulas.stays(&tag, scan.slice(inside), at)? {
                out.copy_to(from);
                let _ = write!(out.text, "<{0}f>{1}</{0}f>", self.prefix, xml::escaped(&own));
                out.skip_to(scan.end);
            }
        }
        let Some(planned) = planned.filter(|_| content_changes) else { return Ok(true) };
        out.copy_to(element.start);
        out.skip_to(scan.end);
        let base = if planned.cleared { 0 } else { own };
        let format = self.styles.changed(base, &planned.change);
        let is_empty = !planned.holds() && format == 0;
        // One that is gone would draw the next to its own place.
        let is_gone = (is_empty || planned.cleared && !planned.makes()) && !scan.leans("c");
        if !is_gone {
            self.push(planned, format, out)?;
        }
        Ok(!is_gone)
    }
}

/// The column of a cell's place, which must be in the row.
fn column(place: &str, row: u32) -> Result<u32> {
    let found = place_in(place.as_bytes()).filter(|(at, rest)| rest.is_empty() && at.row == row);
    let wrong = || damaged(format_args!("`{place}` is no place of a cell in row {}", row + 1));
    found.map(|(at, _)| at.column).ok_or_else(wrong)
}

/// A cell's place such as `J5` at the beginning of a text, and what stands behind it.
pub(super) fn place_in(text: &[u8]) -> Option<(Address, &[u8])> {
    const MOST_DIGITS: usize = 7;
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, rest) = text.split_at_checked(letters).filter(|(letters, _)| (1..=3).contains(&letters.len()))?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at_checked(digits).filter(|(digits, _)| digits.len() <= MOST_DIGITS)?;
    let column = letters.iter().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some((Address::new(row.checked_sub(1)?, column - 1), rest))
}

/// The span of a row's columns with the cells that are made, where the row says one.
fn grown_spans(tag: &BytesStart<'_>, cells: &[Planned<'_>]) -> Option<String> {
    let mut made = cells.iter().filter(|cell| cell.makes()).map(|cell| cell.at.column + 1);
    let from = made.next()?;
    let to = made.next_back().unwrap_or(from);
    let spans = xml::raw(tag, "spans")?;
    let mut numbers = spans.split([':', ' ']).filter_map(|number| number.parse::<u32>().ok());
    let first = numbers.next()?;
    let last = numbers.next_back().unwrap_or(first);
    Some(format!("{}:{}", first.min(from), last.max(to)))
}

/// Whether a row says nothing but its place.
fn is_bare(tag: &BytesStart<'_>) -> bool {
    xml::attributes(tag).all(|attribute| matches!(attribute.key.0, "r" | "spans"))
}

/// A cell that others lean on, and how to go on.
pub(super) fn leant_on(at: Address, why: &str) -> Error {
    super::bad_request(format!("it can't be changed: {why}"))
        .at(format_args!("cell {at}"))
        .help("change those cells in a spreadsheet program, or leave them out of the script")
}
