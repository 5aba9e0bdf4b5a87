//! The report form of a procedure: what it asks, and which cells of a row answer it.
//!
//! In: the `[report]` of a procedure file. Out: a [`ReportForm`] whose events are known, or every mistake in it.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::names::Here;
use super::phrase::Names;
use super::places::Places;
use super::{Edition, EventId};

/// The form on which a case is reported at some stages, as the document prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportForm {
    /// What the document calls it: "Appendix 2".
    pub name: String,
    /// Its title.
    pub title: String,
    /// The stages at which it is sent.
    pub stages: Vec<u8>,
    /// To whom it goes: roles only, never people.
    pub send_to: String,
    /// Where the document has it.
    pub clause: String,
    /// What it asks, in its order.
    pub fields: Vec<ReportField>,
}

impl ReportForm {
    /// The stages at which it is sent: `stage 2`, `stages 3 and 4`.
    pub fn stages_in_words(&self) -> String {
        let numbers: Vec<String> = self.stages.iter().map(u8::to_string).collect();
        match numbers.as_slice() {
            [one] => format!("stage {one}"),
            [before @ .., last] => format!("stages {} and {last}", before.join(", ")),
            [] => "no stage".to_owned(),
        }
    }
}

/// One thing that the form asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportField {
    /// The heading of the part that begins with it.
    pub heading: Option<String>,
    /// What is asked, in the document's words.
    pub asks: String,
    /// The columns of the log that answer it.
    pub from: Vec<ReportSource>,
    /// The events whose dates answer it.
    pub events: Vec<EventId>,
    /// The boxes to tick.
    pub choices: Vec<ReportChoice>,
    /// The columns of a table to be filled in by hand.
    pub columns: Vec<String>,
    /// How many blank rows that table has.
    pub rows: u8,
    /// What is to be added by hand to the answer that the log gives.
    pub add: Option<String>,
    /// Whether the partnership's office fills it in.
    pub for_office: bool,
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReportChoice {
    /// What stands beside it.
    pub name: String,
    /// The answer for which it is ticked: a level of need in its standard word, or the number of a stage.
    pub is: String,
}

/// What of a row answers a question of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportSource {
    /// The child's name, initials or case number.
    Name,
    /// The child's date of birth.
    Born,
    /// The agency that raised the concern.
    Agency,
    /// The agency with which it was raised.
    ReceivingAgency,
    /// The level of need.
    Level,
    /// The concern.
    Concern,
    /// The summary of the disagreement.
    Disagreement,
    /// The actions undertaken towards resolution.
    Actions,
    /// The outcome.
    Outcome,
    /// The stage at which it was resolved.
    ResolvedAt,
}

/// The form on which a case is reported at some stages; left out where the document has none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ReportEntry {
    /// What the document calls it, such as "Appendix 2".
    pub name: String,
    /// Its title.
    pub title: String,
    /// The stages at which it is sent.
    #[schemars(with = "Vec<u8>", length(min = 1))]
    pub stages: Vec<Spanned<u8>>,
    /// To whom it goes. Roles only, never people.
    pub send_to: String,
    /// Where the document has it.
    #[schemars(with = "String")]
    pub clause: Spanned<String>,
    /// What it asks, in its order.
    #[schemars(length(min = 1))]
    pub field: Vec<FieldEntry>,
}

/// One thing that the form asks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FieldEntry {
    /// The heading of the part of the form that begins with it.
    pub heading: Option<String>,
    /// What is asked, in the document's words.
    pub asks: String,
    /// The columns of the log that answer it.
    #[serde(default)]
    pub from: Vec<ReportSource>,
    /// The events whose dates answer it.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub events: Vec<Spanned<String>>,
    /// The boxes to tick, where it has some.
    #[serde(default)]
    pub choices: Vec<ReportChoice>,
    /// The columns of a table to be filled in by hand, where it has one.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How many blank rows that table has.
    #[serde(default)]
    pub rows: u8,
    /// What is to be added by hand to the answer that the log gives.
    pub add: Option<String>,
    /// Whether the partnership's office fills it in.
    #[serde(default)]
    pub for_office: bool,
}

impl ReportEntry {
    /// The form with its events known.
    pub(super) fn load(&self, edition: &Edition, last_stage: u8, places: &mut Places<'_>) -> ReportForm {
        let here = Here { edition, last_stage, stage: 0 };
        for stage in &self.stages {
            if !(1..=last_stage).contains(stage.get_ref()) {
                let what = format!("there is no stage {}", stage.get_ref());
                places.mistake(stage.span(), what, format!("the stages are 1 to {last_stage}"));
            }
        }
        let mut event = |name: &Spanned<String>| {
            let known = edition.event(name.get_ref());
            if known.is_none() {
                let what = format!("there is no event `{}`", name.get_ref());
                places.mistake(name.span(), what, here.like_event(name.get_ref()));
            }
            known
        };
        let fields = self.field.iter().map(|field| ReportField {
            heading: field.heading.clone(),
            asks: field.asks.clone(),
            from: field.from.clone(),
            events: field.events.iter().filter_map(&mut event).collect(),
            choices: field.choices.clone(),
            columns: field.columns.clone(),
            rows: field.rows,
            add: field.add.clone(),
            for_office: field.for_office,
        });
        ReportForm {
            name: self.name.clone(),
            title: self.title.clone(),
            stages: self.stages.iter().map(|stage| *stage.get_ref()).collect(),
            send_to: self.send_to.clone(),
            clause: self.clause.get_ref().clone(),
            fields: fields.collect(),
        }
    }
}
