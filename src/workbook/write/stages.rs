//! Stages and timescales: how many began and ended at each stage, whether in time, and how far cases went.

use super::book::Book;
use super::escalations::{self, STAGE};
use super::figure::Figure;
use super::page::{Block, Item, Page, Row};
use super::summary::{began, ended, judged, raised};

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    Page {
        title: "Stages and timescales".to_owned(),
        below: vec!["How far escalations went, and whether each stage was concluded in time".to_owned()],
        widths: vec![46.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 64.0],
        last: 7,
        items: vec![Item::Block(timescales(book)), Item::Block(highest(book))],
    }
}

fn timescales(book: &Book<'_>) -> Block {
    let note = "Rows of any quarter. Began and ended: in the quarter, by the days that the logs state; without a day they are not \
                counted. The first stage begins when the concern arises; it ends when the next begins or when it is resolved there. In \
                time and late: of those that ended, by the last day on which the procedure has the stage concluded; – where it states \
                no limit. Median days: the middle one of the working days taken.";
    let headings = ["Stage", "Began", "Ended", "In time", "Late", "Share in time", "Median days"];
    let mut block = Block::new("timescales", "In the quarter", &headings, note);
    let limited: Vec<u8> = book.report.limited_stages().map(|stage| stage.number).collect();
    for stage in &book.report.edition().stages {
        let number = stage.number;
        let ended = ended(number);
        let mut figures = vec![began(number).figure(book), ended.figure(book)];
        if limited.contains(&number) {
            let in_time = judged(number, escalations::IN_TIME).figure(book);
            let late = judged(number, escalations::LATE).figure(book);
            let share = Figure::share(("D{row}", &in_time), ("D{row}+E{row}", &[&in_time, &late]));
            figures.extend([in_time, late, share]);
        } else {
            figures.extend([Figure::nothing(), Figure::nothing(), Figure::nothing()]);
        }
        figures.push(ended.median(book, &escalations::days(number)));
        block = block.row(Row::of_stage(stage, figures));
    }
    block
}

fn highest(book: &Book<'_>) -> Block {
    let note = "Rows raised in the quarter, by the highest stage that had begun or is stated by the day of the report. Disagreements are \
                to be resolved at the lowest stage.";
    let mut block = Block::new(
        "highest",
        "Raised in the quarter, by the highest stage reached",
        &["Highest stage reached", "Raised", "Share"],
        note,
    );
    for stage in &book.report.edition().stages {
        let count = raised().number(STAGE, stage.number.into()).figure(book);
        let share = share_of_raised(book, &count);
        block = block.row(Row::of_stage(stage, vec![count, share]));
    }
    block.adds_up(0, &raised().figure(book));
    block
}

/// The share of the figure in column B in all that were raised.
pub(super) fn share_of_raised(book: &Book<'_>, count: &Figure) -> Figure {
    Figure::share(("B{row}", count), ("Raised", &[&raised().figure(book)]))
}
