//! The cells of one row of the table of escalations: values, and formulas over the row's other cells.
//!
//! In: a line of the report, and the shape of the table. Out: its [`Cell`]s in the order of the columns. A formula
//! stands where it comes to what the engine found; where the engine knows better, its value does.

use std::collections::HashMap;

use super::super::book::Book;
use super::super::figure::{AS_OF, FROM, TO};
use super::super::table::Cell;
use super::super::{NOT_OPEN, paper};
use super::{
    CONCERN, FURTHER, IN_TIME, LATE, LESSONS, NOTIFIED, RESOLVED, STAGE, STATUS, SUGGESTED, TABLE, THEME, THEMES,
    began, due, ended, escaped, first_later, in_time, received, reports,
};
use crate::calendar::Moment;
use crate::log::{Field, Meaning};
use crate::merge::NOT_STATED;
use crate::policy::{Edition, EventId};
use crate::quarter::{Level, Line, Standing, ThemeLine};
use crate::timeline::{RowStatus, Status, day_in_words};

/// What stands in a copy for others in place of an agency's name that tells of a child.
const WITHHELD: &str = "name withheld";
/// The status of a row whose cells were changed so that only the engine can say how it stands.
const CHECK_AGAIN: &str = "check again";

/// A cell of the same row, in a formula.
fn own(heading: &str) -> String {
    format!("{TABLE}[[#This Row],[{}]]", escaped(heading))
}

/// What every row of the table has in common.
pub(super) struct Shape<'b> {
    book: &'b Book<'b>,
    edition: &'b Edition,
    pub stages: Vec<u8>,
    /// Those of the stages that have a limit.
    pub limited: Vec<u8>,
    /// The headings of what is to be reported at the later stages, and what records it.
    pub reports: Vec<(String, EventId)>,
    /// The agencies by their names in lower case: as those that raise concerns are spelled, or as named first.
    agencies: HashMap<String, String>,
}

