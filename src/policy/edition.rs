//! One edition of a procedure: its stages, duties, roles, readings and clauses, as they are asked for.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answers, Bound, Condition, Duty, DutyIx, Event, EventId, Fact, FactId, FactValue, Kind, ReportForm};
use crate::error::{Code, Error, Result};

/// Whom a procedure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A child or young person.
    Child,
    /// An adult.
    Adult,
}

/// A stage of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// 1 for the first.
    pub number: u8,
    /// The stage's name.
    pub name: String,
    /// The role that acts.
    pub who: usize,
    /// Where the document describes it.
    pub clause: String,
    /// The event with which it begins where its own beginning is not recorded.
    pub begins: Option<EventId>,
    /// Whether it may be passed over.
    pub may_be_skipped: bool,
    /// Whether the procedure calls it exceptional.
    pub exceptional: bool,
    /// The duty that is its deadline, where it has one.
    pub conclude: Option<DutyIx>,
}

/// A role that acts, and who takes it instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The name by which the procedure file refers to it.
    pub id: String,
    /// In the document's words.
    pub name: String,
    /// Who takes it instead, and when.
    pub instead: Vec<(Condition, String, String)>,
}

impl Role {
    /// Who takes the role for this row.
    pub fn for_row(&self, row: &impl Answers) -> &str {
        let instead = self.instead.iter().find(|(when, _, _)| when.holds(row) == Some(true));
        instead.map_or(&self.name, |(_, _, name)| name)
    }
}

/// Another way to read a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The name by which it is chosen.
    pub id: String,
    /// The question that the document leaves open.
    pub question: String,
    /// How it is answered by default.
    pub default: String,
    /// How this reading answers it.
    pub says: String,
    /// The sentence in question.
    pub clause: String,
    /// The limits it gives.
    pub due: Vec<(DutyIx, Vec<Bound>)>,
    /// Whether it is in force.
    pub in_force: bool,
}

/// Rows that start at a later stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub when: Condition,
    /// The condition as it stands in the file.
    pub when_text: String,
    /// The stage at which they start.
    pub stage: u8,
    /// Where the document says so.
    pub clause: String,
}

/// Rows to which no duty applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// When.
    pub when: Condition,
    /// What happens with such a row instead.
    pub says: String,
    /// Where the document says so.
    pub clause: String,
}

/// A kind of agency that the procedure treats differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyKind {
    /// Its name in conditions.
    pub id: String,
    /// What to call it.
    pub name: String,
    /// Words in an agency's name that show its kind.
    pub words: Vec<String>,
}

/// A word for a level of need, with others that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The standard word.
    pub name: String,
    /// Other words for it.
    pub words: Vec<String>,
}

/// Where a document says what a log is judged by besides its stages and duties; `None` where it says nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clauses {
    /// What the log is like: its columns, and whose it is.
    pub log: Option<String>,
    /// What an escalation number is.
    pub number: Option<String>,
    /// That the level of need is stated.
    pub level_of_need: Option<String>,
    /// That the disagreement, what was done and what was agreed are recorded.
    pub record: Option<String>,
    /// Whom the procedure is about.
    pub subject: Option<String>,
    /// That it is for disagreements between agencies, not within one.
    pub between_agencies: Option<String>,
    /// That a complaint goes elsewhere.
    pub complaint: Option<String>,
}

impl Clauses {
    /// Those that the document has, each with what it says.
    pub fn stated(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("what the log is like", &self.log),
            ("what an escalation number is", &self.number),
            ("the level of need is stated", &self.level_of_need),
            ("the disagreement, what was done and what was agreed are recorded", &self.record),
            ("whom the procedure is about", &self.subject),
            ("it is for disagreements between agencies", &self.between_agencies),
            ("a complaint goes elsewhere", &self.complaint),
        ];
        all.into_iter().filter_map(|(says, clause)| Some((says, clause.as_deref()?)))
    }
}

/// Something over which professionals typically disagree, by the document's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// A short name for it.
    pub name: String,
    /// Where the document speaks of it.
    pub clause: String,
    /// Words and phrases that suggest it: each counts where a word of the text begins with it.
    pub words: Vec<String>,
}

