//! The summary: the quarter at a glance, with the share of stage 2 concluded in time above all.

use rust_xlsxwriter::ChartType;

use super::book::Book;
use super::escalations::{self, CONCERN, OPEN_KEY, RESOLVED, STATUS};
use super::figure::{AS_OF, Count, FROM, Figure, Over, Span, TO};
use super::kept::{IN_TABLE, KEEP, WHAT, YES};
use super::lists::RETURNED;
use super::page::{Block, Item, Page, Picture, Row};
use super::paper::{COLOUR_IN_TIME, COLOUR_LATE, COLOUR_PLAIN};
use super::words::{Named, Sentence, named};
use crate::merge::{AGENCY, What};
use crate::policy::Stage;
use crate::quarter::Return;
use crate::timeline::Status;

mod sentences;

/// The stage whose share in time is the headline.
const HEADLINE_STAGE: u8 = 2;

pub(super) fn page<'b>(book: &'b Book<'b>) -> Page<'b> {
    let (report, basis, edition) = (book.report, &book.report.basis, book.report.edition());
    let figures = Figures::of(book);
    let mut items = vec![Item::Days(vec![
        ("Period from", basis.quarter.first(), FROM, "The figures count what is dated from this day …"),
        ("Period to", basis.quarter.last(), TO, "… to this day, or to the day below where that is earlier."),
        ("As of", basis.as_of, AS_OF, "What is dated later has not happened yet. Every status is as of this day."),
    ])];
    let limited: Vec<u8> = report.limited_stages().map(|stage| stage.number).collect();
    let headline = limited.iter().find(|stage| **stage == HEADLINE_STAGE).or(limited.first());
    let figures_of = |stage| StageFigures::of(book, stage, limited.contains(&stage.number));
    let stages: Vec<StageFigures<'_>> = edition.stages.iter().map(figures_of).collect();
    if let Some(stage) = stages.iter().find(|stage| Some(&stage.stage.number) == headline) {
        items.push(stage.headline());
    }
    items.push(Item::Words { title: "In words", sentences: sentences::of(&figures, &stages, headline.copied()) });
    items.push(Item::Block(figures.raised_block()));
    items.push(Item::Block(stages_block(&stages)));
    items.push(Item::Charts(vec![
        Picture {
            block: "raised",
            title: "Escalations raised".to_owned(),
            kind: ChartType::Column,
            series: vec![(1, COLOUR_PLAIN)],
            size: (420, 0),
        },
        Picture {
            block: "in-time",
            title: "Stages that ended in the quarter".to_owned(),
            kind: ChartType::BarStacked,
            series: vec![(1, COLOUR_IN_TIME), (2, COLOUR_LATE)],
            size: (640, 0),
        },
    ]));
    items.push(Item::Break);
    items.push(Item::Block(figures.now_block()));
    items.push(Item::Block(figures.returns_block()));
    Page {
        title: format!("Escalations, {}", basis.quarter.title()),
        below: vec![edition.partnership.clone(), format!("{}, {}", edition.title, edition.edition)],
        widths: vec![46.0, 11.5, 11.0, 13.0, 13.0, 12.0, 66.0],
        last: 6,
        items,
    }
}

/// Escalations raised in the quarter.
pub(super) fn raised() -> Count {
    Count::escalations().within(CONCERN, Span::Quarter)
}

/// Those open by the day of the report.
pub(super) fn open() -> Count {
    Count::escalations().has(OPEN_KEY)
}

/// Those of them that are overdue.
pub(super) fn overdue() -> Count {
    Count::escalations().is(STATUS, Status::Overdue.in_words())
}

/// Those of them of which nobody can tell, for want of dates.
fn untold() -> Count {
    Count::escalations().is(STATUS, Status::Unknown.in_words())
}

/// The sides of the pairs of which nobody chose one yet.
fn pairs() -> Count {
    Count::of(Over::Listed).is(WHAT, What::Pair.in_words()).is(IN_TABLE, YES).is(KEEP, "")
}

