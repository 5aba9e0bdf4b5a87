//! The shape of a procedure file: what may stand in the TOML, key by key.
//!
//! In: nothing. Out: the types that a procedure file is read into, and from which its JSON Schema is
//! made. The phrases (`due`, `when`) are still text here; [`super::load`] reads them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::report::ReportEntry;
use super::{Party, Purpose, Strength, Subject};

/// One edition of one partnership's resolution and escalation procedure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "escalog procedure")]
pub(super) struct PolicyFile {
    /// The name by which the procedure is chosen: lower case letters, digits and hyphens.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The partnership or board whose procedure it is.
    pub partnership: String,
    /// The document's own title.
    pub title: String,
    /// Which edition this is, in the document's words.
    pub edition: String,
    /// The day this edition came into force, as year-month-day; absent where the document does not say.
    /// The edition in force when a concern arose governs its row.
    #[schemars(with = "Option<String>")]
    pub in_force: Option<Spanned<String>>,
    /// Whom the procedure is about.
    #[schemars(length(min = 1))]
    pub subjects: Vec<Subject>,
    /// What a reader should know besides: what the document leaves open, and how it was read.
    #[serde(default)]
    pub note: Vec<String>,
    /// Kinds of agency that the procedure treats differently.
    #[serde(default)]
    pub agency: Vec<AgencyEntry>,
    /// Who acts. Roles only, never people.
    #[serde(default)]
    pub role: Vec<RoleEntry>,
    /// Facts about a row, besides the common ones, on which a duty depends.
    #[serde(default)]
    pub fact: Vec<FactEntry>,
    /// Events that a row can record, besides the common ones, from which a duty counts.
    #[serde(default)]
    pub event: Vec<EventEntry>,
    /// Words that the partnership uses for a level of need, besides the common ones.
    #[serde(default)]
    pub level: Vec<LevelEntry>,
    /// Clauses that no stage or duty has, on which findings about a log rest.
    #[serde(default)]
    pub clauses: ClausesEntry,
    /// Over what professionals typically disagree, by the document's own list.
    #[serde(default)]
    pub theme: Vec<ThemeEntry>,
    /// The stages in order.
    pub stage: Vec<StageEntry>,
    /// Duties of the row as a whole, of every stage, or of several.
    #[serde(default)]
    pub duty: Vec<DutyEntry>,
    /// A limit that several stages share, on a faster track and under a reading too.
    #[serde(default)]
    pub cap: Vec<CapEntry>,
    /// A stage other than the first at which some rows start.
    #[serde(default)]
    pub entry: Vec<EntryEntry>,
    /// Rows to which no duty applies.
    #[serde(default)]
    pub exempt: Vec<ExemptEntry>,
    /// Another way to read a sentence, which a user can choose.
    #[serde(default)]
    pub reading: Vec<ReadingEntry>,
    /// The form on which a case is reported at some stages; left out where the document has none.
    pub report: Option<ReportEntry>,
}

/// A kind of agency that the procedure treats differently.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct AgencyEntry {
    /// The kind's name in conditions: `agency-type is school`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What to call it.
    pub name: String,
    /// Words in an agency's name that show its kind, such as "academy".
    #[serde(default)]
    pub words: Vec<String>,
}

/// A role that acts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RoleEntry {
    /// The name by which a stage or a duty refers to it.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The role in the document's words.
    pub name: String,
    /// Who takes the role instead, and when; the first condition that holds decides.
    #[serde(default)]
    pub instead: Vec<InsteadEntry>,
}

/// Who takes a role instead.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct InsteadEntry {
    /// When, as a condition: `agency-type is school`, `self-employed`, `subject is adult`.
    #[schemars(with = "String")]
    pub when: Spanned<String>,
    /// The role in the document's words.
    pub name: String,
}

/// A fact on which a duty depends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FactEntry {
    /// The fact's name in conditions and in `facts`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The heading of the column that records it.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// What kind of answer it takes.
    #[serde(default)]
    pub kind: FactKind,
}

/// What kind of answer a fact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Yes, no, or not known.
    #[default]
    YesNo,
    /// A number of days or hours that was agreed for the case.
    Number,
}

/// An event from which a duty counts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EventEntry {
    /// The event's name in phrases and in `events`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The heading of the column that records it.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// The event it is projected as where it is not recorded.
    #[schemars(with = "Option<String>")]
    pub otherwise: Option<Spanned<String>>,
}

/// A local word for a level of need.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct LevelEntry {
    /// The level's standard word: one of the common ones or the partnership's own.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// Other words for it.
    #[serde(default)]
    pub words: Vec<String>,
}

/// Where the document says what a log is judged by besides its stages and duties; a key is left out where
/// the document says nothing of it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ClausesEntry {
    /// What the log is like: its columns, and whose it is.
    #[schemars(with = "Option<String>")]
    pub log: Option<Spanned<String>>,
    /// What an escalation number is.
    #[schemars(with = "Option<String>")]
    pub number: Option<Spanned<String>>,
    /// That the level of need is stated.
    #[schemars(with = "Option<String>")]
    pub level_of_need: Option<Spanned<String>>,
    /// That the disagreement, what was done and what was agreed are recorded.
    #[schemars(with = "Option<String>")]
    pub record: Option<Spanned<String>>,
    /// Whom the procedure is about.
    #[schemars(with = "Option<String>")]
    pub subject: Option<Spanned<String>>,
    /// That it is for disagreements between agencies, not within one.
    #[schemars(with = "Option<String>")]
    pub between_agencies: Option<Spanned<String>>,
    /// That a complaint goes elsewhere.
    #[schemars(with = "Option<String>")]
    pub complaint: Option<Spanned<String>>,
}

