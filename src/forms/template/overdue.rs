//! Which rows of a blank log are overdue, by what is typed in them alone.
//!
//! In: an edition, and where the columns stand. Out: a formula over one row of the sheet that says whether the
//! deadline of its stage has passed, for the stages whose deadline follows from days alone. Where the row says
//! what the formula can't judge (a date as text, a stage that is none, a day that is still to come), it says no.

use chrono::{Datelike, NaiveDate};

use crate::annotate;
use crate::log::Meaning;
use crate::policy::{
    Condition, Count, DutyIx, Edition, EventId, FactId, FactValue, Length, Purpose, Start, Strength, Window,
};

/// The name of the list of days off in formulas.
pub const DAYS_OFF: &str = "DaysOff";

/// What stands for a row in the formula, such as in `$H{row}`.
pub const ROW: &str = "{row}";

/// The formula, and the stages with a deadline that it can't judge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overdue {
    /// The formula, without the equals sign, with `{row}` for the sheet's own number of the row.
    pub formula: String,
    /// The stages with a limit that need more than the log's own columns.
    pub left_out: Vec<u8>,
    /// What could take a row out of the procedure, as in "something under `Section 117`": then the formula says no.
    pub exempting: Vec<String>,
}

/// How a blank log can tell by itself that a row is overdue. `columns` are its columns, by their letters;
/// `listed` are the first and the last day of which its list of days off knows. `None` where it can't.
pub fn formula(edition: &Edition, columns: &[(Meaning, String)], listed: (NaiveDate, NaiveDate)) -> Option<Overdue> {
    // Another entry than stage 1 rests on more than days.
    if !edition.entries.is_empty() {
        return None;
    }
    let sheet = Sheet { edition, columns };
    let concern = sheet.event(EventId::CONCERN)?;
    let stage = sheet.cell(&Meaning::Stage)?;
    let began: Vec<(u8, String)> =
        (2..=edition.last_stage()).map(|n| Some((n, sheet.event(EventId::began(n))?))).collect::<Option<_>>()?;
    let resolved = sheet.event(EventId::RESOLVED)?;
    let protect_by = sheet.cell(&Meaning::ProtectBy)?;

    let stages = 1..=edition.last_stage();
    let deadlines: Vec<Option<String>> = stages.clone().map(|n| sheet.due(edition.conclude(n)?)).collect();
    let limited = |n: &u8| {
        edition.conclude(*n).and_then(|ix| edition.duties.get(ix.index())).is_some_and(|d| !d.bounds.is_empty())
    };
    let left_out = stages.zip(&deadlines).filter(|(n, due)| due.is_none() && limited(n)).map(|(n, _)| n).collect();
    if deadlines.iter().all(Option::is_none) {
        return None;
    }

    let days =
        [concern.clone()].into_iter().chain(began.iter().map(|(_, cell)| cell.clone())).collect::<Vec<_>>().join(",");
    let typed = format!("{days},{stage},{protect_by}");
    let mut sure = vec![
        format!("ISNUMBER({concern})"),
        format!("COUNT({typed})=COUNTA({typed})"),
        format!("MIN({days},{protect_by})>={}", date(listed.0)),
        format!("MAX({days})<TODAY()+1"),
        format!("OR({stage}=\"\",AND(N({stage})>=1,N({stage})<={},INT(N({stage}))=N({stage})))", edition.last_stage()),
    ];
    sure.push(format!("{resolved}=\"\""));
    let (inside, exempting): (Vec<String>, Vec<String>) = sheet.exempting().into_iter().unzip();
    sure.extend(inside);
    let reached = began.iter().map(|(n, cell)| format!(",IF(ISNUMBER({cell}),{n},0)")).collect::<String>();
    let due: Vec<String> = deadlines.into_iter().map(|due| due.unwrap_or_else(|| NEVER.to_owned())).collect();
    let formula = format!(
        "IF(AND({}),CHOOSE(MAX(1,N({stage}){reached}),{})<MIN(TODAY(),{}+1),FALSE)",
        sure.join(","),
        due.join(","),
        date(listed.1)
    );
    Some(Overdue { formula, left_out, exempting })
}

/// A day that never passes.
const NEVER: &str = "9999999";

fn date(day: NaiveDate) -> String {
    format!("DATE({},{},{})", day.year(), day.month(), day.day())
}

/// The log's sheet.
struct Sheet<'a> {
    edition: &'a Edition,
    columns: &'a [(Meaning, String)],
}