/// Those resolved in the quarter.
pub(super) fn resolved() -> Count {
    Count::escalations().within(RESOLVED, Span::Quarter)
}

/// A stage that began in the quarter: the first, when the concern arose.
pub(super) fn began(stage: u8) -> Count {
    if stage == 1 { raised() } else { Count::escalations().within(escalations::began(stage), Span::Quarter) }
}

/// A stage that ended in the quarter.
pub(super) fn ended(stage: u8) -> Count {
    Count::escalations().within(escalations::ended(stage), Span::Quarter)
}

/// Those of them that ended in time, or late.
pub(super) fn judged(stage: u8, word: &str) -> Count {
    ended(stage).is(escalations::in_time(stage), word)
}

/// The figures of the whole quarter.
struct Figures {
    raised: Figure,
    before: Figure,
    year_ago: Figure,
    resolved: Figure,
    open: Figure,
    overdue: Figure,
    untold: Figure,
    pairs: Figure,
    received: Figure,
    nil: Figure,
    listed: Figure,
    missing: Figure,
    unread: Figure,
}

impl Figures {
    fn of(book: &Book<'_>) -> Figures {
        let span = |span| Count::escalations().within(CONCERN, span).figure_if_known(book, CONCERN, span);
        let returns = |word: &str| Count::of(Over::Returns).is(RETURNED, word).figure(book);
        Figures {
            raised: raised().figure(book),
            before: span(Span::Before),
            year_ago: span(Span::YearAgo),
            resolved: resolved().figure(book),
            open: open().figure(book),
            overdue: overdue().figure(book),
            untold: untold().figure(book),
            pairs: pairs().pairs(book),
            received: returns(Return::RECEIVED),
            nil: returns(Return::NIL),
            listed: Count::of(Over::Expected).says(AGENCY).figure(book),
            missing: returns(Return::MISSING),
            unread: returns(Return::UNREAD),
        }
    }

    fn raised_block(&self) -> Block {
        let note = "Escalations whose concern arose in that quarter; rows without a date of concern that can be read are not counted. \
                    Of an earlier quarter it is not known where the register holds no log that was returned for it. \
                    Many raised is no fault: it can show that concerns are spoken about.";
        Block::new("raised", "Raised", &["Escalations raised", "Number"], note)
            .row(Row::new("The same quarter a year ago", vec![self.year_ago.clone()]).named(&["RaisedYearAgo"]))
            .row(Row::new("The quarter before", vec![self.before.clone()]).named(&["RaisedBefore"]))
            .row(Row::new("This quarter", vec![self.raised.clone()]).named(&["Raised"]))
    }

    fn now_block(&self) -> Block {
        let note = "Resolved: rows of any quarter whose date resolved lies in the quarter. Open: rows of any quarter that are not \
                    resolved by the day of the report; rows without dates are open. Overdue: open rows whose stage is past the day by \
                    which it was to be concluded. Not known: open rows that lack what that day is counted from. Pairs: two rows of any \
                    quarter that may be of one disagreement; both are counted until one is kept.";
        let mut block = Block::new("now", "Resolved and open", &["Escalations", "Number"], note)
            .row(Row::new("Resolved in the quarter", vec![self.resolved.clone()]).named(&["ResolvedInQuarter"]))
            .row(Row::new("Open", vec![self.open.clone()]).named(&["OpenNow"]))
            .row(Row::new("Overdue now", vec![self.overdue.clone()]).named(&["OverdueNow"]))
            .row(Row::new("Not known whether overdue", vec![self.untold.clone()]).named(&["NotKnownNow"]))
            .row(Row::new("Pairs that may be one", vec![self.pairs.clone()]).named(&["PairsNow"]));
        block.parts_of_one(&[&self.overdue, &self.untold], &self.open);
        block
    }

