//! A sheet of figures as plain data: figures under headings, what they count, words, charts, lists.
//!
//! In: what the sheets say. Out: a [`Page`], which [`write()`] puts into cells.

use chrono::NaiveDate;

use super::figure::Figure;
use super::list::List;
use super::table::Grid;
use super::words::Sentence;
use crate::policy::Stage;

mod chart;
mod writer;

pub(super) use chart::Picture;
pub(super) use writer::write;

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
    /// Figures that give hidden ones away: where small counts are hidden it says why they are left out.
    Telling(Block, &'static str),
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
    /// From which on the headings stand upright, to save width.
    pub upright_from: usize,
    /// Counts that add up to another, each by its key.
    pub sums: Vec<Sum>,
    /// A name for the labels of the first rows, and how many.
    pub labels: Option<(&'static str, u32)>,
}

/// Counts that add up to another, but for a rest. Not each of them need be shown.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub parts: Vec<(String, usize)>,
    pub total: (String, usize),
    pub rest: Rest,
}

/// What the parts of a sum leave of the total, or have more than it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// None as a rule, or known from elsewhere: what the quarter before had open, rows without a date.
    Known,
    /// Not known: the parts are some of the total.
    Short,
    /// Not known: the total is some of the parts.
    Over,
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

    /// The figures of a stage, which is called by its number and name.
    pub fn of_stage(stage: &Stage, figures: Vec<Figure>) -> Row {
        Row::new(format!("{} {}", stage.number, stage.name), figures)
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
            upright_from: usize::MAX,
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

    /// Says that counts are parts of another, none of them of each other, so that together they tell the rest.
    pub fn parts_of_one(&mut self, parts: &[&Figure], whole: &Figure) {
        self.sums.extend(Sum::of(parts, whole).map(|sum| sum.with(Rest::Short)));
    }

    /// Says that the counts of a column are each part of this one, and may be of each other.
    pub fn parts_of(&mut self, column: usize, whole: &Figure) {
        let figures: Vec<Figure> = self.rows.iter().filter_map(|row| row.figures.get(column)).cloned().collect();
        figures.iter().for_each(|part| self.parts_of_one(&[part], whole));
    }

    /// Says that the last row is the sum of those above it, in this column.
    pub fn adds_up_to_last(&mut self, column: usize) {
        if let Some(total) = self.rows.last().and_then(|row| row.figures.get(column)).cloned() {
            self.adds_up(column, &total);
        }
    }
}

impl Sum {
    /// These counts and their total.
    pub fn of(parts: &[&Figure], total: &Figure) -> Option<Sum> {
        let total = total.counts.first()?.clone();
        let parts = parts.iter().filter_map(|figure| figure.counts.first()).cloned().collect();
        Some(Sum { parts, total, rest: Rest::Known })
    }

    /// The same with such a rest.
    pub fn with(self, rest: Rest) -> Sum {
        Sum { rest, ..self }
    }

    /// What the parts leave of the total or have more than it, by a key of its own.
    pub fn left(&self) -> (String, usize) {
        let parts: Vec<&str> = self.parts.iter().map(|(key, _)| key.as_str()).collect();
        (format!("{} without {}", self.total.0, parts.join(" and ")), self.total.1.abs_diff(self.all()))
    }

    /// Whether the parts are more than the total, or would be if not the same.
    pub fn is_over(&self) -> bool {
        self.all() > self.total.1 || (self.all() == self.total.1 && self.rest == Rest::Over)
    }

    fn all(&self) -> usize {
        self.parts.iter().map(|(_, count)| count).sum()
    }
}

impl Item<'_> {
    /// The figures, where they stand in every copy.
    pub fn block(&self) -> Option<&Block> {
        if let Item::Block(block) = self { Some(block) } else { None }
    }
}
