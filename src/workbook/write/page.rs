//! A sheet of figures as plain data, and its writing: headings, figures, what they count, words, charts, lists.
//!
//! In: [`Item`]s. Out: the cells of a sheet. In the register every figure is a formula with its value stored;
//! in a copy it is its value, and lists of rows and tables are left out.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType,
    Color, Format, Formula, Worksheet, XlsxError,
};

use super::figure::{Figure, Value};
use super::list::List;
use super::paper::{self, Paper};
use super::suppress::Hidden;
use super::table::{self, Grid};
use super::words::Sentence;
use chrono::NaiveDate;

/// A sheet of figures.
pub(super) struct Page<'b> {
    pub title: String,
    pub below: Vec<String>,
    /// The widths of the columns; the first holds the labels.
    pub widths: Vec<f64>,
    /// The last of the columns in which it says, right of the figures, what they count.
    pub last: u16,
    pub items: Vec<Item<'b>>,
}

/// What a sheet of figures is made of.
pub(super) enum Item<'b> {
    /// Days that formulas know by a name: label, day, name, what it is.
    Days(Vec<(&'static str, NaiveDate, &'static str, &'static str)>),
    /// One figure above all others, with a few words beside it.
    Headline { label: String, figure: Figure, beside: Sentence, note: String },
    /// Sentences made from the figures.
    Words { title: &'static str, sentences: Vec<Sentence> },
    /// Figures.
    Block(Block),
    /// The next page.
    Break,
    /// Charts of blocks written before, side by side.
    Charts(Vec<Picture>),
    /// Rows of the table of escalations, in an order; not in a copy.
    List(List),
    /// A table of its own; not in a copy.
    Table { title: &'static str, grid: &'b Grid },
}

/// Figures under headings, with what they count.
pub(super) struct Block {
    /// By which charts and names find it.
    pub id: &'static str,
    pub title: String,
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
    pub note: String,
    /// Whether the last row is the sum of those above.
    pub total: bool,
    /// Whether the headings stand upright, to save width.
    pub upright: bool,
    /// Counts that add up to another, each by its key.
    pub sums: Vec<Sum>,
    /// A name for the labels of the first rows, and how many.
    pub labels: Option<(&'static str, u32)>,
}

/// Counts that add up to another.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub parts: Vec<String>,
    pub total: String,
}

pub(super) struct Row {
    pub label: String,
    pub figures: Vec<Figure>,
    /// The names of its figures in formulas.
    pub names: Vec<String>,
}

impl Row {
    pub fn new(label: impl Into<String>, figures: Vec<Figure>) -> Row {
        Row { label: label.into(), figures, names: Vec::new() }
    }

    /// With these names for its figures, from the first on.
    pub fn named(self, names: &[&str]) -> Row {
        Row { names: names.iter().map(|name| (*name).to_owned()).collect(), ..self }
    }
}

impl Block {
    pub fn new(id: &'static str, title: impl Into<String>, headings: &[&str], note: &str) -> Block {
        Block {
            id,
            title: title.into(),
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            rows: Vec::new(),
            note: note.to_owned(),
            total: false,
            upright: false,
            sums: Vec::new(),
            labels: None,
        }
    }

    pub fn row(mut self, row: Row) -> Block {
        self.rows.push(row);
        self
    }

    /// Says that the counts of a column add up to this one.
    pub fn adds_up(&mut self, column: usize, total: &Figure) {
        let own = self.rows.len() - usize::from(self.total);
        let parts: Vec<&Figure> = self.rows.iter().take(own).filter_map(|row| row.figures.get(column)).collect();
        self.sums.extend(Sum::of(&parts, total));
    }

    /// Says that the last row is the sum of those above it, in this column.
    pub fn adds_up_to_last(&mut self, column: usize) {
        if let Some(total) = self.rows.last().and_then(|row| row.figures.get(column)).cloned() {
            self.adds_up(column, &total);
        }
    }

    /// Says that the last figure of a row is the sum of those before it.
    pub fn adds_up_across(&mut self, row: usize) {
        if let Some((total, parts)) = self.rows.get(row).and_then(|row| row.figures.split_last()) {
            self.sums.extend(Sum::of(&parts.iter().collect::<Vec<_>>(), total));
        }
    }
}

impl Sum {
    /// These counts and their total, where they really add up to it.
    pub fn of(parts: &[&Figure], total: &Figure) -> Option<Sum> {
        let (key, whole) = total.counts.first()?;
        let counted: Vec<&(String, usize)> = parts.iter().filter_map(|figure| figure.counts.first()).collect();
        let adds_up = counted.iter().map(|(_, count)| count).sum::<usize>() == *whole;
        adds_up.then(|| Sum { parts: counted.into_iter().map(|(key, _)| key.clone()).collect(), total: key.clone() })
    }
}

/// A chart of a block.
pub(super) struct Picture {
    pub block: &'static str,
    pub title: String,
    pub kind: ChartType,
    /// The columns of the block, each with its colour.
    pub series: Vec<(u16, Color)>,
    /// Its width and height on the screen.
    pub size: (u32, u32),
    /// How far from the left edge.
    pub left: u32,
}

/// How many rows charts cover.
const CHART_ROWS: u32 = 14;
/// The height of a row without any text that needs more, on the screen.
const ROW_HEIGHT: u32 = 20;

/// Where a block stands: its first row of figures, and the last that is no sum.
type Places = HashMap<&'static str, (u32, u32)>;

/// A sheet as it is written, line by line.
pub(super) struct Writer<'w> {
    sheet: &'w mut Worksheet,
    paper: &'w Paper,
    name: &'w str,
    page: &'w Page<'w>,
    /// What may not be told; `None` where figures are formulas.
    hidden: Option<&'w Hidden>,
    row: u32,
    places: Places,
    /// The names of cells, for formulas.
    names: Vec<(String, String)>,
}

/// Writes a sheet of figures: formulas, or values where it is told what to hide. Answers the names of its cells.
pub(super) fn write(
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
    sheet.set_repeat_rows(0, 0)?;
    let mut row = u32::try_from(page.below.len()).unwrap_or(0) + 2;
    if let Some(words) = hidden.and_then(Hidden::in_words) {
        paper.put(sheet, row - 1, 0, &words, &paper.subtitle)?;
        row += 1;
    }
    let mut writer = Writer { sheet, paper, name, page, hidden, row, places: Places::new(), names: Vec::new() };
    for item in &page.items {
        writer.item(item)?;
    }
    Ok(writer.names)
}

impl Writer<'_> {
    fn item(&mut self, item: &Item<'_>) -> Result<(), XlsxError> {
        match item {
            Item::Days(days) => self.days(days),
            Item::Headline { label, figure, beside, note } => self.headline(label, figure, beside, note),
            Item::Words { title, sentences } => self.sentences(title, sentences),
            Item::Block(block) => self.block(block),
            Item::Charts(pictures) => self.charts(pictures),
            Item::Break => {
                self.sheet.set_page_breaks(&[self.row])?;
                Ok(())
            }
            Item::List(_) | Item::Table { .. } if self.hidden.is_some() => Ok(()),
            Item::List(list) => {
                self.section(&list.title)?;
                self.row = list.write(self.sheet, self.paper, self.row, &self.page.widths)? + 1;
                Ok(())
            }
            Item::Table { title, grid } => {
                self.section(title)?;
                self.row = table::write_at(self.sheet, self.paper, grid, self.row, &self.page.widths)? + 1;
                Ok(())
            }
        }
    }

    fn section(&mut self, title: &str) -> Result<(), XlsxError> {
        self.paper.put(self.sheet, self.row, 0, title, &self.paper.section)?;
        self.sheet.set_row_height(self.row, 24)?;
        self.row += 1;
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
            .filter(|sentence| self.hidden.is_none_or(|hidden| hidden.shows(&sentence.counts)))
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
        let paper = self.paper;
        self.section(&block.title)?;
        // What it counts stands right of the figures, or above them where they take all the room.
        let (from, to) = (u16::try_from(block.headings.len()).unwrap_or(u16::MAX), self.page.last);
        let beside = from <= to;
        let note_width: f64 = (from.min(to)..=to).map(|column| self.width(usize::from(column))).sum();
        if !beside {
            let room: f64 = self.page.widths.iter().sum();
            self.note((self.row, self.row), 0, &block.note)?;
            paper::set_height(self.sheet, self.row, paper::lines(&block.note, room - 4.0))?;
            self.row += 1;
        }
        let head = self.row;
        let mut lines = 1;
        for (column, heading) in block.headings.iter().enumerate() {
            let format = match column {
                0 => &paper.heading,
                _ if block.upright => &paper.heading_upright,
                _ => &paper.heading_of_counts,
            };
            paper.put(self.sheet, head, u16::try_from(column).unwrap_or(u16::MAX), heading, format)?;
            lines = lines.max(paper::lines(heading, self.width(column) - 1.5));
        }
        if block.upright {
            let longest = block.headings.iter().skip(1).map(|heading| heading.chars().count()).max();
            // No heading is so long that a fraction can't count its characters.
            self.sheet.set_row_height(head, (longest.unwrap_or(1) as f64 * 6.0 + 10.0).clamp(40.0, 200.0))?;
        } else {
            paper::set_height(self.sheet, head, lines)?;
        }
        if beside {
            self.across((head, head), from, "What it counts", &paper.heading_of_notes)?;
        }
        self.row += 1;
        let first = self.row;
        let count = u32::try_from(block.rows.len()).unwrap_or(u32::MAX);
        // The rows beside it share its height.
        let needed = if beside { paper::lines(&block.note, note_width - 3.0).div_ceil(count.max(1)) } else { 1 };
        for (at, row) in (1u32..).zip(&block.rows) {
            let total = block.total && at == count;
            let label = if total { &paper.total_label } else { &paper.label };
            paper.put(self.sheet, self.row, 0, &row.label, label)?;
            let height = paper::lines(&row.label, self.width(0)).max(needed);
            paper::set_height(self.sheet, self.row, height)?;
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
        }
        let last = self.row.saturating_sub(1).max(first);
        if beside {
            self.note((first, last), from, &block.note)?;
        }
        self.row = last + 2;
        if let Some((name, labels)) = block.labels.filter(|(_, labels)| *labels > 0) {
            let range = format!("='{}'!$A${}:$A${}", self.name, first + 1, first + labels);
            self.names.push((name.to_owned(), range));
        }
        let sum = u32::from(block.total);
        self.places.insert(block.id, (first, last.saturating_sub(sum)));
        Ok(())
    }

    /// A figure: a formula with its value, or its value alone, or the sign that it is hidden.
    fn figure(&mut self, column: u16, figure: &Figure, format: &Format, head: Option<u32>) -> Result<(), XlsxError> {
        let row = self.row;
        if let Some(hidden) = self.hidden {
            return match &figure.value {
                _ if !hidden.shows(&figure.counts) => self.paper.put(self.sheet, row, column, Hidden::SIGN, format),
                Value::Text(text) => self.paper.put(self.sheet, row, column, text, format),
                Value::Count(count) => self.number(row, column, *count as f64, format),
                Value::Share(number) | Value::Middle(number) => self.number(row, column, *number, format),
            };
        }
        let text = figure
            .formula
            .replace("{row}", &(row + 1).to_string())
            .replace("{column}", &letters(column))
            .replace("{head}", &head.map_or(0, |head| head + 1).to_string());
        let formula = Formula::new(format!("={text}")).set_result(figure.value.stored());
        if figure.array {
            self.sheet.write_array_formula_with_format(row, column, row, column, formula, format)?;
        } else {
            self.sheet.write_formula_with_format(row, column, formula, format)?;
        }
        Ok(())
    }

    fn number(&mut self, row: u32, column: u16, number: f64, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_number_with_format(row, column, number, format)?;
        Ok(())
    }

    fn name_cell(&mut self, name: &str, column: u16) {
        let name = (name.to_owned(), format!("='{}'!${}${}", self.name, letters(column), self.row + 1));
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
        for picture in pictures {
            let Some((first, last)) = self.places.get(picture.block).copied() else { continue };
            let chart = picture.chart(self.name, first, last);
            self.sheet.insert_chart_with_offset(self.row, 0, &chart, picture.left + 4, 6)?;
        }
        for row in self.row..self.row + CHART_ROWS {
            self.sheet.set_row_height_pixels(row, ROW_HEIGHT)?;
        }
        self.row += CHART_ROWS + 1;
        Ok(())
    }
}