    fn returns_block(&self) -> Block {
        let note = "Received, nil and not read are logs, of which one agency may send several, and one log may be of several agencies. \
                    Nil: a log without a row. Not read: files that could not be opened, or in which no log was found. Missing: agencies of \
                    the list in whose name no log was read; without a list none can be missing. The sheet `Data quality` lists them.";
        Block::new("returns", "Returns", &["Returned logs", "Number"], note)
            .row(Row::new("Received with rows", vec![self.received.clone()]).named(&["ReturnsReceived"]))
            .row(Row::new("Nil returns", vec![self.nil.clone()]).named(&["ReturnsNil"]))
            .row(Row::new("Not read", vec![self.unread.clone()]).named(&["ReturnsUnread"]))
            .row(Row::new("Agencies on the list", vec![self.listed.clone()]).named(&["AgenciesListed"]))
            .row(Row::new("Missing", vec![self.missing.clone()]).named(&["ReturnsMissing"]))
    }
}

/// The figures of one stage.
struct StageFigures<'b> {
    stage: &'b Stage,
    in_time: Figure,
    late: Figure,
    share: Figure,
    days: Figure,
    went_on: Figure,
    /// The names of these figures in formulas.
    names: [String; 5],
}

impl<'b> StageFigures<'b> {
    fn of(book: &Book<'_>, stage: &'b Stage, limited: bool) -> StageFigures<'b> {
        let number = stage.number;
        let judged = |word| if limited { judged(number, word).figure(book) } else { Figure::nothing() };
        let (in_time, late) = (judged(escalations::IN_TIME), judged(escalations::LATE));
        let share = if limited {
            Figure::share(("B{row}", &in_time), ("B{row}+C{row}", &[&in_time, &late]))
        } else {
            Figure::nothing()
        };
        let last = number >= book.report.edition().last_stage();
        let went_on = if last { Figure::nothing() } else { began(number + 1).figure(book) };
        let name = |what: &str| format!("Stage{number}{what}");
        StageFigures {
            stage,
            share,
            days: ended(number).median(book, &escalations::days(number)),
            went_on,
            in_time,
            late,
            names: ["InTime", "Late", "Share", "MedianDays", "WentOn"].map(name),
        }
    }

    fn named(&self) -> [Named<'_>; 5] {
        let [in_time, late, share, days, went_on] = &self.names;
        [
            named(in_time, &self.in_time),
            named(late, &self.late),
            named(share, &self.share),
            named(days, &self.days),
            named(went_on, &self.went_on),
        ]
    }

    fn headline(&self) -> Item<'static> {
        let [in_time, late, share, ..] = self.named();
        Item::Headline {
            label: format!("Stage {} concluded in time", self.stage.number),
            figure: share.figure.again(share.name),
            beside: Sentence::default().number_or_none(in_time).say(" in time, ").number_or_none(late).say(" late"),
            note: format!(
                "Of the escalations whose stage {} ended in the quarter, the share that ended by the day it was due.",
                self.stage.number
            ),
        }
    }
}

fn stages_block(stages: &[StageFigures<'_>]) -> Block {
    let note = "Rows of any quarter whose stage ended in the quarter: the next stage began, or it was resolved there. In time: by the last \
                day on which the procedure has it concluded. A stage that ended without a date is not counted; – where the procedure \
                states no limit or nothing ended. Median days: the middle one of the working days that these stages took, counted from \
                the day after the stage began (the first: after the concern arose) to the day it ended. Went on: rows whose next stage \
                began in the quarter; one whose log states no day for that is not counted.";
    let headings =
        ["Stage that ended in the quarter", "In time", "Late", "Share in time", "Median days", "Went on to the next"];
    let mut block = Block::new("in-time", "In time or late, by stage", &headings, note);
    for stage in stages {
        let figures = [&stage.in_time, &stage.late, &stage.share, &stage.days, &stage.went_on].map(Clone::clone);
        let names: Vec<&str> = stage.names.iter().map(String::as_str).collect();
        block = block.row(Row::of_stage(stage.stage, figures.to_vec()).named(&names));
    }
    block
}