impl<'b> Shape<'b> {
    pub fn of(book: &'b Book<'b>) -> Shape<'b> {
        let (report, edition) = (book.report, book.report.edition());
        let raising = report.lines.iter().map(|line| &line.entry.agency);
        let mut agencies = HashMap::new();
        for name in raising.chain(report.lines.iter().filter_map(|line| line.receiving.as_ref())) {
            agencies.entry(name.to_lowercase()).or_insert_with(|| name.clone());
        }
        Shape {
            book,
            edition,
            stages: edition.stages.iter().map(|stage| stage.number).collect(),
            limited: report.limited_stages().map(|stage| stage.number).collect(),
            reports: reports(edition),
            agencies,
        }
    }

    /// The cells of a line; `at` is the sheet's own number of the row.
    pub fn row(&self, line: &Line<'_>, at: u32) -> Vec<Cell> {
        let texts = |meaning: Meaning| Cell::from(written(line, &meaning));
        let mut cells = vec![
            line.entry.agency.as_str().into(),
            number(line).into(),
            child(line).into(),
            born(line),
            self.receiving(line).into(),
            texts(Meaning::Concern),
            level(line).into(),
            texts(Meaning::Disagreement),
            line.theme.written.as_deref().unwrap_or_default().into(),
            line.theme.suggested.unwrap_or_default().into(),
            self.theme(line),
            texts(Meaning::Actions),
            texts(Meaning::Outcome),
            under(line, LESSONS),
            under(line, FURTHER),
            event(line, EventId::CONCERN),
            usize::from(line.row.timeline.stage).into(),
        ];
        cells.extend(self.stages.iter().skip(1).map(|stage| event(line, EventId::began(*stage))));
        for stage in &self.stages {
            self.stage(line, *stage, &mut cells);
        }
        cells.push(event(line, EventId::RESOLVED));
        cells.extend(self.reports.iter().map(|(_, recorded)| event(line, *recorded)));
        let next = line.next.as_ref();
        let open = line.standing.is_open();
        let later = self.is_later(line);
        cells.extend([
            under(line, &received(self.edition)),
            under(line, NOTIFIED),
            self.status(line),
            next.map_or("", |next| next.does).into(),
            next.and_then(|next| next.due).into(),
            next.and_then(|next| next.act_by).into(),
            next.map_or("", |next| next.who).into(),
            line.findings.into(),
            line.entry.at.source.file.as_str().into(),
            line.entry.at.source.sheet.as_str().into(),
            line.entry.at.source.row.into(),
            self.key(line, at, open, &open_in_formula()),
            self.key(line, at, self.is_resolved(line), &resolved_in_formula()),
            self.key(
                line,
                at,
                later,
                &format!(
                    "AND(N({})>={},OR({},{}))",
                    own(STAGE),
                    first_later(self.edition),
                    open_in_formula(),
                    resolved_in_formula()
                ),
            ),
        ]);
        cells
    }

    /// The agency with which it was raised, in the spelling that is known of it.
    fn receiving(&self, line: &Line<'_>) -> String {
        let Some(name) = &line.receiving else { return NOT_STATED.to_owned() };
        if self.book.private.stands_in(name) {
            return WITHHELD.to_owned();
        }
        self.agencies.get(&name.to_lowercase()).unwrap_or(name).clone()
    }

    fn theme(&self, line: &Line<'_>) -> Cell {
        let (theme, suggested) = (own(THEME), own(SUGGESTED));
        // Another edition has another list.
        let of_list = |name: &str| self.edition.themes.iter().any(|theme| theme.name == name);
        let value = Cell::from(line.theme.counted_as());
        if !line.theme.settled.is_none_or(of_list) || self.edition.themes.is_empty() {
            return value;
        }
        let (none, another) = (ThemeLine::NONE, ThemeLine::ANOTHER);
        value.by(format!(
            "IF(AND(LEN({theme})>0,SUMPRODUCT(1*({THEMES}={theme}))>0),{theme},IF(LEN({suggested})>0,{suggested},IF(LEN({theme})>0,\"{another}\",\"{none}\")))"
        ))
    }

    /// The cells of a stage: due, ended, in time and working days; ended and working days where it has no limit.
    fn stage(&self, line: &Line<'_>, stage: u8, cells: &mut Vec<Cell>) {
        let known = line.stage(stage);
        let ended_on = known.and_then(|known| known.ended);
        let limited = self.limited.contains(&stage);
        let due_by = known.and_then(|known| known.due);
        if limited {
            cells.push(due_by.into());
        }
        cells.push(self.ended(line, stage, ended_on));
        if limited {
            cells.push(in_time_cell(stage, due_by, ended_on, known.and_then(|known| known.in_time)));
        }
        cells.push(self.days(line, stage, ended_on));
    }

    /// When a stage ended: as a formula where the row's own dates say so.
    fn ended(&self, line: &Line<'_>, stage: u8, known: Option<Moment>) -> Cell {
        let value = Cell::from(known);
        let as_of = self.book.report.basis.as_of;
        let recorded = |event| line.row.case.recorded(event).filter(|moment: &Moment| moment.date <= as_of);
        let last = stage >= self.edition.last_stage();
        let next = recorded(EventId::began(stage + 1)).filter(|_| !last);
        let here = line.row.timeline.stage == stage;
        let by_dates = next.or_else(|| recorded(EventId::RESOLVED).filter(|_| here));
        if by_dates != known {
            return value;
        }
        let day = |heading: &str, otherwise: &str| {
            let cell = own(heading);
            format!("IF(AND(ISNUMBER({cell}),N({cell})<{AS_OF}+1),{cell},{otherwise})")
        };
        let resolved = format!("IF(N({})={stage},{},\"\")", own(STAGE), day(RESOLVED, "\"\""));
        value.by(if last { resolved } else { day(&began(stage + 1), &resolved) })
    }

    /// How many working days a stage took.
    fn days(&self, line: &Line<'_>, stage: u8, ended_on: Option<Moment>) -> Cell {
        let start = if stage == 1 { EventId::CONCERN } else { EventId::began(stage) };
        let began_on = line.row.case.recorded(start);
        let days = began_on.zip(ended_on).and_then(|(from, to)| self.book.working_days(from.date, to.date));
        let value = days.map_or(Cell::Blank, |days| Cell::Number(days.into()));
        // Of the days before these the workbook does not list which were holidays.
        let first_listed = self.book.closed_from;
        if began_on.is_some_and(|day| day.date < first_listed) {
            return value;
        }
        let from = own(&if stage == 1 { CONCERN.to_owned() } else { began(stage) });
        let to = own(&ended(stage));
        value.by(format!(
            "IF(AND(ISNUMBER({from}),ISNUMBER({to})),IF(INT(N({to}))<=INT(N({from})),0,NETWORKDAYS(INT({from})+1,INT({to}),Holidays[Day])),\"\")"
        ))
    }

    /// How the row stands: resolved or not by its dates, and otherwise as the engine says.
    fn status(&self, line: &Line<'_>) -> Cell {
        let word = line.standing.in_words();
        let value = Cell::from(word);
        let stage = line.row.timeline.stage;
        let limited = self.limited.contains(&stage);
        let named = |standing: Standing| format!("\"{}\"", standing.in_words());
        let (in_good_time, too_late) =
            (Standing::Raised(RowStatus::Resolved), Standing::Raised(RowStatus::ResolvedLate));
        let late = line.stage(stage).and_then(|stage| stage.in_time) == Some(false);
        let as_of = self.book.report.basis.as_of;
        let resolved = line.row.case.recorded(EventId::RESOLVED).is_some_and(|moment| moment.date <= as_of);
        let due_by = line.stage(stage).and_then(|stage| stage.due).filter(|_| limited);
        let overdue = due_by.is_some_and(|due| as_of > due.date);
        // As the formula has it; where the engine knows better, its word stands.
        let by_dates = match line.standing {
            Standing::NotYetRaised => line.concern().is_some_and(|day| day > as_of),
            standing if resolved => standing == if late { too_late } else { in_good_time },
            standing => standing.is_open() && (overdue == standing.is_overdue()),
        };
        if !by_dates {
            return value;
        }
        let done = if limited {
            format!("IF({}=\"{LATE}\",{},{})", own(&in_time(stage)), named(too_late), named(in_good_time))
        } else {
            named(in_good_time)
        };
        let words = if line.standing.is_open() && !line.standing.is_overdue() { word } else { CHECK_AGAIN };
        let open = match due_by {
            Some(_) => format!(
                "IF(AND(ISNUMBER({due}),{AS_OF}>INT(N({due}))),\"{}\",\"{words}\")",
                Status::Overdue.in_words(),
                due = own(&due(stage))
            ),
            None => format!("\"{words}\""),
        };
        // Only the engine can say how a row stands whose next stage began after all.
        let open = if stage < self.edition.last_stage() {
            let next = own(&began(stage + 1));
            format!("IF(AND(ISNUMBER({next}),N({next})<{AS_OF}+1),\"{CHECK_AGAIN}\",{open})")
        } else {
            open
        };
        let (concern, day) = (own(CONCERN), own(RESOLVED));
        value.by(format!(
            "IF(N({concern})>={AS_OF}+1,{not_yet},IF(AND(ISNUMBER({day}),N({day})<{AS_OF}+1),{done},{open}))",
            not_yet = named(Standing::NotYetRaised)
        ))
    }

    fn is_resolved(&self, line: &Line<'_>) -> bool {
        line.resolved()
            .is_some_and(|day| self.book.report.basis.quarter.first() <= day && day <= self.book.report.through())
    }

    fn is_later(&self, line: &Line<'_>) -> bool {
        line.row.timeline.stage >= first_later(self.edition) && (line.standing.is_open() || self.is_resolved(line))
    }

    /// A key that puts a row in the order of its concern, where it is on the list at all; rows of no date come last.
    fn key(&self, line: &Line<'_>, at: u32, listed: bool, condition: &str) -> Cell {
        const NO_DATE: u32 = 3_000_000;
        let day = line.concern().and_then(|day| paper::serial(day.into())).unwrap_or(NO_DATE.into());
        let value = if listed { Cell::Key(day + f64::from(at) / 1e7) } else { Cell::Blank };
        let concern = own(CONCERN);
        value.by(format!("IF({condition},IF(ISNUMBER({concern}),INT(N({concern})),{NO_DATE})+ROW()/10000000,\"\")"))
    }
}

