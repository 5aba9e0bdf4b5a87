//! The later stages: what went beyond the agencies themselves, and whether its reports came in.

use super::book::Book;
use super::escalations::{
    AGENCY, CHILD, CONCERN, LATER_KEY, NOTIFIED, NUMBER, RESOLVED, STAGE, STATUS, first_later, received, reports,
};
use super::figure::{Count, Figure};
use super::list::{Entry, List};
use super::page::{Block, Item, Page, Row, Sum};
use super::summary::{began, open, resolved};
use super::table::Kind;
use crate::policy::{Edition, Stage};

/// The name of the sheet: the stages that it is about.
pub(super) fn name(edition: &Edition) -> String {
    let (first, last) = (first_later(edition), edition.last_stage());
    match last - first {
        0 => format!("Stage {last}"),
        1 => format!("Stages {first} and {last}"),
        _ => format!("Stages {first} to {last}"),
    }
}

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let edition = book.report.edition();
    let mut columns = vec![
        Entry::of(AGENCY, Kind::Text),
        Entry::of(NUMBER, Kind::Text),
        Entry::of(CHILD, Kind::Text),
        Entry::of(CONCERN, Kind::Day),
        Entry::of(STAGE, Kind::Number),
        Entry::of(STATUS, Kind::Timeliness),
        Entry::of(RESOLVED, Kind::Day),
    ];
    let mut widths = vec![34.0, 12.0, 22.0, 12.5, 9.0, 14.0, 13.0];
    for (heading, _) in reports(edition) {
        columns.push(Entry::of(&heading, Kind::Day));
        widths.push(14.0);
    }
    let received = received(edition);
    columns.push(Entry::of(&received, Kind::Day));
    columns.push(Entry::of(NOTIFIED, Kind::Day));
    widths.extend([14.0, 14.0, 12.0]);
    // What it counts stands right of the figures, as wide as the list goes.
    let last = u16::try_from(widths.len()).unwrap_or(u16::MAX).saturating_sub(1);
    let list =
        List::new("Open at a later stage, or resolved there in the quarter", &book.escalations, LATER_KEY, columns);
    Page {
        title: name(edition),
        below: vec!["Escalations that went beyond the agencies themselves, and the reports on them".to_owned()],
        widths: list.widths(&widths),
        last,
        items: vec![Item::Block(by_stage(book)), Item::Block(reported(book)), Item::List(list)],
    }
}

fn by_stage(book: &Book<'_>) -> Block {
    let edition = book.report.edition();
    let note = "Rows of any quarter. Began: the stage began in the quarter. Open: it is the stage reached, and not resolved by the day of the \
                report. Resolved: at that stage, in the quarter.";
    let mut block = Block::new("later", "By stage", &["Stage", "Began", "Open", "Resolved"], note);
    for stage in edition.stages.iter().filter(|stage| stage.number >= first_later(edition)) {
        let number = stage.number;
        let here = |count: Count| count.number(STAGE, number.into());
        let figures = [began(number), here(open()), here(resolved())].map(|count| count.figure(book));
        block = block.row(Row::of_stage(stage, figures.to_vec()));
    }
    block
}

fn reported(book: &Book<'_>) -> Block {
    let edition = book.report.edition();
    let note = "The escalations open at a later stage, or resolved there in the quarter. A report counts where a date or a \
                word stands in its column of the escalations. When a report came in and when the board was notified is entered there by \
                the officer.";
    let all = Count::escalations().has(LATER_KEY);
    let mut block = Block::new("reported", "Reported and notified", &["Escalations", "Number"], note)
        .row(Row::new("All of these", vec![all.figure(book)]));
    let columns = reports(edition).into_iter().map(|(heading, _)| heading);
    for heading in columns.chain([received(edition), NOTIFIED.to_owned()]) {
        block = block.row(Row::new(&heading, vec![all.says(&heading).figure(book)]));
    }
    let later = edition.stages.iter().filter(|stage| stage.number >= first_later(edition));
    let at = |stage: &Stage| [open(), resolved()].map(|count| count.number(STAGE, stage.number.into()).figure(book));
    let parts: Vec<Figure> = later.flat_map(at).collect();
    block.sums.extend(Sum::of(&parts.iter().collect::<Vec<_>>(), &all.figure(book)));
    block.parts_of(0, &all.figure(book));
    block
}
