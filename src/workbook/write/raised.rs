//! Who raised with whom: raising by receiving agency, and every agency, those with nothing included.

use std::collections::BTreeMap;

use super::book::Book;
use super::escalations::{AGENCY, NOT_STATED, RECEIVING};
use super::page::{Block, Item, Page, Row};
use super::summary::{open, overdue, raised};

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let receiving = book.receiving();
    let columns = (receiving.len() + 1).max(14);
    let mut widths = vec![36.0];
    widths.extend(std::iter::repeat_n(8.0, columns));
    let last = u16::try_from(columns).unwrap_or(u16::MAX);
    Page {
        title: "Who raised with whom".to_owned(),
        below: vec![
            "Escalations raised in the quarter, by the agency that raised them and the agency they were raised with"
                .to_owned(),
        ],
        widths,
        last,
        items: vec![Item::Block(agencies(book, &receiving)), Item::Block(matrix(book, &receiving))],
    }
}

fn agencies(book: &Book<'_>, receiving: &[String]) -> Block {
    let note = "Every agency that sent a return, was to send one, raised a concern or had one raised with it. Raised, and raised with: in \
                the quarter. Open and overdue: rows of any quarter that the agency raised. Many raised is no fault: it can show that \
                concerns are spoken about.";
    let headings = ["Agency", "Raised", "Raised with it", "Open", "Overdue"];
    let mut block = Block::new("agencies", "By agency", &headings, note);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for name in book.agencies().into_iter().chain(receiving.iter().cloned()).filter(|name| name != NOT_STATED) {
        names.entry(name.to_lowercase()).or_insert(name);
    }
    for name in names.values() {
        let own = |count: super::figure::Count| count.label(AGENCY, name).figure(book);
        let with = raised().label(RECEIVING, name).figure(book);
        block = block.row(Row::new(name, vec![own(raised()), with, own(open()), own(overdue())]));
    }
    for (column, total) in [(0, raised()), (2, open()), (3, overdue())] {
        block.adds_up(column, &total.figure(book));
    }
    block
}

fn matrix(book: &Book<'_>, receiving: &[String]) -> Block {
    let note = "Rows: the agency that raised the concern. Columns: the agency it was raised with, where the log says so. Agencies that \
                raised nothing are shown with none.";
    let headings: Vec<&str> =
        ["Raised by"].into_iter().chain(receiving.iter().map(String::as_str)).chain(["All"]).collect();
    let mut block = Block::new("matrix", "Raising by receiving agency", &headings, note);
    block.upright = true;
    for agency in book.agencies() {
        let own = raised().label(AGENCY, &agency);
        let cells = receiving.iter().map(|with| own.heading(RECEIVING, with).figure(book));
        block = block.row(Row::new(&agency, cells.chain([own.figure(book)]).collect()));
    }
    for row in 0..block.rows.len() {
        block.adds_up_across(row);
    }
    let totals = receiving.iter().map(|with| raised().heading(RECEIVING, with).figure(book));
    block = block.row(Row::new("All", totals.chain([raised().figure(book)]).collect()));
    block.total = true;
    for column in 0..=receiving.len() {
        block.adds_up_to_last(column);
    }
    block.adds_up_across(block.rows.len() - 1);
    block
}