/// One edition of a procedure, with the readings chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The procedure's id.
    pub policy: String,
    /// The partnership or board.
    pub partnership: String,
    /// The document's own title.
    pub title: String,
    /// Which edition, in the document's words.
    pub edition: String,
    /// When it came into force; `None` where the document does not say.
    pub in_force: Option<NaiveDate>,
    /// Whom it is about.
    pub subjects: Vec<Subject>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
    /// Kinds of agency it treats differently.
    pub agencies: Vec<AgencyKind>,
    /// Who acts.
    pub roles: Vec<Role>,
    /// Local words for levels of need.
    pub levels: Vec<Level>,
    /// The clauses that no stage or duty has.
    pub clauses: Clauses,
    /// Over what professionals typically disagree, in the document's order.
    pub themes: Vec<Theme>,
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// The event that is the same as `discussion`: `done:1.discuss`, where there is that duty.
    pub discuss: Option<EventId>,
    /// The duties: those of the row as a whole first, then stage by stage, each after those it counts from.
    pub duties: Vec<Duty>,
    /// The events a row can record.
    pub events: Vec<Event>,
    /// The facts a row can record.
    pub facts: Vec<Fact>,
    /// Stages at which some rows start.
    pub entries: Vec<Entry>,
    /// Rows to which no duty applies.
    pub exemptions: Vec<Exemption>,
    /// Other ways to read it.
    pub readings: Vec<Reading>,
    /// The form on which a case is reported at some stages; `None` where the document has none.
    pub report: Option<ReportForm>,
}

impl Edition {
    /// The most stages that a procedure can have.
    pub const MOST_STAGES: usize = 12;

    /// The most duties that a procedure can have, those of every stage counted at each.
    pub const MOST_DUTIES: usize = 500;

    /// The most limits that a duty can have.
    pub const MOST_LIMITS: usize = 100;

    /// The duty of this name at this stage (0 for the row as a whole).
    pub fn duty(&self, stage: u8, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.stage == stage && duty.id == id)
    }

    /// The place of the duty that is the deadline of this stage.
    pub fn conclude(&self, stage: u8) -> Option<DutyIx> {
        self.stage(stage)?.conclude
    }

    /// The subject as a value of the fact `subject`, where the procedure is about one alone.
    pub fn only_subject(&self) -> Option<FactValue> {
        let [only] = self.subjects.as_slice() else { return None };
        let Kind::Choice(of) = &self.facts.get(self.fact("subject")?.index())?.kind else { return None };
        let word = match only {
            Subject::Child => "child",
            Subject::Adult => "adult",
        };
        Some(FactValue::choice(of, word))
    }

    /// The stage of this number.
    pub fn stage(&self, number: u8) -> Option<&Stage> {
        self.stages.get(usize::from(number).checked_sub(1)?)
    }

    /// The number of the last stage.
    pub fn last_stage(&self) -> u8 {
        u8::try_from(self.stages.len()).unwrap_or(u8::MAX)
    }

    /// The event of this name, as rows and the `deadlines` exchange format write it.
    pub fn event(&self, id: &str) -> Option<EventId> {
        let full = match id.strip_prefix("done:") {
            Some(duty) if !duty.contains('.') => {
                let mut stages = self.duties.iter().filter(|d| d.id == duty).map(|d| d.stage);
                match (stages.next(), stages.next()) {
                    (Some(stage), None) => format!("done:{}.{duty}", Self::stage_word(stage)),
                    _ => return None,
                }
            }
            _ => id.to_owned(),
        };
        let place = self.events.iter().position(|event| event.id == full)?;
        u16::try_from(place).ok().map(EventId)
    }

    /// The fact of this name.
    pub fn fact(&self, id: &str) -> Option<FactId> {
        let place = self.facts.iter().position(|fact| fact.id == id)?;
        u16::try_from(place).ok().map(FactId)
    }

    /// How a stage is written before a duty's name: `any` for the row as a whole.
    pub(crate) fn stage_word(stage: u8) -> String {
        if stage == 0 { "any".to_owned() } else { stage.to_string() }
    }

    /// Puts a reading in force; whether there is one of that name.
    pub(super) fn choose(&mut self, id: &str) -> Result<bool> {
        let Some(place) = self.readings.iter().position(|reading| reading.id == id) else { return Ok(false) };
        let due = self.readings.get(place).map(|reading| reading.due.clone()).unwrap_or_default();
        for (ix, bounds) in due {
            let Some(duty) = self.duties.get_mut(ix.index()) else { continue };
            if let Some(other) = duty.reading.filter(|other| *other != place).and_then(|other| self.readings.get(other))
            {
                let what = format!("readings `{}` and `{id}` both say by when to {}", other.id, duty.does);
                return Err(Error::new(Code::BadRequest, what).help("choose one of them"));
            }
            duty.bounds = bounds;
            duty.reading = Some(place);
        }
        if let Some(reading) = self.readings.get_mut(place) {
            reading.in_force = true;
        }
        Ok(true)
    }
}