impl Sheet<'_> {
    fn cell(&self, meaning: &Meaning) -> Option<String> {
        let column = self.columns.iter().find(|(own, _)| own == meaning);
        column.map(|(_, letters)| format!("${letters}{ROW}"))
    }

    /// The cell that records an event.
    fn event(&self, event: EventId) -> Option<String> {
        self.cell(&Meaning::Event(self.edition.events.get(event.index())?.id.as_str().into()))
    }

    /// What the cells that could take the row out of the procedure say where they don't, and what they say where they
    /// could, in words.
    fn exempting(&self) -> Vec<(String, String)> {
        let asked = |place: usize| {
            let fact = self.edition.facts.get(place)?;
            let id = self.edition.fact(&fact.id)?;
            let exemptions = || self.edition.exemptions.iter().map(|exempt| &exempt.when);
            let exempts = exemptions().any(|when| annotate::asks(when, id));
            let cell = self.cell(&Meaning::Fact(fact.id.as_str().into())).filter(|_| exempts)?;
            let column = &fact.column;
            Some(match exemptions().all(|when| asks_for_yes(when, id)) {
                true => (format!("OR({cell}=\"\",{cell}=\"no\")"), format!("something but no under `{column}`")),
                false => (format!("{cell}=\"\""), format!("something under `{column}`")),
            })
        };
        (0..self.edition.facts.len()).filter_map(asked).collect()
    }

    /// When a duty is due: the earliest of its limits, and never after the day by which the child must be protected.
    fn due(&self, ix: DutyIx) -> Option<String> {
        let duty = self.edition.duties.get(ix.index())?;
        let plain = duty.when.is_none() && duty.tracks.is_empty() && !duty.lapses && duty.strength != Strength::May;
        // What else would show that it is done has no column here.
        let elsewhere = duty.recorded_by.iter().chain(&duty.shown_by).all(|event| self.event(*event).is_none());
        if !plain || !elsewhere {
            return None;
        }
        let mut limits = duty.bounds.iter().map(|bound| self.limit(&bound.window)).collect::<Option<Vec<_>>>()?;
        if limits.is_empty() {
            limits.push(NEVER.to_owned());
        }
        if duty.purpose == Purpose::Step {
            // A blank cell is no number, and MIN passes it over.
            limits.push(self.cell(&Meaning::ProtectBy)?);
        }
        Some(format!("MIN({})", limits.join(",")))
    }

    fn limit(&self, window: &Window) -> Option<String> {
        if window.otherwise.is_some() {
            return None;
        }
        if window.length == Length::NoTime {
            return Some(NEVER.to_owned());
        }
        let start = match &window.start {
            Start::Event(event) => self.day(*event)?,
            Start::Due(other) | Start::DoneOrDue(other) => self.due(*other)?,
            Start::Earlier(events) => self.earlier(events)?,
            Start::Nothing | Start::Later(_) => return None,
        };
        match window.length {
            Length::With | Length::SameDay => Some(start),
            Length::Days(Count::Of(n)) => Some(format!("{start}+{n}")),
            Length::DayNumber(n) => Some(format!("{start}+{}", n.checked_sub(1)?)),
            Length::WorkingDays(Count::Of(n)) => Some(format!("WORKDAY({start},{n},{DAYS_OFF})")),
            Length::WorkingDayNumber(n) => {
                let first = format!("WORKDAY({start}-1,1,{DAYS_OFF})");
                Some(format!("WORKDAY({first},{},{DAYS_OFF})", n.checked_sub(1)?))
            }
            Length::Hours(_) | Length::Days(_) | Length::WorkingDays(_) | Length::NoTime => None,
        }
    }

    /// The earlier of several events, of which the concern is always recorded.
    fn earlier(&self, events: &[EventId]) -> Option<String> {
        let others = events.iter().filter(|event| **event != EventId::CONCERN);
        let others: Vec<String> = others.filter_map(|event| self.event(*event)).collect();
        let concern = self.day(EventId::CONCERN).filter(|_| events.contains(&EventId::CONCERN))?;
        Some(if others.is_empty() { concern } else { format!("INT(MIN({concern},{}))", others.join(",")) })
    }

    /// The day of an event: as recorded, else as projected.
    fn day(&self, event: EventId) -> Option<String> {
        let own = self.event(event);
        if event == EventId::CONCERN {
            return own.map(|cell| format!("INT({cell})"));
        }
        let otherwise = self.projected(event)?;
        Some(match own {
            Some(cell) => format!("IF(ISNUMBER({cell}),INT({cell}),{otherwise})"),
            None => otherwise,
        })
    }

    fn projected(&self, event: EventId) -> Option<String> {
        let last = self.edition.last_stage();
        let due_of = |stage: u8| Some(format!("INT({})", self.due(self.edition.conclude(stage)?)?));
        for stage in 1..=last {
            if event == EventId::began(stage) {
                return match self.edition.stage(stage)?.begins {
                    Some(begins) => self.day(begins),
                    None if stage == 1 => self.day(EventId::CONCERN),
                    None => due_of(stage - 1),
                };
            }
            if event == EventId::ended(stage) {
                let next = (stage < last).then(|| self.event(EventId::began(stage + 1))).flatten();
                let due = due_of(stage)?;
                return Some(next.map_or(due.clone(), |next| format!("IF(ISNUMBER({next}),INT({next}),{due})")));
            }
        }
        self.day(self.edition.events.get(event.index())?.otherwise?)
    }
}

/// Whether a condition, where it asks for this fact, asks for a yes alone: then a no decides as little as a blank.
fn asks_for_yes(when: &Condition, fact: FactId) -> bool {
    match when {
        Condition::Is(asked, value) => *asked != fact || *value == FactValue::Yes,
        Condition::All(all) | Condition::Any(all) => all.iter().all(|inner| asks_for_yes(inner, fact)),
        other => !annotate::asks(other, fact),
    }
}
