//! The writing of a sheet of figures: [`Item`]s → the cells of a sheet.
//!
//! In the register every figure is a formula with its value stored; in a copy it is its value, and lists of
//! rows and tables are left out.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::super::figure::{Figure, Value};
use super::super::paper::{self, Paper};
use super::super::suppress::Hidden;
use super::super::table;
use super::super::words::Sentence;
use super::chart::{CHART_ROWS, Picture, ROW_HEIGHT};
use super::{Block, Item, Page, Row};
use crate::grid::column_letters;

/// More rows than this may run over the end of a page.
const LONG: usize = 12;

/// The least width in which it says beside figures what they count.
const NARROWEST_NOTE: f64 = 24.0;

/// What is left free between charts that stand side by side.
const BETWEEN_CHARTS: u32 = 20;

/// Where a block stands: its first row of figures, and the last that is no sum.
type Places = HashMap<&'static str, (u32, u32)>;

/// A sheet as it is written, line by line.
struct Writer<'w> {
    sheet: &'w mut Worksheet,
    paper: &'w Paper,
    name: &'w str,
    page: &'w Page<'w>,
    /// What may not be told; `None` where figures are formulas.
    hidden: Option<&'w Hidden>,
    row: u32,
    /// The row that is printed on every page: the title, or the headings of what runs over pages.
    repeated: u32,
    places: Places,
    /// The names of cells, for formulas.
    names: Vec<(String, String)>,
}

