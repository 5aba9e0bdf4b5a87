//! Procedures as data: TOML → [`Policy`] with its stages, duties, time limits, readings, roles and clauses.
//!
//! In: the text of procedure files, the five built-in ones or a user's own. Out: typed procedures in
//! which every number of days carries the clause it comes from. There is no number of days in Rust.
//!
//! ```
//! use escalog::policy::Policy;
//!
//! let policy = Policy::built_in("birmingham").unwrap();
//! let edition = policy.edition_for(None);
//! let conclude = edition.duty(2, "conclude").unwrap();
//! assert_eq!(conclude.bounds[0].window.text, "2 working days from stage-2-began");
//! ```

use std::sync::OnceLock;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

mod condition;
mod duty;
mod events;
mod facts;
mod file;
mod load;
mod names;
mod order;
mod phrase;
mod places;
mod report;
mod schema;
pub mod show;
mod windows;

#[cfg(test)]
mod tests;

pub use condition::{Answers, Condition};
pub use duty::{Bound, Duty, DutyIx, Party, Purpose, Strength, Track};
pub(crate) use events::EventBits;
pub use events::{Event, EventId};
pub use facts::{Fact, FactId, FactValue, Kind};
pub use file::FactKind;
pub(crate) use load::id_of;
pub use phrase::{Count, Length, Start, Window};
pub use report::{ReportChoice, ReportField, ReportForm, ReportSource};
pub use schema::json_schema;

/// The built-in procedures: id and the text of the file.
const BUILT_IN: &[(&str, &str)] = &[
    ("liverpool", include_str!("../policies/liverpool.toml")),
    ("city-and-hackney", include_str!("../policies/city-and-hackney.toml")),
    ("birmingham", include_str!("../policies/birmingham.toml")),
    ("redbridge", include_str!("../policies/redbridge.toml")),
    ("lincolnshire", include_str!("../policies/lincolnshire.toml")),
];

/// The same read, each when it is first asked for: reading one takes longer than checking a row.
static READ: [OnceLock<Policy>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];

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
}

/// Whose file a procedure is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    BuiltIn,
    Own,
}

/// A procedure in all its editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    id: String,
    /// Never empty; in order of coming into force.
    editions: Vec<Edition>,
}

impl Policy {
    /// The ids of the built-in procedures.
    pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(id, _)| *id)
    }

    /// A built-in procedure.
    ///
    /// # Errors
    /// No procedure of that name is built in; the error lists those that are.
    pub fn built_in(id: &str) -> Result<Policy> {
        let built_in = BUILT_IN.iter().zip(&READ).find(|((name, _), _)| *name == id);
        let Some(((name, text), read)) = built_in else {
            let known: Vec<_> = Policy::built_in_ids().collect();
            return Err(Error::new(Code::UnknownPolicy, format!("there is no procedure `{id}`"))
                .help(format!("choose one of {}, or name a procedure file", known.join(", "))));
        };
        if let Some(policy) = read.get() {
            return Ok(policy.clone());
        }
        let policy = Policy::read([(format!("{name}.toml").as_str(), *text)], Whose::BuiltIn)?;
        Ok(read.get_or_init(|| policy).clone())
    }

    /// A procedure from its files, one for each edition: (name to call it by in errors, text).
    ///
    /// # Errors
    /// Every mistake of every file at once, each with file, line and column, what is wrong and what
    /// would be right. The id of a built-in procedure is one: what was marked by the one would be judged by the other.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Policy> {
        Policy::read(files, Whose::Own)
    }

    fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, whose: Whose) -> Result<Policy> {
        let mut editions = Vec::new();
        let mut mistakes = Vec::new();
        for (name, text) in files {
            match load::edition(name, text, whose) {
                Ok(edition) => editions.push((name, edition)),
                Err(found) => mistakes.extend(found),
            }
        }
        editions.sort_by_key(|(_, edition)| edition.in_force);
        for pair in editions.windows(2) {
            let [(_, earlier), (name, later)] = pair else { continue };
            if earlier.policy != later.policy {
                let what = format!("this is procedure `{}`, the other is `{}`", later.policy, earlier.policy);
                mistakes.push(Error::new(Code::InvalidPolicy, what).at(*name).help("give editions of one procedure"));
            } else if earlier.in_force == later.in_force {
                let what = "two editions came into force on the same day";
                mistakes.push(Error::new(Code::InvalidPolicy, what).at(*name).help("give each its own `in-force`"));
            }
        }
        if let Some(error) = Error::all(mistakes) {
            return Err(error);
        }
        let editions: Vec<_> = editions.into_iter().map(|(_, edition)| edition).collect();
        let Some(first) = editions.first() else {
            return Err(Error::new(Code::UnknownPolicy, "no procedure was named").help("name one with `--policy`"));
        };
        Ok(Policy { id: first.policy.clone(), editions })
    }

    /// The procedure's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The editions in order of coming into force; never empty.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The edition that governs a concern: the one in force on that day, the first for an earlier day,
    /// and the last where the day is not known.
    pub fn edition_for(&self, concern: Option<NaiveDate>) -> &Edition {
        let place = match concern {
            None => self.editions.len().saturating_sub(1),
            Some(day) => {
                let begun = self.editions.iter().filter(|e| e.in_force.is_none_or(|from| from <= day)).count();
                begun.saturating_sub(1)
            }
        };
        #[expect(clippy::indexing_slicing, reason = "INVARIANT: never empty, and place is below its length")]
        &self.editions[place]
    }

    /// The same procedure with these alternative readings in force.
    ///
    /// # Errors
    /// A reading that no edition has, and two readings that answer for the same duty.
    pub fn with_readings<S: AsRef<str>>(&self, ids: &[S]) -> Result<Policy> {
        let mut policy = self.clone();
        for id in ids.iter().map(AsRef::as_ref) {
            let mut known = false;
            for edition in &mut policy.editions {
                known |= edition.choose(id)?;
            }
            if !known {
                let mut ids: Vec<_> = self.editions.iter().flat_map(|e| &e.readings).map(|r| r.id.as_str()).collect();
                ids.sort_unstable();
                ids.dedup();
                let help = match ids.as_slice() {
                    [] => "this procedure has no alternative readings".to_owned(),
                    ids => format!("its alternative readings are {}", ids.join(", ")),
                };
                let what = format!("procedure `{}` has no reading `{id}`", self.id);
                return Err(Error::new(Code::BadRequest, what).help(help));
            }
        }
        Ok(policy)
    }
}

impl Edition {
    /// Puts a reading in force; whether there is one of that name.
    fn choose(&mut self, id: &str) -> Result<bool> {
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
