//! Open and overdue: how many at each stage, and the rows that are not resolved, oldest first, with who acts next.

use super::book::Book;
use super::escalations::{
    self, ACT_BY, AGENCY, CHILD, CONCERN, NEXT, NEXT_DUE, NUMBER, OPEN_KEY, STAGE, STATUS, TABLE, WHO,
};
use super::figure::AS_OF;
use super::list::{Entry, List};
use super::page::{Block, Item, Page, Row};
use super::paper;
use super::summary::{open, overdue};
use super::table::{Cell, Grid, Kind};
use crate::timeline::Status;

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let as_of = paper::serial(book.report.basis.as_of.into()).unwrap_or_default();
    let limited: Vec<u8> = book.report.limited_stages().map(|stage| stage.number).collect();
    let last = book.report.edition().last_stage();
    let stage_due = due_of_stage(last, &limited);
    let due = move |grid: &Grid, row: &[Cell]| {
        let stage = grid.cell(row, STAGE).number().unwrap_or_default();
        let stage = limited.iter().find(|number| f64::from(**number) == stage);
        stage.map_or(Cell::Blank, |stage| grid.cell(row, &escalations::due(*stage)).value().clone())
    };
    let due_again = due.clone();
    let whole_days = move |from: Option<f64>| from.map_or(Cell::Blank, |day| whole(as_of - day.floor()));
    let list = List::new(
        "Oldest first",
        &book.escalations,
        OPEN_KEY,
        vec![
            Entry::of(AGENCY, Kind::Text),
            Entry::of(NUMBER, Kind::Text),
            Entry::of(CHILD, Kind::Text),
            Entry::of(CONCERN, Kind::Day),
            Entry::made(
                "Calendar days open",
                Kind::Number,
                format!("IF(ISNUMBER({{D}}),{AS_OF}-INT(N({{D}})),\"\")"),
                move |grid, row| whole_days(grid.cell(row, CONCERN).number()),
            ),
            Entry::of(STAGE, Kind::Number),
            Entry::of(STATUS, Kind::Timeliness),
            Entry::made("Stage due", Kind::Day, stage_due, due),
            Entry::made(
                "Calendar days over",
                Kind::Number,
                format!("IF(AND({{G}}=\"{}\",ISNUMBER({{H}})),{AS_OF}-INT(N({{H}})),\"\")", Status::Overdue.in_words()),
                move |grid, row| {
                    let over = grid.cell(row, STATUS).shown() == Status::Overdue.in_words();
                    whole_days(due_again(grid, row).number().filter(|_| over))
                },
            ),
            Entry::of(NEXT, Kind::Text),
            Entry::of(NEXT_DUE, Kind::Day),
            Entry::of(ACT_BY, Kind::Day),
            Entry::of(WHO, Kind::Text).headed("Who acts next"),
        ],
    );
    Page {
        title: "Open and overdue".to_owned(),
        below: vec!["Escalations of any quarter that are not resolved, and who acts next".to_owned()],
        widths: list.widths(&[26.0, 11.5, 20.0, 12.0, 10.0, 8.0, 12.5, 12.0, 10.0, 34.0, 12.0, 12.0, 20.0, 11.0]),
        last: 9,
        items: vec![Item::Block(by_stage(book)), Item::List(list)],
    }
}

fn whole(days: f64) -> Cell {
    Cell::Key(days)
}

/// When the stage in column F is due, in a formula.
fn due_of_stage(last: u8, limited: &[u8]) -> String {
    let of = |stage: u8| {
        if limited.contains(&stage) {
            format!("INDEX({TABLE}[{}],{{line}})", escalations::due(stage))
        } else {
            "\"\"".to_owned()
        }
    };
    let choices: Vec<String> = (1..=last).map(of).collect();
    let chosen = format!("CHOOSE({{F}},{})", choices.join(","));
    format!("IFERROR(IF(LEN({chosen})=0,\"\",{chosen}),\"\")")
}

fn by_stage(book: &Book<'_>) -> Block {
    let note = "Rows of any quarter that are not resolved by the day of the report, by the stage they have reached. Overdue: that stage is \
                past the day by which it was to be concluded. Calendar days open and over: in the list below, from the day the concern arose \
                and from the day the stage was due to the day of the report, weekends and holidays included. A row without a date of concern stands last, for how old it is is not known.";
    let mut block = Block::new("open", "By stage", &["Stage reached", "Open", "Overdue"], note);
    for stage in &book.report.edition().stages {
        let here = |count: super::figure::Count| count.number(STAGE, stage.number.into()).figure(book);
        let (open, overdue) = (here(open()), here(overdue()));
        block.parts_of_one(&[&overdue], &open);
        block = block.row(Row::of_stage(stage, vec![open, overdue]));
    }
    block = block.row(Row::new("All", vec![open().figure(book), overdue().figure(book)]));
    block.total = true;
    block.adds_up_to_last(0);
    block.adds_up_to_last(1);
    block
}
