//! A duty of an edition: what is to be done, by when, by whom, how strongly, and where the document says so.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Condition, EventBits, EventId, Window};

/// A duty of an [`Edition`](super::Edition), by its place in [`Edition::duties`](super::Edition::duties).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DutyIx(pub(crate) u16);

impl DutyIx {
    /// Its place among the duties.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Something that must, should or may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The stage; 0 for a duty of the row as a whole.
    pub stage: u8,
    /// Its name, unlike any other of its stage.
    pub id: String,
    /// The step of the stage to which it belongs.
    pub step: Option<String>,
    /// What is to be done, as a phrase that follows "to".
    pub does: String,
    /// By when: the earliest governs; none where the document states no time.
    pub bounds: Vec<Bound>,
    /// Faster tracks.
    pub tracks: Vec<Track>,
    /// How strongly the document puts it.
    pub strength: Strength,
    /// When it applies; always where absent.
    pub when: Option<Condition>,
    /// The condition as it stands in the file.
    pub when_text: Option<String>,
    /// The role that acts.
    pub who: usize,
    /// Which side acts.
    pub party: Party,
    /// Where the document says so.
    pub clause: String,
    /// The heading of the column that records it.
    pub column: Option<String>,
    /// The events that record it, `done:…` first.
    pub recorded_by: Vec<EventId>,
    /// The same, to know at once that a row has none of them.
    pub(crate) records: EventBits,
    /// Events that show that it was done by then at the latest; of a stage's, the beginning of a later one shows it too.
    pub shown_by: Vec<EventId>,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it is a right that lapses.
    pub lapses: bool,
    /// The reading in force that gives its limits, by its place in [`Edition::readings`](super::Edition::readings).
    pub reading: Option<usize>,
    /// Whether it is the deadline of its stage.
    pub is_conclude: bool,
}

impl Duty {
    /// The name of the duty that is the deadline of its stage.
    pub const CONCLUDE: &'static str = "conclude";
}

/// How strongly a document puts a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Must, required, to be concluded, will, a bare imperative, a stated maximum.
    Must,
    /// Should, expected.
    Should,
    /// As a guide.
    Guide,
    /// Can, may: listed, never overdue.
    May,
}

impl Strength {
    /// The word itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Strength::Must => "must",
            Strength::Should => "should",
            Strength::Guide => "guide",
            Strength::May => "may",
        }
    }
}

/// Which side of the disagreement acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The agency that raised the concern, or both.
    #[default]
    Raising,
    /// The agency with which it was raised.
    Receiving,
}

/// What a duty is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A step towards resolution: a date by which the child must be protected caps it.
    #[default]
    Step,
    /// A record, notice, copy, report, details or a confirmation: not capped.
    Paperwork,
}

/// One bound on a duty's date, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The limit.
    pub window: Window,
    /// The clause it comes from, where that is not the duty's own.
    pub clause: Option<String>,
}

/// A faster track of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// When it is taken.
    pub when: Condition,
    /// The condition as it stands in the file.
    pub when_text: String,
    /// Its limits.
    pub bounds: Vec<Bound>,
    /// Where the document says so.
    pub clause: String,
}