/// Writes a sheet of figures: formulas, or values where it is told what to hide. Answers the names of its cells.
pub(in super::super) fn write(
    sheet: &mut Worksheet,
    paper: &Paper,
    (name, page): (&str, &Page<'_>),
    hidden: Option<&Hidden>,
) -> Result<Vec<(String, String)>, XlsxError> {
    for (column, width) in (0u16..).zip(&page.widths) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_screen_gridlines(false);
    let first = page.below.first().map(String::as_str).unwrap_or_default();
    paper.head(sheet, &page.title, first)?;
    for (row, text) in (2u32..).zip(page.below.iter().skip(1)) {
        paper.put(sheet, row, 0, text, &paper.subtitle)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut row = u32::try_from(page.below.len()).unwrap_or(0) + 2;
    if let Some(words) = hidden.and_then(Hidden::in_words) {
        paper.put(sheet, row - 1, 0, &words, &paper.subtitle)?;
        row += 1;
    }
    let mut writer =
        Writer { sheet, paper, name, page, hidden, row, repeated: 0, places: Places::new(), names: Vec::new() };
    for item in &page.items {
        writer.item(item)?;
    }
    writer.sheet.set_repeat_rows(writer.repeated, writer.repeated)?;
    Ok(writer.names)
}

impl Writer<'_> {
    fn item(&mut self, item: &Item<'_>) -> Result<(), XlsxError> {
        match item {
            Item::Days(days) => self.days(days),
            Item::Headline { label, figure, beside, note } => self.headline(label, figure, beside, note),
            Item::Words { title, sentences } => self.sentences(title, sentences),
            Item::Telling(block, why) if self.hides() => self.left_out(&block.title, why),
            Item::Block(block) | Item::Telling(block, _) => self.block(block),
            Item::Charts(pictures) => self.charts(pictures),
            Item::Break => {
                self.sheet.set_page_breaks(&[self.row])?;
                Ok(())
            }
            Item::List(_) | Item::Table { .. } if self.hidden.is_some() => Ok(()),
            Item::List(list) => {
                self.section(&list.title)?;
                self.repeat_over_pages(list.rows.len());
                self.row = list.write(self.sheet, self.paper, self.row, &self.page.widths)? + 1;
                Ok(())
            }
            Item::Table { title, grid } => {
                self.section(title)?;
                self.repeat_over_pages(grid.rows.len());
                self.row = table::write_at(self.sheet, self.paper, grid, self.row, &self.page.widths)? + 1;
                Ok(())
            }
        }
    }

    /// Has the headings in this row printed on every page where so many rows below them run over pages. Of
    /// several such on a sheet the last has them.
    fn repeat_over_pages(&mut self, rows: usize) {
        if rows > LONG {
            self.repeated = self.row;
        }
    }

    fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.paper.put(self.sheet, self.row, 0, title, &self.paper.section)?;
        self.sheet.set_row_height(self.row, 24)?;
        self.row += 1;
        Ok(())
    }

    /// Whether small counts are hidden.
    fn hides(&self) -> bool {
        self.hidden.is_some_and(|hidden| hidden.in_words().is_some())
    }

    /// Says under the title of figures why they are left out.
    fn left_out(&mut self, title: &str, why: &str) -> Result<(), XlsxError> {
        self.section(title)?;
        self.note((self.row, self.row), 0, why)?;
        self.row += 2;
        Ok(())
    }

    fn days(&mut self, days: &[(&str, NaiveDate, &str, &str)]) -> Result<(), XlsxError> {
        for (label, day, name, what) in days {
            self.paper.put(self.sheet, self.row, 0, label, &self.paper.label)?;
            self.paper.put_day(self.sheet, self.row, 1, (*day).into())?;
            self.name_cell(name, 1);
            self.note((self.row, self.row), 2, what)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn headline(&mut self, label: &str, figure: &Figure, beside: &Sentence, note: &str) -> Result<(), XlsxError> {
        let paper = self.paper;
        paper.put(self.sheet, self.row, 0, label, &paper.headline_label)?;
        self.figure(1, figure, &paper.headline, None)?;
        self.sentence(self.row, 2, beside, &paper.headline_note)?;
        self.note((self.row, self.row), self.page.last, note)?;
        self.sheet.set_row_height(self.row, 36)?;
        self.row += 2;
        Ok(())
    }

    fn sentences(&mut self, title: &str, sentences: &[Sentence]) -> Result<(), XlsxError> {
        let told: Vec<&Sentence> = sentences
            .iter()
            .filter(|sentence| {
                self.hidden.is_none_or(|hidden| hidden.shows(&sentence.counts) && !sentence.text.is_empty())
            })
            .collect();
        if told.is_empty() {
            return Ok(());
        }
        self.section(title)?;
        let last = u16::try_from(self.page.widths.len()).unwrap_or(1).saturating_sub(1);
        let room: f64 = self.page.widths.iter().sum();
        for sentence in told {
            self.sheet.merge_range(self.row, 0, self.row, last, "", &self.paper.sentence)?;
            self.sentence(self.row, 0, sentence, &self.paper.sentence)?;
            paper::set_height(self.sheet, self.row, paper::lines(&sentence.text, room * 0.9))?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn sentence(&mut self, row: u32, column: u16, sentence: &Sentence, format: &Format) -> Result<(), XlsxError> {
        match self.hidden {
            None => {
                let formula = Formula::new(format!("={}", sentence.formula)).set_result(&sentence.text);
                self.sheet.write_formula_with_format(row, column, formula, format)?;
                Ok(())
            }
            Some(hidden) if hidden.shows(&sentence.counts) => {
                self.paper.put(self.sheet, row, column, &sentence.text, format)
            }
            Some(_) => self.paper.put(self.sheet, row, column, "", format),
        }
    }

    fn block(&mut self, block: &Block) -> Result<(), XlsxError> {
        self.section(&block.title)?;
        // What it counts stands right of the figures, or above them where they leave no room.
        let from = u16::try_from(block.headings.len()).unwrap_or(u16::MAX);
        let room = (from..=self.page.last).map(|column| self.width(usize::from(column))).sum::<f64>() - 3.0;
        let beside = (room >= NARROWEST_NOTE).then_some(from);
        if beside.is_none() {
            let room: f64 = self.page.widths.iter().sum();
            self.note((self.row, self.row), 0, &block.note)?;
            paper::set_height(self.sheet, self.row, paper::lines(&block.note, room - 4.0))?;
            self.row += 1;
        }
        let head = self.row;
        self.repeat_over_pages(block.rows.len());
        self.headings(block)?;
        if let Some(from) = beside {
            self.across((head, head), from, "What it counts", &self.paper.heading_of_notes)?;
        }
        let first = self.row;
        for (at, row) in (1..).zip(&block.rows) {
            self.figures(row, block.total && at == block.rows.len(), head)?;
        }
        let last = self.row.saturating_sub(1).max(first);
        let mut end = last;
        if let Some(from) = beside {
            let of_note = self.rows_beside(block, (first, last), paper::height(paper::lines(&block.note, room)))?;
            self.note((first, of_note), from, &block.note)?;
            end = last.max(of_note);
        }
        self.row = end + 2;
        if let Some((name, labels)) = block.labels.filter(|(_, labels)| *labels > 0) {
            let range = format!("='{}'!$A${}:$A${}", self.name, first + 1, first + labels);
            self.names.push((name.to_owned(), range));
        }
        let sum = u32::from(block.total);
        self.places.insert(block.id, (first, last.saturating_sub(sum)));
        Ok(())
    }

    /// The last of the rows that a note of this height takes beside a block: as few as hold it, and where all of them
    /// do not, rows below, so that the block's own need be no higher.
    fn rows_beside(&mut self, block: &Block, (first, last): (u32, u32), height: f64) -> Result<u32, XlsxError> {
        let (mut end, mut held) = (first, 0.0);
        let mut rows = block.rows.iter();
        loop {
            held += paper::height(rows.next().map_or(1, |row| paper::lines(&row.label, self.width(0))));
            if end > last {
                paper::set_height(self.sheet, end, 1)?;
            }
            if held >= height {
                return Ok(end);
            }
            end += 1;
        }
    }

    /// The headings of a block, in a row high enough for them.
    fn headings(&mut self, block: &Block) -> Result<(), XlsxError> {
        let (mut lines, mut longest) = (1, None);
        for (at, (column, heading)) in (0u16..).zip(&block.headings).enumerate() {
            let upright = at >= block.upright_from;
            let format = match column {
                0 => &self.paper.heading,
                _ if upright => &self.paper.heading_upright,
                _ => &self.paper.heading_of_counts,
            };
            self.paper.put(self.sheet, self.row, column, heading, format)?;
            if upright {
                longest = longest.max(Some(heading.chars().count()));
            } else {
                lines = lines.max(paper::lines(heading, self.width(at) - 1.5));
            }
        }
        match longest {
            // No heading is so long that a fraction can't count its characters.
            Some(longest) => {
                self.sheet.set_row_height(self.row, (longest as f64 * 6.0 + 10.0).clamp(40.0, 200.0))?;
            }
            None => paper::set_height(self.sheet, self.row, lines)?,
        }
        self.row += 1;
        Ok(())
    }

    /// A row of figures below the headings in the row `head`.
    fn figures(&mut self, row: &Row, total: bool, head: u32) -> Result<(), XlsxError> {
        let paper = self.paper;
        let label = if total { &paper.total_label } else { &paper.label };
        paper.put(self.sheet, self.row, 0, &row.label, label)?;
        paper::set_height(self.sheet, self.row, paper::lines(&row.label, self.width(0)))?;
        for (column, figure) in (1u16..).zip(&row.figures) {
            let format = match (&figure.value, total) {
                (Value::Count(_) | Value::Text(_), false) => &paper.count,
                (Value::Count(_) | Value::Text(_), true) => &paper.total,
                (Value::Share(_), _) => &paper.share,
                (Value::Middle(_), _) => &paper.middle,
            };
            self.figure(column, figure, format, Some(head))?;
        }
        for (column, name) in (1u16..).zip(&row.names) {
            self.name_cell(name, column);
        }
        self.row += 1;
        Ok(())
    }

    /// A figure: a formula with its value, or its value alone, or the sign that it is hidden.
    fn figure(&mut self, column: u16, figure: &Figure, format: &Format, head: Option<u32>) -> Result<(), XlsxError> {
        let row = self.row;
        if let Some(hidden) = self.hidden {
            return match &figure.value {
                _ if !hidden.shows(&figure.counts) => self.sign(row, column, format),
                Value::Text(text) => self.paper.put(self.sheet, row, column, text, format),
                Value::Count(count) => self.number(row, column, *count as f64, format),
                Value::Share(number) | Value::Middle(number) => self.number(row, column, *number, format),
            };
        }
        let text = figure
            .formula
            .replace("{row}", &(row + 1).to_string())
            .replace("{column}", &column_letters(column.into()))
            .replace("{head}", &head.map_or(0, |head| head + 1).to_string());
        let formula = Formula::new(format!("={text}")).set_result(figure.value.stored());
        if figure.array {
            self.sheet.write_array_formula_with_format(row, column, row, column, formula, format)?;
        } else {
            self.sheet.write_formula_with_format(row, column, formula, format)?;
        }
        Ok(())
    }

    /// The sign that a figure is hidden: as a text of parts, of which a chart has no point. A plain one it has for 0.
    fn sign(&mut self, row: u32, column: u16, format: &Format) -> Result<(), XlsxError> {
        let parts = [(&Format::default(), Hidden::SIGN)];
        self.sheet.write_rich_string_with_format(row, column, &parts, format)?;
        Ok(())
    }

    fn number(&mut self, row: u32, column: u16, number: f64, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_number_with_format(row, column, number, format)?;
        Ok(())
    }

    fn name_cell(&mut self, name: &str, column: u16) {
        let name = (name.to_owned(), format!("='{}'!${}${}", self.name, column_letters(column.into()), self.row + 1));
        self.names.push(name);
    }

    fn width(&self, column: usize) -> f64 {
        self.page.widths.get(column).copied().unwrap_or(8.0)
    }

    /// Says beside these rows, from this column on, what they count.
    fn note(&mut self, rows: (u32, u32), from: u16, what: &str) -> Result<(), XlsxError> {
        self.across(rows, from, what, &self.paper.note)
    }

    /// A text across these rows, from this column to the last of notes.
    fn across(&mut self, (first, last): (u32, u32), from: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        if first == last && from >= self.page.last {
            return self.paper.put(self.sheet, first, from, text, format);
        }
        self.sheet.merge_range(first, from, last, self.page.last, text, format)?;
        Ok(())
    }

    fn charts(&mut self, pictures: &[Picture]) -> Result<(), XlsxError> {
        let mut left = 0;
        for picture in pictures {
            let Some((first, last)) = self.places.get(picture.block).copied() else { continue };
            // Where there is nothing to draw, the table says so.
            let Some(most) = self.most_drawn(picture) else { continue };
            let title = match self.draws_all(picture) {
                true => picture.title.clone(),
                false => format!("{} ({} is not drawn)", picture.title, Hidden::SIGN),
            };
            let chart = picture.chart(&title, self.name, (first, last), most as f64);
            self.sheet.insert_chart_with_offset(self.row, 0, &chart, left + 4, 6)?;
            left += picture.size.0 + BETWEEN_CHARTS;
        }
        if left == 0 {
            return Ok(());
        }
        for row in self.row..self.row + CHART_ROWS {
            self.sheet.set_row_height_pixels(row, ROW_HEIGHT)?;
        }
        self.row += CHART_ROWS + 1;
        Ok(())
    }

    /// The figures that a chart is of.
    fn figures_of<'f>(&'f self, picture: &'f Picture) -> impl Iterator<Item = &'f Figure> {
        let blocks = self.page.items.iter().filter_map(Item::block).filter(|block| block.id == picture.block);
        let columns = || picture.series.iter().map(|(column, _)| usize::from(*column).saturating_sub(1));
        blocks.flat_map(|block| &block.rows).flat_map(move |row| columns().filter_map(|at| row.figures.get(at)))
    }

    fn shows(&self, figure: &Figure) -> bool {
        self.hidden.is_none_or(|hidden| hidden.shows(&figure.counts))
    }

    /// Whether none of the figures of a chart is hidden.
    fn draws_all(&self, picture: &Picture) -> bool {
        self.figures_of(picture).all(|figure| self.shows(figure))
    }

    /// The greatest number that a chart would draw; `None` where all are 0, hidden or not known.
    fn most_drawn(&self, picture: &Picture) -> Option<usize> {
        let drawn = self.figures_of(picture).filter(|figure| self.shows(figure));
        drawn.filter_map(|figure| figure.value.count()).max().filter(|most| *most > 0)
    }
}