/// Something over which professionals typically disagree.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ThemeEntry {
    /// A short name for it.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// Where the document speaks of it.
    pub clause: String,
    /// Words and phrases that suggest it: each counts where a word of the text begins with it.
    #[serde(default)]
    pub words: Vec<String>,
}

/// A stage of the procedure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct StageEntry {
    /// 1 for the first stage, and so on without a gap.
    #[schemars(with = "u8")]
    pub number: Spanned<u8>,
    /// The stage's name.
    pub name: String,
    /// The role that acts.
    #[schemars(with = "String")]
    pub who: Spanned<String>,
    /// Where the document describes the stage.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
    /// The event with which the stage begins where its own beginning is not recorded. For the first
    /// stage the default is `concern`; for later ones the end of the stage before.
    #[schemars(with = "Option<String>")]
    pub begins: Option<Spanned<String>>,
    /// Whether the stage may be passed over; if it was, its duties do not apply.
    #[serde(default)]
    pub may_be_skipped: bool,
    /// Whether the procedure calls it exceptional to get here.
    #[serde(default)]
    pub exceptional: bool,
    /// What must, should or may be done at this stage.
    #[serde(default)]
    pub duty: Vec<DutyEntry>,
}

/// Something that must, should or may be done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DutyEntry {
    /// The duty's name, unlike any other of its stage; `conclude` is the deadline of the stage itself.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Whose duty it is, for a duty outside a stage: `any` for the row as a whole, `every` stage, or a
    /// list of stage numbers.
    #[schemars(with = "Option<Stages>")]
    pub stages: Option<Spanned<Stages>>,
    /// What is to be done, as a phrase that follows "to".
    pub does: String,
    /// By when, as phrases: `2 working days from stage-2-began`. The earliest governs; none where the
    /// document states no time.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub due: Vec<Spanned<String>>,
    /// How strongly the document puts it.
    pub strength: Strength,
    /// The condition on which it applies; always where absent.
    #[schemars(with = "Option<String>")]
    pub when: Option<Spanned<String>>,
    /// The role that acts, where it is not the stage's.
    #[schemars(with = "Option<String>")]
    pub who: Option<Spanned<String>>,
    /// Which side acts.
    #[serde(default)]
    pub party: Party,
    /// Where the document says so.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
    /// The heading of the column that records when it was done.
    #[schemars(with = "Option<String>")]
    pub column: Option<Spanned<String>>,
    /// Events that record it besides `done:…`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub recorded_by: Vec<Spanned<String>>,
    /// Events that show that it was done by then at the latest; of a stage's, the beginning of a later one shows it too.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub shown_by: Vec<Spanned<String>>,
    /// What the duty is for; a date by which the child must be protected caps steps alone.
    #[serde(default)]
    pub purpose: Purpose,
    /// Whether it is a right that lapses when its time is over.
    #[serde(default)]
    pub lapses: bool,
    /// The step of the stage to which it belongs, such as "4a".
    pub step: Option<String>,
    /// Faster tracks: other limits that replace `due` while their condition holds.
    #[serde(default)]
    pub track: Vec<TrackEntry>,
}

/// A faster track of a duty.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TrackEntry {
    /// The condition that chooses it.
    #[schemars(with = "String")]
    pub when: Spanned<String>,
    /// By when, as phrases.
    #[schemars(with = "Vec<String>")]
    pub due: Vec<Spanned<String>>,
    /// Where the document says so.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
}

/// The stages that share something.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Stages {
    /// The row as a whole, or every stage.
    Named(StageSet),
    /// These stages.
    Listed(Vec<u8>),
}

/// A set of stages with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StageSet {
    /// The row as a whole.
    Any,
    /// One for each stage.
    Every,
}

/// A limit that several stages share.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CapEntry {
    /// The stages that share it.
    #[schemars(with = "Vec<u8>", length(min = 1))]
    pub stages: Vec<Spanned<u8>>,
    /// The duties it limits.
    #[schemars(with = "Vec<String>", length(min = 1))]
    pub duties: Vec<Spanned<String>>,
    /// The limit, as phrases.
    #[schemars(with = "Vec<String>", length(min = 1))]
    pub due: Vec<Spanned<String>>,
    /// Where the document says so.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
}

/// A stage other than the first at which some rows start.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EntryEntry {
    /// The condition on which a row starts there.
    #[schemars(with = "String")]
    pub when: Spanned<String>,
    /// The stage at which it starts.
    #[schemars(with = "u8")]
    pub stage: Spanned<u8>,
    /// Where the document says so.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
}

/// Rows to which no duty applies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ExemptEntry {
    /// The condition, which must be recorded as holding.
    #[schemars(with = "String")]
    pub when: Spanned<String>,
    /// What happens with such a row instead.
    pub says: String,
    /// Where the document says so.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
}

/// Another way to read a sentence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ReadingEntry {
    /// The name by which it is chosen.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The question that the document leaves open.
    pub question: String,
    /// How the question is answered by default, and why.
    pub default: String,
    /// How this reading answers it.
    pub says: String,
    /// The sentence in question.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
    /// The limits it gives, by duty: `"2.conclude" = ["10 working days from stage-2-began"]`; an empty
    /// list for no limit.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub due: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
}
