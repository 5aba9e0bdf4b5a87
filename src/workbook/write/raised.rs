//! Who raised with whom: every agency, those with nothing included, and with which others it raised concerns.

use super::book::{Book, by_name};
use super::escalations::{AGENCY, RECEIVING};
use super::figure::{Count, Figure};
use super::page::{Block, Item, Page, Row, Sum};
use super::summary::{open, overdue, raised};
use crate::merge::NOT_STATED;

/// The columns before those of the agencies that concerns were raised with.
const HEADINGS: [&str; 5] = ["Agency", "Raised", "Raised with it", "Open", "Overdue"];

/// The most agencies that concerns were raised with side by side: as many as can be read on a page.
const ACROSS: usize = 15;

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let receiving = book.receiving();
    let columns = (HEADINGS.len() + receiving.len().min(ACROSS)).max(16);
    let mut widths = vec![36.0];
    widths.extend(std::iter::repeat_n(8.0, columns - 1));
    Page {
        title: "Who raised with whom".to_owned(),
        below: vec![
            "Escalations raised in the quarter, by the agency that raised them and the agency they were raised with"
                .to_owned(),
        ],
        widths,
        last: u16::try_from(columns - 1).unwrap_or(u16::MAX),
        items: agencies(book, &receiving).into_iter().map(Item::Block).collect(),
    }
}

/// An agency's figures.
struct Line {
    label: String,
    /// Those under the headings that every agency has.
    own: Vec<Figure>,
    /// With how many each agency was raised that concerns were raised with.
    with: Vec<Figure>,
}

impl Line {
    fn of(
        book: &Book<'_>,
        receiving: &[String],
        label: &str,
        raised_with: Figure,
        own: &dyn Fn(Count) -> Count,
    ) -> Line {
        let [raised, open, overdue] = [raised(), open(), overdue()].map(own);
        let with = receiving.iter().map(|with| raised.heading(RECEIVING, with).figure(book)).collect();
        let own = vec![raised.figure(book), raised_with, open.figure(book), overdue.figure(book)];
        Line { label: label.to_owned(), own, with }
    }

    /// What ties its figures together.
    fn tie(&self, block: &mut Block) {
        if let [raised, _, open, overdue] = self.own.as_slice() {
            block.sums.extend(Sum::of(&self.with.iter().collect::<Vec<_>>(), raised));
            block.parts_of_one(&[overdue], open);
        }
    }
}

/// The agencies, with so many of those they raised concerns with as find room side by side; below them again with the next.
fn agencies(book: &Book<'_>, receiving: &[String]) -> Vec<Block> {
    let names = book.agencies().into_iter().chain(receiving.iter().cloned()).filter(|name| name != NOT_STATED);
    let names = by_name(names);
    let line = |name: &String| {
        let raised_with = raised().label(RECEIVING, name).figure(book);
        Line::of(book, receiving, name, raised_with, &|count| count.label(AGENCY, name))
    };
    let all = Line::of(book, receiving, "All", Figure::nothing(), &|count| count);
    let lines: Vec<Line> = names.iter().map(line).chain([all]).collect();
    let blocks = receiving.chunks(ACROSS).enumerate().map(|(place, with)| {
        let (mut block, own) = if place == 0 { (first(with), usize::MAX) } else { (further(with), 0) };
        for line in &lines {
            let with = line.with.iter().skip(place * ACROSS).take(with.len());
            block = block.row(Row::new(&line.label, line.own.iter().take(own).chain(with).cloned().collect()));
            if place == 0 {
                line.tie(&mut block);
            }
        }
        block.total = true;
        for column in 0..block.headings.len() - 1 {
            block.adds_up_to_last(column);
        }
        block
    });
    blocks.collect()
}

fn first(with: &[String]) -> Block {
    let note = "Every agency that sent a return, was to send one, raised a concern or had one raised with it. Raised, and raised with: in \
                the quarter. Open and overdue: rows of any quarter that the agency raised. Upright stand the agencies with which \
                concerns were raised, where the log says so: how many of those raised in the quarter were raised with each. Many raised \
                is no fault: it can show that concerns are spoken about.";
    block("By agency, and by the agency it was raised with", &HEADINGS, with, note)
}

fn further(with: &[String]) -> Block {
    let note = "The same agencies, and further ones that they raised concerns with.";
    block("By the agency it was raised with, continued", &HEADINGS[..1], with, note)
}

fn block(title: &str, own: &[&str], with: &[String], note: &str) -> Block {
    let headings: Vec<&str> = own.iter().copied().chain(with.iter().map(String::as_str)).collect();
    let mut block = Block::new("agencies", title, &headings, note);
    block.upright_from = own.len();
    block
}