impl Picture {
    fn chart(&self, sheet: &str, first: u32, last: u32) -> Chart {
        let mut chart = Chart::new(self.kind);
        for (column, colour) in &self.series {
            chart
                .add_series()
                .set_name((sheet, first - 1, *column))
                .set_categories((sheet, first, 0, last, 0))
                .set_values((sheet, first, *column, last, *column))
                .set_gap(60)
                .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(*colour)));
        }
        chart.title().set_name(&self.title).set_font(ChartFont::new().set_size(11));
        if self.series.len() > 1 {
            chart.legend().set_position(ChartLegendPosition::Bottom);
        } else {
            chart.legend().set_hidden();
        }
        let mut grid = ChartLine::new();
        grid.set_color(Color::RGB(0xD0_D7_DC));
        if self.kind == ChartType::Column {
            chart.y_axis().set_num_format("0").set_major_gridlines_line(&grid);
        } else {
            // The first line stands at the top, as in the table, and the numbers stay below.
            chart.y_axis().set_reverse().set_major_gridlines(false);
            chart
                .x_axis()
                .set_num_format("0")
                .set_major_gridlines_line(&grid)
                .set_label_position(ChartAxisLabelPosition::High);
        }
        chart.set_alt_text(format!("{}; the table on this sheet has the numbers", self.title));
        chart.set_width(self.size.0).set_height(CHART_ROWS * ROW_HEIGHT - 10 + self.size.1);
        chart
    }
}

/// A column by its letters: A for the first.
pub(super) fn letters(column: u16) -> String {
    let mut left = u32::from(column) + 1;
    let mut text = String::new();
    while left > 0 {
        let letter = char::from_u32('A' as u32 + (left - 1) % 26).unwrap_or('A');
        text.insert(0, letter);
        left = (left - 1) / 26;
    }
    text
}
