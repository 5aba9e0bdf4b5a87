//! Who raised with whom: every agency, those with nothing included, and with which others it raised concerns.

use std::collections::BTreeMap;

use super::book::Book;
use super::escalations::{AGENCY, NOT_STATED, RECEIVING};
use super::figure::{Count, Figure};
use super::page::{Block, Item, Page, Row, Sum};
use super::summary::{open, overdue, raised};

/// The columns before those of the agencies that concerns were raised with.
const HEADINGS: [&str; 5] = ["Agency", "Raised", "Raised with it", "Open", "Overdue"];

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let receiving = book.receiving();
    let columns = (HEADINGS.len() + receiving.len()).max(16);
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
        items: vec![Item::Block(agencies(book, &receiving))],
    }
}

fn agencies(book: &Book<'_>, receiving: &[String]) -> Block {
    let note = "Every agency that sent a return, was to send one, raised a concern or had one raised with it. Raised, and raised with: in \
                the quarter. Open and overdue: rows of any quarter that the agency raised. Upright stand the agencies with which \
                concerns were raised, where the log says so: how many of those raised in the quarter were raised with each. Many raised \
                is no fault: it can show that concerns are spoken about.";
    let headings: Vec<&str> = HEADINGS.into_iter().chain(receiving.iter().map(String::as_str)).collect();
    let mut block = Block::new("agencies", "By agency, and by the agency it was raised with", &headings, note);
    block.upright_from = HEADINGS.len();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for name in book.agencies().into_iter().chain(receiving.iter().cloned()).filter(|name| name != NOT_STATED) {
        names.entry(name.to_lowercase()).or_insert(name);
    }
    let row = |label: &str, with: Figure, own: &dyn Fn(Count) -> Count| {
        let [raised, open, overdue] = [raised(), open(), overdue()].map(own);
        let each: Vec<Figure> = receiving.iter().map(|with| raised.heading(RECEIVING, with).figure(book)).collect();
        let total = raised.figure(book);
        let sum = Sum::of(&each.iter().collect::<Vec<_>>(), &total);
        let (open, overdue) = (open.figure(book), overdue.figure(book));
        let figures = [total, with, open.clone(), overdue.clone()].into_iter().chain(each);
        (Row::new(label, figures.collect()), sum, open, overdue)
    };
    let each = names
        .values()
        .map(|name| row(name, raised().label(RECEIVING, name).figure(book), &|count| count.label(AGENCY, name)));
    for (row, sum, open, overdue) in each.chain([row("All", Figure::nothing(), &|count| count)]) {
        block = block.row(row);
        block.sums.extend(sum);
        block.parts_of_one(&[&overdue], &open);
    }
    block.total = true;
    for column in 0..headings.len() - 1 {
        block.adds_up_to_last(column);
    }
    block
}
