//! Outcomes, lessons and actions of the escalations resolved in the quarter.

use super::book::Book;
use super::escalations::{
    ACTIONS, AGENCY, CHILD, FURTHER, LESSONS, NUMBER, OUTCOME, OUTCOME_KEY, RESOLVED, STAGE, STATUS,
};
use super::list::{Entry, List};
use super::page::{Block, Item, Page, Row};
use super::summary::resolved;
use super::table::Kind;
use crate::quarter::Standing;
use crate::timeline::RowStatus;

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let list = List::new(
        "Resolved in the quarter",
        &book.escalations,
        OUTCOME_KEY,
        vec![
            Entry::of(AGENCY, Kind::Text),
            Entry::of(NUMBER, Kind::Text),
            Entry::of(CHILD, Kind::Text),
            Entry::of(STAGE, Kind::Number),
            Entry::of(RESOLVED, Kind::Day),
            Entry::of(STATUS, Kind::Timeliness),
            Entry::of(ACTIONS, Kind::Text),
            Entry::of(OUTCOME, Kind::Text),
            Entry::noted(LESSONS),
            Entry::noted(FURTHER),
        ],
    );
    Page {
        title: "Outcomes, lessons and actions".to_owned(),
        below: vec!["What came of the escalations that were resolved in the quarter".to_owned()],
        widths: list.widths(&[28.0, 12.0, 20.0, 9.0, 12.5, 13.0, 36.0, 36.0, 28.0, 28.0, 11.0]),
        last: 7,
        items: vec![Item::Block(outcomes(book)), Item::Block(by_stage(book)), Item::List(list)],
    }
}

fn outcomes(book: &Book<'_>) -> Block {
    let note = "Rows of any quarter whose date resolved lies in the quarter. With an outcome, lessons or further actions: something \
                stands in that column of the escalations. Resolved late: after the day by which its stage was to be concluded.";
    let late = Standing::Raised(RowStatus::ResolvedLate).in_words();
    let mut block = Block::new("outcomes", "In the quarter", &["Resolved escalations", "Number"], note)
        .row(Row::new("Resolved in the quarter", vec![resolved().figure(book)]))
        .row(Row::new("Of them late", vec![resolved().is(STATUS, late).figure(book)]))
        .row(Row::new("With an outcome", vec![resolved().says(OUTCOME).figure(book)]))
        .row(Row::new("With lessons learned", vec![resolved().says(LESSONS).figure(book)]))
        .row(Row::new("With further actions", vec![resolved().says(FURTHER).figure(book)]));
    block.parts_of(0, &resolved().figure(book));
    block
}

fn by_stage(book: &Book<'_>) -> Block {
    let note = "Rows of any quarter that were resolved in the quarter, by the stage at which they were resolved.";
    let mut block = Block::new("resolved-at", "By stage", &["Resolved at", "Number"], note);
    for stage in &book.report.edition().stages {
        let count = resolved().number(STAGE, stage.number.into());
        block = block.row(Row::of_stage(stage, vec![count.figure(book)]));
    }
    block.adds_up(0, &resolved().figure(book));
    block
}