/// Whether a row is open, in a formula.
fn open_in_formula() -> String {
    let closed = NOT_OPEN.map(|standing| format!("{}<>\"{}\"", own(STATUS), standing.in_words()));
    format!("AND({})", closed.join(","))
}

/// Whether a row was resolved in the quarter, in a formula.
fn resolved_in_formula() -> String {
    let day = own(RESOLVED);
    format!("AND(ISNUMBER({day}),N({day})>={FROM},N({day})<MIN({TO},{AS_OF})+1)")
}

/// Whether a stage ended by when it was due; two moments that both have a time are compared to the minute.
fn in_time_cell(stage: u8, due_by: Option<Moment>, ended_on: Option<Moment>, known: Option<bool>) -> Cell {
    let value = match known {
        Some(true) => IN_TIME.into(),
        Some(false) => LATE.into(),
        None => Cell::Blank,
    };
    let by_dates = due_by.zip(ended_on).map(|(due, ended)| {
        let timed = due.time().zip(ended.time());
        ended.date < due.date || (ended.date == due.date && timed.is_none_or(|(due, ended)| ended <= due))
    });
    if by_dates != known {
        return value;
    }
    let (due, ended) = (own(&due(stage)), own(&ended(stage)));
    value.by(format!(
        "IF(AND(ISNUMBER({due}),ISNUMBER({ended})),IF(OR(INT(N({ended}))<INT(N({due})),AND(INT(N({ended}))=INT(N({due})),OR(MOD(N({due}),1)=0,MOD(N({ended}),1)=0,N({ended})<=N({due})))),\"{IN_TIME}\",\"{LATE}\"),\"\")"
    ))
}

