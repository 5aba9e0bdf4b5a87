//! What a person has to look at: conflicts, pairs, rows set aside, superseded values, corrections.

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::original::{AsJson, Occurrence, of_json};
use super::pool::Beside;
use super::{Key, Settled};
use crate::grid::Value;

/// A line of the sheet of what was set aside and what is in conflict.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Listed {
    /// What it is.
    pub what: What,
    /// The agency.
    pub agency: String,
    /// The escalation number.
    pub number: String,
    /// The child as the log names it.
    #[serde(skip)]
    pub child: String,
    /// The heading of the field, where it is about one.
    pub field: String,
    /// What this return says there.
    pub value: String,
    /// More about it, in words.
    pub note: String,
    /// Where it stands.
    #[serde(serialize_with = "place")]
    #[cfg_attr(feature = "types", ts(as = "Option<super::Source>"))]
    pub at: Option<Occurrence>,
    /// Whether the register's table shows it.
    pub in_table: bool,
    /// What stands in its column `Keep`: `yes`, or what the officer typed that is neither yes nor no; `None` where there
    /// is nothing to choose.
    pub keep: Option<String>,
    /// By which the engine knows it again.
    #[serde(skip)]
    pub mark: String,
}

fn place<S: Serializer>(at: &Option<Occurrence>, serializer: S) -> Result<S::Ok, S::Error> {
    at.as_ref().map(|at| &at.source).serialize(serializer)
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Returns that give a field differently, and it is not known which is later.
    Conflict,
    /// Two rows that may be of one disagreement: two agencies', or one's of one day under two numbers.
    Pair,
    /// A row that is left out.
    SetAside,
    /// One number for more than one case.
    NumberAgain,
    /// Returns that give a field differently, of which the officer chose one.
    Settled,
    /// What the officer put in the place of what the returns say.
    Corrected,
    /// A correction of what the returns no longer say.
    CorrectionUnused,
    /// A choice that nothing asks for any more.
    ChoiceUnused,
    /// A resolution that the last return of the case no longer has.
    NoLongerSaid,
    /// A case that is not resolved and that the agency's last return does not have.
    NotReturned,
    /// A value that a later return superseded.
    Superseded,
    /// A row that the officer deleted from the table.
    Deleted,
    /// What the officer wrote in a place from which nothing is read back, or a sheet of the officer's own.
    NotCarried,
}

impl What {
    /// As the sheet says it.
    pub fn in_words(self) -> &'static str {
        match self {
            What::Conflict => "in conflict",
            What::Pair => "perhaps one disagreement",
            What::SetAside => "set aside",
            What::NumberAgain => "number used again",
            What::Settled => "settled here",
            What::Corrected => "corrected here",
            What::CorrectionUnused => "correction not used",
            What::ChoiceUnused => "choice not needed",
            What::NoLongerSaid => "no longer said",
            What::NotReturned => "not returned again",
            What::Superseded => "superseded",
            What::Deleted => "deleted here",
            What::NotCarried => "not carried over",
        }
    }
}

/// What a line's hidden mark says.
pub(super) enum Mark {
    /// What a yes beside the line chooses.
    Choice(Vec<Settled>),
    Corrected {
        id: String,
        key: Key,
        was: String,
        now: Option<Value>,
        turn: u32,
    },
    /// Of a line beside which there is nothing to choose, what it is about.
    Line {
        id: String,
        about: String,
    },
}

impl Mark {
    /// The mark of what a yes chooses: a value, over those of others; a side, over others; a row.
    pub(super) fn of_choice(chosen: &[Settled]) -> String {
        let over: Vec<&str> = chosen
            .iter()
            .filter_map(|settled| match settled {
                Settled::Over { id, .. } | Settled::Side { with: id, .. } | Settled::Apart { with: id, .. } => {
                    Some(id.as_str())
                }
                Settled::Value { .. } | Settled::Row { .. } => None,
            })
            .collect();
        match chosen.first() {
            Some(Settled::Value { id, key } | Settled::Over { id, key }) => {
                json!({ "keep": "value", "id": id, "field": key.id(), "over": over })
            }
            Some(Settled::Side { id, .. } | Settled::Apart { id, .. }) => {
                json!({ "keep": "side", "id": id, "over": over })
            }
            Some(Settled::Row { id }) => json!({ "keep": "row", "id": id }),
            None => return String::new(),
        }
        .to_string()
    }

    pub(super) fn of_line(id: &str, about: &str) -> String {
        json!({ "line": id, "about": about }).to_string()
    }

    /// By what the line is known again, whatever was chosen.
    pub(super) fn place(&self) -> Beside {
        let (id, about) = match self {
            Mark::Choice(choice) => match choice.first() {
                Some(Settled::Value { id, key } | Settled::Over { id, key }) => (id.as_str(), key.id()),
                Some(Settled::Side { id, .. } | Settled::Apart { id, .. }) => (id.as_str(), "side".into()),
                Some(Settled::Row { id }) => (id.as_str(), "row".into()),
                None => ("", "".into()),
            },
            Mark::Corrected { id, key, .. } => (id.as_str(), format!("corrected {}", key.id()).into()),
            Mark::Line { id, about } => (id.as_str(), about.as_str().into()),
        };
        (id.to_owned(), about.into_owned())
    }

    pub(super) fn of_correction(id: &str, key: &Key, was: &str, now: Option<AsJson<'_>>, turn: u32) -> String {
        json!({ "corrected": id, "field": key.id(), "was": was, "now": now, "turn": turn }).to_string()
    }

    pub(super) fn read(text: &str) -> Option<Mark> {
        let json: Json = serde_json::from_str(text).ok()?;
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        let key = || Key::of_id(&text("field")?);
        if let Some(id) = text("corrected") {
            let turn = u32::try_from(json.get("turn")?.as_u64()?).ok()?;
            let now = json.get("now").filter(|now| !now.is_null()).and_then(of_json);
            return Some(Mark::Corrected { id, key: key()?, was: text("was")?, now, turn });
        }
        if let Some(id) = text("line") {
            return Some(Mark::Line { id, about: text("about")? });
        }
        let id = text("id")?;
        let over = json.get("over").and_then(Json::as_array).into_iter().flatten();
        let over = over.filter_map(Json::as_str).map(str::to_owned);
        Some(Mark::Choice(match text("keep")?.as_str() {
            "value" => {
                let key = key()?;
                let over = over.map(|id| Settled::Over { id, key: key.clone() });
                std::iter::once(Settled::Value { id, key: key.clone() }).chain(over).collect()
            }
            "side" => over.map(|with| Settled::Side { id: id.clone(), with }).collect(),
            "row" => vec![Settled::Row { id }],
            _ => return None,
        }))
    }
}
