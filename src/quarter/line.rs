//! A row of the register as the report shows it: how it stands, its stages, and what is to be done next.

use chrono::NaiveDate;

use crate::calendar::Moment;
use crate::log::{Field, Meaning, one_line};
use crate::merge::{self, Entry};
use crate::policy::{Bound, Edition, EventId, Length, Window};
use crate::timeline::{CheckedRow, RowStatus, Status};

use super::theme::ThemeLine;

/// A row of the register with how it stands.
#[derive(Debug)]
pub struct Line<'a> {
    /// The row, with where it came from and its agency.
    pub entry: &'a Entry,
    /// The row with its deadlines.
    pub row: &'a CheckedRow<'a>,
    /// How it stands as of the day.
    pub standing: Standing,
    /// Its level of need.
    pub level: Level<'a>,
    /// What the disagreement is about.
    pub theme: ThemeLine<'a>,
    /// The agency with which it was raised, where the row says so.
    pub receiving: Option<String>,
    /// The stages of its edition, in order.
    pub stages: Vec<StageLine>,
    /// What is to be done next.
    pub next: Option<Next<'a>>,
    /// How many findings point at it that nobody accepts.
    pub findings: usize,
}

/// How a row of the register stands as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its concern is dated later than the day.
    NotYetRaised,
    /// It stands as its row does.
    Raised(RowStatus),
}

/// What a row says of the level of need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level<'a> {
    /// The standard word.
    Known(&'a str),
    /// Nothing.
    NotStated,
    /// Something that is no level that is known; the text as it stands.
    NotRecognised(String),
}

/// A stage of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageLine {
    /// 1 for the first.
    pub number: u8,
    /// By when it is to be concluded, where the row has reached it and the document states a limit.
    pub due: Option<Moment>,
    /// When it ended: the next stage began, or it was resolved there.
    pub ended: Option<Moment>,
    /// Whether it ended by when it was due.
    pub in_time: Option<bool>,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// What, as a phrase that follows "to".
    pub does: &'a str,
    /// By when; `None` where no time is stated.
    pub due: Option<Moment>,
    /// The last working day for it.
    pub act_by: Option<NaiveDate>,
    /// The role that acts.
    pub who: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn new(entry: &'a Entry, row: &'a CheckedRow<'a>, findings: usize, as_of: NaiveDate) -> Line<'a> {
        let concern = row.case.recorded(EventId::CONCERN);
        let standing = match concern {
            Some(concern) if concern.date > as_of => Standing::NotYetRaised,
            _ => Standing::Raised(row.status()),
        };
        let level = match &row.row.level {
            Field::Known(level) => Level::Known(level),
            Field::Blank => Level::NotStated,
            Field::Unclear(_) => {
                let place = row.table.place(&Meaning::Level);
                Level::NotRecognised(place.map(|place| row.row.shown(place)).unwrap_or_default())
            }
        };
        let next = row.next_step().and_then(|next| {
            let duty = row.edition.duties.get(next.duty.index())?;
            Some(Next { does: &duty.does, due: next.due, act_by: next.act_by, who: row.who_acts(duty) })
        });
        let receiving = row.table.place(&Meaning::ReceivingAgency).map(|place| row.row.shown(place));
        let receiving = receiving.map(|name| one_line(&name));
        let is_officer_s = |place: usize| entry.by_officer.contains(&place);
        let theme = ThemeLine::new(row, row.table.place(&Meaning::Theme).is_some_and(is_officer_s));
        let stages = (1..=row.edition.last_stage()).map(|number| StageLine::new(number, row, as_of)).collect();
        Line {
            entry,
            row,
            standing,
            level,
            theme,
            receiving: receiving.filter(|name| !name.is_empty()),
            stages,
            next,
            findings,
        }
    }

    /// The day on which the concern arose.
    pub fn concern(&self) -> Option<NaiveDate> {
        self.row.case.recorded(EventId::CONCERN).map(|moment| moment.date)
    }

    /// The day on which it was resolved, if that has come.
    pub fn resolved(&self) -> Option<NaiveDate> {
        self.row.timeline.resolved
    }

    /// This stage, where its edition has it.
    pub fn stage(&self, number: u8) -> Option<&StageLine> {
        self.stages.get(usize::from(number).checked_sub(1)?)
    }
}

impl StageLine {
    fn new(number: u8, row: &CheckedRow<'_>, as_of: NaiveDate) -> StageLine {
        let nothing = StageLine { number, due: None, ended: None, in_time: None };
        let Some(conclude) = row.timeline.conclude(row.edition, number) else { return nothing };
        let ended = conclude.done.filter(|done| done.date <= as_of);
        if !has_limit(row.edition, number) {
            return StageLine { ended, ..nothing };
        }
        let due = conclude.due.filter(|_| number <= row.timeline.stage || ended.is_some());
        let in_time = match (due, ended, conclude.status) {
            (Some(_), Some(_), Status::Met) => Some(true),
            (Some(_), Some(_), Status::Late) => Some(false),
            _ => None,
        };
        StageLine { due, ended, in_time, ..nothing }
    }
}

/// Whether the document states by when this stage is to be concluded.
pub(super) fn has_limit(edition: &Edition, stage: u8) -> bool {
    fn limits(window: &Window) -> bool {
        window.length != Length::NoTime || window.otherwise.as_deref().is_some_and(limits)
    }
    let any = |bounds: &[Bound]| bounds.iter().any(|bound| limits(&bound.window));
    let duty = edition.conclude(stage).and_then(|ix| edition.duties.get(ix.index()));
    duty.is_some_and(|duty| any(&duty.bounds) || duty.tracks.iter().any(|track| any(&track.bounds)))
}

impl Standing {
    /// Whether it was raised and is not resolved.
    pub fn is_open(self) -> bool {
        matches!(self, Standing::Raised(RowStatus::Open(_)))
    }

    /// Whether it is open and its stage is past the day by which it was to be concluded.
    pub fn is_overdue(self) -> bool {
        self == Standing::Raised(RowStatus::Open(Status::Overdue))
    }

    /// Whether it is open and lacks what that day is counted from.
    pub fn is_not_known(self) -> bool {
        self == Standing::Raised(RowStatus::Open(Status::Unknown))
    }

    /// The words a person reads: "resolved late", "due soon".
    pub fn in_words(self) -> &'static str {
        match self {
            Standing::NotYetRaised => "not yet raised",
            Standing::Raised(status) => status.in_words(),
        }
    }
}

impl Level<'_> {
    /// Under which word it is counted where the cell holds no level that is known.
    pub const NOT_RECOGNISED: &'static str = "not recognised";

    /// The word under which it is counted.
    pub fn counted_as(&self) -> &str {
        match self {
            Level::Known(word) => word,
            Level::NotStated => merge::NOT_STATED,
            Level::NotRecognised(_) => Level::NOT_RECOGNISED,
        }
    }
}