/// What stands under a heading that people add: a date as a date.
fn under(line: &Line<'_>, heading: &str) -> Cell {
    let same = |column: &crate::log::Column| column.heading.trim().eq_ignore_ascii_case(heading);
    let Some(place) = line.row.table.columns.iter().position(same) else { return Cell::Blank };
    match line.row.row.cells.get(place) {
        Some(Some(crate::grid::Value::Date(day))) => Cell::Day(*day),
        _ => line.row.row.shown(place).into(),
    }
}

/// The escalation number, or what stands in its place.
pub(in super::super) fn number(line: &Line<'_>) -> String {
    line.row.row.number.known().cloned().unwrap_or_else(|| written(line, &Meaning::Number))
}

/// The child as the log names it.
pub(in super::super) fn child(line: &Line<'_>) -> String {
    line.row.row.name.known().cloned().unwrap_or_else(|| written(line, &Meaning::Name))
}

fn born(line: &Line<'_>) -> Cell {
    let row = line.row.row;
    match &row.born {
        Field::Known(expected) if row.unborn => format!("expected {}", day_in_words(*expected)).into(),
        Field::Known(born) => Cell::Day(*born),
        Field::Blank if row.unborn => "unborn".into(),
        Field::Blank | Field::Unclear(_) => written(line, &Meaning::Born).into(),
    }
}

/// The word under which it is counted, with what stands there where that is no level that is known.
fn level(line: &Line<'_>) -> String {
    match &line.level {
        Level::NotRecognised(text) => format!("{}: {text}", Level::NOT_RECOGNISED),
        level => level.counted_as().to_owned(),
    }
}

/// When an event happened; the text that stands there where it is no date.
fn event(line: &Line<'_>, event: EventId) -> Cell {
    if let Some(moment) = line.row.case.recorded(event) {
        return Cell::Day(moment);
    }
    line.row.place_of(event).map(|place| line.row.row.shown(place)).unwrap_or_default().into()
}

/// What stands in the columns with this meaning.
fn written(line: &Line<'_>, meaning: &Meaning) -> String {
    let columns = line.row.table.columns.iter().enumerate().filter(|(_, column)| column.meaning == *meaning);
    let texts = columns.map(|(place, _)| line.row.row.shown(place)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}
