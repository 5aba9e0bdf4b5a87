//! Level of need and themes: what escalations raised in the quarter were about.

use std::collections::BTreeSet;

use rust_xlsxwriter::ChartType;

use super::book::Book;
use super::escalations::{COUNTED, LEVEL, THEMES};
use super::page::{Block, Item, Page, Picture, Row};
use super::paper::COLOUR_PLAIN;
use super::stages::share_of_raised;
use super::summary::{open, raised};
use crate::merge::NOT_STATED;
use crate::quarter::{Level, ThemeLine};

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    Page {
        title: "Level of need and themes".to_owned(),
        below: vec!["What the escalations raised in the quarter were about".to_owned()],
        widths: vec![46.0, 11.0, 11.0, 11.0, 70.0],
        last: 4,
        items: vec![
            Item::Block(levels(book)),
            Item::Block(themes(book)),
            Item::Charts(vec![Picture {
                block: "themes",
                title: "Raised in the quarter, by theme".to_owned(),
                kind: ChartType::Bar,
                series: vec![(1, COLOUR_PLAIN)],
                size: (760, 120),
            }]),
        ],
    }
}

fn levels(book: &Book<'_>) -> Block {
    let note = "Rows raised in the quarter, by level of need. Not stated: the cell is blank. Not recognised: it holds no level that is known.";
    let mut block = Block::new("levels", "Level of need", &["Level of need", "Raised", "Share"], note);
    let lines = book.report.lines.iter();
    let known: BTreeSet<_> = lines
        .filter_map(|line| match &line.level {
            Level::Known(level) => Some((place(book, level), *level)),
            Level::NotStated | Level::NotRecognised(_) => None,
        })
        .collect();
    let known = known.into_iter().map(|(_, level)| level);
    for level in known.chain([NOT_STATED, Level::NOT_RECOGNISED]) {
        // Behind the word stands what the log says.
        let count = match level {
            Level::NOT_RECOGNISED => raised().begins(LEVEL, level),
            level => raised().label(LEVEL, level),
        };
        let figure = count.figure(book);
        let share = share_of_raised(book, &figure);
        block = block.row(Row::new(level, vec![figure, share]));
    }
    block.adds_up(0, &raised().figure(book));
    block
}

/// Where a level stands among others: Early Help and the sections of the Act, what the procedure adds in its own order, then
/// levels that are numbered.
fn place(book: &Book<'_>, level: &str) -> (bool, Option<usize>) {
    let own = book.report.edition().levels.iter().position(|own| own.name == level);
    (own.is_none() && level.starts_with("Level "), own)
}

fn themes(book: &Book<'_>) -> Block {
    let themes = &book.report.edition().themes;
    let note = "The themes are the procedure's own examples of what professionals disagree about (the sheet `About` has its words). The \
                column `Theme` of the escalations settles it. Where none of the list stands there, the theme is counted that its words, or \
                those of the concern and the disagreement, suggest. Another theme: what stands there suggests none. No theme: \
                nothing does. Open: rows of any quarter.";
    let mut block = Block::new("themes", "Themes", &["Theme", "Raised", "Share", "Open"], note);
    let names = themes.iter().map(|theme| theme.name.as_str());
    for name in names.chain([ThemeLine::ANOTHER, ThemeLine::NONE]) {
        let figure = raised().label(COUNTED, name).figure(book);
        let share = share_of_raised(book, &figure);
        block = block.row(Row::new(name, vec![figure, share, open().label(COUNTED, name).figure(book)]));
    }
    block.adds_up(0, &raised().figure(book));
    block.adds_up(2, &open().figure(book));
    block.labels = Some((THEMES, u32::try_from(themes.len()).unwrap_or_default()));
    block
}
