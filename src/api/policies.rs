//! The procedures: those that are built in, in brief; the one that the settings choose, as a person reads it.

use serde::Serialize;

use super::Settings;
use crate::error::Result;
use crate::policy::{self, Edition, Policy, Reading};

/// A built-in procedure, in brief.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PolicySummary {
    /// The name by which it is chosen.
    pub id: String,
    /// The partnership or board.
    pub partnership: String,
    /// The document's own title.
    pub title: String,
    /// Which edition.
    pub edition: String,
    /// How many stages it has.
    pub stages: u8,
    /// The alternative readings it offers.
    pub readings: Vec<String>,
    /// What each of them answers otherwise, in words.
    pub alternatives: Vec<Alternative>,
}

/// Another way to read a sentence of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Alternative {
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
}

impl From<&Reading> for Alternative {
    fn from(reading: &Reading) -> Alternative {
        Alternative {
            id: reading.id.clone(),
            question: reading.question.clone(),
            default: reading.default.clone(),
            says: reading.says.clone(),
            clause: reading.clause.clone(),
        }
    }
}

/// The built-in procedures.
///
/// # Errors
/// None of them is invalid; the tests read them all.
pub fn policies() -> Result<Vec<PolicySummary>> {
    let policies = Policy::built_in_ids().map(Policy::built_in);
    policies
        .map(|policy| {
            let policy = policy?;
            let edition = policy.edition_for(None);
            Ok(PolicySummary {
                id: policy.id().to_owned(),
                partnership: edition.partnership.clone(),
                title: edition.title.clone(),
                edition: edition.edition.clone(),
                stages: edition.last_stage(),
                readings: edition.readings.iter().map(|reading| reading.id.clone()).collect(),
                alternatives: edition.readings.iter().map(Alternative::from).collect(),
            })
        })
        .collect()
}

/// A procedure as a person reads it, one text an edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PolicyText {
    /// The procedure's id.
    pub policy: String,
    /// Its editions in order of coming into force.
    pub editions: Vec<String>,
}

/// Prints the procedure that the settings choose, with its readings.
///
/// # Errors
/// An unknown procedure or reading, or a procedure file with mistakes.
pub fn show(settings: &Settings) -> Result<PolicyText> {
    let policy = settings.policy()?;
    let editions = policy.editions().iter().map(|edition: &Edition| policy::show::text(edition)).collect();
    Ok(PolicyText { policy: policy.id().to_owned(), editions })
}

/// What `policies` answers.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(super) struct PoliciesAnswer {
    pub(super) format: u32,
    pub(super) version: &'static str,
    pub(super) policies: Vec<PolicySummary>,
}
